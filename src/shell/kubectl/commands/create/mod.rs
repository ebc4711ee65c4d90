//! `kubectl create`: objects from files, and the generators of the exam.

mod configmap;
mod deployment;
mod files;
mod generated;
mod ingress;
mod job;
mod key_values;
mod namespace;
mod quota;
mod role;
mod secret;
mod secret_docker;
mod secret_generic;
mod secret_tls;
mod service;
mod service_cluster_ip;
mod service_external_name;
mod service_load_balancer;
mod service_node_port;
mod service_ports;
mod serviceaccount;
mod token;

pub use generated::{LAST_APPLIED, last_applied};

use super::common::{DRY_RUN, FILES, MANAGER, OUTPUT, SAVE, SELECTOR, VALIDATE};
use crate::shell::kubectl::{
    command::Command,
    flag::{Flag, switch, text},
};

const OWN: &[Flag] = &[
    text("raw", '\0', "", "Not simulated here."),
    switch("edit", '\0', "Edit the object before creating it: not simulated here."),
];

pub const COMMAND: Command = Command {
    name: "create",
    summary: "Create a resource from a file or from stdin",
    about: "Create a resource from a file or from stdin.\n\nJSON and YAML formats are accepted.",
    examples: "# Create a pod using the data in pod.yaml\nkubectl create -f pod.yaml\n\n# Create what a here-document holds\ncat pod.json | kubectl create -f -",
    usage: "-f FILENAME [options]",
    flags: &[FILES, OWN, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE, SELECTOR],
    run: Some(files::run),
    commands: &[
        &role::CLUSTER_ROLE,
        &role::CLUSTER_ROLE_BINDING,
        &configmap::COMMAND,
        &job::CRON_JOB,
        &deployment::COMMAND,
        &ingress::COMMAND,
        &job::COMMAND,
        &namespace::COMMAND,
        &quota::COMMAND,
        &role::COMMAND,
        &role::BINDING,
        &secret::COMMAND,
        &service::COMMAND,
        &serviceaccount::COMMAND,
        &token::COMMAND,
    ],
    ..Command::PLAIN
};
