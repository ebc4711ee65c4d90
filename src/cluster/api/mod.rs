//! The cluster's API: what a request may do to a [`Cluster`](super::Cluster), and what the server answers.
//!
//! | file | what |
//! |---|---|
//! | `request`, `read`, `write`, `delete` | the verbs |
//! | `decode`, `defaults`, `validate` | admission: strict decoding, then defaults, then the rules |
//! | `patch` | the three patch types as pure functions on JSON |
//! | `status`, `faults` | refusals in the server's words |
//!
//! # Invariants
//!
//! - A refused request leaves the cluster as it was: a request works on a copy (which shares every object).
//! - What is stored was decoded, has its defaults, and keeps the rules of its kind.

mod admit;
mod allocate;
mod decode;
pub(super) mod defaults;
mod delete;
mod faults;
pub mod patch;
mod read;
mod request;
mod status;
pub(super) mod validate;
mod write;

/// The declaration by the name that it has as part of the API.
pub use super::kinds::Declaration as Served;
pub use decode::{Body, parse};
pub use delete::delete;
pub use faults::{Fault, FaultKind, Faults};
pub use read::{get, list};
pub use request::{How, Target, Unknown, kind_of_body, served_kind};
pub use status::{Details, Reason, Status};
pub use write::{PatchType, create, patch, update};
