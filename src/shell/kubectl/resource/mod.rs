//! Which objects a command is about: by words, by selectors, by files.

mod address;
mod documents;
mod item;
mod selection;

pub use documents::{is_given, mismatch, read_files};
pub use item::{Item, qualified};
pub use selection::{Query, Selection};
