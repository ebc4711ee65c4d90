//! The question that asks for the wrong line of a manifest.

use super::fields::{Fields, Text};
use super::report::Report;
use super::visible::without_tabs;
use crate::course::QuestionKind;

/// Reads `wrong_line` and `fix`.
pub fn read(fields: &mut Fields<'_>, manifest: Option<&Text>, report: &mut Report) -> Option<QuestionKind> {
    let faults = report.faults();
    let wrong_line = fields.needed("wrong_line", report);
    let fix = fields.needed("fix", report);
    let Some(manifest) = manifest else {
        if fields.text("manifest", report).is_none() && report.faults() == faults {
            fields.missing("manifest", report);
        }
        return None;
    };
    let (wrong_line, fix) = (wrong_line?, fix?);
    let text = without_tabs(&manifest.value);
    let lines: Vec<String> = text.trim_end().split('\n').map(|line| line.trim_end().to_owned()).collect();
    let wanted = without_tabs(&wrong_line.value);
    let found: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.trim() == wanted.trim()).map(|(at, _)| at).collect();
    let [wrong] = found.as_slice() else {
        let (message, hint) = if found.is_empty() {
            ("is not in the manifest", nearest_line(wanted.trim(), &lines))
        } else {
            ("stands in the manifest more than once", "change the manifest so that it is unique".to_owned())
        };
        report.fault(wrong_line.line, format!("`wrong_line` of {} {message}", fields.name), hint);
        return None;
    };
    let fixed = without_tabs(&fix.value).trim_end().to_owned();
    if lines.get(*wrong).is_some_and(|line| *line == fixed) || fixed == wanted.trim_end() {
        let message = format!("`fix` of {} is the wrong line itself", fields.name);
        report.fault(fix.line, message, "write the line as it should be");
    }
    Some(QuestionKind::Line { wrong: *wrong, fix: fixed, lines })
}

fn nearest_line(wanted: &str, lines: &[String]) -> String {
    match super::nearest::nearest(wanted, lines.iter().map(|line| line.trim())) {
        Some(line) => format!("did you mean `{line}`?"),
        None => "copy one line of it".to_owned(),
    }
}
