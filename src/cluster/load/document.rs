//! From bytes to documents: encoding, size, the `---` lines, YAML or JSON, and the first syntax error with its place.

use std::cell::Cell;

use serde::de::DeserializeSeed;
use serde_json::Value;
use serde_saphyr::Options;

use super::{problem::LoadProblem, value::Tree};

/// One document of a source, as the tree it means.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    pub value: Value,
    pub text: Text<'a>,
}

/// A document as written: what is read again when a field's line must be found.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    pub source: &'a str,
    pub content: &'a str,
    /// The line of the source at which it begins, from 1.
    pub first_line: usize,
}

impl Text<'_> {
    /// Whether both are the same document.
    pub fn is_same(&self, other: &Self) -> bool {
        std::ptr::eq(self.content, other.content)
    }
}

/// Input larger than this is refused, in bytes: all sources together.
pub const LARGEST_INPUT: usize = 50 * 1024 * 1024;

/// What aliases may add to one input, in values.
const ALIAS_ALLOWANCE: usize = 1_000_000;

/// Reads a source. Empty documents are left out.
///
/// # Errors
/// The first thing that is not UTF-8, YAML or JSON.
pub fn read<'a>(name: &'a str, bytes: &'a [u8]) -> Result<Vec<Document<'a>>, LoadProblem> {
    let text = decode(name, bytes)?;
    // Every value has at least one byte of its own, but for what aliases repeat.
    let allowance = Cell::new(text.len() + ALIAS_ALLOWANCE);
    let tree = Tree { allowance: &allowance };
    if text.trim_start().starts_with('{') {
        if let Ok(documents) = json(name, text, tree) {
            return Ok(documents);
        }
        // YAML may begin with a brace, too; what is neither gets the YAML reader's message, which names the place as well.
        allowance.set(text.len() + ALIAS_ALLOWANCE);
    }
    let mut documents = Vec::new();
    for (text, first_line) in split(text) {
        if text.lines().all(|line| {
            line.trim_start().starts_with('#') || line.trim().is_empty() || line.trim_end() == "---"
        }) {
            continue;
        }
        let value = serde_saphyr::with_deserializer_from_str_with_options(text, options(), |deserializer| {
            tree.deserialize(deserializer)
        })
        .map_err(|error| syntax(name, first_line, &error))?;
        if !value.is_null() {
            documents.push(Document { value, text: Text { source: name, content: text, first_line } });
        }
    }
    Ok(documents)
}

fn decode<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, LoadProblem> {
    if bytes.len() > LARGEST_INPUT {
        let message =
            format!("{} bytes: more than the {LARGEST_INPUT} that are read; split the input", bytes.len());
        return Err(LoadProblem::new(name, 0, message));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let line = 1 + good.matches('\n').count();
        let column = 1 + good.chars().rev().take_while(|character| *character != '\n').count();
        LoadProblem::new(name, line, "not UTF-8: this byte is no character; save the file as UTF-8")
            .column(column)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// One JSON value after the other, as `kubectl` reads a stream of them.
fn json<'a>(source: &'a str, text: &'a str, tree: Tree<'_>) -> serde_json::Result<Vec<Document<'a>>> {
    let mut documents = Vec::new();
    let (mut rest, mut first_line) = (text, 1);
    loop {
        let blank = rest.len() - rest.trim_start().len();
        first_line += rest[..blank].matches('\n').count();
        rest = &rest[blank..];
        if rest.is_empty() {
            return Ok(documents);
        }
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<serde::de::IgnoredAny>();
        stream.next().transpose()?;
        let (text, after) = rest.split_at(stream.byte_offset());
        let value = tree.deserialize(&mut serde_json::Deserializer::from_str(text))?;
        documents.push(Document { value, text: Text { source, content: text, first_line } });
        first_line += text.matches('\n').count();
        rest = after;
    }
}

/// Splits before each `---` line, as kubectl does; YAML allows no such line inside a document. A piece keeps its
/// `---`, and directives (`%YAML 1.2`) stay with the document that they are for.
fn split(text: &str) -> Vec<(&str, usize)> {
    let mut pieces = Vec::new();
    let (mut start, mut first_line, mut offset) = (0, 1, 0);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let mark =
            line.strip_prefix("---").is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace));
        if mark && !only_directives(&text[start..offset]) {
            pieces.push((&text[start..offset], first_line));
            (start, first_line) = (offset, index + 1);
        }
        offset += line.len();
    }
    pieces.push((&text[start..], first_line));
    pieces
}

fn only_directives(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).peekable();
    lines.peek().is_some() && lines.all(|line| line.starts_with('%'))
}

pub(super) fn options() -> Options {
    // The library's budgets guard against small hostile input; ours is bounded by its size and by `Tree`.
    let budget = serde_saphyr::budget! {
        max_documents: usize::MAX,
        max_events: usize::MAX,
        max_nodes: usize::MAX,
        max_depth: 64,
    };
    serde_saphyr::options! {
        budget: budget,
        legacy_octal_numbers: true, // kubectl: 0777 is 511
        with_snippet: false,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: ALIAS_ALLOWANCE },
    }
}

fn syntax(name: &str, first_line: usize, error: &serde_saphyr::Error) -> LoadProblem {
    let place = error.location();
    let number = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok()).unwrap_or_default();
    let line = number(place.map(|place| place.line()));
    let column = number(place.map(|place| place.column()));
    LoadProblem::new(name, first_line + line.saturating_sub(1), wording(error)).column(column)
}

/// The library's words for users, without its own place (it counts from the document's beginning).
fn wording(error: &serde_saphyr::Error) -> String {
    let text = error.render_with_formatter(&serde_saphyr::UserMessageFormatter);
    let text = text.rfind(" at line ").map_or(text.as_str(), |end| &text[..end]);
    if text.contains("tab") { format!("{text}: YAML is indented by spaces only") } else { text.to_owned() }
}
