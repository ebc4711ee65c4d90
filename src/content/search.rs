//! Chapters, sections, cards and questions as a search finds them, one line each; labs it takes from the catalog.

use super::library::Library;
use super::parse::one_line;
use crate::course::{
    Block, Card, CardKind, ChapterEntry, Course, Question, Row, SearchEntry, SearchKind, plain_text,
};

impl Library {
    /// Reads every file the first time.
    pub fn search_entries(&mut self) -> Vec<SearchEntry> {
        if let Some(entries) = &self.search {
            return entries.clone();
        }
        let (Course { cards, questions, .. }, _) = self.whole();
        let mut entries: Vec<SearchEntry> = self.catalog().chapters.iter().flat_map(of_chapter).collect();
        entries.extend(cards.iter().map(of_card));
        entries.extend(questions.iter().map(of_question));
        self.search = Some(entries.clone());
        entries
    }
}

fn of_chapter(chapter: &ChapterEntry) -> Vec<SearchEntry> {
    let place = format!("{} {}", chapter.number, chapter.title);
    let entry = |id: String, title: &str, row: Row| SearchEntry {
        kind: SearchKind::Section,
        id,
        title: one_line(title),
        place: place.clone(),
        row,
    };
    let whole = chapter.rows.first().map(|row| entry(chapter.id.clone(), &chapter.title, *row));
    let sections = chapter
        .sections
        .iter()
        .map(|section| entry(format!("{}#{}", chapter.id, section.id), &section.title, section.row));
    whole.into_iter().chain(sections).collect()
}

fn of_card(card: &Card) -> SearchEntry {
    let title = match &card.kind {
        CardKind::Basic { front, .. } | CardKind::Typed { front, .. } => title(front),
        CardKind::Cloze { shown, .. } => title(shown),
    };
    item(SearchKind::Card, card.id.as_str(), title, card.row)
}

fn of_question(question: &Question) -> SearchEntry {
    item(SearchKind::Question, question.id.as_str(), title(&question.stem), question.row)
}

fn item(kind: SearchKind, id: &str, title: String, row: Row) -> SearchEntry {
    SearchEntry { kind, id: id.to_owned(), title, place: row.title().to_owned(), row }
}

fn title(blocks: &[Block]) -> String {
    one_line(&plain_text(blocks))
}
