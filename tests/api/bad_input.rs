//! Whatever a request may carry: it is answered, and a refused one changes nothing.

use super::*;

#[test]
fn bad_requests_are_refused_and_change_nothing() {
    let mut cluster = cluster();
    create(&mut cluster, deployment("web", 1)).unwrap();
    let before = texts(&cluster);
    let long = "n".repeat(300);
    let huge = "x".repeat(4 << 20);
    let mut deep = json!(null);
    for _ in 0..500 {
        deep = json!({"a": deep});
    }
    let map = |data: Value| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "m"}, "data": data});
    let mut mismatch = deployment("other", 1);
    mismatch["spec"]["selector"]["matchLabels"]["app"] = "else".into();
    for (kind, manifest, reason, code) in [
        (
            Kind::ConfigMap,
            json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "m"}}),
            "BadRequest",
            400,
        ),
        (
            Kind::ConfigMap,
            json!({"apiVersion": "apps/v1", "kind": "ConfigMap", "metadata": {"name": "m"}}),
            "BadRequest",
            400,
        ),
        (Kind::ConfigMap, json!({"metadata": {"name": "m", "namespace": "other"}}), "BadRequest", 400),
        (Kind::ConfigMap, json!({"metadata": {"name": long}}), "Invalid", 422),
        (Kind::ConfigMap, json!({"metadata": {}}), "Invalid", 422),
        (Kind::ConfigMap, json!({"metadata": []}), "BadRequest", 400),
        (Kind::ConfigMap, json!([]), "BadRequest", 400),
        (Kind::ConfigMap, map(json!({"k": huge})), "RequestEntityTooLarge", 413),
        (Kind::ConfigMap, map(json!({"k": "x".repeat(1 << 20), "l": "x"})), "Invalid", 422),
        (
            Kind::Gateway,
            json!({"metadata": {"name": "g", "labels": {}}, "spec": {"infrastructure": {"a": "x".repeat(2 << 20)}, "gatewayClassName": "a", "listeners": [{"name": "a", "port": 80, "protocol": "HTTP"}]}}),
            "",
            500,
        ),
        (Kind::ConfigMap, map(deep.clone()), "BadRequest", 400),
        (Kind::Gateway, json!({"metadata": {"name": "g"}, "spec": deep}), "BadRequest", 400),
        (Kind::Deployment, deployment("minus", -1), "Invalid", 422),
        (Kind::Deployment, deployment("large", i64::from(i32::MAX) + 1), "BadRequest", 400),
        (Kind::Deployment, mismatch, "Invalid", 422),
        (Kind::Deployment, deployment("web", 1), "AlreadyExists", 409),
    ] {
        let error = api::create(&mut cluster, &at(kind, ""), &Body::from(manifest), &HOW).unwrap_err();
        assert_eq!(
            (error.reason.name(), error.reason.code()),
            (reason, code),
            "{}",
            error.message.chars().take(200).collect::<String>()
        );
    }
    assert_eq!(texts(&cluster), before);
}

#[test]
fn a_million_replicas_are_accepted() {
    let mut cluster = cluster();
    let quota = json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q"}, "spec": {"hard": {"pods": "3"}}});
    create(&mut cluster, quota).unwrap();
    create(&mut cluster, deployment("web", 1_000_000)).unwrap();
    assert_eq!(cluster.pods().filter(|(pod, _)| pod.namespace() == "default").count(), 3);
    let told = cluster.objects(Kind::Event).any(|event| event.json()["reason"] == "FailedCreate");
    assert!(told, "the ReplicaSet says why there are no more");
}

#[test]
fn the_second_of_two_writers_with_one_version_is_refused() {
    let mut cluster = cluster();
    let stored = create(&mut cluster, deployment("web", 1)).unwrap();
    let read = api::get(&cluster, &at(Kind::Deployment, "web")).unwrap().json().clone();
    let with = |image: &str| {
        let mut json = read.clone();
        json["spec"]["template"]["spec"]["containers"][0]["image"] = image.into();
        Body::from(json)
    };
    api::update(&mut cluster, &at(Kind::Deployment, "web"), &with("nginx:1.29"), &HOW).unwrap();
    let before = texts(&cluster);
    let error =
        api::update(&mut cluster, &at(Kind::Deployment, "web"), &with("nginx:1.30"), &HOW).unwrap_err();
    assert_eq!(
        error.message,
        "Operation cannot be fulfilled on deployments.apps \"web\": the object has been modified; please apply your changes to the latest version and try again"
    );
    assert_eq!((texts(&cluster), stored.name()), (before, "web"));
}
