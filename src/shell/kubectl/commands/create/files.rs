//! `kubectl create -f`.

use super::generated::{LAST_APPLIED, last_applied};
use crate::shell::kubectl::{
    client::{Client, DryRun},
    failure::Failure,
    output::{Form, Offer},
    resource::{is_given, read_files},
};

pub fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if !is_given(&client.flags) {
        return Err(Failure::plain("must specify one of -f and -k"));
    }
    if !client.arguments.is_empty() {
        return Err(Failure::Usage(format!("unexpected arguments: [{}]", client.arguments.join(" "))));
    }
    Form::of(&client.flags, Offer::Objects)?;
    let dry_run = client.dry_run()?;
    let (items, mut failures) = read_files(client)?;
    for item in items {
        let mut body = item.body.unwrap_or_default();
        if client.flags.is("save-config") {
            let saved = last_applied(&body);
            body["metadata"]["annotations"][LAST_APPLIED] = saved.into();
        }
        if dry_run == DryRun::Client {
            client.report(&body, "created", dry_run)?;
            continue;
        }
        match client.create(item.kind, &item.namespace, &body, dry_run) {
            Ok(stored) => client.report(stored.json(), "created", dry_run)?,
            Err(status) => failures.push(Failure::during(status, "creating", &item.source)),
        }
    }
    Failure::of(failures)
}
