//! `kubectl port-forward`: says what it would forward, and ends.

use super::target_pod;
use crate::shell::kubectl::{
    client::Client,
    command::{Command, Completes},
    failure::Failure,
    flag::{Flag, text},
};

const OWN: &[Flag] = &[
    text("address", '\0', "localhost", "Addresses to listen on (comma separated)."),
    text(
        "pod-running-timeout",
        '\0',
        "1m0s",
        "The length of time to wait until at least one pod is running.",
    ),
];

pub const COMMAND: Command = Command {
    name: "port-forward",
    summary: "Forward one or more local ports to a pod",
    about: "Forward one or more local ports to a pod.",
    usage: "TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]",
    flags: &[OWN],
    completes: Completes::Named("pods"),
    run: Some(run),
    ..Command::PLAIN
};

#[allow(clippy::unnecessary_wraps, reason = "every command has this signature")]
fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let arguments = client.arguments.clone();
    let [target, pairs @ ..] = arguments.as_slice() else {
        return Err(Failure::Usage("TYPE/NAME and list of ports are required for port-forward".to_owned()));
    };
    if pairs.is_empty() {
        return Err(Failure::Usage("TYPE/NAME and list of ports are required for port-forward".to_owned()));
    }
    let pod = target_pod::pod(client, target)?;
    if pod.json().pointer("/status/phase").and_then(serde_json::Value::as_str) != Some("Running") {
        let phase = pod
            .json()
            .pointer("/status/phase")
            .and_then(serde_json::Value::as_str)
            .unwrap_or("Pending")
            .to_owned();
        return Err(Failure::plain(format!(
            "unable to forward port because pod is not running. Current status={phase}"
        )));
    }
    for pair in pairs {
        let (local, remote) = pair.split_once(':').unwrap_or((pair, pair));
        let Ok(number) = remote.parse::<u16>() else {
            return Err(Failure::plain(format!("Service {target} does not have a named port '{remote}'")));
        };
        let local = if local.is_empty() { "40123" } else { local };
        client.line(&format!(
            "Forwarding from 127.0.0.1:{local} -> {number}\nForwarding from [::1]:{local} -> {number}"
        ));
    }
    client.error_line(
        "# Here the forwarding ends at once: ask from inside the cluster, by kubectl exec or kubectl run.",
    );
    Ok(())
}
