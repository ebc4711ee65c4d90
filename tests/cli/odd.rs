//! What no one means to type: refused in one line and a hint, never a panic.

use std::ffi::OsString;

use kubedrill::study::Settings;
use proptest::prelude::*;

use crate::home::Home;

#[test]
fn screens_want_a_terminal() {
    let home = Home::new();
    for arguments in
        [&[][..], &["learn"], &["learn", "dns"], &["review"], &["quiz"], &["quiz", "--count", "5"]]
    {
        assert!(home.refused(arguments).contains("terminal"), "{arguments:?}");
    }
    assert!(!home.paths.data_dir.exists());
}

#[test]
fn wrong_words_are_refused() {
    let home = Home::new();
    for arguments in [
        &["nonsense"][..],
        &["stats", "-o", "yaml"],
        &["stats", "extra"],
        &["export", "anki"],
        &["export", "csv"],
        &["progress", "forget"],
        &["progress", "backup"],
        &["progress", "backup", ""],
        &["quiz", "--count", "0"],
        &["quiz", "--timed", "soon"],
        &["\u{1b}[31mred"],
    ] {
        home.refused(arguments);
    }
}

#[test]
fn a_quiz_is_as_long_as_the_settings_allow() {
    let home = Home::new();
    for (option, within) in [("--count", Settings::QUIZ_LENGTH), ("--timed", Settings::QUIZ_MINUTES)] {
        let said = |value: u32| home.refused(&["quiz", option, &value.to_string()]);
        assert!(said(*within.end()).contains("needs a terminal"));
        assert!(said(*within.end() + 1).contains("is not in 1..="));
    }
}

#[test]
fn without_a_home_it_says_so() {
    let home = Home::new();
    let mut command = home.command(&["stats"]);
    command.env_clear();
    let run = crate::home::Run::of(Home::start(&mut command).wait_with_output().unwrap());
    // The system may know the home of the user without the variable.
    assert!(run.code == Some(0) || run.err.contains("home"), "{}", run.err);
}

#[test]
fn a_folder_where_a_file_should_be_is_told() {
    let home = Home::new();
    std::fs::create_dir_all(home.paths.progress()).unwrap();
    assert!(home.refused(&["stats"]).starts_with("kubedrill: cannot read "));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_panics(
        words in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "stats", "course", "export", "anki", "progress", "path", "check", "backup", "reset", "keys",
                    "man", "completions", "bash", "learn", "review", "quiz", "-o", "json", "text", "--topic", "dns",
                    "--yes", "--force", "--help", "--", "-", ".", "D1", "--count", "3", "help",
                ]).prop_map(OsString::from),
                "[ -~]{0,8}".prop_map(OsString::from),
                "\\PC{0,4}".prop_map(OsString::from),
                Just(odd_bytes()),
            ],
            0..5,
        )
    ) {
        Home::new().run(&words);
    }
}

/// An argument that is no text.
fn odd_bytes() -> OsString {
    #[cfg(unix)]
    return std::os::unix::ffi::OsStringExt::from_vec(vec![0xff, 0x1b, b'x']);
    #[cfg(not(unix))]
    return OsString::from("\u{fffd}");
}
