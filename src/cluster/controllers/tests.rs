//! What the controllers make of requests: rollouts, statuses, events, in the words that kubectl shows.

use serde_json::{Value, json};

use super::run;
use crate::cluster::{
    Cluster, Key, Kind, LoadOptions, Object,
    api::{self, Body, How, PatchType, Target},
    load,
};

/// A cluster and its clock, which moves on by a minute with each request.
struct Lab {
    cluster: Cluster,
    minute: u32,
}

impl Lab {
    fn new() -> Self {
        let mut cluster = load(&[], &LoadOptions::default()).unwrap().cluster;
        run(&mut cluster, "2026-11-27T08:00:00Z");
        Self { cluster, minute: 0 }
    }

    fn time(&mut self) -> String {
        self.minute += 1;
        format!("2026-11-27T{:02}:{:02}:00Z", 9 + self.minute / 60, self.minute % 60)
    }

    #[allow(clippy::needless_pass_by_value, reason = "called with `json!`")]
    fn create(&mut self, manifest: Value) {
        let time = self.time();
        let kind = api::kind_of_body(&manifest).unwrap();
        let namespace = manifest["metadata"]["namespace"].as_str().unwrap_or("default").to_owned();
        let how = How { time: &time, ..How::default() };
        let target = Target { kind, namespace: &namespace, name: "" };
        api::create(&mut self.cluster, &target, &Body::from(manifest), &how).unwrap();
    }

    #[allow(clippy::needless_pass_by_value, reason = "called with `json!`")]
    fn patch(&mut self, kind: Kind, name: &str, patch: Value) {
        let time = self.time();
        let how = How { time: &time, ..How::default() };
        let target = Target { kind, namespace: "default", name };
        api::patch(&mut self.cluster, &target, PatchType::Merge, &patch, &how).unwrap();
    }

    fn delete(&mut self, kind: Kind, name: &str) {
        let time = self.time();
        let how = How { time: &time, ..How::default() };
        api::delete(&mut self.cluster, &Target { kind, namespace: "default", name }, &how).unwrap();
    }

    fn get(&self, kind: Kind, name: &str) -> &Object {
        self.cluster.find(kind, "default", name).unwrap_or_else(|| panic!("{kind} {name}"))
    }

    fn all(&self, kind: Kind) -> Vec<&Object> {
        let mut all: Vec<&Object> = self.cluster.objects_in(kind, "default").map(AsRef::as_ref).collect();
        all.sort_by_key(|object| object.serial());
        all
    }

    /// `reason: message` of the events about objects of a kind, in the order in which they were written.
    fn events(&self, kind: Kind) -> Vec<String> {
        let about = |event: &&Object| event.json()["involvedObject"]["kind"] == kind.name();
        let text = |event: &Object, field: &str| event.json()[field].as_str().unwrap_or_default().to_owned();
        self.all(Kind::Event)
            .into_iter()
            .filter(about)
            .map(|event| format!("{}: {}", text(event, "reason"), text(event, "message")))
            .collect()
    }

    /// `type=status reason`, in order.
    fn conditions(&self, kind: Kind, name: &str) -> Vec<String> {
        let conditions =
            self.get(kind, name).json()["status"]["conditions"].as_array().cloned().unwrap_or_default();
        conditions
            .iter()
            .map(|one| {
                let text = |field: &str| one[field].as_str().unwrap_or_default().to_owned();
                format!("{}={} {}", text("type"), text("status"), text("reason")).trim_end().to_owned()
            })
            .collect()
    }

    /// Sizes of the `ReplicaSet`s in order of creation: wanted, there, ready.
    fn sets(&self) -> Vec<(i64, i64, i64)> {
        let number =
            |set: &Object, pointer: &str| set.json().pointer(pointer).and_then(Value::as_i64).unwrap_or(0);
        self.all(Kind::ReplicaSet)
            .into_iter()
            .map(|set| {
                (
                    number(set, "/spec/replicas"),
                    number(set, "/status/replicas"),
                    number(set, "/status/readyReplicas"),
                )
            })
            .collect()
    }

    fn set_names(&self) -> Vec<String> {
        self.all(Kind::ReplicaSet).into_iter().map(|set| set.name().to_owned()).collect()
    }

    fn pods(&self) -> Vec<String> {
        self.all(Kind::Pod).into_iter().map(|pod| pod.name().to_owned()).collect()
    }

    fn status(&self, kind: Kind, name: &str) -> Value {
        let mut status = self.get(kind, name).json()["status"].clone();
        status.as_object_mut().unwrap().remove("conditions");
        status
    }
}

fn deployment(image: &str, replicas: u32) -> Value {
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {
        "replicas": replicas, "selector": {"matchLabels": {"app": "web"}},
        "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "nginx", "image": image}]}}}})
}

#[allow(clippy::needless_pass_by_value, reason = "called with `json!`")]
fn pod(name: &str, container: Value) -> Value {
    let mut container = container;
    container["name"] = "c".into();
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"app": name}}, "spec": {"containers": [container]}})
}

fn image(image: &str) -> Value {
    json!({"spec": {"template": {"spec": {"containers": [{"name": "nginx", "image": image}]}}}})
}

const COMPLETE: [&str; 2] =
    ["Available=True MinimumReplicasAvailable", "Progressing=True NewReplicaSetAvailable"];

#[test]
fn a_deployment_makes_a_set_that_makes_pods_that_run() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx", 2));
    assert_eq!(lab.conditions(Kind::Deployment, "web"), COMPLETE);
    assert_eq!(
        lab.status(Kind::Deployment, "web"),
        json!({"observedGeneration": 1, "replicas": 2, "updatedReplicas": 2, "readyReplicas": 2, "availableReplicas": 2})
    );
    assert_eq!(lab.sets(), [(2, 2, 2)]);
    let set = &lab.set_names()[0];
    let (pods, set_object) = (lab.pods(), lab.get(Kind::ReplicaSet, set));
    assert_eq!(set_object.annotation("deployment.kubernetes.io/max-replicas"), Some("3"));
    assert_eq!(set_object.annotation("deployment.kubernetes.io/desired-replicas"), Some("2"));
    assert_eq!(
        lab.events(Kind::Deployment),
        [format!("ScalingReplicaSet: Scaled up replica set {set} from 0 to 2")]
    );
    assert_eq!(
        lab.events(Kind::ReplicaSet),
        pods.iter().map(|pod| format!("SuccessfulCreate: Created pod: {pod}")).collect::<Vec<_>>()
    );
    let started: Vec<String> = lab
        .events(Kind::Pod)
        .into_iter()
        .filter(|event| event.contains(&pods[0]) || !event.contains("web-"))
        .take(5)
        .collect();
    assert_eq!(started[0], format!("Scheduled: Successfully assigned default/{} to worker", pods[0]));
    let reasons: Vec<String> =
        lab.events(Kind::Pod).iter().map(|event| event.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(
        reasons,
        [
            "Scheduled",
            "Scheduled",
            "Pulling",
            "Pulled",
            "Created",
            "Started",
            "Pulling",
            "Pulled",
            "Created",
            "Started"
        ]
    );
    for pod in &pods {
        assert!(pod.starts_with(&format!("{set}-")) && pod.len() == set.len() + 6, "{pod}");
        assert_eq!(
            lab.conditions(Kind::Pod, pod),
            [
                "PodReadyToStartContainers=True",
                "Initialized=True",
                "Ready=True",
                "ContainersReady=True",
                "PodScheduled=True"
            ]
        );
    }
    let nodes: Vec<&str> =
        lab.all(Kind::Pod).iter().map(|pod| pod.json()["spec"]["nodeName"].as_str().unwrap()).collect();
    assert_eq!(nodes, ["worker", "worker2"]);
}

#[test]
fn a_rollout_moves_all_pods_and_is_undone_under_a_new_number() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx", 2));
    lab.patch(Kind::Deployment, "web", image("nginx:1.25"));
    assert_eq!(
        (lab.sets(), lab.conditions(Kind::Deployment, "web")),
        (vec![(0, 0, 0), (2, 2, 2)], COMPLETE.map(str::to_owned).to_vec())
    );
    let names = lab.set_names();
    assert_eq!(
        lab.events(Kind::Deployment)[1..],
        [
            format!("ScalingReplicaSet: Scaled up replica set {} from 0 to 1", names[1]),
            format!("ScalingReplicaSet: Scaled down replica set {} from 2 to 1", names[0]),
            format!("ScalingReplicaSet: Scaled up replica set {} from 1 to 2", names[1]),
            format!("ScalingReplicaSet: Scaled down replica set {} from 1 to 0", names[0]),
        ]
    );
    let revision = |lab: &Lab, kind, name: &str| {
        lab.get(kind, name).annotation("deployment.kubernetes.io/revision").map(str::to_owned)
    };
    assert_eq!(revision(&lab, Kind::Deployment, "web").as_deref(), Some("2"));
    lab.patch(Kind::Deployment, "web", image("nginx"));
    assert_eq!(lab.sets(), [(2, 2, 2), (0, 0, 0)]);
    assert_eq!(revision(&lab, Kind::ReplicaSet, &names[0]).as_deref(), Some("3"));
    assert_eq!(
        lab.get(Kind::ReplicaSet, &names[0]).annotation("deployment.kubernetes.io/revision-history"),
        Some("1")
    );
}

#[test]
fn a_rollout_to_a_bad_image_keeps_the_old_pods() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx", 4));
    lab.patch(Kind::Deployment, "web", image("nginx:nope"));
    // 25% of 4: one more, and one less.
    assert_eq!(lab.sets(), [(3, 3, 3), (2, 2, 0)]);
    assert_eq!(
        lab.status(Kind::Deployment, "web"),
        json!({"observedGeneration": 2, "replicas": 5, "updatedReplicas": 2, "readyReplicas": 3, "availableReplicas": 3, "unavailableReplicas": 2})
    );
    assert_eq!(
        lab.conditions(Kind::Deployment, "web"),
        ["Available=True MinimumReplicasAvailable", "Progressing=True ReplicaSetUpdated"]
    );
    let new = lab.all(Kind::Pod).into_iter().find(|pod| pod.json()["status"]["phase"] == "Pending").unwrap();
    assert_eq!(
        new.json()["status"]["containerStatuses"][0]["state"]["waiting"]["reason"],
        "ImagePullBackOff"
    );
    assert!(new.json()["status"]["podIP"].is_string());
    lab.patch(Kind::Deployment, "web", image("nginx:1.27"));
    assert_eq!(lab.sets(), [(0, 0, 0), (0, 0, 0), (4, 4, 4)]);
}

#[test]
fn a_first_rollout_that_can_not_start_is_not_available() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx:nope", 2));
    assert_eq!(
        lab.conditions(Kind::Deployment, "web"),
        ["Available=False MinimumReplicasUnavailable", "Progressing=True ReplicaSetUpdated"]
    );
    assert_eq!(
        lab.status(Kind::Deployment, "web"),
        json!({"observedGeneration": 1, "replicas": 2, "updatedReplicas": 2, "unavailableReplicas": 2})
    );
    let events = lab.events(Kind::Pod);
    assert_eq!(
        events[2..7],
        [
            "Pulling: Pulling image \"nginx:nope\"",
            "Failed: Failed to pull image \"nginx:nope\": rpc error: code = NotFound desc = failed to pull and unpack image \"docker.io/library/nginx:nope\": failed to resolve reference \"docker.io/library/nginx:nope\": docker.io/library/nginx:nope: not found",
            "Failed: Error: ErrImagePull",
            "BackOff: Back-off pulling image \"nginx:nope\"",
            "Failed: Error: ImagePullBackOff",
        ]
    );
}

#[test]
fn scaling_and_recreating_and_pausing() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx", 2));
    lab.patch(Kind::Deployment, "web", json!({"spec": {"replicas": 5}}));
    assert_eq!((lab.sets(), lab.pods().len()), (vec![(5, 5, 5)], 5));
    lab.patch(Kind::Deployment, "web", json!({"spec": {"replicas": 1}}));
    assert_eq!(lab.sets(), [(1, 1, 1)]);
    let set = lab.set_names()[0].clone();
    assert_eq!(
        lab.events(Kind::Deployment).last().unwrap(),
        &format!("ScalingReplicaSet: Scaled down replica set {set} from 5 to 1")
    );
    lab.patch(
        Kind::Deployment,
        "web",
        json!({"spec": {"strategy": {"type": "Recreate", "rollingUpdate": null}}}),
    );
    lab.patch(Kind::Deployment, "web", image("nginx:1.25"));
    let names = lab.set_names();
    let events = lab.events(Kind::Deployment);
    assert_eq!(
        events[events.len() - 2..],
        [
            format!("ScalingReplicaSet: Scaled down replica set {} from 1 to 0", names[0]),
            format!("ScalingReplicaSet: Scaled up replica set {} from 0 to 1", names[1]),
        ]
    );
    lab.patch(Kind::Deployment, "web", json!({"spec": {"paused": true}}));
    lab.patch(Kind::Deployment, "web", image("nginx:1.26"));
    assert_eq!(lab.sets().len(), 2);
    assert_eq!(lab.conditions(Kind::Deployment, "web")[1], "Progressing=Unknown DeploymentPaused");
    assert_eq!(lab.status(Kind::Deployment, "web").get("updatedReplicas"), None);
    lab.patch(Kind::Deployment, "web", json!({"spec": {"paused": null}}));
    assert_eq!(
        (lab.sets()[2], lab.conditions(Kind::Deployment, "web")),
        ((1, 1, 1), COMPLETE.map(str::to_owned).to_vec())
    );
}

#[test]
fn old_revisions_are_kept_up_to_the_limit() {
    let mut lab = Lab::new();
    let mut manifest = deployment("nginx:1.1", 1);
    manifest["spec"]["revisionHistoryLimit"] = 2.into();
    lab.create(manifest);
    for version in 2..6 {
        lab.patch(Kind::Deployment, "web", image(&format!("nginx:1.{version}")));
    }
    assert_eq!(lab.sets(), [(0, 0, 0), (0, 0, 0), (1, 1, 1)]);
}

#[test]
fn a_quota_stops_the_pods_and_is_told_and_lifted() {
    let mut lab = Lab::new();
    lab.create(json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "few"}, "spec": {"hard": {"pods": "2"}}}));
    lab.create(deployment("nginx", 1_000_000));
    assert_eq!(lab.pods().len(), 2);
    let refused = &lab.events(Kind::ReplicaSet)[2];
    assert!(
        refused.starts_with("FailedCreate: Error creating: pods \"web-")
            && refused.ends_with(
                "is forbidden: exceeded quota: few, requested: pods=1, used: pods=2, limited: pods=2"
            ),
        "{refused}"
    );
    assert_eq!(lab.conditions(Kind::Deployment, "web")[2], "ReplicaFailure=True FailedCreate");
    assert_eq!(
        lab.get(Kind::ResourceQuota, "few").json()["status"],
        json!({"hard": {"pods": "2"}, "used": {"pods": "2"}})
    );
    lab.patch(Kind::Deployment, "web", json!({"spec": {"replicas": 3}}));
    lab.patch(Kind::ResourceQuota, "few", json!({"spec": {"hard": {"pods": "5"}}}));
    assert_eq!(
        (lab.pods().len(), lab.conditions(Kind::Deployment, "web")),
        (3, COMPLETE.map(str::to_owned).to_vec())
    );
}

#[test]
fn a_million_replicas_are_accepted() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx", 1_000_000));
    assert_eq!(lab.pods().len(), super::pods::MOST_OF_ONE);
    let pending =
        lab.all(Kind::Pod).into_iter().filter(|pod| pod.json()["status"]["phase"] == "Pending").count();
    assert_eq!(
        pending,
        super::pods::MOST_OF_ONE - (2 * 110 - 1),
        "the two workers have room for 110 each, and CoreDNS is on one"
    );
    assert!(lab.events(Kind::ReplicaSet).last().unwrap().starts_with("FailedCreate: "));
}

#[test]
fn a_stateful_set_waits_for_each_pod() {
    let mut lab = Lab::new();
    let set = |image: &str| {
        json!({"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "db"}, "spec": {
            "serviceName": "db", "replicas": 3, "selector": {"matchLabels": {"app": "db"}},
            "template": {"metadata": {"labels": {"app": "db"}}, "spec": {"containers": [{"name": "c", "image": image}]}}}})
    };
    lab.create(set("redis:nope"));
    assert_eq!(lab.pods(), ["db-0"]);
    lab.delete(Kind::StatefulSet, "db");
    lab.create(set("redis:7"));
    assert_eq!(lab.pods(), ["db-0", "db-1", "db-2"]);
    let status = lab.status(Kind::StatefulSet, "db");
    assert_eq!(
        (&status["readyReplicas"], &status["updatedReplicas"], &status["currentReplicas"]),
        (&json!(3), &json!(3), &json!(3))
    );
    assert_eq!(
        lab.events(Kind::StatefulSet).last().unwrap(),
        "SuccessfulCreate: create Pod db-2 in StatefulSet db successful"
    );
    lab.patch(
        Kind::StatefulSet,
        "db",
        json!({"spec": {"template": {"spec": {"containers": [{"name": "c", "image": "redis:nope"}]}}}}),
    );
    let images: Vec<_> = lab
        .all(Kind::Pod)
        .iter()
        .map(|pod| {
            (pod.name().to_owned(), pod.json()["spec"]["containers"][0]["image"].as_str().unwrap().to_owned())
        })
        .collect();
    assert!(
        images.contains(&("db-2".to_owned(), "redis:nope".to_owned()))
            && images.contains(&("db-1".to_owned(), "redis:7".to_owned())),
        "{images:?}"
    );
    lab.patch(Kind::StatefulSet, "db", json!({"spec": {"replicas": 1}}));
    assert_eq!(lab.pods(), ["db-0"]);
}

#[test]
fn a_daemon_set_follows_the_nodes() {
    let mut lab = Lab::new();
    lab.create(json!({"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "log"}, "spec": {
        "selector": {"matchLabels": {"app": "log"}},
        "template": {"metadata": {"labels": {"app": "log"}}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}}}}));
    assert_eq!(lab.pods().len(), 2);
    lab.create(json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "worker3"}, "spec": {}}));
    assert_eq!((lab.pods().len(), lab.status(Kind::DaemonSet, "log")["numberReady"].clone()), (3, json!(3)));
    lab.patch(
        Kind::DaemonSet,
        "log",
        json!({"spec": {"template": {"spec": {"containers": [{"name": "c", "image": "nginx:1.25"}]}}}}),
    );
    let images: Vec<_> =
        lab.all(Kind::Pod).iter().map(|pod| pod.json()["spec"]["containers"][0]["image"].clone()).collect();
    assert_eq!(images, ["nginx:1.25"; 3]);
    lab.patch(
        Kind::DaemonSet,
        "log",
        json!({"spec": {"template": {"spec": {"nodeSelector": {"disk": "ssd"}}}}}),
    );
    assert_eq!(lab.pods().len(), 0);
}

#[test]
fn a_pod_that_fits_nowhere_is_pending_until_it_fits() {
    let mut lab = Lab::new();
    let mut lost = pod("lost", json!({"image": "nginx"}));
    lost["spec"]["nodeSelector"] = json!({"disk": "ssd"});
    lab.create(lost);
    assert_eq!(lab.conditions(Kind::Pod, "lost"), ["PodScheduled=False Unschedulable"]);
    assert_eq!(
        lab.events(Kind::Pod),
        [
            "FailedScheduling: 0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."
        ]
    );
    lab.patch(Kind::Node, "worker2", json!({"metadata": {"labels": {"disk": "ssd"}}}));
    assert_eq!(lab.get(Kind::Pod, "lost").json()["status"]["phase"], "Running");
}

#[test]
fn what_becomes_of_a_pod_is_what_its_containers_do() {
    let mut lab = Lab::new();
    let phase = |lab: &Lab, name: &str| {
        let status = &lab.get(Kind::Pod, name).json()["status"];
        let state = &status["containerStatuses"][0]["state"];
        let reason =
            [&state["waiting"]["reason"], &state["terminated"]["reason"]].into_iter().find_map(Value::as_str);
        format!("{} {}", status["phase"].as_str().unwrap(), reason.unwrap_or("running"))
    };
    let mut once = pod("once", json!({"image": "busybox", "command": ["true"]}));
    once["spec"]["restartPolicy"] = "Never".into();
    lab.create(once);
    let mut failed = pod("failed", json!({"image": "busybox", "command": ["sh", "-c", "exit 3"]}));
    failed["spec"]["restartPolicy"] = "Never".into();
    lab.create(failed);
    for (name, container) in [
        ("loop", json!({"image": "busybox"})),
        ("wrong", json!({"image": "nginx", "command": ["ngnix"]})),
        ("typo", json!({"image": "ngnix"})),
        (
            "unset",
            json!({"image": "nginx", "env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "a"}}}]}),
        ),
        ("sick", json!({"image": "nginx", "readinessProbe": {"httpGet": {"path": "/healthz", "port": 80}}})),
        ("dying", json!({"image": "nginx", "livenessProbe": {"tcpSocket": {"port": 8080}}})),
    ] {
        lab.create(pod(name, container));
    }
    for (name, expected) in [
        ("once", "Succeeded Completed"),
        ("failed", "Failed Error"),
        ("loop", "Running CrashLoopBackOff"),
        ("wrong", "Running CrashLoopBackOff"),
        ("typo", "Pending ImagePullBackOff"),
        ("unset", "Pending CreateContainerConfigError"),
        ("sick", "Running running"),
        ("dying", "Running CrashLoopBackOff"),
    ] {
        assert_eq!(phase(&lab, name), expected, "{name}");
    }
    assert_eq!(lab.conditions(Kind::Pod, "sick")[2], "Ready=False ContainersNotReady");
    let events = lab.events(Kind::Pod);
    for expected in [
        "Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 404",
        "Killing: Container c failed liveness probe, will be restarted",
        "Failed: Error: configmap \"settings\" not found",
    ] {
        assert!(events.iter().any(|event| event == expected), "{expected}\n{events:#?}");
    }
    lab.create(json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"a": "b"}}));
    assert_eq!(phase(&lab, "unset"), "Running running");
    lab.delete(Kind::Pod, "unset");
    assert_eq!(lab.events(Kind::Pod).last().unwrap(), "Killing: Stopping container c");
}

#[test]
fn init_containers_go_first() {
    let mut lab = Lab::new();
    let with = |name: &str, init: Value| {
        let mut pod = pod(name, json!({"image": "nginx"}));
        pod["spec"]["initContainers"] = json!([init]);
        pod
    };
    lab.create(with("good", json!({"name": "i", "image": "busybox", "command": ["true"]})));
    lab.create(with("bad", json!({"name": "i", "image": "busybox", "command": ["false"]})));
    lab.create(with("side", json!({"name": "i", "image": "nginx", "restartPolicy": "Always"})));
    let phases: Vec<_> = ["good", "bad", "side"]
        .iter()
        .map(|name| lab.get(Kind::Pod, name).json()["status"]["phase"].clone())
        .collect();
    assert_eq!(phases, ["Running", "Pending", "Running"]);
    assert_eq!(
        lab.get(Kind::Pod, "bad").json()["status"]["initContainerStatuses"][0]["state"]["waiting"]["reason"],
        "CrashLoopBackOff"
    );
    assert_eq!(lab.conditions(Kind::Pod, "bad")[1], "Initialized=False ContainersNotInitialized");
}

#[test]
fn a_set_adopts_orphans_and_releases_what_it_no_longer_selects() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx", 2));
    let name = lab.pods()[0].clone();
    lab.patch(Kind::Pod, &name, json!({"metadata": {"labels": {"app": "debug"}}}));
    assert_eq!(lab.pods().len(), 3, "one was released, so one more was made");
    assert_eq!(lab.get(Kind::Pod, &name).json()["metadata"]["ownerReferences"], json!([]));
    lab.patch(Kind::Pod, &name, json!({"metadata": {"labels": {"app": "web"}}}));
    assert_eq!(lab.pods().len(), 2, "it was adopted again, and one was too many");
}

#[test]
fn endpoints_follow_pods_and_keep_their_place() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx", 2));
    lab.create(json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}));
    let addresses = |lab: &Lab| {
        let subsets = lab.get(Kind::Endpoints, "web").json()["subsets"].clone();
        subsets[0]["addresses"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(addresses(&lab), 2);
    let slice = lab.cluster.slices_of("default", "web").next().unwrap().0.clone();
    assert!(slice.annotation("endpoints.kubernetes.io/last-change-trigger-time").is_some());
    lab.patch(Kind::Deployment, "web", json!({"spec": {"replicas": 0}}));
    assert_eq!(addresses(&lab), 0);
    let emptied = lab.cluster.slices_of("default", "web").next().unwrap().0.clone();
    assert_eq!((emptied.uid(), emptied.json()["endpoints"].clone()), (slice.uid(), json!([])));
    lab.patch(Kind::Deployment, "web", json!({"spec": {"replicas": 1}}));
    lab.cluster.remove(&Key::new(Kind::EndpointSlice, "default", slice.name()));
    lab.patch(Kind::Service, "web", json!({"metadata": {"labels": {"a": "b"}}}));
    assert_eq!(lab.cluster.slices_of("default", "web").count(), 1);
    lab.delete(Kind::Service, "web");
    assert_eq!(
        lab.cluster.slices_of("default", "web").count()
            + lab.all(Kind::Endpoints).iter().filter(|one| one.name() == "web").count(),
        0
    );
}

#[test]
fn a_load_balancer_has_an_address_only_where_somebody_gives_it() {
    let mut lab = Lab::new();
    let service = |name: &str| json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]}});
    lab.create(service("a"));
    assert_eq!(lab.get(Kind::Service, "a").json()["status"], json!({"loadBalancer": {}}));
    lab.cluster.settings.load_balancers = Some([192, 0, 2, 10].into()..=[192, 0, 2, 10].into());
    lab.create(service("b"));
    assert_eq!(
        lab.get(Kind::Service, "a").json()["status"]["loadBalancer"]["ingress"][0]["ip"],
        "192.0.2.10"
    );
    assert_eq!(lab.get(Kind::Service, "b").json()["status"], json!({"loadBalancer": {}}));
    lab.delete(Kind::Service, "a");
    assert_eq!(
        lab.get(Kind::Service, "b").json()["status"]["loadBalancer"]["ingress"][0]["ip"],
        "192.0.2.10"
    );
}

#[test]
fn each_namespace_has_its_account_and_its_certificate() {
    let mut lab = Lab::new();
    lab.create(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}));
    assert!(lab.cluster.find(Kind::ServiceAccount, "shop", "default").is_some());
    assert!(lab.cluster.find(Kind::ConfigMap, "shop", "kube-root-ca.crt").is_some());
    let shop = lab.cluster.find(Kind::Namespace, "", "shop").unwrap();
    assert_eq!((&shop.json()["status"]["phase"], shop.labels().len()), (&json!("Active"), 1));
}

#[test]
fn what_was_loaded_is_taken_over_as_it_is() {
    let yaml = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: nginx, image: nginx}]}}}}";
    let source = crate::cluster::Source { name: "f.yaml", bytes: yaml.as_bytes() };
    let mut cluster = load(&[source], &LoadOptions::default()).unwrap().cluster;
    let names = |cluster: &Cluster| -> Vec<String> {
        cluster.objects_in(Kind::Pod, "default").map(|pod| pod.name().to_owned()).collect()
    };
    let loaded = names(&cluster);
    run(&mut cluster, "2026-11-27T08:00:00Z");
    assert_eq!(names(&cluster), loaded);
    let mut lab = Lab { cluster, minute: 0 };
    assert_eq!(
        (lab.sets(), lab.conditions(Kind::Deployment, "web")),
        (vec![(3, 3, 3)], COMPLETE.map(str::to_owned).to_vec())
    );
    lab.patch(Kind::Deployment, "web", json!({"spec": {"replicas": 2}}));
    assert_eq!(lab.sets(), [(2, 2, 2)]);
    assert!(names(&lab.cluster).iter().all(|name| loaded.contains(name)));
}
