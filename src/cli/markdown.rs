//! Formatted text back to Markdown: what a reader of the JSON gets, in the form that authors write.

use std::fmt::Write as _;

use crate::course::{Align, Block, Inline, Link, Look, Note};
use crate::figure;

/// `blocks` as Markdown, without a line end at the end.
pub fn markdown(blocks: &[Block]) -> String {
    let mut text = String::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            text.push_str("\n\n");
        }
        push_block(&mut text, block);
    }
    text
}

/// One line of text as Markdown.
pub fn markdown_line(line: &[Inline]) -> String {
    let mut text = String::new();
    let mut open = Marks::default();
    for inline in line {
        match inline {
            Inline::Text { text: words, look, link } => {
                open.change(&mut text, *look, link.as_ref());
                if look.code {
                    push_code(&mut text, words);
                } else {
                    push_words(&mut text, words);
                }
            }
            Inline::Footnote(name) => {
                open.change(&mut text, Look::default(), None);
                let _ = write!(text, "[^{name}]");
            }
            Inline::Break => {
                open.change(&mut text, Look::default(), None);
                text.push_str("\\\n");
            }
        }
    }
    open.change(&mut text, Look::default(), None);
    text
}

/// The marks that are open: a link outside, then strong, then emphasis.
#[derive(Default)]
struct Marks<'a> {
    link: Option<&'a Link>,
    strong: bool,
    emphasis: bool,
}

impl<'a> Marks<'a> {
    /// Closes and opens what makes the difference; runs of the same look stay in one pair of marks.
    fn change(&mut self, text: &mut String, look: Look, link: Option<&'a Link>) {
        let keeps_link = self.link == link;
        let keeps_strong = keeps_link && self.strong == look.strong;
        let keeps_emphasis = keeps_strong && self.emphasis == look.emphasis;
        if self.emphasis && !keeps_emphasis {
            text.push('*');
        }
        if self.strong && !keeps_strong {
            text.push_str("**");
        }
        if let (Some(Link { chapter, section }), false) = (self.link, keeps_link) {
            let _ = write!(text, "]({}", chapter.as_deref().unwrap_or_default());
            if let Some(section) = section {
                let _ = write!(text, "#{section}");
            }
            text.push(')');
        }
        if link.is_some() && !keeps_link {
            text.push('[');
        }
        if look.strong && !keeps_strong {
            text.push_str("**");
        }
        if look.emphasis && !keeps_emphasis {
            text.push('*');
        }
        *self = Self { link, strong: look.strong, emphasis: look.emphasis };
    }
}

/// Words with a backslash before what would mean something; underscores inside words mean nothing.
fn push_words(text: &mut String, words: &str) {
    let is_start = text.is_empty() || text.ends_with('\n');
    let mut before = text.chars().next_back();
    let mut rest = words.chars().peekable();
    while let Some(character) = rest.next() {
        let next = rest.peek().copied();
        let inside_word =
            before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
        let means = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' => true,
            '_' => !inside_word,
            '&' => next.is_some_and(|next| next == '#' || next.is_ascii_alphabetic()),
            '#' | '>' | '-' | '+' | '=' | '|' | '~' => before.is_none() && is_start,
            '.' | ')' => is_start && next.is_none_or(char::is_whitespace) && is_number(text),
            _ => false,
        };
        if means {
            text.push('\\');
        }
        text.push(character);
        before = Some(character);
    }
}

/// Whether the last line of `text` is the number of a list's item.
fn is_number(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

fn push_code(text: &mut String, code: &str) {
    let ticks = "`".repeat(longest_run(code) + 1);
    // A space is taken away on both sides, if there is one on both.
    let pad = if code.starts_with('`')
        || code.ends_with('`')
        || (code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty())
    {
        " "
    } else {
        ""
    };
    let _ = write!(text, "{ticks}{pad}{code}{pad}{ticks}");
}

/// The longest run of backquotes.
fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

fn push_block(text: &mut String, block: &Block) {
    match block {
        Block::Heading { level, line } => {
            let _ = write!(text, "{} {}", "#".repeat((*level).into()), markdown_line(line));
        }
        Block::Paragraph(line) => text.push_str(&markdown_line(line)),
        Block::List { start, items } => push_list(text, *start, items),
        Block::Quote { note, blocks } => push_quote(text, *note, blocks),
        Block::Table { align, head, rows } => push_table(text, align, head, rows),
        Block::Code { language, title, wrong, text: code } => {
            push_fence(text, language, &[("title", title), ("wrong", wrong)], code);
        }
        Block::Figure { title, text: drawn } => push_fence(text, "figure", &[("title", title)], drawn),
        Block::Drawn(drawing) => push_block(text, &figure::block(drawing)),
        Block::Rule => text.push_str("---"),
    }
}

fn push_list(text: &mut String, start: Option<u64>, items: &[Vec<Block>]) {
    for (index, item) in (0..).zip(items) {
        if index > 0 {
            text.push('\n');
        }
        let mark = match start {
            Some(start) => format!("{}. ", start.saturating_add(index)),
            None => "- ".to_owned(),
        };
        push_indented(text, &mark, &" ".repeat(mark.len()), &markdown(item));
    }
}

fn push_quote(text: &mut String, note: Option<Note>, blocks: &[Block]) {
    let mark = match note {
        None => "",
        Some(Note::Note) => "[!NOTE]\n",
        Some(Note::Tip) => "[!TIP]\n",
        Some(Note::Warning) => "[!WARNING]\n",
    };
    push_indented(text, "> ", "> ", &format!("{mark}{}", markdown(blocks)));
}

/// `inner` with `first` before its first line and `other` before the others.
fn push_indented(text: &mut String, first: &str, other: &str, inner: &str) {
    for (index, line) in inner.split('\n').enumerate() {
        if index > 0 {
            text.push('\n');
        }
        let before = if index == 0 { first } else { other };
        text.push_str(if line.is_empty() { before.trim_end() } else { before });
        text.push_str(line);
    }
}

fn push_table(text: &mut String, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
    push_row(text, head);
    text.push_str("\n|");
    for align in align {
        text.push_str(match align {
            Align::Left => "---|",
            Align::Center => ":-:|",
            Align::Right => "--:|",
        });
    }
    for row in rows {
        text.push('\n');
        push_row(text, row);
    }
}

fn push_row(text: &mut String, cells: &[Vec<Inline>]) {
    text.push('|');
    for cell in cells {
        let _ = write!(text, " {} |", markdown_line(cell).replace('|', "\\|"));
    }
}

fn push_fence(text: &mut String, language: &str, notes: &[(&str, &Option<String>)], code: &str) {
    let ticks = "`".repeat((longest_run(code) + 1).max(3));
    let _ = write!(text, "{ticks}{language}");
    for (name, value) in notes {
        if let Some(value) = value {
            let _ = write!(text, " {name}=\"{value}\"");
        }
    }
    let end = if code.is_empty() || code.ends_with('\n') { "" } else { "\n" };
    let _ = write!(text, "\n{code}{end}{ticks}");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::{Library, markdown as read};
    use crate::course::CardKind;

    fn there_and_back(blocks: &[Block]) {
        let text = markdown(blocks);
        assert_eq!(read(&text).0, blocks, "{text}");
    }

    #[test]
    fn every_card_reads_as_it_was_written() {
        let (course, _) = Library::embedded().whole();
        assert!(course.cards.len() >= 75);
        for card in &course.cards {
            there_and_back(&card.explanation);
            if let CardKind::Basic { front, back } = &card.kind {
                there_and_back(front);
                there_and_back(back);
            }
        }
        for question in &course.questions {
            there_and_back(&question.stem);
            there_and_back(&question.explanation);
        }
    }

    #[test]
    fn everything_an_author_can_write_comes_back() {
        let text = "Words with \\*stars\\*, **strong *and both* `code`**, ``a`b``, [a `link`](dns#search) and a_b.\\\nOn.\n\n\
            3. three\n4. four\n   - inner\n\n   more\n\n\
            > [!WARNING]\n> Beware.\n>\n> - of this\n\n\
            | a | b |\n|:-:|--:|\n| `x\\|y` | *z* |\n\n\
            ```yaml title=\"a.yaml\" wrong=\"no port\"\nkind: Service\n```\n\n\
            ````figure title=\"f\"\n```\n````\n\n---\n\n1\\. no list\n\n\\- nor this\n\n\\# nor that &amp;amp; `&`";
        let (blocks, problems) = read(text);
        assert_eq!(problems, [], "the example itself");
        there_and_back(&blocks);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_words_come_back(words in "[a-z0-9 .()#*_\\\\`\\[\\]<>&;|~=+-]{1,30}") {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!words.is_empty());
            let text = Inline::Text { text: words, look: Look::default(), link: None };
            let blocks = [Block::Paragraph(vec![text])];
            let text = markdown(&blocks);
            prop_assert_eq!(&read(&text).0[..], &blocks[..], "{}", text);
        }
    }
}
