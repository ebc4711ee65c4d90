//! Moving through a quiz: laying a question out, keeping what matters in view, from one question to the next.

use super::{QuizMode, QuizScreen};
use crate::app::screen::question::Shown;
use crate::app::screen::{QuestionPage, Step};
use crate::app::{Desk, LineEdit};
use crate::course::Answer;
use crate::generate::insight;

impl QuizScreen {
    pub(super) fn lay_out(&mut self, desk: &Desk) {
        self.has_picture =
            self.is_checked() && self.question().is_some_and(|question| insight(question).is_some());
        self.laid = match self.question() {
            Some(question) => {
                let order = self.order();
                let answer = &self.answers[self.current];
                let shown = Shown { question, order: &order, answer, checked: self.is_checked() };
                QuestionPage::of(shown, desk.measure_width())
            }
            None => QuestionPage::default(),
        };
        self.row = self.row.min(self.laid.rows.len().saturating_sub(1));
        self.keep_row_in_view(desk);
    }

    /// Lines of the body that the question has; the rest shows which question it is.
    pub fn visible_lines(desk: &Desk) -> usize {
        desk.body().height.saturating_sub(2).max(1)
    }

    pub(super) fn keep_row_in_view(&mut self, desk: &Desk) {
        let height = Self::visible_lines(desk);
        let lines = match (self.is_checked(), self.laid.rows.get(self.row), self.laid.input) {
            (false, Some(rows), _) => rows.clone(),
            (false, None, Some(input)) => input..input + 2,
            _ => return self.scroll(0, desk),
        };
        if lines.end > self.top + height {
            self.top = lines.end - height;
        }
        self.top = self.top.min(lines.start);
        self.scroll(0, desk);
    }

    pub(super) fn scroll(&mut self, by: isize, desk: &Desk) {
        let last = self.laid.page.lines.len().saturating_sub(Self::visible_lines(desk));
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    pub(super) fn go_to(&mut self, index: usize, desk: &mut Desk) {
        self.keep_typed(desk);
        self.current = index.min(self.ids.len().saturating_sub(1));
        self.row = 0;
        self.top = 0;
        self.typed = match &self.answers[self.current] {
            Answer::Typed(text) => LineEdit::with(text),
            _ => LineEdit::default(),
        };
        if let Answer::Line(line) = self.answers[self.current] {
            self.row = line;
        }
        self.lay_out(desk);
        if self.is_checked() {
            self.show_verdict(desk);
        } else {
            // One reads what is asked before one chooses: a long question is shown from its beginning.
            self.top = 0;
        }
    }

    /// Scrolls so far that the verdict and the beginning of the explanation are seen.
    pub(super) fn show_verdict(&mut self, desk: &Desk) {
        if let Some(verdict) = self.laid.verdict {
            let height = Self::visible_lines(desk);
            let wanted = (self.laid.page.lines.len()).min(verdict + 8);
            self.top = wanted.saturating_sub(height).min(verdict);
            self.scroll(0, desk);
        }
    }

    /// Goes on after an answer: to the next question, or out of it all.
    pub(super) fn step_question(&mut self, forward: bool, desk: &mut Desk) -> Step {
        let last = self.current + 1 >= self.ids.len();
        match (forward, &self.mode) {
            (true, QuizMode::Section { .. } | QuizMode::Alone) if self.is_checked() => return Step::Back,
            (true, QuizMode::Section { .. } | QuizMode::Alone) => {}
            (true, QuizMode::Endless { .. }) if !self.is_checked() => {}
            (true, QuizMode::Endless { .. }) if last => self.next_batch(desk),
            (true, QuizMode::Looked) if last => return Step::Back,
            (true, QuizMode::Practice) if self.checked.iter().all(|checked| *checked) => {
                return self.finish(desk);
            }
            (true, QuizMode::Practice) if last => {
                let open = self.checked.iter().position(|checked| !checked).unwrap_or(0);
                self.go_to(open, desk);
            }
            (true, QuizMode::Timed) if last => {
                desk.say("That was the last question; ctrl-s hands in.");
                self.go_to(0, desk);
            }
            (true, _) => self.go_to(self.current + 1, desk),
            (false, _) => self.go_to(self.current.saturating_sub(1), desk),
        }
        Step::Stay
    }
}
