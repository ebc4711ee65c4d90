//! Rules for a Pod and for the Pod in a template.
//!
//! <https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/>

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::PodSpec;
use serde_json::json;

use super::Candidate;
use super::{
    container::{Around, container},
    names::{address, label, search_domain},
};
use crate::cluster::{Typed, api::faults::Faults};

const RESTART: &[&str] = &["Always", "OnFailure", "Never"];
const DNS: &[&str] = &["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
/// <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config>
const MOST_SERVERS: usize = 3;
const MOST_SEARCHES: usize = 32;
const LONGEST_SEARCH: usize = 2048;
/// What may change in a Pod that exists.
const MAY_CHANGE: &str = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

pub fn pod(Candidate { typed, is_new, .. }: &Candidate<'_>, faults: &mut Faults) {
    let Typed::Pod(pod) = typed else { return };
    let ephemeral = pod.spec.as_ref().and_then(|spec| spec.ephemeral_containers.as_ref());
    if *is_new && ephemeral.is_some_and(|list| !list.is_empty()) {
        faults.forbidden("spec.ephemeralContainers", "cannot be set on create");
    }
    pod_spec("spec", pod.spec.as_ref(), faults);
}

pub fn pod_spec(at: &str, spec: Option<&PodSpec>, faults: &mut Faults) {
    let none = PodSpec::default();
    let spec = spec.unwrap_or(&none);
    let mut volumes = BTreeSet::new();
    for (index, volume) in spec.volumes.iter().flatten().enumerate() {
        let field = format!("{at}.volumes[{index}].name");
        if volume.name.is_empty() {
            faults.required(field, "");
        } else if volumes.insert(volume.name.as_str()) {
            faults.rule(&field, &volume.name, label(&volume.name));
        } else {
            faults.duplicate(field, volume.name.as_str());
        }
    }
    let around = Around { volumes: &volumes, host_network: spec.host_network.unwrap_or(false) };
    if spec.containers.is_empty() {
        faults.required(format!("{at}.containers"), "");
    }
    let mut names = BTreeSet::new();
    let both = [
        ("containers", spec.containers.as_slice()),
        ("initContainers", spec.init_containers.as_deref().unwrap_or_default()),
    ];
    for (list, containers) in both {
        for (index, one) in containers.iter().enumerate() {
            let at = format!("{at}.{list}[{index}]");
            container(&at, one, &around, faults);
            if !names.insert(one.name.as_str()) {
                faults.duplicate(format!("{at}.name"), one.name.as_str());
            }
        }
    }
    for (index, one) in spec.ephemeral_containers.iter().flatten().enumerate() {
        let at = |field: &str| format!("{at}.ephemeralContainers[{index}].{field}");
        if one.name.is_empty() {
            faults.required(at("name"), "");
        } else if names.insert(one.name.as_str()) {
            faults.rule(&at("name"), &one.name, label(&one.name));
        } else {
            faults.duplicate(at("name"), one.name.as_str());
        }
        if one.image.as_deref().unwrap_or_default().is_empty() {
            faults.required(at("image"), "");
        }
        let target = one.target_container_name.as_deref().filter(|target| !target.is_empty());
        if let Some(target) = target.filter(|target| !spec.containers.iter().any(|one| one.name == *target)) {
            faults.not_found(at("targetContainerName"), target);
        }
    }
    let restart = spec.restart_policy.as_deref().unwrap_or_default();
    if !RESTART.contains(&restart) {
        faults.not_supported(format!("{at}.restartPolicy"), restart, RESTART);
    }
    dns(at, spec, faults);
    for (name, value) in [("hostname", &spec.hostname), ("subdomain", &spec.subdomain)] {
        if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
            faults.rule(&format!("{at}.{name}"), value, label(value));
        }
    }
}

fn dns(at: &str, spec: &PodSpec, faults: &mut Faults) {
    let policy = spec.dns_policy.as_deref().unwrap_or_default();
    if !DNS.contains(&policy) {
        faults.not_supported(format!("{at}.dnsPolicy"), policy, DNS);
    }
    let config = spec.dns_config.as_ref();
    let servers = config.and_then(|config| config.nameservers.as_deref()).unwrap_or_default();
    if policy == "None" {
        if config.is_none() {
            let why = "must provide `dnsConfig` when `dnsPolicy` is None";
            faults.required(format!("{at}.dnsConfig"), why);
        } else if servers.is_empty() {
            let why = "must provide at least one DNS nameserver when `dnsPolicy` is None";
            faults.required(format!("{at}.dnsConfig.nameservers"), why);
        }
    }
    if servers.len() > MOST_SERVERS {
        let why = format!("must not have more than {MOST_SERVERS} nameservers");
        faults.invalid(format!("{at}.dnsConfig.nameservers"), json!(servers), &why);
    }
    for (index, server) in servers.iter().enumerate() {
        if !address(server).is_empty() {
            let field = format!("{at}.dnsConfig.nameservers[{index}]");
            faults.invalid(field, server.as_str(), "must be valid IP address");
        }
    }
    let Some(config) = config else { return };
    searches(&format!("{at}.dnsConfig.searches"), config.searches.as_deref().unwrap_or_default(), faults);
    for (index, option) in config.options.iter().flatten().enumerate() {
        if option.name.as_deref().unwrap_or_default().is_empty() {
            faults.required(format!("{at}.dnsConfig.options[{index}]"), "must not be empty");
        }
    }
}

fn searches(at: &str, searches: &[String], faults: &mut Faults) {
    if searches.len() > MOST_SEARCHES {
        let why = format!("must not have more than {MOST_SEARCHES} search paths");
        faults.invalid(at, json!(searches), &why);
    }
    if searches.join(" ").len() > LONGEST_SEARCH {
        let why = format!(
            "must not have more than {LONGEST_SEARCH} characters (including spaces) in the search list"
        );
        faults.invalid(at, json!(searches), &why);
    }
    for (index, search) in searches.iter().enumerate().filter(|(_, search)| *search != ".") {
        let bare = search.strip_suffix('.').unwrap_or(search);
        faults.rule(&format!("{at}[{index}]"), bare, search_domain(bare));
    }
}

/// The server also prints the difference after these words; it is left out here.
pub fn pod_update(old: &Typed, new: &Typed, faults: &mut Faults) {
    let (Typed::Pod(old), Typed::Pod(new)) = (old, new) else { return };
    let (Some(old), Some(new)) = (&old.spec, &new.spec) else { return };
    let mut allowed = old.clone();
    // The node is bound through a subresource; a simulated scheduler writes it here.
    allowed.node_name.clone_from(&new.node_name);
    allowed.active_deadline_seconds = new.active_deadline_seconds;
    let kept = old
        .tolerations
        .iter()
        .flatten()
        .all(|one| new.tolerations.iter().flatten().any(|other| other == one));
    if kept {
        allowed.tolerations.clone_from(&new.tolerations);
    }
    for (container, changed) in allowed.containers.iter_mut().zip(&new.containers) {
        container.image.clone_from(&changed.image);
    }
    let init = allowed.init_containers.iter_mut().flatten().zip(new.init_containers.iter().flatten());
    for (container, changed) in init {
        container.image.clone_from(&changed.image);
    }
    if allowed != *new {
        faults.forbidden("spec", MAY_CHANGE);
    }
}
