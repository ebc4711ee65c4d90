//! What a container does: which program its image starts, what that listens on, what it answers.
//!
//! Images and programs are data (`assets/images.toml`). An image that is not there runs all the same and listens on the
//! ports that it declares; on any other port nobody can say.

mod catalog;
mod clash;
mod command;
#[cfg(test)]
mod examples;
mod fate;
mod listening;
mod probe;
mod site;

pub use catalog::{Catalog, HttpAnswer, Image, Listen, Program, catalog, digest, in_full, repository};
pub use clash::clash;
pub use command::started_with;
pub use fate::{Fate, fate};
pub use listening::{Hearing, Listener, Listening, hearing, listening, site};
pub use probe::probe;
pub use site::Site;

/// Stands for the Pod's name in the body of an [`HttpAnswer`].
#[allow(clippy::literal_string_with_formatting_args, reason = "a mark in the data file")]
pub const POD_NAME: &str = "{pod}";
