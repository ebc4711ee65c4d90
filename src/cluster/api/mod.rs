//! The cluster's API: what a request may do to a [`Cluster`](super::Cluster), and what the server answers.
//!
//! | file | what |
//! |---|---|
//! | `patch` | the three patch types as pure functions on JSON |
//! | `served` | one declaration for each kind: what the rest derives from |

pub mod patch;
mod served;

pub use served::{SERVED, Served};
