//! `kubectl rollout`: the changes of a workload over time.

mod each;
mod history;
mod pause;
mod restart;
mod revisions;
mod status;
#[cfg(test)]
mod tests;
mod undo;

use crate::shell::kubectl::command::Command;

pub const COMMAND: Command = Command {
    name: "rollout",
    summary: "Manage the rollout of a resource",
    about: "Manage the rollout of one or many resources.\n\nValid resource types include:\n\n  *  deployments\n  *  daemonsets\n  *  statefulsets",
    examples: "# Rollback to the previous deployment\nkubectl rollout undo deployment/abc\n\n# Check the rollout status of a daemonset\nkubectl rollout status daemonset/foo\n\n# Restart a deployment\nkubectl rollout restart deployment/abc",
    usage: "SUBCOMMAND [options]",
    commands: &[
        &history::COMMAND,
        &pause::COMMAND,
        &restart::COMMAND,
        &pause::RESUME,
        &status::COMMAND,
        &undo::COMMAND,
    ],
    ..Command::PLAIN
};
