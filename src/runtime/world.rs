//! The real world: the store, the library, the settings file, the clipboard, the terminal's modes.

use std::io::{self, Write};
use std::path::PathBuf;

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use super::pause::Pause;
use super::{World, editor, now};
use crate::app::{Effect, Loaded, Message, Model};
use crate::content::Library;
use crate::course::Item;
use crate::generate;
use crate::storage::{Store, save_settings};
use crate::study::Moment;
use crate::tui::{Modes, ask_background};

/// Entries after which the record is written as a whole when a screen is left; until then the log is enough.
const SNAPSHOT_AFTER: u64 = 32;

#[derive(Debug)]
pub struct RealWorld {
    pub store: Store,
    pub library: Library,
    pub settings_file: PathBuf,
    pub modes: Modes,
    /// Whether to ask the terminal for its background.
    pub ask_background: bool,
    /// Whether the last write failed, so that the next success is worth telling.
    pub failing: bool,
    /// Holds the reading of keys while an editor has the terminal.
    pub pause: Pause,
}

impl RealWorld {
    fn recorded(&mut self, result: Result<(), crate::storage::StoreError>) -> Vec<Message> {
        let was_failing = std::mem::replace(&mut self.failing, result.is_err());
        match result {
            Err(error) => vec![Message::Recorded(Err(error.to_string()))],
            Ok(()) if was_failing => vec![Message::Recorded(Ok(()))],
            Ok(()) => Vec::new(),
        }
    }
}

impl RealWorld {
    /// Gives the terminal to the learner's own editor; if that fails, the built-in one stays open.
    fn edit(&mut self, name: &str, text: &str) -> Vec<Message> {
        let modes = self.modes;
        let edited = self.pause.hold().and_then(|held| {
            Modes::leave();
            let edited = editor::edit(name, text);
            // Before it is let go: until the terminal is raw again, ctrl-c is a signal, and not meant for us.
            enter_again(modes);
            drop(held);
            edited
        });
        match edited {
            Ok(text) => vec![Message::Loaded(Loaded::Edited(text))],
            Err(error) => vec![Message::Told(format!("Your editor could not be used: {error}"))],
        }
    }
}

impl World for RealWorld {
    fn now(&self) -> Moment {
        now()
    }

    fn perform(&mut self, effect: Effect, model: &Model) -> Vec<Message> {
        match effect {
            Effect::Record(entries) => {
                let result = self.store.append(&entries);
                self.recorded(result)
            }
            Effect::Snapshot if self.store.is_read_only() => Vec::new(),
            Effect::Snapshot if self.store.behind() < SNAPSHOT_AFTER && self.store.pending() == 0 => {
                Vec::new()
            }
            Effect::Snapshot => {
                let result = self.store.snapshot(&model.desk.progress);
                self.recorded(result)
            }
            Effect::LoadChapter(id) => {
                let chapter = self.library.chapter(&id).map(Box::new).map_err(|problems| {
                    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
                });
                vec![Message::Loaded(Loaded::Chapter(chapter))]
            }
            Effect::LoadItems(ids) => {
                let mut items = self.library.items(&ids);
                // Generated questions are in no file: their id is enough to make them.
                items
                    .extend(ids.iter().filter_map(generate::of_id).map(|made| Item::Question(made.question)));
                vec![Message::Loaded(Loaded::Items(items))]
            }
            Effect::LoadSearch => vec![Message::Loaded(Loaded::Search(self.library.search_entries()))],
            Effect::LoadLab { id, seed } => {
                let lab = self.library.lab(&id, seed).map(Box::new).map_err(|problems| {
                    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
                });
                vec![Message::Loaded(Loaded::Lab(lab))]
            }
            Effect::Edit { name, text } => self.edit(&name, &text),
            Effect::SaveSettings(settings) => match save_settings(&self.settings_file, &settings) {
                Ok(()) => Vec::new(),
                Err(error) => {
                    vec![Message::Told(format!("The settings hold now but were not saved: {error}"))]
                }
            },
            Effect::Copy(text) => {
                let _ = execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text));
                Vec::new()
            }
            Effect::CaptureMouse(on) => {
                self.modes.mouse = on;
                let _ = Modes::capture_mouse(on);
                Vec::new()
            }
            Effect::Suspend | Effect::Redraw | Effect::Leave => Vec::new(),
        }
    }

    fn after_first_frame(&mut self) {
        if self.ask_background {
            let _ = ask_background();
        }
    }

    fn suspend(&mut self) {
        Modes::leave();
        // The whole job, as ctrl-z does it: `cargo run` or a script around the program has to stop too, or no shell comes.
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
        self.resume();
    }

    fn resume(&mut self) {
        enter_again(self.modes);
    }
}

fn enter_again(modes: Modes) {
    let _ = modes.enter_again();
    let _ = io::stdout().flush();
}
