//! Laws of the controllers over random sequences of requests: owners exist, addresses are unique, endpoints are the Pods
//! that match, a cluster at rest stays at rest, the same requests give the same bytes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests")]

#[path = "support/seeds.rs"]
mod seeds;

use std::collections::{BTreeMap, BTreeSet};

use kubedrill::{
    cluster::{
        self, Cluster, Kind, LoadOptions, Object,
        api::{self, Body, How, PatchType, Target},
        controllers, pod,
    },
    network,
};
use proptest::prelude::*;
use seeds::laws;
use serde_json::{Value, json};

/// One request. Names, labels and numbers are few, so that requests meet the same objects.
#[derive(Debug, Clone)]
enum Step {
    Create(Value),
    Patch(Kind, String, Value),
    Delete(Kind, String),
    /// Of some Pod that is there: its label `app` becomes another.
    Relabel(usize, String),
    /// Some Pod that is there goes.
    Kill(usize),
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "c"]).prop_map(str::to_owned)
}

fn image() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["nginx", "nginx:1.25", "redis:7", "nginx:nope", "busybox"])
}

fn template(app: &str, image: &str, probe: bool) -> Value {
    let mut container = json!({"name": "c", "image": image});
    if probe {
        container["readinessProbe"] = json!({"tcpSocket": {"port": 80}});
    }
    json!({"metadata": {"labels": {"app": app}}, "spec": {"containers": [container]}})
}

fn step() -> impl Strategy<Value = Step> {
    let workload = (prop::sample::select(vec!["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"]), name(), image(), 0_u32..5, any::<bool>())
        .prop_map(|(kind, name, image, replicas, probe)| {
            let mut spec = json!({"selector": {"matchLabels": {"app": name}}, "template": template(&name, image, probe)});
            if kind != "DaemonSet" {
                spec["replicas"] = replicas.into();
            }
            if kind == "StatefulSet" {
                spec["serviceName"] = name.as_str().into();
            }
            Step::Create(json!({"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}))
        });
    let service = (name(), name(), prop::sample::select(vec!["ClusterIP", "NodePort", "LoadBalancer"])).prop_map(|(name, app, kind)| {
        Step::Create(json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": {"type": kind, "selector": {"app": app}, "ports": [{"port": 80}]}}))
    });
    let bare = (name(), name(), image()).prop_map(|(name, app, image)| {
        let mut pod = template(&app, image, false);
        pod["apiVersion"] = "v1".into();
        pod["kind"] = "Pod".into();
        pod["metadata"]["name"] = name.into();
        Step::Create(pod)
    });
    let quota = (0_u32..6).prop_map(|pods| {
        Step::Create(json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q"}, "spec": {"hard": {"pods": pods.to_string()}}}))
    });
    let workloads = || prop::sample::select(vec![Kind::Deployment, Kind::StatefulSet, Kind::ReplicaSet]);
    prop_oneof![
        4 => workload,
        2 => service,
        2 => bare,
        1 => quota,
        2 => (workloads(), name(), 0_u32..6).prop_map(|(kind, name, replicas)| Step::Patch(kind, name, json!({"spec": {"replicas": replicas}}))),
        3 => (workloads(), name(), image()).prop_map(|(kind, name, image)| Step::Patch(kind, name, json!({"spec": {"template": {"spec": {"containers": [{"name": "c", "image": image}]}}}}))),
        1 => (name(), any::<bool>()).prop_map(|(name, paused)| Step::Patch(Kind::Deployment, name, json!({"spec": {"paused": paused}}))),
        1 => (prop::sample::select(vec!["worker", "worker2"]), any::<bool>()).prop_map(|(name, off)| Step::Patch(Kind::Node, name.to_owned(), json!({"spec": {"unschedulable": off}}))),
        2 => (prop::sample::select(vec![Kind::Deployment, Kind::StatefulSet, Kind::DaemonSet, Kind::ReplicaSet, Kind::Service, Kind::Pod, Kind::ResourceQuota, Kind::Endpoints]), name()).prop_map(|(kind, name)| Step::Delete(kind, name)),
        2 => (any::<usize>(), name()).prop_map(|(place, app)| Step::Relabel(place, app)),
        1 => any::<usize>().prop_map(Step::Kill),
    ]
}

fn target(kind: Kind, name: &str) -> Target<'_> {
    Target { kind, namespace: "default", name }
}

fn perform(cluster: &mut Cluster, step: &Step, minute: usize) {
    let time = format!("2026-11-27T{:02}:{:02}:00Z", minute / 60, minute % 60);
    let how = How { time: &time, ..How::default() };
    let some_pod = |cluster: &Cluster, place: usize| -> Option<String> {
        let pods: Vec<String> =
            cluster.objects_in(Kind::Pod, "default").map(|pod| pod.name().to_owned()).collect();
        pods.get(place.checked_rem(pods.len())?).cloned()
    };
    let patch = |cluster: &mut Cluster, kind, name: &str, patch: &Value| {
        let _ = api::patch(cluster, &target(kind, name), PatchType::Merge, patch, &how);
    };
    // A refusal is an answer, too.
    match step {
        Step::Create(manifest) => {
            let kind = api::kind_of_body(manifest).unwrap();
            let _ = api::create(cluster, &target(kind, ""), &Body::from(manifest.clone()), &how);
        }
        Step::Patch(kind, name, body) => patch(cluster, *kind, name, body),
        Step::Delete(kind, name) => {
            let _ = api::delete(cluster, &target(*kind, name), &how);
        }
        Step::Relabel(place, app) => {
            if let Some(name) = some_pod(cluster, *place) {
                patch(cluster, Kind::Pod, &name, &json!({"metadata": {"labels": {"app": app}}}));
            }
        }
        Step::Kill(place) => {
            if let Some(name) = some_pod(cluster, *place) {
                let _ = api::delete(cluster, &target(Kind::Pod, &name), &how);
            }
        }
    }
}

fn start() -> Cluster {
    let mut cluster = cluster::load(&[], &LoadOptions::default()).unwrap().cluster;
    controllers::run(&mut cluster, "2026-11-27T00:00:00Z");
    cluster
}

fn texts(cluster: &Cluster) -> BTreeMap<String, String> {
    cluster.all().map(|object| (object.key().to_string(), object.json().to_string())).collect()
}

fn owners_exist(cluster: &Cluster) {
    let uids: BTreeSet<&str> = cluster.all().map(|object| object.uid()).collect();
    assert!(!uids.contains(""), "something has no uid");
    for object in cluster.all() {
        let owners = object.json()["metadata"]["ownerReferences"].as_array().cloned().unwrap_or_default();
        for owner in owners {
            assert!(
                uids.contains(owner["uid"].as_str().unwrap()),
                "{} has lost its owner {owner}",
                object.key()
            );
        }
    }
}

fn addresses_are_unique(cluster: &Cluster) {
    let mut seen = BTreeMap::new();
    for (object, one) in
        cluster.pods().filter(|(_, one)| !pod::is_finished(one) && !pod::on_host_network(one))
    {
        for address in pod::addresses(one) {
            let before = seen.insert(address, object.key().clone());
            assert!(before.is_none(), "{address} of {} and {before:?}", object.key());
        }
    }
    let mut services = BTreeSet::new();
    for (object, _) in cluster.services() {
        let address = object.json()["spec"]["clusterIP"].as_str().unwrap_or("None");
        assert!(address == "None" || services.insert(address.to_owned()), "{address} twice");
    }
}

fn endpoints_are_the_pods_that_match(cluster: &Cluster) {
    for (object, service) in cluster.services() {
        let Some(pairs) = service.spec.as_ref().and_then(|spec| spec.selector.clone()) else { continue };
        let matching = cluster.list_in::<k8s_openapi::api::core::v1::Pod>(object.namespace()).filter(
            |(pod_object, one)| {
                !pod::is_finished(one)
                    && pairs.iter().all(|(key, value)| pod_object.labels().get(key) == Some(value))
            },
        );
        let wanted: BTreeSet<(String, bool)> = matching
            .filter_map(|(_, one)| Some((pod::address(one)?.to_string(), pod::is_ready(one))))
            .collect();
        let endpoints = |slice: &Object| slice.json()["endpoints"].as_array().cloned().unwrap_or_default();
        let found: BTreeSet<(String, bool)> = cluster
            .slices_of(object.namespace(), object.name())
            .flat_map(|(slice, _)| endpoints(slice))
            .map(|one| (one["addresses"][0].as_str().unwrap().to_owned(), one["conditions"]["ready"] == true))
            .collect();
        assert_eq!(found, wanted, "{}", object.key());
    }
}

/// Every controller looks at everything again, a day later: when the deadlines that passed meanwhile are told, nothing else
/// follows.
fn rests(cluster: &Cluster) {
    let later = "2026-11-28T00:00:00Z";
    let mut rested = cluster.clone();
    controllers::run(&mut rested, later);
    let mut again = rested.clone();
    let all: Vec<Object> = rested.all().map(|object| object.as_ref().clone()).collect();
    for object in all {
        again.put(object);
    }
    controllers::run(&mut again, later);
    // What was refused before is tried again, and told again.
    let lasting = |cluster: &Cluster| {
        let mut texts = texts(cluster);
        texts.retain(|key, _| !key.starts_with("Event "));
        texts
    };
    let (before, after) = (lasting(&rested), lasting(&again));
    for (key, text) in &after {
        assert_eq!(Some(text), before.get(key), "{key}");
    }
    assert_eq!(before.len(), after.len());
}

proptest! {
    #![proptest_config(laws(48, "proptest-regressions/tests/controllers.txt"))]
    #[test]
    fn after_any_requests_the_cluster_is_whole_and_at_rest(steps in prop::collection::vec(step(), 1..14)) {
        let (mut one, mut other) = (start(), start());
        for (minute, step) in steps.iter().enumerate() {
            perform(&mut one, step, minute);
            perform(&mut other, step, minute);
            owners_exist(&one);
            addresses_are_unique(&one);
            endpoints_are_the_pods_that_match(&one);
        }
        rests(&one);
        prop_assert_eq!(texts(&one), texts(&other));
    }
}

/// `cargo test --release --test controllers -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
#[allow(clippy::disallowed_methods, reason = "it measures time")]
fn one_request_with_its_controllers() {
    let measure = |title: &str, cluster: &Cluster, steps: &[Step]| {
        let mut times = Vec::new();
        for _ in 0..15 {
            let mut copy = cluster.clone();
            let started = std::time::Instant::now();
            for step in steps {
                perform(&mut copy, step, 61);
            }
            times.push(started.elapsed());
        }
        times.sort();
        println!(
            "{title}: {} objects, median {:?}, slowest {:?}",
            cluster.len(),
            times[times.len() / 2],
            times[times.len() - 1]
        );
    };
    let deployment = |name: &str, replicas: u32| {
        let spec = json!({"replicas": replicas, "selector": {"matchLabels": {"app": name}}, "template": template(name, "nginx", true)});
        Step::Create(
            json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": spec}),
        )
    };
    let service = |name: &str| {
        Step::Create(
            json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": {"selector": {"app": name}, "ports": [{"port": 80}]}}),
        )
    };
    let scale = |name: &str, replicas: u32| {
        Step::Patch(Kind::Deployment, name.to_owned(), json!({"spec": {"replicas": replicas}}))
    };
    let roll = |name: &str| {
        Step::Patch(
            Kind::Deployment,
            name.to_owned(),
            json!({"spec": {"template": {"spec": {"containers": [{"name": "c", "image": "nginx:1.25"}]}}}}),
        )
    };
    let requests: [(&str, Vec<Step>); 6] = [
        ("service", vec![service("z")]),
        ("deployment of 3", vec![deployment("z", 3)]),
        ("scale 1 to 2", vec![scale("a", 2)]),
        ("rollout of 1", vec![roll("a")]),
        ("label a Pod", vec![Step::Relabel(0, "other".to_owned())]),
        ("delete a Pod", vec![Step::Kill(0)]),
    ];
    let mut small = start();
    small.install(network::CONTROLLERS);
    for name in ["a", "b", "c"] {
        perform(&mut small, &deployment(name, 1), 1);
        perform(&mut small, &service(name), 1);
    }
    for (title, steps) in &requests {
        measure(title, &small, steps);
    }
    let path = "../shared/bench/matrix-5000.yaml";
    let bytes = std::fs::read(path).unwrap();
    let mut large = cluster::load(&[cluster::Source { name: path, bytes: &bytes }], &LoadOptions::default())
        .unwrap()
        .cluster;
    large.install(network::CONTROLLERS);
    let started = std::time::Instant::now();
    controllers::run(&mut large, "2026-11-27T00:00:00Z");
    println!("first run on {} objects, {} Pods: {:?}", large.len(), large.pods().count(), started.elapsed());
    for name in ["a", "b", "c"] {
        perform(&mut large, &deployment(name, 1), 1);
        perform(&mut large, &service(name), 1);
    }
    let started = std::time::Instant::now();
    let copies: Vec<Cluster> = (0..1_000).map(|_| large.clone()).collect();
    println!("a clone of {} objects: {:?}", large.len(), started.elapsed() / 1_000);
    drop(copies);
    for (title, steps) in &requests {
        measure(&format!("large: {title}"), &large, steps);
    }
}
