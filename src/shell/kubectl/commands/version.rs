//! `kubectl version`.

use serde_json::{Value, json};

use crate::shell::kubectl::{
    client::Client,
    command::Command,
    failure::Failure,
    flag::{Flag, switch, text},
    output::yaml,
};

const OWN: &[Flag] = &[
    switch("client", '\0', "If true, shows client version only (no server required)."),
    text("output", 'o', "", "One of 'yaml' or 'json'."),
];

pub const COMMAND: Command = Command {
    name: "version",
    summary: "Print the client and server version information",
    about: "Print the client and server version information for the current context.",
    flags: &[OWN],
    run: Some(run),
    ..Command::PLAIN
};

/// The version that everything here refers to.
const VERSION: &str = "v1.36.4";
const KUSTOMIZE: &str = "v5.8.1";

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let only_client = client.flags.is("client");
    match client.flags.text("output") {
        "" => {
            client.line(&format!("Client Version: {VERSION}\nKustomize Version: {KUSTOMIZE}"));
            if !only_client {
                client.line(&format!("Server Version: {VERSION}"));
            }
        }
        "json" => {
            // Fields in the order of the Go type, two blanks a level: unlike every other command.
            let info = FIELDS
                .iter()
                .map(|(name, value)| format!("    \"{name}\": \"{value}\""))
                .collect::<Vec<_>>()
                .join(",\n");
            let server =
                if only_client { String::new() } else { format!(",\n  \"serverVersion\": {{\n{info}\n  }}") };
            client.line(&format!("{{\n  \"clientVersion\": {{\n{info}\n  }},\n  \"kustomizeVersion\": \"{KUSTOMIZE}\"{server}\n}}"));
        }
        "yaml" => {
            let info: Value =
                FIELDS.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
            let mut all = json!({"clientVersion": info, "kustomizeVersion": KUSTOMIZE});
            if !only_client {
                all["serverVersion"] = info;
            }
            client.out(&yaml(&all));
        }
        _ => return Err(Failure::plain("--output must be 'yaml' or 'json'")),
    }
    Ok(())
}

const FIELDS: &[(&str, &str)] = &[
    ("major", "1"),
    ("minor", "36"),
    ("gitVersion", VERSION),
    ("gitCommit", "bb826b1d48562f110659e64e8ec444327433db95"),
    ("gitTreeState", "clean"),
    ("buildDate", "2026-09-29T20:03:31Z"),
    ("goVersion", "go1.27.1"),
    ("compiler", "gc"),
    ("platform", "linux/amd64"),
];
