//! Texts with hidden words: `{{words}}` and `{{words|hint}}`.

use super::cloze_marks;
use super::fields::{Fields, Text};
use super::markdown::{self, Part};
use super::report::Report;
use crate::course::{CardKind, ClozePart};

/// Reads `text` of a cloze card.
pub fn read(fields: &mut Fields<'_>, report: &mut Report) -> Option<CardKind> {
    let text = fields.needed("text", report)?;
    let name = fields.name.clone();
    let parts = match split(&text.value.replace('\t', " ")) {
        Ok(parts) => parts,
        Err((offset, message, hint)) => {
            let before = text.value.get(..offset).unwrap_or_default();
            let line = text.line + before.matches('\n').count();
            report.fault(line, format!("{message} in {name}"), hint);
            return None;
        }
    };
    let source = |of: fn(&str, Option<&str>) -> String| Text { value: joined(&parts, of), line: text.line };
    // Faults of the Markdown are looked for in the text as it is shown in the end.
    let shown = source(|words, _| words.to_owned());
    let shown = cloze_marks::strong(fields.markdown_of("text", &shown, report));
    let hidden = source(|_, hint| format!("[{}]", hint.unwrap_or("…")));
    let hidden = cloze_marks::strong(markdown::read(&hidden.value, Part::Item).blocks);
    Some(CardKind::Cloze { parts, hidden, shown })
}

/// The text with what `of` makes of each hidden part (its words and hint), marked to be found again as blocks.
fn joined(parts: &[ClozePart], of: fn(&str, Option<&str>) -> String) -> String {
    let piece = |part: &ClozePart| match part {
        ClozePart::Shown(text) => text.clone(),
        ClozePart::Hidden { words, hint } => cloze_marks::marked(&of(words, hint.as_deref())),
    };
    parts.iter().map(piece).collect()
}

type Fault = (usize, &'static str, &'static str);

/// Parts `text`; the words may hold `|`, as the hint stands after the last one.
fn split(text: &str) -> Result<Vec<ClozePart>, Fault> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find("{{") {
        let at = text.len() - rest.len() + open;
        let (before, tail) = (&rest[..open], &rest[open + 2..]);
        let Some(close) = tail.find("}}") else {
            return Err((at, "`{{` without `}}`", "close the hidden words with `}}`"));
        };
        let inner = &tail[..close];
        if inner.contains("{{") {
            return Err((at, "`{{` inside `{{`", "close the hidden words with `}}` before others begin"));
        }
        let (words, hint) = match inner.rsplit_once('|') {
            Some((words, hint)) => (words, Some(hint.trim()).filter(|hint| !hint.is_empty())),
            None => (inner, None),
        };
        if words.trim().is_empty() {
            return Err((at, "`{{` `}}` hides nothing", "write the words to hide between them"));
        }
        if !before.is_empty() {
            parts.push(ClozePart::Shown(before.to_owned()));
        }
        parts.push(ClozePart::Hidden { words: words.to_owned(), hint: hint.map(str::to_owned) });
        rest = &tail[close + 2..];
    }
    if parts.is_empty() {
        return Err((0, "no hidden words", "put {{...}} around the words to recall"));
    }
    if !rest.is_empty() {
        parts.push(ClozePart::Shown(rest.to_owned()));
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_hints_are_parted() {
        let hidden = |words: &str, hint: Option<&str>| ClozePart::Hidden {
            words: words.to_owned(),
            hint: hint.map(str::to_owned),
        };
        let shown = |text: &str| ClozePart::Shown(text.to_owned());
        assert_eq!(
            split("a {{b|c}}{{d | e|f}}."),
            Ok(vec![shown("a "), hidden("b", Some("c")), hidden("d | e", Some("f")), shown("."),])
        );
        for (bad, at) in [("ab", 0), ("a {{b", 2), ("a {{ }}", 2), ("{{a}} {{b {{c}}", 6), ("{{|x}}", 0)] {
            assert_eq!(split(bad).map_err(|(offset, ..)| offset), Err(at), "{bad}");
        }
    }
}
