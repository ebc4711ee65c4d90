//! `cat`: files one after the other.

use crate::shell::call::Call;

pub fn cat(call: &mut Call<'_>) -> u8 {
    let given = match call.options("n b A E s T u v", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let files = if given.rest.is_empty() { &["-"] } else { given.rest.as_slice() };
    let mut number = 0_usize;
    let mut status = 0;
    for file in files {
        let Some(text) = call.text(file) else {
            status = 1;
            continue;
        };
        if !given.has("n") && !given.has("A") && !given.has("E") {
            call.print(&text);
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
            call.print(&before);
            call.print(&line);
        }
    }
    status
}
