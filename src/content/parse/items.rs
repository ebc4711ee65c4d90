//! Files of cards and questions: every `[[card]]` and `[[question]]`, those with a fault left out.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fields::{Fields, Source};
use super::lines::Lines;
use super::nearest::did_you_mean;
use super::report::{Report, Target};
use super::visible::{is_hidden, visible};
use super::{card, check, link, question, syntax};
use crate::course::{Block, Check, Item, ItemId, Problem, ROWS, Row, Scene, is_id};

/// An item, the line of its id, and the bytes of the file that are a file of this item alone.
#[derive(Debug)]
pub struct Placed {
    pub item: Item,
    /// What the engine is to confirm about it, and YAML that only this sees.
    pub check: Option<Check>,
    pub scene: Option<Scene>,
    pub line: usize,
    pub span: Range<usize>,
}

/// What cards and questions have in common.
pub struct Common {
    pub id: ItemId,
    pub row: Row,
    pub explanation: Vec<Block>,
    pub source: String,
    pub section: Option<String>,
}

/// Reads a file of cards and questions. Where they lead outside the file is not followed.
pub fn parse_items(file: &str, text: &str) -> (Vec<Item>, Vec<Problem>) {
    let mut report = Report::new(file);
    let items = read(text, &mut report).into_iter().map(|placed| placed.item).collect();
    (items, report.finish().0)
}

/// Reads a file of cards and questions, in the order in which they stand.
pub fn read(text: &str, report: &mut Report) -> Vec<Placed> {
    // TOML has no control characters; a file with some is read all the same, only its spans are off.
    let normal = text.replace("\r\n", "\n");
    let shown;
    let text = if normal.contains(is_forbidden) {
        report.hidden(1, &normal);
        shown = visible(&normal);
        &*shown
    } else {
        text
    };
    let source = Source { text, lines: Lines::new(text, 0) };
    let Some(root) = syntax::table(&source, report) else { return Vec::new() };
    let mut headers = headers(root.get_ref(), &source, report);
    headers.sort_by_key(|(_, table)| table.span().start);
    let ends: Vec<usize> =
        headers.iter().skip(1).map(|(_, next)| next.span().start).chain([text.len()]).collect();
    let mut seen: BTreeMap<ItemId, usize> = BTreeMap::new();
    let mut items = Vec::with_capacity(headers.len());
    for ((kind, value), end) in headers.into_iter().zip(ends) {
        let DeValue::Table(table) = value.get_ref() else { continue };
        let mut fields = Fields::new(table, &source, source.lines.at(value.span().start), kind.name());
        let faults = report.faults();
        let line = fields.line_of_key("id");
        let (check, scene) = (check_of(&mut fields, report), scene_of(&mut fields, report));
        let item = match kind {
            Kind::Card => card::read(fields, report).map(Item::Card),
            Kind::Question => question::read(fields, report).map(Item::Question),
        };
        let Some(item) = item.filter(|_| report.faults() == faults) else { continue };
        if let Some(first) = seen.get(item.id()) {
            let message = format!("the id `{}` is used twice", item.id());
            report.fault(line, message, format!("it stands on line {first} already; choose another"));
            continue;
        }
        seen.insert(item.id().clone(), line);
        items.push(Placed { item, check, scene, line, span: value.span().start..end });
    }
    items
}

/// The key `check`, which any item may have.
fn check_of(fields: &mut Fields<'_>, report: &mut Report) -> Option<Check> {
    let text = fields.text("check", report)?;
    let (check, problems) = check::read(&text.value, text.line.saturating_sub(1));
    report.adopt(1, problems, Vec::new());
    Some(check)
}

fn scene_of(fields: &mut Fields<'_>, report: &mut Report) -> Option<Scene> {
    let text = fields.text("scene", report)?;
    Some(Scene { line: text.line.saturating_sub(1), title: "scene".to_owned(), text: text.value })
}

fn is_forbidden(character: char) -> bool {
    character.is_ascii_control() && is_hidden(character)
}

#[derive(Clone, Copy)]
enum Kind {
    Card,
    Question,
}

impl Kind {
    const NAMES: [&str; 2] = ["card", "question"];

    fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Question => "question",
        }
    }
}

/// The tables `[[card]]` and `[[question]]`.
fn headers<'t>(
    root: &'t DeTable<'t>,
    source: &Source<'_>,
    report: &mut Report,
) -> Vec<(Kind, &'t Spanned<DeValue<'t>>)> {
    let mut headers = Vec::new();
    for (key, value) in root {
        let name: &str = key.get_ref();
        let line = source.lines.at(key.span().start);
        let kind = match name {
            "card" => Kind::Card,
            "question" => Kind::Question,
            _ => {
                let hint = match super::nearest::nearest(name, Kind::NAMES) {
                    Some(kind) => format!("did you mean `[[{kind}]]`?"),
                    None => "a file holds `[[card]]` and `[[question]]` only".to_owned(),
                };
                report.fault(line, format!("unknown `{name}` outside a card or question"), hint);
                continue;
            }
        };
        let tables = value.get_ref().as_array().filter(|array| {
            array.iter().all(|value| source.text.get(value.span()).is_some_and(|text| text.starts_with("[[")))
        });
        if let Some(tables) = tables {
            headers.extend(tables.iter().map(|table| (kind, table)));
        } else {
            let hint = format!("begin each with a line `[[{name}]]`");
            report.fault(line, format!("`{name}` is not a list of tables"), hint);
        }
    }
    headers
}

/// Reads what every item has. To be called first; `common_end` reads the keys that stand last.
pub fn common_head(fields: &mut Fields<'_>, report: &mut Report) -> Option<(ItemId, Row)> {
    let id = fields.needed("id", report);
    if let Some(id) = &id {
        if is_id(&id.value) {
            fields.name = format!("{} `{}`", fields.name, id.value);
        } else {
            let message = format!("`{}` is not an id", id.one_line());
            report.fault(id.line, message, "ids are lowercase-words-with-dashes, at most 80 letters");
        }
    }
    let code = fields.needed("row", report)?;
    let row = Row::find(&code.value);
    if row.is_none() {
        let message = format!("unknown row `{}`", code.one_line());
        report.fault(code.line, message, did_you_mean(&code.value, ROWS.map(Row::code)));
    }
    Some((ItemId::new(&id?.value), row?))
}

/// Reads the keys that stand last in every item, and reports those that mean nothing.
pub fn common_end(
    head: Option<(ItemId, Row)>,
    mut fields: Fields<'_>,
    report: &mut Report,
) -> Option<Common> {
    let explanation = fields.needed_markdown("explanation", report);
    let source = fields.needed("source", report).map(|source| source.one_line());
    let mut section = None;
    if let Some(text) = fields.text("section", report) {
        let target = text.one_line();
        match link::read(&target).and_then(|link| Some((link.chapter?, link.section?))) {
            Some((chapter, id)) => {
                report.refer(text.line, Target::Section { chapter, section: Some(id) });
                section = Some(target);
            }
            None => report.blemish(
                text.line,
                format!("`section` of {} is `{target}`", fields.name),
                "write \"chapter#section\"",
            ),
        }
    }
    fields.finish(report);
    let (id, row) = head?;
    Some(Common { id, row, explanation, source: source?, section })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_an_item_are_a_file_of_it_alone() {
        let item = |id: &str| {
            format!(
                "[[card]]\nid = \"{id}\"\nrow = \"V1\"\nkind = \"basic\"\nfront = \"\"\"\né [[x]]\n[[card]]\n\"\"\"\n\
                 back = \"B\"\nexplanation = \"E\"\nsource = \"S\"\n"
            )
        };
        let text = format!("# head\n{}\n# between\n{}", item("a"), item("b"));
        let placed = read(&text, &mut Report::new("x"));
        assert_eq!(placed.len(), 2);
        for Placed { item, span, .. } in placed {
            assert!(text[span.clone()].starts_with("[[card]]\nid"), "{span:?}");
            assert_eq!(parse_items("x", &text[span]), (vec![item], vec![]));
        }
    }
}
