//! Values that labs have besides texts: numbers as texts, lists of names, tables of files.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeValue;

use super::fields::{Fields, Text};
use super::report::Report;
use super::visible::one_line;

impl<'t> Fields<'t> {
    /// A text, a whole number, or true or false, as text.
    pub fn scalar(&mut self, key: &'static str, report: &mut Report) -> Option<Text> {
        let value = self.value(key)?;
        self.scalar_of(key, value, report)
    }

    /// The scalar of `key`, or the list of them.
    pub fn scalars(&mut self, key: &'static str, report: &mut Report) -> Vec<Text> {
        match self.value(key) {
            None => Vec::new(),
            Some(value) => self.scalars_of(key, value, report),
        }
    }

    /// The tables `[[key]]`, or a list of `{ ... }`; none if it is not there.
    pub fn tables(&mut self, key: &'static str, name: &str, report: &mut Report) -> Vec<Self> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let list = value.get_ref().as_array();
        let tables: Option<Vec<Self>> = list.and_then(|list| {
            let table = |value: &'t Spanned<DeValue<'t>>| {
                Some(Self::new(value.get_ref().as_table()?, self.source, self.line_of(value), name))
            };
            list.iter().map(table).collect()
        });
        tables.unwrap_or_else(|| {
            self.wrong_type(key, value, "a list of tables", report);
            Vec::new()
        })
    }

    /// The texts of the table `[key]` by their names.
    pub fn texts_by_name(&mut self, key: &'static str, report: &mut Report) -> BTreeMap<String, Text> {
        let mut texts = BTreeMap::new();
        for (name, value) in self.entries(key, report) {
            if let Some(text) = self.text_of(&name, value, report) {
                texts.insert(name, text);
            }
        }
        texts
    }

    /// The lists of the table `[key]` by their names.
    pub fn lists_by_name(&mut self, key: &'static str, report: &mut Report) -> BTreeMap<String, Vec<Text>> {
        let mut lists = BTreeMap::new();
        for (name, value) in self.entries(key, report) {
            lists.insert(name.clone(), self.scalars_of(&name, value, report));
        }
        lists
    }

    fn entries(&mut self, key: &'static str, report: &mut Report) -> Vec<(String, &'t Spanned<DeValue<'t>>)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, value, "a table", report);
            return Vec::new();
        };
        table.iter().map(|(name, value)| (one_line(name.get_ref()), value)).collect()
    }

    fn scalars_of(&self, key: &str, value: &'t Spanned<DeValue<'t>>, report: &mut Report) -> Vec<Text> {
        match value.get_ref().as_array() {
            Some(list) => list.iter().filter_map(|value| self.scalar_of(key, value, report)).collect(),
            None => self.scalar_of(key, value, report).into_iter().collect(),
        }
    }

    fn scalar_of(&self, key: &str, value: &Spanned<DeValue<'_>>, report: &mut Report) -> Option<Text> {
        let line = self.line_of(value);
        let inner = value.get_ref();
        let number =
            inner.as_integer().and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
        if let Some(number) = number {
            return Some(Text { value: number.to_string(), line });
        }
        if let Some(flag) = inner.as_bool() {
            return Some(Text { value: flag.to_string(), line });
        }
        self.text_of(key, value, report)
    }
}
