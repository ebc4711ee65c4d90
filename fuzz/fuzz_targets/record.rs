//! The record's files: any bytes in the table and the log open without a panic.
#![no_main]

use kubedrill::storage::{Access, Paths, Store};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|files: (Vec<u8>, Vec<u8>)| {
    let Ok(root) = tempfile::tempdir() else { return };
    let at = |name: &str| root.path().join(name);
    let paths = Paths::under(&at("data"), &at("config"), &at("cache"));
    let _ = std::fs::create_dir_all(at("data"));
    let _ = std::fs::write(paths.progress(), &files.0);
    let _ = std::fs::write(paths.log(), &files.1);
    let _ = Store::open(&paths, Access::Write);
});
