//! Search over everything: sections, cards and questions, as one types.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::{LookScreen, QuizMode, QuizScreen, ReaderScreen, Screen, ScreenState, Step};
use crate::app::{Command, Desk, Effect, Key, LineEdit, Loaded, Place, Selection};
use crate::course::{ItemId, SearchEntry, SearchKind};

/// Hits that are kept: more than anyone scrolls through.
const KEPT: usize = 200;

#[derive(Debug, Clone, Default)]
pub struct SearchScreen {
    pub edit: LineEdit,
    pub entries: Vec<SearchEntry>,
    pub hits: Vec<Hit>,
    pub list: Selection,
    pub loaded: bool,
}

/// An entry that matches, and where in its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub entry: usize,
    /// Indices of the title's characters that match, ascending.
    pub matched: Vec<usize>,
}

impl SearchScreen {
    fn search(&mut self) {
        self.hits = hits(&self.entries, self.edit.text());
        self.list = Selection::default();
    }

    fn step(&mut self, by: isize, desk: &Desk) {
        self.list.step(by, self.hits.len());
        self.list.keep_in_view(self.hits.len(), desk.body().height.saturating_sub(2));
    }

    fn open(&self, desk: &mut Desk) -> Step {
        let Some(entry) = self.hits.get(self.list.row).and_then(|hit| self.entries.get(hit.entry)) else {
            desk.say("Nothing is selected.");
            return Step::Stay;
        };
        let id = || ItemId::new(&entry.id);
        match entry.kind {
            SearchKind::Section => Step::open(Screen::Reader(Box::new(ReaderScreen::at_place(&entry.id)))),
            SearchKind::Card => Step::open(Screen::Look(Box::new(LookScreen::new(id())))),
            SearchKind::Question => {
                Step::open(Screen::Quiz(Box::new(QuizScreen::single(id(), QuizMode::Alone))))
            }
        }
    }
}

/// The entries that hold all words of `query`, each word as a fuzzy match, the best first.
pub fn hits(entries: &[SearchEntry], query: &str) -> Vec<Hit> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let matcher = SkimMatcherV2::default().ignore_case();
    let mut hits: Vec<(i64, usize)> = entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| Some((score(&matcher, entry, &words)?, index)))
        .collect();
    hits.sort_by_key(|(score, index)| (-score, *index));
    hits.truncate(KEPT);
    // Where the letters match is asked only for what is kept: it costs as much as finding them.
    hits.into_iter()
        .map(|(_, entry)| {
            let letters = words.iter().filter_map(|word| matcher.fuzzy_indices(&entries[entry].title, word));
            let mut matched: Vec<usize> = letters.flat_map(|(_, indices)| indices).collect();
            matched.sort_unstable();
            matched.dedup();
            Hit { entry, matched }
        })
        .collect()
}

/// How well an entry matches; `None` if a word is not in it. A word that stands there as typed counts more than its
/// letters found one by one, sections more than single cards, and of long titles each word says less.
fn score(matcher: &SkimMatcherV2, entry: &SearchEntry, words: &[String]) -> Option<i64> {
    let title = entry.title.to_lowercase();
    let mut sum = if entry.kind == SearchKind::Section { 40 } else { 0 };
    for word in words {
        let whole = title.contains(word.as_str());
        sum += match (has_letters(&title, word), whole) {
            (true, _) => matcher.fuzzy_match(&entry.title, word)? + if whole { 100 } else { 0 },
            (false, _) => matcher.fuzzy_match(&entry.place, word)? / 4,
        };
    }
    Some(sum - i64::try_from(title.len() / 4).unwrap_or(0))
}

/// Whether the letters of `word` stand in `text` in their order: a cheap look before the dear one.
fn has_letters(text: &str, word: &str) -> bool {
    let mut rest = text.chars();
    word.chars().all(|letter| rest.any(|other| other == letter))
}

impl ScreenState for SearchScreen {
    fn place(&self) -> Place {
        Place::Search
    }

    fn opened(&mut self, desk: &mut Desk) {
        desk.ask(Effect::LoadSearch);
    }

    fn loaded(&mut self, loaded: Loaded, _desk: &mut Desk) -> Step {
        if let Loaded::Search(entries) = loaded {
            self.entries = entries;
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
