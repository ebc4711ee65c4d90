//! Words that complete a line of kubectl: commands, flags, resource types, names, namespaces, forms of output.

use super::{
    command::{Command, Completes},
    commands::KUBECTL,
    flag::Flag,
    globals::GLOBAL,
};
use crate::{
    cluster::{KINDS, Kind},
    shell::session::Session,
};

/// The words that a Tab offers.
pub type Completion = Vec<String>;

/// Completes the last of the words that follow `kubectl`; it may be empty.
pub fn complete(session: &Session, words: &[String]) -> Completion {
    let Some((last, before)) = words.split_last() else { return Vec::new() };
    let mut command = &KUBECTL;
    let mut arguments: Vec<&str> = Vec::new();
    let mut namespace = session.kubeconfig.namespace().to_owned();
    let mut value_of: Option<Flag> = None;
    for word in before {
        let known = |name: &str| {
            command.own_flags().chain(GLOBAL).find(|flag| {
                name.strip_prefix("--") == Some(flag.name)
                    || name
                        .strip_prefix('-')
                        .is_some_and(|rest| rest.len() == 1 && rest.starts_with(flag.short))
            })
        };
        if let Some(flag) = value_of.take() {
            if flag.name == "namespace" {
                namespace.clone_from(word);
            }
        } else if word == "--" {
            return Vec::new();
        } else if word.starts_with('-') {
            match word.split_once('=') {
                Some(("--namespace" | "-n", value)) => value.clone_into(&mut namespace),
                Some(_) => {}
                None => value_of = known(word).filter(|flag| flag.wants_value()).copied(),
            }
        } else if let Some(next) = command.find(word).filter(|_| arguments.is_empty()) {
            command = next;
        } else {
            arguments.push(word);
        }
    }
    let words = match value_of {
        Some(flag) => values(session, &flag),
        None if last.starts_with('-') => flags(command),
        None if !command.commands.is_empty() => {
            command.commands.iter().map(|command| command.name.to_owned()).collect()
        }
        None => operands(session, command, &arguments, &namespace, last),
    };
    let mut words: Vec<String> = words.into_iter().filter(|word| word.starts_with(last.as_str())).collect();
    words.sort();
    words.dedup();
    words
}

fn flags(command: &Command) -> Vec<String> {
    let shown = |flag: &Flag| {
        if flag.wants_value() { format!("--{}=", flag.name) } else { format!("--{}", flag.name) }
    };
    command.own_flags().chain(GLOBAL).map(shown).collect()
}

/// What a flag's value may be, where we know.
fn values(session: &Session, flag: &Flag) -> Vec<String> {
    match flag.name {
        "namespace" => names(session, Kind::Namespace, ""),
        "output" => [
            "json",
            "yaml",
            "kyaml",
            "name",
            "wide",
            "custom-columns=",
            "go-template=",
            "jsonpath=",
            "jsonpath-as-json=",
        ]
        .map(str::to_owned)
        .to_vec(),
        "context" => session.kubeconfig.contexts.iter().map(|context| context.name.clone()).collect(),
        "dry-run" => ["client", "server", "none"].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    }
}

fn operands(
    session: &Session,
    command: &Command,
    arguments: &[&str],
    namespace: &str,
    last: &str,
) -> Vec<String> {
    match command.completes {
        Completes::Nothing => Vec::new(),
        Completes::Contexts => {
            session.kubeconfig.contexts.iter().map(|context| context.name.clone()).collect()
        }
        Completes::Named(word) => {
            pairs(session, last, namespace).unwrap_or_else(|| of_word(session, word, namespace))
        }
        Completes::Resources => match arguments.first() {
            None => pairs(session, last, namespace)
                .unwrap_or_else(|| KINDS.iter().map(|kind| kind.plural.to_owned()).collect()),
            Some(word) => of_word(session, word, namespace),
        },
    }
}

/// `deploy/we`: the names behind the stroke.
fn pairs(session: &Session, last: &str, namespace: &str) -> Option<Vec<String>> {
    let (word, _) = last.split_once('/')?;
    Some(of_word(session, word, namespace).into_iter().map(|name| format!("{word}/{name}")).collect())
}

fn of_word(session: &Session, word: &str, namespace: &str) -> Vec<String> {
    Kind::of_word(word).into_iter().flat_map(|kind| names(session, kind, namespace)).collect()
}

fn names(session: &Session, kind: Kind, namespace: &str) -> Vec<String> {
    let inside = |object: &&std::sync::Arc<crate::cluster::Object>| {
        !kind.namespaced() || object.namespace() == namespace
    };
    session.cluster.objects(kind).filter(inside).map(|object| object.name().to_owned()).collect()
}
