//! Patches, refusals and defaults, case by case as the vectors have them from genuine `kubectl` and API servers.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests are tests")]

#[path = "support/vectors.rs"]
mod vectors;

use std::collections::BTreeMap;

use kubedrill::cluster::{
    self, Cluster, Kind, LoadOptions,
    api::{
        self, Body, How, PatchType, Reason, Status, Target, Unknown,
        patch::{Schema, json_patch, merge_patch, strategic_merge_patch},
    },
};
use serde_json::{Value, json};
use vectors::vectors;

fn kind_of(object: &Value) -> Option<Kind> {
    Kind::of_document(object["apiVersion"].as_str()?, object["kind"].as_str()?)
}

/// Reports what differs and counts what agrees; superseded cases are listed, each with the reason.
fn tell(file: &str, agree: usize, superseded: &BTreeMap<String, String>, differing: &[String]) {
    println!(
        "{file}: {agree} agree as recorded, {} with the form of current servers, {} differ",
        superseded.len(),
        differing.len()
    );
    for (id, reason) in superseded {
        println!("  superseded {id}: {reason}");
    }
    assert!(differing.is_empty(), "{file}: {} differ:\n{}", differing.len(), differing.join("\n"));
}

#[test]
fn patches_agree_with_kubectl_patch_local() {
    let Some(vectors) = vectors("kubectl/patch_local_1.32.json") else { return };
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

/// A cluster such as the recorder's: kubeadm's ranges, `kube-system` and no Services of ours.
fn cluster(range: &str) -> Cluster {
    let mut options = LoadOptions::default();
    options.settings.service_range = range.parse().unwrap();
    cluster::load(&[], &options).unwrap().cluster
}

fn post(cluster: &mut Cluster, manifest: &Value, unknown: Unknown) -> Result<Kind, Status> {
    let kind = api::kind_of_body(manifest)?;
    let target = Target { kind, namespace: "default", name: "" };
    let how = How { unknown, time: "2026-11-22T15:20:06Z", ..How::default() };
    api::create(cluster, &target, &Body::from(manifest.clone()), &how).map(|_| kind)
}

/// What `kubectl create -f -` prints, and its exit status.
fn as_kubectl_prints(result: &Result<Kind, Status>, manifest: &Value) -> (i64, String) {
    let name = manifest["metadata"]["name"].as_str().unwrap_or_default();
    match result {
        Ok(kind) => {
            let declaration = kind.declaration();
            let dot = if declaration.group.is_empty() { "" } else { "." };
            (0, format!("{}{dot}{}/{name} created\n", declaration.singular, declaration.group))
        }
        Err(status) => match (&status.details, status.reason) {
            (Some(details), Reason::Invalid) => {
                let faults: Vec<String> = details.causes.iter().map(ToString::to_string).collect();
                let list = match faults.as_slice() {
                    [one] => one.clone(),
                    many => format!("\n* {}", many.join("\n* ")),
                };
                (1, format!("The {} {name:?} is invalid: {list}\n", details.kind))
            }
            (_, reason) => (
                1,
                format!("Error from server ({}): error when creating \"STDIN\": {status}\n", reason.name()),
            ),
        },
    }
}

/// Cases of `create_1.20.json` that a current server answers otherwise, by number: what it prints, and the reason.
const NEWER_CREATE: &[(usize, &str, &str)] = &[
    (
        10,
        "The Service \"t1\" is invalid: spec.clusterIPs: Invalid value: [\"1.2.3.4\"]: failed to allocate IP 1.2.3.4: the provided network does not match the current range\n",
        ALLOCATION,
    ),
    (15, "service/9name created\n", "names of Services are RFC 1123 labels in 1.36"),
    (
        20,
        "The Service \"dup2\" is invalid: spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"TCP\",\"AppProtocol\":null,\"Port\":53,\"TargetPort\":0,\"NodePort\":0}\n",
        DUMP,
    ),
    (
        25,
        "The NetworkPolicy \"x\" is invalid: spec.ingress[0].from[0].ipBlock.cidr: Invalid value: \"10.0.0.0/33\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)\n",
        "CIDR wording",
    ),
    (
        32,
        "The Ingress \"x\" is invalid: spec: Invalid value: null: either `defaultBackend` or `rules` must be specified\n",
        DUMP,
    ),
];
const DUMP: &str = "values are printed as JSON, not in Go's syntax";
const ALLOCATION: &str = "wording of the address allocator";

/// The cases follow one another in one cluster: the ninth finds the Service of the second.
#[test]
fn created_objects_are_taken_and_refused_as_by_a_server() {
    let Some(vectors) = vectors("kubectl/create_1.20.json") else { return };
    let mut cluster = cluster("10.96.0.0/16");
    // It had a Service with this node port, which the file does not show.
    let earlier = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "earlier"}, "spec": {"type": "NodePort", "ports": [{"port": 1, "nodePort": 30123}]}});
    post(&mut cluster, &earlier, Unknown::Strict).unwrap();
    let (mut agree, mut superseded, mut differing) = (0, BTreeMap::new(), Vec::new());
    for (number, case) in vectors["vectors"].as_array().unwrap().iter().enumerate() {
        let manifest: Value = serde_json::from_str(case["stdin"].as_str().unwrap()).unwrap();
        let result = post(&mut cluster, &manifest, Unknown::Ignore);
        let (exit, printed) = as_kubectl_prints(&result, &manifest);
        let old = format!("{}{}", case["stdout"].as_str().unwrap(), case["stderr"].as_str().unwrap());
        let newer = NEWER_CREATE.iter().find(|(of, ..)| *of == number);
        let wanted = newer.map_or(old.as_str(), |(_, wanted, _)| wanted);
        let wanted_exit = i64::from(!wanted.ends_with(" created\n"));
        if printed != wanted || exit != wanted_exit {
            differing.push(format!("{number} {manifest}\n   is     {printed}   wanted {wanted}"));
        } else if let Some((.., reason)) = newer {
            superseded.insert(number.to_string(), (*reason).to_owned());
        } else {
            agree += 1;
        }
    }
    tell("create_1.20.json", agree, &superseded, &differing);
}

/// The words of a current server for cases whose 1.20 words are superseded, by id.
fn newer_forms() -> BTreeMap<&'static str, Newer> {
    serde_json::from_str::<BTreeMap<&str, Newer>>(include_str!("vectors_kubectl/newer.json")).unwrap()
}

/// The answer of 1.36 to a case: its message (none: it is taken), and why it differs from the recorded one.
#[derive(Debug, serde::Deserialize)]
struct Newer {
    code: u16,
    message: Option<String>,
    why: String,
    /// Sent with `fieldValidation=Strict`, as kubectl does.
    #[serde(default)]
    strict: bool,
}

#[test]
fn manifests_are_refused_in_the_words_of_a_server() {
    let Some(vectors) = vectors("kubectl/invalid_1.20.json") else { return };
    let newer = newer_forms();
    let (mut agree, mut superseded, mut differing) = (0, BTreeMap::new(), Vec::new());
    for case in vectors.as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let mut manifest = case["manifest"].clone();
        let newer = newer.get(id);
        if manifest["apiVersion"] == "discovery.k8s.io/v1beta1" {
            manifest["apiVersion"] = "discovery.k8s.io/v1".into();
        }
        if manifest.get("apiVersion").is_none() {
            // The recorder sent it to the path that `kind: Service` has.
            manifest["apiVersion"] = "v1".into();
        }
        let mut cluster = cluster("10.96.0.0/12");
        let mut before = case["before"].clone();
        if before["apiVersion"] == "discovery.k8s.io/v1beta1" {
            before["apiVersion"] = "discovery.k8s.io/v1".into();
        }
        if !before.is_null() {
            post(&mut cluster, &before, Unknown::Ignore).unwrap();
        }
        let untouched = texts(&cluster);
        let result = if case["request"].as_str().is_some_and(|request| request.starts_with("PATCH")) {
            let kind = kind_of(&manifest).unwrap();
            let name = manifest["metadata"]["name"].as_str().unwrap();
            let how = How { unknown: Unknown::Ignore, ..How::default() };
            let target = Target { kind, namespace: "default", name };
            api::patch(&mut cluster, &target, PatchType::Merge, &manifest, &how).map(|_| kind)
        } else {
            let strict = newer.is_some_and(|newer| newer.strict);
            post(&mut cluster, &manifest, if strict { Unknown::Strict } else { Unknown::Ignore })
        };
        if result.is_err() {
            assert_eq!(texts(&cluster), untouched, "{id}: refused, and the cluster has changed");
        }
        let recorded = case["message"]
            .as_str()
            .map(|message| message.replacen(".extensions ", ".networking.k8s.io ", 1));
        let (code, message) = match newer {
            Some(newer) => (u64::from(newer.code), newer.message.clone()),
            None => (case["code"].as_u64().unwrap_or(0), recorded),
        };
        let (is_code, is_message) = match &result {
            Ok(_) => (201, None),
            Err(status) => (u64::from(status.reason.code()), Some(status.message.clone())),
        };
        let causes = |status: &Value| status.pointer("/details/causes").cloned().unwrap_or_default();
        let same_causes = newer.is_some()
            || result.as_ref().err().is_none_or(|status| causes(&status.to_json()) == case["causes"]);
        let same_reason = newer.is_some()
            || result.as_ref().err().is_none_or(|status| status.reason.name() == case["reason"]);
        if (is_code, &is_message) != (code, &message) || !same_causes || !same_reason {
            differing.push(format!(
                "{id} {manifest}\n   is     {is_code} {is_message:?}\n   wanted {code} {message:?}"
            ));
        } else if let Some(newer) = newer {
            superseded.insert(id.to_owned(), newer.why.clone());
        } else {
            agree += 1;
        }
    }
    tell("invalid_1.20.json", agree, &superseded, &differing);
}

fn texts(cluster: &Cluster) -> Vec<String> {
    cluster.all().map(|object| object.json().to_string()).collect()
}
