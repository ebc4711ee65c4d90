//! `kubectl edit`: leaves as an effect, and goes on when the edited text comes back.

use serde_json::Value;

use super::{
    common::{FILES, MANAGER, OUTPUT, VALIDATE},
    difference::merge_difference,
    get::readable,
    reopen::{Refusal, bare, reopen, unchanged},
};
use crate::{
    cluster::{api::PatchType, read_documents},
    shell::{
        kubectl::{
            client::{Client, DryRun},
            command::{Command, Completes},
            failure::Failure,
            flag::{Flag, switch, text},
            output::yaml,
            resource::{Item, mismatch, qualified},
        },
        reply::Effect,
        session::Editing,
    },
};

const OWN: &[Flag] = &[
    switch("output-patch", '\0', "Output the patch if the resource is edited."),
    switch("windows-line-endings", '\0', "Not simulated here."),
    text("subresource", '\0', "", "Not simulated here."),
    switch("save-config", '\0', "Save the configuration in an annotation."),
];

pub const COMMAND: Command = Command {
    name: "edit",
    summary: "Edit a resource on the server",
    about: "Edit a resource from the default editor.\n\nThe editor is that of your KUBE_EDITOR, or EDITOR environment variables, or 'vi'. The changes are applied when the editor is closed.",
    examples: "# Edit the service named 'registry'\nkubectl edit svc/registry\n\n# Use an alternative editor\nKUBE_EDITOR=\"nano\" kubectl edit svc/registry",
    usage: "(RESOURCE/NAME | -f FILENAME) [options]",
    flags: &[OWN, FILES, OUTPUT, VALIDATE, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

/// Editors that are a screen of their own.
const SCREENS: &[&str] = &["vi", "vim", "nvim", "nano", "view", "ex", "emacs", "code"];

/// What stands on top of every text that is edited.
pub const NOTE: &str = "# Please edit the object below. Lines beginning with a '#' will be ignored,\n# and an empty file will abort the edit. If an error occurs while saving this file will be\n# reopened with the relevant failures.\n#\n";

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let selection = client.selected()?;
    Failure::of(selection.failures)?;
    let Some(item) = selection.items.first() else {
        client.error_line("edit cancelled, no objects found");
        return Ok(());
    };
    if selection.items.len() > 1 {
        return Err(Failure::plain("only one object at a time can be edited here: name it"));
    }
    if let Some(editing) = client.call.session.editing.take_if(|editing| editing.closed) {
        return apply(client, item, &editing.file, Some(&editing));
    }
    let object = client.get(item.kind, &item.namespace, &item.name)?;
    let text = format!("{NOTE}{}", yaml(&readable(&object, false)));
    let file = format!("/tmp/kubectl-edit-{}.yaml", client.call.session.seed % 1_000_000_000);
    client
        .call
        .session
        .write_file(&file, &text)
        .map_err(|fault| Failure::plain(format!("open {file}: {fault}")))?;
    let editor = ["KUBE_EDITOR", "EDITOR"]
        .iter()
        .find_map(|name| client.call.session.variable(name).filter(|value| !value.is_empty()))
        .unwrap_or("vi")
        .to_owned();
    let program = editor.split_whitespace().next().unwrap_or("vi").to_owned();
    if SCREENS.contains(&program.rsplit('/').next().unwrap_or(&program)) {
        client.call.session.effect = Some(Effect::Edit { editor: program.clone(), path: file.clone(), text });
        let mut words: Vec<String> = vec!["kubectl".to_owned()];
        words.extend(client.call.arguments.iter().cloned());
        client.call.session.editing = Some(Editing::begun(&program, &file, &words));
        return Ok(());
    }
    let words = ["sh".to_owned(), "-c".to_owned(), format!("{editor} {file}")];
    let ran = client.call.run(&words, "");
    if client.call.pass_on(&ran) != 0 {
        return Err(Failure::plain(format!("there was a problem with the editor {editor:?}")));
    }
    apply(client, item, &file, None)
}

/// Takes what the editor left; `editing` when it was one on a screen.
fn apply(
    client: &mut Client<'_, '_>,
    item: &Item,
    file: &str,
    editing: Option<&Editing>,
) -> Result<(), Failure> {
    let text = client
        .call
        .session
        .read_file(file)
        .map_err(|fault| Failure::plain(format!("open {file}: {fault}")))?;
    let live = client.get(item.kind, &item.namespace, &item.name)?;
    let before = readable(&live, false);
    let body = bare(&text);
    if editing.is_some_and(|editing| editing.refused.as_deref() == Some(body.as_str())) {
        return Err(unchanged(file));
    }
    if body.trim().is_empty() {
        client.error_line("Edit cancelled, saved file was empty.");
        return Ok(());
    }
    if body == yaml(&before).trim_end() {
        client.error_line("Edit cancelled, no changes made.");
        return Ok(());
    }
    let documents = match read_documents(file, &text) {
        Ok(documents) => documents,
        Err(problem) => {
            let fault =
                format!("error converting YAML to JSON: yaml: line {}: {}", problem.line, problem.message);
            if editing.is_none() {
                return Err(kept(file, &format!("error parsing edited-file: {fault}")));
            }
            return reopen(client, file, &text, &Refusal::of_syntax(&fault), editing);
        }
    };
    let Some((_, after)) = documents.into_iter().next() else {
        client.error_line("Edit cancelled, no changes made.");
        return Ok(());
    };
    let field = |value: &Value, pointer: &str| value.pointer(pointer).cloned().unwrap_or_default();
    if ["/apiVersion", "/kind", "/metadata/name"]
        .iter()
        .any(|pointer| field(&before, pointer) != field(&after, pointer))
    {
        return Err(kept(file, "At least one of apiVersion, kind and name was changed"));
    }
    let namespace = field(&after, "/metadata/namespace");
    if item.kind.namespaced() && namespace.as_str().is_some_and(|namespace| namespace != item.namespace) {
        return Err(kept(file, &mismatch(namespace.as_str().unwrap_or_default(), &item.namespace)));
    }
    let patch = merge_difference(&before, &after);
    match client.patch(item.key(), PatchType::Merge, &patch, DryRun::No) {
        Ok(stored) => {
            client.line(&format!("{}/{} edited", qualified(item.kind), stored.name()));
            Ok(())
        }
        Err(status) => reopen(client, file, &text, &Refusal::of_server(item, &status), editing),
    }
}

/// A failure that leaves the edited text in a file.
pub fn kept(file: &str, why: &str) -> Failure {
    Failure::Bare(format!("A copy of your changes has been stored to {file:?}\nerror: {why}"))
}
