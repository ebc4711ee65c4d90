//! The cycle itself, generic over the terminal's backend, the events and the world, so that tests run the same one.

use std::collections::VecDeque;
use std::time::Duration;

use crossterm::event::Event;
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::layout::{Position, Rect};

use crate::app::{Effect, Message, Model, Size, update};
use crate::study::{Entry, Moment};
use crate::tui::{self, Look, Regions, view};

/// What comes in.
#[derive(Debug, Clone, PartialEq)]
pub enum Happening {
    Terminal(Event),
    Background {
        dark: bool,
    },
    /// A signal by which the system asks the program to end.
    End(i32),
    /// The program was stopped and goes on: the terminal has to be entered anew.
    Resumed,
}

/// What waiting gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    Happening(Happening),
    /// Nothing came in the given time.
    Nothing,
    /// Nothing will ever come: the terminal is gone.
    Closed,
}

pub trait Events {
    /// Waits for the next happening: for so long, or for ever. Blocks; an idle program does not wake up.
    fn wait(&mut self, within: Option<Duration>) -> Received;
}

pub trait World {
    fn now(&self) -> Moment;

    /// Performs an effect; what it has to say comes back as messages.
    fn perform(&mut self, effect: Effect, model: &Model) -> Vec<Message>;

    /// Called once the first frame is drawn: whatever could wait for it.
    fn after_first_frame(&mut self);

    /// Gives the terminal to the shell until the program is continued.
    fn suspend(&mut self);

    /// Enters the terminal again.
    fn resume(&mut self);
}

/// How the cycle ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Left,
    Signal(i32),
    /// The terminal went away.
    Closed,
}

/// Events that are taken together before the screen is drawn: a flood of keys costs one frame.
const BATCH: usize = 64;

/// Runs until the learner leaves.
///
/// # Errors
/// What the backend says when it can not draw.
pub fn run<B: Backend>(
    terminal: &mut Terminal<B>,
    events: &mut impl Events,
    world: &mut impl World,
    model: &mut Model,
    look: Look,
) -> Result<Exit, B::Error> {
    let mut cycle = Cycle {
        model,
        world,
        entries: Vec::new(),
        later: Vec::new(),
        regions: Regions::new(),
        exit: None,
        redraw: false,
    };
    let opening = cycle.model.take_effects();
    cycle.queue(opening);
    cycle.draw(terminal, look)?;
    cycle.world.after_first_frame();
    loop {
        let told = cycle.perform_later();
        if let Some(exit) = cycle.exit {
            // Not drawn any more: the terminal may be what went away.
            return Ok(exit);
        }
        if told {
            cycle.draw(terminal, look)?;
        }
        cycle.take_batch(events);
        if cycle.exit.is_some() {
            continue;
        }
        if std::mem::take(&mut cycle.redraw) {
            clear(terminal)?;
        }
        cycle.draw(terminal, look)?;
    }
}

/// Has the next frame draw everything. Not by `Terminal::clear`: it asks the terminal where the cursor is, and the answer
/// would come among the keys, which another thread reads.
fn clear<B: Backend>(terminal: &mut Terminal<B>) -> Result<(), B::Error> {
    let size = terminal.size()?;
    terminal.resize(Rect::from((Position::ORIGIN, size)))
}

struct Cycle<'a, W> {
    model: &'a mut Model,
    world: &'a mut W,
    /// Entries that have to be on the disk before the next frame: what a learner sees taken must survive the loss of
    /// power in the same moment. It costs the frame 0.2 ms (one write, one sync), however many keys it answers; to draw
    /// first, as was done, lost an answer when the program was killed in between.
    entries: Vec<Entry>,
    /// Effects that can wait until the answer to the key is on the screen.
    later: Vec<Effect>,
    regions: Regions,
    exit: Option<Exit>,
    redraw: bool,
}

impl<W: World> Cycle<'_, W> {
    /// Draws the model, whose entries are on the disk by then; if they can not be written, the frame says so.
    fn draw<B: Backend>(&mut self, terminal: &mut Terminal<B>, look: Look) -> Result<(), B::Error> {
        self.record();
        terminal.draw(|frame| self.regions = view(self.model, look, frame))?;
        Ok(())
    }

    /// Waits for something to happen, and takes all that has happened by then.
    fn take_batch(&mut self, events: &mut impl Events) {
        let mut within = self.model.shows_clock().then(|| {
            // To the next full second of the clock, so that it does not skip one.
            let past = u64::try_from(self.world.now().at.rem_euclid(1000)).unwrap_or(0);
            Duration::from_millis(1000 - past)
        });
        for _ in 0..BATCH {
            let received = events.wait(within);
            if received != Received::Nothing || within != Some(Duration::ZERO) {
                self.tell(Message::Tick(self.world.now()));
            }
            match received {
                Received::Happening(happening) => self.happened(happening),
                Received::Nothing => return,
                Received::Closed => self.exit = Some(Exit::Closed),
            }
            if self.exit.is_some() {
                return;
            }
            within = Some(Duration::ZERO);
        }
    }

    fn happened(&mut self, happening: Happening) {
        match happening {
            Happening::Terminal(event) => {
                #[cfg(debug_assertions)]
                super::fault::panic_on_key(&event);
                if let Some(message) = tui::message(&event, &self.regions) {
                    self.tell(message);
                }
            }
            Happening::Background { dark } => self.tell(Message::Background { dark }),
            Happening::End(signal) => self.exit = Some(Exit::Signal(signal)),
            Happening::Resumed => {
                self.world.resume();
                self.redraw = true;
            }
        }
    }

    fn tell(&mut self, message: Message) {
        let effects = update(self.model, message);
        self.queue(effects);
    }

    /// Performs at once what the screen waits for, and puts the rest off until it is drawn.
    fn queue(&mut self, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::LoadChapter(_)
                | Effect::LoadItems(_)
                | Effect::LoadSearch
                | Effect::LoadLab { .. }
                | Effect::CaptureMouse(_) => {
                    for message in self.world.perform(effect, self.model) {
                        effects.extend(update(self.model, message));
                    }
                }
                Effect::Record(entries) => self.entries.extend(entries),
                Effect::Suspend => {
                    self.flush();
                    self.world.suspend();
                    self.redraw = true;
                    effects.extend(update(self.model, Message::Tick(self.world.now())));
                }
                Effect::Edit { .. } => {
                    // The editor may be open for an hour: what was done before is kept, and what it wrote is of the time after.
                    self.record();
                    let edited = self.world.perform(effect, self.model);
                    let now = Message::Tick(self.world.now());
                    for message in std::iter::once(now).chain(edited) {
                        effects.extend(update(self.model, message));
                    }
                    self.redraw = true;
                }
                Effect::Redraw => self.redraw = true,
                Effect::Leave => {
                    self.exit = Some(Exit::Left);
                }
                _ => self.later.push(effect),
            }
        }
    }

    fn record(&mut self) {
        let entries = std::mem::take(&mut self.entries);
        if !entries.is_empty() {
            for message in self.world.perform(Effect::Record(entries), self.model) {
                self.tell(message);
            }
        }
    }

    /// Performs what was put off; says whether something has to be drawn.
    fn perform_later(&mut self) -> bool {
        self.record();
        let mut told = false;
        for effect in std::mem::take(&mut self.later) {
            for message in self.world.perform(effect, self.model) {
                told = true;
                self.tell(message);
            }
        }
        told
    }

    fn flush(&mut self) {
        self.later.push(Effect::Snapshot);
        self.perform_later();
    }
}

/// The size of a terminal, as the model knows it.
pub(super) fn size_of<B: Backend>(terminal: &Terminal<B>) -> Size {
    terminal
        .size()
        .map_or(Size { width: 80, height: 24 }, |size| Size { width: size.width, height: size.height })
}

#[cfg(test)]
#[path = "cycle_tests.rs"]
mod tests;
