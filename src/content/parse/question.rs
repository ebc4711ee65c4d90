//! One `[[question]]`.

use std::collections::BTreeSet;

use super::answer;
use super::choices;
use super::fence::LANGUAGES;
use super::fields::{Fields, Text};
use super::items::{Common, common_end, common_head};
use super::nearest::did_you_mean;
use super::report::Report;
use super::visible::without_tabs;
use super::wrong_line;
use crate::course::{Block, Question, QuestionKind, plain_text};

const KINDS: [&str; 5] = ["single", "multiple", "typed", "order", "line"];

/// Reads a question; faults are in `report`, and what comes back where there are any must not be used.
pub fn read(mut fields: Fields<'_>, report: &mut Report) -> Option<Question> {
    let head = common_head(&mut fields, report);
    let kind_name = fields.needed("kind", report)?;
    if !KINDS.contains(&kind_name.value.as_str()) {
        let message = format!("unknown kind `{}` of {}", kind_name.one_line(), fields.name);
        report.fault(kind_name.line, message, did_you_mean(&kind_name.value, KINDS));
        return None;
    }
    let applying = fields.flag("applying", report);
    let stem = fields.needed_markdown("stem", report);
    let text = fields.text("manifest", report);
    let manifest = text.as_ref().map(|text| manifest(text, &mut fields, report));
    let kind = match kind_name.value.as_str() {
        "single" => choices::single(&mut fields, report).map(|choices| QuestionKind::Single { choices }),
        "multiple" => {
            choices::multiple(&mut fields, report).map(|choices| QuestionKind::Multiple { choices })
        }
        "typed" => answer::read(&mut fields, report)
            .map(|(answers, compare)| QuestionKind::Typed { answers, compare }),
        "order" => order(&mut fields, report),
        _ => wrong_line::read(&mut fields, text.as_ref(), report),
    };
    let Common { id, row, explanation, source, section } = common_end(head, fields, report)?;
    Some(Question { id, row, applying, stem, manifest, kind: kind?, explanation, source, section })
}

fn manifest(text: &Text, fields: &mut Fields<'_>, report: &mut Report) -> Block {
    let mut language = "yaml".to_owned();
    if let Some(name) = fields.text("language", report) {
        if LANGUAGES.contains(&name.value.as_str()) {
            language = name.value;
        } else {
            let message = format!("unknown language `{}` of {}", name.one_line(), fields.name);
            report.blemish(name.line, message, did_you_mean(&name.value, LANGUAGES));
        }
    }
    Block::Code { language, title: None, wrong: None, text: without_tabs(&text.value).into_owned() }
}

fn order(fields: &mut Fields<'_>, report: &mut Report) -> Option<QuestionKind> {
    let texts = fields.needed_texts("steps", report);
    let line = fields.line_of_key("steps");
    if !texts.is_empty() && !(3..=8).contains(&texts.len()) {
        let message = format!("{} has {} steps", fields.name, texts.len());
        report.fault(line, message, "write three to eight");
    }
    let mut seen = BTreeSet::new();
    let mut steps = Vec::new();
    for text in &texts {
        let step = fields.markdown_of("steps", text, report);
        if !seen.insert(plain_text(&step)) {
            let message = format!("two steps of {} are equal", fields.name);
            report.fault(text.line, message, "equal steps have no order; reword one");
        }
        steps.push(step);
    }
    (!steps.is_empty()).then_some(QuestionKind::Order { steps })
}
