//! The window: every size, and the mouse.

use crate::home::Home;
use crate::program::contains;

const MOUSE_ON: &[u8] = b"\x1b[?1000h";

#[test]
fn every_size_is_survived_and_80x24_comes_back_whole() {
    let home = Home::new();
    let mut program = home.kubedrill(&["learn", "dns"]).start();
    program.see("kubedrill › 4").see("? help");
    let first = program.text();
    let before = program.raw.len();
    program.resize(1, 1).until_raw(before, b"\x1b[2J").until_raw(before, b"k");
    program.resize(30, 8).see("kubedrill needs 60x16").see("this window is 30x8").see("ctrl-c leaves");
    program.resize(59, 50).see("this window is 59x50");
    program.resize(200, 60).see("kubedrill › 4").see("│");
    program.resize(200, 3).see("this window is 200x3");
    program.resize(60, 16).see("kubedrill › 4");
    program.resize(80, 24).see("? help").until("the first screen", |screen| screen.contents() == first);
    // Keys do the same, wherever the window has been.
    let before = program.raw.len();
    program.resize(2, 300).until_raw(before, b"ku");
    program.send("q").resize(80, 24).see("Mastery").send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0);
    end.assert_restored();
}

#[test]
fn a_window_without_size_is_survived() {
    let home = Home::new();
    // Some terminals open so, and tell their size a moment later.
    let mut program = home.kubedrill(&[]).size(0, 0).start();
    program.until_raw(0, b"\x1b[?1049h");
    program.send("c").resize(80, 24).see("kubedrill › Chapters");
    program.resize(0, 24).send("j").resize(80, 0).send("k").resize(0, 0).send("\x1b");
    program.resize(80, 24).see("Mastery").send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0);
    end.assert_restored();
}

#[test]
fn a_click_opens_a_row_and_the_wheel_scrolls() {
    let home = Home::new();
    let mut program = home.kubedrill(&[]).start();
    program.see("Chapters").see("? help").until_raw(0, MOUSE_ON);
    let (row, line) = program.line_with("Chapters   ");
    let column = line.find("Chapters").unwrap();
    // Down and up of the left button, as xterm's SGR mode sends them, counted from 1.
    let click = |column: usize, row: u16| format!("\x1b[<0;{0};{1}M\x1b[<0;{0};{1}m", column + 1, row + 1);
    program.send(&click(column, row)).see("kubedrill › Chapters").see("enter read");
    // A click on a key of the footer presses it; nothing happens where nothing stands.
    program.send(&click(70, 20));
    let (row, line) = program.line_with("enter read");
    program.send(&click(line.find("enter").unwrap(), row)).see(" %").see("space on");

    // A frame may come in pieces: only a settled screen is whole.
    let top = program.settle().text();
    program.send("\x1b[<65;10;10M").until("scrolled", |screen| screen.contents() != top);
    program.send("\x1b[<64;10;10M").until("scrolled back", |screen| screen.contents() == top);
    program.send("\x03");
    program.end().assert_restored();
}

#[test]
fn without_the_mouse_selecting_is_the_terminals() {
    let home = Home::new();
    home.settings("mouse = false\n");
    let mut program = home.kubedrill(&[]).start();
    program.see("Mastery").send(",").see("kubedrill › Settings");
    assert!(!contains(&program.raw, MOUSE_ON) && !contains(&program.raw, b"\x1b[?1006h"));
    // Stopped and continued it is still off.
    let before = program.raw.len();
    program.signal("STOP").signal("CONT").until_raw(before, b"\x1b[?2004h").until_raw(before, b"Settings");
    assert!(!contains(&program.raw, MOUSE_ON));
    program.send("\x03");
    program.end().assert_restored();
}

#[test]
fn what_is_opened_first_is_laid_out_for_the_window() {
    let home = Home::new();
    let mut wide = home.kubedrill(&["exam"]).size(120, 40).start();
    // Its line ends later at 120 columns than at 80.
    wide.see("each on its own").send("\x03");
    assert_eq!(wide.end().code, 0);
    let mut lab = home.kubedrill(&["lab", "expose-a-deployment"]).size(120, 40).start();
    // The prompt has the keys at once: the task is seen beside it.
    lab.see("candidate@base:~$").send("\x1bOP").see("A lab's prompt").send("\x1bOP").see("candidate@base:~$");
    lab.send("\x1b[21~").see("Mastery").send("\x03");
    assert_eq!(lab.end().code, 0);
}
