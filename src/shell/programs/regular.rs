//! Regular expressions as POSIX writes them, made those of regex-lite.

use regex_lite::{Regex, RegexBuilder};

/// Bytes that a compiled expression may take: the time of a search is this times the text.
const SIZE: usize = 1 << 15;

/// Compiles an expression: `extended` as `grep -E`, else basic, where `\(`, `\+`, `\|` and `\{` are the special ones.
///
/// # Errors
/// When it is none, in grep's words.
pub fn compile(text: &str, extended: bool, ignore_case: bool) -> Result<Regex, String> {
    let text = if extended { posix(text) } else { posix(&basic(text)) };
    RegexBuilder::new(&text)
        .case_insensitive(ignore_case)
        .size_limit(SIZE)
        .nest_limit(50)
        .build()
        .map_err(|_| "Invalid regular expression".to_owned())
}

/// A basic expression as an extended one.
fn basic(text: &str) -> String {
    let mut made = String::new();
    let mut characters = text.chars();
    let mut in_set = false;
    while let Some(one) = characters.next() {
        match one {
            '\\' if !in_set => match characters.next() {
                Some(special @ ('(' | ')' | '{' | '}' | '+' | '?' | '|')) => made.push(special),
                Some(other) => made.extend(['\\', other]),
                None => made.push_str("\\\\"),
            },
            '(' | ')' | '{' | '}' | '+' | '?' | '|' if !in_set => made.extend(['\\', one]),
            '*' if made.is_empty() || made.ends_with('(') => made.push_str("\\*"),
            _ => {
                in_set = if in_set { one != ']' || made.ends_with('[') } else { one == '[' };
                made.push(one);
            }
        }
    }
    made
}

/// What POSIX and GNU write otherwise: `\<`, `\>`, and a brace that opens no repetition.
fn posix(text: &str) -> String {
    let mut made = String::new();
    let characters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while let Some(&one) = characters.get(at) {
        let next = characters.get(at + 1).copied();
        match (one, next) {
            ('\\', Some('<' | '>')) => {
                made.push_str("\\b");
                at += 1;
            }
            // A reference back is beyond this engine; it is refused by it.
            ('\\', Some(escaped)) => {
                made.push('\\');
                made.push(if escaped == '\'' || escaped == '`' { '\\' } else { escaped });
                at += 1;
            }
            ('{', next) if !next.is_some_and(|one| one.is_ascii_digit() || one == ',') => {
                made.push_str("\\{");
            }
            ('}', _)
                if !made.rsplit('{').next().is_some_and(|inside| {
                    made.contains('{')
                        && !inside.is_empty()
                        && inside.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
                }) =>
            {
                made.push_str("\\}");
            }
            _ => made.push(one),
        }
        at += 1;
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_and_extended_expressions_are_told_apart() {
        for (text, extended, subject, met) in [
            ("a+b", false, "a+b", true),
            ("a\\+b", false, "aab", true),
            ("a+b", true, "aab", true),
            ("^\\(web\\|db\\)-[0-9]*$", false, "db-12", true),
            ("{.items}", false, "{.items}", true),
            ("{.items}", true, "{.items}", true),
            ("x{2}", true, "xx", true),
            ("*a", false, "*a", true),
            ("\\<web\\>", false, "a web b", true),
            ("[[:space:]]x", true, " x", true),
            ("[]a]", false, "]", true),
            ("a.c", false, "ac", false),
        ] {
            assert_eq!(compile(text, extended, false).unwrap().is_match(subject), met, "{text}");
        }
        assert!(compile("(", true, false).is_err());
        assert!(compile("x{1000}{1000}{1000}", true, false).is_err());
    }
}
