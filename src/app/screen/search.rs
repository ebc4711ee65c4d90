//! Search over everything: sections, cards, questions and labs, as one types.

use super::{LabScreen, LookScreen, QuizMode, QuizScreen, ReaderScreen, Screen, ScreenState, Step};
use crate::app::{Command, Desk, Effect, Hit, Key, LineEdit, Loaded, Place, SearchIndex, Selection};
use crate::course::{Catalog, ItemId, SearchEntry, SearchKind};

#[derive(Debug, Clone, Default)]
pub struct SearchScreen {
    pub edit: LineEdit,
    pub index: SearchIndex,
    pub hits: Vec<Hit>,
    pub list: Selection,
    pub loaded: bool,
}

impl SearchScreen {
    fn search(&mut self) {
        self.hits = self.index.hits(self.edit.text());
        self.list = Selection::default();
    }

    fn step(&mut self, by: isize, desk: &Desk) {
        self.list.step(by, self.hits.len());
        self.list.keep_in_view(self.hits.len(), desk.body().height.saturating_sub(2));
    }

    fn open(&self, desk: &mut Desk) -> Step {
        let Some(entry) = self.hits.get(self.list.row).and_then(|hit| self.index.entries.get(hit.entry))
        else {
            desk.say("Nothing is selected.");
            return Step::Stay;
        };
        let id = || ItemId::new(&entry.id);
        match entry.kind {
            SearchKind::Section => Step::open(Screen::Reader(Box::new(ReaderScreen::at_place(&entry.id)))),
            SearchKind::Card => Step::open(Screen::Look(Box::new(LookScreen::new(id())))),
            SearchKind::Lab => Step::open(Screen::Lab(Box::new(LabScreen::new(&entry.id, desk)))),
            SearchKind::Question => {
                Step::open(Screen::Quiz(Box::new(QuizScreen::single(id(), QuizMode::Alone))))
            }
        }
    }
}

/// Labs are in the catalog with all that a search shows of them.
fn labs(catalog: &Catalog) -> impl Iterator<Item = SearchEntry> {
    catalog.labs.iter().filter_map(|lab| {
        let row = *lab.rows.first()?;
        let (id, title) = (lab.id.clone(), lab.title.clone());
        Some(SearchEntry { kind: SearchKind::Lab, id, title, place: row.title().to_owned(), row })
    })
}

impl ScreenState for SearchScreen {
    fn place(&self) -> Place {
        Place::Search
    }

    fn opened(&mut self, desk: &mut Desk) {
        desk.ask(Effect::LoadSearch);
    }

    fn loaded(&mut self, loaded: Loaded, desk: &mut Desk) -> Step {
        if let Loaded::Search(mut entries) = loaded {
            entries.extend(labs(&desk.catalog));
            self.index = SearchIndex::new(entries);
            self.loaded = true;
            self.search();
        }
        Step::Stay
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        let page = isize::try_from(desk.body().height.saturating_sub(3)).unwrap_or(1);
        match command {
            Command::Up => self.step(-1, desk),
            Command::Down => self.step(1, desk),
            Command::PageUp => self.step(-page, desk),
            Command::PageDown => self.step(page, desk),
            Command::Open => return self.open(desk),
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn key(&mut self, key: Key, _desk: &mut Desk) -> Step {
        if self.edit.key(key) {
            self.search();
        }
        Step::Stay
    }

    fn paste(&mut self, text: &str, _desk: &mut Desk) -> Step {
        self.edit.insert(text);
        self.search();
        Step::Stay
    }

    fn resized(&mut self, desk: &Desk) {
        self.step(0, desk);
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        self.list.row = row;
        self.step(0, desk);
        self.open(desk)
    }
}
