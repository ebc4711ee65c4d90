//! When two command lines say the same: quotes and spaces, and for `kubectl` the order and form of flags and the names
//! of resource types. Other programs are compared word by word, for their flags are not known here.

use super::words::{Token, tokens};
use super::{kubectl_flags, resources};

/// Whether two lines say the same. Lines with an unclosed quote are compared word by word as they stand.
pub(super) fn equal(accepted: &str, typed: &str) -> bool {
    match (parts(accepted), parts(typed)) {
        (Some(accepted), Some(typed)) => accepted == typed,
        _ => accepted.split_whitespace().eq(typed.split_whitespace()),
    }
}

/// A line in its canonical form is a sequence of these.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Operator(String),
    /// A command of a program we do not know, or the name of a file after a redirection.
    Words(Vec<String>),
    Kubectl(Kubectl),
}

#[derive(Debug, PartialEq, Eq, Default)]
struct Kubectl {
    /// In their order, resource types in the plural.
    words: Vec<String>,
    /// By their long names, sorted.
    flags: Vec<(String, Option<String>)>,
    /// What stands after `--`, as it is.
    rest: Option<Vec<String>>,
}

fn parts(line: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut words = Vec::new();
    for token in tokens(line)? {
        match token {
            Token::Word(word) => words.push(word),
            Token::Operator(operator) => {
                parts.extend(part(std::mem::take(&mut words)));
                parts.push(Part::Operator(operator));
            }
        }
    }
    parts.extend(part(words));
    Some(parts)
}

fn part(words: Vec<String>) -> Option<Part> {
    match words.split_first() {
        None => None,
        Some((program, arguments)) if program == "k" || program == "kubectl" => {
            // Some short flags mean another thing with another verb, so the verb is found first.
            let verb = Kubectl::read(arguments, "").words.into_iter().next().unwrap_or_default();
            let mut kubectl = Kubectl::read(arguments, &verb);
            kubectl.name_types();
            kubectl.flags.sort();
            Some(Part::Kubectl(kubectl))
        }
        Some(_) => Some(Part::Words(words)),
    }
}

impl Kubectl {
    fn read(arguments: &[String], verb: &str) -> Self {
        let mut read = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            if argument == "--" {
                read.rest = Some(arguments.cloned().collect());
                break;
            } else if let Some(flag) = argument.strip_prefix("--") {
                let (name, value) = match flag.split_once('=') {
                    Some((name, value)) => (name, Some(value.to_owned())),
                    None if kubectl_flags::stands_alone(flag, verb) => (flag, None),
                    None => (flag, arguments.next().cloned()),
                };
                read.push(name, value);
            } else if argument.len() > 1 && argument.starts_with('-') {
                read.short(&argument[1..], verb, &mut arguments);
            } else {
                read.words.push(argument.clone());
            }
        }
        read
    }

    /// Short flags in one word: `-it`, `-ojson`, `-o=json`, or `-o` with the next word.
    fn short<'a>(&mut self, cluster: &str, verb: &str, following: &mut impl Iterator<Item = &'a String>) {
        let mut letters = cluster.chars();
        while let Some(letter) = letters.next() {
            let Some(name) = kubectl_flags::long_name(letter, verb) else {
                // Unknown: kept as it is, for whether it takes a value can not be known.
                self.push(&format!("-{letter}{}", letters.as_str()), None);
                return;
            };
            let glued = letters.as_str();
            if let Some(value) = glued.strip_prefix('=') {
                self.push(name, Some(value.to_owned()));
                return;
            }
            if kubectl_flags::stands_alone(name, verb) {
                self.push(name, None);
                continue;
            }
            let value = if glued.is_empty() { following.next().cloned() } else { Some(glued.to_owned()) };
            self.push(name, value);
            return;
        }
    }

    fn push(&mut self, name: &str, value: Option<String>) {
        let value = value.filter(|value| !(value == "true" && kubectl_flags::is_switch(name)));
        self.flags.push((name.to_owned(), value));
    }

    /// Puts resource types into the plural: at the place where the verb expects a type, and before the `/` of
    /// `type/name`. Names stay as they are, even a Pod called `svc`.
    fn name_types(&mut self) {
        let place = self.place_of_type();
        let verb = self.words.first().cloned().unwrap_or_default();
        for (index, word) in self.words.iter_mut().enumerate().skip(1) {
            if verb == "cp" {
                return;
            }
            if let Some((kind, name)) = word.split_once('/') {
                if let Some(plural) = resources::plural(kind) {
                    *word = format!("{plural}/{name}");
                }
            } else if Some(index) == place {
                *word = match verb.as_str() {
                    "create" => resources::singular(word).map_or_else(|| word.clone(), str::to_owned),
                    "explain" => plural_of_path(word),
                    _ => word.split(',').map(plural_or_same).collect::<Vec<_>>().join(","),
                };
            }
        }
    }

    /// Which of the words is a resource type.
    fn place_of_type(&self) -> Option<usize> {
        let word = |index: usize| self.words.get(index).map_or("", String::as_str);
        match word(0) {
            "get" | "describe" | "delete" | "edit" | "label" | "annotate" | "scale" | "expose" | "patch"
            | "explain" | "wait" | "autoscale" | "taint" | "create" | "top" => Some(1),
            "rollout" | "set" => Some(2),
            "auth" if word(1) == "can-i" => Some(3),
            _ => None,
        }
    }
}

fn plural_or_same(kind: &str) -> &str {
    resources::plural(kind).unwrap_or(kind)
}

/// `svc.spec.ports` names the type before the first dot, fields after it; a group may stand in between.
fn plural_of_path(path: &str) -> String {
    match (resources::plural(path), path.split_once('.')) {
        (Some(plural), _) => plural.to_owned(),
        (None, Some((kind, fields))) => format!("{}.{fields}", plural_or_same(kind)),
        (None, None) => path.to_owned(),
    }
}

#[cfg(test)]
#[path = "command_tests.rs"]
mod tests;
