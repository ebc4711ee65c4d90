//! Choosing a quiz: how long, with or without a clock, in which order, on which topics.

use super::quiz::generated_plan;
use super::settings::stepped;
use super::{QuizScreen, Screen, ScreenState, Step};
use crate::app::{Command, Desk, Place, Selection};
use crate::course::{TOPICS, Topic};
use crate::study::quiz::{QuizRequest, draw};
use crate::study::{QuizPlan, Settings};

#[derive(Debug, Clone)]
pub struct QuizSetup {
    pub list: Selection,
    pub rows: Vec<SetupRow>,
    pub count: u32,
    pub timed: bool,
    pub minutes: u32,
    pub weakest: bool,
    /// Questions made for this quiz, not those of the course.
    pub generated: bool,
    pub chosen: Vec<Topic>,
}

/// The rows of the screen, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupRow {
    Start,
    Count,
    Timed,
    Minutes,
    Weakest,
    Generated,
    /// A topic and how many questions it has.
    Topic(Topic, usize),
}

impl QuizSetup {
    /// With these topics chosen, or all if there are none.
    pub fn new(desk: &Desk, chosen: &[Topic]) -> Self {
        let mut setup = Self {
            list: Selection::default(),
            rows: Vec::new(),
            count: desk.settings.quiz_length,
            timed: false,
            minutes: desk.settings.quiz_minutes,
            weakest: false,
            generated: false,
            chosen: chosen.to_vec(),
        };
        setup.list_rows(desk);
        setup.chosen.retain(|topic| {
            setup.rows.iter().any(|row| matches!(row, SetupRow::Topic(known, _) if known == topic))
        });
        if setup.chosen.is_empty() {
            setup.chosen = setup.topics();
        }
        setup
    }

    /// The topics that there are questions on.
    fn topics(&self) -> Vec<Topic> {
        self.rows
            .iter()
            .filter_map(|row| if let SetupRow::Topic(topic, _) = row { Some(*topic) } else { None })
            .collect()
    }

    fn list_rows(&mut self, desk: &Desk) {
        self.rows = vec![SetupRow::Start, SetupRow::Count, SetupRow::Timed];
        if self.timed {
            self.rows.push(SetupRow::Minutes);
        }
        if !self.generated {
            self.rows.push(SetupRow::Weakest);
        }
        self.rows.push(SetupRow::Generated);
        self.rows.extend(TOPICS.into_iter().filter_map(|topic| {
            let count = desk.catalog.questions.iter().filter(|entry| entry.row.topic() == topic).count();
            (count > 0).then_some(SetupRow::Topic(topic, count))
        }));
        self.step(0, desk);
    }

    /// Questions that there are to choose from.
    pub fn available(&self) -> usize {
        self.rows
            .iter()
            .map(|row| match row {
                SetupRow::Topic(topic, count) if self.chosen.contains(topic) => *count,
                _ => 0,
            })
            .sum()
    }

    fn step(&mut self, by: isize, desk: &Desk) {
        self.list.step(by, self.rows.len());
        self.list.keep_in_view(self.rows.len(), desk.body().height);
    }

    fn change(&mut self, up: bool, desk: &Desk) {
        match self.rows.get(self.list.row) {
            Some(SetupRow::Count) => self.count = stepped(self.count, up, &Settings::QUIZ_LENGTH),
            Some(SetupRow::Minutes) => self.minutes = stepped(self.minutes, up, &Settings::QUIZ_MINUTES),
            Some(SetupRow::Timed) => {
                self.timed = up;
                self.list_rows(desk);
            }
            Some(SetupRow::Weakest) => self.weakest = up,
            Some(SetupRow::Generated) => self.set_generated(up, desk),
            _ => {}
        }
    }

    fn toggle(&mut self, desk: &Desk) {
        match self.rows.get(self.list.row) {
            Some(SetupRow::Timed) => {
                self.timed = !self.timed;
                self.list_rows(desk);
            }
            Some(SetupRow::Weakest) => self.weakest = !self.weakest,
            Some(SetupRow::Generated) => self.set_generated(!self.generated, desk),
            Some(SetupRow::Topic(topic, _)) => match self.chosen.iter().position(|chosen| chosen == topic) {
                Some(index) => {
                    self.chosen.remove(index);
                }
                None => self.chosen.push(*topic),
            },
            Some(SetupRow::Count | SetupRow::Minutes) => self.change(true, desk),
            Some(SetupRow::Start) | None => {}
        }
    }

    /// The row stands where the other one does not, so the selection follows it.
    fn set_generated(&mut self, generated: bool, desk: &Desk) {
        self.generated = generated;
        self.list_rows(desk);
        self.list.row = self.rows.iter().position(|row| *row == SetupRow::Generated).unwrap_or(0);
    }

    fn toggle_all(&mut self) {
        let all = self.topics();
        self.chosen = if self.chosen.len() == all.len() { Vec::new() } else { all };
    }

    /// The quiz that is chosen, or why there is none.
    fn plan(&self, desk: &Desk) -> Result<QuizPlan, String> {
        if self.chosen.is_empty() {
            return Err("Choose a topic first; a chooses all of them.".to_owned());
        }
        // All of them is said as none in particular, so that the quiz is titled so.
        let all = self.chosen.len() == self.topics().len();
        let mut topics = if all { Vec::new() } else { self.chosen.clone() };
        topics.sort_unstable();
        let request = QuizRequest {
            topics,
            rows: Vec::new(),
            count: usize::try_from(self.count).unwrap_or(usize::MAX),
            minutes: self.timed.then_some(self.minutes),
            weakest: self.weakest,
            seed: u64::try_from(desk.now.at).unwrap_or_default(),
        };
        if self.generated {
            return generated_plan(desk, &request)
                .map_err(|impossible| format!("N{}.", impossible.to_string().trim_start_matches('n')));
        }
        let plan = draw(&desk.catalog, &desk.progress, &request);
        if plan.questions.is_empty() {
            return Err("There are no questions on that yet.".to_owned());
        }
        Ok(plan)
    }

    /// Starts it. Whether an open quiz is thrown away for it is asked only where it can be started.
    fn start(&self, desk: &mut Desk) -> Step {
        match self.plan(desk) {
            Ok(_) if desk.progress.quiz.is_some() => Step::Confirm {
                question: "Another quiz is not handed in. Throw it away and start this one?".to_owned(),
                then: Command::Open,
            },
            plan => begin(plan, desk),
        }
    }
}

fn begin(plan: Result<QuizPlan, String>, desk: &mut Desk) -> Step {
    match plan {
        Ok(plan) => QuizScreen::begin(desk, plan)
            .map_or(Step::Stay, |quiz| Step::replace(Screen::Quiz(Box::new(quiz)))),
        Err(why) => {
            desk.say(why);
            Step::Stay
        }
    }
}

impl ScreenState for QuizSetup {
    fn place(&self) -> Place {
        Place::QuizSetup
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        match command {
            Command::Up => self.step(-1, desk),
            Command::Down => self.step(1, desk),
            Command::Less => self.change(false, desk),
            Command::More => self.change(true, desk),
            Command::Toggle => self.toggle(desk),
            Command::ToggleAll => self.toggle_all(),
            Command::Open => return self.start(desk),
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn confirmed(&mut self, then: Command, desk: &mut Desk) -> Step {
        if then == Command::Open { begin(self.plan(desk), desk) } else { Step::Stay }
    }

    fn resized(&mut self, desk: &Desk) {
        self.step(0, desk);
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        self.list.row = row;
        self.step(0, desk);
        match self.rows.get(self.list.row) {
            Some(SetupRow::Start) => self.start(desk),
            _ => {
                self.toggle(desk);
                Step::Stay
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::Size;
    use crate::course::Catalog;
    use crate::study::{Moment, Progress};

    /// More is more, and no more than the settings and the command line allow.
    #[test]
    fn it_counts_within_the_limits_of_the_settings() {
        let size = Size { width: 80, height: 24 };
        let settings = Settings { quiz_length: 199, quiz_minutes: 239, ..Settings::default() };
        let catalog = Arc::new(Catalog::default());
        let mut desk = Desk::new(catalog, Progress::default(), settings, Moment::default(), size);
        let mut setup = QuizSetup::new(&desk, &[]);
        setup.timed = true;
        setup.list_rows(&desk);
        let mut values = Vec::new();
        for row in [SetupRow::Count, SetupRow::Minutes] {
            setup.list.row = setup.rows.iter().position(|known| *known == row).unwrap();
            for _ in 0..2 {
                setup.command(Command::More, &mut desk);
                values.push((setup.count, setup.minutes));
            }
        }
        assert_eq!(values, [(200, 239), (200, 239), (200, 240), (200, 240)]);
    }
}
