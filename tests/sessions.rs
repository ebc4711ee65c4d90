//! Sessions as scripts: keys in, screen text out. The scripts are `tests/scripts/*.txt`; a line is one of
//!
//! - `size 80x24` - the window, first of all (80x24 if not said)
//! - `keys a b enter` - keys by their names
//! - `type some text` - text as typed
//! - `wait 90` - seconds that pass
//! - `see TEXT` / `not TEXT` - TEXT is on the screen, or is not
//! - `killed` - the program is killed and started again
//! - `# ...` - a remark

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on fails")]

mod support;

use std::fs;
use std::path::Path;

use kubedrill::app::{ReaderScreen, Sandbox, Screen, Size};
use kubedrill::content::Library;
use kubedrill::course::SearchKind;
use kubedrill::lab::Attempt;
use kubedrill::study::{Entry, LabAct, LabDeed, Progress};
use support::{LARGE, Learner, SMALL, START, course};

#[test]
fn every_script_is_followed() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let mut scripts: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    scripts.sort();
    assert!(scripts.len() >= 6, "only {} scripts", scripts.len());
    let mut failed = Vec::new();
    for script in &scripts {
        let result =
            follow(&script.file_name().unwrap().to_string_lossy(), &fs::read_to_string(script).unwrap());
        failed.extend(result.err());
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    println!("{} scripts", scripts.len());
}

/// Follows a script to its end, or to the first line that is not so.
fn follow(name: &str, script: &str) -> Result<(), String> {
    let mut learner = Learner::new(SMALL);
    for (number, line) in script.lines().enumerate() {
        let (verb, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        match verb {
            "" | "#" => {}
            "size" => {
                let (width, height) = rest.split_once('x').unwrap();
                learner =
                    Learner::new(Size { width: width.parse().unwrap(), height: height.parse().unwrap() });
            }
            "keys" => {
                learner.keys(rest);
            }
            "type" => {
                learner.typed(rest);
            }
            "wait" => {
                learner.wait(rest.parse().unwrap());
            }
            "killed" => learner = learner.restarted(),
            "see" | "not" => {
                let screen = learner.screen();
                let there = screen.contains(rest);
                if there != (verb == "see") {
                    let word = if there { "is" } else { "is not" };
                    return Err(format!("{name}:{}: {rest:?} {word} on the screen\n{screen}", number + 1));
                }
            }
            _ => return Err(format!("{name}:{}: no such line: {line}", number + 1)),
        }
    }
    Ok(())
}

/// A week before the exam, home begins with the timed one, until it was sat.
#[test]
fn on_a_day_of_a_planned_exam_enter_on_home_opens_it() {
    let mut learner = Learner::with(LARGE, answered_once(), Library::embedded());
    let planned = |learner: &mut Learner, days: i32| {
        learner.model.desk.settings.exam = Some(learner.now.day.plus(days));
        learner.model.home.refresh(&learner.model.desk);
    };
    planned(&mut learner, 8);
    learner.does_not_see("sit a timed exam").sees("▸ Begin");
    planned(&mut learner, 7);
    learner.sees("sit a timed exam of labs").sees("▸ Exam");
    learner.keys("enter").sees("What will happen").keys("enter f6 y esc esc");
    learner.does_not_see("sit a timed exam").does_not_see("▸ Exam");
}

/// Of one who is no newcomer any more.
fn answered_once() -> Progress {
    let mut progress = Progress::default();
    progress.apply(&Entry::Answered { question: "d1-first".into(), right: true, at: START });
    progress
}

#[test]
fn what_a_search_finds_opens_where_it_belongs() {
    let mut learner = Learner::with(LARGE, Progress::default(), Library::embedded());
    learner.keys("/").typed("service").keys("down down").typed(" without endpoints");
    let Some(Screen::Search(search)) = learner.model.screens.last() else { panic!("no search") };
    assert_eq!(search.list.row, 0, "what is typed begins a new list");
    let kinds = |learner: &mut Learner, words: &str, kind: SearchKind| {
        learner.keys("/").typed(words);
        let Some(Screen::Search(search)) = learner.model.screens.last() else { panic!("no search") };
        let place = search.hits.iter().position(|hit| search.index.entries[hit.entry].kind == kind);
        for _ in 0..place.unwrap_or_else(|| panic!("no {kind:?} for {words}")) {
            learner.keys("down");
        }
        learner.keys("enter");
    };
    learner.keys("esc");
    kinds(&mut learner, "endpoints", SearchKind::Section);
    assert!(matches!(learner.model.screens.last(), Some(Screen::Reader(_))));
    learner.keys("esc esc");
    kinds(&mut learner, "endpoints", SearchKind::Card);
    assert!(matches!(learner.model.screens.last(), Some(Screen::Look(_))));
    learner.keys("esc esc");
    kinds(&mut learner, "endpoints", SearchKind::Question);
    assert!(matches!(learner.model.screens.last(), Some(Screen::Quiz(_))));
    learner.keys("esc esc");
    kinds(&mut learner, "endpoints", SearchKind::Lab);
    assert!(matches!(learner.model.screens.last(), Some(Screen::Lab(_))));
}

/// What a chapter's own example is tried on.
#[test]
fn an_example_of_a_policy_has_the_pods_that_it_speaks_of() {
    let mut learner = Learner::with(LARGE, Progress::default(), Library::embedded());
    let reader = ReaderScreen::at_place("network-policy#and-or");
    learner.model.open(Screen::Reader(Box::new(reader)));
    let opening = learner.model.take_effects();
    learner.perform(opening);
    learner.keys("t").sees("db-from-shop-web created").sees("There for the example").sees("Sandbox › Trying");
    learner.does_not_see("Criteria").does_not_see("f5").does_not_see(" min");
    for (from, answer) in [
        ("shop web", "succeeded"),
        ("shop batch", "timed out"),
        ("data web", "timed out"),
        ("data batch", "timed out"),
    ] {
        learner.keys("ctrl-l").typed(&format!("kubectl exec -n {from} -- nc -zv -w 2 db.data 5432"));
        learner.keys("enter").sees(answer);
    }
}

/// Where a chapter's manifest is tried, the manifest is accepted, and so is all that was put there for it.
#[test]
fn every_manifest_of_the_chapters_can_be_tried() {
    let library = Library::embedded();
    let mut failed = Vec::new();
    let mut tried = 0;
    for entry in &library.catalog().chapters {
        let chapter = library.chapter(&entry.id).unwrap();
        for number in 0..200 {
            let Some(sandbox) = Sandbox::of(&chapter, number) else { continue };
            let manifest = sandbox.typed.len() == 1 && sandbox.typed[0].starts_with("kubectl apply -f ");
            if !manifest {
                continue;
            }
            tried += 1;
            let title = sandbox.lab.title.clone();
            let mut attempt = Attempt::begin(sandbox.lab.clone(), 0, "2026-11-22T12:00:00Z").unwrap();
            let mut output = String::new();
            for line in sandbox
                .lab
                .setup
                .lines()
                .filter(|line| line.contains("0-needed"))
                .chain(sandbox.typed.iter().map(String::as_str))
            {
                let reply = attempt.run(line, "2026-11-22T12:00:01Z");
                output.push_str(&reply.output.screen());
            }
            let lower = output.to_lowercase();
            if lower.contains("error") || lower.contains("invalid") {
                failed.push(format!("{} {number} {title}: {output}", entry.id));
            }
        }
    }
    println!("{tried} manifests tried");
    assert!(tried > 50, "{tried}");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A lab keeps so many commands; whoever goes on is told.
#[test]
fn what_is_not_kept_of_a_lab_is_said() {
    let lab = || "service-without-endpoints".to_owned();
    let at = START;
    let acted = || Entry::LabActed {
        lab: lab(),
        act: LabAct { at: at.at, spent: None, deed: LabDeed::Interrupted },
        at,
    };
    let begun = [Entry::LabStarted { lab: lab(), seed: 0, at }];
    for (acts, told) in [(1_999, false), (2_000, true)] {
        let mut progress = Progress::default();
        begun.iter().cloned().chain((0..acts).map(|_| acted())).for_each(|entry| progress.apply(&entry));
        let mut learner = Learner::with(SMALL, progress, course());
        learner.keys("b enter").sees("candidate@base").typed("ls").keys("enter");
        assert_eq!(learner.screen().contains("no more is kept"), told, "{acts}: {}", learner.screen());
    }
}
