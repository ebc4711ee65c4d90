//! A learner's ways through the program: a session, and a timed quiz that is killed.

use std::fs;

use crate::home::Home;
use crate::program::Program;

/// Any question is answered by this: a letter that chooses, or is typed, or means nothing; then enter.
const ANSWER: &str = "x\r";

#[test]
fn a_session_is_studied_left_and_found_again() {
    let home = Home::new();
    let mut program = home.kubedrill(&[]).start();
    program.see("0 due · 10 new").see("0 answers");

    program.send("c").see("kubedrill › Chapters").send("\r").see(" %").see("on   tab");
    let first_page = program.text();
    program.send(" ").until("the next page", |screen| screen.contents() != first_page);
    program.send("q").see("kubedrill › Chapters").send("q").see("Mastery");

    program.send("r").see("10 left");
    for left in [9, 8] {
        program.send("\r").see("again").see("easy").send("4").see(&format!("{left} left"));
    }
    program.send("u").see("Taken back.").see("9 left").send("\r").see("again");
    program.send("\x1b").see("Mastery").see("1 answer");

    program.send("z").see("Start").send("\r").see("1 of 10");
    program.send(ANSWER).see("go on").until("a verdict", |screen| {
        let text = screen.contents();
        text.contains("[✓]") || text.contains("[✗]")
    });
    program.send("\r").see("2 of 10").send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0);
    end.assert_restored();
    assert!(home.log_text().lines().count() >= 4, "{}", home.log_text());
    assert!(fs::read_to_string(home.progress()).unwrap().contains("[cards]"));

    let mut again = home.kubedrill(&[]).start();
    // One new card of the ten of a day is learnt; the quiz waits.
    again.see("Open quiz").see("1 of 10 answered").see("Continue").see("0 due · 9 new");
    again.send("\x03");
    assert_eq!(again.end().code, 0);
}

#[test]
fn a_killed_timed_quiz_goes_on_with_its_answers_and_its_clock() {
    let home = Home::new();
    let mut program = home.kubedrill(&["quiz", "--count", "3", "--timed", "20", "--seed", "7"]).start();
    program.see("Timed quiz").see("1 of 3").see("left");
    program
        .send(ANSWER)
        .see("2 of 3")
        .see("1 answered")
        .send(ANSWER)
        .see("3 of 3")
        .see("2 answered")
        .settle();
    program.kill();

    let mut again = home.kubedrill(&[]).start();
    again.see("Open quiz").see("2 of 3 answered");
    let (_, line) = again.line_with("Open quiz");
    // Whole minutes: some seconds of the twentieth are gone.
    assert!(line.contains("20 min left") || line.contains("19 min left"), "{line}");
    again.send("\r").see("Timed quiz").see("3 of 3").see("2 answered");
    // By itself a question is right or wrong, but none is judged before the quiz is handed in.
    assert!(!again.text().contains('✗') && !again.text().contains('✓'), "{}", again.text());
    again.send("\x13").see("1 question left open, counted as wrong").send("y");
    again.see("of 3 right").see("pass mark").see("Result");
    leave(again);

    let mut third = home.kubedrill(&[]).start();
    third.see("Mastery");
    assert!(!third.text().contains("Open quiz"), "{}", third.text());
    leave(third);
}

#[test]
fn a_killed_exam_goes_on_with_what_was_typed_and_its_clock() {
    let home = Home::new();
    let mut program = home.kubedrill(&["exam", "--tasks", "2", "--minutes", "20", "--seed", "7"]).start();
    // Nothing has begun before it is said what will happen.
    program.see("What will happen").see("2 tasks in 20 minutes").see("66 %");
    assert!(!home.log_text().contains("exam-started"), "{}", home.log_text());
    program.send("\r").see("left").see("0 begun").send("\r").see("Task 1 of 2");
    program.send("\t").see("candidate@base:~$").send("touch mine.txt\r").see("touch mine.txt").settle();
    program.send("\x1b[19~").see("Task 2 of 2").settle();
    program.kill();

    let refused = home.kubedrill(&["exam", "--tasks", "3"]).start().end();
    assert_eq!(refused.code, 2);
    assert!(refused.screen.contains("another exam is not handed in"), "{}", refused.screen);

    let mut again = home.kubedrill(&[]).start();
    again.see("Open exam").see("1 of 2 tasks begun");
    let (_, line) = again.line_with("Open exam");
    assert!(line.contains("20 min left") || line.contains("19 min left"), "{line}");
    again.send("e").see("1 begun").send("\r").see("Task 1 of 2").send("ls\r").see("mine.txt");
    again.send("\x1b[17~").see("1 task is not begun").send("y").see("not passed: the pass mark is 66 %");
    leave(again);

    let mut third = home.kubedrill(&["exam"]).start();
    third.see("Last result").see("not passed").send("\x1b").see("best 0 %");
    leave(third);
}

fn leave(mut program: Program) {
    program.send("\x03");
    let end = program.end();
    assert_eq!(end.code, 0);
    end.assert_restored();
}
