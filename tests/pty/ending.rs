//! Every way out gives the terminal back and keeps the record: signals, a panic, a closed window, the background.

use std::fs;
use std::process::Command;

use crate::home::Home;
use crate::program::{Program, contains, signal};

/// A program at a card's front, after one card was graded.
fn after_one_card(home: &Home) -> Program {
    let mut program = home.kubedrill(&["review"]).start();
    program.see("10 left").send("\r").see("again").send("4").see("9 left");
    program
}

fn assert_saved(home: &Home) {
    let mut again = home.kubedrill(&[]).start();
    again.see("1 answer").see("9 new").send("\x03");
    assert_eq!(again.end().code, 0);
}

fn assert_ends_by(name: &str, number: u32) {
    let home = Home::new();
    let mut program = after_one_card(&home);
    program.signal(name);
    let end = program.end();
    assert_eq!(end.code, 128 + number);
    end.assert_restored();
    assert!(home.progress().exists(), "the record was not written as a whole");
    assert_saved(&home);
}

#[test]
fn sigterm_saves_and_restores() {
    assert_ends_by("TERM", 15);
}

#[test]
fn sighup_saves_and_restores() {
    assert_ends_by("HUP", 1);
}

#[test]
fn sigint_saves_and_restores() {
    assert_ends_by("INT", 2);
}

#[test]
fn a_closed_window_saves() {
    let home = Home::new();
    let program = after_one_card(&home);
    let code = program.close();
    // With a signal or without: not every program is sent one (seen: below a shell that ignores it).
    assert_eq!(code, 128 + 1);
    assert!(home.progress().exists(), "the record was not written as a whole");
    assert_saved(&home);
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_restores_says_why_and_loses_nothing() {
    let home = Home::new();
    let mut program = home.kubedrill(&["review"]).env("KUBEDRILL_PANIC_ON_KEY", "f12").start();
    program.see("10 left").send("\r").see("again").send("4").see("9 left").send("\x1b[24~");
    let end = program.end();
    assert_eq!(end.code, 101);
    end.assert_restored();
    assert!(end.screen.contains("kubedrill: an error in the program itself"), "{}", end.screen);
    assert!(end.screen.contains("every answer that was on the screen is saved"), "{}", end.screen);
    // Said on the ordinary screen, after the other one was left.
    let last = |bytes: &[u8]| end.raw.windows(bytes.len()).rposition(|window| window == bytes);
    assert!(last(b"\x1b[?1049l") > last(b"\x1b[?1049h"));
    assert_saved(&home);
}

/// A shell with job control that does not touch the terminal's modes, as bash would.
fn shell(home: &Home) -> Program {
    let mut shell = home.command("sh", &["-i"]).env("PS1", "SHELL> ").start();
    shell
        .see("SHELL>")
        .send("set -m\r")
        .until("two prompts", |screen| screen.contents().matches("SHELL>").count() == 2);
    shell
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_comes_back() {
    let home = Home::new();
    let mut shell = shell(&home);
    // Around it another program, as `cargo run` is: the whole job has to stop.
    shell.send(&format!("sh -c '{}; exit $?'\r", env!("CARGO_BIN_EXE_kubedrill"))).see("Mastery");
    assert!(shell.screen().alternate_screen());
    shell.send("\x1a").see("Stopped");
    let screen = shell.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert!(shell.modes_restored(), "the shell got a raw terminal");

    let before = shell.raw.len();
    shell.send("fg; echo le''ft $?\r").until_raw(before, b"\x1b[?1049h").until_raw(before, b"Mastery");
    shell.see("Mastery").until("the modes", vt100::Screen::bracketed_paste);
    // Read at once and not line by line, so the terminal is raw again.
    shell.send("c").see("kubedrill › Chapters").send("\x03");
    shell.see("left 0").send("exit\r");
    shell.end().assert_restored();
}

#[test]
fn stopped_from_outside_it_draws_anew_when_continued() {
    let home = Home::new();
    let mut program = home.kubedrill(&[]).start();
    program.see("Mastery").see("? help");
    program.signal("STOP");
    // A shell takes the modes it likes while a job is stopped.
    let status = Command::new("stty").arg("-F").arg(program.tty()).args(["icanon", "echo", "isig"]).status();
    assert!(status.unwrap().success());
    let before = program.raw.len();
    program.signal("CONT").until_raw(before, b"Mastery").until_raw(before, b"\x1b[?2004h");
    // Read at once and not line by line.
    program.send("c").see("kubedrill › Chapters").send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0);
    assert!(!end.alternate && !end.cursor_hidden && !end.bracketed_paste && !end.mouse);
}

#[test]
fn started_in_the_background_it_waits_to_be_brought_forward() {
    let home = Home::new();
    let mut shell = shell(&home);
    shell.send(&format!("{} &\r", env!("CARGO_BIN_EXE_kubedrill")));
    shell.see("SHELL>").send("wait\r").see("Stopped");
    assert!(!contains(&shell.raw, b"\x1b[?1049h"), "it drew from the background");
    shell.send("fg; echo le''ft $?\r").see("Mastery").send("\x03").see("left 0").send("exit\r");
    shell.end().assert_restored();
}

#[test]
fn a_signal_while_suspended_ends_it_when_it_goes_on() {
    let home = Home::new();
    let mut shell = shell(&home);
    shell.send(&format!("{}\r", env!("CARGO_BIN_EXE_kubedrill"))).see("Mastery");
    shell.send("\x1a").see("Stopped");
    let children = fs::read_to_string(format!("/proc/{0}/task/{0}/children", shell.pid)).unwrap();
    signal(children.split_whitespace().next().unwrap().parse().unwrap(), "TERM");
    shell.send("fg; echo le''ft $?\r").see("left 143").send("exit\r");
    shell.end().assert_restored();
}

#[test]
fn ctrl_z_without_a_shell_changes_nothing() {
    let home = Home::new();
    let mut program = home.kubedrill(&[]).start();
    program.see("Mastery");
    let before = program.raw.len();
    // No shell could continue it, so the system does not stop it.
    program.send("\x1a").until_raw(before, b"\x1b[?1049h").until_raw(before, b"Mastery");
    program.send("c").see("kubedrill › Chapters").send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0);
    end.assert_restored();
}
