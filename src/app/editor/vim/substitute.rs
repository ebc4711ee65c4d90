//! vi's `:s/pattern/replacement/flags`.

use regex_lite::{Captures, Regex};

use super::{Editor, Spot, pattern};
use crate::course::counted;

/// What stands behind the `s`.
#[derive(Debug, PartialEq, Eq)]
struct Parts {
    pattern: String,
    replacement: String,
    flags: String,
}

/// Replaces in the lines from `first` to `last`; `rest` is the command without its `s`.
pub fn run(editor: &mut Editor, first: usize, last: usize, rest: &str) {
    let Some(parts) = parts(rest) else { return editor.not_known(&format!(":s{rest}")) };
    if let Some(flag) = parts.flags.chars().find(|flag| !matches!(flag, 'g' | 'i' | 'I')) {
        return editor.not_known(&format!("{flag} at the end of :s"));
    }
    if !parts.pattern.is_empty() {
        editor.memory.pattern.clone_from(&parts.pattern);
    }
    let wanted = editor.memory.pattern.clone();
    let Some(regex) = pattern::compile(&wanted, parts.flags.contains('i')) else {
        return editor.message = format!("not a pattern: {wanted}");
    };
    editor.buffer.mark();
    editor.memory.forget();
    let most = if parts.flags.contains('g') { usize::MAX } else { 1 };
    let (mut places, mut lines, mut at) = (0, 0, None);
    // From the end, so that lines that become several move no line that is still to come.
    for row in (first..=last.min(editor.buffer.last_row())).rev() {
        let Some((text, count)) = replaced(&editor.buffer.lines()[row], &regex, &parts.replacement, most)
        else {
            continue;
        };
        editor.buffer.replace_line(row, &text);
        at = at.or(Some(row));
        places += count;
        lines += 1;
    }
    match at {
        None => editor.message = format!("not found: {wanted}"),
        Some(row) => {
            editor.buffer.move_to(Spot { row, column: 0 });
            editor.message = format!("{places} replaced, in {}", counted(lines, "line"));
        }
    }
}

/// The parts between the first sign, its next and its last; a backslash before it makes it a letter.
fn parts(rest: &str) -> Option<Parts> {
    let sign = rest.chars().next().filter(|sign| sign.is_ascii_punctuation() && !"\\\"|".contains(*sign))?;
    let mut found = vec![String::new()];
    let mut letters = rest[1..].chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            let next = letters.next();
            let part = found.last_mut()?;
            if next != Some(sign) {
                part.push('\\');
            }
            part.extend(next);
        } else if letter == sign && found.len() < 3 {
            found.push(String::new());
        } else {
            found.last_mut()?.push(letter);
        }
    }
    let mut found = found.into_iter();
    Some(Parts {
        pattern: found.next()?,
        replacement: found.next()?,
        flags: found.next().unwrap_or_default().trim().to_owned(),
    })
}

/// The line with up to `most` places replaced, and how many were; `None` if there is none.
fn replaced(line: &str, regex: &Regex, replacement: &str, most: usize) -> Option<(String, usize)> {
    let (mut out, mut end, mut count) = (String::new(), 0, 0);
    for found in regex.captures_iter(line).take(most) {
        let whole = found.get(0)?;
        out.push_str(&line[end..whole.start()]);
        push_replacement(&mut out, replacement, &found);
        end = whole.end();
        count += 1;
    }
    out.push_str(&line[end..]);
    (count > 0).then_some((out, count))
}

fn push_replacement(out: &mut String, replacement: &str, found: &Captures<'_>) {
    let group = |number: usize| found.get(number).map_or("", |group| group.as_str());
    let mut letters = replacement.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '&' => out.push_str(group(0)),
            '\\' => match letters.next() {
                Some('r' | 'n') => out.push('\n'),
                Some('t') => out.push_str("  "),
                Some(other) => match other.to_digit(10) {
                    Some(number) => out.push_str(group(number as usize)),
                    None => out.push(other),
                },
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart_by_the_sign() {
        let read = |text: &str| parts(text).map(|parts| (parts.pattern, parts.replacement, parts.flags));
        let three = |a: &str, b: &str, c: &str| Some((a.to_owned(), b.to_owned(), c.to_owned()));
        assert_eq!(read("/a/b/g"), three("a", "b", "g"));
        assert_eq!(read("/a/b"), three("a", "b", ""));
        assert_eq!(read("#a/b#c#"), three("a/b", "c", ""));
        assert_eq!(read(r"/a\/b/\1\//"), three("a/b", r"\1/", ""));
        assert_eq!(read("/a"), None);
        assert_eq!(read("xaxb"), None);
    }
}
