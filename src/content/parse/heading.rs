//! The heads of things: a heading with its attributes `{#id row=V1 ask=question}`, the kind of a note.

use pulldown_cmark::{BlockQuoteKind, CowStr, HeadingLevel};

use super::visible::{one_line, visible};
use crate::course::{Inline, Note};

/// A heading as written.
#[derive(Debug)]
pub struct Heading {
    pub level: HeadingLevel,
    pub title: String,
    pub id: Option<String>,
    pub row: Option<String>,
    pub ask: Option<String>,
    /// Attributes that mean nothing.
    pub unknown: Vec<String>,
}

impl Heading {
    pub fn new(
        level: HeadingLevel,
        id: Option<&str>,
        classes: &[CowStr<'_>],
        attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
    ) -> Self {
        let own = |text: &str| visible(text).into_owned();
        let mut heading =
            Self { level, title: String::new(), id: id.map(own), row: None, ask: None, unknown: Vec::new() };
        heading.unknown.extend(classes.iter().map(|class| own(&format!(".{class}"))));
        for (key, value) in attributes {
            match (&**key, value) {
                ("row", Some(value)) if heading.row.is_none() => heading.row = Some(own(value)),
                ("ask", Some(value)) if heading.ask.is_none() => heading.ask = Some(own(value)),
                _ => heading.unknown.push(own(key)),
            }
        }
        heading
    }

    /// With the title that `line` says, in plain words.
    pub fn titled(mut self, line: &[Inline]) -> Self {
        let text: String = line
            .iter()
            .map(|inline| match inline {
                Inline::Text { text, .. } => text.as_str(),
                Inline::Break | Inline::Footnote(_) => " ",
            })
            .collect();
        self.title = one_line(&text);
        self
    }
}

type Told = (&'static str, &'static str);

/// The note of a quote, and what is wrong with a kind that the course does not have.
pub fn note(kind: Option<BlockQuoteKind>) -> (Option<Note>, Option<Told>) {
    match kind {
        None => (None, None),
        Some(BlockQuoteKind::Note) => (Some(Note::Note), None),
        Some(BlockQuoteKind::Tip) => (Some(Note::Tip), None),
        Some(BlockQuoteKind::Warning) => (Some(Note::Warning), None),
        Some(BlockQuoteKind::Important) => {
            (Some(Note::Note), Some(("unknown kind of note `IMPORTANT`", "write `> [!NOTE]`")))
        }
        Some(BlockQuoteKind::Caution) => {
            (Some(Note::Warning), Some(("unknown kind of note `CAUTION`", "write `> [!WARNING]`")))
        }
    }
}
