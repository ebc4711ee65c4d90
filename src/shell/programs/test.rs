//! `test` and `[`: is a condition met?

use crate::shell::{Entry, call::Call, session::Session};

pub fn test(call: &mut Call<'_>) -> u8 {
    let mut words: Vec<&str> = call.arguments.iter().map(String::as_str).collect();
    if call.name == "[" && words.pop() != Some("]") {
        return complain(call, "missing `]'");
    }
    let mut rest = words.as_slice();
    let met = either(call.session, &mut rest, 0);
    match met {
        Ok(met) if rest.is_empty() => u8::from(!met),
        Ok(_) => complain(call, "too many arguments"),
        Err(message) => complain(call, &message),
    }
}

fn complain(call: &mut Call<'_>, message: &str) -> u8 {
    let line = format!("{}: {}: {message}", call.session.login().shell, call.name);
    call.error_line(&line);
    2
}

type Met = Result<bool, String>;

/// Parentheses and `!` inside each other.
const DEEPEST: usize = 20;

fn either(session: &Session, words: &mut &[&str], depth: usize) -> Met {
    let mut met = both(session, words, depth)?;
    while let Some(("-o", rest)) = words.split_first().map(|(first, rest)| (*first, rest)) {
        *words = rest;
        met |= both(session, words, depth)?;
    }
    Ok(met)
}

fn both(session: &Session, words: &mut &[&str], depth: usize) -> Met {
    let mut met = one(session, words, depth)?;
    while let Some(("-a", rest)) = words.split_first().map(|(first, rest)| (*first, rest)) {
        *words = rest;
        met &= one(session, words, depth)?;
    }
    Ok(met)
}

fn one(session: &Session, words: &mut &[&str], depth: usize) -> Met {
    if depth > DEEPEST {
        return Err("too many arguments".to_owned());
    }
    let take = |words: &mut &[&str], count: usize| *words = words.get(count..).unwrap_or_default();
    match **words {
        [] => Ok(false),
        [left, operator, right, ..] if is_binary(operator) => {
            take(words, 3);
            binary(operator, left, right)
        }
        ["!", _, ..] => {
            take(words, 1);
            one(session, words, depth + 1).map(|met| !met)
        }
        ["(", _, ..] => {
            take(words, 1);
            let met = either(session, words, depth + 1)?;
            if words.first() != Some(&")") {
                return Err("`)' expected".to_owned());
            }
            take(words, 1);
            Ok(met)
        }
        [flag, text, ..] if flag.len() == 2 && flag.starts_with('-') && flag != "-a" && flag != "-o" => {
            if !"bcdefghLnprsStuvwxzGNO".contains(flag.trim_start_matches('-')) {
                return Err(format!("{flag}: unary operator expected"));
            }
            take(words, 2);
            Ok(unary(session, flag, text))
        }
        [text, ..] => {
            take(words, 1);
            Ok(!text.is_empty())
        }
    }
}

fn is_binary(operator: &str) -> bool {
    matches!(
        operator,
        "=" | "==" | "!=" | "<" | ">" | "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" | "-nt" | "-ot"
    )
}

fn binary(operator: &str, left: &str, right: &str) -> Met {
    Ok(match operator {
        "=" | "==" => left == right,
        "!=" => left != right,
        "<" => left < right,
        ">" => left > right,
        "-nt" | "-ot" => false,
        operator => {
            let number = |text: &str| {
                text.trim().parse::<i64>().map_err(|_| format!("{text}: integer expression expected"))
            };
            compare(operator, number(left)?, number(right)?)
        }
    })
}

/// Compares numbers by `-eq`, `-ne`, `-lt`, `-le`, `-gt` or `-ge`.
pub fn compare(operator: &str, left: i64, right: i64) -> bool {
    match operator {
        "-eq" => left == right,
        "-ne" => left != right,
        "-lt" => left < right,
        "-le" => left <= right,
        "-gt" => left > right,
        _ => left >= right,
    }
}

/// A test of one text by a flag such as `-f` or `-z`.
pub fn unary(session: &Session, flag: &str, text: &str) -> bool {
    let entry = || session.disk().and_then(|disk| disk.get(&session.absolute(text)));
    match flag {
        "-z" => text.is_empty(),
        "-n" => !text.is_empty(),
        "-v" => session.variable(text).is_some(),
        "-e" | "-r" | "-w" | "-a" => entry().is_some(),
        "-x" => entry().is_some() || text.starts_with("/usr/bin/"),
        "-d" => entry() == Some(&Entry::Folder),
        "-f" => matches!(entry(), Some(Entry::File(_))),
        "-s" => matches!(entry(), Some(Entry::File(text)) if !text.is_empty()),
        _ => false,
    }
}
