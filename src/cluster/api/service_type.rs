//! What a Service loses when its type changes, and what of it stays although the request does not say so.

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
        drop_unchanged(spec, was, &["externalTrafficPolicy"]);
    }
    if old == "LoadBalancer" && new != "LoadBalancer" {
        drop_unchanged(spec, was, &["allocateLoadBalancerNodePorts", "loadBalancerClass"]);
    }
    if needs_health_check(was.as_object()) && !needs_health_check(Some(spec)) {
        drop_unchanged(spec, was, &[HEALTH_CHECK]);
    }
}

/// The numbers that the server gave stay where the new object leaves them open (`patchAllocatedValues` of the same strategy):
/// node ports by the name of their port, and the port of the health check.
pub(super) fn keep_numbers(spec: &mut Map<String, Value>, was: &Value) {
    let has_node_ports =
        |spec: Option<&Value>| matches!(spec.and_then(Value::as_str), Some("NodePort" | "LoadBalancer"));
    if has_node_ports(was.get("type")) && has_node_ports(spec.get("type")) {
        let list = |ports: Option<&Value>| ports.and_then(Value::as_array).cloned().unwrap_or_default();
        let before = list(was.get("ports"));
        let mut used: Vec<Value> =
            list(spec.get("ports")).iter().map(|port| port["nodePort"].clone()).collect();
        let ports = spec.get_mut("ports").and_then(Value::as_array_mut).into_iter().flatten();
        for port in ports.filter_map(Value::as_object_mut).filter(|port| is_open(port, "nodePort")) {
            let same = before.iter().find(|old| old.get("name") == port.get("name"));
            let number = same.and_then(|old| old.get("nodePort")).filter(|number| !used.contains(number));
            if let Some(number) = number {
                used.push(number.clone());
                port.insert("nodePort".to_owned(), number.clone());
            }
        }
    }
    if needs_health_check(was.as_object()) && needs_health_check(Some(spec)) && is_open(spec, HEALTH_CHECK) {
        let number = was.get(HEALTH_CHECK).cloned();
        spec.extend(number.map(|number| (HEALTH_CHECK.to_owned(), number)));
    }
}

const HEALTH_CHECK: &str = "healthCheckNodePort";

/// A balancer that must find the nodes with endpoints asks each at a port of its own.
fn needs_health_check(spec: Option<&Map<String, Value>>) -> bool {
    spec.is_some_and(|spec| {
        spec.get("type") == Some(&"LoadBalancer".into())
            && spec.get("externalTrafficPolicy") == Some(&"Local".into())
    })
}

fn is_open(fields: &Map<String, Value>, number: &str) -> bool {
    fields.get(number).is_none_or(|number| number.is_null() || *number == 0)
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

    use super::{drop_with_type, keep_numbers};

    #[test]
    fn a_balancer_that_becomes_internal_loses_what_it_had_for_outside() {
        let was = json!({"type": "LoadBalancer", "externalTrafficPolicy": "Cluster", "allocateLoadBalancerNodePorts": true, "ports": [{"port": 80, "nodePort": 30080}]});
        let mut spec = was.clone();
        spec["type"] = "ClusterIP".into();
        drop_with_type(spec.as_object_mut().unwrap(), &was);
        assert_eq!(spec, json!({"type": "ClusterIP", "ports": [{"port": 80}]}));
    }

    #[test]
    fn a_replacement_without_numbers_keeps_those_of_ports_of_the_same_name() {
        let was = json!({"type": "LoadBalancer", "externalTrafficPolicy": "Local", "healthCheckNodePort": 30099, "ports": [{"name": "a", "port": 80, "nodePort": 30080}, {"name": "b", "port": 81, "nodePort": 30081}]});
        let kept = |mut spec: serde_json::Value| {
            drop_with_type(spec.as_object_mut().unwrap(), &was);
            keep_numbers(spec.as_object_mut().unwrap(), &was);
            spec
        };
        let local = kept(
            json!({"type": "LoadBalancer", "externalTrafficPolicy": "Local", "ports": [{"name": "b", "port": 90}, {"name": "c", "port": 80, "nodePort": 30080}, {"name": "a", "port": 70}]}),
        );
        assert_eq!(local["healthCheckNodePort"], 30099);
        assert_eq!(
            local["ports"],
            json!([{"name": "b", "port": 90, "nodePort": 30081}, {"name": "c", "port": 80, "nodePort": 30080}, {"name": "a", "port": 70}])
        );
        let cluster = kept(
            json!({"type": "LoadBalancer", "externalTrafficPolicy": "Cluster", "healthCheckNodePort": 30099, "ports": []}),
        );
        assert_eq!(cluster.get("healthCheckNodePort"), None);
        let other = kept(json!({"type": "NodePort", "healthCheckNodePort": 30098, "ports": []}));
        assert_eq!(other["healthCheckNodePort"], 30098);
    }
}
