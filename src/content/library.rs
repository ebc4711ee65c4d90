//! Everything there is to learn: the embedded course and the user's files, found by id, read when asked for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::ours::our_places;
use super::parse::{FileIndex, Folder, ItemPlace, Stamp, index, parse_chapter, parse_items, visible};
use super::{cache, disk};
use crate::course::{Catalog, Chapter, FileNumber, Item, ItemEntry, ItemId, Problem, SearchEntry};

/// The index of all files, and where they are.
#[derive(Debug, Clone)]
pub struct Library {
    /// Shared with whoever shows it: a copy would be made for the first screen.
    pub(super) catalog: Arc<Catalog>,
    pub(super) files: Vec<Source>,
    /// Those of the course in the binary until something is looked for or added: the first screen needs none of them, and to
    /// put them there took a third of its own time.
    pub(super) places: OnceLock<Places>,
    pub(super) search: Option<Vec<SearchEntry>>,
}

pub(super) type Places = HashMap<ItemId, Place>;

/// A file of the library.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Relative to its course, such as `cards/02-services.toml`.
    pub name: String,
    pub text: Text,
}

#[derive(Debug, Clone)]
pub(super) enum Text {
    Embedded(&'static str),
    Disk(PathBuf),
}

/// Which bytes of which file hold an item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub file: u32,
    pub start: usize,
    pub length: usize,
}

impl Library {
    /// A library without anything: for a course that stands alone, as in tests.
    pub fn empty() -> Self {
        Self {
            catalog: Arc::default(),
            files: Vec::new(),
            places: OnceLock::from(Places::new()),
            search: None,
        }
    }

    /// Merges the user's folder `dir` in, with the index kept in the folder `cache` where its files are untouched.
    /// A missing folder is an empty one. Where ids clash, the first wins: ours, then the first in the order of paths.
    pub fn add_user(&mut self, dir: &Path, cache: Option<&Path>) -> Vec<Problem> {
        self.search = None;
        let mut problems = Vec::new();
        let found = disk::find(dir, &mut problems);
        let mut known = match cache {
            Some(cache) if !found.is_empty() => cache::load(cache, dir),
            _ => HashMap::new(),
        };
        let mut fresh = known.len() != found.len();
        let mut indexed: Vec<(Stamp, FileIndex)> = Vec::with_capacity(found.len());
        let mut paths = Vec::with_capacity(found.len());
        for disk::Found { folder, path, stamp } in found {
            let index = match known.remove(&stamp.path) {
                Some((same, index)) if same == stamp => index,
                _ => {
                    fresh = true;
                    match disk::text(&path, &stamp.path) {
                        Ok(text) => index(folder, &stamp.path, &text).index,
                        Err(problem) => FileIndex { problems: vec![problem], ..FileIndex::default() },
                    }
                }
            };
            indexed.push((stamp, index));
            paths.push(path);
        }
        if let Some(cache) = cache.filter(|_| fresh && !indexed.is_empty()) {
            cache::save(cache, dir, &indexed);
        }
        if !indexed.is_empty() {
            let mut places = self.take_places();
            places.reserve(indexed.iter().map(|(_, index)| index.items.len()).sum());
            self.places = OnceLock::from(places);
        }
        for ((stamp, index), path) in indexed.into_iter().zip(paths) {
            self.add_file(Source { name: stamp.path, text: Text::Disk(path) }, index, &mut problems);
        }
        self.sort_chapters();
        problems.sort();
        problems
    }

    /// What there is: ids, rows and titles.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The same, to keep: what is added to the library later is not in it.
    pub fn shared_catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.catalog)
    }

    /// Reads a chapter. It can be there and have problems: those are not told here.
    pub fn chapter(&self, id: &str) -> Result<Chapter, Vec<Problem>> {
        let source = self.catalog.chapter(id).and_then(|entry| self.source(entry.file));
        let Some(source) = source else {
            return Err(vec![Problem::new("", 0, format!("there is no chapter `{}`", visible(id)))]);
        };
        let text = source.text().map_err(|problem| vec![problem])?;
        match parse_chapter(&source.name, &text) {
            (Some(chapter), _) if chapter.id == id => Ok(chapter),
            (Some(_), _) => {
                let message = format!("does not hold the chapter `{}` any more", visible(id));
                Err(vec![Problem::new(&source.name, 0, message).hint("start kubedrill again")])
            }
            (None, problems) => Err(problems),
        }
    }

    /// Reads items, in the order of `ids`; those that are not there are left out.
    pub fn items(&self, ids: &[ItemId]) -> Vec<Item> {
        ids.iter().filter_map(|id| self.item(id)).collect()
    }

    fn item(&self, id: &ItemId) -> Option<Item> {
        let place = self.places().get(id)?;
        let source = self.source(FileNumber(place.file))?;
        let part = match &source.text {
            Text::Embedded(text) => text.get(place.start..place.start + place.length).map(Cow::Borrowed),
            Text::Disk(path) => disk::part(path, place.start, place.length).map(Cow::Owned),
        };
        let find = |text: &str| parse_items(&source.name, text).0.into_iter().find(|item| item.id() == id);
        // A file that was edited since may hold it elsewhere.
        part.and_then(|text| find(&text)).or_else(|| find(&source.text().ok()?))
    }

    /// Whether the item `id` of the catalog is the one in this file.
    pub(super) fn is_from(&self, id: &ItemId, file: FileNumber) -> bool {
        self.places().get(id).is_some_and(|place| place.file == file.0)
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(our_places)
    }

    /// To be put back.
    fn take_places(&mut self) -> Places {
        self.places.take().unwrap_or_else(our_places)
    }

    pub(super) fn source(&self, file: FileNumber) -> Option<&Source> {
        self.files.get(usize::try_from(file.0).ok()?)
    }

    /// Takes the content of one file into the catalog; what clashes is left out and told.
    pub(super) fn add_file(&mut self, source: Source, index: FileIndex, problems: &mut Vec<Problem>) {
        let Ok(file) = u32::try_from(self.files.len()) else { return };
        problems.extend(index.problems);
        let mut places = self.take_places();
        let catalog = Arc::make_mut(&mut self.catalog);
        if let Some(chapter) = index.chapter {
            let entry = &chapter.entry;
            if let Some(first) = catalog.chapter(&entry.id) {
                let message = format!("the chapter id `{}` is taken", entry.id);
                problems.push(
                    Problem::new(&source.name, chapter.id_line, message)
                        .hint(taken_by(&self.files, first.file)),
                );
            } else {
                if let Some(first) = catalog.chapters.iter().find(|other| other.number == entry.number) {
                    let message = format!("the chapter number {} is taken", entry.number);
                    let hint = taken_by(&self.files, first.file);
                    problems.push(Problem::new(&source.name, chapter.number_line, message).hint(hint));
                }
                let mut entry = chapter.entry;
                entry.file = FileNumber(file);
                catalog.chapters.push(entry);
            }
        }
        if let Some(mut lab) = index.lab {
            if let Some(first) = catalog.lab(&lab.id) {
                let message = format!("a lab of the name `{}` is there already", lab.id);
                let hint = taken_by(&self.files, first.file);
                problems.push(Problem::new(&source.name, 0, message).hint(hint));
            } else {
                lab.file = FileNumber(file);
                catalog.labs.push(lab);
            }
        }
        for item in index.items {
            let ItemPlace { is_question, id, row, line, start, length } = item;
            match places.entry(id) {
                Entry::Vacant(free) => {
                    let list = if is_question { &mut catalog.questions } else { &mut catalog.cards };
                    list.to_mut().push(ItemEntry { id: free.key().clone(), row, file: FileNumber(file) });
                    free.insert(Place { file, start, length });
                }
                Entry::Occupied(taken) => {
                    let message = format!("the id `{}` is taken", taken.key());
                    let hint = taken_by(&self.files, FileNumber(taken.get().file));
                    problems.push(Problem::new(&source.name, line, message).hint(hint));
                }
            }
        }
        self.places = OnceLock::from(places);
        self.files.push(source);
    }

    pub(super) fn sort_chapters(&mut self) {
        let catalog = Arc::make_mut(&mut self.catalog);
        catalog.chapters.sort_by_key(|chapter| (chapter.number, chapter.file));
        catalog.labs.sort_by(|one, two| one.id.cmp(&two.id));
    }
}

impl Source {
    pub(super) fn text(&self) -> Result<Cow<'static, str>, Problem> {
        match &self.text {
            Text::Embedded(text) => Ok(Cow::Borrowed(text)),
            Text::Disk(path) => disk::text(path, &self.name).map(Cow::Owned),
        }
    }

    pub(super) fn folder(&self) -> Option<Folder> {
        Folder::of(&self.name)
    }
}

/// The hint to a clash with something in `file`.
fn taken_by(files: &[Source], file: FileNumber) -> String {
    match usize::try_from(file.0).ok().and_then(|file| files.get(file)) {
        Some(Source { name, text: Text::Embedded(_) }) => {
            format!("by kubedrill's own {name}; choose another")
        }
        Some(Source { name, .. }) => format!("by {name}; choose another"),
        None => "earlier in this file; choose another".to_owned(),
    }
}
