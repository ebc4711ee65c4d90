//! What a command says of an object that it made or changed: a message, or the object in the form of `-o`.

use serde_json::Value;

use super::form::{Form, Offer};
use crate::{
    cluster::Kind,
    shell::Stream,
    shell::kubectl::{
        client::{Client, DryRun},
        failure::Failure,
        resource::qualified,
    },
};

impl Client<'_, '_> {
    /// `deployment.apps/web created`, or the object as `-o` asks.
    ///
    /// # Errors
    /// A form that the command does not offer, a template that does not fit.
    pub fn report(&mut self, object: &Value, did: &str, dry_run: DryRun) -> Result<(), Failure> {
        let form = Form::of(&self.flags, Offer::Objects)?;
        let name = format!(
            "{}/{}",
            named(object),
            object.pointer("/metadata/name").and_then(Value::as_str).unwrap_or_default()
        );
        match form {
            Form::Usual | Form::Wide => self.line(&format!("{name} {did}{}", dry_run.suffix())),
            Form::Name => self.line(&name),
            form => {
                let text = form.print(object, dry_run == DryRun::Client)?;
                if form == Form::Yaml && !self.call.output.of(Stream::Out).is_empty() {
                    self.out("---\n");
                }
                self.out(&text);
            }
        }
        Ok(())
    }
}

/// `deployment.apps`; for a kind that is not served, as its own words would have it.
fn named(object: &Value) -> String {
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
    let (version, kind) = (text("apiVersion"), text("kind"));
    if let Some(kind) = Kind::of_document(version, kind) {
        return qualified(kind);
    }
    match version.split_once('/') {
        Some((group, _)) => format!("{}.{group}", kind.to_lowercase()),
        None => kind.to_lowercase(),
    }
}
