//! Giving an answer: choosing, typing, ordering, pointing; what of it is written down and when.
//!
//! In a timed quiz every change is recorded at once, so that a crash loses at most the answer being typed. In practice
//! an answer counts when it is checked, and is final.

use super::{QuizMode, QuizScreen};
use crate::app::Desk;
use crate::app::screen::Step;
use crate::course::{Answer, QuestionKind};
use crate::study::Entry;

impl QuizScreen {
    pub(super) fn select(&mut self, by: isize, desk: &Desk) {
        if self.laid.rows.is_empty() {
            return self.scroll(by, desk);
        }
        self.row = self.row.saturating_add_signed(by).min(self.laid.rows.len() - 1);
        // At the first row the stem comes back into view.
        if self.row == 0 && by < 0 {
            self.top = 0;
        }
        self.keep_row_in_view(desk);
    }

    /// Chooses the row shown at `place`, or takes it back where several may be chosen.
    pub(super) fn choose(&mut self, place: usize, desk: &mut Desk) {
        if self.is_checked() {
            return;
        }
        let order = self.order();
        let Some(index) = order.get(place).copied() else { return };
        let answer = match self.question().map(|question| &question.kind) {
            Some(QuestionKind::Single { .. }) => Answer::Choices(vec![index]),
            Some(QuestionKind::Multiple { .. }) => {
                let mut chosen = match &self.answers[self.current] {
                    Answer::Choices(chosen) => chosen.clone(),
                    _ => Vec::new(),
                };
                match chosen.iter().position(|other| *other == index) {
                    Some(found) => {
                        chosen.remove(found);
                    }
                    None => chosen.push(index),
                }
                chosen.sort_unstable();
                if chosen.is_empty() { Answer::None } else { Answer::Choices(chosen) }
            }
            _ => return,
        };
        self.give(answer, desk);
    }

    /// Moves the selected step of an order by one place.
    pub(super) fn move_step(&mut self, by: isize, desk: &mut Desk) {
        let mut order = self.order();
        let Some(other) = self.row.checked_add_signed(by).filter(|other| *other < order.len()) else {
            return;
        };
        order.swap(self.row, other);
        self.row = other;
        self.give(Answer::Order(order), desk);
    }

    /// Sets the answer of the current question.
    fn give(&mut self, answer: Answer, desk: &mut Desk) {
        if self.answers[self.current] == answer {
            return;
        }
        self.answers[self.current] = answer.clone();
        if self.mode == QuizMode::Timed {
            desk.record(Entry::QuizGiven { index: self.current, answer, at: desk.now });
        }
        self.lay_out(desk);
    }

    /// Takes over what is typed, before something else is shown.
    pub(super) fn keep_typed(&mut self, desk: &mut Desk) {
        let is_typed = matches!(self.question().map(|q| &q.kind), Some(QuestionKind::Typed { .. }));
        if is_typed && !self.is_checked() && self.mode == QuizMode::Timed {
            let text = self.typed.text().trim().to_owned();
            self.give(if text.is_empty() { Answer::None } else { Answer::Typed(text) }, desk);
        }
    }

    /// Gives the answer: in practice it is judged and final, in a timed quiz one goes on.
    pub(super) fn check(&mut self, desk: &mut Desk) -> Step {
        match self.question().map(|question| &question.kind) {
            // Enter on a row that was only moved to means that row.
            Some(QuestionKind::Single { .. }) if self.answers[self.current] == Answer::None => {
                self.choose(self.row, desk);
            }
            Some(QuestionKind::Line { .. }) => self.give(Answer::Line(self.row), desk),
            Some(QuestionKind::Order { .. }) => self.give(Answer::Order(self.order()), desk),
            Some(QuestionKind::Typed { .. }) => {
                let text = self.typed.text().trim().to_owned();
                self.give(if text.is_empty() { Answer::None } else { Answer::Typed(text) }, desk);
            }
            _ => {}
        }
        if self.mode == QuizMode::Timed {
            return self.step_question(true, desk);
        }
        if self.answers[self.current] == Answer::None {
            desk.say("Choose or type an answer first.");
            return Step::Stay;
        }
        self.judge(desk);
        Step::Stay
    }

    /// Tells right from wrong, and records it.
    fn judge(&mut self, desk: &mut Desk) {
        self.checked[self.current] = true;
        let answer = self.answers[self.current].clone();
        let right = self.question().is_some_and(|question| question.is_right(&answer));
        let id = self.ids[self.current].clone();
        let at = desk.now;
        match &self.mode {
            QuizMode::Practice => desk.record(Entry::QuizGiven { index: self.current, answer, at }),
            QuizMode::Section { chapter, section } => {
                let (chapter, section) = (chapter.clone(), section.clone());
                desk.record_all(vec![
                    Entry::Answered { question: id, right, at },
                    Entry::SectionFinished { chapter, section, at },
                ]);
            }
            QuizMode::Alone | QuizMode::Endless { .. } => {
                let answered = Entry::Answered { question: id, right, at };
                desk.record_all(std::iter::once(answered).chain(self.mistook(self.current, desk)).collect());
            }
            QuizMode::Timed | QuizMode::Looked => {}
        }
        self.lay_out(desk);
        self.show_verdict(desk);
    }

    pub(super) fn flag(&mut self, desk: &mut Desk) {
        if !matches!(self.mode, QuizMode::Practice | QuizMode::Timed) {
            return desk.say("Only the questions of a quiz can be flagged.");
        }
        let flagged = !self.is_flagged(desk, self.current);
        desk.record(Entry::QuizFlagged { index: self.current, flagged, at: desk.now });
    }
}
