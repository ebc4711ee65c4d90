//! The learner's record as a value, and what each entry of the log does to it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::exam::{ExamResult, OpenExam};
use super::mistakes::MistakeState;
use super::{Countdown, Day, Entry, Grade, LabRecord, Moment, QuizPlan};
use crate::course::{Answer, ItemId, Mistake};

/// Everything remembered about a learner. Always equal to the entries of the log applied in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// Cards (and questions made cards) that were ever graded, marked or made due.
    pub cards: BTreeMap<ItemId, CardState>,
    pub questions: BTreeMap<ItemId, QuestionState>,
    /// Classes of mistakes that were ever made or avoided.
    pub mistakes: BTreeMap<Mistake, MistakeState>,
    /// By chapter id.
    pub reading: BTreeMap<String, Reading>,
    /// The chapter read last.
    pub last_chapter: Option<String>,
    /// The quiz that is not yet handed in.
    pub quiz: Option<OpenQuiz>,
    /// Results, oldest first.
    pub results: Vec<QuizResult>,
    pub days: BTreeMap<Day, DayCount>,
    /// By lab id.
    pub labs: BTreeMap<String, LabRecord>,
    /// The exam that is not yet handed in.
    pub exam: Option<OpenExam>,
    /// The one handed in last, to be looked at again.
    pub last_exam: Option<OpenExam>,
    /// Results, oldest first.
    pub exams: Vec<ExamResult>,
}

/// What is known of one card.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct CardState {
    pub due: Due,
    /// FSRS stability in days and difficulty 1 to 10; 0 while the card was never graded.
    pub stability: f32,
    pub difficulty: f32,
    /// When it was graded last.
    pub last: Moment,
    pub reviews: u32,
    /// Times it was forgotten: graded `again` when the grade before was another. Saying `again` five times in a row
    /// while learning it anew is one lapse.
    pub lapses: u32,
    pub marks: Marks,
}

/// When a card comes back: on a day, and on that day not before `at` (milliseconds since 1970; 0 is any time).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Due {
    pub day: Day,
    pub at: i64,
}

/// What the learner marked a card with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Marks {
    pub flagged: bool,
    /// Set aside: not shown until brought back.
    pub aside: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QuestionState {
    pub asked: u32,
    pub right: u32,
    pub last_right: bool,
    pub last: Moment,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// The section that is open.
    pub position: Option<String>,
    pub finished: BTreeSet<String>,
}

/// A quiz that has begun. Its clock runs whether or not the program does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuiz {
    pub plan: QuizPlan,
    pub started: Moment,
    /// One for each question of the plan.
    pub answers: Vec<Answer>,
    pub flagged: BTreeSet<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizResult {
    pub title: String,
    pub finished: Moment,
    pub seconds: u32,
    /// Minutes on the clock; absent in practice.
    pub minutes: Option<u32>,
    /// Each question asked and whether its answer was right.
    pub marks: Vec<(ItemId, bool)>,
}

/// What was done on one day.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DayCount {
    /// Cards graded, questions answered, labs handed in.
    pub answers: u32,
    /// New cards first seen.
    pub new: u32,
    /// Cards seen on an earlier day that were reviewed, those recalled, and the sum of the recall predicted for them.
    /// Only the first review of a card on a day counts: the later ones are of a card just seen.
    pub reviews: u32,
    pub recalled: u32,
    pub predicted: f32,
    /// Sections finished.
    pub sections: u32,
    /// Mastery by topic id, in percent, as it was last measured on that day.
    pub mastery: BTreeMap<String, u8>,
}

impl Due {
    pub fn on(day: Day) -> Self {
        Self { day, at: 0 }
    }

    /// Whether it has come by `now`.
    pub fn has_come(self, now: Moment) -> bool {
        self.day < now.day || (self.day == now.day && self.at <= now.at)
    }
}

impl OpenQuiz {
    /// Its clock; `None` in practice.
    pub fn countdown(&self) -> Option<Countdown> {
        self.plan.minutes.map(|minutes| Countdown { started: self.started, minutes })
    }
}

impl QuizResult {
    pub fn right(&self) -> usize {
        self.marks.iter().filter(|(_, right)| *right).count()
    }

    /// Right answers in percent, rounded down; 0 for an empty quiz.
    pub fn percent(&self) -> usize {
        (self.right() * 100).checked_div(self.marks.len()).unwrap_or(0)
    }
}

impl Progress {
    /// Applies one entry of the log. Total: an entry that fits nothing (a quiz answer without an open quiz) changes
    /// nothing, so a log with a damaged line can still be replayed.
    pub fn apply(&mut self, entry: &Entry) {
        match entry {
            Entry::Graded { card, grade, recall, state, at } => {
                self.graded(card, *grade, *recall, *state, *at);
            }
            Entry::GradeUndone { card, grade, recall, state, at } => {
                self.grade_undone(card, *grade, *recall, *state, *at);
            }
            Entry::Marked { card, marks, .. } => {
                self.cards.entry(card.clone()).or_default().marks = *marks;
            }
            Entry::Answered { question, right, at } => self.answered(question, *right, *at),
            Entry::Mistook { made, avoided, at } => self.mistook(made, avoided, *at),
            Entry::MadeCard { question, at } => {
                let card = self.cards.entry(question.clone()).or_insert_with(|| CardState::untouched(at.day));
                card.due = Due::on(at.day);
                card.marks.aside = false;
            }
            Entry::SectionFinished { chapter, section, at } => {
                if self.reading.entry(chapter.clone()).or_default().finished.insert(section.clone()) {
                    let day = self.day(*at);
                    day.sections = day.sections.saturating_add(1);
                }
            }
            Entry::Reading { chapter, section, .. } => {
                self.reading.entry(chapter.clone()).or_default().position = Some(section.clone());
                self.last_chapter = Some(chapter.clone());
            }
            Entry::QuizStarted { plan, at } => {
                let answers = vec![Answer::None; plan.questions.len()];
                self.quiz =
                    Some(OpenQuiz { plan: plan.clone(), started: *at, answers, flagged: BTreeSet::new() });
            }
            Entry::QuizGiven { index, answer, .. } => {
                if let Some(given) = self.quiz.as_mut().and_then(|quiz| quiz.answers.get_mut(*index)) {
                    *given = answer.clone();
                }
            }
            Entry::QuizFlagged { index, flagged, .. } => {
                if let Some(quiz) = self.quiz.as_mut().filter(|quiz| *index < quiz.answers.len()) {
                    if *flagged {
                        quiz.flagged.insert(*index);
                    } else {
                        quiz.flagged.remove(index);
                    }
                }
            }
            Entry::QuizFinished { result, .. } => {
                self.quiz = None;
                self.results.push(result.clone());
            }
            Entry::QuizDropped { .. } => self.quiz = None,
            Entry::Measured { mastery, at } => {
                self.day(*at).mastery = mastery.iter().cloned().collect();
                self.forget_empty(at.day);
            }
            Entry::LabStarted { lab, seed, at } => self.lab(lab).started(*seed, *at),
            Entry::LabGraded { lab, percent, at } => self.lab(lab).graded(*percent, *at),
            Entry::LabActed { lab, act, at } => {
                if let Some(record) = self.labs.get_mut(lab) {
                    record.acted(act, *at);
                }
            }
            Entry::LabHinted { lab, at } => {
                if let Some(record) = self.labs.get_mut(lab) {
                    record.hinted(*at);
                }
            }
            Entry::LabSeen { lab, resumed, at } => {
                if let Some(record) = self.labs.get_mut(lab) {
                    record.seen(*resumed, *at);
                }
            }
            Entry::LabEnded { lab, at } => {
                let ended = self.labs.get_mut(lab).and_then(|record| record.open.take());
                // To look at the grade is no answer; to hand in what was worked on is one.
                if ended.is_some_and(|open| !open.acts.is_empty()) {
                    let day = self.day(*at);
                    day.answers = day.answers.saturating_add(1);
                }
            }
            Entry::ExamStarted { plan, at } => self.exam = Some(OpenExam::new(plan.clone(), *at)),
            Entry::ExamActed { task, act, .. } => {
                if let Some(exam) = &mut self.exam {
                    exam.acted(*task, act);
                }
            }
            Entry::ExamFlagged { task, flagged, .. } => {
                if let Some(exam) = &mut self.exam {
                    exam.flag(*task, *flagged);
                }
            }
            Entry::ExamFinished { result, .. } => {
                self.last_exam = self.exam.take().or(self.last_exam.take());
                self.exams.push(result.clone());
            }
            Entry::Reset { items, chapters, labs, .. } => self.reset(items, chapters, labs),
        }
    }

    fn lab(&mut self, id: &str) -> &mut LabRecord {
        self.labs.entry(id.to_owned()).or_default()
    }

    fn day(&mut self, at: Moment) -> &mut DayCount {
        self.days.entry(at.day).or_default()
    }

    /// Drops the count of a day on which nothing is left, so that an undo leaves no trace.
    fn forget_empty(&mut self, day: Day) {
        if self.days.get(&day).is_some_and(|count| *count == DayCount::default()) {
            self.days.remove(&day);
        }
    }

    fn graded(&mut self, card: &ItemId, grade: Grade, recall: Option<f32>, state: CardState, at: Moment) {
        let before = self.cards.insert(card.clone(), state);
        let day = self.day(at);
        day.answers = day.answers.saturating_add(1);
        match recall {
            None => day.new = day.new.saturating_add(1),
            Some(recall) if is_first_of_day(before, at) => {
                day.reviews = day.reviews.saturating_add(1);
                day.recalled = day.recalled.saturating_add(u32::from(grade != Grade::Again));
                day.predicted += countable(recall);
            }
            Some(_) => {}
        }
    }

    fn grade_undone(
        &mut self,
        card: &ItemId,
        grade: Grade,
        recall: Option<f32>,
        state: Option<CardState>,
        at: Moment,
    ) {
        match state {
            Some(state) => self.cards.insert(card.clone(), state),
            None => self.cards.remove(card),
        };
        let day = self.day(at);
        day.answers = day.answers.saturating_sub(1);
        match recall {
            None => day.new = day.new.saturating_sub(1),
            Some(recall) if is_first_of_day(state, at) => {
                day.reviews = day.reviews.saturating_sub(1);
                day.recalled = day.recalled.saturating_sub(u32::from(grade != Grade::Again));
                day.predicted = (day.predicted - countable(recall)).max(0.0);
            }
            Some(_) => {}
        }
        self.forget_empty(at.day);
    }

    fn answered(&mut self, question: &ItemId, right: bool, at: Moment) {
        let state = self.questions.entry(question.clone()).or_default();
        state.asked = state.asked.saturating_add(1);
        state.right = state.right.saturating_add(u32::from(right));
        state.last_right = right;
        state.last = at;
        let day = self.day(at);
        day.answers = day.answers.saturating_add(1);
    }

    fn reset(&mut self, items: &[ItemId], chapters: &[String], labs: &[String]) {
        if items.is_empty() && chapters.is_empty() && labs.is_empty() {
            *self = Self::default();
            return;
        }
        for item in items {
            self.cards.remove(item);
            self.questions.remove(item);
        }
        for chapter in chapters {
            self.reading.remove(chapter);
        }
        for lab in labs {
            self.labs.remove(lab);
        }
        if self.last_chapter.as_ref().is_some_and(|last| chapters.contains(last)) {
            self.last_chapter = None;
        }
    }
}

/// Whether a grade at `at` is the first of its day for a card that was in this state before.
fn is_first_of_day(before: Option<CardState>, at: Moment) -> bool {
    before.is_none_or(|before| before.last.day != at.day)
}

/// A predicted recall in steps of 1/1024, so that a day's sum is exact in `f32` (up to 16,384 reviews) and an undo
/// takes away exactly what was added.
fn countable(recall: f32) -> f32 {
    if recall.is_finite() { (recall.clamp(0.0, 1.0) * 1024.0).round() / 1024.0 } else { 0.0 }
}

impl CardState {
    /// Lapses from which a card counts as a leech, as in Anki.
    pub const LEECH: u32 = 8;

    /// A card that was never graded and is due on `day`.
    pub fn untouched(day: Day) -> Self {
        Self { due: Due::on(day), ..Self::default() }
    }

    /// Whether it was ever graded.
    pub fn is_learnt(&self) -> bool {
        self.reviews > 0
    }

    /// Whether it has a place in the schedule: graded, or made due. A card that was only flagged or set aside has none:
    /// it is still new.
    pub fn is_scheduled(&self) -> bool {
        self.is_learnt() || self.due != Due::default()
    }

    /// Whether it is forgotten again and again: time to look at the card itself, rather than to repeat it once more.
    pub fn is_leech(&self) -> bool {
        self.lapses >= Self::LEECH
    }
}
