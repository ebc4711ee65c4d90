//! The cluster's API: what a request may do to a [`Cluster`](super::Cluster), and what the server answers.
//!
//! | file | what |
//! |---|---|
//! | `request` | whom a request is about and how it is done; warnings |
//! | `read`, `create`, `write`, `delete`, `scale`, `evict`, `ephemeral` | the verbs, and those of subresources |
//! | `replace` | what every change of an object has in common |
//! | `fields` | who manages which field; server-side apply |
//! | `admit`, `decode`, `defaults`, `validate`, `service_account`, `size` | admission: strict decoding, then defaults, then the rules |
//! | `patch` | the three patch types as pure functions on JSON |
//! | `status`, `faults`, `warnings` | refusals and warnings in the server's words |
//!
//! # Invariants
//!
//! - A refused request leaves the cluster as it was: a request works on a copy (which shares every object).
//! - What is stored was decoded, has its defaults, and keeps the rules of its kind.

mod admit;
mod allocate;
mod create;
mod decode;
pub(super) mod defaults;
mod delete;
mod ephemeral;
mod evict;
mod faults;
mod fields;
pub mod patch;
mod read;
mod replace;
mod request;
mod scale;
pub(super) mod service_account;
mod service_type;
mod size;
mod status;
pub(super) mod validate;
mod warnings;
mod write;

pub use create::create;
pub use decode::{Body, parse};
pub use delete::{DeleteOptions, Propagation, delete, delete_as, delete_collection};
pub use evict::evict;
pub use faults::{Fault, FaultKind, Faults};
pub use read::{Page, Watched, get, list, list_page, watch};
pub use request::{How, Target, Unknown, Warnings, kind_of_body, served_kind};
pub use scale::{get_scale, patch_scale, update_scale};
pub use status::{Details, Reason, Status};
pub use warnings::deprecation;
pub use write::{PatchType, apply, patch, patch_ephemeral_containers, patch_status, update, update_status};
