//! The Pod and container that a line means: `POD`, `deploy/NAME`, `svc/NAME`, `-c CONTAINER`.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    cluster::{
        Kind, Object,
        api::{Reason, Status},
    },
    shell::{
        kubectl::{client::Client, failure::Failure},
        place::Place,
    },
};

/// The Pod that a word means.
///
/// # Errors
/// When there is none.
pub fn pod(client: &mut Client<'_, '_>, word: &str) -> Result<Arc<Object>, Failure> {
    let (kind, name) = match word.split_once('/') {
        None => (Kind::Pod, word),
        Some((kind, name)) => match client.kinds_of(kind)?[..] {
            [kind] => (kind, name),
            _ => return Err(Failure::plain(format!("{word} is not one object"))),
        },
    };
    let namespace = client.namespace_for(kind);
    let object = client.get(kind, &namespace, name)?;
    let pointer = match kind {
        Kind::Pod => return Ok(object),
        Kind::Service => "/spec/selector",
        Kind::Deployment | Kind::ReplicaSet | Kind::StatefulSet | Kind::DaemonSet => {
            "/spec/selector/matchLabels"
        }
        other => {
            let declaration = other.declaration();
            return Err(Failure::plain(format!(
                "cannot attach to *v1.{}: selector for {} not implemented",
                declaration.name, declaration.name
            )));
        }
    };
    let pairs = object.json().pointer(pointer).and_then(Value::as_object).cloned().unwrap_or_default();
    let labels: Vec<String> =
        pairs.iter().map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default())).collect();
    if labels.is_empty() {
        return Err(Failure::plain(format!(
            "invalid service '{name}': Service is defined without a selector"
        )));
    }
    let mut pods = client.list(Kind::Pod, &namespace, &labels.join(","), "")?;
    // A running one first, the oldest of them.
    pods.sort_by_key(|pod| {
        (pod.json().pointer("/status/phase").and_then(Value::as_str) != Some("Running"), pod.serial())
    });
    pods.into_iter().next().ok_or_else(|| Failure::plain("timed out waiting for the condition"))
}

/// The container of a Pod: the one asked for, the default one by annotation, or the first.
///
/// # Errors
/// A container that the Pod has not.
pub fn container(client: &mut Client<'_, '_>, pod: &Object, tell: bool) -> Result<String, Failure> {
    let names = |list: &str| -> Vec<String> {
        let containers =
            pod.json().pointer(&format!("/spec/{list}")).and_then(Value::as_array).into_iter().flatten();
        containers.filter_map(|container| container["name"].as_str().map(str::to_owned)).collect()
    };
    let own = names("containers");
    let all: Vec<String> =
        own.iter().cloned().chain(names("initContainers")).chain(names("ephemeralContainers")).collect();
    let asked = client.flags.text("container").to_owned();
    if !asked.is_empty() {
        if all.contains(&asked) {
            return Ok(asked);
        }
        return Err(Status::plain(
            Reason::BadRequest,
            format!("container {asked} is not valid for pod {}", pod.name()),
        )
        .into());
    }
    if let Some(default) = pod.annotation("kubectl.kubernetes.io/default-container")
        && all.iter().any(|name| name == default)
    {
        return Ok(default.to_owned());
    }
    let Some(first) = own.first() else { return Err(Failure::plain("the pod has no container")) };
    if all.len() > 1 && tell {
        let shown: Vec<String> = own
            .iter()
            .cloned()
            .chain(names("ephemeralContainers").iter().map(|name| format!("{name} (ephem)")))
            .chain(names("initContainers").iter().map(|name| format!("{name} (init)")))
            .collect();
        client.error_line(&format!("Defaulted container {first:?} out of: {}", shown.join(", ")));
    }
    Ok(first.clone())
}

/// Whether a container runs; else why not: `ImagePullBackOff`, `Completed`.
pub fn state(pod: &Object, container: &str) -> Result<(), String> {
    let statuses = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"];
    let found = statuses.iter().find_map(|list| {
        let statuses = pod.json().pointer(&format!("/status/{list}"))?.as_array()?;
        statuses.iter().find(|status| status["name"] == container).cloned()
    });
    let phase = pod.json().pointer("/status/phase").and_then(Value::as_str).unwrap_or_default();
    let Some(status) = found else {
        return if phase == "Running" { Ok(()) } else { Err("ContainerCreating".to_owned()) };
    };
    for state in ["waiting", "terminated"] {
        if let Some(state) = status["state"].get(state) {
            return Err(state["reason"].as_str().unwrap_or("ContainerCreating").to_owned());
        }
    }
    Ok(())
}

/// Where a shell in a container stands.
pub fn place(pod: &Object, container: &str) -> Place {
    Place::Container {
        namespace: pod.namespace().to_owned(),
        pod: pod.name().to_owned(),
        container: container.to_owned(),
    }
}
