//! The part of a remembered line that is meant: words (`!$`, `!!:2-3`, `!*`), and what changes them (`:h`, `:s/old/new/`, `:p`).
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#Word-Designators>

use std::collections::BTreeMap;

use super::expansion::end;
use crate::shell::line::tokens;

/// What is put in.
#[derive(Debug)]
pub struct Chosen {
    pub text: String,
    /// Where the line that is typed goes on.
    pub end: usize,
    pub shown_only: bool,
}

/// Takes of a line what the signs from `at` on ask for.
///
/// # Errors
/// A word that is not there, or a modifier that is none.
pub fn choose(line: &str, signs: &[char], at: usize) -> Result<Chosen, String> {
    let colon = usize::from(signs.get(at) == Some(&':'));
    let first = signs.get(at + colon).copied().unwrap_or(' ');
    let designates = matches!(first, '^' | '$' | '*' | '-') || (colon == 1 && first.is_ascii_digit());
    let (text, after) = if designates { words(line, signs, at)? } else { (line.to_owned(), at) };
    modified(text, signs, after)
}

fn words(line: &str, signs: &[char], start: usize) -> Result<(String, usize), String> {
    let split = split(line);
    let last = split.len().saturating_sub(1);
    let mut at = start + usize::from(signs.get(start) == Some(&':'));
    let number = |at: &mut usize| {
        let close = end(signs, *at, |sign| !sign.is_ascii_digit());
        let digits: String = signs.get(*at..close).unwrap_or_default().iter().collect();
        let found = match signs.get(*at) {
            Some('^') => Some(1),
            Some('$') => Some(last),
            _ => digits.parse().ok(),
        };
        *at = if close > *at { close } else { *at + usize::from(found.is_some()) };
        found
    };
    let is_star = signs.get(at) == Some(&'*');
    let from = if is_star { Some(1) } else { number(&mut at) };
    let to = match signs.get(at) {
        Some('*') => {
            at += 1;
            last
        }
        Some('-') => {
            at += 1;
            number(&mut at).unwrap_or(last.saturating_sub(1))
        }
        _ => from.unwrap_or(0),
    };
    let from = from.unwrap_or(0);
    // `!*` of a line of one word is nothing.
    let chosen =
        if is_star { Some(split.get(1..).unwrap_or_default()) } else { split.get(from..=to.max(from)) };
    let chosen = chosen.filter(|_| is_star || from <= to).map(|words| words.join(" "));
    let spec = || signs.get(start..at).unwrap_or_default().iter().collect::<String>();
    Ok((chosen.ok_or_else(|| format!("{}: bad word specifier", spec()))?, at))
}

/// The words of a line, its operators among them.
fn split(line: &str) -> Vec<String> {
    match tokens(line, &BTreeMap::new()) {
        Ok(tokens) => tokens.iter().map(|token| token.to_str().to_owned()).collect(),
        Err(_) => line.split_whitespace().map(str::to_owned).collect(),
    }
}

fn modified(mut text: String, signs: &[char], mut at: usize) -> Result<Chosen, String> {
    let mut shown_only = false;
    while signs.get(at) == Some(&':') {
        let Some(&letter) = signs.get(at + 1) else { break };
        match letter {
            'p' => shown_only = true,
            'h' => text = text.rsplit_once('/').map_or(text.clone(), |(head, _)| head.to_owned()),
            't' => text = text.rsplit('/').next().unwrap_or_default().to_owned(),
            'r' => text = text.rsplit_once('.').map_or(text.clone(), |(root, _)| root.to_owned()),
            'e' => text = text.rfind('.').and_then(|dot| text.get(dot..)).unwrap_or(&text).to_owned(),
            's' | 'g' => {
                let chosen = substitute(&text, signs, at)?;
                text = chosen.text;
                at = chosen.end;
                continue;
            }
            other => return Err(format!(":{other}: unrecognized history modifier")),
        }
        at += 2;
    }
    Ok(Chosen { text, end: at, shown_only })
}

/// `:s/old/new/`, `:gs/old/new/`, or `^old^new^` at the beginning of a line.
///
/// # Errors
/// When `old` is not in the text.
pub fn substitute(text: &str, signs: &[char], start: usize) -> Result<Chosen, String> {
    let everywhere = signs.get(start + 1) == Some(&'g') && signs.get(start) == Some(&':');
    let mark_at = if signs.get(start) == Some(&':') { start + 2 + usize::from(everywhere) } else { start };
    let mark = signs.get(mark_at).copied().unwrap_or('/');
    let middle = end(signs, mark_at + 1, |sign| sign == mark);
    let close = end(signs, middle + 1, |sign| sign == mark);
    let part = |from: usize, to: usize| signs.get(from..to).unwrap_or_default().iter().collect::<String>();
    let (old, new) = (part(mark_at + 1, middle), part(middle + 1, close));
    let after = (close + 1).min(signs.len());
    if old.is_empty() || !text.contains(&old) {
        return Err(format!(":s{}: substitution failed", part(mark_at, after)));
    }
    let new = new.replace('&', &old);
    let text = if everywhere { text.replace(&old, &new) } else { text.replacen(&old, &new, 1) };
    Ok(Chosen { text, end: after, shown_only: false })
}
