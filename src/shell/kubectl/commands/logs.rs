//! `kubectl logs`.

use serde_json::Value;

use super::{
    common::{CONTAINER, SELECTOR},
    target_pod,
};
use crate::{
    cluster::{
        Kind, Object,
        api::{Reason, Status},
    },
    shell::kubectl::{
        client::Client,
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, duration, number, switch, text},
    },
};

const OWN: &[Flag] = &[
    switch("all-containers", '\0', "Get all containers' logs in the pod(s)."),
    switch("all-pods", '\0', "Get logs from all pod(s)."),
    switch(
        "follow",
        'f',
        "Specify if the logs should be streamed: here they end, for nothing changes by itself.",
    ),
    switch(
        "ignore-errors",
        '\0',
        "If watching / following pod logs, allow for any errors that occur to be non-fatal.",
    ),
    number("limit-bytes", '\0', "0", "Maximum bytes of logs to return."),
    number(
        "max-log-requests",
        '\0',
        "5",
        "Maximum number of concurrent logs to follow when using a selector.",
    ),
    duration(
        "pod-running-timeout",
        '\0',
        "20s",
        "The length of time to wait until at least one pod is running.",
    ),
    switch("prefix", '\0', "Prefix each log line with the log source (pod name and container name)."),
    switch(
        "previous",
        'p',
        "If true, print the logs for the previous instance of the container in a pod if it exists.",
    ),
    duration("since", '\0', "0s", "Only return logs newer than a relative duration."),
    text("since-time", '\0', "", "Only return logs after a specific date (RFC3339)."),
    number("tail", '\0', "-1", "Lines of recent log file to display."),
    switch("timestamps", '\0', "Include timestamps on each line in the log output."),
];

pub const COMMAND: Command = Command {
    name: "logs",
    summary: "Print the logs for a container in a pod",
    about: "Print the logs for a container in a pod or specified resource. If the pod has only one container, the container name is optional.",
    examples: "# Return snapshot logs from pod nginx with only one container\nkubectl logs nginx\n\n# Return snapshot logs from all containers in pods defined by label k8s-app=kube-dns\nkubectl logs -n kube-system -l k8s-app=kube-dns\n\n# Only the most recent 20 lines\nkubectl logs --tail=20 nginx",
    usage: "[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER] [options]",
    flags: &[OWN, CONTAINER, SELECTOR],
    completes: Completes::Named("pods"),
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let selector = client.flags.text("selector").to_owned();
    let arguments = client.arguments.clone();
    let pods = match (arguments.as_slice(), selector.is_empty()) {
        ([], true) => return Err(Failure::Usage("expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command".to_owned())),
        ([_, ..], false) => return Err(Failure::Usage("only a selector (-l) or a POD name is allowed".to_owned())),
        ([], false) => {
            let namespace = client.namespace();
            let pods = client.list(Kind::Pod, &namespace, &selector, "")?;
            if pods.is_empty() {
                client.error_line(&format!("No resources found in {namespace} namespace."));
            }
            pods
        }
        ([target, rest @ ..], true) => {
            if let [container] = rest {
                client.flags = client.flags.with("container", container);
            }
            vec![target_pod::pod(client, target).map_err(|failure| named(client, target, failure))?]
        }
    };
    let several = !selector.is_empty();
    for pod in pods {
        let containers = if client.flags.is("all-containers") {
            let list = pod.json().pointer("/spec/containers").and_then(Value::as_array).into_iter().flatten();
            list.filter_map(|container| container["name"].as_str().map(str::to_owned)).collect()
        } else {
            vec![target_pod::container(client, &pod, !several)?]
        };
        for container in containers {
            show(client, &pod, &container, several)?;
        }
    }
    Ok(())
}

/// `logs` says where it looked for a Pod that is not there.
fn named(client: &Client<'_, '_>, target: &str, failure: Failure) -> Failure {
    match failure {
        Failure::Server { status, .. } if status.reason == Reason::NotFound && !target.contains('/') => {
            Failure::plain(format!(
                "error from server (NotFound): {status} in namespace {:?}",
                client.namespace()
            ))
        }
        other => other,
    }
}

fn show(client: &mut Client<'_, '_>, pod: &Object, container: &str, several: bool) -> Result<(), Failure> {
    let bad = |why: String| Failure::from(Status::plain(Reason::BadRequest, why));
    let state = target_pod::state(pod, container);
    let runs = state.is_ok();
    if let Err(why) = state {
        let waiting = match why.as_str() {
            "Completed" | "Error" | "CrashLoopBackOff" => None,
            "ImagePullBackOff" | "ErrImagePull" => Some("trying and failing to pull image"),
            other => Some(other),
        };
        if let Some(waiting) = waiting {
            return Err(bad(format!(
                "container {container:?} in pod {:?} is waiting to start: {waiting}",
                pod.name()
            )));
        }
    }
    if client.flags.is("previous") {
        let restarts = pod
            .json()
            .pointer("/status/containerStatuses/0/restartCount")
            .and_then(Value::as_i64)
            .unwrap_or(0);
        if restarts == 0 {
            return Err(bad(format!(
                "previous terminated container {container:?} in pod {:?} not found",
                pod.name()
            )));
        }
    }
    let text = client.log_of(pod, container, runs);
    let lines: Vec<&str> = text.lines().collect();
    let tail = match client.flags.number("tail") {
        _ if several && !client.flags.given("tail") => 10,
        tail => usize::try_from(tail).unwrap_or(usize::MAX),
    };
    let prefix =
        if client.flags.is("prefix") { format!("[pod/{}/{container}] ", pod.name()) } else { String::new() };
    let stamp = if client.flags.is("timestamps") {
        format!("{} ", pod.json().pointer("/status/startTime").and_then(Value::as_str).unwrap_or_default())
    } else {
        String::new()
    };
    for line in &lines[lines.len().saturating_sub(tail)..] {
        client.line(&format!("{prefix}{stamp}{line}"));
    }
    Ok(())
}
