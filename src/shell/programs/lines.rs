//! Programs that pick lines: `head`, `tail`, `wc`, `uniq`, `cut`, `tr`, `tac`, `rev`, `nl`.

use crate::shell::{call::Call, expand::escape};

/// `head` and `tail`.
pub fn ends(call: &mut Call<'_>) -> u8 {
    // The old form: `head -5`.
    let mut arguments = Vec::new();
    let mut is_value = false;
    for word in call.arguments {
        match word.strip_prefix('-').filter(|_| !is_value) {
            Some(count) if !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()) => {
                arguments.extend(["-n".to_owned(), count.to_owned()]);
            }
            _ => arguments.push(word.clone()),
        }
        is_value = matches!(word.as_str(), "-n" | "-c" | "--lines" | "--bytes");
    }
    let given = match super::options::read(&arguments, "n|lines: c|bytes: q v f F", false) {
        Ok(given) => given,
        Err(fault) => return call.fail(&fault.to_string(), 1),
    };
    let head = call.name == "head";
    let bytes = given.value("c");
    let wanted = bytes.or(given.value("n")).unwrap_or("10");
    let digits = wanted.trim_start_matches(['-', '+']);
    let Ok(count) = digits.parse::<usize>() else {
        let what = if bytes.is_some() { "bytes" } else { "lines" };
        return call.fail(&format!("invalid number of {what}: ‘{wanted}’"), 1);
    };
    let texts = call.texts(&given.rest);
    let many = given.rest.len() > 1 && !given.has("q");
    for (index, (name, text)) in texts.iter().enumerate() {
        if many {
            let before = if index > 0 { "\n" } else { "" };
            call.line(&format!("{before}==> {name} <=="));
        }
        let parts: Vec<&str> = if bytes.is_some() {
            text.split_inclusive(|_| true).collect()
        } else {
            text.split_inclusive('\n').collect()
        };
        let all = parts.len();
        let range = match (head, wanted.chars().next()) {
            (true, Some('-')) => 0..all.saturating_sub(count),
            (true, _) => 0..count.min(all),
            (false, Some('+')) => count.saturating_sub(1).min(all)..all,
            (false, _) => all.saturating_sub(count)..all,
        };
        let chosen = parts.get(range).unwrap_or_default().concat();
        call.print(&chosen);
        if head && name == "-" && !wanted.starts_with('-') {
            call.consumed = chosen.len();
        }
    }
    u8::from(texts.len() < given.rest.len())
}

pub fn wc(call: &mut Call<'_>) -> u8 {
    let given = match call.options("l|lines w|words c|bytes m|chars L", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let texts = call.texts(&given.rest);
    let all = !["l", "w", "c", "m"].iter().any(|flag| given.has(flag));
    let count = |text: &str| {
        [
            (all || given.has("l"), text.matches('\n').count()),
            (all || given.has("w"), text.split_whitespace().count()),
            (given.has("m"), text.chars().count()),
            (all || given.has("c"), text.len()),
        ]
        .into_iter()
        .filter_map(|(wanted, number)| wanted.then_some(number))
        .collect::<Vec<_>>()
    };
    let mut rows: Vec<(Vec<usize>, &str)> =
        texts.iter().map(|(name, text)| (count(text), name.as_str())).collect();
    if rows.len() > 1 {
        let columns = rows.first().map_or(0, |(numbers, _)| numbers.len());
        let total =
            (0..columns).map(|at| rows.iter().filter_map(|(numbers, _)| numbers.get(at)).sum()).collect();
        rows.push((total, "total"));
    }
    let plain = rows.len() == 1 && rows.first().is_some_and(|(numbers, _)| numbers.len() == 1);
    let longest = rows.iter().flat_map(|(numbers, _)| numbers).map(|number| number.to_string().len()).max();
    let piped = rows.iter().any(|(_, name)| *name == "-");
    let width = if plain {
        0
    } else if piped {
        7
    } else {
        longest.unwrap_or(1)
    };
    for (numbers, name) in rows {
        let numbers: Vec<String> = numbers.iter().map(|number| format!("{number:width$}")).collect();
        let name = if name == "-" { String::new() } else { format!(" {name}") };
        call.line(&format!("{}{name}", numbers.join(" ")));
    }
    u8::from(texts.len() < given.rest.len())
}

pub fn uniq(call: &mut Call<'_>) -> u8 {
    let given = match call.options("c|count d|repeated u|unique i", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let texts = call.texts(&given.rest);
    let mut runs: Vec<(&str, usize)> = Vec::new();
    for line in texts.iter().flat_map(|(_, text)| text.lines()) {
        match runs.last_mut() {
            Some((last, count)) if *last == line => *count += 1,
            _ => runs.push((line, 1)),
        }
    }
    for (line, count) in runs {
        if (given.has("d") && count == 1) || (given.has("u") && count > 1) {
            continue;
        }
        let before = if given.has("c") { format!("{count:7} ") } else { String::new() };
        call.line(&format!("{before}{line}"));
    }
    0
}

pub fn cut(call: &mut Call<'_>) -> u8 {
    let given =
        match call.options("d|delimiter: f|fields: c|characters: b: s|only-delimited output-delimiter:", 1) {
            Ok(given) => given,
            Err(status) => return status,
        };
    let (list, fields) = match (given.value("f"), given.value("c").or(given.value("b"))) {
        (Some(list), _) => (list, true),
        (None, Some(list)) => (list, false),
        (None, None) => return call.fail("you must specify a list of bytes, characters, or fields", 1),
    };
    let mut ranges = Vec::new();
    for part in list.split(',') {
        let (from, to) = part.split_once('-').map_or((part, part), |(from, to)| (from, to));
        let from = if from.is_empty() { Ok(1) } else { from.parse::<usize>() };
        let to = if to.is_empty() { Ok(usize::MAX) } else { to.parse::<usize>() };
        match (from, to) {
            (Ok(from), Ok(to)) if from > 0 && from <= to => ranges.push((from, to)),
            _ => return call.fail(&format!("invalid field value ‘{part}’"), 1),
        }
    }
    let chosen = |at: usize| ranges.iter().any(|(from, to)| (*from..=*to).contains(&(at + 1)));
    let delimiter = given.value("d").unwrap_or("\t");
    if delimiter.chars().count() != 1 {
        return call.fail("the delimiter must be a single character", 1);
    }
    let between = given.value("output-delimiter").unwrap_or(delimiter);
    let texts = call.texts(&given.rest);
    for line in texts.iter().flat_map(|(_, text)| text.lines()) {
        if fields {
            if line.contains(delimiter) {
                let kept: Vec<&str> = line
                    .split(delimiter)
                    .enumerate()
                    .filter(|(at, _)| chosen(*at))
                    .map(|(_, field)| field)
                    .collect();
                call.line(&kept.join(between));
            } else if !given.has("s") {
                call.line(line);
            }
        } else {
            let kept: String =
                line.chars().enumerate().filter(|(at, _)| chosen(*at)).map(|(_, one)| one).collect();
            call.line(&kept);
        }
    }
    u8::from(texts.len() < given.rest.len())
}

pub fn tr(call: &mut Call<'_>) -> u8 {
    let given = match call.options("d|delete s|squeeze-repeats c|complement C", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let Some(first) = given.rest.first() else { return call.fail("missing operand", 1) };
    let from = signs(first);
    let to = given.rest.get(1).map(|text| signs(text)).unwrap_or_default();
    let complement = given.has("c") || given.has("C");
    let place = |one: char| {
        let at = from.iter().position(|sign| *sign == one);
        if complement { if at.is_some() { None } else { Some(usize::MAX) } } else { at }
    };
    let squeezed = |one: char| if to.is_empty() { place(one).is_some() } else { to.contains(&one) };
    let mut made = String::new();
    for one in call.take_input().chars() {
        let new = match place(one) {
            Some(_) if given.has("d") => continue,
            Some(at) => to.get(at).or(to.last()).copied().unwrap_or(one),
            None => one,
        };
        if given.has("s") && made.ends_with(new) && squeezed(new) {
            continue;
        }
        made.push(new);
    }
    call.print(&made);
    0
}

/// The signs of a set: ranges and classes written out.
fn signs(text: &str) -> Vec<char> {
    let text = text
        .replace("[:upper:]", "A-Z")
        .replace("[:lower:]", "a-z")
        .replace("[:digit:]", "0-9")
        .replace("[:alpha:]", "A-Za-z")
        .replace("[:alnum:]", "A-Za-z0-9")
        .replace("[:space:]", " \\t\\n\\r");
    let characters: Vec<char> = escape::decode(&text).0.chars().collect();
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(&one) = characters.get(at) {
        match (characters.get(at + 1), characters.get(at + 2)) {
            (Some('-'), Some(&last)) if last >= one => {
                all.extend((one..=last).take(1 << 10));
                at += 3;
            }
            _ => {
                all.push(one);
                at += 1;
            }
        }
    }
    all
}

/// `tac`, `rev` and `nl`.
pub fn turned(call: &mut Call<'_>) -> u8 {
    let files: Vec<&str> =
        call.arguments.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let texts = call.texts(&files);
    let lines: Vec<&str> = texts.iter().flat_map(|(_, text)| text.lines()).collect();
    match call.name {
        "tac" => lines.iter().rev().for_each(|line| call.line(line)),
        "rev" => lines.iter().for_each(|line| call.line(&line.chars().rev().collect::<String>())),
        _ => {
            for (at, line) in lines.iter().enumerate() {
                call.line(&format!("{:6}\t{line}", at + 1));
            }
        }
    }
    u8::from(texts.len() < files.len())
}
