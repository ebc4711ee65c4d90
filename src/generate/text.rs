//! The sentences of a maker as blocks: paragraphs parted by empty lines, `code` in backticks, code blocks in fences.

use crate::course::{Block, Inline, Look};

const FENCE: &str = "```";

/// Reads the little that makers write; not Markdown, whose reader stands above us and is slower.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    for (index, part) in text.split(FENCE).enumerate() {
        // Every second part stands between fences: its first line is the language.
        if index % 2 == 1 {
            let (language, code) = part.split_once('\n').unwrap_or(("", part));
            found.push(Block::Code {
                language: language.to_owned(),
                title: None,
                wrong: None,
                text: code.trim_end().to_owned(),
            });
        } else {
            let paragraphs = part.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
            found.extend(paragraphs.map(|paragraph| Block::Paragraph(line(paragraph))));
        }
    }
    found
}

fn line(text: &str) -> Vec<Inline> {
    let runs = text.split('`').enumerate().filter(|(_, run)| !run.is_empty());
    let inline = |(index, run): (usize, &str)| Inline::Text {
        text: run.to_owned(),
        look: Look { code: index % 2 == 1, ..Look::default() },
        link: None,
    };
    runs.map(inline).collect()
}

/// A code block for a text that [`blocks`] reads.
pub fn fenced(language: &str, code: &str) -> String {
    format!("{FENCE}{language}\n{}\n{FENCE}", code.trim_end())
}

/// `a`, `a and b`, `a, b and c`.
pub fn list<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", start.join(", "), last.as_ref())
        }
    }
}

/// The names in backticks, joined by [`list`].
pub fn named<S: AsRef<str>>(words: &[S]) -> String {
    list(&words.iter().map(|word| format!("`{}`", word.as_ref())).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::plain_text;

    #[test]
    fn paragraphs_code_and_fences() {
        let read = blocks(&format!("One `two`.\n\nThree.\n\n{}\n\nFour.", fenced("yaml", "a: 1\n\nb: 2\n")));
        assert_eq!(read.len(), 4);
        assert_eq!(plain_text(&read), "One two. Three. a: 1\n\nb: 2 Four.");
        assert!(matches!(&read[2], Block::Code { language, .. } if language == "yaml"));
        assert_eq!(named(&["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
