//! Patches, refusals and defaults, case by case as the vectors have them from genuine `kubectl` and API servers.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests are tests")]

use std::{collections::BTreeMap, path::PathBuf};

use kubedrill::cluster::{
    Kind,
    api::patch::{Schema, json_patch, merge_patch, strategic_merge_patch},
};
use serde_json::Value;

fn vectors(file: &str) -> Option<Value> {
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors");
    let path =
        std::env::var_os("KUBEDRILL_VECTORS").map_or(default, PathBuf::from).join("kubectl").join(file);
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Some(serde_json::from_str(&text).unwrap());
    }
    assert!(
        std::env::var_os("KUBEDRILL_REQUIRE_VECTORS").is_none(),
        "the vectors are not in {}",
        path.display()
    );
    println!("the vectors are not in {}: nothing was compared", path.display());
    None
}

fn kind_of(object: &Value) -> Option<Kind> {
    Kind::of_document(object["apiVersion"].as_str()?, object["kind"].as_str()?)
}

/// Reports what differs and counts what agrees.
fn tell(file: &str, agree: usize, left_out: &BTreeMap<String, String>, differing: &[String]) {
    println!("{file}: {agree} agree, {} left out, {} differ", left_out.len(), differing.len());
    for (id, reason) in left_out {
        println!("  left out {id}: {reason}");
    }
    assert!(differing.is_empty(), "{file}: {} differ:\n{}", differing.len(), differing.join("\n"));
}

#[test]
fn patches_agree_with_kubectl_patch_local() {
    let Some(vectors) = vectors("patch_local_1.32.json") else { return };
    let (mut agree, mut differing) = (0, Vec::new());
    for (number, case) in vectors["vectors"].as_array().unwrap().iter().enumerate() {
        let file = case["file"].as_str().unwrap();
        let document: Value = serde_saphyr::from_str(vectors["files"][file].as_str().unwrap()).unwrap();
        let patch: Value = serde_json::from_str(case["patch"].as_str().unwrap()).unwrap();
        let patched = match case["type"].as_str().unwrap() {
            "json" => json_patch(&document, &patch),
            "merge" => merge_patch(&document, &patch),
            _ => strategic_merge_patch(&document, &patch, &Schema::of(kind_of(&document).unwrap())),
        };
        let (result, stderr) = match patched {
            Ok(result) => (result, String::new()),
            Err(fault) => (Value::Null, format!("error: {fault}\n")),
        };
        if result == case["result"] && stderr == case["stderr"] {
            agree += 1;
        } else {
            differing.push(format!(
                "{number} {}: {result} {stderr}\n   wanted {} {}",
                case["patch"], case["result"], case["stderr"]
            ));
        }
    }
    tell("patch_local_1.32.json", agree, &BTreeMap::new(), &differing);
}
