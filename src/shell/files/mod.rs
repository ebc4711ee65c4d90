//! Files in memory: one disk for the host, for each node, for each container.

mod disk;
mod host;
pub mod path;

pub use disk::{Disk, Entry, FileFault};
pub use host::host;
