//! Notes become a TOML file of cards; what can not become one is told.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::anki::Note;
use super::html::to_markdown;
use crate::content::parse_items;
use crate::course::{ItemId, Row};

/// A note on its way to a card.
pub struct Draft {
    line: u64,
    id: ItemId,
    row: Option<Row>,
    /// The keys of the card by kind, as `key`, `Markdown`.
    texts: Vec<(&'static str, String)>,
    kind: &'static str,
    explanation: String,
    source: String,
}

/// What came of the notes.
pub struct Made {
    /// The file; empty without cards.
    pub text: String,
    pub written: usize,
    /// Cards that the course or the user has already.
    pub there: usize,
    /// `line: why`, for each note that is left out.
    pub left_out: Vec<String>,
}

const SEE_BACK: &str = "See the answer.";

impl Draft {
    pub fn new(note: Note, fallback: Option<Row>, source: &str) -> Self {
        let Note { line, guid, notetype, tags, fields, html } = note;
        let field = |index: usize| fields.get(index).map(String::as_str).unwrap_or_default();
        let front = field(0);
        let is_cloze =
            front.contains("{{c") || notetype.is_some_and(|name| name.to_lowercase().contains("cloze"));
        // What kubedrill exports has the answer, a line, and then the explanation.
        let (answer, mut why) = match field(1).split_once("<hr>").filter(|_| html && !is_cloze) {
            Some((answer, why)) => (answer, to_markdown(why, html)),
            None => (field(1), String::new()),
        };
        if is_cloze {
            why = to_markdown(answer, html);
        }
        for extra in
            fields.iter().skip(2).map(|extra| to_markdown(extra, html)).filter(|text| !text.is_empty())
        {
            why = if why.is_empty() { extra } else { format!("{why}\n\n{extra}") };
        }
        let texts = if is_cloze {
            vec![("text", cloze(&to_markdown(front, html)))]
        } else {
            vec![("front", to_markdown(front, html)), ("back", to_markdown(answer, html))]
        };
        let of_tag = |tag: &String| Row::find(tag.rsplit("::").next().unwrap_or_default());
        Self {
            line,
            id: id(guid.as_deref(), front),
            row: tags.iter().find_map(of_tag).or(fallback),
            texts,
            kind: if is_cloze { "cloze" } else { "basic" },
            explanation: if why.is_empty() { SEE_BACK.to_owned() } else { why },
            source: source.to_owned(),
        }
    }

    /// Why it can not be a card.
    fn fault(&self) -> Option<&'static str> {
        if self.row.is_none() {
            return Some("no tag names a row of the syllabus; give --row");
        }
        if self.texts.iter().any(|(_, text)| text.is_empty()) {
            return Some("the front or the back is empty");
        }
        None
    }

    fn toml(&self) -> String {
        let mut text = format!("[[card]]\nid = \"{}\"\n", self.id);
        if let Some(row) = self.row {
            let _ = writeln!(text, "row = \"{row}\"");
        }
        let _ = writeln!(text, "kind = \"{}\"", self.kind);
        let own = self.texts.iter().map(|(key, value)| (*key, value.as_str()));
        for (key, value) in own.chain([("explanation", self.explanation.as_str()), ("source", &self.source)])
        {
            let _ = writeln!(text, "{key} = {}", toml::Value::from(value));
        }
        text
    }
}

/// Makes the file. What is known already, comes twice or is no card is left out.
pub fn make(drafts: Vec<Draft>, known: &dyn Fn(&ItemId) -> bool) -> Made {
    let mut made = Made { text: String::new(), written: 0, there: 0, left_out: Vec::new() };
    let mut seen = BTreeSet::new();
    for draft in drafts {
        if known(&draft.id) || !seen.insert(draft.id.clone()) {
            made.there += 1;
            continue;
        }
        let text = draft.toml();
        let why = draft.fault().map(str::to_owned).or_else(|| {
            // The course's own reader has the last word.
            let (items, problems) = parse_items("", &text);
            let told = problems.first().map(|problem| problem.message.clone());
            items.is_empty().then(|| told.unwrap_or_else(|| "it is no card".to_owned()))
        });
        if let Some(why) = why {
            made.left_out.push(format!("{}: left out: {why}", draft.line));
            continue;
        }
        if made.written == 0 {
            made.text
                .push_str("# Imported from Anki. Yours to edit; the ids are what your progress hangs on.\n");
        }
        made.text.push('\n');
        made.text.push_str(&text);
        made.written += 1;
    }
    made
}

/// `{{c1::words::hint}}` becomes `{{words|hint}}`.
fn cloze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{c") {
        let (before, tail) = rest.split_at(at);
        let inside = tail.strip_prefix("{{c").and_then(|tail| {
            let (number, tail) = tail.split_once("::")?;
            let (words, after) = tail.split_once("}}")?;
            number.bytes().all(|byte| byte.is_ascii_digit()).then_some((words, after))
        });
        out.push_str(before);
        let Some((words, after)) = inside else {
            out.push_str("{{c");
            rest = tail.get(3..).unwrap_or_default();
            continue;
        };
        let (words, hint) = words.split_once("::").map_or((words, None), |(words, hint)| (words, Some(hint)));
        let _ = match hint {
            Some(hint) => write!(out, "{{{{{words}|{hint}}}}}"),
            None if words.contains('|') => write!(out, "{{{{{words}|}}}}"),
            None => write!(out, "{{{{{words}}}}}"),
        };
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A note that kubedrill exported keeps its id. Another one's comes from its guid, or from its front, by FNV-1a: the
/// same on every machine and in every version.
fn id(guid: Option<&str>, front: &str) -> ItemId {
    if let Some(own) =
        guid.and_then(|guid| guid.strip_prefix("kubedrill-")).filter(|id| crate::course::is_id(id))
    {
        return ItemId::new(own);
    }
    let hash = guid.unwrap_or(front).bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    ItemId::new(&format!("anki-{hash:016x}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::import::anki::notes;

    fn made(text: &str) -> Made {
        let row = Row::find("D1");
        make(notes(text).unwrap().into_iter().map(|note| Draft::new(note, row, "Anki: x")).collect(), &|_| {
            false
        })
    }

    #[test]
    fn notes_become_cards_that_the_course_reads() {
        let made = made(
            "#html:true\n#tags column:3\nWhat is <b>DNS</b>?\tNames &amp; \"numbers\"<hr>Because.\tV3\n\
             The {{c1::cluster IP::which?}} of {{c2::a|b}}\tExtra\t\nonly a front\t\t\n",
        );
        assert_eq!(made.left_out, ["5: left out: the front or the back is empty"]);
        let (items, problems) = parse_items("cards/x.toml", &made.text);
        assert_eq!(problems, [], "{}", made.text);
        assert_eq!((items.len(), made.written), (2, 2));
        assert!(made.text.contains("row = \"V3\"") && made.text.contains("row = \"D1\""), "{}", made.text);
        assert!(made.text.contains("{{cluster IP|which?}} of {{a|b|}}"), "{}", made.text);
        assert!(made.text.contains("Because."));
    }

    #[test]
    fn ids_are_stable_and_known_cards_stay() {
        assert_eq!(id(Some("abc"), "x"), id(Some("abc"), "y"));
        assert_eq!(id(None, "front").as_str(), "anki-538b8c566e9e4b38");
        assert_eq!(id(Some("kubedrill-v1-card"), "x").as_str(), "v1-card");
        let drafts =
            || notes("a\tb\na\tc\n").unwrap().into_iter().map(|n| Draft::new(n, Row::find("D1"), "s"));
        assert_eq!(make(drafts().collect(), &|_| true).there, 2);
        let made = make(drafts().collect(), &|_| false);
        assert_eq!((made.written, made.there), (1, 1), "the same front twice");
    }
}
