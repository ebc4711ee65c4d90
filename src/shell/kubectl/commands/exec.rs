//! `kubectl exec`: a command in a container, or a shell that stays open.

use super::{
    common::{CONTAINER, FILES},
    target_pod,
};
use crate::shell::{
    exists,
    kubectl::{
        client::Client,
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, duration, switch},
    },
    place::Place,
};

/// The flags of commands that have a process's streams.
pub const STREAMS: &[Flag] = &[
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
    name: "exec",
    summary: "Execute a command in a container",
    about: "Execute a command in a container.",
    examples: "# Get output from running the 'date' command from pod mypod, using the first container by default\nkubectl exec mypod -- date\n\n# Switch to raw terminal mode; sends stdin to 'bash' in ruby-container from pod mypod\nkubectl exec mypod -c ruby-container -i -t -- bash -il\n\n# From the first pod of the deployment mydeployment, ask a service\nkubectl exec deploy/mydeployment -- curl -s http://web",
    usage: "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...] [options]",
    flags: &[STREAMS, CONTAINER, FILES],
    completes: Completes::Named("pods"),
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let (before, command) = client.parted();
    let Some(target) = before.first().cloned() else {
        return Err(Failure::Usage("pod, type/name or --filename must be specified".to_owned()));
    };
    if before.len() > 1 {
        return Err(Failure::Usage(
            "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead".to_owned(),
        ));
    }
    if command.is_empty() {
        return Err(Failure::plain("you must specify at least one command for the container"));
    }
    let pod = target_pod::pod(client, &target)?;
    let phase = pod
        .json()
        .pointer("/status/phase")
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned();
    if matches!(phase.as_str(), "Succeeded" | "Failed") {
        return Err(Failure::plain(format!(
            "cannot exec into a container in a completed pod; current phase is {phase}"
        )));
    }
    let quiet = client.flags.is("quiet");
    let container = target_pod::container(client, &pod, !quiet)?;
    if target_pod::state(&pod, &container).is_err() {
        return Err(Failure::plain(format!(
            "Internal error occurred: unable to upgrade connection: container not found ({container:?})"
        )));
    }
    if client.flags.is("tty") && !client.call.terminal {
        client.error_line("Unable to use a TTY - input is not a terminal or the right kind of file");
    }
    let place = target_pod::place(&pod, &container);
    let stays = client.flags.is("stdin") && client.call.terminal;
    if let Some(shell) = open_shell(client, &place, &command).filter(|_| stays) {
        client.call.session.enter_as(place, shell);
        return Ok(());
    }
    let stdin = if client.flags.is("stdin") { client.call.take_input().to_owned() } else { String::new() };
    perform(client, place, &command, &stdin)
}

/// The name of the shell that a command opens, one that waits for what is typed and that the container has.
pub fn open_shell(client: &Client<'_, '_>, place: &Place, command: &[String]) -> Option<&'static str> {
    let (program, options) = command.split_first()?;
    let name = program.rsplit('/').next().unwrap_or(program);
    let waits = matches!(name, "sh" | "bash" | "ash" | "dash" | "zsh")
        && options.iter().all(|word| matches!(word.as_str(), "-i" | "-l" | "-il" | "--login" | "-li"));
    let is_there = waits && exists(client.cluster(), place, program);
    is_there.then_some(if name == "bash" { "bash" } else { "sh" })
}

/// Runs a command there and gives back its streams and status.
///
/// # Errors
/// A status that is not 0; a program that the image lacks.
pub fn perform(
    client: &mut Client<'_, '_>,
    place: Place,
    command: &[String],
    stdin: &str,
) -> Result<(), Failure> {
    let program = command.first().map_or("", String::as_str);
    if !exists(client.cluster(), &place, program) {
        let what = if program.contains('/') {
            "no such file or directory"
        } else {
            "executable file not found in $PATH"
        };
        let stat = if program.contains('/') { format!("stat {program}: ") } else { String::new() };
        return Err(Failure::plain(format!(
            "Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec {:?}: OCI runtime exec failed: exec failed: unable to start container process: exec: {program:?}: {stat}{what}: unknown",
            exec_id(client.call.session.seed)
        )));
    }
    let ran = client.call.run_at(place, command, stdin);
    client.call.pass_on(&ran);
    if ran.status == 0 {
        return Ok(());
    }
    client.error_line(&format!("command terminated with exit code {}", ran.status));
    Err(Failure::Said(ran.status))
}

/// The runtime's name of the attempt: 64 hexadecimal digits.
fn exec_id(seed: u64) -> String {
    let parts = (0..4_u64).map(|part| seed.wrapping_add(part).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    parts.fold(String::new(), |id, part| id + &format!("{part:016x}"))
}
