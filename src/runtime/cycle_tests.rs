//! The order of what the cycle does, seen from outside: waiting, recording, drawing.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::CrosstermBackend;
use ratatui::{TerminalOptions, Viewport};

use super::*;
use crate::app::{Desk, Loaded, Screen, review_all};
use crate::content::Library;
use crate::study::{Day, Progress, Settings};
use crate::tui::ColorDepth;

const NOW: Moment = Moment { at: 1_795_348_800_000, day: Day(20_779) };

/// What happened, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Key,
    Recorded,
    Drawn,
}

type Deeds = Rc<RefCell<Vec<Deed>>>;

/// The terminal's other end.
struct Glass(Deeds);

impl io::Write for Glass {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut deeds = self.0.borrow_mut();
        if deeds.last() != Some(&Deed::Drawn) {
            deeds.push(Deed::Drawn);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Presses keys, each in a batch of its own unless it is typed with the one before it, and then goes away.
struct Fingers {
    deeds: Deeds,
    batches: VecDeque<Vec<char>>,
}

impl Events for Fingers {
    fn wait(&mut self, within: Option<Duration>) -> Received {
        let more = within == Some(Duration::ZERO);
        if self.batches.front().is_some_and(Vec::is_empty) && more {
            self.batches.pop_front();
            return Received::Nothing;
        }
        match self.batches.front_mut() {
            None => Received::Closed,
            Some(batch) => {
                self.deeds.borrow_mut().push(Deed::Key);
                let key = KeyEvent::new(KeyCode::Char(batch.remove(0)), KeyModifiers::NONE);
                Received::Happening(Happening::Terminal(Event::Key(key)))
            }
        }
    }
}

struct Disk {
    deeds: Deeds,
    library: Library,
    full: bool,
}

impl World for Disk {
    fn now(&self) -> Moment {
        NOW
    }

    fn perform(&mut self, effect: Effect, _: &Model) -> Vec<Message> {
        match effect {
            Effect::Record(_) => {
                self.deeds.borrow_mut().push(Deed::Recorded);
                if self.full { vec![Message::Recorded(Err("the disk is full".to_owned()))] } else { vec![] }
            }
            Effect::LoadItems(ids) => vec![Message::Loaded(Loaded::Items(self.library.items(&ids)))],
            _ => Vec::new(),
        }
    }

    fn after_first_frame(&mut self) {}
    fn suspend(&mut self) {}
    fn resume(&mut self) {}
}

/// Reviews cards with these keys; what happened, and whether a notice says that it is not saved.
fn review(batches: &[&str], full: bool) -> (Vec<Deed>, bool) {
    let deeds = Deeds::default();
    let library = Library::embedded();
    let size = Size { width: 80, height: 24 };
    let catalog = Arc::new(library.catalog().clone());
    let mut model = Model::new(Desk::new(catalog, Progress::default(), Settings::default(), NOW, size));
    let options = review_all(&model.desk);
    model.review(options);
    assert!(matches!(model.screens.last(), Some(Screen::Review(_))));
    let viewport = Viewport::Fixed(Rect::new(0, 0, size.width, size.height));
    let backend = CrosstermBackend::new(Glass(deeds.clone()));
    let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
    let batches = batches.iter().map(|batch| batch.chars().collect()).collect();
    let mut events = Fingers { deeds: deeds.clone(), batches };
    let mut world = Disk { deeds: deeds.clone(), library, full };
    let look = Look { depth: ColorDepth::Indexed, no_color: false };
    let exit = run(&mut terminal, &mut events, &mut world, &mut model, look).unwrap();
    assert_eq!(exit, Exit::Closed);
    let told = model.desk.notice.is_some_and(|notice| notice.text.contains("the disk is full"));
    (deeds.take(), told)
}

#[test]
fn an_answer_is_on_the_disk_before_it_is_on_the_screen() {
    use Deed::{Drawn, Key, Recorded};
    let (deeds, _) = review(&[" ", "3"], false);
    assert_eq!(deeds, [Drawn, Key, Drawn, Key, Recorded, Drawn]);
}

#[test]
fn answers_that_come_together_are_written_once() {
    use Deed::{Drawn, Key, Recorded};
    let (deeds, _) = review(&[" 3 3"], false);
    assert_eq!(deeds, [Drawn, Key, Key, Key, Key, Recorded, Drawn]);
}

#[test]
fn the_frame_that_shows_an_answer_says_that_it_is_not_saved() {
    let (deeds, told) = review(&[" ", "3"], true);
    assert!(told);
    assert_eq!(deeds.iter().filter(|deed| **deed == Deed::Drawn).count(), 3, "{deeds:?}");
}

#[test]
fn an_answer_given_as_the_terminal_goes_is_written() {
    let (deeds, _) = review(&[" 3"], false);
    assert!(deeds.contains(&Deed::Recorded), "{deeds:?}");
}
