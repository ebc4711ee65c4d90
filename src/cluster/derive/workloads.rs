//! Pods of workloads: a Deployment's through its `ReplicaSet`, those of a `StatefulSet` and a `DaemonSet`; only where no
//! Pod that is already there matches the workload's selector.

use k8s_openapi::{
    api::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet},
    apimachinery::pkg::apis::meta::v1::LabelSelector,
};
use serde_json::{Value, json};

use super::{
    Note,
    hash::suffix,
    namespaces::{map_in, map_of},
    put, schedule,
};
use crate::cluster::{
    kind::Kind,
    object::{Object, Origin},
    owner::reference,
    selector::Selector,
    store::Cluster,
};

/// More Pods than this of one workload are not made: enough for any question about the network, as they are all alike.
const MOST_REPLICAS: i32 = 1_000;

/// The label by which the Pods of one revision of a Deployment are told apart.
pub const TEMPLATE_HASH: &str = "pod-template-hash";

pub fn settle(cluster: &mut Cluster, notes: &mut Vec<Note>) {
    let sets: Vec<Value> = cluster
        .list::<Deployment>()
        .filter_map(|(object, deployment)| replica_set(cluster, object, deployment))
        .collect();
    for json in sets {
        let origin = owner_origin(cluster, &json);
        put(cluster, Kind::ReplicaSet, json, origin);
    }
    let mut wanted = Vec::new();
    for (object, set) in cluster.list::<ReplicaSet>() {
        let Some(spec) = &set.spec else { continue };
        let Some(count) = wanting(cluster, object, Some(&spec.selector), spec.replicas, notes) else {
            continue;
        };
        let names = (0..count).map(|index| {
            (format!("{}-{}", object.name(), suffix(&format!("{}/{index}", object.full_name()), 5)), None)
        });
        wanted.extend(names.map(|(name, node)| pod(object, &name, node, template(object))));
    }
    for (object, set) in cluster.list::<StatefulSet>() {
        let Some(spec) = &set.spec else { continue };
        let Some(count) = wanting(cluster, object, Some(&spec.selector), spec.replicas, notes) else {
            continue;
        };
        let first = spec.ordinals.as_ref().and_then(|ordinals| ordinals.start).unwrap_or(0);
        for index in (0..count).map(|index| index + first) {
            let name = format!("{}-{index}", object.name());
            let mut json = pod(object, &name, None, template(object));
            if let Some(labels) = map_in(map_of(&mut json, "metadata"), "labels") {
                labels.insert("statefulset.kubernetes.io/pod-name".to_owned(), name.clone().into());
                labels.insert("apps.kubernetes.io/pod-index".to_owned(), index.to_string().into());
            }
            if let Some(spec_json) = map_of(&mut json, "spec") {
                spec_json.insert("hostname".to_owned(), name.into());
                spec_json.insert("subdomain".to_owned(), spec.service_name.clone().into());
            }
            wanted.push(json);
        }
    }
    for (object, set) in cluster.list::<DaemonSet>() {
        let Some(spec) = &set.spec else { continue };
        if wanting(cluster, object, Some(&spec.selector), None, notes).is_none() {
            continue;
        }
        for node in schedule::nodes_for(cluster, spec.template.spec.as_ref()) {
            let name = format!("{}-{}", object.name(), suffix(&format!("{}/{node}", object.full_name()), 5));
            wanted.push(pod(object, &name, Some(&node), template(object)));
        }
    }
    for json in wanted {
        let origin = owner_origin(cluster, &json);
        put(cluster, Kind::Pod, json, origin);
    }
}

/// How many Pods to make, or `None` when Pods that match are there.
fn wanting(
    cluster: &Cluster,
    object: &Object,
    selector: Option<&LabelSelector>,
    replicas: Option<i32>,
    notes: &mut Vec<Note>,
) -> Option<i32> {
    let selector = Selector::compile(selector).unwrap_or(Selector::Nothing);
    if cluster.objects_in(Kind::Pod, object.namespace()).any(|pod| selector.matches(pod.labels())) {
        return None;
    }
    let replicas = replicas.unwrap_or(1).max(0);
    if replicas > MOST_REPLICAS {
        notes.push(Note::new(
            object.key(),
            format!("{replicas} replicas: only {MOST_REPLICAS} Pods are made; they are all alike"),
        ));
    }
    Some(replicas.min(MOST_REPLICAS))
}

/// The `ReplicaSet` that a Deployment makes, unless one of its is there, or its Pods are.
fn replica_set(cluster: &Cluster, object: &Object, deployment: &Deployment) -> Option<Value> {
    let spec = deployment.spec.as_ref()?;
    let selector = Selector::compile(Some(&spec.selector)).ok()?;
    let matches =
        |kind| cluster.objects_in(kind, object.namespace()).any(|other| selector.matches(other.labels()));
    if matches(Kind::ReplicaSet) || matches(Kind::Pod) {
        return None;
    }
    let mut template = template(object)?.clone();
    let hash = suffix(&template.to_string(), 10);
    let hash_label = |json: &mut Value| {
        if let Some(labels) = map_in(map_of(json, "metadata"), "labels") {
            labels.insert(TEMPLATE_HASH.to_owned(), hash.clone().into());
        }
    };
    hash_label(&mut template);
    let mut selector = object.json().pointer("/spec/selector")?.clone();
    map_of(&mut selector, "matchLabels")?.insert(TEMPLATE_HASH.to_owned(), hash.clone().into());
    let labels = template.pointer("/metadata/labels").cloned().unwrap_or_default();
    let replicas = spec.replicas.unwrap_or(1);
    Some(json!({
        "apiVersion": "apps/v1", "kind": "ReplicaSet",
        "metadata": {"name": format!("{}-{hash}", object.name()), "namespace": object.namespace(), "labels": labels, "ownerReferences": [reference(object)]},
        "spec": {"replicas": replicas, "selector": selector, "template": template},
    }))
}

fn template(object: &Object) -> Option<&Value> {
    object.json().pointer("/spec/template")
}

fn pod(owner: &Object, name: &str, node: Option<&str>, template: Option<&Value>) -> Value {
    let mut json = pod_of(owner, template);
    json["metadata"]["name"] = name.into();
    if let Some(node) = node {
        json["spec"]["nodeName"] = node.into();
    }
    json
}

/// A Pod of a template, without a name.
pub fn pod_of(owner: &Object, template: Option<&Value>) -> Value {
    let mut metadata = template
        .and_then(|template| template.get("metadata"))
        .cloned()
        .filter(Value::is_object)
        .unwrap_or_else(|| json!({}));
    metadata["namespace"] = owner.namespace().into();
    metadata["ownerReferences"] = json!([reference(owner)]);
    let spec = template
        .and_then(|template| template.get("spec"))
        .cloned()
        .filter(Value::is_object)
        .unwrap_or_else(|| json!({"containers": []}));
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec})
}

/// What an assumed workload makes is assumed, too.
fn owner_origin(cluster: &Cluster, json: &Value) -> Origin {
    let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let owner = Kind::of_document(
        text("/metadata/ownerReferences/0/apiVersion"),
        text("/metadata/ownerReferences/0/kind"),
    )
    .and_then(|kind| {
        cluster.find(kind, text("/metadata/namespace"), text("/metadata/ownerReferences/0/name"))
    });
    match owner.map(|owner| owner.origin()) {
        Some(Origin::Assumed) => Origin::Assumed,
        _ => Origin::Derived,
    }
}
