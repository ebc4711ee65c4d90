//! `kubectl debug`: an ephemeral container in a Pod.

use serde_json::{Value, json};

use super::{
    attach::{self, Attached, attend},
    common::CONTAINER,
    target_pod,
};
use crate::{
    cluster::Kind,
    shell::kubectl::{
        client::Client,
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, array, switch, text},
    },
};

const OWN: &[Flag] = &[
    switch(
        "arguments-only",
        '\0',
        "If specified, everything after -- will be passed to the new container as Args instead of Command.",
    ),
    switch("attach", '\0', "If true, wait for the container to start running, and then attach."),
    text("copy-to", '\0', "", "Create a copy of the target Pod with this name: not simulated here."),
    array("env", '\0', "Environment variables to set in the container."),
    text("image", '\0', "", "Container image to use for debug container."),
    text("image-pull-policy", '\0', "", "The image pull policy for the container."),
    text(
        "profile",
        '\0',
        "general",
        "Options are \"general\", \"baseline\", \"netadmin\", \"restricted\" or \"sysadmin\".",
    ),
    switch("quiet", 'q', "If true, suppress informational messages."),
    switch(
        "share-processes",
        '\0',
        "When used with '--copy-to', enable process namespace sharing in the copy.",
    ),
    switch("stdin", 'i', "Keep stdin open on the container(s) in the pod, even if nothing is attached."),
    text("target", '\0', "", "When using an ephemeral container, target processes in this container name."),
    switch("tty", 't', "Allocate a TTY for the debugging container."),
];

pub const COMMAND: Command = Command {
    name: "debug",
    summary: "Create debugging sessions for troubleshooting workloads and nodes",
    about: "Debug cluster resources using interactive debugging containers.",
    examples: "# Create an interactive debugging session in pod mypod and immediately attach to it\nkubectl debug mypod -it --image=busybox\n\n# One question from inside the pod's network\nkubectl debug mypod --image=busybox:1.28 -i -- nslookup web",
    usage: "(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ] [options]",
    flags: &[OWN, CONTAINER],
    completes: Completes::Named("pods"),
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let (before, command) = client.parted();
    let Some(target) = before.first().cloned() else {
        return Err(Failure::plain("NAME or TYPE/NAME is required for debug"));
    };
    if client.flags.text("image").is_empty() {
        return Err(Failure::plain(
            "you must specify --image when not using --copy-to or a profile with a default image",
        ));
    }
    if !client.flags.text("copy-to").is_empty() {
        return Err(Failure::plain(
            "--copy-to is not simulated here: run a pod of your own with kubectl run",
        ));
    }
    let is_node = target.split_once('/').is_some_and(|(kind, _)| Kind::of_word(kind) == [Kind::Node]);
    if is_node {
        return Err(Failure::plain("debugging a node by a pod is not simulated here: use ssh NODE"));
    }
    let pod = target_pod::pod(client, &target)?;
    let existing =
        pod.json().pointer("/spec/ephemeralContainers").and_then(Value::as_array).map_or(0, Vec::len);
    let name = match client.flags.text("container") {
        "" => format!("debugger-{}", suffix(client.call.session.seed, existing)),
        given => given.to_owned(),
    };
    let mut container = json!({"name": name, "image": client.flags.text("image"), "resources": {}, "terminationMessagePolicy": "File", "terminationMessagePath": "/dev/termination-log", "imagePullPolicy": "IfNotPresent"});
    if !command.is_empty() {
        container[if client.flags.is("arguments-only") { "args" } else { "command" }] = json!(command);
    }
    for (flag, field) in [("stdin", "stdin"), ("tty", "tty")] {
        if client.flags.is(flag) {
            container[field] = true.into();
        }
    }
    if !client.flags.text("target").is_empty() {
        container["targetContainerName"] = client.flags.text("target").into();
    }
    client.add_ephemeral_container(&pod, &container)?;
    if !attach::is_wanted(client) {
        return Ok(());
    }
    if !client.flags.is("quiet") && client.flags.text("container").is_empty() {
        client.line(&format!("Defaulting debug container name to {name}."));
    }
    let attached = Attached {
        namespace: pod.namespace().to_owned(),
        pod: pod.name().to_owned(),
        container: name,
        command,
        removes: false,
    };
    attend(client, &attached)
}

/// Five letters as the server's names have them.
fn suffix(seed: u64, count: usize) -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
    let mut number = seed.wrapping_add(count as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 8;
    (0..5)
        .map(|_| {
            let letter = LETTERS[usize::try_from(number % 27).unwrap_or_default()];
            number /= 27;
            char::from(letter)
        })
        .collect()
}
