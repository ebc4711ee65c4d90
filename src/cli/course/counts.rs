//! How much the course has, as a whole and by row, as JSON.

use serde::Serialize;

use crate::course::{Catalog, Course, Question, ROWS};

#[derive(Serialize)]
pub struct Counts {
    chapters: usize,
    /// Of prose.
    words: usize,
    cards: usize,
    questions: usize,
    applying: usize,
    labs: usize,
}

#[derive(Serialize)]
pub struct RowOut {
    row: &'static str,
    title: &'static str,
    topic: &'static str,
    cards: usize,
    questions: usize,
    applying: usize,
    labs: usize,
}

fn applying<'q>(questions: impl Iterator<Item = &'q Question>) -> usize {
    questions.filter(|question| question.applying).count()
}

impl Counts {
    pub fn new(catalog: &Catalog, course: &Course) -> Self {
        Self {
            chapters: course.chapters.len(),
            words: course.chapters.iter().map(|chapter| chapter.words).sum(),
            cards: course.cards.len(),
            questions: course.questions.len(),
            applying: applying(course.questions.iter()),
            labs: catalog.labs.len(),
        }
    }
}

impl RowOut {
    pub fn all(catalog: &Catalog, course: &Course) -> Vec<Self> {
        let of = |row| {
            let questions = course.questions.iter().filter(move |question| question.row == row);
            Self {
                row: row.code(),
                title: row.title(),
                topic: row.topic().id(),
                cards: course.cards.iter().filter(|card| card.row == row).count(),
                questions: questions.clone().count(),
                applying: applying(questions),
                labs: catalog.labs.iter().filter(|lab| lab.rows.contains(&row)).count(),
            }
        };
        ROWS.into_iter().map(of).collect()
    }
}
