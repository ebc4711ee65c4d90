//! Progress and settings on disk: paths, versions, locks, atomic writes, and what is done about damage.
//!
//! The log (`progress.log`) is the truth: one line for each entry, numbered, with a checksum, synced as it is written.
//! The snapshot (`progress.toml`) is the same record as a readable table, so that a start reads one table and the few
//! lines written since. Numbers make a retried write harmless and tell a lost line from a torn one.

mod append;
mod backup;
mod check;
mod durable;
mod error;
mod line;
mod lock;
mod log;
mod merge;
mod packed;
mod paths;
mod recover;
mod settings;
mod settings_file;
mod snapshot_exam;
mod snapshot_reader;
mod snapshot_writer;
mod store;
#[cfg(test)]
mod store_laws;
#[cfg(test)]
mod store_tests;

pub use backup::{Backup, backup};
pub use check::{Report, check};
pub use durable::{Overwrite, write_file};
pub use error::{PathsError, StoreError};
pub use paths::Paths;
pub use settings::load_settings;
pub use settings_file::save_settings;
pub use store::{Access, Opened, Store};

/// The version of the files that this program writes; a newer one is refused.
pub const VERSION: u32 = 1;
