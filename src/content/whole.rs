//! The whole course, read at once.

use super::library::Library;
use super::parse::{Reading, read};
use crate::course::{Course, FileNumber, Item, Problem};

impl Library {
    /// Reads every file. Problems are those of the files; clashes were told when the files were added.
    pub fn whole(&mut self) -> (Course, Vec<Problem>) {
        let mut course = Course::default();
        let mut problems = Vec::new();
        for (number, source) in (0..).map(FileNumber).zip(&self.files) {
            let Some(folder) = source.folder() else { continue };
            let text = match source.text() {
                Ok(text) => text,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            let Reading { chapter, items, problems: found, .. } = read(folder, &source.name, &text);
            problems.extend(found);
            let is_ours = |id: &str| self.catalog().chapter(id).is_some_and(|entry| entry.file == number);
            course.chapters.extend(chapter.map(|whole| whole.chapter).filter(|chapter| is_ours(&chapter.id)));
            for placed in items.into_iter().filter(|placed| self.is_from(placed.item.id(), number)) {
                match placed.item {
                    Item::Card(card) => course.cards.push(card),
                    Item::Question(question) => course.questions.push(question),
                }
            }
        }
        // Stable: chapters of the same number stay in the order of their files, as in the catalog.
        course.chapters.sort_by_key(|chapter| chapter.number);
        (course, problems)
    }
}
