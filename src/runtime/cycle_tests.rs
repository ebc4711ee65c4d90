//! The order of what the cycle does, seen from outside: waiting, recording, drawing.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::CrosstermBackend;
use ratatui::{TerminalOptions, Viewport};

use super::*;
use crate::app::{Desk, LabScreen, Loaded, Screen, review_all};
use crate::content::Library;
use crate::study::{Day, LabAct, LabDeed, Progress, Settings};
use crate::tui::ColorDepth;

const NOW: Moment = Moment { at: 1_795_348_800_000, day: Day(20_779) };

const SIZE: Size = Size { width: 80, height: 24 };
const LOOK: Look = Look { depth: ColorDepth::Indexed, no_color: false };

fn at_home(library: &Library) -> Model {
    let catalog = Arc::new(library.catalog().clone());
    Model::new(Desk::new(catalog, Progress::default(), Settings::default(), NOW, SIZE))
}

fn terminal(deeds: &Deeds) -> Terminal<CrosstermBackend<Glass>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.width, SIZE.height));
    let backend = CrosstermBackend::new(Glass(deeds.clone()));
    Terminal::with_options(backend, TerminalOptions { viewport }).unwrap()
}

/// What happened, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Key,
    Recorded,
    Drawn,
    /// The record was written as a whole.
    Snapshot,
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
    batches: VecDeque<Vec<KeyCode>>,
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
                let key = KeyEvent::new(batch.remove(0), KeyModifiers::NONE);
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
            Effect::Snapshot => {
                self.deeds.borrow_mut().push(Deed::Snapshot);
                vec![]
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
    let mut model = at_home(&library);
    let options = review_all(&model.desk);
    model.review(options);
    assert!(matches!(model.screens.last(), Some(Screen::Review(_))));
    let mut terminal = terminal(&deeds);
    let batches = batches.iter().map(|batch| batch.chars().map(KeyCode::Char).collect()).collect();
    let mut events = Fingers { deeds: deeds.clone(), batches };
    let mut world = Disk { deeds: deeds.clone(), library, full };
    let exit = run(&mut terminal, &mut events, &mut world, &mut model, LOOK).unwrap();
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

/// A world in which an editor is open for an hour.
struct Editing {
    now: Moment,
    library: Library,
    recorded: Vec<Entry>,
    /// Entries that were recorded when the editor was opened.
    before: usize,
}

impl World for Editing {
    fn now(&self) -> Moment {
        self.now
    }

    fn perform(&mut self, effect: Effect, _: &Model) -> Vec<Message> {
        match effect {
            Effect::Record(entries) => self.recorded.extend(entries),
            Effect::LoadLab { id, seed } => {
                let lab =
                    self.library.lab(&id, seed).map(Box::new).map_err(|problems| format!("{problems:?}"));
                return vec![Message::Loaded(Loaded::Lab(lab))];
            }
            Effect::Edit { .. } => {
                self.before = self.recorded.len();
                self.now.at += 3_600_000;
                return vec![Message::Loaded(Loaded::Edited(Some("a\n".to_owned())))];
            }
            _ => {}
        }
        Vec::new()
    }

    fn after_first_frame(&mut self) {}
    fn suspend(&mut self) {}
    fn resume(&mut self) {}
}

#[test]
fn what_an_editor_wrote_is_of_the_time_when_it_was_left() {
    let deeds = Deeds::default();
    let library = Library::embedded();
    let mut model = at_home(&library);
    let id = model.desk.catalog.labs.first().unwrap().id.clone();
    let lab = LabScreen::new(&id, &model.desk);
    model.open(Screen::Lab(Box::new(lab)));
    let keys = "vi f".chars().map(KeyCode::Char).chain([KeyCode::Enter, KeyCode::F(9)]);
    let mut events = Fingers { deeds: deeds.clone(), batches: VecDeque::from([keys.collect()]) };
    let mut world = Editing { now: NOW, library, recorded: Vec::new(), before: 0 };
    run(&mut terminal(&deeds), &mut events, &mut world, &mut model, LOOK).unwrap();
    assert!(world.before >= 2, "the start and the line that was typed");
    let acts: Vec<&LabAct> = world
        .recorded
        .iter()
        .filter_map(|entry| if let Entry::LabActed { act, .. } = entry { Some(act) } else { None })
        .collect();
    let hour = NOW.at + 3_600_000;
    let edited = LabAct { at: hour, spent: None, deed: LabDeed::Edited(Some("a\n".to_owned())) };
    assert_eq!(acts.last(), Some(&&edited), "{acts:?}");
}
