//! A quiz being taken: practice, timed, the question of a section, a question alone, or a result looked through.

mod answering;
mod endless;
mod paging;

use super::{InsightScreen, QuestionPage, ResultScreen, Screen, ScreenState, Step, StepsScreen, Work};
use crate::app::{Command, Desk, Effect, Key, LineEdit, Loaded, Place};
use crate::course::{Answer, Item, ItemId, Question, QuestionKind, counted, letter};
use crate::generate::ways;
use crate::study::quiz::{QuizRequest, draw, hand_in, shuffled, shuffled_apart, time_left};
use crate::study::{Entry, OpenQuiz, QuizPlan, QuizResult};
pub(super) use endless::{COMES_BACK, can_be_a_card, generated_plan};

/// Why the questions are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuizMode {
    /// Each answer is judged at once.
    Practice,
    /// Nothing is judged before it is handed in.
    Timed,
    /// The question at the end of a section.
    Section { chapter: String, section: String },
    /// One question, opened from the search.
    Alone,
    /// Generated questions, batch after batch, until one leaves; each answer is judged and counts at once.
    Endless { request: QuizRequest },
    /// The questions of a result, with the answers given.
    Looked,
}

#[derive(Debug, Clone)]
pub struct QuizScreen {
    pub mode: QuizMode,
    pub ids: Vec<ItemId>,
    seed: u64,
    /// As loaded; `None` for a question that is not there any more.
    pub questions: Vec<Option<Question>>,
    pub answers: Vec<Answer>,
    /// Whether the question was judged.
    pub checked: Vec<bool>,
    pub current: usize,
    /// The row selected in the question.
    pub row: usize,
    pub typed: LineEdit,
    pub laid: QuestionPage,
    pub top: usize,
    /// The question was judged, and its cluster can be looked into.
    has_picture: bool,
    loaded: bool,
}

impl QuizScreen {
    /// Draws a quiz and records that it has begun; nothing if there are no questions for it.
    pub fn draw(desk: &mut Desk, request: &QuizRequest) -> Option<Self> {
        let plan = draw(&desk.catalog, &desk.progress, request);
        Self::begin(desk, plan)
    }

    /// Records that this quiz has begun, in place of one that is open; nothing if it has no questions.
    pub fn begin(desk: &mut Desk, plan: QuizPlan) -> Option<Self> {
        if plan.questions.is_empty() {
            return None;
        }
        let at = desk.now;
        let dropped = desk.progress.quiz.is_some().then_some(Entry::QuizDropped { at });
        desk.record_all(dropped.into_iter().chain([Entry::QuizStarted { plan, at }]).collect());
        Self::resume(desk)
    }

    /// The quiz that is not handed in, at its first open question.
    pub fn resume(desk: &Desk) -> Option<Self> {
        let quiz = desk.progress.quiz.as_ref()?;
        let timed = quiz.plan.minutes.is_some();
        let mode = if timed { QuizMode::Timed } else { QuizMode::Practice };
        let answered = |answer: &Answer| *answer != Answer::None;
        let mut screen = Self::of(quiz.plan.questions.clone(), mode, quiz.plan.seed);
        screen.checked = quiz.answers.iter().map(|answer| !timed && answered(answer)).collect();
        // Where it was left, or behind the last answer: what was passed over is looked at in the end.
        let behind = quiz.answers.iter().rposition(answered).map_or(0, |last| last + 1);
        let open = |from: usize| {
            (from..quiz.answers.len())
                .find(|index| quiz.answers.get(*index).is_some_and(|answer| !answered(answer)))
        };
        let left =
            desk.left_at.filter(|(started, index)| *started == quiz.started && *index < quiz.answers.len());
        screen.current =
            left.map(|(_, index)| index).or_else(|| open(behind)).or_else(|| open(0)).unwrap_or(0);
        screen.answers.clone_from(&quiz.answers);
        Some(screen)
    }

    /// One question by itself.
    pub fn single(id: ItemId, mode: QuizMode) -> Self {
        // Any seed: what matters is that the right choice is not always the first.
        let seed =
            id.as_str().bytes().fold(7, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        Self::of(vec![id], mode, seed)
    }

    /// The questions of a quiz that was handed in, with what was answered.
    pub fn looked(quiz: &OpenQuiz, at: usize) -> Self {
        let mut screen = Self::of(quiz.plan.questions.clone(), QuizMode::Looked, quiz.plan.seed);
        screen.answers.clone_from(&quiz.answers);
        screen.checked = vec![true; quiz.answers.len()];
        screen.current = at;
        screen
    }

    fn of(ids: Vec<ItemId>, mode: QuizMode, seed: u64) -> Self {
        let count = ids.len();
        Self {
            mode,
            ids,
            seed,
            questions: Vec::new(),
            answers: vec![Answer::None; count],
            checked: vec![false; count],
            current: 0,
            row: 0,
            typed: LineEdit::default(),
            laid: QuestionPage::default(),
            top: 0,
            has_picture: false,
            loaded: false,
        }
    }

    pub fn question(&self) -> Option<&Question> {
        self.questions.get(self.current).and_then(Option::as_ref)
    }

    pub fn is_checked(&self) -> bool {
        self.checked.get(self.current).copied().unwrap_or(false)
    }

    /// Questions that have an answer.
    pub fn answered(&self) -> usize {
        self.answers.iter().filter(|answer| **answer != Answer::None).count()
    }

    /// Milliseconds on the clock.
    pub fn time_left(&self, desk: &Desk) -> Option<i64> {
        desk.progress
            .quiz
            .as_ref()
            .filter(|_| self.mode == QuizMode::Timed)
            .and_then(|quiz| time_left(quiz, desk.now))
    }

    pub fn is_flagged(&self, desk: &Desk, index: usize) -> bool {
        self.is_recorded() && desk.progress.quiz.as_ref().is_some_and(|quiz| quiz.flagged.contains(&index))
    }

    /// Whether the answers belong to the open quiz of the record.
    fn is_recorded(&self) -> bool {
        matches!(self.mode, QuizMode::Practice | QuizMode::Timed)
    }

    /// The authored index of each row, in the order shown.
    pub fn order(&self) -> Vec<usize> {
        let Some(question) = self.question() else { return Vec::new() };
        match (&question.kind, &self.answers[self.current]) {
            (QuestionKind::Single { choices } | QuestionKind::Multiple { choices }, _) => {
                shuffled(self.seed, self.current, choices.len())
            }
            (QuestionKind::Order { steps }, Answer::Order(order)) if order.len() == steps.len() => {
                order.clone()
            }
            (QuestionKind::Order { steps }, _) => shuffled_apart(self.seed, self.current, steps.len()),
            (QuestionKind::Line { lines, .. }, _) => (0..lines.len()).collect(),
            (QuestionKind::Typed { .. }, _) => Vec::new(),
        }
    }

    fn ask_to_hand_in(&mut self, desk: &mut Desk) -> Step {
        if !self.is_recorded() {
            return Step::Stay;
        }
        self.keep_typed(desk);
        let open = self.ids.len() - self.answered();
        let left = counted(open, "question");
        let question = match (open, &self.mode) {
            (0, _) => "Hand in?".to_owned(),
            (_, QuizMode::Practice) => format!("End here? {left} left open, not counted."),
            _ => format!("Hand in? {left} left open, counted as wrong."),
        };
        Step::Confirm { question, then: Command::HandIn }
    }

    /// Hands in: marks every answer, records the result and shows it.
    fn finish(&mut self, desk: &mut Desk) -> Step {
        self.keep_typed(desk);
        let Some(quiz) = desk.progress.quiz.clone() else { return Step::Home };
        let judge = |index: usize, answer: &Answer| {
            self.questions.get(index).and_then(Option::as_ref).map(|question| question.is_right(answer))
        };
        let mut entries = hand_in(&quiz, judge, desk.now);
        entries.extend(self.mistakes(desk));
        let result = entries.iter().find_map(|entry| match entry {
            Entry::QuizFinished { result, .. } => Some(result.clone()),
            _ => None,
        });
        desk.record_all(entries);
        desk.measure();
        desk.ask(Effect::Snapshot);
        match result {
            Some(result) => Step::replace(Screen::Result(Box::new(self.result(result, quiz)))),
            None => Step::Home,
        }
    }

    fn result(&self, result: QuizResult, quiz: OpenQuiz) -> ResultScreen {
        ResultScreen::new(result, quiz, &self.questions)
    }

    fn make_card(&self, desk: &mut Desk) {
        if let Some(id) = self.ids.get(self.current).cloned() {
            if !can_be_a_card(&id) {
                return desk.say(COMES_BACK);
            }
            desk.record(Entry::MadeCard { question: id, at: desk.now });
            desk.say("Added to your cards; it is due now.");
        }
    }
}

impl ScreenState for QuizScreen {
    fn place(&self) -> Place {
        match self.question().map(|question| &question.kind) {
            _ if self.is_checked() || !self.loaded => Place::QuestionChecked,
            None => Place::QuestionChecked,
            Some(QuestionKind::Single { .. } | QuestionKind::Multiple { .. }) => Place::QuestionChoice,
            Some(QuestionKind::Typed { .. }) => Place::QuestionTyping,
            Some(QuestionKind::Order { .. }) => Place::QuestionOrder,
            Some(QuestionKind::Line { .. }) => Place::QuestionLine,
        }
    }

    fn opened(&mut self, desk: &mut Desk) {
        desk.ask(Effect::LoadItems(self.ids.clone()));
    }

    fn loaded(&mut self, loaded: Loaded, desk: &mut Desk) -> Step {
        let Loaded::Items(items) = loaded else { return Step::Stay };
        // Those of an earlier batch are there already.
        let known = std::mem::take(&mut self.questions);
        self.questions = self
            .ids
            .iter()
            .enumerate()
            .map(|(index, id)| {
                known.get(index).cloned().flatten().or_else(|| {
                    items.iter().find_map(|item| match item {
                        Item::Question(question) if question.id == *id => Some(question.clone()),
                        _ => None,
                    })
                })
            })
            .collect();
        self.loaded = true;
        if self.time_left(desk) == Some(0) {
            desk.say("Time was up: the quiz was handed in as it stood.");
            return self.finish(desk);
        }
        self.go_to(self.current, desk);
        Step::Stay
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        let page = isize::try_from(Self::visible_lines(desk)).unwrap_or(1);
        match command {
            Command::Up if self.is_checked() => self.scroll(-1, desk),
            Command::Down if self.is_checked() => self.scroll(1, desk),
            Command::Up => self.select(-1, desk),
            Command::Down => self.select(1, desk),
            Command::PageUp => self.scroll(-page, desk),
            Command::PageDown => self.scroll(page, desk),
            Command::Toggle => self.choose(self.row, desk),
            Command::MoveUp => self.move_step(-1, desk),
            Command::MoveDown => self.move_step(1, desk),
            Command::Check => return self.check(desk),
            Command::Flag => self.flag(desk),
            Command::ToNextQuestion => return self.step_question(true, desk),
            Command::ToPreviousQuestion => return self.step_question(false, desk),
            Command::HandIn | Command::Back if self.is_endless() => return self.leave_endless(desk),
            Command::HandIn => return self.ask_to_hand_in(desk),
            Command::MakeCard => self.make_card(desk),
            Command::WhatIf => {
                match self.question().and_then(|question| InsightScreen::new(question, desk)) {
                    Some(screen) => return Step::open(Screen::Insight(Box::new(screen))),
                    None => desk.say("There is no picture of this question's cluster."),
                }
            }
            Command::StepPacket => {
                let ways = self.question().map(|question| ways(question, &[])).unwrap_or_default();
                match StepsScreen::new(ways, desk) {
                    Some(screen) => return Step::open(Screen::Steps(Box::new(screen))),
                    None => desk.say("This question has no packet to follow."),
                }
            }
            Command::Section => {
                let section = self.question().and_then(|question| question.section.as_deref());
                return Step::section(section, "question", desk);
            }
            Command::Back => {
                self.keep_typed(desk);
                let started = desk.progress.quiz.as_ref().map(|quiz| quiz.started);
                desk.left_at = started.filter(|_| self.is_recorded()).map(|started| (started, self.current));
                if self.mode == QuizMode::Timed {
                    desk.say("The clock goes on; the quiz waits on home.");
                }
                return Step::Back;
            }
            _ => {}
        }
        Step::Stay
    }

    fn key(&mut self, key: Key, desk: &mut Desk) -> Step {
        match self.place() {
            Place::QuestionTyping => {
                self.typed.key(key);
                self.keep_row_in_view(desk);
            }
            Place::QuestionChoice => {
                let place =
                    key.typed().and_then(|typed| (0..self.laid.rows.len()).find(|row| letter(*row) == typed));
                if let Some(place) = place {
                    self.row = place;
                    self.choose(place, desk);
                }
            }
            _ => {}
        }
        Step::Stay
    }

    fn paste(&mut self, text: &str, desk: &mut Desk) -> Step {
        if self.place() == Place::QuestionTyping {
            self.typed.insert(text);
            self.keep_row_in_view(desk);
        }
        Step::Stay
    }

    fn confirmed(&mut self, then: Command, desk: &mut Desk) -> Step {
        if then == Command::HandIn { self.finish(desk) } else { Step::Stay }
    }

    fn resized(&mut self, desk: &Desk) {
        self.lay_out(desk);
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        if !self.is_checked() && row < self.laid.rows.len() {
            self.row = row;
            if matches!(self.place(), Place::QuestionChoice) {
                self.choose(row, desk);
            }
        }
        Step::Stay
    }

    fn offers(&self, command: Command) -> bool {
        let single = self.ids.len() == 1 && !self.is_endless();
        match command {
            Command::WhatIf => self.has_picture,
            Command::Flag => self.is_recorded(),
            Command::HandIn => self.is_recorded() || self.is_endless(),
            Command::ToPreviousQuestion => !single,
            Command::ToNextQuestion => !single || self.is_checked(),
            _ => true,
        }
    }

    fn tick(&mut self, desk: &mut Desk) -> Step {
        if self.loaded && self.time_left(desk) == Some(0) {
            let step = self.finish(desk);
            desk.say("Time is up: handed in as it stood.");
            return step;
        }
        Step::Stay
    }

    fn shows_clock(&self) -> bool {
        self.mode == QuizMode::Timed
    }

    fn work(&self) -> Option<Work> {
        self.is_recorded().then_some(Work::Quiz)
    }
}
