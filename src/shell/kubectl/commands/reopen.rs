//! A text that was refused is opened again, with the reasons as a comment on top, until it is right or left as it is.

use super::edit::{NOTE, kept};
use crate::{
    cluster::api::{Reason, Status},
    shell::{
        kubectl::{client::Client, failure::Failure, resource::Item},
        reply::Effect,
        session::Editing,
    },
};

/// `services`, `ingresses.networking.k8s.io`.
fn resource(item: &Item) -> String {
    let declaration = item.kind.declaration();
    match declaration.group {
        "" => declaration.plural.to_owned(),
        group => format!("{}.{group}", declaration.plural),
    }
}

/// A text's lines without comments.
pub fn bare(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    lines.join("\n").trim_end().to_owned()
}

/// What is to be done about an edited text that can not be taken.
pub struct Refusal {
    /// Said at once; nothing for a fault of the text itself.
    said: String,
    /// The comment on top.
    reasons: Vec<String>,
    /// Whether another text may be taken.
    again: bool,
}

impl Refusal {
    pub fn of_syntax(fault: &str) -> Self {
        let reasons = vec![format!("The edited file had a syntax error: {fault}")];
        Self { said: String::new(), reasons, again: true }
    }

    pub fn of_server(item: &Item, status: &Status) -> Self {
        let resource = resource(item);
        if !matches!(status.reason, Reason::Invalid | Reason::BadRequest) {
            let said = format!("error: {resource} {:?} could not be patched: {status}", item.name);
            return Self { said, reasons: Vec::new(), again: false };
        }
        let mut reasons = vec![format!("{resource} {:?} was not valid:", item.name)];
        let causes = status.details.iter().flat_map(|details| &details.causes);
        for cause in causes.map(ToString::to_string) {
            let line = format!("* {cause}");
            if !reasons.contains(&line) {
                reasons.push(line);
            }
        }
        if reasons.len() == 1 {
            reasons.push(format!("* {status}"));
        }
        Self { said: format!("error: {resource} {:?} is invalid", item.name), reasons, again: true }
    }
}

/// Opens the text again on a screen; elsewhere the editor would only do the same once more, and kubectl gives up.
///
/// # Errors
/// When it gives up.
pub fn reopen(
    client: &mut Client<'_, '_>,
    file: &str,
    text: &str,
    refusal: &Refusal,
    editing: Option<&Editing>,
) -> Result<(), Failure> {
    let Some(editing) = editing.filter(|_| refusal.again) else {
        let said = if refusal.said.is_empty() { String::new() } else { format!("{}\n", refusal.said) };
        let Failure::Bare(kept) = unchanged(file) else { return Err(unchanged(file)) };
        return Err(Failure::Bare(said + &kept));
    };
    if !refusal.said.is_empty() {
        client.error_line(&refusal.said);
    }
    let body = bare(text);
    let lines = refusal.reasons.iter().flat_map(|reason| reason.lines());
    let reasons: String = lines.flat_map(|line| ["# ", line, "\n"]).collect();
    let text = format!("{NOTE}{reasons}#\n{body}\n");
    let session = &mut *client.call.session;
    session.write_file(file, &text).map_err(|fault| Failure::plain(format!("open {file}: {fault}")))?;
    session.effect = Some(Effect::Edit { editor: editing.editor.clone(), path: file.to_owned(), text });
    session.editing = Some(Editing { refused: Some(body), closed: false, ..editing.clone() });
    Ok(())
}

/// The refused text came back as it was.
pub fn unchanged(file: &str) -> Failure {
    kept(file, "Edit cancelled, no valid changes were saved.")
}
