//! `progress path|check|backup`, and records that cannot be read.

use std::fs;

use crate::home::{Home, Run};

#[test]
fn paths_are_those_of_the_environment() {
    let home = Home::new();
    let text = home.good(&["progress", "path"]);
    for path in
        [home.paths.progress(), home.paths.log(), home.paths.config_file.clone(), home.paths.content()]
    {
        assert!(text.contains(&path.display().to_string()), "{text}");
    }
}

#[test]
fn without_a_home_folder_it_says_what_to_set() {
    let home = Home::new();
    let mut command = home.command(&["progress", "path"]);
    let mut run_without =
        |name: &str| Run::of(Home::start(command.env_remove(name)).wait_with_output().unwrap());
    // What is given in full needs no home folder.
    let run = run_without("HOME");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let run = run_without("XDG_CACHE_HOME");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("no home folder") && run.err.contains("hint: set HOME"), "{}", run.err);
}

#[test]
fn a_backup_put_back_is_the_record() {
    let home = Home::new();
    let before = home.study();
    assert!(home.good(&["progress", "check"]).ends_with("\nsound\n"));
    home.good(&["progress", "backup", "b.toml"]);
    assert!(home.refused(&["progress", "backup", "b.toml"]).contains("already there"));
    home.good(&["progress", "backup", "b.toml", "--force"]);
    home.good(&["progress", "reset", "--yes"]);
    fs::remove_file(home.paths.log()).unwrap();
    fs::copy(home.file("b.toml"), home.paths.progress()).unwrap();
    assert_eq!(home.progress(), before);
}

#[test]
fn a_backup_never_goes_over_the_record() {
    let home = Home::new();
    home.study();
    for own in [home.paths.log(), home.paths.progress()] {
        let bytes = fs::read(&own).unwrap();
        home.refused(&["progress", "backup", own.to_str().unwrap(), "--force"]);
        assert_eq!(fs::read(&own).unwrap(), bytes);
    }
    home.refused(&["progress", "backup", ".", "--force"]);
}

#[test]
fn damage_is_told() {
    let home = Home::new();
    home.study();
    let log = fs::read_to_string(home.paths.log()).unwrap();
    fs::write(home.paths.log(), log.replacen("right", "wrong", 1)).unwrap();
    let run = home.run(&["progress", "check"]);
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("problem: ") && run.out.ends_with("\nnot sound\n"), "{}", run.out);
    fs::write(home.paths.progress(), "version = 1\n\u{1b}[2J = nonsense").unwrap();
    assert_eq!(home.run(&["progress", "check"]).code, Some(1));
    assert_eq!(home.run(&["stats"]).code, Some(0), "the rest is there still");
}

#[test]
fn a_newer_record_is_refused_and_untouched() {
    let home = Home::new();
    let newer = "version = 99\nfuture = true\n";
    Home::write(&home.paths.progress(), newer);
    home.refused(&["stats"]);
    home.refused(&["stats", "-o", "json"]);
    home.refused(&["progress", "reset", "--yes"]);
    home.refused(&["progress", "backup", "b.toml"]);
    home.refused(&["progress", "check"]);
    assert_eq!(fs::read_to_string(home.paths.progress()).unwrap(), newer);
    assert!(!home.file("b.toml").exists());
}
