//! The model: what is shared, the screens that are open, and what lies over them.

use super::screen::{Home, Screen};
use super::{Command, Desk, Effect, Place};

/// The whole program as a value.
#[derive(Debug, Clone)]
pub struct Model {
    pub desk: Desk,
    /// The open screens; home is the first, the last is seen. Never empty but for home, which is held apart.
    pub home: Home,
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

    /// Opens `screen` above what is open.
    pub fn open(&mut self, screen: Screen) {
        self.screens.push(screen);
        self.opened();
    }

    pub(super) fn opened(&mut self) {
        if let Some(screen) = self.screens.last_mut() {
            screen.state().opened(&mut self.desk);
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

    /// Whether a clock is on the screen, so that time has to come in by itself.
    pub fn shows_clock(&self) -> bool {
        self.screens.last().is_some_and(|screen| screen.view().shows_clock())
    }

    /// The effects that opening screens asked for.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.desk.effects)
    }
}
