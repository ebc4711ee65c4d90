//! vi's patterns, made into those of the regex library: what is a sign with a backslash in one is one without in the other.

use regex_lite::{Regex, RegexBuilder};

/// Longer ones are a slip of the clipboard.
const LONGEST: usize = 500;
/// Bytes that a pattern may take up, read: `\{999}` within `\{999}` is more.
const LARGEST: usize = 1 << 18;

/// Reads `pattern`; `None` if it is none.
pub fn compile(pattern: &str, any_case: bool) -> Option<Regex> {
    if pattern.is_empty() || pattern.len() > LONGEST {
        return None;
    }
    let any_case = any_case || pattern.contains("\\c");
    RegexBuilder::new(&translated(pattern)).case_insensitive(any_case).size_limit(LARGEST).build().ok()
}

fn translated(pattern: &str) -> String {
    let mut out = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('<' | '>') => out.push_str(r"\b"),
                Some(sign @ ('(' | ')' | '|' | '+' | '?' | '{' | '}')) => out.push(sign),
                Some('=') => out.push('?'),
                Some(class @ ('s' | 'S' | 'd' | 'D' | 'w' | 'W')) => out.extend(['\\', class]),
                Some('c' | 'C') => {}
                Some(other) => literal(&mut out, other),
                None => literal(&mut out, '\\'),
            },
            // A list of characters; without its end it is a bracket.
            '[' => match letters.as_str().find(']') {
                Some(end) if end > 0 => {
                    let inner = &letters.as_str()[..end];
                    out.push('[');
                    for letter in inner.chars() {
                        if matches!(letter, '[' | '&' | '~') {
                            out.push('\\');
                        }
                        out.push(letter);
                    }
                    out.push(']');
                    letters = letters.as_str()[end + 1..].chars();
                }
                _ => literal(&mut out, '['),
            },
            '*' if out.is_empty() || out == "^" => literal(&mut out, '*'),
            '.' | '*' | '^' | '$' => out.push(letter),
            // The end of `\{2}` needs no backslash.
            '}' if open_count(&out) => out.push('}'),
            other => literal(&mut out, other),
        }
    }
    out
}

/// Whether a `{` without a backslash waits for its end.
fn open_count(out: &str) -> bool {
    let digits = out.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ',');
    digits.ends_with('{') && !digits.ends_with("\\{")
}

fn literal(out: &mut String, letter: char) {
    out.push_str(&regex_lite::escape(letter.encode_utf8(&mut [0; 4])));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_those_of_vi() {
        for (pattern, text, found) in [
            ("a.c", "xabcx", "abc"),
            ("a+", "aa+", "a+"),
            (r"a\+", "xaa+", "aa"),
            (r"\<app\>", "apps app", "app"),
            ("(x)", "f(x)", "(x)"),
            (r"\(x\|y\)z", "xyz", "yz"),
            ("[0-9]*$", "port: 80", "80"),
            (r"8\{2}", "1886", "88"),
            (r"a\.b", "acb a.b", "a.b"),
            ("*x", "a*x", "*x"),
            ("list[", "list[0", "list["),
            (r"\cAPP", "app", "app"),
        ] {
            let regex = compile(pattern, false).unwrap();
            assert_eq!(regex.find(text).map(|found| found.as_str()), Some(found), "{pattern}");
        }
        assert!(compile(r"\(", false).is_none());
    }
}
