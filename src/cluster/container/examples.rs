//! What containers listen on: a case for every way of saying it.

use super::listening::*;
use crate::cluster::Protocol;
use k8s_openapi::api::core::v1::Pod;
use serde_json::json;

#[allow(clippy::needless_pass_by_value, reason = "called with `json!`")]
fn heard(container: serde_json::Value, port: u16) -> Hearing {
    let pod = serde_json::from_value::<Pod>(
        json!({"spec": {"containers": [container]}, "status": {"phase": "Running"}}),
    )
    .unwrap();
    hearing(&pod, port, Protocol::Tcp, false)
}

fn accepts(container: serde_json::Value, port: u16) -> bool {
    matches!(heard(container, port), Hearing::Accepted { .. })
}

#[test]
fn a_known_image_listens_where_it_listens_not_where_it_says() {
    let wrong = json!({"name": "c", "image": "nginx:1.27", "ports": [{"containerPort": 8080}]});
    assert!(accepts(wrong.clone(), 80));
    assert_eq!(heard(wrong, 8080), Hearing::Nobody { instead: vec!["80/TCP".to_owned()] });
    let configured = json!({"name": "c", "image": "nginx", "ports": [{"containerPort": 8080}], "volumeMounts": [{"name": "v", "mountPath": "/etc/nginx/conf.d"}]});
    assert!(accepts(configured.clone(), 8080));
    assert!(matches!(heard(configured, 80), Hearing::Unknown { .. }));
}

#[test]
fn an_unknown_image_listens_where_it_says_and_elsewhere_nobody_knows() {
    let own = json!({"name": "c", "image": "shop/api:3", "ports": [{"containerPort": 9000}]});
    assert!(accepts(own.clone(), 9000));
    assert!(matches!(heard(own, 9001), Hearing::Unknown { .. }));
}

#[test]
fn commands_decide() {
    assert!(accepts(
        json!({"name": "c", "image": "busybox", "command": ["sh", "-c", "echo hi > /www/index.html; httpd -f -p 8080 -h /www"]}),
        8080
    ));
    assert!(accepts(json!({"name": "c", "image": "busybox", "command": ["nc", "-lk", "-p", "7000"]}), 7000));
    assert!(accepts(json!({"name": "c", "image": "busybox", "args": ["nc", "-lkp", "7000"]}), 7000));
    assert!(accepts(
        json!({"name": "c", "image": "python:3", "command": ["python3", "-m", "http.server", "9000"]}),
        9000
    ));
    assert!(accepts(
        json!({"name": "c", "image": "registry.k8s.io/e2e-test-images/agnhost:2.53", "args": ["netexec", "--http-port=83"]}),
        83
    ));
    assert!(accepts(
        json!({"name": "c", "image": "gcr.io/google-samples/hello-app:1.0", "env": [{"name": "PORT", "value": "8081"}]}),
        8081
    ));
    assert!(!accepts(
        json!({"name": "c", "image": "nginx", "command": ["sleep", "infinity"], "ports": [{"containerPort": 80}]}),
        80
    ));
}

#[test]
fn localhost_is_for_the_pod_itself() {
    let container = json!({"name": "c", "image": "hashicorp/http-echo", "args": ["-listen=127.0.0.1:5678"]});
    assert!(matches!(heard(container.clone(), 5678), Hearing::LocalhostOnly { .. }));
    let pod = serde_json::from_value::<Pod>(
        json!({"spec": {"containers": [container]}, "status": {"phase": "Running"}}),
    )
    .unwrap();
    assert!(matches!(hearing(&pod, 5678, Protocol::Tcp, true), Hearing::Accepted { .. }));
}

#[test]
fn what_waits_does_not_listen() {
    let pod = json!({"spec": {"containers": [{"name": "c", "image": "nginx"}]}, "status": {"phase": "Running",
        "containerStatuses": [{"name": "c", "image": "", "imageID": "", "ready": false, "restartCount": 5, "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}});
    let pod = serde_json::from_value::<Pod>(pod).unwrap();
    assert_eq!(hearing(&pod, 80, Protocol::Tcp, false), Hearing::NotRunning);
}
