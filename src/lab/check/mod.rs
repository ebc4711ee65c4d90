//! Whether a criterion is met by a state of the cluster, and if not, why: one file for each kind.

mod blocked;
mod clients;
mod endpoints;
mod field;
mod file;
mod flow;
mod http;
mod name;
mod recreation;
mod unbroken;

pub(super) use clients::OUTSIDE;

use super::{loss::Loss, scene::Scene};
use crate::course::lab::Check;

/// `Err` is the reason for the learner, in a sentence or a few.
pub(super) fn met(check: &Check, scene: &Scene<'_>) -> Result<(), Loss> {
    match check {
        Check::Flow(flow) => flow::met(flow, scene),
        Check::Blocked(blocked) => blocked::met(blocked, scene),
        Check::Name(lookup) => name::met(lookup, scene),
        Check::Endpoints(endpoints) => endpoints::met(endpoints, scene),
        Check::Http(http) => http::met(http, scene),
        Check::File(file) => Ok(file::met(file, scene)?),
        Check::Field(field) => Ok(field::met(field, scene)?),
        Check::Unbroken(unbroken) => unbroken::met(unbroken, scene),
        Check::Recreation(ids) => recreation::met(ids, scene),
    }
}
