//! `cat`: files one after the other.

use crate::shell::call::Call;

pub fn cat(call: &mut Call<'_>) -> u8 {
    let given = match call.options("n b A E s T u v", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let texts = call.texts(&given.rest);
    let mut number = 0_usize;
    for (_, text) in &texts {
        if !given.has("n") && !given.has("A") && !given.has("E") {
            call.stdout.push_str(text);
            continue;
        }
        for line in text.split_inclusive('\n') {
            number += 1;
            let line = if given.has("A") || given.has("E") {
                line.replace('\t', if given.has("A") { "^I" } else { "\t" }).replace('\n', "$\n")
            } else {
                line.to_owned()
            };
            let before = if given.has("n") { format!("{number:6}\t") } else { String::new() };
            call.stdout.push_str(&before);
            call.stdout.push_str(&line);
        }
    }
    u8::from(texts.len() < given.rest.len())
}
