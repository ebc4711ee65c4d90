//! One patch to each of the workloads that a line names: what `restart`, `pause` and `resume` have in common.

use serde_json::Value;

use crate::{
    cluster::{Object, api::PatchType},
    shell::kubectl::{
        client::{Client, DryRun},
        failure::Failure,
        resource::Item,
    },
};

/// Patches each workload and says what was `done`; `patch` gives the patch, or why there is none.
///
/// # Errors
/// Those that have none, and requests that fail.
pub fn each(
    client: &mut Client<'_, '_>,
    done: &str,
    patch: impl Fn(&Item, &Object) -> Result<(PatchType, Value), String>,
) -> Result<(), Failure> {
    let selection = client.selected()?;
    let mut failures = selection.failures;
    for item in &selection.items {
        let object = client.get(item.kind, &item.namespace, &item.name)?;
        match patch(item, &object) {
            Ok((kind, patch)) => {
                let stored = client.patch(item.key(), kind, &patch, DryRun::No)?;
                client.report(stored.json(), done, DryRun::No)?;
            }
            Err(why) => failures.push(Failure::plain(why)),
        }
    }
    Failure::of(failures)
}

/// `deployments.apps "web"`
pub fn called(item: &Item) -> String {
    let declaration = item.kind.declaration();
    format!("{}.{} {:?}", declaration.plural, declaration.group, item.name)
}

pub fn is_paused(object: &Object) -> bool {
    object.json().pointer("/spec/paused").and_then(Value::as_bool) == Some(true)
}
