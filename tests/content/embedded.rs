//! The embedded course: it has no faults, and its index is what reading it all finds.

use std::path::Path;

use kubedrill::content::{Library, check_dir};
use kubedrill::course::Item;
use kubedrill::course::*;

#[test]
fn the_course_has_no_problems() {
    let report = check_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let told: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    let catalog = Library::embedded().catalog().clone();
    let counts = (catalog.chapters.len(), catalog.cards.len(), catalog.questions.len());
    assert_eq!((report.chapters, report.cards, report.questions), counts);
}

#[test]
fn the_index_is_what_reading_everything_finds() {
    let mut library = Library::embedded();
    let catalog = library.catalog().clone();
    let (course, problems) = library.whole();
    assert_eq!(problems, []);
    let of_item = |id: &ItemId, row: Row| (id.clone(), row);
    let cards: Vec<_> = course.cards.iter().map(|card| of_item(&card.id, card.row)).collect();
    let questions: Vec<_> =
        course.questions.iter().map(|question| of_item(&question.id, question.row)).collect();
    assert_eq!(cards, catalog.cards.iter().map(|entry| of_item(&entry.id, entry.row)).collect::<Vec<_>>());
    assert_eq!(
        questions,
        catalog.questions.iter().map(|entry| of_item(&entry.id, entry.row)).collect::<Vec<_>>()
    );
    assert_eq!(course.chapters.len(), catalog.chapters.len());
    for (chapter, entry) in course.chapters.iter().zip(&catalog.chapters) {
        assert_eq!(
            (&chapter.id, chapter.number, &chapter.title, &chapter.rows, chapter.words),
            (&entry.id, entry.number, &entry.title, &entry.rows, entry.words)
        );
        let sections: Vec<SectionEntry> = chapter
            .sections
            .iter()
            .map(|section| SectionEntry {
                id: section.id.clone(),
                title: section.title.clone(),
                row: section.row,
            })
            .collect();
        assert_eq!(sections, entry.sections);
        assert_eq!(library.chapter(&entry.id).as_ref(), Ok(chapter));
    }
    let ids: Vec<ItemId> = course.questions.iter().map(|question| question.id.clone()).rev().collect();
    let asked: Vec<Item> = course.questions.into_iter().rev().map(Item::Question).collect();
    assert_eq!(library.items(&ids), asked);
    let ids: Vec<ItemId> = course.cards.iter().map(|card| card.id.clone()).collect();
    assert_eq!(library.items(&ids), course.cards.into_iter().map(Item::Card).collect::<Vec<_>>());
}

#[test]
fn everything_can_be_found() {
    let mut library = Library::embedded();
    let catalog = library.catalog().clone();
    let entries = library.search_entries();
    let sections: usize = catalog.chapters.iter().map(|chapter| 1 + chapter.sections.len()).sum();
    assert_eq!(entries.len(), sections + catalog.cards.len() + catalog.questions.len());
    for entry in entries {
        assert!(
            !entry.title.is_empty() && !entry.title.contains('\n') && !entry.place.is_empty(),
            "{entry:?}"
        );
    }
}
