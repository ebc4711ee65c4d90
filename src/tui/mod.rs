//! The terminal's side: draws the model, turns terminal events into messages, gives roles their colours.

mod background;
mod canvas;
mod input;
mod terminal;
mod theme;
mod view;

pub use background::{BackgroundAnswer, ask_background};
pub use input::message;
pub use terminal::{Modes, is_terminal, no_color};
pub use theme::{ColorDepth, Look, Theme};
pub use view::{Regions, view};
