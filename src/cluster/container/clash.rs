//! The containers of a Pod share one network: of two that want one port, the one that comes second can not have it.
//!
//! <https://kubernetes.io/docs/concepts/workloads/pods/#pod-networking>

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::PodSpec;

use super::{
    catalog::catalog,
    command::{script, words},
    fate::{Fate, fate},
    listening::of_container,
};

/// Stands for the port in what a program says.
#[allow(clippy::literal_string_with_formatting_args, reason = "a mark as in the data file")]
const PORT: &str = "{port}";

/// What programs in Go say, which most of those are that say nothing of their own.
#[allow(clippy::literal_string_with_formatting_args, reason = "a mark as in the data file")]
const GO: &str = "listen tcp :{port}: bind: address already in use";

/// What a container writes before it ends because an earlier one has its port; `None` where it gets all its ports.
///
/// A script may go on when a program in it fails, so nothing is said of what a script starts. Whether a server binds to
/// 127.0.0.1 or to all addresses does not matter: Linux refuses both beside each other.
pub fn clash(spec: &PodSpec, name: &str) -> Option<String> {
    let catalog = catalog();
    let sidecars = spec.init_containers.iter().flatten();
    let sidecars = sidecars.filter(|one| one.restart_policy.as_deref() == Some("Always"));
    let mut taken = BTreeSet::new();
    for container in sidecars.chain(&spec.containers) {
        let Some(words) = words(catalog, container) else { continue };
        let listening = of_container(catalog, container);
        if fate(container) != Fate::Runs || script(&words).is_some() || !listening.certain {
            continue;
        }
        let ports = || listening.ports.iter().map(|one| (one.protocol, one.port));
        let wanted = ports().find(|port| taken.contains(port));
        if container.name == name {
            let (_, port) = wanted?;
            let said = catalog.program(&words)?.in_use.as_str();
            let said = if said.is_empty() { GO } else { said };
            return Some(said.replace(PORT, &port.to_string()));
        }
        if wanted.is_none() {
            taken.extend(ports());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::clash;

    fn said(containers: &Value, init: &Value, name: &str) -> Option<String> {
        let spec = json!({"containers": containers, "initContainers": init});
        clash(&serde_json::from_value(spec).unwrap(), name)
    }

    #[test]
    fn the_second_of_two_that_want_one_port_ends() {
        let both = json!([{"name": "a", "image": "nginx"}, {"name": "b", "image": "nginx:1.29"}]);
        assert_eq!(said(&both, &json!([]), "a"), None);
        let log = said(&both, &json!([]), "b").unwrap();
        assert!(
            log.starts_with("nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)"),
            "{log}"
        );
        // A sidecar is there first; an init container that ends holds nothing.
        let first = |policy: Value| json!([{"name": "i", "image": "nginx", "restartPolicy": policy}]);
        assert!(said(&both, &first("Always".into()), "a").is_some());
        assert_eq!(said(&both, &first(Value::Null), "a"), None);
    }

    #[test]
    fn other_ports_scripts_and_images_that_nobody_knows_do_not_clash() {
        for other in [
            json!({"name": "b", "image": "redis"}),
            json!({"name": "b", "image": "example.com/own", "ports": [{"containerPort": 80}]}),
            json!({"name": "b", "image": "nginx", "command": ["sh", "-c", "nginx; sleep 1d"]}),
            json!({"name": "b", "image": "nginx:nope"}),
        ] {
            assert_eq!(
                said(&json!([{"name": "a", "image": "nginx"}, other]), &json!([]), "b"),
                None,
                "{other}"
            );
        }
        let echo = |name: &str, port: u16| json!({"name": name, "image": "hashicorp/http-echo", "args": [format!("-listen=:{port}")]});
        assert_eq!(said(&json!([echo("a", 80), echo("b", 81)]), &json!([]), "b"), None);
        let log = said(&json!([echo("a", 80), echo("b", 80), echo("c", 80)]), &json!([]), "c");
        assert_eq!(log.as_deref(), Some("listen tcp :80: bind: address already in use"));
    }
}
