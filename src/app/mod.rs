//! The program as a value: the model, the messages, the effects, `update`, every screen's state, the one key table.
//!
//! Pure: no IO, no clock, no terminal. What needs the world leaves as an [`Effect`] and returns as a [`Message`].

mod bindings;
mod command;
mod key;
mod line_edit;
mod page;
mod selection;

pub use bindings::{BINDINGS, Binding, command_for, footer, help};
pub use command::{Command, Place};
pub use key::{Key, KeyCode};
pub use line_edit::LineEdit;
pub use page::{Line, Page, Role, Run, columns, cut, wrap_runs};
pub use selection::Selection;
