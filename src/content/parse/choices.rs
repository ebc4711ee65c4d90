//! The choices of a single or multiple choice question.

use std::collections::BTreeSet;

use super::fields::{Fields, Text};
use super::report::Report;
use crate::course::{Choice, plain_text};

/// One right choice, at least two wrong ones.
pub fn single(fields: &mut Fields<'_>, report: &mut Report) -> Option<Vec<Choice>> {
    let right = fields.needed_texts("right", report);
    if let [_, second, ..] = right.as_slice() {
        let message = format!("{} has {} right choices", fields.name, right.len());
        report.fault(second.line, message, "write kind = \"multiple\", or keep one");
    }
    read(fields, &right, 2, report)
}

/// At least one right choice and one wrong one, and three in all.
pub fn multiple(fields: &mut Fields<'_>, report: &mut Report) -> Option<Vec<Choice>> {
    let right = fields.needed_texts("right", report);
    let wrong = if right.len() < 2 { 2 } else { 1 };
    read(fields, &right, wrong, report)
}

fn read(fields: &mut Fields<'_>, right: &[Text], wrong: usize, report: &mut Report) -> Option<Vec<Choice>> {
    let mut choices = Vec::new();
    let mut seen = BTreeSet::new();
    for text in right {
        let text_line = text.line;
        let text = fields.markdown_of("right", text, report);
        note_equal(&plain_text(&text), text_line, &mut seen, &fields.name, report);
        choices.push(Choice { text, right: true, why: None, mistake: None });
    }
    let faults = report.faults();
    let tables = fields.needed_tables("wrong", report);
    if tables.len() < wrong && report.faults() == faults {
        let message = format!("{} has too few wrong choices: {}", fields.name, tables.len());
        report.fault(fields.line_of_key("wrong"), message, format!("write at least {wrong}"));
    }
    for mut table in tables {
        let Some(text) = table.needed("text", report) else {
            table.finish(report);
            continue;
        };
        let line = text.line;
        let text = table.markdown_of("text", &text, report);
        note_equal(&plain_text(&text), line, &mut seen, &table.name, report);
        let why = table.text("why", report);
        if why.is_none() {
            let message = format!("a wrong choice of {} does not say why it is wrong", table.name);
            report.blemish(table.line, message, "add why = \"...\"");
        }
        let why = why.map(|why| table.markdown_of("why", &why, report));
        table.finish(report);
        choices.push(Choice { text, right: false, why, mistake: None });
    }
    (!choices.is_empty()).then_some(choices)
}

fn note_equal(words: &str, line: usize, seen: &mut BTreeSet<String>, name: &str, report: &mut Report) {
    if !seen.insert(words.to_owned()) {
        let message = format!("two choices of {name} are equal");
        report.fault(line, message, "reword one or delete it");
    }
}
