//! The course as text: chapters with their sections, and how many cards and questions each row has.

use std::fmt::Write as _;

use crate::course::{Catalog, ItemEntry, ROWS, Row};

pub fn text(catalog: &Catalog) -> String {
    let mut text = String::new();
    for chapter in &catalog.chapters {
        let rows: Vec<&str> = chapter.rows.iter().copied().map(Row::code).collect();
        let (number, title, id) = (chapter.number, &chapter.title, &chapter.id);
        let _ = writeln!(text, "{number:>2}  {title} ({id}) · {} · {} words", rows.join(" "), chapter.words);
        for section in &chapter.sections {
            let place = format!("{id}#{}", section.id);
            let _ = writeln!(text, "    {:<3} {place:<32} {}", section.row.code(), section.title);
        }
        text.push('\n');
    }
    let _ = writeln!(text, "Row  Cards  Questions");
    for row in ROWS {
        let (cards, questions) = (count(&catalog.cards, row), count(&catalog.questions, row));
        if cards + questions > 0 {
            let _ = writeln!(text, "{:<3} {cards:>6} {questions:>10}  {}", row.code(), row.title());
        }
    }
    let _ = writeln!(text, "All {:>6} {:>10}", catalog.cards.len(), catalog.questions.len());
    text
}

fn count(items: &[ItemEntry], row: Row) -> usize {
    items.iter().filter(|item| item.row == row).count()
}
