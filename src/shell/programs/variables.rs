//! Variables: `export`, `unset`, `local`, `declare`, `env`.

use crate::shell::{call::Call, login::Value};

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|one: char| one.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Sets what has a value; gives the names, and complains of what is none.
fn assign<'a>(call: &mut Call<'a>) -> (Vec<&'a str>, u8) {
    let mut names = Vec::new();
    let mut status = 0;
    for word in call.arguments.iter().filter(|word| !word.starts_with('-')) {
        let (name, value) =
            word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
        if !is_name(name) {
            let line =
                format!("{}: {}: `{word}': not a valid identifier", call.session.login().shell, call.name);
            call.error_line(&line);
            status = 1;
            continue;
        }
        if let Some(value) = value {
            call.session.login_mut().set(name, value);
        }
        names.push(name);
    }
    (names, status)
}

pub fn export(call: &mut Call<'_>) -> u8 {
    if call.arguments.is_empty() || call.arguments == ["-p"] {
        let lines: Vec<String> = call
            .session
            .login()
            .environment()
            .map(|(name, value)| format!("declare -x {name}=\"{value}\""))
            .collect();
        for line in &lines {
            call.line(line);
        }
        return 0;
    }
    let (names, status) = assign(call);
    let off = call.arguments.iter().any(|word| word == "-n");
    for name in names {
        let login = call.session.login_mut();
        if !login.variables.contains_key(name) {
            login.set(name, "");
        }
        if let Some(variable) = login.variables.get_mut(name) {
            variable.exported = !off;
        }
    }
    status
}

pub fn declare(call: &mut Call<'_>) -> u8 {
    let (names, status) = assign(call);
    if call.arguments.iter().any(|word| word.starts_with('-') && word.contains('x')) {
        for name in names {
            call.session.login_mut().export(name);
        }
    }
    status
}

pub fn local(call: &mut Call<'_>) -> u8 {
    let login = call.session.login_mut();
    let words = call.arguments.iter().filter(|word| !word.starts_with('-'));
    let names: Vec<String> =
        words.map(|word| word.split('=').next().unwrap_or_default().to_owned()).collect();
    let hidden: Vec<_> =
        names.iter().map(|name| (name.clone(), login.variables.get(name).cloned())).collect();
    let Some(frame) = login.locals.last_mut() else {
        return call.fail("can only be used in a function", 1);
    };
    frame.extend(hidden);
    for word in call.arguments.iter().filter(|word| !word.contains('=') && !word.starts_with('-')) {
        call.session.login_mut().set_value(word, Value::Text(String::new()));
    }
    assign(call).1
}

pub fn unset(call: &mut Call<'_>) -> u8 {
    for name in call.arguments.iter().filter(|word| !word.starts_with('-')) {
        let login = call.session.login_mut();
        if login.variables.remove(name).is_none() {
            login.functions.remove(name);
        }
    }
    0
}

/// `env` and `printenv`.
pub fn env(call: &mut Call<'_>) -> u8 {
    let mut words = call.arguments;
    let mut set = Vec::new();
    while let Some((name, value)) = words.first().and_then(|word| word.split_once('=')) {
        set.push((name, value));
        words = words.get(1..).unwrap_or_default();
    }
    if call.name == "printenv"
        && let Some(name) = words.first()
    {
        let Some(value) = call.session.variable(name).map(str::to_owned) else { return 1 };
        call.line(&value);
        return 0;
    }
    let before = call.session.login().variables.clone();
    for (name, value) in set {
        call.session.login_mut().set(name, value);
        call.session.login_mut().export(name);
    }
    let status = if words.is_empty() {
        let lines: Vec<String> =
            call.session.login().environment().map(|(name, value)| format!("{name}={value}")).collect();
        for line in &lines {
            call.line(line);
        }
        0
    } else {
        let ran = call.run(words, call.stdin);
        call.pass_on(&ran)
    };
    call.session.login_mut().variables = before;
    status
}
