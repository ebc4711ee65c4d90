//! The words of a call: which command, which flags, which arguments; by the rules of cobra and pflag.

use super::{
    command::Command,
    commands::KUBECTL,
    failure::Failure,
    flag::{Flag, Flags, Takes},
    globals::GLOBAL,
    suggest::suggestions,
};

/// A call that was understood.
#[derive(Debug)]
pub struct Parsed {
    pub command: &'static Command,
    /// `kubectl create service clusterip`.
    pub path: String,
    pub flags: Flags,
    pub arguments: Vec<String>,
    /// How many arguments stood before `--`.
    pub dash: Option<usize>,
    pub help: bool,
}

/// A call that was not understood: the error, and the command that it was understood as belonging to.
pub type Fault = (Failure, String);

/// Understands a call.
///
/// # Errors
/// Unknown commands and flags, flags without value or with a wrong one, required flags that are missing.
pub fn parse(words: &[String]) -> Result<Parsed, Fault> {
    let (command, path, rest) = find(words);
    let mut parsed = Parsed {
        command,
        path: path.clone(),
        flags: Flags::new(GLOBAL.iter().chain(command.own_flags())),
        arguments: Vec::new(),
        dash: None,
        help: false,
    };
    if command.name == KUBECTL.name
        && let Some(word) = rest
            .iter()
            .find(|word| !word.starts_with('-'))
            .filter(|_| !rest.iter().any(|word| word == "--help" || word == "-h"))
    {
        let first = first_argument(&KUBECTL, &rest).unwrap_or(word);
        let mut text = format!("unknown command {first:?} for \"kubectl\"");
        let near = suggestions(&KUBECTL, first);
        if !near.is_empty() {
            text.push_str("\n\nDid you mean this?\n");
            for name in near {
                text.push_str(&format!("\t{name}\n"));
            }
        }
        return Err((Failure::Plain(text), path));
    }
    if let Err(why) = read_flags(&rest, &mut parsed) {
        return Err((Failure::FlagUsage(why), path));
    }
    if parsed.help {
        return Ok(parsed);
    }
    let missing: Vec<String> = command
        .required
        .iter()
        .filter(|name| !parsed.flags.given(name))
        .map(|name| format!("{name:?}"))
        .collect();
    if !missing.is_empty() {
        return Err((Failure::Plain(format!("required flag(s) {} not set", missing.join(", "))), path));
    }
    Ok(parsed)
}

/// Goes down the tree of commands, past global flags, and gives the words that are left.
fn find(words: &[String]) -> (&'static Command, String, Vec<String>) {
    let (mut command, mut path) = (&KUBECTL, KUBECTL.name.to_owned());
    let mut rest = words.to_vec();
    while let Some((at, next)) =
        first_at(command, &rest).and_then(|at| Some((at, command.find(rest.get(at)?)?)))
    {
        rest.remove(at);
        path.push(' ');
        path.push_str(next.name);
        command = next;
    }
    (command, path, rest)
}

fn first_argument<'w>(command: &Command, words: &'w [String]) -> Option<&'w String> {
    words.get(first_at(command, words)?)
}

/// Where the first word stands that is no flag and no flag's value.
fn first_at(command: &Command, words: &[String]) -> Option<usize> {
    let known = || command.own_flags().chain(GLOBAL);
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if word == "--" {
            return None;
        }
        if let Some(name) = word.strip_prefix("--") {
            let bare = !name.contains('=');
            let takes = known().find(|flag| flag.name == name).is_none_or(Flag::wants_value);
            at += usize::from(bare && takes && name != "help");
        } else if word.len() > 1 && word.starts_with('-') {
            let short = word.chars().nth(1).unwrap_or_default();
            let takes = known().find(|flag| flag.short == short).is_none_or(Flag::wants_value);
            at += usize::from(word.chars().count() == 2 && takes && short != 'h');
        } else {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn read_flags(words: &[String], parsed: &mut Parsed) -> Result<(), String> {
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if word == "--" {
            parsed.dash = Some(parsed.arguments.len());
            parsed.arguments.extend(rest.cloned());
            return Ok(());
        }
        if let Some(long) = word.strip_prefix("--") {
            let (name, value) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (long, None),
            };
            let Some(flag) = parsed.flags.by_name(name) else {
                if name == "help" {
                    parsed.help = true;
                    continue;
                }
                return Err(if name.is_empty() {
                    format!("bad flag syntax: {word}")
                } else {
                    format!("unknown flag: --{name}")
                });
            };
            let value = match (value, flag.takes) {
                (Some(value), _) => value,
                (None, Takes::Switch) => "true".to_owned(),
                (None, Takes::Optional(text)) => text.to_owned(),
                (None, _) => {
                    rest.next().cloned().ok_or_else(|| format!("flag needs an argument: --{name}"))?
                }
            };
            accept(parsed, &flag, value)?;
        } else if word.len() > 1 && word.starts_with('-') {
            shorts(word, &mut rest, parsed)?;
        } else {
            parsed.arguments.push(word.clone());
        }
    }
    Ok(())
}

/// `-it`, `-ojson`, `-n=shop`, `-n shop`.
fn shorts(word: &str, rest: &mut std::slice::Iter<'_, String>, parsed: &mut Parsed) -> Result<(), String> {
    let signs = word.char_indices().skip(1);
    for (at, sign) in signs {
        let Some(flag) = parsed.flags.by_short(sign) else {
            if sign == 'h' {
                parsed.help = true;
                return Ok(());
            }
            return Err(format!("unknown shorthand flag: '{sign}' in -{}", &word[at..]));
        };
        let after = &word[at + sign.len_utf8()..];
        if let Some(value) = after.strip_prefix('=') {
            return accept(parsed, &flag, value.to_owned());
        }
        match flag.takes {
            Takes::Switch => accept(parsed, &flag, "true".to_owned())?,
            Takes::Optional(text) => accept(parsed, &flag, text.to_owned())?,
            _ if !after.is_empty() => return accept(parsed, &flag, after.to_owned()),
            _ => {
                let value = rest
                    .next()
                    .cloned()
                    .ok_or_else(|| format!("flag needs an argument: '{sign}' in -{}", &word[at..]))?;
                return accept(parsed, &flag, value);
            }
        }
    }
    Ok(())
}

fn accept(parsed: &mut Parsed, flag: &Flag, value: String) -> Result<(), String> {
    match flag.refusal(&value) {
        Some(why) => Err(why),
        None => {
            parsed.flags.set(flag, value);
            Ok(())
        }
    }
}
