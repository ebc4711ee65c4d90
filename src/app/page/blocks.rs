//! Laying out blocks: what each looks like as lines.

use super::{Line, Page, Role, Run, columns, cut, highlight, table, wrap_runs};
use crate::course::{Block, Inline, Note};
use crate::figure;

pub fn push(page: &mut Page, blocks: &[Block], width: usize) {
    for block in blocks {
        page.gap();
        push_block(page, block, width);
    }
}

fn push_block(page: &mut Page, block: &Block, width: usize) {
    match block {
        Block::Heading { line, .. } => {
            let runs = runs_of(page, line, Role::Heading);
            push_wrapped(page, &runs, width);
        }
        Block::Paragraph(line) => {
            for part in line.split(|inline| *inline == Inline::Break) {
                let runs = runs_of(page, part, Role::Text);
                push_wrapped(page, &runs, width);
            }
        }
        Block::List { start, items } => push_list(page, *start, items, width),
        Block::Quote { note, blocks } => push_quote(page, *note, blocks, width),
        Block::Table { align, head, rows } => table::push(page, align, head, rows, width),
        Block::Code { language, title, wrong, text } => {
            push_code(page, language, title.as_deref(), wrong.as_deref(), text, width);
        }
        Block::Figure { title, text } => push_figure(page, title.as_deref(), text, width),
        Block::Drawn(drawing) => push_block(page, &figure::block(drawing), width),
        Block::Rule => page.push_line([Run::new("─".repeat(width.min(24)), Role::Muted)]),
    }
}

/// The runs of a line of text; plain text gets `base` as its role.
pub fn runs_of(page: &mut Page, line: &[Inline], base: Role) -> Vec<Run> {
    line.iter()
        .map(|inline| match inline {
            Inline::Text { text, look, link } => {
                let role = match (link.is_some(), look.code, look.strong, look.emphasis) {
                    (true, ..) => Role::Link,
                    (_, true, ..) => Role::Code,
                    (_, _, true, _) => Role::Strong,
                    (_, _, _, true) => Role::Emphasis,
                    _ => base,
                };
                let link = link.as_ref().map(|link| {
                    if page.links.last() != Some(link) {
                        page.links.push(link.clone());
                    }
                    page.links.len() - 1
                });
                Run { text: text.clone(), role, link }
            }
            Inline::Footnote(name) => Run::new(format!("[{}]", page.footnote(name)), Role::Muted),
            Inline::Break => Run::new(" ", base),
        })
        .collect()
}

fn push_wrapped(page: &mut Page, runs: &[Run], width: usize) {
    for line in wrap_runs(runs, width) {
        page.push_line(line);
    }
}

fn push_list(page: &mut Page, start: Option<u64>, items: &[Vec<Block>], width: usize) {
    let last = start.map(|start| start + items.len() as u64);
    let indent = last.map_or(2, |last| columns(&last.to_string()) + 2);
    for (index, item) in items.iter().enumerate() {
        let sign = start.map_or("•".to_owned(), |start| format!("{}.", start + index as u64));
        let inner_width = width.saturating_sub(indent).max(1);
        indented(
            page,
            indent,
            |page| {
                for (place, block) in item.iter().enumerate() {
                    // Only a second paragraph of an item is set off; nested lists stay close.
                    if place > 0 && !matches!(block, Block::List { .. }) {
                        page.lines.push(Line::default());
                    }
                    push_block(page, block, inner_width);
                }
            },
            &Run::new(format!("{sign:<indent$}"), Role::Accent),
        );
    }
}

fn push_quote(page: &mut Page, note: Option<Note>, blocks: &[Block], width: usize) {
    let (role, word) = match note {
        None => (Role::Muted, None),
        Some(Note::Note) => (Role::Note, Some("Note")),
        Some(Note::Tip) => (Role::Tip, Some("In the exam")),
        Some(Note::Warning) => (Role::Warning, Some("What goes wrong")),
    };
    let first = page.lines.len();
    if let Some(word) = word {
        page.push_line([Run::new(word, role)]);
    }
    for (place, block) in blocks.iter().enumerate() {
        if place > 0 {
            page.lines.push(Line::default());
        }
        push_block(page, block, width.saturating_sub(2).max(1));
    }
    for line in &mut page.lines[first..] {
        line.runs.insert(0, Run::new("▌ ", role));
    }
}

/// Pushes what `body` pushes, moved right by `indent` columns, with `sign` before its first line.
fn indented(page: &mut Page, indent: usize, body: impl FnOnce(&mut Page), sign: &Run) {
    let first = page.lines.len();
    body(page);
    for (index, line) in page.lines[first..].iter_mut().enumerate() {
        let lead = if index == 0 { sign.clone() } else { Run::new(" ".repeat(indent), Role::Text) };
        line.runs.insert(0, lead);
    }
}

fn push_code(
    page: &mut Page,
    language: &str,
    title: Option<&str>,
    wrong: Option<&str>,
    text: &str,
    width: usize,
) {
    let number = page.codes.len();
    let text = text.trim_end();
    page.codes.push(copied(language, text));
    let caption = match (title, wrong) {
        (Some(title), Some(wrong)) => Some(format!("{title} · wrong on purpose: {wrong}")),
        (None, Some(wrong)) => Some(format!("wrong on purpose: {wrong}")),
        (title, None) => title.map(ToOwned::to_owned),
    };
    if let Some(caption) = caption {
        let role = if wrong.is_some() { Role::Warning } else { Role::Muted };
        for line in wrap_runs(&[Run::new(caption, role)], width.saturating_sub(2).max(1)) {
            let runs = std::iter::once(Run::new("  ", role)).chain(line).collect();
            page.lines.push(Line { runs, code: Some(number) });
        }
    }
    let inner = width.saturating_sub(2).max(1);
    for runs in highlight::lines(language, text) {
        for (part, line) in broken(runs, inner).into_iter().enumerate() {
            let lead = if part == 0 { "│ " } else { "↪ " };
            let runs = std::iter::once(Run::new(lead, Role::Muted)).chain(line).collect();
            page.lines.push(Line { runs, code: Some(number) });
        }
    }
}

/// Code keeps its spaces, so it is broken by columns, not by words.
fn broken(runs: Vec<Run>, width: usize) -> Vec<Vec<Run>> {
    if runs.iter().map(|run| columns(&run.text)).sum::<usize>() <= width {
        return vec![runs];
    }
    let mut lines = vec![Vec::new()];
    let mut used = 0;
    for run in runs {
        let mut piece = String::new();
        for character in run.text.chars() {
            let length = unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
            if used + length > width && used > 0 {
                if let Some(line) = lines.last_mut() {
                    line.push(Run { text: std::mem::take(&mut piece), ..run.clone() });
                }
                lines.push(Vec::new());
                used = 0;
            }
            used += length;
            piece.push(character);
        }
        if let Some(line) = lines.last_mut() {
            line.push(Run { text: piece, ..run });
        }
    }
    lines
}

/// What `y` copies: of a shell block only what is typed, without the prompt.
fn copied(language: &str, text: &str) -> String {
    let typed: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    if language == "sh" && !typed.is_empty() { typed.join("\n") } else { text.to_owned() }
}

fn push_figure(page: &mut Page, title: Option<&str>, text: &str, width: usize) {
    for line in text.trim_end().lines() {
        page.push_line(figure_runs(&cut(line, width)));
    }
    if let Some(title) = title {
        push_wrapped(page, &[Run::new(title, Role::Muted)], width);
    }
}

/// A line of a figure; the signs of what goes and what does not have their colours.
fn figure_runs(line: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(['✓', '✗']) {
        let (before, sign) = rest.split_at(at);
        let length = sign.chars().next().map_or(0, char::len_utf8);
        let (sign, after) = sign.split_at(length);
        runs.push(Run::new(before, Role::Figure));
        runs.push(Run::new(sign, if sign == "✓" { Role::Good } else { Role::Bad }));
        rest = after;
    }
    runs.push(Run::new(rest, Role::Figure));
    runs
}
