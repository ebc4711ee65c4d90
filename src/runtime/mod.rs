//! The loop: events in, `update`, draw, effects out. The only clock, and the only caller of storage and content while
//! the screens run.

mod clock;
mod cycle;
mod editor;
mod events;
#[cfg(debug_assertions)]
mod fault;
mod guard;
mod own_content;
mod pause;
mod session;
mod world;

pub use clock::now;
pub use cycle::{Events, Exit, Happening, Received, World, run};
pub use own_content::library;
pub use session::{NotOpened, Opening, Problem, session};
