//! `kubectl set resources`.

use serde_json::{Map, Value};

use super::template::{change, containers};
use crate::shell::kubectl::{
    client::Client,
    command::{Command, Completes},
    commands::common::{ALL, DRY_RUN, FILES, LOCAL, MANAGER, OUTPUT, SELECTOR},
    failure::Failure,
    flag::{Flag, text},
};

const OWN: &[Flag] = &[
    text(
        "containers",
        'c',
        "*",
        "The names of containers in the selected pod templates to change, all containers are selected by default.",
    ),
    text(
        "limits",
        '\0',
        "",
        "The resource requirement limits for this container. For example, 'cpu=100m,memory=256Mi'.",
    ),
    text(
        "requests",
        '\0',
        "",
        "The resource requirement requests for this container. For example, 'cpu=100m,memory=256Mi'.",
    ),
];

pub const COMMAND: Command = Command {
    name: "resources",
    summary: "Update resource requests/limits on objects with pod templates",
    about: "Specify compute resource requirements (CPU, memory) for any resource that defines a pod template.",
    usage: "(-f FILENAME | TYPE NAME) ([--limits=LIMITS & --requests=REQUESTS]) [options]",
    flags: &[OWN, FILES, SELECTOR, ALL, LOCAL, OUTPUT, DRY_RUN, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let (limits, requests) = (amounts(client.flags.text("limits"))?, amounts(client.flags.text("requests"))?);
    if limits.is_empty() && requests.is_empty() {
        return Err(Failure::plain(
            "you must specify an update to requests or limits (in the form of --requests/--limits)",
        ));
    }
    let which = client.flags.text("containers").to_owned();
    change(client, client.arguments.clone(), "resource requirements updated", &|spec| {
        let mut found = 0;
        for container in containers(spec, &which) {
            found += 1;
            for (field, amounts) in [("limits", &limits), ("requests", &requests)] {
                for (name, amount) in amounts {
                    container["resources"][field][name] = amount.clone();
                }
            }
        }
        if found == 0 { Err(format!("unable to find container named {which}")) } else { Ok(()) }
    })
}

fn amounts(text: &str) -> Result<Map<String, Value>, Failure> {
    let mut amounts = Map::new();
    for pair in text.split(',').filter(|pair| !pair.is_empty()) {
        let Some((name, amount)) = pair.split_once('=') else {
            return Err(Failure::plain(format!(
                "invalid argument syntax {text:?}, expected <resource>=<quantity>"
            )));
        };
        amounts.insert(name.to_owned(), amount.into());
    }
    Ok(amounts)
}
