//! `exam` without a terminal, and exams in `stats` and `progress`.

use kubedrill::runtime::now;
use kubedrill::storage::{Access, Opened, Store};
use kubedrill::study::exam::{ExamPlan, ExamTask, hand_in};
use kubedrill::study::{Entry, LabAct, LabDeed};

use crate::home::Home;

#[test]
fn an_exam_needs_a_terminal_and_says_what_it_takes() {
    let home = Home::new();
    assert!(home.refused(&["exam"]).contains("this needs a terminal"));
    for bad in
        [["--minutes", "0"], ["--minutes", "241"], ["--tasks", "0"], ["--tasks", "21"], ["--seed", "x"]]
    {
        home.refused(&["exam", bad[0], bad[1]]);
    }
    assert!(home.good(&["exam", "--help"]).contains("the clock starts"));
}

#[test]
fn exams_are_in_the_statistics_and_the_record_is_sound() {
    let home = Home::new();
    let Opened { mut store, mut progress, .. } = Store::open(&home.paths, Access::Write).unwrap();
    let at = now();
    let task = |lab: &str, weight| ExamTask { lab: lab.to_owned(), seed: 7, weight };
    let plan =
        ExamPlan { tasks: vec![task("expose-a-deployment", 66), task("broken-corefile", 34)], minutes: 20 };
    let act = LabAct { at: at.at, spent: None, deed: LabDeed::Typed("ls \"a b\"\n".to_owned()) };
    let begun = [
        Entry::ExamStarted { plan: plan.clone(), at },
        Entry::ExamActed { task: 0, act, at },
        Entry::ExamFlagged { task: 1, flagged: true, at },
    ];
    for entry in &begun {
        progress.apply(entry);
    }
    let entries = hand_in(progress.exam.as_ref().unwrap(), &[Some(100), Some(0)], at);
    for entry in &entries {
        progress.apply(entry);
    }
    let second = [Entry::ExamStarted { plan, at }];
    for entry in &second {
        progress.apply(entry);
    }
    for entries in [&begun[..], &entries, &second] {
        store.append(entries).unwrap();
    }
    store.snapshot(&progress).unwrap();
    drop(store);

    assert_eq!(home.progress(), progress, "read back from progress.toml");
    let stats = home.json(&["stats", "-o", "json"]);
    assert_eq!(stats["totals"]["exams"], 1);
    assert_eq!((&stats["exams"][0]["percent"], &stats["exams"][0]["passed"]), (&66.into(), &true.into()));
    assert_eq!(stats["exams"][0]["tasks"][1]["lab"], "broken-corefile");
    assert_eq!((&stats["open_exam"]["tasks"], &stats["open_exam"]["begun"]), (&2.into(), &0.into()));
    let text = home.good(&["stats"]);
    assert!(text.contains("66 %  passed, 2 tasks, 0 of 20 minutes"), "{text}");
    assert!(text.contains("Open exam 0 of 2 tasks begun"), "{text}");
    home.good(&["progress", "check"]);
    let reset = home.good(&["progress", "reset", "--yes"]);
    assert!(reset.contains("1 open exam, 1 exam"), "{reset}");
    assert_eq!(home.progress().exams, []);
}
