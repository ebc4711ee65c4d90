//! A column: its heading, and where its cells come from.

use serde_json::Value;

use super::{age::since, path::first};
use crate::cluster::Object;

/// What a cell is made from.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    pub object: &'a Object,
    /// RFC 3339 in UTC.
    pub now: &'a str,
}

impl<'a> Shown<'a> {
    /// The text at a path, empty when there is none.
    pub fn text(&self, path: &str) -> &'a str {
        first(self.object.json(), path).and_then(Value::as_str).unwrap_or_default()
    }
}

/// A column of a kind's table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// `CLUSTER-IP`: as the client prints it.
    pub name: &'static str,
    /// Shown with `-o wide` only.
    pub wide: bool,
    cell: Cell,
}

#[derive(Debug, Clone, Copy)]
enum Cell {
    Name,
    /// The field at a path, or what stands for nothing.
    Text(&'static str, &'static str),
    /// The number at a path; nothing counts as 0.
    Number(&'static str),
    /// How many entries the lists or maps have.
    Length(&'static [&'static str]),
    /// How long ago a time was.
    Since(&'static str),
    Made(fn(&Shown<'_>) -> String),
}

/// The object's name: the first column of nearly every table.
pub const NAME: Column = Column::new("NAME", Cell::Name);
/// How long ago the object was created.
pub const AGE: Column = Column::new("AGE", Cell::Since(".metadata.creationTimestamp"));

impl Column {
    /// When the object was created, as a time.
    pub const CREATED: Self = Self::text("CREATED AT", ".metadata.creationTimestamp", "<unknown>");

    const fn new(name: &'static str, cell: Cell) -> Self {
        Self { name, wide: false, cell }
    }

    /// The field at a path, `.spec.type`, or `absent`.
    pub const fn text(name: &'static str, path: &'static str, absent: &'static str) -> Self {
        Self::new(name, Cell::Text(path, absent))
    }

    pub const fn number(name: &'static str, path: &'static str) -> Self {
        Self::new(name, Cell::Number(path))
    }

    /// How many entries there are in the lists or maps at some paths.
    pub const fn length(name: &'static str, paths: &'static [&'static str]) -> Self {
        Self::new(name, Cell::Length(paths))
    }

    /// How long ago the time at a path was.
    pub const fn date(name: &'static str, path: &'static str) -> Self {
        Self::new(name, Cell::Since(path))
    }

    /// A cell that takes some thought.
    pub const fn made(name: &'static str, make: fn(&Shown<'_>) -> String) -> Self {
        Self::new(name, Cell::Made(make))
    }

    #[must_use]
    pub const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The cell of one object.
    pub fn of(&self, shown: &Shown<'_>) -> String {
        let json = shown.object.json();
        match self.cell {
            Cell::Name => shown.object.name().to_owned(),
            Cell::Text(path, absent) => match first(json, path).map(plain) {
                Some(text) if !text.is_empty() => text,
                _ => absent.to_owned(),
            },
            Cell::Number(path) => first(json, path).and_then(Value::as_i64).unwrap_or(0).to_string(),
            Cell::Length(paths) => {
                paths.iter().filter_map(|path| first(json, path)).map(entries).sum::<usize>().to_string()
            }
            Cell::Since(path) => since(first(json, path).and_then(Value::as_str), shown.now),
            Cell::Made(make) => make(shown),
        }
    }
}

/// A text without quotes, nothing as nothing, the rest as JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn entries(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        _ => 0,
    }
}
