//! `kubectl create deployment`.

use serde_json::{Value, json};

use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
    flag::{Flag, list, number},
};

const OWN: &[Flag] = &[
    list("image", '\0', "Image names to run. A deployment can have several, in their order."),
    number("port", '\0', "-1", "The containerPort that this deployment exposes."),
    number("replicas", 'r', "1", "Number of replicas to create. Default is 1."),
];

pub const COMMAND: Command = Command {
    name: "deployment",
    aliases: &["deploy"],
    summary: "Create a deployment with the specified name",
    about: "Create a deployment with the specified name.",
    examples: "# Create a deployment named my-dep that runs the busybox image\nkubectl create deployment my-dep --image=busybox\n\n# Create a deployment with a command\nkubectl create deployment my-dep --image=busybox -- date\n\n# Create a deployment with 3 replicas that exposes port 5701\nkubectl create deployment my-dep --image=busybox --replicas=3 --port=5701",
    usage: "NAME --image=image -- [COMMAND] [args...] [options]",
    flags: &[OWN, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    required: &["image"],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let (names, command) = client.parted();
    let name = exactly_one_name(&names)?;
    let images = client.flags.list("image");
    if images.len() > 1 && !command.is_empty() {
        return Err(Failure::plain("cannot specify multiple --image options and command"));
    }
    let mut containers: Vec<Value> = Vec::new();
    for image in &images {
        let container = json!({"image": image, "name": container_name(image), "resources": {}});
        containers.push(container);
    }
    if let Some(first) = containers.first_mut() {
        if !command.is_empty() {
            first["command"] = command.into();
        }
        if client.flags.given("port") && client.flags.number("port") >= 0 {
            first["ports"] = json!([{"containerPort": client.flags.number("port")}]);
        }
    }
    let object = json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"labels": {"app": name}, "name": name},
        "spec": {
            "replicas": client.flags.number("replicas"), "selector": {"matchLabels": {"app": name}}, "strategy": {},
            "template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": containers}},
        },
        "status": {},
    });
    client.create_generated(object, "failed to create deployment: ")
}

/// The last part of an image's name, without tag and digest, as a container may be called.
fn container_name(image: &str) -> String {
    let last = image.rsplit('/').next().unwrap_or(image);
    let bare = last.split([':', '@']).next().unwrap_or(last);
    bare.to_lowercase()
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() || sign == '-' { sign } else { '-' })
        .collect()
}
