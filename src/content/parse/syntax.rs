//! What the TOML reader refuses, told with line and column.

use toml::Spanned;
use toml::de::DeTable;

use super::fields::Source;
use super::lines::column;
use super::report::Report;

/// Reads a TOML text; a fault for the first place that is not TOML.
pub fn table<'t>(source: &Source<'t>, report: &mut Report) -> Option<Spanned<DeTable<'t>>> {
    match DeTable::parse(source.text) {
        Ok(table) => Some(table),
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let column = column(source.text, offset);
            let message = error.message();
            let hint = if message.contains("duplicate key") {
                "each key may stand once in a table; delete one of the two"
            } else if message.contains("invalid basic string") {
                "close the text with a quote; texts of several lines stand between \"\"\" and \"\"\""
            } else {
                "nothing of this file is used until it is TOML again"
            };
            let message = format!("not TOML at column {column}: {message}");
            report.fault(source.lines.at(offset), message, hint);
            None
        }
    }
}
