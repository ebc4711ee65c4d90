//! Pods: where they run, and what becomes of their containers.

use serde_json::{Value, json};

use super::{Lab, pod};
use crate::cluster::Kind;

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
