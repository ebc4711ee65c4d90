//! What a Service loses when its type changes.

use serde_json::{Map, Value};

/// What the old type needed and the new one does not have goes with the type, unless the request says something new of it
/// (`dropTypeDependentFields` of the server's Service strategy).
pub(super) fn drop_with_type(spec: &mut Map<String, Value>, was: &Value) {
    let kind = |spec: Option<&Value>| spec.and_then(Value::as_str).unwrap_or("ClusterIP").to_owned();
    let (old, new) = (kind(was.get("type")), kind(spec.get("type")));
    let outside = |kind: &str| matches!(kind, "NodePort" | "LoadBalancer");
    if outside(&old) && !outside(&new) {
        let ports = |ports: Option<&Value>| -> Vec<Value> {
            let ports = ports.and_then(Value::as_array).into_iter().flatten();
            ports.filter_map(|port| port.get("nodePort").cloned()).collect()
        };
        let before = ports(was.get("ports"));
        if ports(spec.get("ports")).iter().all(|port| before.contains(port)) {
            let list = spec.get_mut("ports").and_then(Value::as_array_mut).into_iter().flatten();
            for port in list.filter_map(Value::as_object_mut) {
                port.remove("nodePort");
            }
        }
        drop_unchanged(spec, was, &["externalTrafficPolicy", "healthCheckNodePort"]);
    }
    if old == "LoadBalancer" && new != "LoadBalancer" {
        drop_unchanged(
            spec,
            was,
            &["allocateLoadBalancerNodePorts", "loadBalancerClass", "healthCheckNodePort"],
        );
    }
}

fn drop_unchanged(spec: &mut Map<String, Value>, was: &Value, fields: &[&str]) {
    for field in fields {
        if spec.get(*field) == was.get(*field) {
            spec.remove(*field);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::drop_with_type;

    #[test]
    fn a_balancer_that_becomes_internal_loses_what_it_had_for_outside() {
        let was = json!({"type": "LoadBalancer", "externalTrafficPolicy": "Cluster", "allocateLoadBalancerNodePorts": true, "ports": [{"port": 80, "nodePort": 30080}]});
        let mut spec = was.clone();
        spec["type"] = "ClusterIP".into();
        drop_with_type(spec.as_object_mut().unwrap(), &was);
        assert_eq!(spec, json!({"type": "ClusterIP", "ports": [{"port": 80}]}));
    }
}
