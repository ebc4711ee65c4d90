//! `kubectl create quota`.

use serde_json::{Map, Value, json};

use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
    flag::{Flag, text},
};

const OWN: &[Flag] = &[
    text("hard", '\0', "", "A comma-delimited set of resource=quantity pairs that define a hard limit."),
    text(
        "scopes",
        '\0',
        "",
        "A comma-delimited set of quota scopes that must all match each object tracked by the quota.",
    ),
];

pub const COMMAND: Command = Command {
    name: "quota",
    aliases: &["resourcequota"],
    summary: "Create a quota with the specified name",
    about: "Create a resource quota with the specified name, hard limits, and optional scopes.",
    examples: "# Create a new resource quota named my-quota\nkubectl create quota my-quota --hard=cpu=1,memory=1G,pods=2,services=3",
    usage: "NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none] [options]",
    flags: &[OWN, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let mut hard = Map::new();
    for pair in client.flags.text("hard").split(',').filter(|pair| !pair.is_empty()) {
        let Some((resource, amount)) = pair.split_once('=') else {
            return Err(Failure::plain(format!(
                "invalid argument syntax {pair:?}, expected <resource>=<value>"
            )));
        };
        hard.insert(resource.to_owned(), amount.into());
    }
    let mut spec = json!({});
    if !hard.is_empty() {
        spec["hard"] = hard.into();
    }
    let scopes: Vec<Value> =
        client.flags.text("scopes").split(',').filter(|scope| !scope.is_empty()).map(Value::from).collect();
    if !scopes.is_empty() {
        spec["scopes"] = scopes.into();
    }
    let object = json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": name}, "spec": spec, "status": {}});
    client.create_generated(object, "failed to create quota: ")
}
