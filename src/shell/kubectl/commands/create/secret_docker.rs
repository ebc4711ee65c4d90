//! `kubectl create secret docker-registry`.

use serde_json::json;

use super::key_values::base64;
use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
    flag::{Flag, text},
};

const OWN: &[Flag] = &[
    text("docker-email", '\0', "", "Email for Docker registry."),
    text("docker-password", '\0', "", "Password for Docker registry authentication."),
    text("docker-server", '\0', "https://index.docker.io/v1/", "Server location for Docker registry."),
    text("docker-username", '\0', "", "Username for Docker registry authentication."),
];

pub const COMMAND: Command = Command {
    name: "docker-registry",
    summary: "Create a secret for use with a Docker registry",
    about: "Create a new secret for use with Docker registries.",
    examples: "# Create a new secret for use with a Docker registry\nkubectl create secret docker-registry my-secret --docker-server=DOCKER_REGISTRY_SERVER --docker-username=DOCKER_USER --docker-password=DOCKER_PASSWORD --docker-email=DOCKER_EMAIL",
    usage: "NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--dry-run=server|client|none] [options]",
    flags: &[OWN, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let text = |flag: &str| client.flags.text(flag).to_owned();
    let (user, password, email) = (text("docker-username"), text("docker-password"), text("docker-email"));
    if user.is_empty() || password.is_empty() {
        return Err(Failure::plain(
            "either --from-file or the combination of --docker-username, --docker-password and --docker-server is required",
        ));
    }
    let mut entry =
        json!({"username": user, "password": password, "auth": base64(&format!("{user}:{password}"))});
    if !email.is_empty() {
        entry["email"] = email.into();
    }
    let config = json!({"auths": {text("docker-server"): entry}});
    let object = json!({
        "apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "type": "kubernetes.io/dockerconfigjson",
        "data": {".dockerconfigjson": base64(&config.to_string())},
    });
    client.create_generated(object, "failed to create secret ")
}
