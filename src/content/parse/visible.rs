//! Characters that would command a terminal or hide text: found, and replaced by signs that can be seen.

use std::borrow::Cow;

/// Whether `character` must never reach a terminal or hides what is there: control characters (but not line ends
/// and tabs), direction overrides, invisible separators and tags. Joiners stay: scripts and emoji need them.
pub fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        _ => {
            character.is_control()
                || matches!(character,
                    '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
                    | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
        }
    }
}

/// `text` with every hidden character replaced by a sign: ␛ for escape, � for those that have none.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_hidden) {
        Cow::Owned(text.chars().map(sign).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// `text` in one line with nothing lost: line ends and tabs are signs too.
pub fn visible_line(text: &str) -> String {
    text.chars().map(sign_in_line).collect()
}

/// `text` as one line: hidden characters replaced, every run of white space one space.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in visible(text).split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// `text` with tabs as spaces, up to the next multiple of four columns, as editors show them.
pub fn without_tabs(text: &str) -> Cow<'_, str> {
    if !text.contains('\t') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut column = 0;
    for character in text.chars() {
        match character {
            '\t' => {
                let width = 4 - column % 4;
                out.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' => {
                out.push('\n');
                column = 0;
            }
            other => {
                out.push(other);
                column += 1;
            }
        }
    }
    Cow::Owned(out)
}

/// The hidden characters of `text`: for each line that has any, its number from 1 and the first of them.
pub fn hidden_lines(text: &str) -> Vec<(usize, char)> {
    if !text.chars().any(is_hidden) {
        return Vec::new();
    }
    text.split('\n')
        .enumerate()
        .filter_map(|(index, line)| Some((index + 1, line.chars().find(|c| is_hidden(*c))?)))
        .collect()
}

/// What is wrong with a hidden character.
pub fn hidden_message(character: char) -> String {
    format!("control or invisible character U+{:04X}", u32::from(character))
}

pub const HIDDEN_HINT: &str = "delete it; a sign is shown in its place";

fn sign(character: char) -> char {
    if is_hidden(character) { sign_in_line(character) } else { character }
}

/// A sign for line ends and tabs too.
fn sign_in_line(character: char) -> char {
    match character {
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        _ if is_hidden(character) => '\u{FFFD}',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_signs_and_plain_text_is_untouched() {
        assert_eq!(visible("a\u{1b}[2J\u{7f}\u{9b}\u{202e}b"), "a␛[2J␡��b");
        assert!(matches!(visible("┌─ é 日本 👩‍🚀\n\t"), Cow::Borrowed(_)));
        assert_eq!(visible_line("a\u{1b}\u{202e}\tb\nü"), "a␛�␉b␊ü");
        assert_eq!(one_line("  a\tb\r\nc\u{7} "), "a b␍ c␇");
    }

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(without_tabs("\ta\tb\n\tc"), "    a   b\n    c");
    }

    #[test]
    fn lines_with_hidden_characters_are_named() {
        assert_eq!(hidden_lines("a\nb\u{1b}\u{7}\nc\n\u{200b}"), [(2, '\u{1b}'), (4, '\u{200b}')]);
    }
}
