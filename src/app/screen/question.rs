//! A question laid out for a width: stem, manifest, the rows to choose among, and after an answer what was right and why.

use std::ops::Range;

use crate::app::{Line, Page, Role, Run, card_text, wrap_runs};
use crate::course::{Answer, Block, Item, Question, QuestionKind, letter};

/// A question as lines, and which of them are rows that can be selected.
#[derive(Debug, Clone, Default)]
pub struct QuestionPage {
    pub page: Page,
    /// Of each row, in the order shown: its lines.
    pub rows: Vec<Range<usize>>,
    /// The line where the answer is typed.
    pub input: Option<usize>,
    /// The line with the verdict.
    pub verdict: Option<usize>,
}

/// How a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    Open,
    Chosen,
    /// Once checked: right and chosen, right but not chosen, wrong and chosen.
    RightChosen,
    RightMissed,
    WrongChosen,
}

/// What is laid out.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    pub question: &'a Question,
    /// The authored index of each row, in the order shown.
    pub order: &'a [usize],
    pub answer: &'a Answer,
    /// Whether right and wrong are told.
    pub checked: bool,
}

impl QuestionPage {
    pub fn of(shown: Shown<'_>, width: usize) -> Self {
        let mut laid = Self::default();
        laid.page.push_blocks(&shown.question.stem, width);
        if let QuestionKind::Line { lines, .. } = &shown.question.kind {
            laid.push_lines(shown, lines, width);
        } else if let Some(manifest) = &shown.question.manifest {
            laid.page.push_blocks(std::slice::from_ref(manifest), width);
        }
        laid.page.gap();
        match &shown.question.kind {
            QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
                for (place, index) in shown.order.iter().enumerate() {
                    let Some(choice) = choices.get(*index) else { continue };
                    let why = choice.why.as_deref().filter(|_| shown.checked);
                    laid.push_row(shown, place, &choice.text, why, width);
                }
            }
            QuestionKind::Order { steps } => {
                for (place, index) in shown.order.iter().enumerate() {
                    if let Some(step) = steps.get(*index) {
                        laid.push_row(shown, place, step, None, width);
                    }
                }
            }
            QuestionKind::Typed { compare, .. } => {
                laid.input = Some(laid.page.lines.len());
                laid.page.push_line([]);
                for line in wrap_runs(&[Run::new(compare.in_words(), Role::Muted)], width) {
                    laid.page.push_line(line);
                }
            }
            QuestionKind::Line { .. } => {}
        }
        if shown.checked {
            laid.push_verdict(shown, width);
        }
        laid
    }

    fn push_row(
        &mut self,
        shown: Shown<'_>,
        place: usize,
        text: &[Block],
        why: Option<&[Block]>,
        width: usize,
    ) {
        let first = self.page.lines.len();
        let is_single = matches!(shown.question.kind, QuestionKind::Single { .. });
        let state = row_state(shown, place);
        let (sign, role) = sign_of(state, is_single);
        let lead = match &shown.question.kind {
            QuestionKind::Order { .. } => format!("{sign} {}. ", place + 1),
            _ => format!("{sign} {}  ", letter(place)),
        };
        let indent = crate::app::columns(&lead);
        let inner = width.saturating_sub(indent).max(1);
        let mut row = Page::of(text, inner);
        if let Some(why) = why
            && state != RowState::RightChosen
        {
            for line in Page::of(why, inner).lines {
                let muted = line.runs.into_iter().map(|run| Run { role: muted(run.role), ..run });
                row.push_line(muted.collect::<Vec<_>>());
            }
        }
        if state == RowState::RightMissed {
            row.push_line([Run::new("right, and not chosen", Role::Good)]);
        }
        for (index, mut line) in row.lines.into_iter().enumerate() {
            let lead = if index == 0 {
                Run::new(lead.clone(), role)
            } else {
                Run::new(" ".repeat(indent), Role::Text)
            };
            line.runs.insert(0, lead);
            self.page.lines.push(line);
        }
        self.rows.push(first..self.page.lines.len());
    }

    /// The manifest of which one line is wrong, each line a row.
    fn push_lines(&mut self, shown: Shown<'_>, lines: &[String], width: usize) {
        self.page.gap();
        let language = match &shown.question.manifest {
            Some(Block::Code { language, .. }) => language.as_str(),
            _ => "yaml",
        };
        let block =
            Block::Code { language: language.to_owned(), title: None, wrong: None, text: lines.join("\n") };
        // Laid out as any code, then cut into rows: one for each line of the manifest, however it wrapped.
        let code = Page::of(&[block], width.saturating_sub(6).max(1));
        let starts = |line: &Line| line.runs.first().is_some_and(|lead| lead.text.starts_with('│'));
        let mut place = 0;
        for mut line in code.lines {
            let first = self.page.lines.len();
            if starts(&line) {
                let (sign, role) = sign_of(row_state(shown, place), true);
                let sign = if sign == "○" { " " } else { sign };
                line.runs.insert(0, Run::new(format!("{sign} {:>3} ", place + 1), role));
                self.rows.push(first..first + 1);
                place += 1;
            } else {
                line.runs.insert(0, Run::new("      ", Role::Text));
                if let Some(row) = self.rows.last_mut() {
                    row.end = first + 1;
                }
            }
            line.code = None;
            self.page.lines.push(line);
        }
    }

    fn push_verdict(&mut self, shown: Shown<'_>, width: usize) {
        let question = shown.question;
        let right = question.is_right(shown.answer);
        self.page.gap();
        self.verdict = Some(self.page.lines.len());
        let (sign, role) = match (right, shown.answer) {
            (true, _) => ("✓ Right", Role::Good),
            (false, Answer::None) => ("✗ Not answered", Role::Bad),
            (false, _) => ("✗ Not right", Role::Bad),
        };
        self.page.push_line([Run::new(sign, role)]);
        let tells_itself =
            matches!(question.kind, QuestionKind::Single { .. } | QuestionKind::Multiple { .. });
        if !right && !tells_itself {
            self.page.push_line([Run::new("The right answer:", Role::Strong)]);
            for line in Page::of(&card_text::right_answer(question), width).lines {
                self.page.lines.push(line);
            }
        } else if let QuestionKind::Line { fix, .. } = &question.kind {
            self.page.push_line([Run::new("It should be: ", Role::Text), Run::new(fix.trim(), Role::Code)]);
        }
        self.page.gap();
        card_text::push_explanation(&mut self.page, &Item::Question(question.clone()), width);
    }
}

/// How the row at `place`, as shown, stands under the answer.
pub fn row_state(shown: Shown<'_>, place: usize) -> RowState {
    let Some(index) = shown.order.get(place).copied() else { return RowState::Open };
    let (chosen, right) = match (&shown.question.kind, shown.answer) {
        (QuestionKind::Single { choices } | QuestionKind::Multiple { choices }, answer) => {
            let chosen = matches!(answer, Answer::Choices(chosen) if chosen.contains(&index));
            (chosen, choices.get(index).is_some_and(|choice| choice.right))
        }
        (QuestionKind::Line { wrong, .. }, answer) => (*answer == Answer::Line(index), index == *wrong),
        // Of an order each step is shown as right where it stands right.
        (QuestionKind::Order { .. }, Answer::Order(_)) => (true, index == place),
        _ => (false, false),
    };
    match (shown.checked, chosen, right) {
        (false, true, _) if matches!(shown.question.kind, QuestionKind::Order { .. }) => RowState::Open,
        (false, true, _) => RowState::Chosen,
        (true, true, true) => RowState::RightChosen,
        (true, false, true) => RowState::RightMissed,
        (true, true, false) => RowState::WrongChosen,
        (_, false, _) => RowState::Open,
    }
}

fn sign_of(state: RowState, single: bool) -> (&'static str, Role) {
    match state {
        RowState::Open if single => ("○", Role::Muted),
        RowState::Open => ("□", Role::Muted),
        RowState::Chosen if single => ("●", Role::Accent),
        RowState::Chosen => ("■", Role::Accent),
        RowState::RightChosen => ("✓", Role::Good),
        RowState::RightMissed => ("→", Role::Good),
        RowState::WrongChosen => ("✗", Role::Bad),
    }
}

fn muted(role: Role) -> Role {
    if role == Role::Text { Role::Muted } else { role }
}
