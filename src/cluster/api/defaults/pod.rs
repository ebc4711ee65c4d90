//! Defaults of a Pod and of the Pod in a workload's template.
//!
//! <https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/>

use serde_json::{Map, Value, json};

use super::{each, fill, text, within};

/// A Pod itself also gets what admission adds: its service account, and five minutes on a node that fails.
pub fn pod(object: &mut Map<String, Value>) {
    within(object, "spec", |spec| {
        pod_spec(spec);
        fill(spec, "enableServiceLinks", true);
        fill(spec, "serviceAccountName", "default");
        let account = spec.get("serviceAccountName").cloned().unwrap_or_default();
        fill(spec, "serviceAccount", account);
        fill(spec, "preemptionPolicy", "PreemptLowerPriority");
        let priority = priority(spec);
        fill(spec, "priority", priority);
        fill(spec, "tolerations", json!([]));
        if let Some(Value::Array(list)) = spec.get_mut("tolerations") {
            for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
                if !list.iter().any(|toleration| toleration.get("key").is_some_and(|own| own == key)) {
                    list.push(json!({"effect": "NoExecute", "key": key, "operator": "Exists", "tolerationSeconds": 300}));
                }
            }
        }
    });
}

/// What admission finds for the class of a Pod; the two of the system are in every cluster.
/// <https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/>
fn priority(spec: &Map<String, Value>) -> u32 {
    match spec.get("priorityClassName").and_then(Value::as_str) {
        Some("system-node-critical") => 2_000_001_000,
        Some("system-cluster-critical") => 2_000_000_000,
        _ => 0,
    }
}

pub fn pod_spec(spec: &mut Map<String, Value>) {
    fill(spec, "restartPolicy", "Always");
    fill(spec, "dnsPolicy", "ClusterFirst");
    fill(spec, "schedulerName", "default-scheduler");
    fill(spec, "securityContext", json!({}));
    fill(spec, "terminationGracePeriodSeconds", 30);
    let host_network = spec.get("hostNetwork") == Some(&Value::Bool(true));
    for list in ["initContainers", "containers"] {
        each(spec, list).for_each(|one| container(one, host_network));
    }
    for volume in each(spec, "volumes") {
        for source in ["configMap", "secret", "projected", "downwardAPI"] {
            if let Some(Value::Object(source)) = volume.get_mut(source) {
                fill(source, "defaultMode", 0o644);
            }
        }
    }
}

fn container(container: &mut Map<String, Value>, host_network: bool) {
    let policy = if is_latest(text(container, "image")) { "Always" } else { "IfNotPresent" };
    fill(container, "imagePullPolicy", policy);
    fill(container, "terminationMessagePath", "/dev/termination-log");
    fill(container, "terminationMessagePolicy", "File");
    within(container, "resources", |resources| {
        if let Some(Value::Object(limits)) = resources.get("limits").cloned() {
            within(resources, "requests", |requests| {
                for (name, limit) in limits {
                    requests.entry(name).or_insert(limit);
                }
            });
        }
    });
    for port in each(container, "ports") {
        fill(port, "protocol", "TCP");
        if host_network && let Some(number) = port.get("containerPort").cloned() {
            fill(port, "hostPort", number);
        }
    }
    for variable in each(container, "env") {
        if let Some(field) = variable.get_mut("valueFrom").and_then(|from| from.get_mut("fieldRef"))
            && let Value::Object(field) = field
        {
            fill(field, "apiVersion", "v1");
        }
    }
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let Some(Value::Object(probe)) = container.get_mut(probe) else { continue };
        for (field, value) in
            [("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1), ("failureThreshold", 3)]
        {
            fill(probe, field, value);
        }
        if let Some(Value::Object(get)) = probe.get_mut("httpGet") {
            fill(get, "path", "/");
            fill(get, "scheme", "HTTP");
        }
    }
}

/// An image without a tag means `latest`; one with a digest never does.
fn is_latest(image: &str) -> bool {
    let last = image.rsplit('/').next().unwrap_or_default();
    !image.contains('@') && last.split_once(':').is_none_or(|(_, tag)| tag == "latest")
}

#[cfg(test)]
mod tests {
    use super::is_latest;

    #[test]
    fn the_tag_decides_whether_an_image_is_always_pulled() {
        for (image, latest) in [
            ("nginx", true),
            ("nginx:latest", true),
            ("nginx:1.29", false),
            ("host:5000/a/b", true),
            ("a@sha256:0", false),
        ] {
            assert_eq!(is_latest(image), latest, "{image}");
        }
    }
}
