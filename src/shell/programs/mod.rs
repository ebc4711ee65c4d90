//! The programs: one table of their names, where each exists, and how it is called.

mod cat;
mod echo;
mod find;
mod options;
mod printf;
mod read;
mod shells;
mod state;
mod table;
pub mod test;
mod variables;

pub use find::{Found, exists, find};
pub use table::{Listed, PROGRAMS, Where, program};
