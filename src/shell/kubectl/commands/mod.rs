//! Every command: the tree of declarations. One file a command; a group has a folder or a file of its own.

mod annotate;
mod api_resources;
mod api_versions;
mod apply;
mod apply_server;
mod attach;
mod auth;
mod autoscale;
mod cascade;
mod cluster_info;
mod common;
mod completion;
mod config;
mod cordon;
mod cp;
mod create;
mod debug;
mod delete;
mod describe;
mod diff;
mod difference;
mod drain;
mod edit;
mod events;
mod exec;
mod explain;
mod expose;
mod get;
mod kustomize;
mod label;
mod logs;
mod metadata_change;
mod options;
mod patch;
mod port_forward;
mod proxy;
mod reopen;
mod replace;
#[cfg(test)]
mod requests_tests;
mod rollout;
mod run;
mod scale;
mod set;
mod taint;
mod target_pod;
mod top;
mod version;
mod wait;

use super::command::Command;

/// The groups of `kubectl --help`.
pub const GROUPS: &[(&str, &[&Command])] = &[
    ("Basic Commands (Beginner):", &[&create::COMMAND, &expose::COMMAND, &run::COMMAND, &set::COMMAND]),
    ("Basic Commands (Intermediate):", &[&explain::COMMAND, &get::COMMAND, &edit::COMMAND, &delete::COMMAND]),
    ("Deploy Commands:", &[&rollout::COMMAND, &scale::COMMAND, &autoscale::COMMAND]),
    (
        "Cluster Management Commands:",
        &[
            &cluster_info::COMMAND,
            &top::COMMAND,
            &cordon::COMMAND,
            &cordon::UNCORDON,
            &drain::COMMAND,
            &taint::COMMAND,
        ],
    ),
    (
        "Troubleshooting and Debugging Commands:",
        &[
            &describe::COMMAND,
            &logs::COMMAND,
            &attach::COMMAND,
            &exec::COMMAND,
            &port_forward::COMMAND,
            &proxy::COMMAND,
            &cp::COMMAND,
            &auth::COMMAND,
            &debug::COMMAND,
            &events::COMMAND,
        ],
    ),
    (
        "Advanced Commands:",
        &[
            &diff::COMMAND,
            &apply::COMMAND,
            &patch::COMMAND,
            &replace::COMMAND,
            &wait::COMMAND,
            &kustomize::COMMAND,
        ],
    ),
    ("Settings Commands:", &[&label::COMMAND, &annotate::COMMAND, &completion::COMMAND]),
    (
        "Other Commands:",
        &[&api_resources::COMMAND, &api_versions::COMMAND, &config::COMMAND, &version::COMMAND],
    ),
];

/// The root.
pub const KUBECTL: Command = Command {
    name: "kubectl",
    about: "kubectl controls the Kubernetes cluster manager.\n\nThis one works on the simulated cluster of the lab, with the words of kubectl 1.36.",
    usage: "[flags] [options]",
    commands: ALL,
    ..Command::PLAIN
};

const ALL: &[&Command] = &[
    &annotate::COMMAND,
    &api_resources::COMMAND,
    &api_versions::COMMAND,
    &apply::COMMAND,
    &attach::COMMAND,
    &auth::COMMAND,
    &autoscale::COMMAND,
    &cluster_info::COMMAND,
    &completion::COMMAND,
    &config::COMMAND,
    &cordon::COMMAND,
    &cp::COMMAND,
    &create::COMMAND,
    &debug::COMMAND,
    &delete::COMMAND,
    &describe::COMMAND,
    &diff::COMMAND,
    &drain::COMMAND,
    &edit::COMMAND,
    &events::COMMAND,
    &exec::COMMAND,
    &explain::COMMAND,
    &expose::COMMAND,
    &get::COMMAND,
    &kustomize::COMMAND,
    &label::COMMAND,
    &logs::COMMAND,
    &options::COMMAND,
    &patch::COMMAND,
    &port_forward::COMMAND,
    &proxy::COMMAND,
    &replace::COMMAND,
    &rollout::COMMAND,
    &run::COMMAND,
    &scale::COMMAND,
    &set::COMMAND,
    &taint::COMMAND,
    &top::COMMAND,
    &cordon::UNCORDON,
    &version::COMMAND,
    &wait::COMMAND,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ALL, GROUPS};
    use crate::shell::kubectl::{command::Command, globals::GLOBAL};

    #[test]
    fn every_command_is_in_a_group_of_the_help_but_options() {
        let listed: BTreeSet<&str> =
            GROUPS.iter().flat_map(|(_, commands)| commands.iter().map(|command| command.name)).collect();
        let all: BTreeSet<&str> =
            ALL.iter().map(|command| command.name).filter(|name| *name != "options").collect();
        assert_eq!(listed, all);
    }

    fn check(command: &Command, path: &str) {
        assert!(!command.summary.is_empty(), "{path}");
        let mut names = BTreeSet::new();
        let mut shorts = BTreeSet::new();
        for flag in command.own_flags() {
            assert!(names.insert(flag.name), "{path} --{}", flag.name);
            assert!(flag.short == '\0' || shorts.insert(flag.short), "{path} -{}", flag.short);
            // Those that kubectl itself hides behind own flags: `create rolebinding --user`, `debug --profile`.
            let hidden = ["user", "profile"];
            let hides = GLOBAL.iter().any(|global| global.name == flag.name) && !hidden.contains(&flag.name);
            assert!(!hides, "{path} --{}", flag.name);
        }
        for required in command.required {
            assert!(names.contains(required), "{path} requires --{required}");
        }
        for inner in command.commands {
            check(inner, &format!("{path} {}", inner.name));
        }
    }

    #[test]
    fn no_flag_is_declared_twice_and_every_command_has_its_line() {
        for command in ALL {
            check(command, command.name);
        }
    }
}
