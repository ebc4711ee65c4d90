//! Deployments: rollouts, scaling, pausing, history, and what stops them.

use serde_json::json;

use super::{COMPLETE, Lab, deployment, image};
use crate::cluster::Kind;

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
    assert_eq!(lab.pods().len(), crate::cluster::controllers::pods::MOST_OF_ONE);
    let pending =
        lab.all(Kind::Pod).into_iter().filter(|pod| pod.json()["status"]["phase"] == "Pending").count();
    assert_eq!(
        pending,
        crate::cluster::controllers::pods::MOST_OF_ONE - (2 * 110 - 1),
        "the two workers have room for 110 each, and CoreDNS is on one"
    );
    assert!(lab.events(Kind::ReplicaSet).last().unwrap().starts_with("FailedCreate: "));
}

#[test]
fn a_rollout_that_does_not_move_is_given_up_after_its_deadline() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx", 1));
    lab.patch(Kind::Deployment, "web", json!({"spec": {"progressDeadlineSeconds": 120}}));
    lab.patch(Kind::Deployment, "web", image("nginx:nope"));
    let progress = |lab: &Lab| lab.conditions(Kind::Deployment, "web")[1].clone();
    assert_eq!(progress(&lab), "Progressing=True ReplicaSetUpdated");
    // Two minutes are not yet more than two minutes; each request takes one.
    let other = |name: &str| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
    lab.create(other("one"));
    lab.create(other("two"));
    assert_eq!(progress(&lab), "Progressing=True ReplicaSetUpdated");
    lab.create(other("three"));
    assert_eq!(progress(&lab), "Progressing=False ProgressDeadlineExceeded");
    let message = lab.get(Kind::Deployment, "web").json()["status"]["conditions"][1]["message"].clone();
    let newest = &lab.set_names()[1];
    assert_eq!(message, json!(format!("ReplicaSet {newest:?} has timed out progressing.")));
    lab.patch(Kind::Deployment, "web", image("nginx:1.25"));
    assert_eq!(lab.conditions(Kind::Deployment, "web"), COMPLETE);
    // What is complete has no deadline.
    for name in ["four", "five", "six", "seven"] {
        lab.create(other(name));
    }
    assert_eq!(lab.conditions(Kind::Deployment, "web"), COMPLETE);
}
