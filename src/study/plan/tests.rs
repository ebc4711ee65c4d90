//! Laws and examples of plans.

use proptest::prelude::*;

use super::*;
use crate::course::lab::Level;
use crate::course::{ChapterEntry, FileNumber, LabEntry, ROWS, SectionEntry, TOPICS, Topic};
use crate::study::samples::{catalog as items, learnt, moment, with_cards};
use crate::study::{Entry, Settings};

/// A course with a chapter for each topic, a section for each row, and a lab for each chapter.
fn course() -> Catalog {
    let mut catalog = items(310, 310);
    for topic in TOPICS {
        let section =
            |row: Row| SectionEntry { id: row.code().to_lowercase(), title: row.title().to_owned(), row };
        catalog.chapters.push(ChapterEntry {
            id: topic.id().to_owned(),
            number: topic.number(),
            title: topic.title().to_owned(),
            rows: topic.rows().collect(),
            words: 3000,
            sections: topic.rows().map(section).collect(),
            file: FileNumber(0),
        });
        catalog.labs.push(LabEntry {
            id: format!("lab-{}", topic.id()),
            title: "A lab".to_owned(),
            rows: topic.rows().collect(),
            level: Level::Task,
            minutes: 8,
            file: FileNumber(0),
        });
    }
    catalog
}

fn made(catalog: &Catalog, progress: &Progress, exam: Option<Day>, minutes: u32) -> Vec<DayPlan> {
    let scheduler = Scheduler::new(0.9, exam);
    let new_per_day = Settings::default().new_per_day;
    plan(&PlanRequest {
        catalog,
        progress,
        scheduler: &scheduler,
        today: Day(100),
        exam,
        minutes,
        new_per_day,
    })
}

fn rows_practised(days: &[DayPlan]) -> Vec<Row> {
    let steps = days.iter().flat_map(|day| &day.steps);
    steps
        .filter_map(|step| if let Activity::Practise { row, .. } = step.what { Some(row) } else { None })
        .collect()
}

fn sections_read(days: &[DayPlan]) -> usize {
    let steps = days.iter().flat_map(|day| &day.steps);
    let sections =
        steps.map(|step| if let Activity::Read { sections, .. } = step.what { sections as usize } else { 0 });
    sections.sum()
}

#[test]
fn it_ends_before_the_exam_with_a_rehearsal() {
    let catalog = course();
    let days = made(&catalog, &Progress::default(), Some(Day(130)), 45);
    assert_eq!(days.len(), 30);
    assert_eq!((days[0].day, days[29].day), (Day(100), Day(129)));
    let last = days[29].steps.last().unwrap();
    assert_eq!(last.what, Activity::Rehearse { questions: 20 });
    assert_eq!(days[29].steps.len(), 1, "nothing new is begun on the last day: {:?}", days[29]);
    assert_eq!(made(&catalog, &Progress::default(), None, 45).len(), 14);
    assert_eq!(made(&catalog, &Progress::default(), Some(Day(90)), 45).len(), 14, "an exam that is over");
}

#[test]
fn with_time_enough_everything_is_read_in_order_and_every_lab_done() {
    let catalog = course();
    let days = made(&catalog, &Progress::default(), Some(Day(160)), 60);
    assert_eq!(sections_read(&days), ROWS.len());
    let chapters: Vec<&str> = days
        .iter()
        .flat_map(|day| &day.steps)
        .filter_map(|step| {
            if let Activity::Read { chapter, .. } = &step.what { Some(chapter.as_str()) } else { None }
        })
        .collect();
    let mut once = chapters.clone();
    once.dedup();
    assert_eq!(once, TOPICS.map(Topic::id));
    let labs = days.iter().flat_map(|day| &day.steps).filter(|step| step.what.name() == "lab").count();
    assert_eq!(labs, TOPICS.len());
}

#[test]
fn what_is_known_worst_is_practised_first_and_it_adapts() {
    let catalog = course();
    let mut progress = Progress::default();
    for topic in TOPICS {
        for row in topic.rows() {
            let (chapter, section) = (topic.id().to_owned(), row.code().to_lowercase());
            progress.apply(&Entry::SectionFinished { chapter, section, at: moment(90, 0) });
        }
    }
    let weak = ROWS.into_iter().find(|row| row.code() == "V7").unwrap();
    for entry in catalog.questions.iter() {
        let right = entry.row != weak;
        progress.apply(&Entry::Answered { question: entry.id.clone(), right, at: moment(90, 0) });
    }
    let days = made(&catalog, &progress, Some(Day(120)), 45);
    assert_eq!(rows_practised(&days).first(), Some(&weak));
    assert_eq!(sections_read(&days), 0);
    for entry in catalog.questions.iter().filter(|entry| entry.row == weak) {
        for _ in 0..9 {
            progress.apply(&Entry::Answered { question: entry.id.clone(), right: true, at: moment(100, 0) });
        }
    }
    for entry in catalog.questions.iter().filter(|entry| entry.row.code() == "D2") {
        progress.apply(&Entry::Answered { question: entry.id.clone(), right: false, at: moment(100, 0) });
    }
    let days = made(&catalog, &progress, Some(Day(120)), 45);
    assert_eq!(rows_practised(&days).first().map(|row| row.code()), Some("D2"));
}

#[test]
fn with_too_few_days_the_weakest_topics_are_read_first() {
    let catalog = course();
    let mut progress = Progress::default();
    for entry in catalog.questions.iter() {
        let right = entry.row.topic().id() != "gateway";
        progress.apply(&Entry::Answered { question: entry.id.clone(), right, at: moment(90, 0) });
    }
    let days = made(&catalog, &progress, Some(Day(103)), 30);
    let first = days.iter().flat_map(|day| &day.steps).find(|step| step.what.name() == "read").unwrap();
    assert!(matches!(&first.what, Activity::Read { chapter, .. } if chapter == "gateway"), "{first:?}");
}

#[test]
fn two_weeks_go_round_all_rows_and_labs_before_one_comes_again() {
    let days = made(&course(), &Progress::default(), None, 45);
    let practised = rows_practised(&days);
    let times = |row: Row| practised.iter().filter(|one| **one == row).count();
    let (least, most) = ROWS
        .into_iter()
        .map(times)
        .fold((usize::MAX, 0), |(least, most), times| (least.min(times), most.max(times)));
    assert!(least >= 1 && most <= 2, "{least} to {most}: {practised:?}");
    let labs = days.iter().flat_map(|day| &day.steps).filter(|step| step.what.name() == "lab").count();
    assert_eq!(labs, TOPICS.len());
    let words: Vec<String> =
        days.iter().flat_map(|day| &day.steps).map(|step| step.what.words(&course())).collect();
    assert!(words.iter().all(|words| ROWS.iter().all(|row| !words.contains(&format!(" {} ", row.code())))));
}

#[test]
fn a_timed_exam_is_sat_a_week_and_two_days_before() {
    let catalog = course();
    let exams = |progress: &Progress, minutes| -> Vec<(Day, u32)> {
        let days = made(&catalog, progress, Some(Day(114)), minutes);
        let steps = days.iter().flat_map(|day| day.steps.iter().map(|step| (day.day, step)));
        steps.filter(|(_, step)| step.what == Activity::Exam).map(|(day, step)| (day, step.minutes)).collect()
    };
    // Six labs of eight minutes, or as much of them as the day has.
    assert_eq!(exams(&Progress::default(), 90), [(Day(107), 50), (Day(112), 50)]);
    assert_eq!(exams(&Progress::default(), 45), [(Day(107), 45), (Day(112), 45)]);
    assert_eq!(exams(&Progress::default(), 10), []);
    assert!(made(&catalog, &Progress::default(), None, 90).iter().all(|day| !day.steps.is_empty()));
    let mut sat = Progress::default();
    let result = exam::ExamResult { finished: moment(107, 0), seconds: 9, minutes: 50, tasks: Vec::new() };
    sat.apply(&Entry::ExamFinished { at: result.finished, result });
    assert_eq!(exams(&sat, 90), [(Day(112), 50)]);
    let without = Catalog { labs: Vec::new(), ..course() };
    let days = made(&without, &Progress::default(), Some(Day(114)), 90);
    assert!(days.iter().flat_map(|day| &day.steps).all(|step| step.what != Activity::Exam));
}

fn first_day(days: &[DayPlan]) -> Vec<&'static str> {
    days[0].steps.iter().map(|step| step.what.name()).collect()
}

#[test]
fn however_near_the_exam_a_beginner_has_labs() {
    let catalog = course();
    for ahead in 4..=40 {
        let days = made(&catalog, &Progress::default(), Some(Day(100 + ahead)), 45);
        let labs = days.iter().flat_map(|day| &day.steps).filter(|step| step.what.name() == "lab").count();
        assert!(labs > 0, "exam in {ahead} days: {days:?}");
    }
}

#[test]
fn nobody_begins_with_a_timed_exam() {
    let catalog = course();
    let mut progress = Progress::default();
    for ahead in REHEARSED {
        let days = made(&catalog, &progress, Some(Day(100 + ahead)), 45);
        assert!(!first_day(&days).contains(&"exam"), "exam in {ahead} days: {days:?}");
    }
    let question = catalog.questions.iter().next().unwrap().id.clone();
    progress.apply(&Entry::Answered { question, right: true, at: moment(99, 0) });
    assert!(first_day(&made(&catalog, &progress, Some(Day(107)), 45)).contains(&"exam"));
}

#[test]
fn cards_that_are_due_come_before_a_timed_exam() {
    let catalog = course();
    let ids: Vec<String> = catalog.cards.iter().take(30).map(|entry| entry.id.to_string()).collect();
    let progress = with_cards(ids.iter().map(|id| (id.as_str(), learnt(100, 90, 5.0))));
    let days = made(&catalog, &progress, Some(Day(107)), 45);
    let review = PlanStep { what: Activity::Review { due: 30, new: 0 }, minutes: 10 };
    assert_eq!(days[0].steps, [review, PlanStep { what: Activity::Exam, minutes: 35 }]);
}

#[test]
fn also_where_reviews_take_two_thirds_of_each_day_no_row_is_left_out() {
    let catalog = course();
    // Ninety cards a day are thirty minutes.
    let ids: Vec<String> = (0..14 * 90).map(|number| format!("x-{number}")).collect();
    let mut progress =
        with_cards(ids.iter().zip(0..).map(|(id, number)| (id.as_str(), learnt(100 + number % 14, 90, 5.0))));
    for entry in catalog.questions.iter() {
        progress.apply(&Entry::Answered { question: entry.id.clone(), right: false, at: moment(99, 0) });
    }
    let practised = rows_practised(&made(&catalog, &progress, Some(Day(114)), 45));
    assert!(ROWS.into_iter().all(|row| practised.contains(&row)), "{practised:?}");
}

#[test]
fn cards_that_are_due_come_first() {
    let catalog = course();
    let ids: Vec<String> = catalog.cards.iter().take(30).map(|entry| entry.id.to_string()).collect();
    let progress = with_cards(ids.iter().map(|id| (id.as_str(), learnt(100, 90, 5.0))));
    let days = made(&catalog, &progress, Some(Day(120)), 45);
    assert_eq!(days[0].steps[0], PlanStep { what: Activity::Review { due: 30, new: 10 }, minutes: 17 });
    assert_eq!(days[0].steps[0].what.words(&catalog), "review 30 cards, 10 new");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_day_has_more_than_its_minutes(exam in -50..400_i32, minutes in 0..2000_u32, due in 0..300_i32, seed: u64) {
        let catalog = if seed.is_multiple_of(5) { Catalog::default() } else { course() };
        let ids: Vec<String> = catalog.cards.iter().map(|entry| entry.id.to_string()).collect();
        let progress = with_cards(ids.iter().zip(0..due).map(|(id, at)| (id.as_str(), learnt(95 + at % 20, 90, 5.0))));
        let exam = (seed % 3 > 0).then_some(Day(100 + exam));
        let days = made(&catalog, &progress, exam, minutes);
        prop_assert!(days.len() <= 120);
        for (one, two) in days.iter().zip(days.iter().skip(1)) {
            prop_assert_eq!(one.day.plus(1), two.day);
        }
        for day in &days {
            prop_assert!(exam.is_none_or(|exam| day.day < exam || exam <= Day(100)));
            let sum: u32 = day.steps.iter().map(|step| step.minutes).sum();
            prop_assert!(sum <= minutes, "{} of {}: {:?}", sum, minutes, day);
            prop_assert!(day.steps.iter().all(|step| step.minutes > 0));
        }
        prop_assert_eq!(made(&catalog, &progress, exam, minutes), days);
    }

    #[test]
    fn in_two_weeks_every_row_not_mastered_is_practised(
        exam in prop::option::of(14..200_i32), minutes in 45..300_u32, due in 0..300_i32, right: u32, read: u16,
    ) {
        let catalog = course();
        let ids: Vec<String> = catalog.cards.iter().map(|entry| entry.id.to_string()).collect();
        let mut progress = with_cards(ids.iter().zip(0..due).map(|(id, at)| (id.as_str(), learnt(95 + at % 20, 90, 5.0))));
        let is_set = |bits: u32, index: usize| bits >> index & 1 == 1;
        for (index, row) in ROWS.into_iter().enumerate() {
            for entry in catalog.questions.iter().filter(|entry| entry.row == row) {
                let right = is_set(right, index);
                progress.apply(&Entry::Answered { question: entry.id.clone(), right, at: moment(99, 0) });
            }
        }
        for (index, topic) in TOPICS.into_iter().enumerate().filter(|(index, _)| is_set(read.into(), *index)) {
            for row in topic.rows() {
                let (chapter, section) = (topic.id().to_owned(), row.code().to_lowercase());
                let at = moment(90, i64::try_from(index).unwrap());
                progress.apply(&Entry::SectionFinished { chapter, section, at });
            }
        }
        let exam = exam.map(|days| Day(100 + days));
        let estimates = known(&catalog, &progress, &Scheduler::new(0.9, exam), Day(100));
        let days = made(&catalog, &progress, exam, minutes);
        let practised = rows_practised(&days);
        for (row, known) in estimates {
            prop_assert!(known >= day::MASTERED || practised.contains(&row), "{row} known {known}: {days:?}");
        }
    }
}
