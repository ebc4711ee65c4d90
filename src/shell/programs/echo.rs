//! `echo`: its arguments on one line.

use crate::shell::{call::Call, expand::escape};

pub fn echo(call: &mut Call<'_>) -> u8 {
    let mut words = call.arguments;
    let (mut newline, mut escapes) = (true, false);
    while let Some((first, rest)) = words.split_first()
        && first.len() > 1
        && first
            .strip_prefix('-')
            .is_some_and(|letters| letters.bytes().all(|letter| b"neE".contains(&letter)))
    {
        newline &= !first.contains('n');
        if let Some(last) = first.rfind(['e', 'E']) {
            escapes = first.get(last..=last) == Some("e");
        }
        words = rest;
    }
    let mut text = words.join(" ");
    if escapes {
        let (decoded, ended) = escape::decode(&text);
        text = decoded;
        newline &= !ended;
    }
    call.print(&text);
    if newline {
        call.print("\n");
    }
    0
}
