//! `less` and `more`: on a terminal where somebody sits the text leaves as an effect, elsewhere they are `cat`.

use crate::shell::{call::Call, reply::Effect};

pub fn pager(call: &mut Call<'_>) -> u8 {
    let given = match call.options("F|quit-if-one-screen N R r S X i I n e E M m s f c d l p u", 1) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let more = call.name == "more";
    if given.rest.is_empty() && call.terminal {
        call.error_line(if more { "more: bad usage" } else { "Missing filename (\"less --help\" for help)" });
        return 1;
    }
    let mut whole = String::new();
    let mut status = 0;
    for file in if given.rest.is_empty() { &["-"] } else { given.rest.as_slice() } {
        match call.read(file) {
            Ok(text) => whole.push_str(&text),
            Err(fault) => {
                let before = if more { "more: cannot open " } else { "" };
                call.error_line(&format!("{before}{file}: {fault}"));
                status = 1;
            }
        }
    }
    if status != 0 && whole.is_empty() {
        return status;
    }
    if call.on_screen {
        // `more` ends where its text does.
        let prints_short = given.has("F") || more;
        let name = given.rest.first().copied().unwrap_or_default().to_owned();
        call.session.effect = Some(Effect::Page { name, text: whole, prints_short });
    } else {
        call.print(&whole);
    }
    status
}
