//! Which of all there is to learn is the user's own: what the course in the binary does not have.

use std::collections::HashSet;

use crate::content::Library;
use crate::course::ItemId;

/// What is ours, by id: where ids clash, ours wins.
pub struct Own {
    items: HashSet<ItemId>,
    chapters: HashSet<String>,
}

impl Own {
    pub fn new() -> Self {
        let library = Library::embedded();
        let catalog = library.catalog();
        Self {
            items: catalog
                .cards
                .iter()
                .chain(catalog.questions.iter())
                .map(|entry| entry.id.clone())
                .collect(),
            chapters: catalog.chapters.iter().map(|chapter| chapter.id.clone()).collect(),
        }
    }

    /// Whether this card or question is the user's.
    pub fn item(&self, id: &ItemId) -> bool {
        !self.items.contains(id)
    }

    pub fn chapter(&self, id: &str) -> bool {
        !self.chapters.contains(id)
    }
}
