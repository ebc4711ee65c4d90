//! `kubectl attach`, and the attending of a Pod that `run -i` has started.

use serde_json::Value;

use super::{
    common::CONTAINER,
    exec::{holds, is_shell, shell_name},
    target_pod,
};
use crate::{
    cluster::Kind,
    shell::kubectl::{
        client::{Client, DryRun},
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, duration, switch},
    },
};

const OWN: &[Flag] = &[
    duration(
        "pod-running-timeout",
        '\0',
        "1m0s",
        "The length of time to wait until at least one pod is running.",
    ),
    switch("quiet", 'q', "Only print output from the remote session."),
    switch("stdin", 'i', "Pass stdin to the container."),
    switch("tty", 't', "Stdin is a TTY."),
];

pub const COMMAND: Command = Command {
    name: "attach",
    summary: "Attach to a running container",
    about: "Attach to a process that is already running inside an existing container.",
    usage: "(POD | TYPE/NAME) -c CONTAINER [options]",
    flags: &[OWN, CONTAINER],
    completes: Completes::Named("pods"),
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let Some(target) = client.arguments.first().cloned() else {
        return Err(Failure::Usage("at least 1 argument is required for attach".to_owned()));
    };
    let pod = target_pod::pod(client, &target)?;
    let container = target_pod::container(client, &pod, true)?;
    if let Err(why) = target_pod::state(&pod, &container) {
        return Err(Failure::plain(format!(
            "unable to upgrade connection: container {container} not found in pod {}_{}: {why}",
            pod.name(),
            pod.namespace()
        )));
    }
    let command = command_of(&pod, &container);
    let attached = Attached {
        namespace: pod.namespace().to_owned(),
        pod: pod.name().to_owned(),
        container,
        command,
        removes: false,
    };
    attend(client, &attached)
}

/// A container whose main process is attended.
pub struct Attached {
    pub namespace: String,
    pub pod: String,
    pub container: String,
    /// What it runs; empty for the image's own program.
    pub command: Vec<String>,
    /// The Pod goes with its process: `--rm`.
    pub removes: bool,
}

/// What a container was told to run.
fn command_of(pod: &crate::cluster::Object, container: &str) -> Vec<String> {
    let containers = pod.json().pointer("/spec/containers").and_then(Value::as_array).into_iter().flatten();
    let found = containers.filter(|one| one["name"] == container);
    let words = |one: &Value, field: &str| -> Vec<String> {
        one.get(field)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|word| word.as_str().map(str::to_owned))
            .collect()
    };
    found.flat_map(|one| words(one, "command").into_iter().chain(words(one, "args"))).collect()
}

/// Shows what the main process writes; a shell stays open on a terminal.
///
/// # Errors
/// A container that does not come to run, a process that fails.
pub fn attend(client: &mut Client<'_, '_>, attached: &Attached) -> Result<(), Failure> {
    let pod = client.get(Kind::Pod, &attached.namespace, &attached.pod)?;
    let why = target_pod::state(&pod, &attached.container).err();
    if let Some(why) = why.filter(|why| !matches!(why.as_str(), "Completed" | "Error" | "CrashLoopBackOff")) {
        if attached.removes {
            remove(client, attached);
        }
        let _ = why;
        return Err(Failure::plain("timed out waiting for the condition"));
    }
    let place = target_pod::place(&pod, &attached.container);
    let shell = if attached.command.is_empty() { vec!["sh".to_owned()] } else { attached.command.clone() };
    if client.flags.is("stdin") && is_shell(&shell) && holds(client, &place, &shell[0]) {
        if client.call.terminal {
            client.error_line("If you don't see a command prompt, try pressing enter.");
            client.call.session.enter_as(place, shell_name(&shell));
            if attached.removes {
                let words = ["kubectl", "delete", "pod", &attached.pod, "-n", &attached.namespace];
                client.call.session.login_mut().parting = words.map(str::to_owned).to_vec();
            }
            return Ok(());
        }
    } else if attached.command.is_empty() {
        return Ok(());
    }
    let stdin = client.call.take_input().to_owned();
    let ran = client.call.run_at(place, &shell, &stdin);
    client.out(&ran.stdout);
    client.call.stderr.push_str(&ran.stderr);
    if attached.removes {
        remove(client, attached);
    }
    if ran.status == 0 {
        return Ok(());
    }
    client.error_line(&format!("pod {}/{} terminated (Error)", attached.namespace, attached.pod));
    Err(Failure::Said(ran.status))
}

fn remove(client: &mut Client<'_, '_>, attached: &Attached) {
    if client.delete(Kind::Pod, &attached.namespace, &attached.pod, DryRun::No).is_ok() {
        client.line(&format!("pod {:?} deleted from {} namespace", attached.pod, attached.namespace));
    }
}
