//! Patches as pure functions: a document and a patch in, the patched document or a [`PatchFault`] out.
//!
//! The three types that a client may send (Kubernetes documentation, "API Concepts", "Patch and apply"): JSON patch
//! (RFC 6902), JSON merge patch (RFC 7386) and strategic merge patch. The words of the faults are the server's.

mod fault;
mod go_value;
mod json_patch;
mod merge_patch;
mod order;
mod pointer;
mod schema;
mod strategic;
mod three_way;

pub use fault::PatchFault;
pub use json_patch::json_patch;
pub use merge_patch::merge_patch;
pub use schema::Schema;
pub use strategic::strategic_merge_patch;
pub use three_way::{apply_merge_patch, apply_patch};
