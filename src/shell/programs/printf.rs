//! `printf`: arguments in a format, which is used again as long as there are arguments.

use crate::shell::{budget, call::Call, expand::escape};

/// The widest field.
const WIDEST: usize = 4096;

pub fn printf(call: &mut Call<'_>) -> u8 {
    let mut arguments = call.arguments;
    if arguments.first().is_some_and(|first| first == "--") {
        arguments = arguments.get(1..).unwrap_or_default();
    }
    let (variable, arguments) = match arguments {
        [flag, name, rest @ ..] if flag == "-v" => (Some(name), rest),
        arguments => (None, arguments),
    };
    let Some((format, values)) = arguments.split_first() else {
        return call.fail("usage: printf [-v var] format [arguments]", 2);
    };
    let mut values = values.iter();
    let mut made = String::new();
    let mut status = 0;
    loop {
        let before = values.len();
        let (text, wrong, ended) = once(format, &mut values);
        made.push_str(&text);
        for value in wrong {
            status = call.fail(&format!("{value}: invalid number"), 1);
        }
        if ended || values.len() == 0 || values.len() == before || made.len() > budget::OUTPUT {
            break;
        }
    }
    match variable {
        Some(name) => call.session.login_mut().set(name, &made),
        None => call.print(&made),
    }
    status
}

/// A format filled once: what awk's `printf` does.
pub fn formatted(format: &str, values: &[String]) -> String {
    once(format, &mut values.iter()).0
}

/// The format once: the text, values that are no numbers, and whether `\c` ended it.
fn once(format: &str, values: &mut std::slice::Iter<'_, String>) -> (String, Vec<String>, bool) {
    let mut made = String::new();
    let mut wrong = Vec::new();
    let mut rest = format;
    while let Some(at) = rest.find('%').filter(|_| made.len() <= budget::OUTPUT) {
        let (before, after) = rest.split_at(at);
        let (text, ended) = escape::decode(before);
        made.push_str(&text);
        if ended {
            return (made, wrong, true);
        }
        let after = after.get(1..).unwrap_or_default();
        let end = after.find(|one: char| !"-+ #0123456789.*".contains(one));
        let Some((flags, tail)) = end.map(|end| after.split_at(end)) else {
            made.push('%');
            rest = after;
            continue;
        };
        let mut characters = tail.chars();
        let kind = characters.next().unwrap_or('%');
        rest = characters.as_str();
        if kind == '%' {
            made.push('%');
            continue;
        }
        let flags = if flags.contains('*') {
            flags.replacen('*', values.next().map_or("0", String::as_str), 1)
        } else {
            flags.to_owned()
        };
        let value = values.next().map_or("", String::as_str);
        let mut number = || {
            let text = value.trim();
            if let Some(letter) = text.strip_prefix(['"', '\'']) {
                return letter.chars().next().map_or(0, |one| i64::from(u32::from(one)));
            }
            let parsed = match text.strip_prefix("0x") {
                Some(hex) => i64::from_str_radix(hex, 16),
                None => text.parse(),
            };
            parsed.unwrap_or_else(|_| {
                if !text.is_empty() {
                    wrong.push(value.to_owned());
                }
                0
            })
        };
        let text = match kind {
            's' => value.to_owned(),
            'b' => escape::decode(value).0,
            'q' => quoted(value),
            'c' => value.chars().take(1).collect(),
            'd' | 'i' | 'u' => number().to_string(),
            'x' => format!("{:x}", number()),
            'X' => format!("{:X}", number()),
            'o' => format!("{:o}", number()),
            'f' | 'F' | 'g' | 'e' => {
                let digits = flags.split_once('.').map_or(6, |(_, digits)| digits.parse().unwrap_or(0));
                format!("{:.*}", digits.min(40), value.trim().parse::<f64>().unwrap_or(0.0))
            }
            other => format!("%{flags}{other}"),
        };
        made.push_str(&fitted(&text, &flags, kind));
    }
    let (text, ended) = escape::decode(rest);
    made.push_str(&text);
    (made, wrong, ended)
}

fn fitted(text: &str, flags: &str, kind: char) -> String {
    let (width, precision) = flags.split_once('.').map_or((flags, None), |(width, rest)| (width, Some(rest)));
    let left = width.contains('-');
    let digits = width.trim_start_matches(['-', '+', ' ', '#']);
    let zero = digits.starts_with('0') && kind != 's';
    let width = digits.parse::<usize>().unwrap_or(0).min(WIDEST);
    let text: String = match precision.filter(|_| kind == 's') {
        Some(most) => text.chars().take(most.parse().unwrap_or(0)).collect(),
        None => text.to_owned(),
    };
    match (left, zero) {
        (true, _) => format!("{text:<width$}"),
        (false, true) => match text.strip_prefix('-') {
            Some(number) => format!("-{number:0>width$}", width = width.saturating_sub(1)),
            None => format!("{text:0>width$}"),
        },
        (false, false) => format!("{text:>width$}"),
    }
}

fn quoted(text: &str) -> String {
    if text.is_empty() {
        return "''".to_owned();
    }
    let plain = |one: char| one.is_alphanumeric() || "_-./:=@%+,".contains(one);
    text.chars().map(|one| if plain(one) { one.to_string() } else { format!("\\{one}") }).collect()
}
