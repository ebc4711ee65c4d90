//! The result of a quiz: by topic, and each question with whether it was right.

use std::collections::BTreeMap;

use super::quiz::{COMES_BACK, can_be_a_card};
use super::{QuizScreen, Screen, ScreenState, Step};
use crate::app::{Command, Desk, Place, Selection};
use crate::course::{Question, Topic, plain_text};
use crate::study::{Entry, OpenQuiz, QuizResult};

#[derive(Debug, Clone)]
pub struct ResultScreen {
    pub result: QuizResult,
    quiz: OpenQuiz,
    pub list: Selection,
    pub rows: Vec<ResultRow>,
    /// Right answers and all, by topic.
    pub topics: Vec<(Topic, usize, usize)>,
}

/// A question of the quiz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// Its place in the quiz.
    pub index: usize,
    /// `None` if it was left out.
    pub right: Option<bool>,
    pub topic: Option<Topic>,
    pub text: String,
}

impl ResultScreen {
    pub fn new(result: QuizResult, quiz: OpenQuiz, questions: &[Option<Question>]) -> Self {
        let mut topics: BTreeMap<Topic, (usize, usize)> = BTreeMap::new();
        let rows = questions
            .iter()
            .zip(&quiz.plan.questions)
            .enumerate()
            .map(|(index, (question, id))| {
                let right = result.marks.iter().find(|(marked, _)| marked == id).map(|(_, right)| *right);
                let topic = question.as_ref().map(|question| question.row.topic());
                if let (Some(topic), Some(right)) = (topic, right) {
                    let counts = topics.entry(topic).or_default();
                    counts.0 += usize::from(right);
                    counts.1 += 1;
                }
                let text =
                    question.as_ref().map_or_else(|| id.to_string(), |question| plain_text(&question.stem));
                ResultRow { index, right, topic, text }
            })
            .collect();
        let topics = topics.into_iter().map(|(topic, (right, all))| (topic, right, all)).collect();
        Self { result, quiz, list: Selection::default(), rows, topics }
    }

    /// Lines above the list of questions.
    pub fn head_lines(&self) -> usize {
        4 + self.topics.len()
    }

    fn step(&mut self, by: isize, desk: &Desk) {
        self.list.step(by, self.rows.len());
        self.list.keep_in_view(self.rows.len(), desk.body().height.saturating_sub(self.head_lines()));
    }

    fn open(&self) -> Step {
        self.rows.get(self.list.row).map_or(Step::Stay, |row| {
            Step::open(Screen::Quiz(Box::new(QuizScreen::looked(&self.quiz, row.index))))
        })
    }

    fn make_cards(&self, desk: &mut Desk) {
        let missed: Vec<Entry> = self
            .result
            .marks
            .iter()
            .filter(|(id, right)| !right && can_be_a_card(id))
            .map(|(question, _)| Entry::MadeCard { question: question.clone(), at: desk.now })
            .collect();
        let count = missed.len();
        desk.record_all(missed);
        desk.say(match count {
            0 if self.result.right() < self.result.marks.len() => COMES_BACK.to_owned(),
            0 => "Nothing was missed.".to_owned(),
            1 => "One question is now a card that is due.".to_owned(),
            count => format!("{count} questions are now cards that are due."),
        });
    }
}

impl ScreenState for ResultScreen {
    fn place(&self) -> Place {
        Place::QuizResult
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        match command {
            Command::Up => self.step(-1, desk),
            Command::Down => self.step(1, desk),
            Command::Open => return self.open(),
            Command::MakeCards => self.make_cards(desk),
            Command::Back => return Step::Home,
            _ => {}
        }
        Step::Stay
    }

    fn resized(&mut self, desk: &Desk) {
        self.step(0, desk);
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        self.list.row = row;
        self.step(0, desk);
        self.open()
    }
}
