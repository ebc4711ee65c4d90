//! The environment of a container: the Services of its namespace, and what its specification says.

use k8s_openapi::api::core::v1::{Container, EnvVar, Pod, Service};

use super::files;
use crate::cluster::{Cluster, pod};

/// Variables by name, in the order in which a later one wins.
pub fn environment(cluster: &Cluster, namespace: &str, pod: &str, container: &str) -> Vec<(String, String)> {
    let Some((object, typed)) = cluster.fetch::<Pod>(namespace, pod) else { return vec![] };
    let Some(spec) = &typed.spec else { return vec![] };
    let mut all = services(cluster, namespace, spec.enable_service_links != Some(false));
    let Some(own) = spec.containers.iter().find(|one| one.name == container) else { return all };
    all.extend(whole_maps(cluster, namespace, own));
    for variable in own.env.iter().flatten() {
        if let Some(value) = value(cluster, (namespace, object.name(), typed), variable) {
            let value = filled(&value, &all);
            all.push((variable.name.clone(), value));
        }
    }
    all
}

/// `{NAME}_SERVICE_HOST` and its like; the API server's are always there.
/// <https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables>
fn services(cluster: &Cluster, namespace: &str, links: bool) -> Vec<(String, String)> {
    let own = cluster.list_in::<Service>(namespace).filter(|_| links);
    let api = cluster
        .list_in::<Service>("default")
        .filter(|(object, _)| object.name() == "kubernetes" && (namespace != "default" || !links));
    let mut all = Vec::new();
    for (object, service) in own.chain(api) {
        let Some(spec) = &service.spec else { continue };
        let Some(address) = spec.cluster_ip.as_deref().filter(|ip| !ip.is_empty() && *ip != "None") else {
            continue;
        };
        let name = object.name().to_uppercase().replace('-', "_");
        let ports = spec.ports.as_deref().unwrap_or_default();
        let Some(first) = ports.first() else { continue };
        let mut add = |key: String, value: String| all.push((format!("{name}_{key}"), value));
        add("SERVICE_HOST".to_owned(), address.to_owned());
        add("SERVICE_PORT".to_owned(), first.port.to_string());
        for port in ports {
            if let Some(own) = &port.name {
                add(format!("SERVICE_PORT_{}", own.to_uppercase().replace('-', "_")), port.port.to_string());
            }
        }
        let word = |port: &k8s_openapi::api::core::v1::ServicePort| {
            port.protocol.as_deref().unwrap_or("TCP").to_lowercase()
        };
        add("PORT".to_owned(), format!("{}://{address}:{}", word(first), first.port));
        for port in ports {
            let (protocol, number) = (word(port), port.port);
            let key = format!("PORT_{number}_{}", protocol.to_uppercase());
            add(key.clone(), format!("{protocol}://{address}:{number}"));
            add(format!("{key}_PROTO"), protocol);
            add(format!("{key}_PORT"), number.to_string());
            add(format!("{key}_ADDR"), address.to_owned());
        }
    }
    all
}

fn whole_maps(cluster: &Cluster, namespace: &str, own: &Container) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for source in own.env_from.iter().flatten() {
        let prefix = source.prefix.clone().unwrap_or_default();
        let data = match (&source.config_map_ref, &source.secret_ref) {
            (Some(map), _) => files::config_map(cluster, namespace, &map.name),
            (_, Some(secret)) => files::secret(cluster, namespace, &secret.name),
            _ => continue,
        };
        all.extend(data.into_iter().map(|(key, value)| (format!("{prefix}{key}"), value)));
    }
    all
}

fn value(
    cluster: &Cluster,
    (namespace, name, typed): (&str, &str, &Pod),
    variable: &EnvVar,
) -> Option<String> {
    let Some(source) = &variable.value_from else { return Some(variable.value.clone().unwrap_or_default()) };
    if let Some(key) = &source.config_map_key_ref {
        return files::config_map(cluster, namespace, &key.name).remove(&key.key);
    }
    if let Some(key) = &source.secret_key_ref {
        return files::secret(cluster, namespace, &key.name).remove(&key.key);
    }
    match source.field_ref.as_ref()?.field_path.as_str() {
        "metadata.name" => Some(name.to_owned()),
        "metadata.namespace" => Some(namespace.to_owned()),
        "status.podIP" | "status.podIPs" => pod::address(typed).map(|address| address.to_string()),
        "spec.nodeName" => pod::node(typed).map(str::to_owned),
        "spec.serviceAccountName" => Some("default".to_owned()),
        "status.hostIP" => typed.status.as_ref()?.host_ip.clone(),
        _ => None,
    }
}

/// `$(NAME)` of a variable that was set before.
fn filled(value: &str, before: &[(String, String)]) -> String {
    if !value.contains("$(") {
        return value.to_owned();
    }
    before.iter().fold(value.to_owned(), |text, (name, own)| text.replace(&format!("$({name})"), own))
}
