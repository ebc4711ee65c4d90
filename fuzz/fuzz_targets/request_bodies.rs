//! Bodies of requests: any text is created, applied, updated or refused; a refused one changes nothing.
#![no_main]

use kubedrill::cluster::{
    self, Kind, LoadOptions,
    api::{self, How, Target},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(body) = api::parse(text) else { return };
    let Ok(loaded) = cluster::load(&[], &LoadOptions::default()) else { return };
    let mut cluster = loaded.cluster;
    let kind = api::served_kind(&cluster, &body.tree).unwrap_or(Kind::Service);
    let name = body.tree.pointer("/metadata/name").and_then(|name| name.as_str()).unwrap_or("web").to_owned();
    let how = How { manager: "fuzz", ..How::at("2026-11-22T15:20:06Z") };
    let new = Target { kind, namespace: "default", name: "" };
    let named = Target { name: &name, ..new };
    let before = cluster.len();
    if api::create(&mut cluster, &new, &body, &how).is_err() {
        assert_eq!(cluster.len(), before);
    }
    let _ = api::apply(&mut cluster, &named, &body, &how);
    let _ = api::update(&mut cluster, &named, &body, &how);
    let _ = api::delete(&mut cluster, &named, &how);
});
