//! Patches of the three types on a Deployment: any JSON is taken or refused, and what is stored is taken again unchanged.
#![no_main]

use kubedrill::cluster::{
    self, Kind, LoadOptions,
    api::{self, Body, How, PatchType, Target},
};
use libfuzzer_sys::fuzz_target;

const DEPLOYMENT: &str = r#"{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {
    "selector": {"matchLabels": {"app": "web"}}, "template": {"metadata": {"labels": {"app": "web"}},
    "spec": {"containers": [{"name": "web", "image": "nginx", "ports": [{"containerPort": 80}]}]}}}}"#;

fuzz_target!(|text: &str| {
    let Ok(patch) = api::parse(text) else { return };
    let Ok(loaded) = cluster::load(&[], &LoadOptions::default()) else { return };
    let how = How::at("2026-11-22T15:20:06Z");
    let target = Target { kind: Kind::Deployment, namespace: "default", name: "web" };
    for patch_type in [PatchType::Json, PatchType::Merge, PatchType::Strategic] {
        let mut cluster = loaded.cluster.clone();
        let body = api::parse(DEPLOYMENT).unwrap();
        api::create(&mut cluster, &target, &body, &how).unwrap();
        if api::patch(&mut cluster, &target, patch_type, &patch.tree, &how).is_ok()
            && let Ok(stored) = api::get(&cluster, &target).cloned()
        {
            let again = api::update(&mut cluster, &target, &Body::from(stored.json().clone()), &how).unwrap();
            assert_eq!(again.json(), stored.json());
        }
    }
});
