//! Loading manifests: any bytes give a cluster or problems, and settle.
#![no_main]

use kubedrill::cluster::{LoadOptions, Source, load};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source { name: "fuzz.yaml", bytes };
    let _ = load(&[source], &LoadOptions::default());
});
