//! `kubedrill course`: everything taught, the user's own content included.

mod chapters;
mod items;
mod own;
mod text;

use std::io::Write;

use clap::Args;
use serde::Serialize;

use self::chapters::ChapterOut;
use self::items::CardOut;
pub use self::items::QuestionOut;
use self::own::Own;
use super::output::{Format, Output, print, print_json};
use super::{Failure, Outcome, reading};
use crate::storage::Paths;

#[derive(Debug, Args)]
#[command(after_long_help = "\
The JSON is an object of three arrays. Texts are Markdown; what does not apply is left out, unless null is said.

  chapters   in the order of reading: id, title, number, rows (array of syllabus codes), words (of prose), opening,
             sections (array of id, title, row, ask (a question's id or null), text), sources (object: footnote to text)
  cards      id, row, topic, kind (basic, cloze, typed), front, back, text (cloze, with {{hidden words|hint}}), compare
             (typed: when a typed answer is right), answer, answers, explanation, source, section (chapter#section)
  questions  id, row, topic, kind (single, multiple, typed, order, line), applying (asks what happens in a situation),
             stem, manifest and its language, choices (array of text, right, why), compare, steps (in their right order),
             line (the wrong one, from 1), fix, answer, answers, explanation, source, section

`answer` is the right answer as one text; `answers` its parts: hidden words, accepted answers, right choices, steps. \
What comes from your own content has `own`: true.

Examples:
  kubedrill course
  kubedrill course -o json | jq -r '.cards[] | select(.row == \"D1\") | .front // .text'
  kubedrill course -o json | jq '[.questions[].kind] | group_by(.) | map({(.[0]): length}) | add'")]
pub struct List {
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Everything {
    chapters: Vec<ChapterOut>,
    cards: Vec<CardOut>,
    questions: Vec<QuestionOut>,
}

pub fn run(list: &List, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let mut library = reading::library(&Paths::from_env()?, err)?;
    match list.output.format {
        Format::Text => print(out, &text::text(library.catalog()))?,
        Format::Json => {
            let (course, _) = library.whole();
            let own = Own::new();
            let everything = Everything {
                chapters: course.chapters.iter().map(|chapter| ChapterOut::new(chapter, &own)).collect(),
                cards: course.cards.iter().map(|card| CardOut::new(card, &own)).collect(),
                questions: course
                    .questions
                    .iter()
                    .map(|question| QuestionOut::new(question, own.item(&question.id)))
                    .collect(),
            };
            print_json(out, &everything)?;
        }
    }
    Ok(Outcome::Done)
}
