//! `read` and `mapfile`: lines of standard input into variables.

use crate::shell::{call::Call, login::Value};

pub fn read(call: &mut Call<'_>) -> u8 {
    let given = match call.options("r s e a: p: d: n: N: t: u:", 2) {
        Ok(given) => given,
        Err(status) => return status,
    };
    if call.terminal {
        // Nobody types while a line runs.
        if let Some(prompt) = given.value("p") {
            call.error_line(prompt);
        }
        return 1;
    }
    let end = given.value("d").map_or('\n', |text| text.chars().next().unwrap_or('\0'));
    let input = call.stdin;
    let (line, found) = match input.find(end) {
        Some(at) => (input.get(..at).unwrap_or_default(), true),
        None => (input, false),
    };
    call.consumed = (line.len() + if found { end.len_utf8() } else { 0 }).min(input.len());
    let line = if given.has("r") { line.to_owned() } else { line.replace('\\', "") };
    let separators = call.session.variable("IFS").unwrap_or(" \t\n").to_owned();
    if let Some(name) = given.value("a") {
        let list = line.split(|one| separators.contains(one)).filter(|field| !field.is_empty());
        let list = Value::List(list.map(str::to_owned).collect());
        call.session.login_mut().set_value(name, list);
        return u8::from(!found);
    }
    let names = if given.rest.is_empty() { vec!["REPLY"] } else { given.rest };
    let blank = |one: char| one.is_whitespace() && separators.contains(one);
    let mut rest = line.trim_matches(blank);
    if names == ["REPLY"] {
        rest = &line;
    }
    for (index, name) in names.iter().enumerate() {
        let last = index + 1 == names.len();
        let value = match rest.find(|one| separators.contains(one)) {
            Some(at) if !last => {
                let (value, after) = rest.split_at(at);
                rest = after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
                rest = rest.trim_start_matches(blank);
                value
            }
            _ => std::mem::take(&mut rest),
        };
        call.session.login_mut().set(name, value);
    }
    u8::from(!found && call.consumed == 0)
}

/// All lines into a list. <https://www.gnu.org/software/bash/manual/bash.html#index-mapfile>
pub fn mapfile(call: &mut Call<'_>) -> u8 {
    let given = match call.options("t n: d: O: s: u: C: c:", 2) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let most =
        given.value("n").and_then(|text| text.parse().ok()).filter(|count| *count > 0).unwrap_or(usize::MAX);
    let lines: Vec<&str> = call.stdin.split_inclusive('\n').take(most).collect();
    call.leave_input_behind(lines.len());
    let bare = |line: &&str| if given.has("t") { line.trim_end_matches('\n') } else { *line }.to_owned();
    let list = Value::List(lines.iter().map(bare).collect());
    call.session.login_mut().set_value(given.rest.first().copied().unwrap_or("MAPFILE"), list);
    0
}
