//! What goes with an object that is deleted, and what holds it.

use super::*;
use kubedrill::cluster::api::{DeleteOptions, Propagation};

fn kinds_in_default(cluster: &Cluster) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = cluster
        .all()
        .filter(|one| one.namespace() == "default" && one.labels().get("app").is_some_and(|app| app == "web"))
        .map(|one| one.kind())
        .collect();
    kinds.dedup();
    kinds
}

#[test]
fn dependents_go_with_their_owner_or_are_orphaned() {
    let mut cluster = cluster();
    create(&mut cluster, deployment("web", 2)).unwrap();
    assert_eq!(kinds_in_default(&cluster), [Kind::Deployment, Kind::ReplicaSet, Kind::Pod]);
    let orphan = DeleteOptions { propagation: Propagation::Orphan, ..DeleteOptions::default() };
    let mut orphaned = cluster.clone();
    api::delete_as(&mut orphaned, &at(Kind::Deployment, "web"), &orphan, &HOW).unwrap();
    assert_eq!(kinds_in_default(&orphaned), [Kind::ReplicaSet, Kind::Pod]);
    api::delete(&mut cluster, &at(Kind::Deployment, "web"), &HOW).unwrap();
    assert!(kinds_in_default(&cluster).is_empty());
    let uid = DeleteOptions { uid: "another", ..DeleteOptions::default() };
    let error = api::delete_as(&mut orphaned, &at(Kind::Service, "kubernetes"), &uid, &HOW).unwrap_err();
    assert_eq!(error.reason, Reason::Conflict);
}

#[test]
fn a_dependent_stays_while_another_owner_does() {
    let mut cluster = cluster();
    let map = |name: &str| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
    let reference = |owner: &Object| json!({"apiVersion": "v1", "kind": "ConfigMap", "name": owner.name(), "uid": owner.uid()});
    let owners = ["a", "b"].map(|name| create(&mut cluster, map(name)).unwrap());
    let mut owned = map("owned");
    owned["metadata"]["ownerReferences"] = owners.iter().map(|owner| reference(owner)).collect();
    create(&mut cluster, owned).unwrap();
    api::delete(&mut cluster, &at(Kind::ConfigMap, "a"), &HOW).unwrap();
    let left = api::get(&cluster, &at(Kind::ConfigMap, "owned")).unwrap();
    assert_eq!(left.json()["metadata"]["ownerReferences"], json!([reference(&owners[1])]));
    api::delete(&mut cluster, &at(Kind::ConfigMap, "b"), &HOW).unwrap();
    assert!(api::get(&cluster, &at(Kind::ConfigMap, "owned")).is_err());
}

#[test]
fn what_two_dependents_own_goes_with_the_owner_of_both() {
    let mut cluster = cluster();
    let mut map = |name: &str, owners: &[Arc<Object>]| {
        let references: Vec<Value> = owners.iter().map(|owner| json!({"apiVersion": "v1", "kind": "ConfigMap", "name": owner.name(), "uid": owner.uid()})).collect();
        create(&mut cluster, json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "ownerReferences": references}})).unwrap()
    };
    let top = map("top", &[]);
    let left = map("left", &[Arc::clone(&top)]);
    let right = map("right", &[top]);
    map("bottom", &[left, right]);
    api::delete(&mut cluster, &at(Kind::ConfigMap, "top"), &HOW).unwrap();
    for name in ["left", "right", "bottom"] {
        assert!(api::get(&cluster, &at(Kind::ConfigMap, name)).is_err(), "{name}");
    }
}

#[test]
fn a_collection_goes_at_once_or_not_at_all() {
    let mut cluster = cluster();
    for name in ["a", "b"] {
        create(&mut cluster, service(name)).unwrap();
    }
    let all = Target { name: "", ..at(Kind::Service, "") };
    let other = DeleteOptions { uid: "another", ..DeleteOptions::default() };
    let before = texts(&cluster);
    assert!(api::delete_collection(&mut cluster, &all, "", "", &other, &HOW).is_err());
    assert_eq!(texts(&cluster), before);
    let gone = api::delete_collection(
        &mut cluster,
        &all,
        "",
        "metadata.name!=kubernetes",
        &DeleteOptions::default(),
        &HOW,
    )
    .unwrap();
    assert_eq!(gone.iter().map(|one| one.name()).collect::<Vec<_>>(), ["a", "b"]);
    let left = api::list(&cluster, &all, "", "").unwrap();
    assert_eq!(left.iter().map(|one| one.name()).collect::<Vec<_>>(), ["kubernetes"]);
}

#[test]
fn what_has_finalizers_waits_for_them() {
    let mut cluster = cluster();
    let held = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "held", "finalizers": ["example.com/hold"]}});
    create(&mut cluster, held).unwrap();
    let target = at(Kind::ConfigMap, "held");
    let marked = api::delete(&mut cluster, &target, &HOW).unwrap();
    assert_eq!(marked.json()["metadata"]["deletionTimestamp"], HOW.time);
    let free = json!({"metadata": {"finalizers": null}});
    api::patch(&mut cluster, &target, PatchType::Merge, &free, &HOW).unwrap();
    assert_eq!(api::get(&cluster, &target).unwrap_err().reason, Reason::NotFound);
}

#[test]
fn a_foreground_deletion_waits_for_what_is_held() {
    let mut cluster = cluster();
    let owner =
        create(&mut cluster, json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "owner"}}))
            .unwrap();
    let owned = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "owned", "finalizers": ["example.com/hold"],
        "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": owner.uid()}]}});
    create(&mut cluster, owned).unwrap();
    let foreground = DeleteOptions { propagation: Propagation::Foreground, ..DeleteOptions::default() };
    let waiting = api::delete_as(&mut cluster, &at(Kind::ConfigMap, "owner"), &foreground, &HOW).unwrap();
    assert_eq!(waiting.json()["metadata"]["finalizers"], json!(["foregroundDeletion"]));
    let free = json!({"metadata": {"finalizers": null}});
    api::patch(&mut cluster, &at(Kind::ConfigMap, "owned"), PatchType::Merge, &free, &HOW).unwrap();
    for name in ["owner", "owned"] {
        assert!(api::get(&cluster, &at(Kind::ConfigMap, name)).is_err(), "{name}");
    }
}

#[test]
fn a_namespace_that_is_being_deleted_takes_nothing_new() {
    let mut cluster = cluster();
    create(&mut cluster, json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}))
        .unwrap();
    let map = |name: &str, finalizers: Value| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "finalizers": finalizers}});
    let there = |kind, name| Target { kind, namespace: "shop", name };
    api::create(
        &mut cluster,
        &there(Kind::ConfigMap, ""),
        &map("held", json!(["example.com/hold"])).into(),
        &HOW,
    )
    .unwrap();
    api::create(&mut cluster, &there(Kind::ConfigMap, ""), &map("free", json!([])).into(), &HOW).unwrap();
    let namespace = at(Kind::Namespace, "shop");
    let terminating = api::delete(&mut cluster, &namespace, &HOW).unwrap();
    assert_eq!(terminating.json()["status"]["phase"], "Terminating");
    assert!(api::get(&cluster, &there(Kind::ConfigMap, "free")).is_err());
    let error = api::create(&mut cluster, &there(Kind::ConfigMap, ""), &map("new", json!([])).into(), &HOW)
        .unwrap_err();
    assert_eq!(
        error.message,
        "configmaps \"new\" is forbidden: unable to create new content in namespace shop because it is being terminated"
    );
    let free = json!({"metadata": {"finalizers": null}});
    api::patch(&mut cluster, &there(Kind::ConfigMap, "held"), PatchType::Merge, &free, &HOW).unwrap();
    assert!(api::get(&cluster, &namespace).is_err(), "the last content is gone");
    for kept in ["default", "kube-system"] {
        let error = api::delete(&mut cluster, &at(Kind::Namespace, kept), &HOW).unwrap_err();
        assert_eq!(
            error.message,
            format!("namespaces {kept:?} is forbidden: this namespace may not be deleted")
        );
    }
}
