//! `sed`: the commands `s`, `d`, `p`, `q`, `a`, `i`, `c`, `y`, `=` with addresses; in place with `-i`.
//!
//! Not there: the hold space, branches and `{...}` groups.

use regex_lite::{Captures, Regex};

use super::regular;
use crate::shell::call::Call;

/// Which lines a command is for.
enum Address {
    Line(usize),
    Last,
    Match(Regex),
}

enum Action {
    Substitute { search: Regex, new: String, all: bool, nth: usize, print: bool },
    Delete,
    Print,
    Quit,
    Number,
    After(String),
    Before(String),
    Instead(String),
    Translate(Vec<char>, Vec<char>),
}

struct Command {
    from: Option<Address>,
    to: Option<Address>,
    negated: bool,
    action: Action,
    /// A range is open.
    inside: bool,
}

pub fn sed(call: &mut Call<'_>) -> u8 {
    let mut arguments = Vec::new();
    let mut in_place = None;
    for word in call.arguments {
        let Some((others, suffix)) = edits_in_place(word) else {
            arguments.push(word.clone());
            continue;
        };
        in_place = Some(suffix);
        if !others.is_empty() {
            arguments.push(format!("-{others}"));
        }
    }
    let given =
        match super::options::read(&arguments, "n|quiet|silent E|regexp-extended r e|expression: s", false) {
            Ok(given) => given,
            Err(fault) => return call.fail(&fault.to_string(), 1),
        };
    let mut files = given.rest.clone();
    let mut scripts: Vec<&str> = given.all("e").collect();
    if scripts.is_empty() {
        if files.is_empty() {
            call.error_line("Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...");
            return 1;
        }
        scripts.push(files.remove(0));
    }
    let extended = given.has("E") || given.has("r");
    let script = scripts.join("\n");
    let mut commands = match read(&script, extended) {
        Ok(commands) => commands,
        Err(message) => return call.fail(&format!("-e expression #1, char {}: {message}", script.len()), 1),
    };
    if let Some(suffix) = in_place {
        let mut status = 0;
        for file in files {
            for command in &mut commands {
                command.inside = false;
            }
            match call.session.read_file(file) {
                Ok(text) => {
                    let (made, _) = apply(&mut commands, &text, given.has("n"));
                    let kept = match suffix {
                        "" => Ok(()),
                        suffix => call.session.write_file(&backup(file, suffix), &text),
                    };
                    if let Err(fault) = kept.and_then(|()| call.session.write_file(file, &made)) {
                        status = call.fail(&format!("couldn't open file {file}: {fault}"), 4);
                    }
                }
                Err(fault) => status = call.fail(&format!("can't read {file}: {fault}"), 2),
            }
        }
        return status;
    }
    let texts = call.texts(&files);
    let whole: String = texts.iter().map(|(_, text)| &**text).collect();
    let (made, left_at) = apply(&mut commands, &whole, given.has("n"));
    call.print(&made);
    if let Some(line) = left_at.filter(|_| files.is_empty()) {
        call.leave_input_behind(line);
    }
    u8::from(texts.len() < files.len()) * 2
}

/// `-i`, `-i.bak`, `-ni`, `--in-place=.bak`: the letters of other options before it, and the suffix, which is no word of its own.
fn edits_in_place(word: &str) -> Option<(&str, &str)> {
    if let Some(suffix) = word.strip_prefix("--in-place") {
        return if suffix.is_empty() { Some(("", "")) } else { Some(("", suffix.strip_prefix('=')?)) };
    }
    let (others, suffix) = word.strip_prefix('-')?.split_once('i')?;
    others.bytes().all(|letter| b"nEr".contains(&letter)).then_some((others, suffix))
}

/// Where the text from before is kept: a `*` in the suffix is the file's name, else the suffix is put behind it.
/// <https://www.gnu.org/software/sed/manual/sed.html#Command_002dLine-Options>
fn backup(file: &str, suffix: &str) -> String {
    let (folder, name) = file.split_at(file.rfind('/').map_or(0, |at| at + 1));
    let kept = if suffix.contains('*') { suffix.replace('*', name) } else { format!("{name}{suffix}") };
    if kept.contains('/') { kept } else { format!("{folder}{kept}") }
}

/// What the commands make of a text, and behind which line they were left.
fn apply(commands: &mut [Command], text: &str, quiet: bool) -> (String, Option<usize>) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut made = String::new();
    for (index, line) in lines.iter().enumerate() {
        let (number, last) = (index + 1, index + 1 == lines.len());
        let end = if line.ends_with('\n') { "\n" } else { "" };
        let mut space = line.trim_end_matches('\n').to_owned();
        let (mut deleted, mut quit, mut behind) = (false, false, String::new());
        for command in &mut *commands {
            if !command.is_for(number, last, &space) {
                continue;
            }
            match &command.action {
                Action::Substitute { search, new, all, nth, print } => {
                    let (changed, done) = substituted(search, &space, new, *all, *nth);
                    space = changed;
                    if done && *print {
                        made.push_str(&space);
                        made.push('\n');
                    }
                }
                Action::Delete => deleted = true,
                Action::Print => {
                    made.push_str(&space);
                    made.push('\n');
                }
                Action::Quit => quit = true,
                Action::Number => {
                    made.push_str(&number.to_string());
                    made.push('\n');
                }
                Action::After(text) => {
                    behind.push_str(text);
                    behind.push('\n');
                }
                Action::Before(text) => {
                    made.push_str(text);
                    made.push('\n');
                }
                Action::Instead(text) => {
                    if !command.inside {
                        made.push_str(text);
                        made.push('\n');
                    }
                    deleted = true;
                }
                Action::Translate(from, to) => {
                    let new = |one: char| {
                        from.iter().position(|sign| *sign == one).and_then(|at| to.get(at).copied())
                    };
                    space = space.chars().map(|one| new(one).unwrap_or(one)).collect();
                }
            }
            if deleted || quit {
                break;
            }
        }
        if !deleted && !quiet {
            made.push_str(&space);
            made.push_str(if behind.is_empty() { end } else { "\n" });
        }
        made.push_str(&behind);
        if quit {
            return (made, Some(number));
        }
    }
    (made, None)
}

fn substituted(search: &Regex, text: &str, new: &str, all: bool, nth: usize) -> (String, bool) {
    let mut seen = 0;
    let mut done = false;
    let made = search.replace_all(text, |found: &Captures<'_>| {
        seen += 1;
        let wanted = if all { seen >= nth } else { seen == nth };
        done |= wanted;
        if wanted { filled(new, found) } else { found.get(0).map_or("", |whole| whole.as_str()).to_owned() }
    });
    (made.into_owned(), done)
}

/// The replacement, with `&` and `\1` filled in.
fn filled(new: &str, found: &Captures<'_>) -> String {
    let group = |at: usize| found.get(at).map_or("", |part| part.as_str());
    let mut made = String::new();
    let mut characters = new.chars();
    while let Some(one) = characters.next() {
        match one {
            '&' => made.push_str(group(0)),
            '\\' => match characters.next() {
                Some(digit) if digit.is_ascii_digit() => {
                    made.push_str(group(usize::try_from(digit.to_digit(10).unwrap_or(0)).unwrap_or(0)));
                }
                Some('n') => made.push('\n'),
                Some('t') => made.push('\t'),
                Some(other) => made.push(other),
                None => made.push('\\'),
            },
            _ => made.push(one),
        }
    }
    made
}

impl Command {
    fn is_for(&mut self, number: usize, last: bool, text: &str) -> bool {
        let met = |address: &Address| match address {
            Address::Line(line) => *line == number,
            Address::Last => last,
            Address::Match(search) => search.is_match(text),
        };
        let chosen = match (&self.from, &self.to) {
            (None, _) => true,
            (Some(from), None) => met(from),
            (Some(from), Some(to)) => {
                let ends = match to {
                    Address::Line(line) => number >= *line,
                    to => met(to),
                };
                if self.inside {
                    self.inside = !ends;
                    true
                } else if met(from) {
                    self.inside = !matches!(to, Address::Line(line) if number >= *line) && !last;
                    true
                } else {
                    false
                }
            }
        };
        chosen != self.negated
    }
}

fn read(script: &str, extended: bool) -> Result<Vec<Command>, String> {
    let mut rest = script;
    let mut commands = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', ';']);
        if rest.is_empty() {
            return Ok(commands);
        }
        if rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
            continue;
        }
        let from = address(&mut rest, extended)?;
        let mut to = None;
        if let Some(after) = rest.strip_prefix(',') {
            rest = after.trim_start();
            if let Some(count) = rest.strip_prefix('+') {
                let digits = count.find(|one: char| !one.is_ascii_digit()).unwrap_or(count.len());
                let more: usize = count.get(..digits).and_then(|text| text.parse().ok()).unwrap_or(0);
                rest = count.get(digits..).unwrap_or_default();
                let Some(Address::Line(line)) = &from else { return Err("unexpected `,'".to_owned()) };
                to = Some(Address::Line(line.saturating_add(more)));
            } else {
                to = Some(address(&mut rest, extended)?.ok_or("unexpected `,'")?);
            }
        }
        rest = rest.trim_start();
        let negated = rest.starts_with('!');
        rest = rest.trim_start_matches('!').trim_start();
        let action = action(&mut rest, extended)?;
        commands.push(Command { from, to, negated, action, inside: false });
    }
}

fn address(rest: &mut &str, extended: bool) -> Result<Option<Address>, String> {
    let text = *rest;
    if let Some(after) = text.strip_prefix('$') {
        *rest = after;
        return Ok(Some(Address::Last));
    }
    if text.starts_with('/') {
        let (pattern, after) =
            until(text.get(1..).unwrap_or_default(), '/').ok_or("unterminated address regex")?;
        *rest = after;
        return Ok(Some(Address::Match(regular::compile(&pattern, extended, false)?)));
    }
    let digits = text.find(|one: char| !one.is_ascii_digit()).unwrap_or(text.len());
    let Some(number) = text.get(..digits).and_then(|text| text.parse().ok()) else { return Ok(None) };
    *rest = text.get(digits..).unwrap_or_default();
    Ok(Some(Address::Line(number)))
}

fn action(rest: &mut &str, extended: bool) -> Result<Action, String> {
    let text = *rest;
    let mut characters = text.chars();
    let letter = characters.next().ok_or("missing command")?;
    let after = characters.as_str();
    *rest = after;
    Ok(match letter {
        'd' => Action::Delete,
        'p' => Action::Print,
        'q' => Action::Quit,
        '=' => Action::Number,
        'a' | 'i' | 'c' => {
            let (line, later) = after.split_once('\n').map_or((after, ""), |(line, later)| (line, later));
            let (line, later) = if line.trim_end().ends_with('\\') && !later.is_empty() {
                later.split_once('\n').map_or((later, ""), |(line, later)| (line, later))
            } else {
                (line, later)
            };
            *rest = later;
            let line = line.trim_start();
            let line = line.strip_prefix('\\').unwrap_or(line).replace("\\n", "\n").replace("\\t", "\t");
            match letter {
                'a' => Action::After(line),
                'i' => Action::Before(line),
                _ => Action::Instead(line),
            }
        }
        's' | 'y' => {
            let mark = after.chars().next().ok_or(format!("unterminated `{letter}' command"))?;
            let body = after.get(mark.len_utf8()..).unwrap_or_default();
            let fault = || format!("unterminated `{letter}' command");
            let (first, body) = until(body, mark).ok_or_else(fault)?;
            let (second, body) = until(body, mark).ok_or_else(fault)?;
            if letter == 'y' {
                *rest = body;
                return Ok(Action::Translate(first.chars().collect(), second.chars().collect()));
            }
            let end = body.find(|one: char| !one.is_ascii_alphanumeric()).unwrap_or(body.len());
            let (flags, later) = body.split_at(end);
            *rest = later;
            if let Some(wrong) = flags.chars().find(|one| !"gpiI".contains(*one) && !one.is_ascii_digit()) {
                return Err(format!("unknown option to `s' ({wrong})"));
            }
            let digits: String = flags.chars().filter(char::is_ascii_digit).collect();
            Action::Substitute {
                search: regular::compile(&first, extended, flags.contains(['i', 'I']))?,
                new: second,
                all: flags.contains('g'),
                nth: digits.parse().unwrap_or(1),
                print: flags.contains('p'),
            }
        }
        '{' | '}' | 'h' | 'H' | 'g' | 'G' | 'x' | 'n' | 'N' | 'D' | 'P' | 'b' | 't' | 'w' | 'r' => {
            return Err(format!("the command `{letter}' of sed is not there in this shell"));
        }
        other => return Err(format!("unknown command: `{other}'")),
    })
}

/// The text up to an unescaped mark, which loses its backslash where it is escaped; and what stands behind.
fn until(text: &str, mark: char) -> Option<(String, &str)> {
    let mut made = String::new();
    let mut escaped = false;
    for (at, one) in text.char_indices() {
        if escaped {
            if one != mark {
                made.push('\\');
            }
            made.push(one);
            escaped = false;
        } else if one == '\\' {
            escaped = true;
        } else if one == mark {
            return Some((made, text.get(at + one.len_utf8()..)?));
        } else {
            made.push(one);
        }
    }
    None
}
