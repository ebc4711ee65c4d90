//! What the kubelet tells in events while it starts and stops containers.

use std::sync::Arc;

use k8s_openapi::api::core::v1::Pod;

use super::{
    super::{Desk, Event},
    life::{End, Life, Lives, State},
    staged,
};
use crate::cluster::{derive::fingerprint, object::Object, pod};

const FROM: &str = "kubelet";

struct Reporter<'a, 'd> {
    desk: &'a mut Desk<'d>,
    pod: Arc<Object>,
    node: String,
}

/// Tells what became of a Pod whose status was just written; `before` is the Pod as it was.
pub fn report(desk: &mut Desk<'_>, before: &Arc<Object>, lives: &Lives) {
    let node = node(before);
    let Some(pod) = desk.cluster.get(before.key()).cloned() else { return };
    let mut reporter = Reporter { desk, pod, node };
    if let Some((volume, missing)) = &lives.unmounted {
        let message = format!("MountVolume.SetUp failed for volume {volume:?} : {missing}");
        return reporter.tell("", true, "FailedMount", &message);
    }
    for (list, field, statuses) in [
        (&lives.init, "spec.initContainers", "initContainerStatuses"),
        (&lives.main, "spec.containers", "containerStatuses"),
    ] {
        for life in list {
            let old = before.json()["status"][statuses].as_array().into_iter().flatten();
            let old = old.into_iter().find(|one| one["name"] == life.name.as_str());
            let ran = old.is_some_and(|old| old.get("containerID").is_some());
            let changed =
                ran && old.is_some_and(|old| old["image"] != crate::cluster::container::in_full(&life.image));
            reporter.container(life, &format!("{field}{{{}}}", life.name), ran, changed);
        }
    }
}

/// Tells that the containers of a Pod that was deleted are stopped.
pub fn stopped(desk: &mut Desk<'_>, pod: &Arc<Object>) {
    let running = |pod: &Object| {
        let statuses =
            pod.json().pointer("/status/containerStatuses").and_then(|list| list.as_array().cloned());
        statuses
            .into_iter()
            .flatten()
            .filter(|one| one.pointer("/state/running").is_some())
            .filter_map(|one| one["name"].as_str().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    // Of a namespace that goes as a whole nobody reads them.
    if desk.cluster.find(crate::cluster::Kind::Namespace, "", pod.namespace()).is_none() {
        return;
    }
    for name in running(pod) {
        let mut reporter = Reporter { node: node(pod), pod: Arc::clone(pod), desk };
        reporter.tell(
            &format!("spec.containers{{{name}}}"),
            false,
            "Killing",
            &format!("Stopping container {name}"),
        );
    }
}

fn node(object: &Object) -> String {
    object.typed::<Pod>().and_then(pod::node).unwrap_or_default().to_owned()
}

impl Reporter<'_, '_> {
    fn tell(&mut self, field: &str, warning: bool, reason: &str, message: &str) {
        let event = Event { from: FROM, host: &self.node, field, warning, reason, message };
        self.desk.happened(&self.pod, event);
    }

    fn container(&mut self, life: &Life, field: &str, ran: bool, changed: bool) {
        if changed {
            let message = format!("Container {} definition changed, will be restarted", life.name);
            self.tell(field, false, "Killing", &message);
        }
        let starts = !ran || changed;
        match &life.state {
            State::Waiting { reason, message } => self.waiting(life, field, reason, message),
            State::Running { .. } if starts => self.start(life, field),
            State::Ended(end) | State::BackingOff(end) if starts => {
                self.start_or_fail(life, field, end);
            }
            _ => {}
        }
        for (probe, failure) in &life.unhealthy {
            self.tell(field, true, "Unhealthy", &format!("{probe} probe failed: {failure}"));
            if *probe != "Readiness" {
                let probe = probe.to_ascii_lowercase();
                let message = format!("Container {} failed {probe} probe, will be restarted", life.name);
                self.tell(field, false, "Killing", &message);
            }
        }
        if matches!(life.state, State::BackingOff(_)) {
            let (name, namespace, uid) = (self.pod.name(), self.pod.namespace(), self.pod.uid());
            let message = format!(
                "Back-off restarting failed container {} in pod {name}_{namespace}({uid})",
                life.name
            );
            self.tell(field, true, "BackOff", &message);
        }
    }

    fn waiting(&mut self, life: &Life, field: &str, reason: &str, message: &str) {
        let image = &life.image;
        match reason {
            "ImagePullBackOff" | "ErrImagePull" => {
                self.tell(field, false, "Pulling", &format!("Pulling image {image:?}"));
                if let Some((_, why)) = message.split_once("ErrImagePull: ") {
                    self.tell(field, true, "Failed", &format!("Failed to pull image {image:?}: {why}"));
                    self.tell(field, true, "Failed", "Error: ErrImagePull");
                    self.tell(field, false, "BackOff", &format!("Back-off pulling image {image:?}"));
                }
                self.tell(field, true, "Failed", &format!("Error: {reason}"));
            }
            "ErrImageNeverPull" => {
                self.tell(field, true, "ErrImageNeverPull", message);
                self.tell(field, true, "Failed", "Error: ErrImageNeverPull");
            }
            "CreateContainerConfigError" => {
                self.pulled(life, field);
                self.tell(field, true, "Failed", &format!("Error: {message}"));
            }
            _ => {}
        }
    }

    fn pulled(&mut self, life: &Life, field: &str) {
        let image = &life.image;
        if life.pulls && !staged::is_on(self.desk.cluster) {
            self.tell(field, false, "Pulling", &format!("Pulling image {image:?}"));
            // As large and as slow as the image's name makes it: the same each time.
            let number = fingerprint(image);
            let (size, took) = (20_000_000 + number % 60_000_000, 400 + number % 900);
            let message = format!(
                "Successfully pulled image {image:?} in {took}ms ({took}ms including waiting). Image size: {size} bytes."
            );
            self.tell(field, false, "Pulled", &message);
        } else {
            let message = format!(
                "Container image {image:?} already present on machine and can be accessed by the pod"
            );
            self.tell(field, false, "Pulled", &message);
        }
    }

    fn start(&mut self, life: &Life, field: &str) {
        self.pulled(life, field);
        self.tell(field, false, "Created", "Container created");
        self.tell(field, false, "Started", "Container started");
    }

    fn start_or_fail(&mut self, life: &Life, field: &str, end: &End) {
        if end.reason == "StartError" {
            self.pulled(life, field);
            self.tell(field, false, "Created", "Container created");
            self.tell(field, true, "Failed", &format!("Error: {}", end.message));
        } else {
            self.start(life, field);
        }
    }
}
