//! What a container does: which program its image starts, what that listens on, what it answers.
//!
//! Images and programs are data (`assets/images.toml`). An image that is not there runs all the same and listens on the
//! ports that it declares; on any other port nobody can say.

mod catalog;
mod command;
mod listening;

pub use catalog::{Catalog, HttpAnswer, Image, Listen, Program, catalog};
pub use listening::{Hearing, Listener, Listening, hearing, listening};
