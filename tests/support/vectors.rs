//! The vectors of kubectl: where they lie, and whether their lack is a fault.

use std::path::PathBuf;

use serde_json::Value;

/// A file of them. `None` where they are not there, which `KUBEDRILL_REQUIRE_VECTORS` forbids.
pub fn vectors(file: &str) -> Option<Value> {
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors");
    let folder = std::env::var_os("KUBEDRILL_VECTORS").map_or(default, PathBuf::from);
    let path = folder.join("kubectl").join(file);
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Some(serde_json::from_str(&text).unwrap());
    }
    let shown = path.display();
    assert!(std::env::var_os("KUBEDRILL_REQUIRE_VECTORS").is_none(), "the vectors are not in {shown}");
    println!("the vectors are not in {shown}: nothing was compared");
    None
}
