//! `kubectl autoscale`: not simulated.

use crate::shell::kubectl::{
    client::Client,
    command::{Command, Completes},
    failure::Failure,
    flag::{Flag, number, text},
};

const OWN: &[Flag] = &[
    number("max", '\0', "-1", "The upper limit for the number of pods that can be set by the autoscaler."),
    number("min", '\0', "-1", "The lower limit for the number of pods that can be set by the autoscaler."),
    text("cpu", '\0', "", "The target average CPU utilization."),
    number("cpu-percent", '\0', "-1", "The target average CPU utilization in percent."),
];

pub const COMMAND: Command = Command {
    name: "autoscale",
    summary: "Auto-scale a deployment, replica set, stateful set, or replication controller",
    about: "Creates an autoscaler that automatically chooses and sets the number of pods.",
    usage: "(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [options]",
    flags: &[OWN],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

#[allow(clippy::unnecessary_wraps, reason = "every command has this signature")]
fn run(_: &mut Client<'_, '_>) -> Result<(), Failure> {
    Err(Failure::plain("autoscalers are not simulated here: there is no load to scale by; use kubectl scale"))
}
