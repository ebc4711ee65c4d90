//! A field of a note as Markdown: of HTML, code, bold, italic and line ends are kept, the rest of its tags go.

use crate::cli::markdown::markdown;
use crate::course::{Block, Inline, Look};

/// The field as blocks of text; `html` says whether `<` and `&` mean what they mean in HTML.
pub fn blocks(field: &str, html: bool) -> Vec<Block> {
    let mut reader = Reader::default();
    if html {
        reader.html(field);
    } else {
        reader.push(field);
    }
    reader.finish()
}

/// As Markdown that the course reads back as the same text.
pub fn to_markdown(field: &str, html: bool) -> String {
    markdown(&blocks(field, html))
}

/// Reads runs of text; an empty line parts paragraphs.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    line: Vec<Inline>,
    look: Look,
    /// Inside `<pre>`: its text so far.
    code: Option<String>,
}

impl Reader {
    fn html(&mut self, field: &str) {
        let mut rest = field;
        while let Some(at) = rest.find(['<', '&']) {
            let (words, tail) = rest.split_at(at);
            self.push(words);
            if let Some(tag) = tail.strip_prefix('<').and_then(tag) {
                self.tag(tag);
                rest = tail.get(tag.len() + 2..).unwrap_or_default();
            } else if let Some((character, length)) = entity(tail) {
                self.push(character.encode_utf8(&mut [0; 4]));
                rest = tail.get(length..).unwrap_or_default();
            } else {
                let (first, others) = tail.split_at(1);
                self.push(first);
                rest = others;
            }
        }
        self.push(rest);
    }

    fn tag(&mut self, tag: &str) {
        let closes = tag.starts_with('/');
        let name = tag.trim_start_matches('/').split([' ', '\t', '\n', '/']).next().unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "code" | "tt" | "kbd" if self.code.is_none() => self.look.code = !closes,
            "b" | "strong" => self.look.strong = !closes,
            "i" | "em" => self.look.emphasis = !closes,
            "br" => self.push("\n"),
            "pre" if closes => {
                if let Some(text) = self.code.take() {
                    self.end_paragraph();
                    let (language, title, wrong) = ("text".to_owned(), None, None);
                    self.blocks.push(Block::Code { language, title, wrong, text });
                }
            }
            "pre" => {
                self.end_paragraph();
                self.code = Some(String::new());
            }
            "p" | "div" | "li" | "ul" | "ol" | "tr" | "table" | "blockquote" | "hr" | "h1" | "h2" | "h3"
            | "h4" => {
                self.end_paragraph();
            }
            "td" | "th" if closes => self.push(" "),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 && !self.line.is_empty() && !matches!(self.line.last(), Some(Inline::Break)) {
                self.line.push(Inline::Break);
            }
            let line = line.replace(['\r', '\t', '\u{a0}'], " ");
            match self.line.last_mut() {
                _ if line.is_empty() => {}
                Some(Inline::Text { text, look, .. }) if *look == self.look => text.push_str(&line),
                _ => self.line.push(Inline::Text { text: line, look: self.look, link: None }),
            }
        }
    }

    fn end_paragraph(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        while matches!(line.last(), Some(Inline::Break)) {
            line.pop();
        }
        // Blanks at the ends mean nothing in Markdown, and would make code of indented text.
        if let Some(Inline::Text { text, look, .. }) = line.first_mut()
            && !look.code
        {
            *text = text.trim_start().to_owned();
        }
        if let Some(Inline::Text { text, look, .. }) = line.last_mut()
            && !look.code
        {
            text.truncate(text.trim_end().len());
        }
        line.retain(|inline| !matches!(inline, Inline::Text { text, .. } if text.is_empty()));
        let shows =
            line.iter().any(|inline| matches!(inline, Inline::Text { text, .. } if !text.trim().is_empty()));
        if shows {
            self.blocks.push(Block::Paragraph(line));
        }
    }

    fn finish(mut self) -> Vec<Block> {
        if let Some(text) = self.code.take() {
            self.push(&text);
        }
        self.end_paragraph();
        self.blocks
    }
}

/// The inside of a tag, if this is one: a name, and not `a < b`.
fn tag(text: &str) -> Option<&str> {
    let inside = text.get(..text.find('>')?)?;
    let name = inside.strip_prefix('/').unwrap_or(inside);
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '!').then_some(inside)
}

/// The character of an entity at the beginning, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.get(..text.len().min(12)).or(Some(text))?.find(';')?;
    let name = text.get(1..end)?;
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        number => {
            let number = number.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((character, end + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_kept_and_what_goes() {
        let field = "<div>A <b>bold</b> &amp; <code>x&lt;y</code><br>next</div><p>last&nbsp;one <img src=\"x\"> 1 < 2</p>";
        assert_eq!(to_markdown(field, true), "A **bold** & `x<y`\\\nnext\n\nlast one  1 \\< 2");
        assert_eq!(to_markdown("a <b> & *c*", false), "a \\<b> & \\*c\\*");
        assert_eq!(
            to_markdown("<pre>kind: Pod\n  a: 1</pre>after", true),
            "```text\nkind: Pod\n  a: 1\n```\n\nafter"
        );
        assert_eq!(to_markdown("<script>", true), "");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_field_is_read(field in "[a-z<>/&;# \nbpre\"é]{0,60}", html: bool) {
            let _ = to_markdown(&field, html);
        }
    }
}
