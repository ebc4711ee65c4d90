//! What stands between the `+++` lines at the head of a chapter: which chapter it is.

use super::fields::{Fields, Source};
use super::lines::Lines;
use super::nearest::did_you_mean;
use super::report::Report;
use super::syntax;
use crate::course::{ROWS, Row, is_id};

/// The front matter, with the lines of `id`, `number` and `rows`.
pub struct Front {
    pub id: String,
    pub number: u32,
    pub title: String,
    pub rows: Vec<Row>,
    pub lines: [usize; 3],
}

/// Parts a chapter into front matter, body, and the number of lines before the body.
pub fn split<'t>(text: &'t str, report: &mut Report) -> (Option<&'t str>, &'t str, usize) {
    let Some(rest) =
        text.strip_prefix("+++").filter(|rest| rest.trim_start_matches([' ', '\t']).starts_with('\n'))
    else {
        report.fault(
            1,
            "chapter without front matter",
            "begin with a line `+++`, then id, number, title and rows, then `+++`",
        );
        return (None, text, 0);
    };
    let start = text.len() - rest.len() + rest.find('\n').map_or(0, |end| end + 1);
    let mut offset = start;
    for (index, line) in text[start..].split_inclusive('\n').enumerate() {
        if line.trim_end() == "+++" {
            return (Some(&text[start..offset]), &text[offset + line.len()..], index + 2);
        }
        offset += line.len();
    }
    report.fault(1, "front matter is not closed", "write a line `+++` below it");
    (None, "", 0)
}

/// Reads the front matter, which begins on line 2.
pub fn read(text: &str, report: &mut Report) -> Option<Front> {
    let source = Source { text, lines: Lines::new(text, 1) };
    let table = syntax::table(&source, report)?;
    let mut fields = Fields::new(table.get_ref(), &source, 1, "the front matter");
    let faults = report.faults();
    let id = fields.needed("id", report);
    if let Some(id) = id.as_ref().filter(|id| !is_id(&id.value)) {
        let message = format!("`{}` is not an id", id.one_line());
        report.fault(id.line, message, "ids are lowercase-words-with-dashes");
    }
    let number = fields.needed_number("number", report);
    let title = fields.needed("title", report);
    let mut rows = Vec::new();
    for code in fields.needed_texts("rows", report) {
        match Row::find(&code.value) {
            Some(row) if rows.contains(&row) => {
                report.blemish(code.line, format!("row {row} is named twice"), "delete one");
            }
            Some(row) => rows.push(row),
            None => {
                let message = format!("unknown row `{}`", code.one_line());
                report.fault(code.line, message, did_you_mean(&code.value, ROWS.map(Row::code)));
            }
        }
    }
    let lines = ["id", "number", "rows"].map(|key| fields.line_of_key(key));
    fields.finish(report);
    if report.faults() > faults {
        return None;
    }
    Some(Front { id: id?.value, number: number?, title: title?.one_line(), rows, lines })
}
