//! The keys of one TOML table, each asked for by name and type; what was not asked for is unknown.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lines::Lines;
use super::markdown::{self, Part};
use super::nearest::did_you_mean;
use super::report::Report;
use super::visible::{one_line, visible};
use crate::course::{Block, plain_text};

/// A table that is read, key by key.
pub struct Fields<'t> {
    pub(super) table: &'t DeTable<'t>,
    pub(super) source: &'t Source<'t>,
    /// The line of its header.
    pub line: usize,
    /// How messages call it: "card `v1-x`".
    pub name: String,
    asked: Vec<&'static str>,
}

/// A TOML text and its line ends.
pub struct Source<'t> {
    pub text: &'t str,
    pub lines: Lines,
}

/// A text value, with nothing hidden in it.
pub struct Text {
    /// Line ends are `\n`; tabs are kept.
    pub value: String,
    /// The line of its first character.
    pub line: usize,
}

impl<'t> Fields<'t> {
    pub fn new(table: &'t DeTable<'t>, source: &'t Source<'t>, line: usize, name: &str) -> Self {
        Self { table, source, line, name: name.to_owned(), asked: Vec::new() }
    }

    /// The text of `key`, if it is there.
    pub fn text(&mut self, key: &'static str, report: &mut Report) -> Option<Text> {
        let value = self.value(key)?;
        self.text_of(key, value, report)
    }

    /// The text of `key`, which must be there and say something.
    pub fn needed(&mut self, key: &'static str, report: &mut Report) -> Option<Text> {
        if self.value(key).is_none() {
            self.missing(key, report);
            return None;
        }
        self.text(key, report)
    }

    /// The texts of `key`: one, or a list of them, at least one.
    pub fn needed_texts(&mut self, key: &'static str, report: &mut Report) -> Vec<Text> {
        let Some(value) = self.value(key) else {
            self.missing(key, report);
            return Vec::new();
        };
        let Some(list) = value.get_ref().as_array() else {
            return self.text_of(key, value, report).into_iter().collect();
        };
        if list.is_empty() {
            report.fault(self.line_of(value), format!("`{key}` of {} is an empty list", self.name), "");
        }
        list.iter().filter_map(|value| self.text_of(key, value, report)).collect()
    }

    /// The Markdown of `key`, which must be there and say something.
    pub fn needed_markdown(&mut self, key: &'static str, report: &mut Report) -> Vec<Block> {
        self.needed(key, report).map(|text| self.markdown_of(key, &text, report)).unwrap_or_default()
    }

    pub fn markdown_of(&self, key: &str, text: &Text, report: &mut Report) -> Vec<Block> {
        let read = markdown::read(&text.value, Part::Item);
        if plain_text(&read.blocks).trim().is_empty() {
            report.fault(text.line, format!("`{key}` of {} shows nothing", self.name), "write a text");
        }
        report.adopt(text.line, read.problems, read.links);
        read.blocks
    }

    /// The flag of `key`, false if it is not there.
    pub fn flag(&mut self, key: &'static str, report: &mut Report) -> bool {
        let Some(value) = self.value(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_type(key, value, "true or false", report);
            false
        })
    }

    /// The number of `key`, which must be there and fit.
    pub fn needed_number(&mut self, key: &'static str, report: &mut Report) -> Option<u32> {
        let Some(value) = self.value(key) else {
            self.missing(key, report);
            return None;
        };
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok())
            .filter(|number| *number > 0);
        if number.is_none() {
            self.wrong_type(key, value, "a whole number from 1", report);
        }
        number
    }

    /// The tables of `key`, a list of `{ ... }`.
    pub fn needed_tables(&mut self, key: &'static str, report: &mut Report) -> Vec<Fields<'t>> {
        let Some(value) = self.value(key) else {
            self.missing(key, report);
            return Vec::new();
        };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of tables { text = \"...\", why = \"...\" }", report);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for value in list {
            match value.get_ref().as_table() {
                Some(table) => tables.push(Self::new(table, self.source, self.line_of(value), &self.name)),
                None => self.wrong_type(key, value, "a table { text = \"...\", why = \"...\" }", report),
            }
        }
        tables
    }

    /// The line of `key`, or of the table where it has none.
    pub fn line_of_key(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.line, |value| self.line_of(value))
    }

    /// Reports the keys nobody asked for.
    pub fn finish(self, report: &mut Report) {
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !self.asked.contains(&name) {
                let line = self.source.lines.at(key.span().start);
                let message = format!("unknown key `{}` in {}", one_line(name), self.name);
                report.blemish(line, message, did_you_mean(name, self.asked.iter().copied()));
            }
        }
    }

    pub fn missing(&self, key: &str, report: &mut Report) {
        let near = self.table.keys().map(|key| &**key.get_ref()).filter(|name| !self.asked.contains(name));
        let hint = match super::nearest::nearest(key, near) {
            Some(typed) => format!("is `{}` meant to be it?", one_line(typed)),
            None => format!("add `{key} = ...`"),
        };
        report.fault(self.line, format!("{} has no `{key}`", self.name), hint);
    }

    pub(super) fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.get(key)
    }

    pub(super) fn text_of(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        report: &mut Report,
    ) -> Option<Text> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, "a text in quotes", report);
            return None;
        };
        let line = self.first_line_of(value);
        let value = text.replace("\r\n", "\n");
        report.hidden(line, &value);
        if value.trim().is_empty() {
            report.fault(line, format!("`{key}` of {} is empty", self.name), "write a text");
            return None;
        }
        Some(Text { value: visible(&value).into_owned(), line })
    }

    pub(super) fn wrong_type(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        wanted: &str,
        report: &mut Report,
    ) {
        let found = value.get_ref().type_str();
        let message = format!("`{key}` of {} must be {wanted}, not {found}", self.name);
        report.fault(self.line_of(value), message, "");
    }

    pub(super) fn line_of(&self, value: &Spanned<DeValue<'_>>) -> usize {
        self.source.lines.at(value.span().start)
    }

    /// The line on which the words of a text begin: texts of several lines may begin below their quotes.
    fn first_line_of(&self, value: &Spanned<DeValue<'_>>) -> usize {
        let raw = self.source.text.get(value.span()).unwrap_or_default();
        let below = ["\"\"\"", "'''"]
            .iter()
            .filter_map(|quotes| raw.strip_prefix(quotes))
            .any(|rest| rest.starts_with('\n') || rest.starts_with("\r\n"));
        self.line_of(value) + usize::from(below)
    }
}

impl Text {
    /// The value as one line without tabs.
    pub fn one_line(&self) -> String {
        one_line(&self.value)
    }
}
