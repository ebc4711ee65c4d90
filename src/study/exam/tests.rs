//! Examples and laws of exams.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::course::lab::Level;
use crate::course::{Catalog, FileNumber, LabEntry, ROWS, Row};
use crate::study::samples::moment;
use crate::study::{Entry, LabDeed, Progress, plan};

/// A lab for each row, of ten minutes; every fifth is a drill.
fn course() -> Catalog {
    let lab = |(index, row): (usize, Row)| LabEntry {
        id: format!("lab-{row}"),
        title: row.title().to_owned(),
        rows: vec![row],
        level: if index.is_multiple_of(5) { Level::Drill } else { Level::Task },
        minutes: 5 + u32::try_from(index % 7).unwrap(),
        file: FileNumber(0),
    };
    let labs = ROWS.into_iter().enumerate().map(lab).collect();
    Catalog { labs, ..crate::study::samples::catalog(31, 31) }
}

fn drawn(request: ExamRequest, known: &BTreeMap<Row, f32>) -> ExamPlan {
    draw(&course(), &Progress::default(), known, &request).unwrap()
}

fn seeded(seed: u64) -> ExamPlan {
    drawn(ExamRequest { seed, ..ExamRequest::default() }, &BTreeMap::new())
}

fn minutes(plan: &ExamPlan) -> u32 {
    let course = course();
    plan.tasks.iter().map(|task| course.lab(&task.lab).unwrap().minutes).sum()
}

fn typed(line: &str, at: Moment) -> LabAct {
    LabAct { at: at.at, spent: None, deed: LabDeed::Typed(line.to_owned()) }
}

/// An exam of three tasks, of 20, 30 and 50 percent, in ten minutes.
fn open() -> Progress {
    let task = |lab: &str, weight| ExamTask { lab: format!("lab-{lab}"), seed: u64::from(weight), weight };
    let tasks = vec![task("V2", 20), task("P2", 30), task("I2", 50)];
    let mut progress = Progress::default();
    progress.apply(&Entry::ExamStarted { plan: ExamPlan { tasks, minutes: 10 }, at: moment(10, 0) });
    progress
}

#[test]
fn an_exam_has_six_tasks_of_as_many_topics_and_the_minutes_they_take() {
    for seed in 0..50 {
        let plan = seeded(seed);
        let expected = minutes(&plan);
        assert_eq!(plan.tasks.len(), TASKS);
        assert!(plan.minutes >= expected && plan.minutes < expected + 5 && plan.minutes.is_multiple_of(5));
        let course = course();
        let topics: BTreeSet<_> = plan
            .tasks
            .iter()
            .map(|task| course.lab(&task.lab).unwrap())
            .inspect(|lab| assert_eq!(lab.level, Level::Task))
            .map(|lab| lab.rows[0].topic())
            .collect();
        assert!(topics.len() >= 4, "seed {seed}: {topics:?}");
    }
}

#[test]
fn what_is_known_worst_comes_more_often_and_what_was_solved_or_sat_less_often() {
    let weak = Row::find("D2").unwrap();
    let mut known: BTreeMap<Row, f32> = ROWS.into_iter().map(|row| (row, 0.95)).collect();
    known.insert(weak, 0.0);
    let count = |progress: &Progress, known: &BTreeMap<Row, f32>| {
        let with = |seed| {
            let request = ExamRequest { seed, ..ExamRequest::default() };
            let plan = draw(&course(), progress, known, &request).unwrap();
            plan.tasks.iter().any(|task| task.lab == "lab-D2")
        };
        (0..300).filter(|seed| with(*seed)).count()
    };
    let none = Progress::default();
    let by_chance = count(&none, &BTreeMap::new());
    let when_weak = count(&none, &known);
    assert!(when_weak > by_chance * 3 / 2, "{when_weak} against {by_chance}");
    let mut solved = Progress::default();
    solved.apply(&Entry::LabGraded { lab: "lab-D2".to_owned(), percent: 100, at: moment(1, 0) });
    let when_solved = count(&solved, &BTreeMap::new());
    assert!(when_solved * 5 < by_chance * 4, "{when_solved} against {by_chance}");
}

#[test]
fn so_many_minutes_have_so_many_tasks() {
    for seed in 0..30 {
        let plan = drawn(ExamRequest { minutes: Some(30), seed, tasks: None }, &BTreeMap::new());
        assert_eq!(plan.minutes, 30);
        assert!(minutes(&plan) <= 30 && minutes(&plan) > 20, "{plan:?}");
    }
    let hurried = drawn(ExamRequest { minutes: Some(1), seed: 1, tasks: None }, &BTreeMap::new());
    assert_eq!((hurried.tasks.len(), hurried.minutes), (1, 1));
    let both = drawn(ExamRequest { minutes: Some(1), seed: 1, tasks: Some(3) }, &BTreeMap::new());
    assert_eq!((both.tasks.len(), both.minutes), (3, 1));
    let catalog = Catalog::default();
    assert_eq!(draw(&catalog, &Progress::default(), &BTreeMap::new(), &ExamRequest::default()), None);
}

#[test]
fn the_score_weighs_the_tasks_and_66_passes() {
    let result = |percents: [u8; 2]| ExamResult {
        finished: moment(1, 0),
        seconds: 1,
        minutes: 1,
        tasks: [(66, percents[0]), (34, percents[1])]
            .map(|(weight, percent)| TaskResult { lab: "a".to_owned(), weight, percent, seconds: 0 })
            .to_vec(),
    };
    assert_eq!((result([100, 0]).percent(), result([100, 0]).is_passed()), (66, true));
    assert_eq!((result([98, 2]).percent(), result([98, 2]).is_passed()), (65, false));
    let none = ExamResult { tasks: Vec::new(), ..result([0, 0]) };
    assert_eq!(none.percent(), 0);
}

#[test]
fn an_attempt_in_an_exam_leaves_the_one_outside_alone() {
    let mut progress = open();
    let at = moment(10, 1000);
    progress.apply(&Entry::LabStarted { lab: "lab-P2".to_owned(), seed: 9, at });
    let own = typed("own", at);
    progress.apply(&Entry::LabActed { lab: "lab-P2".to_owned(), act: own.clone(), at });
    progress.apply(&Entry::ExamActed { task: 1, act: typed("exam", at), at });
    progress.apply(&Entry::ExamActed { task: 7, act: typed("nowhere", at), at });
    let exam = progress.exam.clone().unwrap();
    assert_eq!(exam.attempts[1].acts, [typed("exam", at)]);
    for entry in hand_in(&exam, &[Some(0), Some(100), Some(0)], moment(10, 2000)) {
        progress.apply(&entry);
    }
    let record = &progress.labs["lab-P2"];
    assert_eq!(record.open.as_ref().unwrap().acts, [LabAct { spent: Some(0), ..own }]);
    assert_eq!((record.best, record.graded), (100, 1));
    assert!(!progress.labs.contains_key("lab-V2"), "what was not begun is not graded");
    assert_eq!((progress.exam, progress.last_exam), (None, Some(exam)));
}

#[test]
fn time_belongs_to_the_task_that_it_led_to() {
    let mut progress = open();
    for (task, ms) in [(1, 60_000), (0, 90_000), (1, 100_000), (1, 700_000)] {
        let at = moment(10, ms);
        progress.apply(&Entry::ExamActed { task, act: typed("ls", at), at });
    }
    // The last act is behind the deadline of ten minutes: it can only come from a clock that was set.
    assert_eq!(progress.exam.unwrap().spent(), [30, 60 + 10 + 500, 0]);
}

#[test]
fn it_ends_at_its_deadline_and_leaves_out_what_can_not_be_graded() {
    let exam = open().exam.unwrap();
    let entries = hand_in(&exam, &[Some(100), None, Some(50)], moment(12, 0));
    let [Entry::ExamFinished { result, at }] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!((result.seconds, result.finished, *at), (600, moment(10, 600_000), moment(10, 600_000)));
    assert_eq!(result.tasks.len(), 2);
    assert_eq!(result.percent(), (20 * 100 + 50 * 50) / 70);
    assert_eq!(exam.countdown().left(moment(10, 60_000)), 540_000);
    assert_eq!(exam.countdown().left(moment(9, 0)), 600_000);
    assert_eq!(exam.countdown().left(moment(11, 0)), 0);
}

#[test]
fn an_exam_says_what_is_known_for_the_plan_until_it_is_long_ago() {
    let catalog = course();
    let scheduler = crate::study::Scheduler::new(0.9, None);
    let row = Row::find("P2").unwrap();
    let known = |progress: &Progress, day: i32| {
        plan::known(&catalog, progress, &scheduler, crate::study::Day(day))[&row]
    };
    let mut progress = open();
    let before = known(&progress, 10);
    let exam = progress.exam.clone().unwrap();
    for entry in hand_in(&exam, &[None, Some(90), None], moment(10, 1)) {
        progress.apply(&entry);
    }
    assert!((known(&progress, 10) - (before * 4.0 + 0.9 * 2.0) / 6.0).abs() < 1e-6);
    assert!((known(&progress, 10 + 61) - before).abs() < 1e-6);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_request_draws_an_exam_that_adds_up(
        tasks in prop::option::of(0..40_usize), minutes in prop::option::of(0..400_u32), seed: u64,
    ) {
        let request = ExamRequest { tasks, minutes, seed };
        let plan = drawn(request, &BTreeMap::new());
        prop_assert_eq!(plan.tasks.iter().map(|task| task.weight).sum::<u32>(), 100);
        let labs: BTreeSet<&str> = plan.tasks.iter().map(|task| task.lab.as_str()).collect();
        prop_assert_eq!(labs.len(), plan.tasks.len());
        prop_assert!((1..=MOST_TASKS).contains(&plan.tasks.len()));
        prop_assert!((1..=MOST_MINUTES).contains(&plan.minutes));
        prop_assert!(plan.tasks.iter().all(|task| task.seed > 0));
        prop_assert_eq!(drawn(request, &BTreeMap::new()), plan);
    }
}
