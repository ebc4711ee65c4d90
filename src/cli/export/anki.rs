//! Cards as Anki's text format. The headers are those of the Anki manual, "Text Files", "File Headers".

use std::fmt::Write as _;

use super::html::{escaped, html};
use crate::content::markdown;
use crate::course::{Card, CardKind, ClozePart};

const HEADERS: &str = "\
#separator:tab
#html:true
#guid column:1
#notetype column:2
#deck column:3
#tags column:6
";

/// Private-use characters around hidden words while their text is Markdown; no author's text holds them.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// One note a line: guid, note type, deck, two fields, tags.
pub fn text(cards: &[Card]) -> String {
    let mut text = HEADERS.to_owned();
    for card in cards {
        let (kind, front, back) = fields(card);
        let topic = card.row.topic();
        let _ = writeln!(
            text,
            "kubedrill-{}\t{kind}\tkubedrill::{}\t{front}\t{back}\tkubedrill::{}::{}",
            card.id,
            topic.title(),
            topic.id(),
            card.row
        );
    }
    text
}

/// The note type and its two fields.
fn fields(card: &Card) -> (&'static str, String, String) {
    let why = format!(
        "<div>{}</div><div><small>Source: {}</small></div>",
        html(&card.explanation),
        escaped(&card.source)
    );
    match &card.kind {
        CardKind::Basic { front, back } => ("Basic", html(front), format!("{}<hr>{why}", html(back))),
        CardKind::Typed { front, answers, compare } => {
            let answers: Vec<String> =
                answers.iter().map(|answer| format!("<code>{}</code>", escaped(answer))).collect();
            let front = format!("{}<div><small>({})</small></div>", html(front), escaped(compare.in_words()));
            ("Basic", front, format!("{}<hr>{why}", answers.join("<br>or ")))
        }
        CardKind::Cloze { parts, .. } => ("Cloze", cloze(parts), why),
    }
}

/// The text with Anki's marks. All hidden words are of one card, as here: `c1`.
fn cloze(parts: &[ClozePart]) -> String {
    let marked: String = parts
        .iter()
        .map(|part| match part {
            ClozePart::Shown(text) => text.clone(),
            ClozePart::Hidden { words, .. } => format!("{OPEN}{words}{CLOSE}"),
        })
        .collect();
    let text = harmless(&html(&markdown(&marked).0));
    let mut hints = parts.iter().filter_map(|part| match part {
        ClozePart::Shown(_) => None,
        ClozePart::Hidden { hint, .. } => Some(hint.as_deref()),
    });
    // Every mark is text to Markdown, so it comes back once and in order.
    let mut out = String::with_capacity(text.len() + 32);
    for character in text.chars() {
        match character {
            OPEN => out.push_str("{{c1::"),
            CLOSE => {
                if let Some(Some(hint)) = hints.next() {
                    let _ = write!(out, "::{}", harmless(&escaped(hint)));
                }
                out.push_str("}}");
            }
            other => out.push(other),
        }
    }
    out
}

/// Takes from HTML what Anki would read as a mark of its own: `{{`, `}}`, and the `::` of an IPv6 address.
fn harmless(html: &str) -> String {
    html.replace("::", ":&#58;").replace("{{", "{&#123;").replace("}}", "}&#125;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Library;

    fn hidden(words: &str, hint: Option<&str>) -> ClozePart {
        ClozePart::Hidden { words: words.to_owned(), hint: hint.map(str::to_owned) }
    }

    fn shown(text: &str) -> ClozePart {
        ClozePart::Shown(text.to_owned())
    }

    #[test]
    fn hidden_words_become_clozes_inside_code_too() {
        let parts = [
            shown("The *name* `db."),
            hidden("prod", Some("which?")),
            shown(".svc` & "),
            hidden("`a<b`", None),
        ];
        assert_eq!(
            cloze(&parts),
            "<p>The <em>name</em> <code>db.{{c1::prod::which?}}.svc</code> &amp; {{c1::<code>a&lt;b</code>}}</p>"
        );
    }

    #[test]
    fn what_anki_would_take_for_marks_is_escaped() {
        let parts = [shown("`{{x}}` and "), hidden("`::/0`", Some("a::b"))];
        assert_eq!(
            cloze(&parts),
            "<p><code>{&#123;x}&#125;</code> and {{c1::<code>:&#58;/0</code>::a:&#58;b}}</p>"
        );
    }

    #[test]
    fn every_card_of_the_course_is_one_line_of_six_columns() {
        let (course, _) = Library::embedded().whole();
        let text = text(&course.cards);
        let notes: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(notes.len(), course.cards.len());
        for (note, card) in notes.iter().zip(&course.cards) {
            let columns: Vec<&str> = note.split('\t').collect();
            assert_eq!(columns.len(), 6, "{note}");
            assert!(columns.iter().all(|column| !column.is_empty()), "{note}");
            // A quote would begin a quoted field; none is left, so none is there to be escaped.
            assert!(!note.contains('"') && !note.contains([OPEN, CLOSE, '\r']), "{note}");
            let hidden = match &card.kind {
                CardKind::Cloze { parts, .. } => {
                    parts.iter().filter(|part| matches!(part, ClozePart::Hidden { .. })).count()
                }
                _ => 0,
            };
            assert_eq!(columns[3].matches("{{c1::").count(), hidden, "{note}");
            assert_eq!(columns[3].matches("}}").count(), hidden, "{note}");
        }
    }
}
