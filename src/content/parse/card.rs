//! One `[[card]]`.

use super::answer;
use super::cloze;
use super::fields::Fields;
use super::items::{Common, common_end, common_head};
use super::nearest::did_you_mean;
use super::report::Report;
use crate::course::{Card, CardKind};

const KINDS: [&str; 3] = ["basic", "cloze", "typed"];

/// Reads a card; faults are in `report`, and what comes back where there are any must not be used.
pub fn read(mut fields: Fields<'_>, report: &mut Report) -> Option<Card> {
    let head = common_head(&mut fields, report);
    let kind = fields.needed("kind", report)?;
    let kind = match kind.value.as_str() {
        "basic" => Some(CardKind::Basic {
            front: fields.needed_markdown("front", report),
            back: fields.needed_markdown("back", report),
        }),
        "cloze" => cloze::read(&mut fields, report),
        "typed" => {
            let front = fields.needed_markdown("front", report);
            answer::read(&mut fields, report).map(|(answers, compare)| CardKind::Typed {
                front,
                answers,
                compare,
            })
        }
        other => {
            let message = format!("unknown kind `{}` of {}", kind.one_line(), fields.name);
            report.fault(kind.line, message, did_you_mean(other, KINDS));
            return None;
        }
    };
    let Common { id, row, explanation, source, section } = common_end(head, fields, report)?;
    Some(Card { id, row, kind: kind?, explanation, source, section })
}
