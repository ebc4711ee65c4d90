//! `kubedrill progress check`: reads everything, compares the table with the log replayed, changes nothing.

use std::collections::BTreeMap;
use std::fmt;

use super::{Paths, StoreError, VERSION, durable, log, snapshot_reader};
use crate::course::{Mistake, counted};
use crate::study::Progress;
use crate::study::mistakes::MistakeState;

/// What was found. Sound if `problems` is empty.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// Entries in `progress.log` that can be read, and the number of the last.
    pub entries: u64,
    pub last: u64,
    /// How many of them `progress.toml` contains; `None` if there is no such file or it cannot be read.
    pub contained: Option<u64>,
    pub cards: usize,
    pub questions: usize,
    pub days: usize,
    pub problems: Vec<String>,
}

impl Report {
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = counted(self.entries, "entry");
        let (cards, questions) = (counted(self.cards, "card"), counted(self.questions, "question"));
        write!(f, "{entries} in progress.log; {cards}, {questions}, {}", counted(self.days, "day"))?;
        if let Some(contained) = self.contained {
            write!(f, "; progress.toml contains entries 1 to {contained}")?;
        }
        for problem in &self.problems {
            write!(f, "\nproblem: {problem}")?;
        }
        Ok(())
    }
}

/// Reads the record of `paths` and says what is wrong with it.
///
/// # Errors
/// If it cannot be read, or is a newer kubedrill's: then nobody knows whether it is sound.
pub fn check(paths: &Paths) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let path = paths.progress();
    let mut table = None;
    if let Some(bytes) = durable::read_if_there(&path)? {
        let snapshot = snapshot_reader::read(&String::from_utf8_lossy(&bytes));
        if let Some(found) = snapshot.version.filter(|version| *version > VERSION) {
            return Err(StoreError::newer(&path, found));
        }
        for (line, what) in &snapshot.faults {
            report.problems.push(format!("{}:{line}: {what}", path.display()));
        }
        match snapshot.mark.filter(|_| snapshot.version.is_some()) {
            Some(mark) => table = Some((mark.entries, snapshot.progress)),
            None => report.problems.push(format!(
                "{} does not say its version or how much of the log it contains",
                path.display()
            )),
        }
    }
    report.contained = table.as_ref().map(|(contained, _)| *contained);
    let (mut then, mut now) = (Progress::default(), Progress::default());
    let scan = log::scan(&paths.log(), 0, 0, |number, entry| {
        if report.contained.is_some_and(|contained| number <= contained) {
            then.apply(&entry);
        }
        now.apply(&entry);
    })?;
    (report.entries, report.last) = (scan.entries, scan.last);
    report.problems.extend(scan.holes.iter().map(ToString::to_string));
    if let Some((contained, table)) = table {
        if scan.last < contained {
            let last = scan.last;
            report.problems.push(format!(
                "progress.log ends at entry {last}, progress.toml contains entries up to {contained}: the log was cut or exchanged"
            ));
        } else if scan.holes.is_empty() {
            report.problems.extend(differences(&table, &then));
        }
        if scan.last <= contained {
            now = table;
        }
    }
    (report.cards, report.questions, report.days) = (now.cards.len(), now.questions.len(), now.days.len());
    Ok(report)
}

/// Taken apart, so that what the record gets one day is not left out here.
fn differences(table: &Progress, log: &Progress) -> Vec<String> {
    let Progress {
        cards,
        questions,
        mistakes,
        reading,
        last_chapter,
        quiz,
        results,
        days,
        labs,
        exam,
        last_exam,
        exams,
    } = log;
    let mut found = Vec::new();
    differ(&mut found, "card", &table.cards, cards);
    differ(&mut found, "question", &table.questions, questions);
    differ(&mut found, "mistake", &by_id(&table.mistakes), &by_id(mistakes));
    differ(&mut found, "day", &table.days, days);
    differ(&mut found, "chapter", &table.reading, reading);
    differ(&mut found, "lab", &table.labs, labs);
    let same = [
        ("the chapter read last", table.last_chapter == *last_chapter),
        ("the open quiz", table.quiz == *quiz),
        ("the results", table.results == *results),
        ("the open exam", table.exam == *exam),
        ("the last exam", table.last_exam == *last_exam),
        ("the exams", table.exams == *exams),
    ];
    found.extend(
        same.iter()
            .filter(|(_, same)| !same)
            .map(|(what, _)| format!("progress.toml and progress.log differ in {what}")),
    );
    found
}

fn by_id(mistakes: &BTreeMap<Mistake, MistakeState>) -> BTreeMap<&'static str, MistakeState> {
    mistakes.iter().map(|(mistake, state)| (mistake.id(), *state)).collect()
}

fn differ<K: Ord + fmt::Display, V: PartialEq>(
    found: &mut Vec<String>,
    what: &str,
    table: &BTreeMap<K, V>,
    log: &BTreeMap<K, V>,
) {
    let missing = log.keys().filter(|key| !table.contains_key(*key));
    let different: Vec<String> = table
        .iter()
        .filter(|(key, value)| log.get(*key) != Some(*value))
        .map(|(key, _)| key)
        .chain(missing)
        .map(ToString::to_string)
        .collect();
    if !different.is_empty() {
        let shown = different.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if different.len() > 5 { ", ..." } else { "" };
        let count = counted(different.len(), what);
        found.push(format!("progress.toml and progress.log differ in {count}: {shown}{more}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Mistake;
    use crate::study::exam::{ExamPlan, ExamResult, OpenExam};
    use crate::study::mistakes::MistakeState;
    use crate::study::{
        CardState, DayCount, LabRecord, Moment, OpenQuiz, QuestionState, QuizPlan, QuizResult, Reading,
    };

    #[test]
    fn whatever_differs_is_told() {
        let (now, none) = (Moment::default(), Progress::default());
        let plan = QuizPlan { questions: Vec::new(), seed: 1, minutes: None, title: "DNS".to_owned() };
        let quiz =
            OpenQuiz { plan, started: now, answers: Vec::new(), flagged: std::collections::BTreeSet::new() };
        let result = QuizResult {
            title: "DNS".to_owned(),
            finished: now,
            seconds: 1,
            minutes: None,
            marks: Vec::new(),
        };
        let exam = OpenExam::new(ExamPlan { tasks: Vec::new(), minutes: 9 }, now);
        let sat = ExamResult { finished: now, seconds: 1, minutes: 9, tasks: Vec::new() };
        // One for each field, all of which stand in this pattern: a field more does not build.
        let Progress {
            cards: _,
            questions: _,
            mistakes: _,
            reading: _,
            last_chapter: _,
            quiz: _,
            results: _,
            days: _,
            labs: _,
            exam: _,
            last_exam: _,
            exams: _,
        } = &none;
        let each = [
            Progress { cards: [("a".into(), CardState::default())].into(), ..none.clone() },
            Progress { questions: [("a".into(), QuestionState::default())].into(), ..none.clone() },
            Progress { mistakes: [(Mistake::Union, MistakeState::default())].into(), ..none.clone() },
            Progress { reading: [("dns".to_owned(), Reading::default())].into(), ..none.clone() },
            Progress { last_chapter: Some("dns".to_owned()), ..none.clone() },
            Progress { quiz: Some(quiz), ..none.clone() },
            Progress { results: vec![result], ..none.clone() },
            Progress { days: [(now.day, DayCount::default())].into(), ..none.clone() },
            Progress { labs: [("a".to_owned(), LabRecord::default())].into(), ..none.clone() },
            Progress { exam: Some(exam.clone()), ..none.clone() },
            Progress { last_exam: Some(exam), ..none.clone() },
            Progress { exams: vec![sat], ..none.clone() },
        ];
        for one in each {
            assert_eq!(differences(&none, &one).len(), 1, "{one:?}");
            assert_eq!(differences(&one, &one), [] as [String; 0]);
        }
    }
}
