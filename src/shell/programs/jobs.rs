//! `jobs`, `kill`, `fg`: what goes on in the background. That is forwarded ports alone: all else has ended at once.

use crate::shell::call::Call;

/// The forwarding commands of this place, each once, in the order of their ports.
fn running(call: &Call<'_>) -> Vec<String> {
    let here = call.session.place();
    let mut all: Vec<String> = Vec::new();
    for ((_, _), forward) in call.session.forwards.iter().filter(|((place, _), _)| place == here) {
        if !all.contains(&forward.command) {
            all.push(forward.command.clone());
        }
    }
    all
}

pub fn jobs(call: &mut Call<'_>) -> u8 {
    let all = running(call);
    for (index, command) in all.iter().enumerate() {
        let mark = if index + 1 == all.len() { '+' } else { ' ' };
        call.line(&format!("[{}]{mark}  Running                 {command} &", index + 1));
    }
    0
}

/// `%N` ends that job; a number of a process, all of them: they share one.
pub fn kill(call: &mut Call<'_>) -> u8 {
    let words: Vec<&String> = call.arguments.iter().filter(|word| !word.starts_with('-')).collect();
    if words.is_empty() {
        call.error_line("kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ...");
        return 2;
    }
    let all = running(call);
    for word in words {
        let number = word.strip_prefix('%').map(|number| number.parse::<usize>().unwrap_or(1));
        let ended = match number {
            Some(number) => match all.get(number.saturating_sub(1)) {
                Some(command) => std::slice::from_ref(command),
                None => {
                    let line = format!("{}: kill: {word}: no such job", call.session.login().shell);
                    call.error_line(&line);
                    return 1;
                }
            },
            None => all.as_slice(),
        };
        call.session.forwards.retain(|_, forward| !ended.contains(&forward.command));
    }
    0
}

/// What is brought to the foreground is left at once, as by Ctrl-C.
pub fn fg(call: &mut Call<'_>) -> u8 {
    let Some(last) = running(call).pop() else {
        let line = format!("{}: fg: current: no such job", call.session.login().shell);
        call.error_line(&line);
        return 1;
    };
    call.line(&last);
    call.error_line("^C");
    call.session.forwards.retain(|_, forward| forward.command != last);
    130
}
