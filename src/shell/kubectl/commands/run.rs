//! `kubectl run`: one Pod.

use serde_json::{Value, json};

use super::{
    attach::{self, Attached, attend},
    common::{DRY_RUN, MANAGER, OUTPUT, SAVE},
    expose::{atoi, pairs_of},
};
use crate::{
    cluster::{Kind, api::patch::merge_patch},
    shell::kubectl::{
        client::{Client, DryRun},
        command::Command,
        failure::Failure,
        flag::{Flag, array, duration, switch, text},
        output::{Form, Offer},
    },
};

const OWN: &[Flag] = &[
    array("annotations", '\0', "Annotations to apply to the pod."),
    switch(
        "attach",
        '\0',
        "Wait for the Pod to start running, and then attach to it. Default is false unless '-i/--stdin' is set.",
    ),
    switch("command", '\0', "Extra arguments are the command, not the arguments of the image's own."),
    array("env", '\0', "Environment variables to set in the container."),
    switch("expose", '\0', "Create a ClusterIP service associated with the pod. Requires --port."),
    switch("force", '\0', "Immediately remove the pod (with --rm)."),
    text("image", '\0', "", "The image for the container to run."),
    text("image-pull-policy", '\0', "", "The image pull policy for the container."),
    text("labels", 'l', "", "Comma separated labels to apply to the pod."),
    switch("leave-stdin-open", '\0', "Leave stdin open after the first attach completes."),
    text(
        "override-type",
        '\0',
        "merge",
        "The method used to override the generated object: json, merge, or strategic.",
    ),
    text("overrides", '\0', "", "An inline JSON override for the generated object."),
    duration("pod-running-timeout", '\0', "1m0s", "The length of time to wait until the pod is running."),
    text("port", '\0', "", "The port that this container exposes."),
    switch("privileged", '\0', "Run the container in privileged mode."),
    switch("quiet", 'q', "Suppress prompt messages."),
    text(
        "restart",
        '\0',
        "Always",
        "The restart policy for this Pod. Legal values: Always, OnFailure, Never.",
    ),
    switch("rm", '\0', "Delete the pod after it exits. Only valid when attaching to the container."),
    switch("stdin", 'i', "Keep stdin open on the container in the pod."),
    switch("tty", 't', "Allocate a TTY for the container in the pod."),
];

pub const COMMAND: Command = Command {
    name: "run",
    summary: "Run a particular image on the cluster",
    about: "Create and run a particular image in a pod.",
    examples: "# Start a nginx pod\nkubectl run nginx --image=nginx\n\n# Start a hazelcast pod and let the container expose port 5701\nkubectl run hazelcast --image=hazelcast/hazelcast --port=5701\n\n# Labels\nkubectl run hazelcast --image=hazelcast/hazelcast --labels=\"app=hazelcast,env=prod\"\n\n# Dry run; print the corresponding API objects without creating them\nkubectl run nginx --image=nginx --dry-run=client -o yaml\n\n# Ask a service from inside the cluster and clean up\nkubectl run tmp --rm -it --restart=Never --image=busybox:1.28 -- wget -qO- http://web\n\n# A different command and its arguments\nkubectl run nginx --image=nginx --command -- <cmd> <arg1> ... <argN>",
    usage: "NAME --image=image [--env=\"key=value\"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...] [options]",
    flags: &[OWN, OUTPUT, DRY_RUN, MANAGER, SAVE],
    required: &["image"],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if client.arguments.is_empty() || client.dash == Some(0) {
        return Err(Failure::Usage("NAME is required for run".to_owned()));
    }
    let flag = |client: &Client<'_, '_>, name: &str| client.flags.is(name);
    if flag(client, "tty") && !flag(client, "stdin") && !flag(client, "attach") {
        return Err(Failure::Usage("-i/--stdin is required for containers with -t/--tty=true".to_owned()));
    }
    let image = client.flags.text("image");
    if image.is_empty() || image.contains(char::is_whitespace) || image.starts_with(['-', ':', '/']) {
        return Err(Failure::plain(format!("Invalid image name {image:?}: invalid reference format")));
    }
    if flag(client, "expose") && client.flags.text("port").is_empty() {
        return Err(Failure::Usage("--port must be set when exposing a service".to_owned()));
    }
    let attaches = attach::is_wanted(client);
    let dry_run = client.dry_run()?;
    if flag(client, "rm") && !attaches {
        return Err(Failure::Usage("--rm should only be used for attached containers".to_owned()));
    }
    if attaches && dry_run != DryRun::No {
        return Err(Failure::Usage("--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)".to_owned()));
    }
    if !matches!(client.flags.text("restart"), "Always" | "OnFailure" | "Never") {
        return Err(Failure::Usage(format!("invalid restart policy: {}", client.flags.text("restart"))));
    }
    Form::of(&client.flags, Offer::Objects)?;
    let name = client.argument(0).to_owned();
    let pod = pod(client, &name).map_err(Failure::Plain)?;
    if flag(client, "expose") {
        let service = service(client, &name, &pod).map_err(Failure::Plain)?;
        let separate = client.flags.text("output") == "yaml";
        send(client, Kind::Service, &service, dry_run)?;
        if separate {
            client.out("---\n");
        }
    }
    send(client, Kind::Pod, &pod, dry_run)?;
    if !attaches {
        return Ok(());
    }
    let namespace = client.namespace();
    let container =
        pod.pointer("/spec/containers/0/name").and_then(Value::as_str).unwrap_or(&name).to_owned();
    attend(
        client,
        &Attached { namespace, pod: name, container, command: Vec::new(), removes: client.flags.is("rm") },
    )
}

fn send(client: &mut Client<'_, '_>, kind: Kind, object: &Value, dry_run: DryRun) -> Result<(), Failure> {
    let mut object = object.clone();
    if let Some(namespace) = client.enforced_namespace() {
        object["metadata"]["namespace"] = namespace.into();
    }
    if dry_run == DryRun::Client {
        return client.report(&object, "created", dry_run);
    }
    let namespace = client.namespace();
    let stored = client.create(kind, &namespace, &object, dry_run)?;
    // An attached Pod is not announced.
    let is_silent = kind == Kind::Pod && attach::is_wanted(client);
    if is_silent { Ok(()) } else { client.report(stored.json(), "created", dry_run) }
}

fn pod(client: &Client<'_, '_>, name: &str) -> Result<Value, String> {
    let flags = &client.flags;
    let labels = match flags.text("labels") {
        "" => json!({"run": name}),
        given => pairs_of(given)?.into(),
    };
    let mut container = json!({"image": flags.text("image"), "name": name, "resources": {}});
    let rest = client.arguments.get(1..).unwrap_or_default();
    if !rest.is_empty() {
        container[if flags.is("command") { "command" } else { "args" }] = json!(rest);
    }
    let mut variables = Vec::new();
    for pair in flags.list("env") {
        let (key, value) = pair
            .split_once('=')
            .filter(|(key, _)| !key.is_empty())
            .ok_or_else(|| format!("invalid env: {pair}"))?;
        variables.push(json!({"name": key, "value": value}));
    }
    if !variables.is_empty() {
        container["env"] = variables.into();
    }
    if !flags.text("image-pull-policy").is_empty() {
        container["imagePullPolicy"] = flags.text("image-pull-policy").into();
    }
    if !flags.text("port").is_empty() {
        container["ports"] = json!([{"containerPort": atoi(flags.text("port"))?}]);
    }
    if flags.is("privileged") {
        container["securityContext"] = json!({"privileged": true});
    }
    if flags.is("stdin") {
        container["stdin"] = true.into();
        if !flags.is("leave-stdin-open") {
            container["stdinOnce"] = true.into();
        }
    }
    if flags.is("tty") {
        container["tty"] = true.into();
    }
    let mut metadata = json!({"labels": labels, "name": name});
    let annotations = flags.list("annotations");
    if !annotations.is_empty() {
        metadata["annotations"] = pairs_of(&annotations.join(","))?.into();
    }
    let pod = json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": metadata,
        "spec": {"containers": [container], "dnsPolicy": "ClusterFirst", "restartPolicy": flags.text("restart")},
        "status": {},
    });
    match flags.text("overrides") {
        "" => Ok(pod),
        text => {
            let patch: Value =
                serde_json::from_str(text).map_err(|error| format!("Invalid JSON Patch: {error}"))?;
            merge_patch(&pod, &patch).map_err(|fault| fault.to_string())
        }
    }
}

fn service(client: &Client<'_, '_>, name: &str, pod: &Value) -> Result<Value, String> {
    let port = atoi(client.flags.text("port"))?;
    Ok(json!({
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": name},
        "spec": {"ports": [{"port": port, "protocol": "TCP", "targetPort": port}], "selector": pod["metadata"]["labels"]},
        "status": {"loadBalancer": {}},
    }))
}
