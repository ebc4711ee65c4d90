//! Who manages which fields of an object: `metadata.managedFields`, and server-side apply, which is decided by it.
//!
//! <https://kubernetes.io/docs/reference/using-api/server-side-apply/>

mod layout;
mod managers;
mod merge;
mod set;

pub(super) use managers::{Managers, Operation, Writer};
