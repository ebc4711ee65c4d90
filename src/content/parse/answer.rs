//! The accepted answers of a typed card or question, and the rule of their comparison.

use super::fields::Fields;
use super::nearest::did_you_mean;
use super::report::Report;
use crate::course::Equality;

/// Reads `answer` and `compare`.
pub fn read(fields: &mut Fields<'_>, report: &mut Report) -> Option<(Vec<String>, Equality)> {
    let mut answers: Vec<String> = Vec::new();
    for text in fields.needed_texts("answer", report) {
        let answer = text.value.trim().replace('\t', " ");
        if answer.contains('\n') {
            let message = format!("`answer` of {} has several lines", fields.name);
            report.fault(text.line, message, "an answer is typed on one line");
        }
        if answers.contains(&answer) {
            let message = format!("{} accepts `{answer}` twice", fields.name);
            report.blemish(text.line, message, "delete one");
        } else {
            answers.push(answer);
        }
    }
    let name = fields.needed("compare", report)?;
    let compare = Equality::find(&name.value);
    if compare.is_none() {
        let message = format!("unknown `compare` `{}` of {}", name.one_line(), fields.name);
        report.fault(name.line, message, did_you_mean(&name.value, Equality::ALL.map(Equality::name)));
    }
    (!answers.is_empty()).then_some((answers, compare?))
}
