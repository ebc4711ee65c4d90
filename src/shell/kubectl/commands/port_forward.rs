//! `kubectl port-forward`: in the background it stays until it is killed; in the foreground it ends at once and says so.

use k8s_openapi::{
    api::core::v1::{Pod, Service},
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::target_pod;
use crate::{
    cluster::{Object, pod},
    shell::{
        kubectl::{
            client::Client,
            command::{Command, Completes},
            failure::Failure,
            flag::{Flag, text},
        },
        session::{Forward, MOST_FORWARDS},
    },
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

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let arguments = client.arguments.clone();
    let missing = || Failure::Usage("TYPE/NAME and list of ports are required for port-forward".to_owned());
    let Some((target, pairs)) = arguments.split_first().filter(|(_, pairs)| !pairs.is_empty()) else {
        return Err(missing());
    };
    let pod = target_pod::pod(client, target)?;
    let phase = pod.json().pointer("/status/phase").and_then(serde_json::Value::as_str).unwrap_or("Pending");
    if phase != "Running" {
        return Err(Failure::plain(format!(
            "unable to forward port because pod is not running. Current status={phase}"
        )));
    }
    let mut ports = Vec::new();
    for pair in pairs {
        let (local, remote) = pair.split_once(':').unwrap_or((pair, pair));
        let remote = number(client, &pod, target, remote)?;
        let local = match local {
            "" => 40_000 + u16::try_from(client.call.session.random(9_999)).unwrap_or(0),
            // `PORT` alone with a name: the number that the name stands for.
            local => match local.parse::<u16>().ok() {
                Some(local) => local,
                None if local == pair => remote,
                None => return Err(Failure::plain(format!("error parsing local port '{local}'"))),
            },
        };
        ports.push((local, remote));
    }
    let place = client.call.session.place().clone();
    for (local, remote) in &ports {
        if client.call.session.forwards.contains_key(&(place.clone(), *local)) {
            client.error_line(&format!("Unable to listen on port {local}: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:{local}: bind: address already in use]"));
            return Err(Failure::plain(format!(
                "unable to listen on any of the requested ports: [{{{local} {remote}}}]"
            )));
        }
        client.line(&format!(
            "Forwarding from 127.0.0.1:{local} -> {remote}\nForwarding from [::1]:{local} -> {remote}"
        ));
    }
    let session = &mut *client.call.session;
    if !session.background {
        client.error_line("# Nobody else can type here, so the forwarding ends at once. With & behind the line it stays, until you kill %1.");
        return Ok(());
    }
    let command = format!("kubectl port-forward {}", arguments.join(" "));
    for (local, remote) in ports.into_iter().take(MOST_FORWARDS.saturating_sub(session.forwards.len())) {
        let forward = Forward {
            namespace: pod.namespace().to_owned(),
            pod: pod.name().to_owned(),
            port: remote,
            command: command.clone(),
        };
        session.forwards.insert((place.clone(), local), forward);
    }
    Ok(())
}

/// The Pod's port behind what is written: a number, a name, or the port of a Service.
fn number(client: &mut Client<'_, '_>, pod: &Object, target: &str, remote: &str) -> Result<u16, Failure> {
    let typed = pod.typed::<Pod>();
    let named = |name: &str| {
        let own = typed.into_iter().flat_map(pod::ports).find(|port| port.name.as_deref() == Some(name));
        own.and_then(|port| u16::try_from(port.container_port).ok())
    };
    let (kind, name) = target.split_once('/').unwrap_or(("pod", target));
    if !matches!(kind, "svc" | "service" | "services") {
        return remote.parse().ok().or_else(|| named(remote)).ok_or_else(|| {
            Failure::plain(format!("Pod '{}' does not have a named port '{remote}'", pod.name()))
        });
    }
    let service =
        client.cluster().fetch::<Service>(pod.namespace(), name).and_then(|(_, one)| one.spec.as_ref());
    let ports = service.and_then(|spec| spec.ports.as_deref()).unwrap_or_default();
    let meant =
        ports.iter().find(|port| port.name.as_deref() == Some(remote) || port.port.to_string() == remote);
    let Some(port) = meant else {
        let what = if remote.parse::<u16>().is_ok() { "service" } else { "named" };
        return Err(Failure::plain(format!("Service {name} does not have a {what} port {remote}")));
    };
    let number = match &port.target_port {
        Some(IntOrString::Int(number)) if *number > 0 => u16::try_from(*number).ok(),
        Some(IntOrString::String(own)) => own.parse().ok().or_else(|| named(own)),
        _ => u16::try_from(port.port).ok(),
    };
    number
        .ok_or_else(|| Failure::plain(format!("Pod '{}' does not have the port behind {remote}", pod.name())))
}
