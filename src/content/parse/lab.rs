//! One `lab.toml`: the task, its criteria, its solutions and mistakes, with the names that a seed draws.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{Fields, Source, Text};
use super::lab_criterion;
use super::lines::Lines;
use super::link;
use super::nearest::did_you_mean;
use super::report::{Report, Target};
use super::syntax;
use super::visible::visible;
use crate::course::lab::{Criterion, Lab, Level, Mistake, Script, Vary, draw, fill, left_open};
use crate::course::{Problem, ROWS, Row, is_id};

/// Reads a `lab.toml` for a seed, without the `start.yaml` beside it. Where it leads outside the file is not followed.
pub fn parse_lab(path: &str, text: &str, seed: u64) -> (Option<Lab>, Vec<Problem>) {
    let mut report = Report::new(path);
    let lab = read(path, text, seed, &mut report);
    (lab, report.finish().0)
}

/// The id of the lab whose `lab.toml` has this path: the name of its folder.
pub fn lab_id(path: &str) -> &str {
    path.rsplit('/').nth(1).unwrap_or(path)
}

/// Reads a `lab.toml`; faults are in `report`.
pub fn read(path: &str, text: &str, seed: u64, report: &mut Report) -> Option<Lab> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n");
    report.hidden(1, &text);
    let text = visible(&text);
    let names = draw(&alternatives(&text, report)?, seed);
    let filled = fill(&text, &names);
    report_left_open(&filled, &names, report);
    let source = Source { text: &filled, lines: Lines::new(&filled, 0) };
    let root = syntax::table(&source, report)?;
    let id = lab_id(path);
    let mut fields = Fields::new(root.get_ref(), &source, 1, &format!("lab `{id}`"));
    let lab = whole(id, &mut fields, names, report);
    fields.finish(report);
    lab.filter(|_| report.faults() == 0)
}

fn whole(
    id: &str,
    fields: &mut Fields<'_>,
    names: BTreeMap<String, String>,
    report: &mut Report,
) -> Option<Lab> {
    if !is_id(id) {
        let hint = "folders of labs are named lowercase-words-with-dashes, at most 80 letters";
        report.fault(0, format!("`{id}` is not an id"), hint);
    }
    fields.lists_by_name("vary", report);
    let title = fields.needed("title", report);
    let rows = rows(fields, report);
    let level = level(fields, report);
    let minutes = fields.needed_number("minutes", report);
    let host = fields.text("host", report).map(|text| text.one_line());
    let namespace = fields.text("namespace", report).map(|text| text.one_line());
    let plugin = fields.text("plugin", report).map(|text| text.one_line());
    let story = fields.needed_markdown("story", report);
    let hint_texts = fields.needed_texts("hints", report);
    let hints = hint_texts.iter().map(|text| fields.markdown_of("hints", text, report)).collect();
    let explanation = fields.needed_markdown("explanation", report);
    let source = fields.needed("source", report).map(|source| source.one_line());
    let section = section(fields, report);
    let setup = fields.text("setup", report).map(|text| text.value).unwrap_or_default();
    let files = files(fields, report);
    let criteria = criteria(fields, report);
    let solutions: Vec<Script> = fields
        .tables("solution", "solution", report)
        .into_iter()
        .filter_map(|mut fields| {
            let script = script(&mut fields, report);
            fields.finish(report);
            script
        })
        .collect();
    let mistakes = mistakes(fields, &criteria, report);
    Some(Lab {
        id: id.to_owned(),
        title: title?.one_line(),
        rows,
        level: level?,
        minutes: minutes?,
        host,
        namespace,
        story,
        hints,
        explanation,
        source: source?,
        section,
        plugin,
        start: String::new(),
        setup,
        files,
        criteria,
        solutions,
        mistakes,
        names,
    })
}

/// The `[vary]` table of the text as its author wrote it.
fn alternatives(text: &str, report: &mut Report) -> Option<Vary> {
    let source = Source { text, lines: Lines::new(text, 0) };
    let root = syntax::table(&source, report)?;
    let mut fields = Fields::new(root.get_ref(), &source, 1, "`[vary]`");
    let mut vary = Vary::new();
    for (key, texts) in fields.lists_by_name("vary", report) {
        let line = fields.line_of_key("vary");
        if let Some(bad) = texts.iter().find(|text| text.value.contains('\n')) {
            report.fault(bad.line, format!("an alternative of `{key}` has several lines"), "names have one");
        }
        let distinct: BTreeSet<&str> = texts.iter().map(|text| text.value.as_str()).collect();
        if distinct.len() < texts.len() || texts.len() < 2 {
            report.blemish(
                line,
                format!("`{key}` of [vary] does not vary"),
                "write two different names or more",
            );
        }
        vary.insert(key, texts.iter().map(Text::one_line).collect());
    }
    Some(vary)
}

/// Problems with `{{key}}` in a text that no `[vary]` entry fills.
pub fn left_open_problems(path: &str, text: &str, names: &BTreeMap<String, String>) -> Vec<Problem> {
    let mut report = Report::new(path);
    report_left_open(text, names, &mut report);
    report.finish().0
}

fn report_left_open(text: &str, names: &BTreeMap<String, String>, report: &mut Report) {
    for (line, key) in left_open(text) {
        let known: Vec<&str> = names.keys().map(String::as_str).collect();
        let hint = if known.is_empty() { "give it in [vary]".to_owned() } else { did_you_mean(&key, known) };
        report.fault(line, format!("nothing is named `{key}` in [vary]"), hint);
    }
}

fn rows(fields: &mut Fields<'_>, report: &mut Report) -> Vec<Row> {
    let mut rows = Vec::new();
    for code in fields.needed_texts("rows", report) {
        match Row::find(&code.value) {
            Some(row) => rows.push(row),
            None => report.fault(
                code.line,
                format!("unknown row `{}`", code.one_line()),
                did_you_mean(&code.value, ROWS.map(Row::code)),
            ),
        }
    }
    rows
}

fn level(fields: &mut Fields<'_>, report: &mut Report) -> Option<Level> {
    let text = fields.needed("level", report)?;
    let level = Level::find(&text.value);
    if level.is_none() {
        let names = Level::ALL.map(Level::name);
        report.fault(
            text.line,
            format!("unknown level `{}`", text.one_line()),
            did_you_mean(&text.value, names),
        );
    }
    level
}

fn section(fields: &mut Fields<'_>, report: &mut Report) -> Option<String> {
    let text = fields.text("section", report)?;
    let target = text.one_line();
    let Some((chapter, id)) = link::read(&target).and_then(|link| Some((link.chapter?, link.section?)))
    else {
        report.blemish(text.line, format!("`section` is `{target}`"), "write \"chapter#section\"");
        return None;
    };
    report.refer(text.line, Target::Section { chapter, section: Some(id) });
    Some(target)
}

fn files(fields: &mut Fields<'_>, report: &mut Report) -> BTreeMap<String, String> {
    fields.texts_by_name("files", report).into_iter().map(|(path, text)| (path, text.value)).collect()
}

fn script(fields: &mut Fields<'_>, report: &mut Report) -> Option<Script> {
    let name = fields.needed("name", report);
    if let Some(name) = &name {
        fields.name = format!("{} `{}`", fields.name, name.one_line());
    }
    let lines = fields.needed("script", report);
    let files = files(fields, report);
    Some(Script { name: name?.one_line(), lines: lines?.value, files })
}

fn criteria(fields: &mut Fields<'_>, report: &mut Report) -> Vec<Criterion> {
    let line = fields.line;
    let tables = fields.tables("criterion", "criterion", report);
    if tables.is_empty() {
        report.fault(line, "the lab has no criteria", "add `[[criterion]]`");
    }
    let mut criteria: Vec<Criterion> = Vec::new();
    for table in tables {
        let line = table.line_of_key("id");
        let Some(criterion) = lab_criterion::read(table, report) else { continue };
        if criteria.iter().any(|other| other.id == criterion.id) {
            report.fault(
                line,
                format!("the criterion `{}` is there twice", criterion.id),
                "choose another id",
            );
        }
        criteria.push(criterion);
    }
    lab_criterion::check_recreations(&criteria, line, report);
    if !criteria.is_empty() && criteria.iter().all(|criterion| criterion.guard) {
        report.fault(line, "every criterion is a guard", "what the task asks for is no guard");
    }
    criteria
}

fn mistakes(fields: &mut Fields<'_>, criteria: &[Criterion], report: &mut Report) -> Vec<Mistake> {
    let known: Vec<&str> = criteria.iter().map(|criterion| criterion.id.as_str()).collect();
    let mut mistakes = Vec::new();
    for mut fields in fields.tables("mistake", "mistake", report) {
        let script = script(&mut fields, report);
        let mut loses = BTreeSet::new();
        for id in fields.needed_texts("loses", report) {
            if !known.contains(&id.value.as_str()) {
                let message = format!("there is no criterion `{}`", id.one_line());
                report.fault(id.line, message, did_you_mean(&id.value, known.iter().copied()));
            }
            loses.insert(id.value);
        }
        fields.finish(report);
        mistakes.extend(script.map(|script| Mistake { script, loses }));
    }
    mistakes
}
