//! A word on its way to fields: parts that remember whether they were quoted.

use super::pattern;
use crate::shell::budget::cut;

/// What may still happen to a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Written in the line: no splitting, but globs.
    Literal,
    /// Came out of an expansion: splitting and globs.
    Split,
    /// Neither.
    Quoted,
    /// A field ends here: between the elements of `"$@"`.
    Break,
}

/// The parts of one word.
#[derive(Debug, Default)]
pub struct Draft {
    parts: Vec<(Kind, String)>,
    size: usize,
}

/// Bytes that one word may become; the rest is cut off.
const LARGEST: usize = 1 << 20;

/// One field.
#[derive(Debug, Default)]
pub struct Field {
    pub text: String,
    /// Where it may stand for the names of files: what was quoted is escaped in it.
    pub pattern: Option<String>,
}

impl Draft {
    pub fn push(&mut self, kind: Kind, text: &str) {
        let text = cut(text, LARGEST.saturating_sub(self.size)).1;
        self.size += text.len();
        self.parts.push((kind, text.to_owned()));
    }

    pub fn text(&self) -> String {
        self.parts.iter().map(|(kind, text)| if *kind == Kind::Break { " " } else { text.as_str() }).collect()
    }

    pub fn pattern(&self) -> String {
        let part = |(kind, text): &(Kind, String)| match kind {
            Kind::Quoted => pattern::escape(text),
            Kind::Break => " ".to_owned(),
            _ => text.clone(),
        };
        self.parts.iter().map(part).collect()
    }

    /// Splits what came out of expansions at the separators (`$IFS`).
    pub fn fields(self, separators: &str) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut open: Option<Open> = None;
        for (kind, text) in self.parts {
            match kind {
                Kind::Break => fields.push(open.take().unwrap_or_default().close()),
                Kind::Quoted => open.get_or_insert_default().add(&text, true),
                Kind::Literal if text.is_empty() => {}
                Kind::Literal => open.get_or_insert_default().add(&text, false),
                Kind::Split => {
                    let mut rest = text.as_str();
                    while let Some(at) = rest.find(|one| separators.contains(one)) {
                        let (before, after) = rest.split_at(at);
                        if !before.is_empty() {
                            open.get_or_insert_default().add(before, false);
                        }
                        let mut characters = after.chars();
                        let blank = characters.next().is_some_and(char::is_whitespace);
                        // A separator that is no blank ends a field even where there is none.
                        match open.take() {
                            Some(field) => fields.push(field.close()),
                            None if !blank => fields.push(Field::default()),
                            None => {}
                        }
                        rest = characters.as_str();
                    }
                    if !rest.is_empty() {
                        open.get_or_insert_default().add(rest, false);
                    }
                }
            }
        }
        fields.extend(open.map(Open::close));
        fields
    }
}

#[derive(Debug, Default)]
struct Open {
    text: String,
    pattern: String,
    globs: bool,
}

impl Open {
    fn add(&mut self, text: &str, quoted: bool) {
        self.text.push_str(text);
        if quoted {
            self.pattern.push_str(&pattern::escape(text));
        } else {
            self.pattern.push_str(text);
            self.globs |= text.contains(['*', '?', '[']);
        }
    }

    fn close(self) -> Field {
        Field { text: self.text, pattern: self.globs.then_some(self.pattern) }
    }
}
