//! What looks at or changes the shell itself: `cd`, `alias`, `set`, `type`, `history` and their like.

use super::find::{Found, find};
use crate::shell::{call::Call, files::FileFault};

pub fn nothing(_: &mut Call<'_>) -> u8 {
    0
}

pub fn fails(_: &mut Call<'_>) -> u8 {
    1
}

pub fn pwd(call: &mut Call<'_>) -> u8 {
    let folder = call.session.login().folder.clone();
    call.line(&folder);
    0
}

pub fn cd(call: &mut Call<'_>) -> u8 {
    let wanted = match call.arguments.iter().find(|word| *word != "--").map(String::as_str) {
        None => call.session.variable("HOME").unwrap_or("/").to_owned(),
        Some("-") => match call.session.variable("OLDPWD").map(str::to_owned) {
            Some(folder) => {
                call.line(&folder);
                folder
            }
            None => return complain(call, "OLDPWD not set"),
        },
        Some(folder) => folder.to_owned(),
    };
    let whole = call.session.absolute(&wanted);
    let entry = call.session.disk().and_then(|disk| disk.get(&whole));
    match entry {
        Some(crate::shell::Entry::Folder) => {
            call.session.login_mut().stand_in(&whole);
            0
        }
        Some(_) => complain(call, &format!("{wanted}: {}", FileFault::NoFolder)),
        None => complain(call, &format!("{wanted}: {}", FileFault::Missing)),
    }
}

/// `bash: cd: MESSAGE`: as a part of the shell complains.
fn complain(call: &mut Call<'_>, message: &str) -> u8 {
    let line = format!("{}: {}: {message}", call.session.login().shell, call.name);
    call.error_line(&line);
    1
}

pub fn alias(call: &mut Call<'_>) -> u8 {
    let mut status = 0;
    if call.arguments.is_empty() || call.arguments == ["-p"] {
        for (name, text) in call.session.login().aliases.clone() {
            call.line(&format!("alias {name}='{text}'"));
        }
    }
    for word in call.arguments {
        match word.split_once('=') {
            Some((name, text)) => {
                call.session.login_mut().aliases.insert(name.to_owned(), text.to_owned());
            }
            None => match call.session.login().aliases.get(word).cloned() {
                Some(text) => call.line(&format!("alias {word}='{text}'")),
                None => status = complain(call, &format!("{word}: not found")),
            },
        }
    }
    status
}

pub fn unalias(call: &mut Call<'_>) -> u8 {
    let mut status = 0;
    for word in call.arguments {
        if word == "-a" {
            call.session.login_mut().aliases.clear();
        } else if call.session.login_mut().aliases.remove(word).is_none() {
            status = complain(call, &format!("{word}: not found"));
        }
    }
    status
}

pub fn set(call: &mut Call<'_>) -> u8 {
    let login = call.session.login_mut();
    let mut words = call.arguments.iter();
    while let Some(word) = words.next() {
        let on = word.starts_with('-');
        match word.as_str() {
            "--" => {
                login.arguments = words.cloned().collect();
                return 0;
            }
            "-o" | "+o" => match words.next().map(String::as_str) {
                Some("errexit") => login.options.errexit = on,
                Some("nounset") => login.options.nounset = on,
                Some("xtrace") => login.options.xtrace = on,
                Some("noglob") => login.options.noglob = on,
                Some("pipefail") => login.options.pipefail = on,
                _ => {}
            },
            word if word.starts_with(['-', '+']) => {
                for letter in word.chars().skip(1) {
                    match letter {
                        'e' => login.options.errexit = on,
                        'u' => login.options.nounset = on,
                        'x' => login.options.xtrace = on,
                        'f' => login.options.noglob = on,
                        'o' if words.next().is_some_and(|name| name == "pipefail") => {
                            login.options.pipefail = on;
                        }
                        _ => {}
                    }
                }
            }
            first => {
                login.arguments = std::iter::once(first.to_owned()).chain(words.cloned()).collect();
                return 0;
            }
        }
    }
    0
}

pub fn shift(call: &mut Call<'_>) -> u8 {
    let count = call.arguments.first().map_or(1, |word| word.parse().unwrap_or(0));
    let arguments = &mut call.session.login_mut().arguments;
    if count > arguments.len() {
        return 1;
    }
    arguments.drain(..count);
    0
}

/// `type`, for programs and for what only the shell knows.
pub fn kind(call: &mut Call<'_>) -> u8 {
    let mut status = 0;
    for word in call.arguments.iter().filter(|word| !word.starts_with('-')) {
        let login = call.session.login();
        let text = if let Some(text) = login.aliases.get(word) {
            format!("{word} is aliased to `{text}'")
        } else if login.functions.contains_key(word) {
            format!("{word} is a function")
        } else if super::program(word).is_some_and(|program| program.place == super::Where::Shell) {
            format!("{word} is a shell builtin")
        } else if matches!(find(call.session, word), Found::Program(_)) {
            format!("{word} is /usr/bin/{word}")
        } else {
            status = complain(call, &format!("{word}: not found"));
            continue;
        };
        call.line(&text);
    }
    status
}

pub fn which(call: &mut Call<'_>) -> u8 {
    let mut status = 0;
    for word in call.arguments.iter().filter(|word| !word.starts_with('-')) {
        match find(call.session, word) {
            Found::Program(program) if program.place != super::Where::Shell => {
                call.line(&format!("/usr/bin/{word}"));
            }
            _ => status = 1,
        }
    }
    status
}

pub fn history(call: &mut Call<'_>) -> u8 {
    if call.arguments.first().is_some_and(|word| word == "-c") {
        call.session.history.clear();
        return 0;
    }
    let lines = call.session.history.numbered();
    let all = lines.len();
    let count = call.arguments.first().and_then(|word| word.parse().ok()).unwrap_or(all);
    let lines: Vec<String> =
        lines.skip(all.saturating_sub(count)).map(|(number, line)| format!("{number:5}  {line}")).collect();
    for line in lines {
        call.line(&line);
    }
    0
}
