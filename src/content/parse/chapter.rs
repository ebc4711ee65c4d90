//! A chapter file: front matter, then sections.

use std::collections::{BTreeMap, BTreeSet};

use super::backstage::Backstage;
use super::drawing;
use super::front_matter::{self, Front};
use super::heading::Heading;
use super::markdown::{self, Part, Read};
use super::nearest::did_you_mean;
use super::report::{Report, Target};
use super::visible::visible;
use crate::course::{Block, Chapter, Inline, ItemId, Link, Problem, ROWS, Row, Section, is_id, plain_text};

/// Reads a chapter; none if its front matter does not say what it is. Links to other chapters are not followed.
pub fn parse_chapter(file: &str, text: &str) -> (Option<Chapter>, Vec<Problem>) {
    let mut report = Report::new(file);
    let chapter = read(text, &mut report).map(|whole| whole.chapter);
    (chapter, report.finish().0)
}

/// A chapter with all that its file says of it.
pub struct Whole {
    pub chapter: Chapter,
    pub id_line: usize,
    pub number_line: usize,
    pub backstage: Backstage,
}

/// Reads a chapter.
pub fn read(text: &str, report: &mut Report) -> Option<Whole> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let text = text.replace("\r\n", "\n");
    report.hidden(1, &text);
    let text = visible(&text);
    let (front, body, before) = front_matter::split(&text, report);
    let front = front.and_then(|front| front_matter::read(front, report));
    let mut read = markdown::read(body, Part::Chapter);
    let problems = std::mem::take(&mut read.problems);
    report.adopt(before + 1, problems, read.links.clone());
    check_footnotes(&read, before, report);

    let rows = front.as_ref().map(|front| front.rows.clone()).unwrap_or_default();
    let fallback = rows.first().copied().or_else(|| ROWS.first().copied())?;
    let mut sections: Vec<Section> = Vec::new();
    let mut taken = BTreeSet::new();
    for (line, heading, blocks) in std::mem::take(&mut read.sections) {
        let line = before + line;
        let row = row_of(&heading, &rows, fallback, line, report);
        let id = id_of(&heading, &taken, line, report);
        taken.insert(id.clone());
        let ask = ask_of(&heading, line, report);
        check_rest(&heading, &blocks, line, report);
        sections.push(Section { id, title: heading.title, row, ask, blocks });
    }
    check_links(&read.links, &taken, before, report);
    let front = front?;
    if sections.is_empty() {
        report.blemish(front.lines[0], "chapter without a section", "begin one with `## Title {#id row=V1}`");
    }
    for row in
        rows.iter().filter(|row| !sections.is_empty() && sections.iter().all(|section| section.row != **row))
    {
        report.blemish(
            front.lines[2],
            format!("no section teaches row {row}"),
            "take it out of `rows`, or add a section",
        );
    }
    let Front { id, number, title, rows, lines } = front;
    let sources: BTreeMap<String, Vec<Inline>> =
        read.sources.into_iter().rev().map(|(_, name, text)| (name, text)).collect();
    let mut backstage = read.backstage;
    let mut opening = read.blocks;
    drawing::resolve(&mut opening, &mut sections, &backstage.scenes);
    let chapter = Chapter { id, number, title, rows, opening, sections, sources, words: read.words };
    backstage.begin_after(before);
    Some(Whole { chapter, id_line: lines[0], number_line: lines[1], backstage })
}

fn row_of(heading: &Heading, rows: &[Row], fallback: Row, line: usize, report: &mut Report) -> Row {
    let Some(code) = &heading.row else {
        report.blemish(line, format!("section `{}` names no row", heading.title), "write {#id row=V1}");
        return fallback;
    };
    let Some(row) = Row::find(code) else {
        let hint = did_you_mean(code, ROWS.map(Row::code));
        report.blemish(line, format!("unknown row `{code}`"), hint);
        return fallback;
    };
    if !rows.is_empty() && !rows.contains(&row) {
        let message = format!("row {row} is not among the `rows` of the chapter");
        report.blemish(line, message, "add it to `rows` in the front matter");
    }
    row
}

/// The id of a section; where it has none that will do, one made of its title, so that it can be read all the same.
fn id_of(heading: &Heading, taken: &BTreeSet<String>, line: usize, report: &mut Report) -> String {
    match &heading.id {
        Some(id) if !is_id(id) => {
            report.blemish(line, format!("`{id}` is not an id"), "ids are lowercase-words-with-dashes");
        }
        Some(id) if taken.contains(id) => {
            report.blemish(line, format!("two sections have the id `{id}`"), "give one of them another id");
        }
        Some(id) => return id.clone(),
        None => {
            report.blemish(
                line,
                format!("section `{}` has no id", heading.title),
                "write {#id row=V1} after the title",
            );
        }
    }
    let words: Vec<String> = heading
        .title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let mut id = words.join("-");
    id.truncate(60);
    let id = match id.trim_end_matches('-') {
        "" => "section".to_owned(),
        id => id.to_owned(),
    };
    if !taken.contains(&id) {
        return id;
    }
    // Numbers from the number of sections on: only ids that the author chose so can be in the way.
    let mut numbers = taken.len() + 1..=taken.len() * 2 + 2;
    numbers.find_map(|number| Some(format!("{id}-{number}")).filter(|id| !taken.contains(id))).unwrap_or(id)
}

fn ask_of(heading: &Heading, line: usize, report: &mut Report) -> Option<ItemId> {
    let ask = heading.ask.as_deref()?;
    if !is_id(ask) {
        report.blemish(line, format!("`{ask}` is not an id"), "ids are lowercase-words-with-dashes");
        return None;
    }
    report.refer(line, Target::Question(ItemId::new(ask)));
    Some(ItemId::new(ask))
}

fn check_rest(heading: &Heading, blocks: &[Block], line: usize, report: &mut Report) {
    for key in &heading.unknown {
        let hint = did_you_mean(key, ["row", "ask"]);
        report.blemish(line, format!("unknown or repeated `{key}` after a title"), hint);
    }
    if heading.title.is_empty() {
        report.blemish(line, "section without a title", "write `## Title {#id row=V1}`");
    }
    if plain_text(blocks).trim().is_empty() {
        report.blemish(line, format!("section `{}` is empty", heading.title), "write a text");
    }
}

fn check_footnotes(read: &Read, before: usize, report: &mut Report) {
    let mut defined = BTreeSet::new();
    let used: BTreeSet<&str> = read.footnotes.iter().map(|(_, name)| name.as_str()).collect();
    for (line, name, text) in &read.sources {
        let line = before + line;
        if !defined.insert(name.as_str()) {
            report.blemish(
                line,
                format!("footnote `{name}` is defined twice"),
                "the first is used; delete one",
            );
        } else if !used.contains(name.as_str()) {
            report.blemish(
                line,
                format!("footnote `{name}` is never used"),
                format!("write [^{name}] behind a claim"),
            );
        }
        if text.is_empty() {
            report.blemish(
                line,
                format!("footnote `{name}` names no source"),
                "name the kind of page and its title",
            );
        }
    }
}

/// Links inside the chapter.
fn check_links(links: &[(usize, Link)], sections: &BTreeSet<String>, before: usize, report: &mut Report) {
    for (line, link) in links {
        let Link { chapter: None, section: Some(section) } = link else { continue };
        if !sections.contains(section) {
            let hint = did_you_mean(section, sections.iter().map(String::as_str));
            report.blemish(
                before + line,
                format!("link to `#{section}`: the chapter has no such section"),
                hint,
            );
        }
    }
}
