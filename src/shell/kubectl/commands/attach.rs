//! `kubectl attach`, and the attending of a Pod that `run -i` has started.

use k8s_openapi::api::core::v1::{Container, Pod};
use serde_json::{Value, json};

use super::{
    common::CONTAINER,
    exec::{STREAMS, open_shell},
    target_pod,
};
use crate::{
    cluster::{Cluster, Key, Kind, Object, api::Propagation, container::started_with},
    shell::{
        call::Ran,
        kubectl::{
            client::{Client, DryRun},
            command::{Command, Completes},
            failure::Failure,
        },
        place::Place,
        programs::program,
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
    let attached = Attached {
        namespace: pod.namespace().to_owned(),
        pod: pod.name().to_owned(),
        container,
        command: Vec::new(),
        removes: false,
    };
    attend(client, &attached)
}

/// Whether a command that makes a container is to attend it: `--attach`, or `-i` where that is not said.
pub fn is_wanted(client: &Client<'_, '_>) -> bool {
    let flags = &client.flags;
    if flags.given("attach") { flags.is("attach") } else { flags.is("stdin") }
}

/// A container whose main process is attended.
pub struct Attached {
    pub namespace: String,
    pub pod: String,
    pub container: String,
    /// What it runs; where it is empty, what the Pod says.
    pub command: Vec<String>,
    /// The Pod goes with its process: `--rm`.
    pub removes: bool,
}

/// What a container runs: its words, and those of its image.
fn command_of(pod: &Object, container: &str) -> Vec<String> {
    let spec = pod.typed::<Pod>().and_then(|pod| pod.spec.as_ref());
    let own = spec.and_then(|spec| spec.containers.iter().find(|one| one.name == container));
    // An ephemeral container without words of its own is there for its shell.
    if own.is_none() {
        return vec!["sh".to_owned()];
    }
    let unknown = |own: &Container| own.args.clone().unwrap_or_default();
    own.map(|own| started_with(own).unwrap_or_else(|| unknown(own))).unwrap_or_default()
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
    let given = Some(attached.command.clone()).filter(|command| !command.is_empty());
    let command = given.unwrap_or_else(|| command_of(&pod, &attached.container));
    let restarts = pod.json().pointer("/spec/restartPolicy").and_then(Value::as_str) == Some("Always");
    let shell = open_shell(client, &place, &command).filter(|_| client.flags.is("stdin"));
    if let Some(shell) = shell {
        if client.call.terminal {
            client.error_line(RECORDED);
            client.error_line("If you don't see a command prompt, try pressing enter.");
            let parting = attached.parting(client.flags.is("tty"));
            client.call.session.enter_as(place, shell);
            client.call.session.login_mut().parting = parting;
            return Ok(());
        }
    } else if command.first().is_none_or(|name| program(name.rsplit('/').next().unwrap_or(name)).is_none()) {
        // A server: what it writes is not simulated.
        return Ok(());
    }
    let ran = main_process(client, pod.key(), place, &command);
    client.call.pass_on(&ran);
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

/// What an interactive session begins with.
const RECORDED: &str = "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.";

impl Attached {
    /// The command that runs when the shell is left. On a terminal it says how to come back, although the Pod may be gone.
    fn parting(&self, tty: bool) -> Vec<String> {
        let Self { namespace, pod, container, removes, .. } = self;
        let mut lines = Vec::new();
        if tty {
            let back = format!("kubectl attach {pod} -c {container} -n {namespace} -i -t");
            lines.push(format!("echo \"Session ended, resume using '{back}' command\""));
        }
        if *removes {
            lines.push(format!("kubectl delete pod {pod} -n {namespace}"));
        }
        if lines.is_empty() { lines } else { vec!["sh".to_owned(), "-c".to_owned(), lines.join("; ")] }
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
    // What the process waits for does not end it: no controller looks at the change.
    running.take_changes();
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
    let pod = (Kind::Pod, attached.namespace.as_str(), attached.pod.as_str());
    if client.delete(pod, Propagation::Background, DryRun::No).is_ok() {
        client.line(&format!("pod {:?} deleted from {} namespace", attached.pod, attached.namespace));
    }
}
