//! `kubectl apply --server-side`.

use crate::shell::kubectl::{
    client::{Client, DryRun},
    failure::Failure,
    resource::Item,
};

/// What follows the list of conflicts.
const ADVICE: &str = "Please review the fields above--they currently have other managers. Here\nare the ways you can resolve this warning:\n* If you intend to manage all of these fields, please re-run the apply\n  command with the `--force-conflicts` flag.\n* If you do not intend to manage all of the fields, please edit your\n  manifest to remove references to the fields that should keep their\n  current managers.\n* You may co-own fields by updating your manifest to match the existing\n  value; in this case, you'll become the manager if the other manager(s)\n  stop managing the field (remove it from their configuration).\nSee https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts";

/// Applies one object.
pub fn one(client: &mut Client<'_, '_>, item: &Item, dry_run: DryRun) -> Result<(), Failure> {
    let body = item.body.clone().unwrap_or_default();
    let force = client.flags.is("force-conflicts");
    match client.apply(item, &body, force, dry_run) {
        Ok(stored) => {
            let json = stored.json().clone();
            client.report(&json, "serverside-applied", dry_run)
        }
        Err(status) if status.message.starts_with("Apply failed with") => {
            Err(Failure::plain(format!("{status}\n{ADVICE}")))
        }
        Err(status) => Err(status.into()),
    }
}
