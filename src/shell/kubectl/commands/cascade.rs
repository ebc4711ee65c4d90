//! `--cascade`: what becomes of the objects that a deleted one owns.

use crate::{
    cluster::api::Propagation,
    shell::kubectl::{
        client::Client,
        failure::Failure,
        flag::{Flag, Takes},
    },
};

pub const CASCADE: &[Flag] = &[Flag {
    name: "cascade",
    short: '\0',
    takes: Takes::Optional("background"),
    default: "background",
    help: "Must be \"background\", \"orphan\", or \"foreground\".",
}];

/// What the flag asks for.
///
/// # Errors
/// A word that it does not take.
pub fn propagation(client: &mut Client<'_, '_>) -> Result<Propagation, Failure> {
    let given = client.flags.text("cascade").to_owned();
    let (word, propagation) = match given.as_str() {
        "background" | "true" => ("background", Propagation::Background),
        "orphan" | "false" => ("orphan", Propagation::Orphan),
        "foreground" => ("foreground", Propagation::Foreground),
        other => {
            return Err(Failure::plain(format!(
                "invalid cascade value ({other}). Must be \"background\", \"foreground\", or \"orphan\""
            )));
        }
    };
    if given != word {
        client.error_line(&format!(
            "warning: --cascade={given} is deprecated (boolean value) and can be replaced with --cascade={word}."
        ));
    }
    Ok(propagation)
}
