//! What Tab offers: commands, files, variables, and for `kubectl` what its own table and the cluster know.

use super::{
    kubectl,
    programs::{PROGRAMS, Where, exists},
    session::Session,
};

/// Commands of the shell that are no programs.
const CONTROL: [&str; 10] =
    ["exit", "return", "break", "continue", "eval", "let", "source", "exec", "command", "clear"];

/// The words that may stand for the one before the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// Where the word begins in the line, in bytes.
    pub start: usize,
    /// In order, each whole; a folder ends with `/`.
    pub candidates: Vec<String>,
}

impl Completion {
    /// What all candidates have in common: what a first Tab writes.
    pub fn common(&self) -> &str {
        let Some(first) = self.candidates.first().map(String::as_str) else { return "" };
        let same = |other: &String| {
            let pairs = first.char_indices().zip(other.chars());
            let end = pairs.take_while(|((_, one), two)| one == two).last();
            end.map_or(0, |((at, one), _)| at + one.len_utf8())
        };
        let end = self.candidates.iter().map(same).min().unwrap_or(0);
        first.get(..end).unwrap_or_default()
    }
}

/// Completes the word before the cursor (a place in bytes; one inside a character counts as before it).
pub fn complete(session: &Session, line: &str, cursor: usize) -> Completion {
    let mut cursor = cursor.min(line.len());
    while !line.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let before = line.get(..cursor).unwrap_or_default();
    // The command that the cursor stands in: what is behind the last operator.
    let command = before.rfind(['|', ';', '&', '(', '`', '\n']).map_or(0, |at| at + 1);
    let command = before.get(command..).unwrap_or_default();
    let word = command.rsplit([' ', '\t']).next().unwrap_or_default();
    // `--from-file=NAME`, `> NAME`: the part behind the sign.
    let part = word.rsplit(['>', '<', '=']).next().unwrap_or(word);
    let mut words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
    if word.is_empty() {
        words.push(String::new());
    }
    while words.len() > 1 && words.first().is_some_and(|first| first.contains('=') || first == "sudo") {
        words.remove(0);
    }
    if let Some(alias) = words.first().and_then(|first| session.login().aliases.get(first)) {
        let meant: Vec<String> = alias.split_whitespace().map(str::to_owned).collect();
        if words.len() > 1 {
            words.splice(0..1, meant);
        }
    }
    let at = |part: &str| cursor - part.len();
    if let Some(name) = part.strip_prefix('$') {
        let names = session.login().variables.keys().filter(|own| own.starts_with(name));
        return Completion { start: at(part), candidates: names.map(|own| format!("${own}")).collect() };
    }
    if words.len() == 1 && !word.contains('/') && part.len() == word.len() {
        return Completion { start: at(word), candidates: commands(session, word) };
    }
    if words.first().is_some_and(|first| first == "ssh") {
        let nodes = session.cluster.nodes().map(|(object, _)| object.name().to_owned());
        return Completion {
            start: at(word),
            candidates: nodes.filter(|name| name.starts_with(word)).collect(),
        };
    }
    if words.first().is_some_and(|first| first == "kubectl") && part.len() == word.len() {
        let candidates = kubectl::complete(session, words.get(1..).unwrap_or_default());
        // Where kubectl offers nothing, as behind `-f`, a file is meant.
        if !candidates.is_empty() {
            return Completion { start: at(word), candidates };
        }
    }
    Completion { start: at(part), candidates: session.names_beginning(part) }
}

fn commands(session: &Session, beginning: &str) -> Vec<String> {
    let login = session.login();
    let here =
        |name: &str, place: Where| place == Where::Shell || exists(&session.cluster, &login.place, name);
    let programs =
        PROGRAMS.iter().filter(|program| here(program.name, program.place)).map(|program| program.name);
    let mut found: Vec<String> = programs
        .chain(CONTROL)
        .chain(login.aliases.keys().map(String::as_str))
        .chain(login.functions.keys().map(String::as_str))
        .filter(|name| name.starts_with(beginning) && !(name.len() == 1 && beginning.is_empty()))
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}
