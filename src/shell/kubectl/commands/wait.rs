//! `kubectl wait`: the cluster is settled between two lines, so a condition holds now, or by time alone, or not at all.

use serde_json::Value;

use super::common::{ALL, ALL_NAMESPACES, FIELDS, FILES, OUTPUT, SELECTOR};
use crate::shell::kubectl::{
    client::Client,
    command::{Command, Completes},
    failure::Failure,
    flag::{Flag, duration, text},
    output::{Template, shown},
    resource::{Item, Query},
};

const OWN: &[Flag] = &[
    text(
        "for",
        '\0',
        "",
        "The condition to wait on: [create|delete|condition=condition-name[=condition-value]|jsonpath='{JSONPath expression}'=[JSONPath value]].",
    ),
    duration(
        "timeout",
        '\0',
        "30s",
        "The length of time to wait before giving up. Zero means check once and don't wait, negative means wait for a week.",
    ),
];

pub const COMMAND: Command = Command {
    name: "wait",
    summary: "Wait for a specific condition on one or many resources",
    about: "Wait for a specific condition on one or many resources.",
    examples: "# Wait for the pod \"busybox1\" to contain the status condition of type \"Ready\"\nkubectl wait --for=condition=Ready pod/busybox1\n\n# Wait for the pod \"busybox1\" to contain the status phase to be \"Running\"\nkubectl wait --for=jsonpath='{.status.phase}'=Running pod/busybox1\n\n# Wait for a gateway to be programmed\nkubectl wait --for=condition=Programmed gateway/web --timeout=60s\n\n# Wait for the pod \"busybox1\" to be deleted\nkubectl wait --for=delete pod/busybox1 --timeout=60s",
    usage: "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]] [options]",
    flags: &[OWN, FILES, SELECTOR, FIELDS, ALL, ALL_NAMESPACES, OUTPUT],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

enum Goal {
    Deleted,
    Created,
    Condition { name: String, value: String },
    Path { template: Template, value: Option<String> },
}

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let query = Query {
        arguments: client.arguments.clone(),
        all_namespaces: client.flags.is("all-namespaces"),
        ..Query::default()
    };
    if query.arguments.is_empty() && !crate::shell::kubectl::resource::is_given(&client.flags) {
        client.select(&query)?;
    }
    let goal = goal(client.flags.text("for"))?;
    let selection = client.select(&query)?;
    let mut failures = selection.failures;
    if let Goal::Deleted = goal {
        failures.retain(|failure| !failure.is_not_found());
    } else if selection.items.is_empty() && failures.is_empty() {
        return Err(Failure::plain("no matching resources found"));
    }
    let mut left = client.flags.seconds("timeout");
    for item in &selection.items {
        failures.extend(wait(client, item, &goal, &mut left).err());
    }
    Failure::of(failures)
}

/// Waits for one object, second by second, as long as there is time `left`.
fn wait(client: &mut Client<'_, '_>, item: &Item, goal: &Goal, left: &mut i64) -> Result<(), Failure> {
    loop {
        match client.get(item.kind, &item.namespace, &item.name) {
            Err(status) => return if let Goal::Deleted = goal { Ok(()) } else { Err(status.into()) },
            Ok(object) => {
                if is_met(goal, object.json()).map_err(Failure::Plain)? {
                    client.line(&format!("{} condition met", item.shown()));
                    return Ok(());
                }
            }
        }
        if *left <= 0 || client.call.session.budget.stopped().is_some() {
            return Err(timed_out(item));
        }
        client.spend(1);
        *left -= 1;
    }
}

fn timed_out(item: &Item) -> Failure {
    Failure::plain(format!(
        "timed out waiting for the condition on {}/{}",
        item.kind.declaration().plural,
        item.name
    ))
}

fn goal(text: &str) -> Result<Goal, Failure> {
    let lower = text.to_lowercase();
    if lower == "delete" {
        return Ok(Goal::Deleted);
    }
    if lower == "create" {
        return Ok(Goal::Created);
    }
    if let Some(rest) = text.strip_prefix("condition=") {
        let (name, value) = rest.split_once('=').unwrap_or((rest, "true"));
        return Ok(Goal::Condition { name: name.to_owned(), value: value.trim_matches('"').to_owned() });
    }
    if let Some(rest) = text.strip_prefix("jsonpath=") {
        let end = rest.rfind('}').map_or(rest.find('=').unwrap_or(rest.len()), |at| at + 1);
        let (path, value) = rest.split_at(end);
        let template = Template::parse_relaxed(path.trim_matches('\''))
            .map_err(|why| Failure::plain(format!("error parsing jsonpath {path}, {why}")))?;
        let value = value
            .trim_start_matches('\'')
            .strip_prefix('=')
            .map(|value| value.trim_matches(['\'', '"']).to_owned());
        return Ok(Goal::Path { template, value });
    }
    let shown = if text.is_empty() { "[]".to_owned() } else { format!("[{text}]") };
    Err(Failure::plain(format!("unrecognized condition: {shown}")))
}

fn is_met(goal: &Goal, object: &Value) -> Result<bool, String> {
    Ok(match goal {
        Goal::Created => true,
        Goal::Deleted => false,
        Goal::Condition { name, value } => {
            let conditions =
                object.pointer("/status/conditions").and_then(Value::as_array).into_iter().flatten();
            conditions.into_iter().any(|condition| {
                let text = |field: &str| condition[field].as_str().unwrap_or_default();
                text("type").eq_ignore_ascii_case(name) && text("status").eq_ignore_ascii_case(value)
            })
        }
        Goal::Path { template, value } => {
            let found = template.values(object)?;
            match (found.as_slice(), value) {
                ([], _) => false,
                (_, None) => true,
                ([one], Some(value)) => shown(one) == *value,
                _ => return Err("given jsonpath expression matches more than one list".to_owned()),
            }
        }
    })
}
