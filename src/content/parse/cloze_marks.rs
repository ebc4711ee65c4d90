//! Marks around hidden words that survive the reading of Markdown, so that the words can be found and made strong.
//!
//! Markdown has no sign for them: strong text would not work inside code, where many of the words stand.

use crate::course::{Block, Inline, Look};

/// Private-use characters: no author's text holds them, and Markdown takes them for letters.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

pub fn marked(words: &str) -> String {
    format!("{OPEN}{words}{CLOSE}")
}

/// Takes the marks out and makes what stood between them strong.
pub fn strong(mut blocks: Vec<Block>) -> Vec<Block> {
    let mut inside = false;
    for block in &mut blocks {
        in_block(block, &mut inside);
    }
    blocks
}

fn in_block(block: &mut Block, inside: &mut bool) {
    match block {
        Block::Heading { line, .. } | Block::Paragraph(line) => in_line(line, inside),
        Block::List { items, .. } => items.iter_mut().flatten().for_each(|inner| in_block(inner, inside)),
        Block::Quote { blocks, .. } => blocks.iter_mut().for_each(|inner| in_block(inner, inside)),
        Block::Table { head, rows, .. } => {
            head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| in_line(cell, inside));
        }
        Block::Code { text, .. } | Block::Figure { text, .. } => text.retain(|c| !matches!(c, OPEN | CLOSE)),
        Block::Drawn(_) | Block::Rule => {}
    }
}

fn in_line(line: &mut Vec<Inline>, inside: &mut bool) {
    let mut marked = Vec::with_capacity(line.len());
    for inline in line.drain(..) {
        let Inline::Text { text, look, link } = inline else {
            marked.push(inline);
            continue;
        };
        for piece in text.split_inclusive([OPEN, CLOSE]) {
            let words = piece.trim_end_matches([OPEN, CLOSE]);
            if !words.is_empty() {
                let look = Look { strong: look.strong || *inside, ..look };
                marked.push(Inline::Text { text: words.to_owned(), look, link: link.clone() });
            }
            match piece.chars().next_back() {
                Some(OPEN) => *inside = true,
                Some(CLOSE) => *inside = false,
                _ => {}
            }
        }
    }
    *line = marked;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::parse::markdown;

    #[test]
    fn words_inside_code_are_found_again() {
        let text = format!("the name `{}.svc` and {}.", marked("db"), marked("more *words*"));
        let [Block::Paragraph(line)] = &strong(markdown(&text).0)[..] else { panic!("one paragraph") };
        let strong: Vec<&str> = line
            .iter()
            .filter_map(|inline| match inline {
                Inline::Text { text, look, .. } if look.strong => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(strong, ["db", "more ", "words"]);
    }
}
