//! The screens: each a state that lives only while it is open. `tui/view/` mirrors this folder file by file.

mod chapters;
mod exam;
mod exam_result;
mod exam_setup;
mod home;
mod insight;
mod lab;
mod lab_result;
mod labs;
mod look;
mod question;
mod quiz;
mod quiz_setup;
mod reader;
mod result;
mod review;
mod review_menu;
mod search;
mod settings;
mod statistics;
mod steps;

pub use chapters::{ChapterRow, ChaptersScreen};
pub use exam::{ExamRow, ExamScreen};
pub use exam_result::ExamResultScreen;
pub use exam_setup::{ExamChoice, ExamSetup, exam_screen};
pub use home::{Home, HomeRow, review_all};
pub use insight::{InsightScreen, toggle_words};
pub use lab::{LabScreen, Numbering, Pane, Panes, Running, Sandbox, Stage};
pub use lab_result::{LabResultScreen, Playing};
pub use labs::{LabRow, LabsScreen, lab_counts};
pub use look::LookScreen;
pub use question::{QuestionPage, RowState};
pub use quiz::{QuizMode, QuizScreen};
pub use quiz_setup::{QuizSetup, SetupRow};
pub use reader::{Focus, ReaderScreen};
pub use result::ResultScreen;
pub use review::{ReviewScreen, Side};
pub use review_menu::ReviewMenu;
pub use search::SearchScreen;
pub use settings::{SettingRow, SettingsScreen};
pub use statistics::StatisticsScreen;
pub use steps::StepsScreen;

use super::{Command, Desk, Key, Loaded, Place, Work};
use crate::study::ReviewOptions;

/// Which screen is open, with its state.
#[derive(Debug, Clone)]
pub enum Screen {
    Chapters(ChaptersScreen),
    Reader(Box<ReaderScreen>),
    ReviewMenu(ReviewMenu),
    Review(Box<ReviewScreen>),
    QuizSetup(QuizSetup),
    Quiz(Box<QuizScreen>),
    Result(Box<ResultScreen>),
    Insight(Box<InsightScreen>),
    Steps(Box<StepsScreen>),
    Labs(LabsScreen),
    Lab(Box<LabScreen>),
    LabResult(Box<LabResultScreen>),
    ExamSetup(Box<ExamSetup>),
    Exam(Box<ExamScreen>),
    ExamResult(Box<ExamResultScreen>),
    Look(Box<LookScreen>),
    Statistics(Box<StatisticsScreen>),
    Search(SearchScreen),
    Settings(SettingsScreen),
}

/// Where a state wants to go.
#[derive(Debug, Clone, Default)]
pub enum Step {
    #[default]
    Stay,
    Open(Box<Screen>),
    Replace(Box<Screen>),
    Back,
    Home,
    /// Review these, if there is anything to review.
    Review(ReviewOptions),
    /// Ask first; `then` comes to [`ScreenState::confirmed`] if the answer is yes.
    Confirm {
        question: String,
        then: Command,
    },
}

/// How a screen answers to what happens. Everything has a meaning that does nothing.
pub trait ScreenState {
    fn place(&self) -> Place;

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step;

    /// A key that the table gives no meaning: text, mostly.
    fn key(&mut self, _key: Key, _desk: &mut Desk) -> Step {
        Step::Stay
    }

    fn paste(&mut self, _text: &str, _desk: &mut Desk) -> Step {
        Step::Stay
    }

    fn confirmed(&mut self, _then: Command, _desk: &mut Desk) -> Step {
        Step::Stay
    }

    /// It was just opened: the moment to ask for what it needs.
    fn opened(&mut self, _desk: &mut Desk) {}

    /// What lay above it was closed.
    fn came_back(&mut self, _desk: &mut Desk) {}

    fn loaded(&mut self, _loaded: Loaded, _desk: &mut Desk) -> Step {
        Step::Stay
    }

    fn resized(&mut self, _desk: &Desk) {}

    /// A row of its list was clicked.
    fn clicked(&mut self, _row: usize, _desk: &mut Desk) -> Step {
        Step::Stay
    }

    /// Time went on; only told while a clock is on the screen.
    fn tick(&mut self, _desk: &mut Desk) -> Step {
        Step::Stay
    }

    fn shows_clock(&self) -> bool {
        false
    }

    /// Whether a command of its place can do something now; what can not is not shown among the keys.
    fn offers(&self, _command: Command) -> bool {
        true
    }

    /// What of the record it writes, so that no other screen may at the same time.
    fn work(&self) -> Option<Work> {
        None
    }

    /// It is being closed, or the program is left.
    fn closing(&mut self, _desk: &mut Desk) {}
}

impl Screen {
    pub fn state(&mut self) -> &mut dyn ScreenState {
        match self {
            Self::Chapters(state) => state,
            Self::Reader(state) => state.as_mut(),
            Self::ReviewMenu(state) => state,
            Self::Review(state) => state.as_mut(),
            Self::QuizSetup(state) => state,
            Self::Quiz(state) => state.as_mut(),
            Self::Result(state) => state.as_mut(),
            Self::Insight(state) => state.as_mut(),
            Self::Steps(state) => state.as_mut(),
            Self::Labs(state) => state,
            Self::Lab(state) => state.as_mut(),
            Self::LabResult(state) => state.as_mut(),
            Self::ExamSetup(state) => state.as_mut(),
            Self::Exam(state) => state.as_mut(),
            Self::ExamResult(state) => state.as_mut(),
            Self::Look(state) => state.as_mut(),
            Self::Statistics(state) => state.as_mut(),
            Self::Search(state) => state,
            Self::Settings(state) => state,
        }
    }

    pub fn view(&self) -> &dyn ScreenState {
        match self {
            Self::Chapters(state) => state,
            Self::Reader(state) => state.as_ref(),
            Self::ReviewMenu(state) => state,
            Self::Review(state) => state.as_ref(),
            Self::QuizSetup(state) => state,
            Self::Quiz(state) => state.as_ref(),
            Self::Result(state) => state.as_ref(),
            Self::Insight(state) => state.as_ref(),
            Self::Steps(state) => state.as_ref(),
            Self::Labs(state) => state,
            Self::Lab(state) => state.as_ref(),
            Self::LabResult(state) => state.as_ref(),
            Self::ExamSetup(state) => state.as_ref(),
            Self::Exam(state) => state.as_ref(),
            Self::ExamResult(state) => state.as_ref(),
            Self::Look(state) => state.as_ref(),
            Self::Statistics(state) => state.as_ref(),
            Self::Search(state) => state,
            Self::Settings(state) => state,
        }
    }
}

impl Step {
    pub fn open(screen: Screen) -> Self {
        Self::Open(Box::new(screen))
    }

    pub fn replace(screen: Screen) -> Self {
        Self::Replace(Box::new(screen))
    }

    /// Opens the section (`chapter#section`) that explains something, if one is named for it.
    pub fn section(place: Option<&str>, what: &str, desk: &mut Desk) -> Self {
        match place {
            Some(place) => Self::open(Screen::Reader(Box::new(ReaderScreen::at_place(place)))),
            None => {
                desk.say(format!("No section is named for this {what}."));
                Self::Stay
            }
        }
    }
}
