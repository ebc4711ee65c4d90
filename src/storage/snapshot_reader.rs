//! The text of `progress.toml` read back. Lenient: what is damaged is left out and counted, the rest is kept, so the same
//! reader serves the good file and the rescue of a bad one.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::packed;
use super::snapshot_exam;
use super::snapshot_writer::{LogMark, sum};
use crate::course::{Answer, ItemId, Mistake};
use crate::study::{DayCount, LabAct, LabRecord, OpenLab, OpenQuiz, Progress, QuizPlan, QuizResult, Reading};

/// A file of nonsense is not told line by line.
const MOST: usize = 20;

/// What a file turned out to hold.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    pub version: Option<u32>,
    /// `None` if it could not be read: then nobody knows how much of the log is contained.
    pub mark: Option<LogMark>,
    pub progress: Progress,
    /// Faults found, as lines of the file (from 1) with a reason.
    pub faults: Vec<(usize, String)>,
}

impl Snapshot {
    /// Whether it is, to the byte, what kubedrill wrote.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty() && self.version.is_some() && self.mark.is_some()
    }
}

pub(super) fn read(text: &str) -> Snapshot {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, faults: Vec::new() };
    for error in errors {
        reader.fault(error.span().map_or(0, |span| span.start), error.message());
    }
    let table = table.get_ref();
    let version = table.get("version").and_then(|value| integer(value.get_ref()));
    let mark = table.get("log").and_then(|log| reader.mark(log));
    let mut progress = Progress::default();
    for (key, value) in table {
        reader.section(&mut progress, key.get_ref(), value);
    }
    Snapshot { version, mark, progress, faults: reader.faults }
}

struct Reader<'t> {
    text: &'t str,
    faults: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn fault(&mut self, at: usize, what: &str) {
        if self.faults.len() >= MOST {
            return;
        }
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        self.faults.push((line, what.to_owned()));
    }

    /// The value if it could be read, else a fault.
    fn need<T>(&mut self, value: &Spanned<DeValue>, found: Option<T>, what: &str) -> Option<T> {
        if found.is_none() {
            self.fault(value.span().start, &format!("this is not {what}"));
        }
        found
    }

    fn mark(&mut self, log: &Spanned<DeValue>) -> Option<LogMark> {
        let table = log.get_ref().as_table()?;
        let field = |name: &str| table.get(name).map(Spanned::get_ref);
        let checksum = |name: &str| u32::from_str_radix(field(name)?.as_str()?, 16).ok();
        let mark = LogMark {
            entries: integer(field("entries")?)?,
            bytes: integer(field("bytes")?)?,
            tail: checksum("tail")?,
        };
        let told = checksum("sum")?;
        let end = table.get("sum")?.span().end;
        // The sum covers what follows its own line.
        let body = self.text.get(end..)?.strip_prefix('\n')?;
        if sum(mark, body) != told {
            self.fault(end, "the file was cut or changed since kubedrill wrote it");
        }
        Some(mark)
    }

    fn section(&mut self, progress: &mut Progress, name: &str, value: &Spanned<DeValue>) {
        match (name, value.get_ref()) {
            ("study", DeValue::Table(table)) => progress.last_chapter = text_of(table, "last-chapter"),
            ("cards", DeValue::Table(table)) => {
                progress.cards = self.rows(table, "a card", |value| packed::card(value.as_str()?));
            }
            ("questions", DeValue::Table(table)) => {
                progress.questions =
                    self.rows(table, "a question", |value| packed::question(value.as_str()?));
            }
            ("mistakes", DeValue::Table(table)) => {
                for (key, value) in table {
                    let state = value.get_ref().as_str().and_then(packed::mistake);
                    let found = Mistake::find(key.get_ref()).zip(state);
                    progress.mistakes.extend(self.need(value, found, "a mistake"));
                }
            }
            ("days", DeValue::Table(table)) => {
                for (key, value) in table {
                    let count = packed::day(key.get_ref()).zip(day_count(value.get_ref()));
                    progress.days.extend(self.need(value, count, "a day"));
                }
            }
            ("reading", DeValue::Table(table)) => {
                for (key, value) in table {
                    let found = self.need(value, reading(value.get_ref()), "a chapter's reading");
                    progress.reading.extend(found.map(|found| (key.get_ref().to_string(), found)));
                }
            }
            ("labs", DeValue::Table(table)) => {
                for (key, value) in table {
                    let found = self.need(value, lab(value.get_ref()), "a lab");
                    progress.labs.extend(found.map(|found| (key.get_ref().to_string(), found)));
                }
            }
            ("results", DeValue::Array(array)) => {
                for value in array {
                    progress.results.extend(self.need(value, result(value.get_ref()), "a result"));
                }
            }
            ("quiz", found) => progress.quiz = self.need(value, quiz(found), "a quiz"),
            ("exams", DeValue::Array(array)) => {
                for value in array {
                    let found = self.need(value, snapshot_exam::result(value.get_ref()), "an exam's result");
                    progress.exams.extend(found);
                }
            }
            ("exam", found) => progress.exam = self.need(value, snapshot_exam::exam(found), "an exam"),
            ("last-exam", found) => {
                progress.last_exam = self.need(value, snapshot_exam::exam(found), "an exam");
            }
            ("version", DeValue::Integer(_)) | ("log", DeValue::Table(_)) => {}
            _ => self.fault(value.span().start, &format!("kubedrill writes no such `{name}`")),
        }
    }

    fn rows<T>(
        &mut self,
        table: &DeTable,
        what: &str,
        row: impl Fn(&DeValue) -> Option<T>,
    ) -> BTreeMap<ItemId, T> {
        table
            .iter()
            .filter_map(|(id, value)| {
                let row = self.need(value, row(value.get_ref()), what)?;
                Some((ItemId::new(id.get_ref()), row))
            })
            .collect()
    }
}

pub(super) fn integer<N: std::str::FromStr>(value: &DeValue) -> Option<N> {
    value.as_integer().filter(|number| number.radix() == 10)?.as_str().parse().ok()
}

fn text_of(table: &DeTable, name: &str) -> Option<String> {
    table.get(name)?.get_ref().as_str().map(str::to_owned)
}

pub(super) fn list<T>(table: &DeTable, name: &str, item: impl Fn(&DeValue) -> Option<T>) -> Option<Vec<T>> {
    items(table.get(name)?.get_ref().as_array()?, item)
}

fn items<T>(array: &DeArray, item: impl Fn(&DeValue) -> Option<T>) -> Option<Vec<T>> {
    array.iter().map(|value| item(value.get_ref())).collect()
}

/// Minutes on the clock: not there in practice, wrong if there and not a number.
fn minutes(table: &DeTable) -> Result<Option<u32>, ()> {
    table.get("minutes").map(|value| integer(value.get_ref()).ok_or(())).transpose()
}

fn day_count(value: &DeValue) -> Option<DayCount> {
    let texts: Vec<&str> =
        value.as_array()?.iter().map(|item| item.get_ref().as_str()).collect::<Option<_>>()?;
    let (counts, topics) = texts.split_first()?;
    let [answers, new, reviews, recalled, predicted, sections] =
        counts.split(' ').collect::<Vec<_>>().try_into().ok()?;
    let mastery = topics.iter().map(|text| {
        let (percent, topic) = text.split_once(' ')?;
        Some((topic.to_owned(), percent.parse().ok()?))
    });
    Some(DayCount {
        answers: answers.parse().ok()?,
        new: new.parse().ok()?,
        reviews: reviews.parse().ok()?,
        recalled: recalled.parse().ok()?,
        predicted: predicted.parse().ok().filter(|value: &f32| value.is_finite())?,
        sections: sections.parse().ok()?,
        mastery: mastery.collect::<Option<_>>()?,
    })
}

fn reading(value: &DeValue) -> Option<Reading> {
    let table = value.as_table()?;
    let finished = list(table, "finished", |item| item.as_str().map(str::to_owned))?;
    Some(Reading { position: text_of(table, "position"), finished: finished.into_iter().collect() })
}

fn result(value: &DeValue) -> Option<QuizResult> {
    let table = value.as_table()?;
    let marks = list(table, "marks", |item| {
        let text = item.as_str()?;
        let right = text.strip_prefix('+').map(|id| (ItemId::new(id), true));
        right.or_else(|| text.strip_prefix('-').map(|id| (ItemId::new(id), false)))
    });
    Some(QuizResult {
        title: text_of(table, "title")?,
        finished: packed::moment(table.get("finished")?.get_ref().as_str()?)?,
        seconds: integer(table.get("seconds")?.get_ref())?,
        minutes: minutes(table).ok()?,
        marks: marks?,
    })
}

fn lab(value: &DeValue) -> Option<LabRecord> {
    let table = value.as_table()?;
    let mut record = packed::lab(table.get("graded")?.get_ref().as_str()?)?;
    if let Some(started) = table.get("started") {
        let acts: Vec<LabAct> = list(table, "acts", |item| serde_json::from_str(item.as_str()?).ok())?;
        record.open = Some(OpenLab {
            seed: table.get("seed")?.get_ref().as_str()?.parse().ok()?,
            started: packed::moment(started.get_ref().as_str()?)?,
            acts,
            hints: integer(table.get("hints")?.get_ref())?,
            spent: table.get("spent").map_or(Some(0), |spent| integer(spent.get_ref()))?,
            seen: table.get("seen").map_or(Some(0), |seen| integer(seen.get_ref()))?,
        });
    }
    Some(record)
}

fn quiz(value: &DeValue) -> Option<OpenQuiz> {
    let table = value.as_table()?;
    let plan = QuizPlan {
        questions: list(table, "questions", |item| item.as_str().map(ItemId::new))?,
        seed: table.get("seed")?.get_ref().as_str()?.parse().ok()?,
        minutes: minutes(table).ok()?,
        title: text_of(table, "title")?,
    };
    let answers: Vec<Answer> = list(table, "answers", |item| serde_json::from_str(item.as_str()?).ok())?;
    let flagged: BTreeSet<usize> = list(table, "flagged", integer)?.into_iter().collect();
    // One answer for each question, as everything that uses an open quiz relies on.
    let fits = answers.len() == plan.questions.len() && flagged.iter().all(|index| *index < answers.len());
    let started = packed::moment(table.get("started")?.get_ref().as_str()?)?;
    fits.then_some(OpenQuiz { plan, started, answers, flagged })
}
