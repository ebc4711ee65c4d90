//! `kubedrill course`: everything taught, the user's own content included.

mod chapters;
mod counts;
mod items;
mod own;
mod print;
mod text;

use std::io::Write;

use clap::{Args, ValueEnum};
use serde::Serialize;

use self::chapters::ChapterOut;
use self::counts::{Counts, RowOut};
use self::items::CardOut;
pub use self::items::QuestionOut;
use self::own::Own;
use super::output::{print, print_json};
use super::{Failure, Outcome, reading};
use crate::storage::Paths;

#[derive(Debug, Args)]
#[command(after_long_help = "\
The JSON is an object of two summaries and three arrays. Texts are Markdown; what does not apply is left out, unless null is said.

  counts     chapters, words, cards, questions, applying (of the questions), labs
  rows       row, title, topic, and its cards, questions, applying, labs
  chapters   in the order of reading: id, title, number, rows (array of syllabus codes), words (of prose), opening,
             sections (array of id, title, row, ask (a question's id or null), text), sources (object: footnote to text)
  cards      id, row, topic, kind (basic, cloze, typed), front, back, text (cloze, with {{hidden words|hint}}), compare
             (typed: when a typed answer is right), answer, answers, explanation, source, section (chapter#section)
  questions  id, row, topic, kind (single, multiple, typed, order, line), applying (asks what happens in a situation),
             stem, manifest and its language, choices (array of text, right, why), compare, steps (in their right order),
             line (the wrong one, from 1), fix, answer, answers, explanation, source, section

`answer` is the right answer as one text; `answers` its parts: hidden words, accepted answers, right choices, steps. \
What comes from your own content has `own`: true.

Markdown is one document for printing: chapters, then cards and questions with their answers.

Examples:
  kubedrill course
  kubedrill course -o markdown > course.md
  kubedrill course -o json | jq -r '.cards[] | select(.row == \"D1\") | .front // .text'
  kubedrill course -o json | jq '[.questions[].kind] | group_by(.) | map({(.[0]): length}) | add'")]
pub struct List {
    /// The form of the output
    #[arg(short = 'o', long = "output", value_name = "FORMAT", value_enum, default_value_t)]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Form {
    /// For people: titles and counts
    #[default]
    Text,
    /// For programs; keys are added, but not renamed or removed
    Json,
    /// For printing
    Markdown,
}

#[derive(Serialize)]
struct Everything {
    counts: Counts,
    rows: Vec<RowOut>,
    chapters: Vec<ChapterOut>,
    cards: Vec<CardOut>,
    questions: Vec<QuestionOut>,
}

pub fn run(list: &List, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let mut library = reading::library(&Paths::from_env()?, err)?;
    match list.format {
        Form::Text => print(out, &text::text(library.catalog()))?,
        Form::Markdown => print(out, &print::print(&library.whole().0))?,
        Form::Json => {
            let (course, _) = library.whole();
            let own = Own::new();
            let everything = Everything {
                counts: Counts::new(library.catalog(), &course),
                rows: RowOut::all(library.catalog(), &course),
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
