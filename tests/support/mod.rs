//! A learner at the program: presses keys, sees the screen, has a clock that only moves when told to.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on fails")]
#![allow(dead_code, reason = "every test file uses a part of it")]

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use kubedrill::app::{Desk, Effect, Key, Loaded, Message, Model, Size, update};
use kubedrill::content::Library;
use kubedrill::study::quiz::QuizRequest;
use kubedrill::study::{Day, Entry, Moment, Progress, Settings, ThemeChoice};
use kubedrill::tui::{ColorDepth, Look, Regions, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// 2026-11-22, 12:00 UTC, a Sunday.
pub const START: Moment = Moment { at: 1_795_348_800_000, day: Day(20_779) };
pub const SMALL: Size = Size { width: 80, height: 24 };
pub const LARGE: Size = Size { width: 120, height: 40 };

pub struct Learner {
    pub model: Model,
    pub library: Library,
    pub now: Moment,
    pub look: Look,
    /// What was recorded, copied and asked of the world, in order.
    pub entries: Vec<Entry>,
    pub copied: Vec<String>,
    pub effects: Vec<Effect>,
    pub regions: Regions,
}

impl Learner {
    /// A new learner of the course in `tests/course`: a part of the real one, which changes too often for snapshots.
    pub fn new(size: Size) -> Self {
        Self::with(size, Progress::default(), course())
    }

    pub fn with(size: Size, progress: Progress, library: Library) -> Self {
        let catalog = Arc::new(library.catalog().clone());
        let settings = Settings { theme: ThemeChoice::Dark, ..Settings::default() };
        let mut learner = Self {
            model: Model::new(Desk::new(catalog, progress, settings, START, size)),
            library,
            now: START,
            look: Look { depth: ColorDepth::Indexed, no_color: false },
            entries: Vec::new(),
            copied: Vec::new(),
            effects: Vec::new(),
            regions: Regions::new(),
        };
        let opening = learner.model.take_effects();
        learner.perform(opening);
        learner
    }

    /// The same learner after the program was killed: all that was recorded, nothing else.
    pub fn restarted(&self) -> Self {
        let mut progress = Progress::default();
        self.entries.iter().for_each(|entry| progress.apply(entry));
        let mut learner = Self::with(self.model.desk.size, progress, course());
        learner.entries.clone_from(&self.entries);
        learner.now = self.now;
        learner.tell(Message::Tick(self.now));
        learner.model.home.refresh(&learner.model.desk);
        learner
    }

    pub fn tell(&mut self, message: Message) {
        let effects = update(&mut self.model, message);
        self.perform(effects);
    }

    pub fn perform(&mut self, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            let answer = match &effect {
                Effect::Record(entries) => {
                    self.entries.extend(entries.iter().cloned());
                    None
                }
                Effect::LoadChapter(id) => {
                    let chapter = self.library.chapter(id).map(Box::new);
                    Some(Loaded::Chapter(chapter.map_err(|problems| format!("{problems:?}"))))
                }
                Effect::LoadItems(ids) => {
                    let made = ids
                        .iter()
                        .filter_map(kubedrill::generate::of_id)
                        .map(|made| kubedrill::course::Item::Question(made.question));
                    Some(Loaded::Items(self.library.items(ids).into_iter().chain(made).collect()))
                }
                Effect::LoadLab { id, seed } => {
                    let lab = self.library.lab(id, *seed).map(Box::new);
                    Some(Loaded::Lab(lab.map_err(|problems| format!("{problems:?}"))))
                }
                Effect::LoadSearch => Some(Loaded::Search(self.library.search_entries())),
                Effect::Copy(text) => {
                    self.copied.push(text.clone());
                    None
                }
                _ => None,
            };
            self.effects.push(effect);
            if let Some(loaded) = answer {
                effects.extend(update(&mut self.model, Message::Loaded(loaded)));
            }
        }
    }

    /// Presses keys by their names, parted by spaces.
    pub fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            let key = Key::parse(name).unwrap_or_else(|| panic!("{name} is no key"));
            self.tell(Message::Tick(self.now));
            self.tell(Message::Key(key));
        }
        self
    }

    /// Opens questions without end.
    pub fn endless(&mut self, request: &QuizRequest) {
        self.model.endless(request).unwrap();
        let effects = self.model.take_effects();
        self.perform(effects);
    }

    pub fn typed(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            self.tell(Message::Key(Key::char(character)));
        }
        self
    }

    /// Lets `seconds` pass.
    pub fn wait(&mut self, seconds: i64) -> &mut Self {
        let noon_before = (START.at - 43_200_000).rem_euclid(86_400_000);
        self.now.at += seconds * 1000;
        self.now.day = Day(i32::try_from((self.now.at - noon_before).div_euclid(86_400_000)).unwrap());
        self.tell(Message::Tick(self.now));
        self
    }

    pub fn buffer(&mut self) -> Buffer {
        let size = self.model.desk.size;
        let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
        terminal.draw(|frame| self.regions = view(&self.model, self.look, frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// The screen as text.
    pub fn screen(&mut self) -> String {
        let buffer = self.buffer();
        let area = *buffer.area();
        let lines: Vec<String> = (0..area.height)
            .map(|y| {
                let line: String = (0..area.width).map(|x| buffer[(x, y)].symbol()).collect();
                line.trim_end().to_owned()
            })
            .collect();
        lines.join("\n")
    }

    /// Fails with the screen unless `text` is on it.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(text), "{text:?} is not on the screen:\n{screen}");
        self
    }

    #[track_caller]
    pub fn does_not_see(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(text), "{text:?} is on the screen:\n{screen}");
        self
    }
}

pub fn course() -> Library {
    let mut library = Library::empty();
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/course");
    let problems = library.add_user(&dir, None);
    assert!(problems.is_empty(), "{problems:?}");
    library
}
