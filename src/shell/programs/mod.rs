//! The programs: one table of their names, where each exists, and how it is called.

mod addresses;
mod awk;
mod base64;
mod cat;
mod crictl;
mod curl;
mod diff;
mod dig;
mod echo;
mod find;
mod folders;
mod grep;
mod images;
mod jobs;
mod jq;
mod lines;
mod lookup;
mod machine;
mod openssl;
mod options;
mod printf;
mod probe;
mod processes;
mod read;
mod regular;
mod sed;
mod shells;
mod state;
mod table;
pub mod test;
mod variables;
mod waiting;
mod wget;

pub use find::{Found, exists, find};
pub use images::images;
pub use table::{Listed, PROGRAMS, Where, program};
