//! `kubectl attach`, and the attending of a Pod that `run -i` has started.

use serde_json::{Value, json};

use super::{
    common::CONTAINER,
    exec::{STREAMS, holds, is_shell, shell_name},
    target_pod,
};
use crate::{
    cluster::{Cluster, Key, Kind},
    shell::{
        call::Ran,
        kubectl::{
            client::{Client, DryRun},
            command::{Command, Completes},
            failure::Failure,
        },
        place::Place,
    },
};

pub const COMMAND: Command = Command {
    name: "attach",
    summary: "Attach to a running container",
    about: "Attach to a process that is already running inside an existing container.",
    usage: "(POD | TYPE/NAME) -c CONTAINER [options]",
    flags: &[STREAMS, CONTAINER],
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
    if why.is_some_and(|why| !ENDED.contains(&why.as_str())) {
        if attached.removes {
            remove(client, attached);
        }
        return Err(Failure::plain("timed out waiting for the condition"));
    }
    let place = target_pod::place(&pod, &attached.container);
    let shell = if attached.command.is_empty() { vec!["sh".to_owned()] } else { attached.command.clone() };
    let restarts = pod.json().pointer("/spec/restartPolicy").and_then(Value::as_str) == Some("Always");
    let screen = client.flags.is("stdin") && client.flags.is("tty") && client.call.terminal;
    let end = if restarts && screen { attached.session_ended() } else { String::new() };
    if client.flags.is("stdin") && is_shell(&shell) && holds(client, &place, &shell[0]) {
        if client.call.terminal {
            client.error_line("If you don't see a command prompt, try pressing enter.");
            client.call.session.enter_as(place, shell_name(&shell));
            client.call.session.login_mut().parting = attached.parting(&end);
            return Ok(());
        }
    } else if attached.command.is_empty() {
        return Ok(());
    }
    let ran = main_process(client, pod.key(), place, &shell);
    client.out(&ran.stdout);
    client.call.stderr.push_str(&ran.stderr);
    client.out(&end);
    if attached.removes {
        remove(client, attached);
    } else if ran.status != 0 && !restarts {
        failed(&mut client.call.session.cluster, pod.key(), ran.status);
    }
    // Who restarts what ends asks for no exit code.
    if ran.status == 0 || restarts {
        return Ok(());
    }
    client.error_line(&format!("pod {}/{} terminated (Error)", attached.namespace, attached.pod));
    Err(Failure::Said(ran.status))
}

/// Why a container that is attended does not run: it has done so.
const ENDED: [&str; 3] = ["Completed", "Error", "CrashLoopBackOff"];

impl Attached {
    /// What an interactive session on a Pod that restarts ends with.
    fn session_ended(&self) -> String {
        let Self { pod, container, .. } = self;
        format!(
            "Session ended, resume using 'kubectl attach {pod} -c {container} -i -t' command when the pod is running\n"
        )
    }

    /// The command that runs when the shell is left.
    fn parting(&self, end: &str) -> Vec<String> {
        let said = if end.is_empty() { String::new() } else { format!("echo {:?}; ", end.trim_end()) };
        let removed = if self.removes {
            format!("kubectl delete pod {} -n {}", self.pod, self.namespace)
        } else {
            String::new()
        };
        if said.is_empty() && removed.is_empty() {
            return Vec::new();
        }
        vec!["sh".to_owned(), "-c".to_owned(), format!("{said}{removed}")]
    }
}

/// Runs the main process as it ran while its Pod did: one that was short has ended by now, and its Pod with it.
fn main_process(client: &mut Client<'_, '_>, pod: &Key, place: Place, command: &[String]) -> Ran {
    let stdin = client.call.take_input().to_owned();
    let now = client.now();
    let mut running = client.cluster().clone();
    // What has a type keeps it: only the status changes.
    let _ = running.change(pod, |json| {
        let Some(status) = json.get_mut("status").and_then(Value::as_object_mut) else { return };
        status.insert("phase".to_owned(), "Running".into());
        status.insert("conditions".to_owned(), json!([{"type": "Ready", "status": "True"}]));
        let containers = status.get_mut("containerStatuses").and_then(Value::as_array_mut);
        for container in containers.into_iter().flatten() {
            container["state"] = json!({"running": {"startedAt": now}});
            container["ready"] = true.into();
        }
    });
    let settled = std::mem::replace(&mut client.call.session.cluster, running);
    let ran = client.call.run_at(place, command, &stdin);
    client.call.session.cluster = settled;
    ran
}

/// Writes down that the Pod's process ended with that code.
fn failed(cluster: &mut Cluster, pod: &Key, code: u8) {
    let _ = cluster.change(pod, |json| {
        json["status"]["phase"] = "Failed".into();
        let state = json.pointer_mut("/status/containerStatuses/0/state/terminated");
        if let Some(state) = state.and_then(Value::as_object_mut) {
            state.insert("exitCode".to_owned(), code.into());
            state.insert("reason".to_owned(), "Error".into());
        }
    });
}

fn remove(client: &mut Client<'_, '_>, attached: &Attached) {
    if client.delete(Kind::Pod, &attached.namespace, &attached.pod, DryRun::No).is_ok() {
        client.line(&format!("pod {:?} deleted from {} namespace", attached.pod, attached.namespace));
    }
}
