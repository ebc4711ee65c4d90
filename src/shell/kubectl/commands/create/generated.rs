//! What every generator does with the object that it made: print it, or send it.

use serde_json::Value;

use crate::{
    cluster::{
        Kind,
        api::{Reason, Status},
    },
    shell::kubectl::{
        client::{Client, DryRun},
        failure::Failure,
        output::{Form, Offer, escaped},
    },
};

/// The annotation of `apply` and `--save-config`.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

impl Client<'_, '_> {
    /// Sends a generated object, or with `--dry-run=client` prints it. `failed` begins the message of a refusal:
    /// `failed to create deployment: `; empty for the server's own words.
    ///
    /// # Errors
    /// The refusal.
    pub fn create_generated(&mut self, mut object: Value, failed: &str) -> Result<(), Failure> {
        let dry_run = self.dry_run()?;
        Form::of(&self.flags, Offer::Objects)?;
        let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let kind = self.cluster().kind_of_document(&text("apiVersion"), &text("kind"));
        if let Some(namespace) = self.enforced_namespace().filter(|_| kind.is_none_or(Kind::namespaced)) {
            object["metadata"]["namespace"] = namespace.into();
        }
        if self.flags.is("save-config") {
            let saved = last_applied(&object);
            object["metadata"]["annotations"][LAST_APPLIED] = saved.into();
        }
        if dry_run == DryRun::Client {
            return self.report(&object, "created", dry_run);
        }
        let created = match kind {
            Some(kind) => {
                let namespace = self.namespace_for(kind);
                self.create(kind, &namespace, &object, dry_run)
            }
            None => Err(Status::plain(Reason::NotFound, "the server could not find the requested resource")),
        };
        match created {
            Ok(stored) => self.report(stored.json(), "created", dry_run),
            Err(status) if failed.is_empty() => Err(status.into()),
            Err(status) => Err(Failure::plain(format!("{failed}{status}"))),
        }
    }
}

/// An object as `apply` remembers it: without the annotation itself, on one line.
pub fn last_applied(object: &Value) -> String {
    let mut object = object.clone();
    let metadata = object.get_mut("metadata").and_then(Value::as_object_mut);
    if let Some(metadata) = metadata {
        let annotations = metadata.entry("annotations").or_insert_with(|| serde_json::json!({}));
        if let Some(annotations) = annotations.as_object_mut() {
            annotations.remove(LAST_APPLIED);
        }
    }
    format!("{}\n", escaped(&object))
}
