//! Terminals of many kinds: without colours, simple ones, slow to answer, none at all.

use std::process::{Command, Stdio};
use std::time::Duration;

use vt100::Color;

use crate::home::Home;
use crate::hostile::sequences;
use crate::program::contains;

const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";

/// The parameters of every SGR sequence in the stream.
fn sgr(raw: &[u8]) -> Vec<Vec<u16>> {
    let all =
        sequences(raw).into_iter().filter(|sequence| sequence.ends_with('m') && sequence.starts_with('['));
    let parameters = |sequence: String| {
        let inner = sequence[1..sequence.len() - 1].to_owned();
        inner.split([';', ':']).map(|number| number.parse().unwrap_or(0)).collect()
    };
    all.map(parameters).collect()
}

fn is_colour(code: u16) -> bool {
    matches!(code, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107)
}

#[test]
fn no_color_sends_no_colour_and_shows_the_selection() {
    let home = Home::new();
    let mut program = home.kubedrill(&[]).env("NO_COLOR", "1").start();
    program.see("Mastery").send("z").see("▸ Start");
    let (row, line) = program.line_with("Start");
    let column = u16::try_from(line.chars().position(|sign| sign == 'S').unwrap()).unwrap();
    let selected = program.screen().cell(row, column).unwrap();
    assert!(selected.inverse(), "the selected row looks like the others");
    assert!(!program.screen().cell(row + 1, column).unwrap().inverse());
    program.send("\x1b").see("Mastery").send("c").see("kubedrill › Chapters").send("\r").see(" %");
    program.send(" ").send("\x03");
    let end = program.end();
    assert!(!contains(&end.raw, QUESTION), "asked for a background that does not matter");
    let coloured: Vec<_> =
        sgr(&end.raw).into_iter().filter(|codes| codes.iter().any(|code| is_colour(*code))).collect();
    assert!(coloured.is_empty(), "{coloured:?}");
    assert!(sgr(&end.raw).iter().any(|codes| codes.contains(&7)), "nothing reversed");
}

#[test]
fn an_empty_no_color_means_nothing() {
    let home = Home::new();
    let mut program = home.kubedrill(&[]).env("NO_COLOR", "").start();
    program.see("Mastery").see("? help").send("\x03");
    assert!(sgr(&program.end().raw).iter().flatten().any(|code| is_colour(*code)));
}

#[test]
fn simple_terminals_get_sixteen_colours_at_most() {
    for term in ["dumb", "linux", "vt100", ""] {
        let home = Home::new();
        let mut program = home.kubedrill(&[]).env("TERM", term).start();
        program.see("Mastery").send("c").see("kubedrill › Chapters").send("\r").see(" %").send("\x03");
        let end = program.end();
        assert_eq!(end.code, 0, "TERM={term}");
        assert_eq!(contains(&end.raw, QUESTION), term != "dumb", "TERM={term}");
        for codes in sgr(&end.raw) {
            let indexed =
                codes.windows(3).any(|three| matches!(three, [38 | 48, 5, 16..=255] | [38 | 48, 2, _]));
            assert!(!indexed, "TERM={term}: {codes:?}");
        }
    }
}

/// The colour of the first letter of the title.
fn title_colour(screen: &vt100::Screen) -> Color {
    screen.cell(0, 1).unwrap().fgcolor()
}

#[test]
fn a_light_background_changes_the_colours_however_late_it_is_told() {
    let home = Home::new();
    let mut program = home.kubedrill(&[]).start();
    program.see("Mastery").see("? help").until_raw(0, QUESTION);
    let dark = title_colour(program.screen());
    program.send("c").see("kubedrill › Chapters");
    // In pieces, cut where it hurts: the first escape by itself is a key of its own to crossterm.
    for piece in ["\x1b", "]11;rgb:ffff/ff", "ff/fff0\x1b", "\\"] {
        program.send(piece).quiet_for(Duration::from_millis(20));
    }
    program.until("other colours", |screen| title_colour(screen) != dark);
    // None of it was a key: r, c, g or q would have left the chapters, as the next does.
    assert!(program.text().contains("kubedrill › Chapters"), "{}", program.text());
    program.send("q").see("Mastery").send("\x03");
    assert_eq!(program.end().code, 0);
}

#[test]
fn keys_around_the_answer_are_all_there() {
    let home = Home::new();
    let mut program = home.kubedrill(&[]).start();
    program.until_raw(0, QUESTION);
    program.send("/nod\x1b]11;rgb:0000/0000/0000\x07e\x1b]11;rgb:ff").quiet_for(Duration::from_millis(20));
    program.send("port").see("search: node").send("\x03");
    assert_eq!(program.end().code, 0);
}

#[test]
fn escape_works_while_no_answer_comes() {
    let home = Home::new();
    let mut program = home.kubedrill(&[]).start();
    program.until_raw(0, QUESTION).send("c").see("kubedrill › Chapters");
    program.send("\x1b").see("Mastery").send("s").see("kubedrill › Statistics");
    program.send("\x1b").see("Mastery").send("\x03");
    assert_eq!(program.end().code, 0);
}

#[test]
fn a_flood_of_keys_arrives_whole() {
    let home = Home::new();
    let mut program = home.kubedrill(&[]).start();
    program.see("Mastery");
    // More than crossterm reads at once, and than the terminal holds.
    let sending = program.send_long("jk".repeat(4_000) + "s");
    program.see("kubedrill › Statistics").sent(sending).send("\x03");
    assert_eq!(program.end().code, 0);
}

#[test]
fn without_a_terminal_the_screens_refuse() {
    let home = Home::new();
    for arguments in [&[][..], &["learn"], &["review"], &["quiz", "--count", "3"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubedrill"));
        command.args(arguments).env_clear().envs(home.environment()).stdin(Stdio::null());
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty(), "{arguments:?} wrote {:?}", output.stdout.escape_ascii());
        assert!(said.starts_with("kubedrill: this needs a terminal") && said.contains("\nhint: "), "{said}");
        assert!(!said.contains('\x1b'));
    }
    // The input is a terminal and the output a pipe, and the other way round.
    let program = env!("CARGO_BIN_EXE_kubedrill");
    for line in [format!("{program} | cat"), format!("echo | {program}")] {
        let end = home.command("sh", &["-c", &line]).start().end();
        assert!(end.screen.contains("this needs a terminal"), "{line}: {}", end.screen);
        assert!(!contains(&end.raw, b"\x1b["), "{line}");
    }
    assert!(!home.data().exists());
}

#[test]
fn a_theme_chosen_later_knows_the_background() {
    let home = Home::new();
    let mut program = home.settings("theme = \"dark\"\n").kubedrill(&[]).start();
    program.see("Mastery").see("? help").until_raw(0, QUESTION).send("\x1b]11;rgb:ffff/ffff/ffff\x07");
    program.send(",").see("Theme                     dark");
    let dark = title_colour(program.screen());
    program.send("\x1b[D").see("Theme                     auto");
    program.until("other colours", |screen| title_colour(screen) != dark).send("\x03");
    assert_eq!(program.end().code, 0);
}
