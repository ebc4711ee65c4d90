//! A disk that is full, read-only or damaged, two programs at once, a record from the future.

use std::fs;
use std::os::unix::fs::symlink;

use crate::home::Home;
use crate::program::Program;

/// Grades the card that is shown, and waits for the next.
fn grade(program: &mut Program, left: u32) {
    program.send("\r").see("easy").send("4").see(&format!("{left} left")).see_no("easy").settle();
}

fn leave(mut program: Program) {
    program.send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0, "{}", end.screen);
    end.assert_restored();
}

/// A record with two graded cards.
fn with_two_answers() -> Home {
    let home = Home::new();
    let mut program = home.kubedrill(&["review"]).start();
    program.see("10 left");
    grade(&mut program, 9);
    grade(&mut program, 8);
    leave(program);
    home
}

fn see_answers(home: &Home, count: u32) {
    let mut program = home.kubedrill(&[]).start();
    program.see(&format!("{count} answers"));
    leave(program);
}

#[test]
fn a_folder_that_can_not_be_written_is_told_and_made_good_later() {
    let home = Home::new();
    // Not by permission bits: they mean nothing to root, who runs tests in containers.
    home.file("data", "a file where the folder should be");
    let mut program = home.kubedrill(&["review"]).start();
    program.see("10 left");
    grade(&mut program, 9);
    program.see("! Not saved:");
    grade(&mut program, 8);
    program.see("! Not saved:");
    fs::remove_file(home.path().join("data")).unwrap();
    grade(&mut program, 7);
    program.see_no("Not saved");
    leave(program);
    see_answers(&home, 3);
}

#[test]
fn what_could_not_be_saved_is_said_at_the_end() {
    let home = Home::new();
    home.file("data", "a file where the folder should be");
    let mut program = home.kubedrill(&["review"]).size(200, 24).start();
    program.see("10 left");
    grade(&mut program, 9);
    program.see("! Not saved:").send("\x03");
    let end = program.end();
    assert_eq!(end.code, 2);
    end.assert_restored();
    assert!(end.screen.starts_with("kubedrill: not everything could be saved: cannot "), "{}", end.screen);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_and_made_good_later() {
    let home = with_two_answers();
    let mut program = home.kubedrill(&["review"]).start();
    program.see("8 left");
    let aside = home.data().join("aside");
    fs::rename(home.log(), &aside).unwrap();
    symlink("/dev/full", home.log()).unwrap();
    grade(&mut program, 7);
    program.see("! Not saved:");
    grade(&mut program, 6);
    program.see("! Not saved:");
    fs::rename(&aside, home.log()).unwrap();
    grade(&mut program, 5);
    program.see_no("Not saved");
    program.kill();
    // By the log alone: nothing was written when it was killed.
    see_answers(&home, 5);
}

#[test]
fn the_second_of_two_programs_says_so_and_reads() {
    let home = with_two_answers();
    let mut first = home.kubedrill(&["review"]).start();
    first.see("8 left");
    let before = (fs::read(home.log()).unwrap(), fs::read(home.progress()).unwrap());

    let mut second = home.kubedrill(&[]).start();
    second.see("another kubedrill is open").see("2 answers");
    second.send("c").see("kubedrill › Chapters").send("\r").see(" %").send("q").see("enter read").send("q");
    second.see("Mastery").send("r").see("8 left");
    second.send("\r").see("easy").send("4").see("7 left").see("Not saved:");
    leave(second);
    assert_eq!(before, (fs::read(home.log()).unwrap(), fs::read(home.progress()).unwrap()));

    grade(&mut first, 7);
    leave(first);
    see_answers(&home, 3);
}

#[test]
fn a_record_of_a_newer_version_is_refused_and_untouched() {
    let home = with_two_answers();
    let newer = fs::read_to_string(home.progress()).unwrap().replace("version = 1\n", "version = 99\n");
    assert!(newer.contains("version = 99"));
    fs::write(home.progress(), &newer).unwrap();
    let log = fs::read(home.log()).unwrap();
    let names = || {
        let mut names: Vec<_> =
            fs::read_dir(home.data()).unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names();

    let end = home.kubedrill(&[]).size(400, 24).start().end();
    assert_eq!(end.code, 2);
    end.assert_restored();
    let lines: Vec<&str> = end.screen.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), 2, "{}", end.screen);
    assert!(lines[0].starts_with("kubedrill: ") && lines[0].contains("version 99"), "{}", lines[0]);
    assert!(lines[1].starts_with("hint: "), "{}", lines[1]);
    assert_eq!(fs::read_to_string(home.progress()).unwrap(), newer);
    assert_eq!(fs::read(home.log()).unwrap(), log);
    assert_eq!(names(), before);
}

#[test]
fn a_damaged_table_is_told_kept_aside_and_made_again() {
    let home = with_two_answers();
    let damaged = fs::read_to_string(home.progress()).unwrap().replace("[cards]", "[cards");
    fs::write(home.progress(), &damaged).unwrap();
    let mut program = home.kubedrill(&[]).size(200, 24).start();
    program.see("! progress.toml is damaged").see("2 answers");
    // Put away by a key, and by nothing else.
    program.send("c").see("kubedrill › Chapters").see("progress.toml is damaged");
    program.send("\x18").see_no("progress.toml is damaged");
    leave(program);
    let aside = home.data().join("progress.toml.damaged-1");
    assert_eq!(fs::read_to_string(aside).unwrap(), damaged);
    see_answers(&home, 2);
}

#[test]
fn a_damaged_log_is_told_and_what_is_left_of_it_stays() {
    let home = Home::new();
    let mut program = home.kubedrill(&["review"]).start();
    program.see("10 left");
    grade(&mut program, 9);
    grade(&mut program, 8);
    // Killed, so that nothing but the log knows of the two.
    program.kill();
    let whole = home.log_text();
    let lines: Vec<&str> = whole.lines().collect();
    assert_eq!(lines.len(), 2, "{whole}");
    let damaged = format!("{}\n{}\n{{\"v\":1,\"sum\":\"00", lines[0].replace("entry", "entrx"), lines[1]);
    fs::write(home.log(), &damaged).unwrap();

    let mut program = home.kubedrill(&["review"]).size(300, 24).start();
    program.see("! progress.toml was missing").see("progress.log").see("line 1").see("9 left");
    grade(&mut program, 8);
    leave(program);
    assert!(home.log_text().starts_with(&damaged), "the damaged lines were thrown away");
    see_answers(&home, 2);
}

#[test]
fn a_log_that_is_a_device_does_not_hang_the_start() {
    let home = Home::new();
    fs::create_dir_all(home.data()).unwrap();
    symlink("/dev/zero", home.log()).unwrap();
    let mut program = home.kubedrill(&["review"]).start();
    program.see("10 left").send("\x03");
    program.end().assert_restored();
}
