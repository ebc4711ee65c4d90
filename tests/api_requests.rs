//! Requests on a cluster: what each verb does, and that a refused one does nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests")]

use std::sync::Arc;

use kubedrill::cluster::{
    self, Cluster, Kind, LoadOptions, Object,
    api::{self, Body, How, PatchType, Reason, Status, Target, Unknown},
};
use proptest::prelude::*;
use serde_json::{Value, json};

#[path = "api/admission.rs"]
mod admission;
#[path = "api/bad_input.rs"]
mod bad_input;
#[path = "api/deletion.rs"]
mod deletion;
#[path = "api/laws.rs"]
mod laws;
#[path = "api/lists.rs"]
mod lists;
#[path = "api/ownership.rs"]
mod ownership;
#[path = "support/seeds.rs"]
mod seeds;
#[path = "api/validation.rs"]
mod validation;

const HOW: How<'static> = How::at("2026-11-22T15:20:06Z");

fn cluster() -> Cluster {
    let mut cluster = cluster::load(&[], &LoadOptions::default()).unwrap().cluster;
    cluster::controllers::run(&mut cluster, HOW.time);
    cluster
}

fn at(kind: Kind, name: &str) -> Target<'_> {
    Target { kind, namespace: "default", name }
}

fn create(cluster: &mut Cluster, manifest: Value) -> Result<Arc<Object>, Status> {
    let kind = api::kind_of_body(&manifest)?;
    api::create(cluster, &at(kind, ""), &Body::from(manifest), &HOW)
}

fn service(name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": {"selector": {"app": name}, "ports": [{"port": 80}]}})
}

fn deployment(name: &str, replicas: i64) -> Value {
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, "labels": {"app": name}}, "spec": {
        "replicas": replicas, "selector": {"matchLabels": {"app": name}},
        "template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": "web", "image": "nginx"}]}},
    }})
}

fn texts(cluster: &Cluster) -> Vec<String> {
    cluster.all().map(|object| object.json().to_string()).collect()
}

#[test]
fn a_service_is_answered_with_its_defaults_and_its_address() {
    let mut cluster = cluster();
    let stored = create(&mut cluster, service("web")).unwrap();
    let spec = &stored.json()["spec"];
    assert_eq!(spec["ports"], json!([{"port": 80, "protocol": "TCP", "targetPort": 80}]),);
    for (field, value) in [
        ("type", "ClusterIP"),
        ("sessionAffinity", "None"),
        ("internalTrafficPolicy", "Cluster"),
        ("ipFamilyPolicy", "SingleStack"),
    ] {
        assert_eq!(spec[field], value, "{field}");
    }
    assert_eq!(spec["clusterIPs"][0], spec["clusterIP"]);
    assert_eq!(stored.json()["metadata"]["namespace"], "default");
    assert!(stored.json()["metadata"]["uid"].as_str().is_some_and(|uid| uid.len() == 36));
    let again = create(&mut cluster, service("web")).unwrap_err();
    assert_eq!(
        (again.reason, again.message.as_str()),
        (Reason::AlreadyExists, "services \"web\" already exists")
    );
}

#[test]
fn of_two_writers_with_one_version_the_second_is_told() {
    let mut cluster = cluster();
    let first = create(&mut cluster, service("web")).unwrap().json().clone();
    let mut one = first.clone();
    one["spec"]["ports"][0]["port"] = 81.into();
    let stored = api::update(&mut cluster, &at(Kind::Service, "web"), &Body::from(one), &HOW).unwrap();
    assert_ne!(stored.json()["metadata"]["resourceVersion"], first["metadata"]["resourceVersion"]);
    assert_eq!(stored.json()["metadata"]["uid"], first["metadata"]["uid"]);
    let refused = api::update(&mut cluster, &at(Kind::Service, "web"), &Body::from(first), &HOW).unwrap_err();
    assert_eq!(refused.to_json()["code"], 409);
    assert_eq!(
        refused.message,
        "Operation cannot be fulfilled on services \"web\": the object has been modified; please apply your changes to the latest version and try again"
    );
}

#[test]
fn an_update_without_addresses_keeps_them() {
    let mut cluster = cluster();
    let stored = create(&mut cluster, service("web")).unwrap();
    let updated =
        api::update(&mut cluster, &at(Kind::Service, "web"), &Body::from(service("web")), &HOW).unwrap();
    assert_eq!(updated.json(), stored.json(), "nothing changed, so the version stays as well");
}

#[test]
fn a_change_of_the_specification_is_a_generation() {
    let mut cluster = cluster();
    let policy = json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"}, "spec": {"podSelector": {}}});
    let stored = create(&mut cluster, policy).unwrap();
    assert_eq!(stored.json()["spec"]["policyTypes"], json!(["Ingress"]));
    let mut change = |patch: Value| {
        let target = at(Kind::NetworkPolicy, "p");
        let stored = api::patch(&mut cluster, &target, PatchType::Strategic, &patch, &HOW).unwrap();
        stored.json()["metadata"]["generation"].clone()
    };
    assert_eq!(change(json!({"metadata": {"labels": {"a": "b"}}})), 1);
    assert_eq!(change(json!({"spec": {"podSelector": {"matchLabels": {"a": "b"}}}})), 2);
}

#[test]
fn namespaces_must_exist_and_the_great_ones_stay() {
    let mut cluster = cluster();
    let target = Target { kind: Kind::Service, namespace: "shop", name: "" };
    let refused = api::create(&mut cluster, &target, &Body::from(service("web")), &HOW).unwrap_err();
    assert_eq!(
        refused.to_json(),
        json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
        "message": "namespaces \"shop\" not found", "reason": "NotFound", "code": 404, "details": {"name": "shop", "kind": "namespaces"}})
    );
    for name in ["default", "kube-system"] {
        let refused = api::delete(&mut cluster, &at(Kind::Namespace, name), &HOW).unwrap_err();
        assert_eq!(
            refused.message,
            format!("namespaces {name:?} is forbidden: this namespace may not be deleted")
        );
    }
    create(&mut cluster, json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}))
        .unwrap();
    api::create(&mut cluster, &target, &Body::from(service("web")), &HOW).unwrap();
    api::delete(&mut cluster, &at(Kind::Namespace, "shop"), &HOW).unwrap();
    assert!(cluster.all().all(|object| object.namespace() != "shop"));
}

#[test]
fn a_service_takes_its_endpoints_with_it() {
    let mut cluster = cluster();
    let before = cluster.len();
    create(&mut cluster, service("web")).unwrap();
    assert!(cluster.len() > before + 1);
    api::delete(&mut cluster, &at(Kind::Service, "web"), &HOW).unwrap();
    assert_eq!(cluster.len(), before);
    let gone = api::get(&cluster, &at(Kind::Service, "web")).unwrap_err();
    assert_eq!(gone.message, "services \"web\" not found");
}

#[test]
fn lists_select_by_labels_and_fields() {
    let mut cluster = cluster();
    for name in ["a", "b"] {
        let mut manifest = service(name);
        manifest["metadata"]["labels"] = json!({"app": name});
        create(&mut cluster, manifest).unwrap();
    }
    let names = |labels: &str, fields: &str| -> Vec<String> {
        let list = api::list(&cluster, &at(Kind::Service, ""), labels, fields).unwrap();
        list.into_iter().map(|object| object.name().to_owned()).collect()
    };
    assert_eq!(names("app", ""), ["a", "b"]);
    assert_eq!(names("app in (b)", ""), ["b"]);
    assert_eq!(names("", "metadata.name=a"), ["a"]);
    assert!(api::list(&cluster, &at(Kind::Service, ""), "a b", "").is_err());
}

/// The last checks look at other objects: what they refuse must not be stored either.
#[test]
fn a_number_that_is_taken_is_refused_and_nothing_changes() {
    let mut cluster = cluster();
    let mut other = service("other");
    other["spec"]["type"] = "NodePort".into();
    other["spec"]["clusterIP"] = "10.96.0.77".into();
    other["spec"]["ports"][0]["nodePort"] = 30_123.into();
    create(&mut cluster, other).unwrap();
    create(&mut cluster, service("web")).unwrap();
    let before = texts(&cluster);
    for port in [30_123, 80] {
        let patch = json!({"spec": {"type": "NodePort", "ports": [{"port": 80, "nodePort": port}]}});
        let target = at(Kind::Service, "web");
        let refused = api::patch(&mut cluster, &target, PatchType::Strategic, &patch, &HOW).unwrap_err();
        assert_eq!(refused.reason, Reason::Invalid);
        assert_eq!(texts(&cluster), before);
    }
    let mut third = service("third");
    third["spec"]["clusterIP"] = "10.96.0.77".into();
    let refused = create(&mut cluster, third).unwrap_err();
    assert_eq!(
        refused.message,
        "Service \"third\" is invalid: spec.clusterIPs: Invalid value: [\"10.96.0.77\"]: failed to allocate IP 10.96.0.77: provided IP is already allocated"
    );
    assert_eq!(texts(&cluster), before);
}

#[test]
fn a_dry_run_answers_and_stores_nothing() {
    let mut cluster = cluster();
    let before = texts(&cluster);
    let how = How { dry_run: true, ..HOW };
    let answered =
        api::create(&mut cluster, &at(Kind::Service, ""), &Body::from(service("web")), &how).unwrap();
    assert!(answered.json()["spec"]["clusterIP"].is_string());
    assert_eq!(texts(&cluster), before);
}

#[test]
fn unknown_and_duplicate_fields_are_refused_with_their_paths() {
    let mut cluster = cluster();
    let text = r#"{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"selctor": {}, "ports": [{"port": 1, "port": 80, "tragetPort": 1}]}}"#;
    let body = api::parse(text).unwrap();
    let refused = api::create(&mut cluster, &at(Kind::Service, ""), &body, &HOW).unwrap_err();
    assert_eq!(
        refused.message,
        r#"Service in version "v1" cannot be handled as a Service: strict decoding error: duplicate field "spec.ports[0].port", unknown field "spec.ports[0].tragetPort", unknown field "spec.selctor""#
    );
    let how = How { unknown: Unknown::Ignore, ..HOW };
    let stored = api::create(&mut cluster, &at(Kind::Service, ""), &body, &how).unwrap();
    assert_eq!(stored.json()["spec"].get("selctor"), None);
    assert_eq!(stored.json()["spec"]["ports"][0]["port"], 80);
}

#[test]
fn a_custom_resource_knows_no_strategic_patch() {
    let mut cluster = cluster();
    create(&mut cluster, json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "r"}, "spec": {}})).unwrap();
    let target = at(Kind::HTTPRoute, "r");
    let refused = api::patch(&mut cluster, &target, PatchType::Strategic, &json!({}), &HOW).unwrap_err();
    assert_eq!(refused.reason.code(), 415);
    let patch = json!({"spec": {"hostnames": ["a"]}});
    let stored = api::patch(&mut cluster, &target, PatchType::Merge, &patch, &HOW).unwrap();
    assert_eq!(stored.json()["metadata"]["generation"], 2);
}

/// Any JSON, with words of the API in it.
fn anything() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "spec",
        "metadata",
        "name",
        "ports",
        "port",
        "type",
        "clusterIP",
        "selector",
        "a",
        "$patch",
        "replace",
        "delete",
        "labels",
        "None",
        "NodePort",
        "ExternalName",
        "10.96.0.50",
        "$setElementOrder/ports",
        "$retainKeys",
        "finalizers",
        "namespace",
        "status",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..70_000).prop_map(Value::from),
        word.clone().prop_map(Value::from),
        "[a-z]{0,300}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(word.clone().prop_map(str::to_owned), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(seeds::laws(64, "proptest-regressions/tests/api_requests.txt"))]

    /// Whatever a request carries, it is answered; refused, it changes nothing; done, every kept rule holds.
    #[test]
    fn a_refused_request_changes_nothing(requests in prop::collection::vec((0_u8..6, anything()), 1..6)) {
        let mut cluster = cluster();
        create(&mut cluster, service("web")).unwrap();
        for (verb, value) in requests {
            let before = texts(&cluster);
            let target = at(Kind::Service, "web");
            let mut body = service("web");
            body["spec"] = value.clone();
            let result = match verb {
                0 => api::patch(&mut cluster, &target, PatchType::Strategic, &json!({"spec": value}), &HOW),
                1 => api::patch(&mut cluster, &target, PatchType::Merge, &value, &HOW),
                2 => api::patch(&mut cluster, &target, PatchType::Json, &json!([{"op": "add", "path": "/spec/ports/0", "value": value}]), &HOW),
                3 => api::update(&mut cluster, &target, &Body::from(body), &HOW),
                4 => api::create(&mut cluster, &at(Kind::Service, ""), &Body::from(value), &HOW),
                _ => api::patch(&mut cluster, &target, PatchType::Strategic, &value, &HOW),
            };
            match result {
                Err(status) => {
                    prop_assert_eq!(texts(&cluster), before);
                    prop_assert!((400..500).contains(&status.reason.code()));
                }
                Ok(stored) => {
                    // What is stored is taken again as it is, and that changes nothing.
                    let before = texts(&cluster);
                    let target = at(Kind::Service, stored.name());
                    let again = Body::from(stored.json().clone());
                    prop_assert!(api::update(&mut cluster, &target, &again, &HOW).is_ok());
                    prop_assert_eq!(texts(&cluster), before);
                }
            }
        }
    }
}
