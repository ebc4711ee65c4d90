//! What becomes of each container of a Pod: from its image and command, its probes, and what it needs to start.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::{Container, Pod, PodSpec};

use super::staged;
use crate::cluster::{
    container::{self, Fate, in_full},
    kind::Kind,
    object::Object,
    store::Cluster,
};

/// What becomes of one container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    pub name: String,
    pub image: String,
    pub state: State,
    /// It is pulled at each start: `imagePullPolicy: Always`.
    pub pulls: bool,
    /// What its probes found: the probe's name as the event has it, and the failure.
    pub unhealthy: Vec<(&'static str, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Running {
        ready: bool,
    },
    Ended(End),
    /// Started again and again: waiting for the next attempt.
    BackingOff(End),
    /// Never started yet.
    Waiting {
        reason: String,
        message: String,
    },
}

/// How a container came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub code: i32,
    /// `Completed`, `Error`, `StartError`.
    pub reason: &'static str,
    pub message: String,
}

/// All containers of a Pod.
#[derive(Debug, Clone, Default)]
pub struct Lives {
    pub init: Vec<Life>,
    pub main: Vec<Life>,
    /// Why its volumes can not be mounted: the volume and what is missing. Then nothing is started, and there is no address.
    pub unmounted: Option<(String, String)>,
}

impl Life {
    fn new(container: &Container, state: State) -> Self {
        Self {
            name: container.name.clone(),
            image: container.image.clone().unwrap_or_default(),
            state,
            pulls: container.image_pull_policy.as_deref() == Some("Always"),
            unhealthy: Vec::new(),
        }
    }

    fn waiting(container: &Container, reason: &str) -> Self {
        Self::new(container, State::Waiting { reason: reason.to_owned(), message: String::new() })
    }

    pub fn is_ready(&self) -> bool {
        self.state == State::Running { ready: true }
    }
}

/// What becomes of all containers. Init containers run one after the other, each to its end; those with `restartPolicy:
/// Always` stay. <https://kubernetes.io/docs/concepts/workloads/pods/init-containers/>
pub fn lives(cluster: &Cluster, object: &Object, pod: &Pod, address: Option<IpAddr>) -> Lives {
    let Some(spec) = &pod.spec else { return Lives::default() };
    let around =
        Around { cluster, object, spec, address: address.map(|ip| ip.to_string()).unwrap_or_default() };
    let init = spec.init_containers.as_deref().unwrap_or_default();
    if let Some(unmounted) = around.unmounted() {
        return Lives {
            init: init.iter().map(|one| Life::waiting(one, "PodInitializing")).collect(),
            main: spec.containers.iter().map(|one| Life::waiting(one, first_reason(init))).collect(),
            unmounted: Some(unmounted),
        };
    }
    let mut done = true;
    let mut lives = Lives::default();
    for container in init {
        let sidecar = container.restart_policy.as_deref() == Some("Always");
        let life = if done {
            around.life(container, true, sidecar)
        } else {
            Life::waiting(container, "PodInitializing")
        };
        done &= match &life.state {
            State::Ended(end) => end.code == 0,
            State::Running { .. } => sidecar,
            _ => false,
        };
        lives.init.push(life);
    }
    for container in &spec.containers {
        let life = if done {
            around.life(container, false, false)
        } else {
            Life::waiting(container, "PodInitializing")
        };
        lives.main.push(life);
    }
    lives
}

fn first_reason(init: &[Container]) -> &'static str {
    if init.is_empty() { "ContainerCreating" } else { "PodInitializing" }
}

/// Whether a Pod waits for a `ConfigMap` or a Secret.
pub fn waits_for_configuration(pod: &Pod) -> bool {
    let status = pod.status.iter();
    let all = status.flat_map(|status| {
        status.container_statuses.iter().flatten().chain(status.init_container_statuses.iter().flatten())
    });
    all.filter_map(|status| status.state.as_ref()?.waiting.as_ref()?.reason.as_deref()).any(|reason| {
        matches!(reason, "ContainerCreating" | "PodInitializing" | "CreateContainerConfigError")
    })
}

struct Around<'a> {
    cluster: &'a Cluster,
    object: &'a Object,
    spec: &'a PodSpec,
    address: String,
}

impl Around<'_> {
    fn life(&self, container: &Container, init: bool, sidecar: bool) -> Life {
        let policy = self.spec.restart_policy.as_deref().unwrap_or("Always");
        // A container that is to end is started again only when it failed; a sidecar always.
        let policy = match (init, sidecar) {
            (_, true) => "Always",
            (true, false) if policy == "Always" => "OnFailure",
            _ => policy,
        };
        let mut life = Life::new(container, State::Running { ready: true });
        if let Some(reason) = staged::says(self.cluster, self.object, "waiting") {
            return Life::waiting(container, reason);
        }
        if let Some(missing) = self.missing_variable(container) {
            life.state = State::Waiting { reason: "CreateContainerConfigError".to_owned(), message: missing };
            return life;
        }
        if let Some(crash) = self.cluster.process(self.object).and_then(|process| process.crash.clone()) {
            life.state = ended(policy, End { code: 1, reason: "Error", message: crash });
            return life;
        }
        let fate = if staged::is_on(self.cluster) {
            self.staged_fate(init && !sidecar)
        } else {
            container::fate(container)
        };
        life.state = match fate {
            Fate::Runs
                if !staged::is_on(self.cluster) && container::clash(self.spec, &container.name).is_some() =>
            {
                ended(policy, End { code: 1, reason: "Error", message: String::new() })
            }
            Fate::Runs => return self.probed(container, life),
            Fate::NoImage { known_name } => no_image(container, known_name),
            Fate::Ends(code) => {
                let reason = if code == 0 { "Completed" } else { "Error" };
                ended(policy, End { code, reason, message: String::new() })
            }
            Fate::NoProgram(program) => {
                let message = format!(
                    "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: {program:?}: {}",
                    if program.contains('/') {
                        format!("stat {program}: no such file or directory")
                    } else {
                        "executable file not found in $PATH".to_owned()
                    }
                );
                ended(policy, End { code: 128, reason: "StartError", message })
            }
        };
        life
    }

    fn staged_fate(&self, to_end: bool) -> Fate {
        let completes = staged::is(self.cluster, self.object, "complete", "true");
        if completes || to_end { Fate::Ends(0) } else { Fate::Runs }
    }

    /// A running container is as ready and as alive as its probes find it.
    fn probed(&self, container: &Container, mut life: Life) -> Life {
        if staged::is_on(self.cluster) {
            life.state = State::Running { ready: !staged::is(self.cluster, self.object, "ready", "false") };
            return life;
        }
        let ask = |probe: &Option<_>| {
            probe.as_ref().map_or(Ok(()), |one| container::probe(container, one, &self.address))
        };
        for (name, probe) in [("Startup", &container.startup_probe), ("Liveness", &container.liveness_probe)]
        {
            if let Err(failure) = ask(probe) {
                life.unhealthy.push((name, failure));
                life.state = State::BackingOff(End { code: 137, reason: "Error", message: String::new() });
                return life;
            }
        }
        if let Err(failure) = ask(&container.readiness_probe) {
            life.unhealthy.push(("Readiness", failure));
            life.state = State::Running { ready: false };
        }
        life
    }

    fn exists(&self, kind: Kind, name: &str) -> bool {
        self.cluster.find(kind, self.object.namespace(), name).is_some()
    }

    fn unmounted(&self) -> Option<(String, String)> {
        let needed = self.spec.volumes.iter().flatten().filter_map(|volume| {
            let (kind, name, optional) = if let Some(source) = &volume.config_map {
                (Kind::ConfigMap, source.name.as_str(), source.optional)
            } else {
                let source = volume.secret.as_ref()?;
                (Kind::Secret, source.secret_name.as_deref().unwrap_or_default(), source.optional)
            };
            Some((volume.name.clone(), kind, name, optional.unwrap_or(false)))
        });
        needed
            .filter(|(_, kind, name, optional)| !optional && !self.exists(*kind, name))
            .map(|(volume, kind, name, _)| {
                (volume, format!("{} {name:?} not found", kind.declaration().singular))
            })
            .next()
    }

    /// A variable that comes from a `ConfigMap` or Secret, or a key of it, that is not there.
    fn missing_variable(&self, container: &Container) -> Option<String> {
        let missing = |kind: Kind, name: &str| format!("{} {name:?} not found", kind.declaration().singular);
        let whole = container.env_from.iter().flatten().filter_map(|from| {
            if let Some(source) = &from.config_map_ref {
                return Some((Kind::ConfigMap, source.name.clone(), None, source.optional));
            }
            let source = from.secret_ref.as_ref()?;
            Some((Kind::Secret, source.name.clone(), None, source.optional))
        });
        let keys = container.env.iter().flatten().filter_map(|one| {
            let from = one.value_from.as_ref()?;
            if let Some(source) = &from.config_map_key_ref {
                return Some((
                    Kind::ConfigMap,
                    source.name.clone(),
                    Some(source.key.clone()),
                    source.optional,
                ));
            }
            let source = from.secret_key_ref.as_ref()?;
            Some((Kind::Secret, source.name.clone(), Some(source.key.clone()), source.optional))
        });
        for (kind, name, key, optional) in whole.chain(keys) {
            if optional == Some(true) {
                continue;
            }
            let Some(object) = self.cluster.find(kind, self.object.namespace(), &name) else {
                return Some(missing(kind, &name));
            };
            let has = |key: &String| {
                ["data", "binaryData"].iter().any(|field| object.json()[field].get(key).is_some())
            };
            if let Some(key) = key.filter(|key| !has(key)) {
                return Some(format!("couldn't find key {key} in {kind} {}/{name}", self.object.namespace()));
            }
        }
        None
    }
}

/// An end is final, or the next start is waited for.
fn ended(policy: &str, end: End) -> State {
    if policy == "Always" || (policy == "OnFailure" && end.code != 0) {
        State::BackingOff(end)
    } else {
        State::Ended(end)
    }
}

fn no_image(container: &Container, known_name: bool) -> State {
    let image = container.image.as_deref().unwrap_or_default();
    if container.image_pull_policy.as_deref() == Some("Never") {
        let message = format!("Container image {image:?} is not present with pull policy of Never");
        return State::Waiting { reason: "ErrImageNeverPull".to_owned(), message };
    }
    State::Waiting {
        reason: "ImagePullBackOff".to_owned(),
        message: format!(
            "Back-off pulling image {image:?}: ErrImagePull: {}",
            pull_failure(image, known_name)
        ),
    }
}

/// What the runtime says of an image that no registry has.
fn pull_failure(image: &str, known_name: bool) -> String {
    let full = in_full(image);
    let start = format!("failed to pull and unpack image {full:?}: failed to resolve reference {full:?}:");
    if known_name {
        format!("rpc error: code = NotFound desc = {start} {full}: not found")
    } else {
        format!(
            "{start} pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"
        )
    }
}
