//! The model: what is shared, the screens that are open, and what lies over them.

use super::screen::{Home, QuizScreen, ReviewScreen, Screen};
use super::{Command, Desk, Effect, Place, Size};
use crate::study::ReviewOptions;
use crate::study::quiz::QuizRequest;

/// The whole program as a value.
#[derive(Debug, Clone)]
pub struct Model {
    pub desk: Desk,
    /// Lies beneath all screens and is never closed.
    pub home: Home,
    /// The open screens; the last is seen. At home there are none.
    pub screens: Vec<Screen>,
    pub overlay: Option<Overlay>,
}

/// What lies over the screen and takes the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// The keys of `place`, scrolled by `top` lines.
    Help { place: Place, top: usize },
    /// A question to be answered with yes or no.
    Confirm(Confirm),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirm {
    pub question: String,
    /// What `yes` means to the screen beneath.
    pub then: Command,
}

impl Model {
    /// The program as it opens: at home.
    pub fn new(desk: Desk) -> Self {
        let home = Home::new(&desk);
        Self { desk, home, screens: Vec::new(), overlay: None }
    }

    /// Opens `screen` above what is open. Where that has the same work open already it is closed, with what lies over it.
    pub fn open(&mut self, screen: Screen) {
        if let Some(work) = screen.view().work() {
            let same = |open: &Screen| open.view().work().as_ref() == Some(&work);
            self.close_above(self.screens.iter().position(same).unwrap_or(self.screens.len()));
        }
        self.screens.push(screen);
        self.opened();
    }

    /// Closes all but the first `kept` screens, from the top.
    pub(super) fn close_above(&mut self, kept: usize) {
        while self.screens.len() > kept
            && let Some(mut screen) = self.screens.pop()
        {
            screen.state().closing(&mut self.desk);
        }
    }

    /// Opens a review of these, or says that there is nothing to review.
    pub fn review(&mut self, options: ReviewOptions) {
        match ReviewScreen::start(&self.desk, options) {
            Some(review) => self.open(Screen::Review(Box::new(review))),
            None => self.desk.say("Nothing to review there."),
        }
    }

    /// Draws a quiz and opens it above what is open.
    ///
    /// # Errors
    /// If there are no questions for it, or another quiz is not handed in.
    pub fn quiz(&mut self, request: &QuizRequest) -> Result<(), String> {
        if self.desk.progress.quiz.is_some() {
            return Err("another quiz is not handed in; open kubedrill and end it first".to_owned());
        }
        match QuizScreen::draw(&mut self.desk, request) {
            Some(quiz) => self.open(Screen::Quiz(Box::new(quiz))),
            None => return Err("there are no questions on that".to_owned()),
        }
        Ok(())
    }

    /// Opens questions without end.
    ///
    /// # Errors
    /// When nobody makes questions on what is asked for.
    pub fn endless(&mut self, request: &QuizRequest) -> Result<(), String> {
        let quiz = QuizScreen::endless(&self.desk, request).map_err(|impossible| impossible.to_string())?;
        self.open(Screen::Quiz(Box::new(quiz)));
        Ok(())
    }

    pub(super) fn opened(&mut self) {
        if let Some(screen) = self.screens.last_mut() {
            screen.state().opened(&mut self.desk);
        }
    }

    /// The window is of this size.
    pub fn resize(&mut self, size: Size) {
        self.desk.size = size;
        for screen in &mut self.screens {
            screen.state().resized(&self.desk);
        }
    }

    /// Where keys go.
    pub fn place(&self) -> Place {
        match &self.overlay {
            Some(Overlay::Help { .. }) => Place::Help,
            Some(Overlay::Confirm(_)) => Place::Confirm,
            None => self.screen_place(),
        }
    }

    /// The place of the screen itself, whatever lies over it.
    pub fn screen_place(&self) -> Place {
        self.screens.last().map_or(Place::Home, |screen| screen.view().place())
    }

    /// Whether a command of the place can do something: only those are shown.
    pub fn offers(&self, command: Command) -> bool {
        self.screens.last().is_none_or(|screen| screen.view().offers(command))
    }

    /// Whether a clock is on the screen, so that time has to come in by itself: that of the uppermost screen that has one.
    pub fn shows_clock(&self) -> bool {
        self.clock().is_some()
    }

    /// The screen whose clock is shown. One can read a chapter in an exam, and its clock is still seen.
    pub fn clock(&self) -> Option<&Screen> {
        self.screens.iter().rev().find(|screen| screen.view().shows_clock())
    }

    /// The effects that opening screens asked for.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.desk.effects)
    }
}
