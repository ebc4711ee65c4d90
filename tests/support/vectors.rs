//! What upstream suites and other engines say, in files beside the checkout: where they lie, and whether their lack is a
//! fault. They are read where they are, never copied, so a clone has none of them: its tests say so and pass, unless
//! `KUBEDRILL_REQUIRE_VECTORS` is set.

#![allow(dead_code, reason = "every test file uses a part of it")]

use std::{env, fs, path::PathBuf};

use serde_json::Value;

/// A file of the vectors; `KUBEDRILL_VECTORS` is their folder, by default `../shared/vectors`.
pub fn vectors(file: &str) -> Option<Value> {
    let path = there("KUBEDRILL_VECTORS", "../shared/vectors", file)?;
    Some(serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
}

/// Where manifests of the bench lie; `KUBEDRILL_BENCH` is their folder, by default `../shared/bench`.
pub fn bench(file: &str) -> Option<PathBuf> {
    there("KUBEDRILL_BENCH", "../shared/bench", file)
}

fn there(variable: &str, default: &str, file: &str) -> Option<PathBuf> {
    let default = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(default);
    let path = env::var_os(variable).map_or_else(default, PathBuf::from).join(file);
    if path.is_file() {
        return Some(path);
    }
    let shown = path.display();
    assert!(env::var_os("KUBEDRILL_REQUIRE_VECTORS").is_none(), "{shown} is missing");
    println!("{shown} is missing: nothing was compared");
    None
}
