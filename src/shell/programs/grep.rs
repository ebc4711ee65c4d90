//! `grep`: the lines that match.

use std::{collections::BTreeSet, sync::Arc};

use regex_lite::Regex;

use super::{options::Given, regular};
use crate::shell::{Entry, call::Call, expand::pattern::Pattern, files::path};

pub fn grep(call: &mut Call<'_>) -> u8 {
    let spec = "E|extended-regexp F|fixed-strings G P i|ignore-case v|invert-match c|count n|line-number o|only-matching \
                q|quiet|silent r|recursive R l|files-with-matches L h|no-filename H|with-filename w|word-regexp \
                x|line-regexp s|no-messages m|max-count: A|after-context: B|before-context: C|context: e|regexp: \
                color|colour a include: exclude:";
    let arguments: Vec<String> = call.arguments.iter().map(|word| in_full(word)).collect();
    let given = match super::options::read(&arguments, spec, false) {
        Ok(given) => given,
        Err(fault) => {
            call.fail(&fault.to_string(), 2);
            call.error_line("Usage: grep [OPTION]... PATTERNS [FILE]...");
            return 2;
        }
    };
    let mut files = given.rest.clone();
    let mut patterns: Vec<&str> = given.all("e").flat_map(str::lines).collect();
    if !given.has("e") {
        if files.is_empty() {
            call.error_line("Usage: grep [OPTION]... PATTERNS [FILE]...");
            return 2;
        }
        patterns.extend(files.remove(0).split('\n'));
    }
    let mut searches = Vec::new();
    for pattern in patterns {
        match search(pattern, &given, call.name) {
            Ok(search) => searches.push(search),
            Err(message) => return call.fail(&message, 2),
        }
    }
    let recursive = given.has("r") || given.has("R");
    let (mut texts, missing) = sources(call, &files, recursive, given.has("s"));
    if recursive {
        let named = |flag: &str, file: &str| {
            given.all(flag).any(|pattern| Pattern::new(pattern).matches(path::name(file)))
        };
        texts
            .retain(|(file, _)| (!given.has("include") || named("include", file)) && !named("exclude", file));
    }
    let named = (texts.len() > 1 || recursive || given.has("H")) && !given.has("h");
    let mut any = false;
    for (name, text) in &texts {
        let before = if named {
            format!("{}:", if name == "-" { "(standard input)" } else { name })
        } else {
            String::new()
        };
        any |= one_text(call, &given, &searches, text, &before, name);
        if any && given.has("q") {
            return 0;
        }
    }
    if missing { 2 } else { u8::from(!any) }
}

/// `-5` is `-C 5`.
fn in_full(word: &str) -> String {
    match word.strip_prefix('-') {
        Some(count) if !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("-C{count}")
        }
        _ => word
            .split_once('=')
            .filter(|(name, _)| *name == "--color")
            .map_or(word, |(name, _)| name)
            .to_owned(),
    }
}

fn search(pattern: &str, given: &Given<'_>, name: &str) -> Result<Regex, String> {
    let extended = given.has("E") || given.has("P") || name == "egrep";
    let text =
        if given.has("F") || name == "fgrep" { regex_lite::escape(pattern) } else { pattern.to_owned() };
    let extended = extended || given.has("F") || name == "fgrep";
    let (open, close) = if extended { ("(", ")") } else { ("\\(", "\\)") };
    let text = match (given.has("x"), given.has("w")) {
        (true, _) => format!("^{open}{text}{close}$"),
        (_, true) => format!("\\b{open}{text}{close}\\b"),
        _ => text,
    };
    regular::compile(&text, extended, given.has("i"))
}

fn sources(
    call: &mut Call<'_>,
    files: &[&str],
    recursive: bool,
    quiet: bool,
) -> (Vec<(String, Arc<str>)>, bool) {
    if !recursive {
        let mut texts = Vec::new();
        let mut missing = false;
        for file in if files.is_empty() { &["-"] } else { files } {
            let found = if quiet { call.read(file).ok() } else { call.text(file) };
            missing |= found.is_none();
            texts.extend(found.map(|text| ((*file).to_owned(), text)));
        }
        return (texts, missing);
    }
    let mut texts = Vec::new();
    for file in if files.is_empty() { &["."] } else { files } {
        let whole = call.session.absolute(file);
        let Some(disk) = call.session.disk() else { continue };
        match disk.get(&whole) {
            Some(Entry::File(text)) => texts.push(((*file).to_owned(), Arc::clone(text))),
            Some(Entry::Folder) => {
                for (path, entry) in disk.below(&whole) {
                    if let Entry::File(text) = entry {
                        let inside = path.strip_prefix(&whole).unwrap_or(path).trim_start_matches('/');
                        let shown =
                            if files.is_empty() { inside.to_owned() } else { path::join(file, inside) };
                        texts.push((shown, Arc::clone(text)));
                    }
                }
            }
            None => {
                call.fail(&format!("{file}: No such file or directory"), 2);
                return (texts, true);
            }
        }
    }
    (texts, false)
}

fn one_text(
    call: &mut Call<'_>,
    given: &Given<'_>,
    searches: &[Regex],
    text: &str,
    before: &str,
    name: &str,
) -> bool {
    let number = |flag: &str| given.value(flag).and_then(|text| text.parse::<usize>().ok());
    let most = number("m").unwrap_or(usize::MAX);
    let lines: Vec<&str> = text.lines().collect();
    let matching = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| searches.iter().any(|search| search.is_match(line)) != given.has("v"));
    let found: Vec<usize> = matching.map(|(at, _)| at).take(most).collect();
    let enough = if given.has("q") { 1 } else { most };
    if let Some(last) = enough.checked_sub(1).and_then(|at| found.get(at)).filter(|_| name == "-") {
        call.leave_input_behind(last + 1);
    }
    if given.has("q") {
        return !found.is_empty();
    }
    if given.has("c") {
        call.line(&format!("{before}{}", found.len()));
    } else if given.has("l") || given.has("L") {
        if found.is_empty() == given.has("L") {
            call.line(name);
        }
    } else if given.has("o") {
        for at in &found {
            let line = lines.get(*at).copied().unwrap_or_default();
            let at = if given.has("n") { format!("{}:", at + 1) } else { String::new() };
            for part in
                searches.iter().flat_map(|search| search.find_iter(line)).filter(|part| !part.is_empty())
            {
                call.line(&format!("{before}{at}{}", part.as_str()));
            }
        }
    } else {
        let around = number("C").unwrap_or(0);
        let (above, below) = (number("B").unwrap_or(around), number("A").unwrap_or(around));
        let chosen: BTreeSet<usize> = found.iter().copied().collect();
        let mut last: Option<usize> = None;
        for hit in &found {
            let start = hit.saturating_sub(above).max(last.map_or(0, |last| last + 1));
            let end = hit.saturating_add(below).min(lines.len().saturating_sub(1));
            if (above > 0 || below > 0) && last.is_some_and(|last| start > last + 1) {
                call.line("--");
            }
            for at in start..=end {
                let mark = if chosen.contains(&at) { ':' } else { '-' };
                let place = if given.has("n") { format!("{}{mark}", at + 1) } else { String::new() };
                let before = if mark == ':' { before.to_owned() } else { before.replace(':', "-") };
                let line = lines.get(at).copied().unwrap_or_default();
                call.line(&format!("{before}{place}{line}"));
                last = Some(at);
            }
        }
    }
    !found.is_empty()
}
