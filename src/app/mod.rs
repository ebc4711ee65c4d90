//! The program as a value: the model, the messages, the effects, `update`, every screen's state, the one key table.
//!
//! Pure: no IO, no clock, no terminal. What needs the world leaves as an [`Effect`] and returns as a [`Message`].

mod bindings;
mod calendar;
pub mod card_text;
mod command;
mod desk;
pub mod editor;
mod effect;
mod help_page;
mod key;
mod line_edit;
mod message;
mod model;
mod page;
mod screen;
mod search_index;
mod selection;
pub mod terminal;
mod update;
mod work;

pub use bindings::{BINDINGS, Binding, command_for, footer, help};
pub use calendar::{bar, lines as calendar_lines};
pub use command::{Command, Place};
pub use desk::{Body, Desk, Notice, SMALLEST};
pub use effect::Effect;
pub use help_page::help_page;
pub use key::{Key, KeyCode};
pub use line_edit::LineEdit;
pub use message::{Loaded, Message, Size, Target};
pub use model::{Confirm, Model, Overlay};
pub use page::{Line, Page, Role, Run, code_line, columns, cut, wrap_runs};
pub use screen::*;
pub use search_index::{Hit, SearchIndex};
pub use selection::Selection;
pub use update::update;
pub use work::Work;
