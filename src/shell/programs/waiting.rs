//! Programs of time and repetition: `sleep`, `date`, `watch`, `timeout`, `time`, `seq`, `yes`, `xargs`.

use crate::shell::{budget, call::Call, clock};

/// Simulated seconds that one `sleep` may take.
const LONGEST: u64 = 86_400;
/// How often `watch` looks before it is left.
const LOOKS: usize = 3;

pub fn sleep(call: &mut Call<'_>) -> u8 {
    if call.arguments.is_empty() {
        return call.fail("missing operand", 1);
    }
    let mut seconds = 0_u64;
    for word in call.arguments {
        let Some(time) = duration(word) else {
            return call.fail(&format!("invalid time interval ‘{word}’"), 1);
        };
        seconds = seconds.saturating_add(time);
    }
    // In the background it takes no time.
    if !call.session.background {
        call.session.pass(seconds.min(LONGEST));
    }
    0
}

/// `5`, `0.5`, `2m`: whole seconds, a part counts as one.
pub fn duration(text: &str) -> Option<u64> {
    let unit = match text.chars().last()? {
        's' => 1.0,
        'm' => 60.0,
        'h' => 3600.0,
        'd' => 86_400.0,
        _ => 0.0,
    };
    let digits = if unit > 0.0 { text.get(..text.len() - 1)? } else { text };
    let number: f64 = digits.parse().ok()?;
    if !(0.0..1e9).contains(&number) {
        return None;
    }
    let seconds = (number * if unit > 0.0 { unit } else { 1.0 }).ceil();
    format!("{seconds:.0}").parse().ok()
}

pub fn date(call: &mut Call<'_>) -> u8 {
    let given = match call.options("u|utc d|date: I R", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let Some(mut now) = clock::read(&call.session.now) else { return 1 };
    if let Some(text) = given.value("d") {
        match clock::read(text).or_else(|| text.parse().ok()) {
            Some(then) => now = then,
            None => return call.fail(&format!("invalid date ‘{text}’"), 1),
        }
    }
    let form = given.rest.iter().find_map(|word| word.strip_prefix('+'));
    let form = form.unwrap_or(if given.has("I") { "%Y-%m-%d" } else { "%a %b %e %H:%M:%S UTC %Y" });
    let seconds = now.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_second());
    let form = form
        .replace("%s", &seconds.to_string())
        .replace("%N", "000000000")
        .replace("%Z", "UTC")
        .replace("%z", "+0000");
    match jiff::fmt::strtime::format(&form, now) {
        Ok(text) => call.line(&text),
        Err(_) => return call.fail(&format!("invalid format ‘{form}’"), 1),
    }
    0
}

/// Looks a few times, with the seconds between that were asked for, then is left as by Ctrl-C.
pub fn watch(call: &mut Call<'_>) -> u8 {
    let given = match call.leading_options("n|interval: d|differences t|no-title g e x", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    if given.rest.is_empty() {
        return call.fail("no command", 1);
    }
    let every = given.value("n").and_then(duration).unwrap_or(2).max(1);
    let command = given.rest.join(" ");
    for look in 0..LOOKS {
        if look > 0 {
            call.session.pass(every);
        }
        let head = format!(
            "Every {every}.0s: {command}    {}: {}\n",
            call.session.place().hostname(),
            call.session.now
        );
        let ran = call.session.run_script(&command, &[], Some(""));
        if !given.has("t") {
            call.line(&head);
        }
        call.print(&ran.output.screen());
        if look + 1 < LOOKS {
            call.line("");
        }
    }
    call.error_line("^C");
    130
}

pub fn timeout(call: &mut Call<'_>) -> u8 {
    let given = match call.leading_options("s|signal: k|kill-after: preserve-status foreground v", 125) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let Some((limit, words)) = given.rest.split_first().filter(|(_, words)| !words.is_empty()) else {
        return call.fail("missing operand", 125);
    };
    let Some(limit) = duration(limit) else {
        return call.fail(&format!("invalid time interval ‘{limit}’"), 125);
    };
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let started = clock::read(&call.session.now);
    let ran = call.run(&words, call.stdin);
    let took = started
        .zip(clock::read(&call.session.now))
        .and_then(|(from, to)| from.until(to).ok()?.total(jiff::Unit::Second).ok());
    let late = took.is_some_and(|took| limit > 0 && took > limit.to_string().parse().unwrap_or(f64::MAX));
    let status = call.pass_on(&ran);
    if late { 124 } else { status }
}

pub fn seq(call: &mut Call<'_>) -> u8 {
    let given = match call.options("s|separator: w f:", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let mut numbers = Vec::new();
    for word in &given.rest {
        match word.parse::<i64>() {
            Ok(number) => numbers.push(number),
            Err(_) => return call.fail(&format!("invalid floating point argument: ‘{word}’"), 1),
        }
    }
    let (first, step, last) = match numbers.as_slice() {
        [last] => (1, 1, *last),
        [first, last] => (*first, 1, *last),
        [first, step, last] if *step != 0 => (*first, *step, *last),
        _ => return call.fail("missing operand", 1),
    };
    let separator = given.value("s").unwrap_or("\n");
    let width = if given.has("w") { last.to_string().len().min(20) } else { 0 };
    let mut made = String::new();
    let mut number = first;
    while (step > 0 && number <= last) || (step < 0 && number >= last) {
        if !made.is_empty() {
            made.push_str(separator);
        }
        let text = format!("{number:0width$}");
        made.push_str(&text);
        let Some(next) = number.checked_add(step).filter(|_| made.len() < budget::OUTPUT) else { break };
        number = next;
    }
    if !made.is_empty() {
        call.line(&made);
    }
    0
}

/// More than any screen or pipe takes: so it never comes to its end.
pub fn yes(call: &mut Call<'_>) -> u8 {
    let text = if call.arguments.is_empty() { "y".to_owned() } else { call.arguments.join(" ") };
    let line = format!("{text}\n");
    call.print(&line.repeat(budget::OUTPUT / line.len().max(1) + 1));
    0
}

pub fn xargs(call: &mut Call<'_>) -> u8 {
    let given = match call.leading_options("n|max-args: I|replace: L: r|no-run-if-empty 0|null t P: d:", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let input = call.take_input();
    let command: Vec<String> = if given.rest.is_empty() {
        vec!["echo".to_owned()]
    } else {
        given.rest.iter().map(|word| (*word).to_owned()).collect()
    };
    let items: Vec<String> = if given.has("I") || given.has("L") {
        input.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    } else if given.has("0") {
        input.split('\0').filter(|item| !item.is_empty()).map(str::to_owned).collect()
    } else if let Some(mark) = given.value("d").map(|text| crate::shell::expand::escape::decode(text).0) {
        input.split(mark.as_str()).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    } else {
        input.split_whitespace().map(|item| item.replace(['"', '\''], "")).collect()
    };
    if items.is_empty() && (given.has("r") || given.has("I")) {
        return 0;
    }
    let calls: Vec<Vec<String>> = if let Some(mark) = given.value("I") {
        let fill = |item: &String| command.iter().map(|word| word.replace(mark, item)).collect();
        items.iter().map(fill).collect()
    } else {
        let count = given.value("n").or(given.value("L")).and_then(|text| text.parse::<usize>().ok());
        let most = count.unwrap_or(usize::MAX).clamp(1, 5000);
        if items.is_empty() {
            vec![command.clone()]
        } else {
            items.chunks(most).map(|part| [command.as_slice(), part].concat()).collect()
        }
    };
    let mut status = 0;
    for words in calls {
        if call.session.budget.stopped().is_some() {
            break;
        }
        let ran = call.session.run_words(&words, Some(""));
        match call.pass_on(&ran) {
            0 => {}
            127 => return 127,
            _ => status = 123,
        }
    }
    status
}
