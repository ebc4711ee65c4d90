//! Text for terminals: lines fit, and colours are left out where not wanted.

use unicode_width::UnicodeWidthStr;

/// How a word is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Good,
    Bad,
    Unsure,
    Quiet,
}

pub fn painted(text: &str, mood: Mood, colour: bool) -> String {
    if !colour {
        return text.to_owned();
    }
    let code = match mood {
        Mood::Good => "32",
        Mood::Bad => "31",
        Mood::Unsure => "33",
        Mood::Quiet => "2",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// Breaks at spaces; every line after the first is indented by `hang`. A word that is too long stays whole.
pub fn wrapped(text: &str, first: usize, hang: usize, columns: usize) -> String {
    let room = columns.max(hang + 20);
    let mut line = String::with_capacity(text.len());
    let mut width = first;
    for (index, word) in text.split(' ').enumerate() {
        let length = word.width();
        if index > 0 && width + 1 + length > room {
            line.push('\n');
            line.push_str(&" ".repeat(hang));
            width = hang;
        } else if index > 0 {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += length;
    }
    line
}

/// Cut to a width, with `…` at its end when something is missing; filled up with spaces.
pub fn fitted(text: &str, width: usize) -> String {
    let mut kept = String::new();
    let too_long = text.width() > width;
    let room = if too_long { width.saturating_sub(1) } else { width };
    for character in text.chars() {
        let next = unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
        if kept.width() + next > room {
            break;
        }
        kept.push(character);
    }
    if too_long {
        kept.push('…');
    }
    let fill = width.saturating_sub(kept.width());
    kept + &" ".repeat(fill)
}

/// As [`fitted`], but cut in the middle: the names of Pods differ at their ends.
pub fn fitted_in_the_middle(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if text.width() <= width || width < 8 || length < width {
        return fitted(text, width);
    }
    let end = width / 2;
    let start: String = text.chars().take(width - end - 1).collect();
    let end: String = text.chars().skip(length - end).collect();
    fitted(&format!("{start}…{end}"), width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_keep_their_words() {
        let text = wrapped("one two three four five six seven", 0, 4, 24);
        assert_eq!(text, "one two three four five\n    six seven");
        assert_eq!(fitted("shop/web", 5), "shop…");
        assert_eq!(fitted("web", 5), "web  ");
        assert_eq!(fitted_in_the_middle("production/frontend-12", 12), "produ…end-12");
    }
}
