//! The cluster at the start of a lab: its manifests sent to the API one after the other, controllers at rest.

use crate::{
    cluster::{
        self, Cluster, Kind, LoadOptions, LoadProblem, Object, Origin, Source,
        api::{self, Body, How, Target},
    },
    course::Lab,
};

/// Why a lab can not start: a fault of its `start.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct StartFault {
    /// From 1; 0 where it is not known.
    pub line: usize,
    pub message: String,
}

/// Plugins that let every `NetworkPolicy` stand without effect.
const WITHOUT_POLICIES: [&str; 1] = ["flannel"];

/// Builds the cluster. `time`: when its objects came into being, RFC 3339 in UTC.
///
/// # Errors
/// What is wrong with the manifests: as YAML, or what the API server refuses.
pub fn start(lab: &Lab, time: &str) -> Result<Cluster, Vec<StartFault>> {
    let mut options = LoadOptions::default();
    if let Some(plugin) = &lab.plugin {
        options.settings.plugin.name.clone_from(plugin);
        options.settings.plugin.enforces_policies = !WITHOUT_POLICIES.contains(&plugin.as_str());
    }
    let source = Source { name: "start.yaml", bytes: lab.start.as_bytes() };
    // Loading tells what is wrong with a line; requests then make of it what a server would have stored.
    let given = cluster::load(&[source], &options)
        .map_err(|problems| problems.into_iter().map(fault).collect::<Vec<_>>())?;
    if let Some((kind, _)) = given.skipped.first_key_value() {
        return Err(vec![StartFault {
            line: 0,
            message: format!("{kind} is not served by the simulated cluster"),
        }]);
    }
    let mut cluster = cluster::load(&[], &options)
        .map_err(|problems| problems.into_iter().map(fault).collect::<Vec<_>>())?
        .cluster;
    let mut objects: Vec<_> = given.cluster.all().filter(|object| object.origin() == Origin::Given).collect();
    objects.sort_by_key(|object| (object.kind() != Kind::Namespace, object.serial()));
    let mut faults = Vec::new();
    for object in objects {
        if let Err(status) = send(&mut cluster, object, time) {
            let line = object.place().map_or(0, |place| place.line);
            faults.push(StartFault { line, message: format!("{}: {}", object.key(), status.message) });
        }
    }
    if faults.is_empty() { Ok(cluster) } else { Err(faults) }
}

/// What every cluster has may be there already: then it is replaced.
fn send(cluster: &mut Cluster, object: &Object, time: &str) -> Result<(), api::Status> {
    let how = How { time, ..How::default() };
    let target = Target { kind: object.kind(), namespace: object.namespace(), name: "" };
    let body = Body::from(object.json().clone());
    match api::create(cluster, &target, &body, &how) {
        Err(status) if status.reason == api::Reason::AlreadyExists => {
            api::update(cluster, &Target { name: object.name(), ..target }, &body, &how).map(drop)
        }
        other => other.map(drop),
    }
}

fn fault(problem: LoadProblem) -> StartFault {
    StartFault { line: problem.line, message: problem.to_string() }
}
