//! The texts of a card's sides, for cards and for questions that were made cards.

use super::{Page, Role, Run, wrap_runs};
use crate::course::{Block, Card, CardKind, Inline, Item, Look, Question, QuestionKind};

/// What is seen before the card is turned.
pub fn front(item: &Item) -> Vec<Block> {
    match item {
        Item::Card(card) => match &card.kind {
            CardKind::Basic { front, .. } | CardKind::Typed { front, .. } => front.clone(),
            CardKind::Cloze { hidden, .. } => hidden.clone(),
        },
        Item::Question(question) => {
            let mut blocks = question.stem.clone();
            blocks.extend(question.manifest.clone());
            blocks
        }
    }
}

/// What is seen after it is turned.
pub fn back(item: &Item) -> Vec<Block> {
    match item {
        Item::Card(card) => match &card.kind {
            CardKind::Basic { back, .. } => back.clone(),
            CardKind::Typed { answers, .. } => {
                answers.first().map(|answer| code_line(answer)).into_iter().collect()
            }
            CardKind::Cloze { shown, .. } => shown.clone(),
        },
        Item::Question(question) => right_answer(question),
    }
}

/// The right answer to a question, as text.
pub fn right_answer(question: &Question) -> Vec<Block> {
    match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
            choices.iter().filter(|choice| choice.right).flat_map(|choice| choice.text.clone()).collect()
        }
        QuestionKind::Typed { answers, .. } => {
            answers.first().map(|answer| code_line(answer)).into_iter().collect()
        }
        QuestionKind::Order { steps } => vec![Block::List { start: Some(1), items: steps.clone() }],
        QuestionKind::Line { lines, wrong, fix } => {
            let line = lines.get(*wrong).map_or("", |line| line.trim());
            vec![plain(&format!("Line {}: ", wrong + 1), line), plain("It should be: ", fix.trim())]
        }
    }
}

/// The explanation and its source.
pub fn explanation(item: &Item) -> (&[Block], &str) {
    match item {
        Item::Card(Card { explanation, source, .. })
        | Item::Question(Question { explanation, source, .. }) => (explanation, source),
    }
}

/// The section that explains it, as `chapter#section`.
pub fn section(item: &Item) -> Option<&str> {
    match item {
        Item::Card(card) => card.section.as_deref(),
        Item::Question(question) => question.section.as_deref(),
    }
}

/// Adds explanation and source to a page.
pub fn push_explanation(page: &mut Page, item: &Item, width: usize) {
    let (blocks, source) = explanation(item);
    page.push_blocks(blocks, width);
    page.gap();
    for line in wrap_runs(&[Run::new(format!("Source: {source}"), Role::Muted)], width) {
        page.push_line(line);
    }
}

fn code_line(text: &str) -> Block {
    plain("", text)
}

fn plain(before: &str, code: &str) -> Block {
    let text = |text: &str, look| Inline::Text { text: text.to_owned(), look, link: None };
    Block::Paragraph(vec![text(before, Look::default()), text(code, Look { code: true, ..Look::default() })])
}
