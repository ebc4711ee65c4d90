//! `kubectl delete`.

use super::{
    cascade::{CASCADE, propagation},
    common::{ALL, ALL_NAMESPACES, DRY_RUN, FIELDS, FILES, SELECTOR},
};
use crate::shell::kubectl::{
    client::{Client, DryRun},
    command::{Command, Completes},
    failure::Failure,
    flag::{Flag, duration, number, switch, text},
    resource::{Item, Query, is_given, qualified},
};

const OWN: &[Flag] = &[
    switch("force", '\0', "Immediately remove resources from API and bypass graceful deletion."),
    number(
        "grace-period",
        '\0',
        "-1",
        "Period of time in seconds given to the resource to terminate gracefully.",
    ),
    switch("ignore-not-found", '\0', "Treat \"resource not found\" as a successful delete."),
    switch("interactive", 'i', "Not simulated here."),
    switch("now", '\0', "If true, resources are signaled for immediate shutdown (same as --grace-period=1)."),
    text("output", 'o', "", "Output mode. Use \"-o name\" for shorter output (resource/name)."),
    duration("timeout", '\0', "0s", "The length of time to wait before giving up on a delete."),
    switch("wait", '\0', "Wait for resources to be gone before returning."),
];

pub const COMMAND: Command = Command {
    name: "delete",
    summary: "Delete resources by file names, stdin, resources and names, or by resources and label selector",
    about: "Delete resources by file names, stdin, resources and names, or by resources and label selector.",
    examples: "# Delete a pod using the type and name specified in pod.json\nkubectl delete -f ./pod.json\n\n# Delete pods and services with same names \"baz\" and \"foo\"\nkubectl delete pod,service baz foo\n\n# Delete pods and services with label name=myLabel\nkubectl delete pods,services -l name=myLabel\n\n# Delete a pod with minimal delay\nkubectl delete pod foo --now\n\n# Force delete a pod on a dead node\nkubectl delete pod foo --force\n\n# Delete all pods\nkubectl delete pods --all",
    usage: "([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)]) [options]",
    flags: &[OWN, CASCADE, FILES, SELECTOR, FIELDS, ALL, ALL_NAMESPACES, DRY_RUN],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let dry_run = client.dry_run()?;
    let propagation = propagation(client)?;
    if client.flags.is("now") && client.flags.given("grace-period") {
        return Err(Failure::plain("--now and --grace-period cannot be specified together"));
    }
    if client.flags.is("force") && client.flags.number("grace-period") > 0 {
        return Err(Failure::plain("--force and --grace-period greater than 0 cannot be specified together"));
    }
    if !matches!(client.flags.text("output"), "" | "name") {
        return Err(Failure::Usage(format!(
            "unexpected -o output mode: {}. We only support '-o name'",
            client.flags.text("output")
        )));
    }
    let force = client.flags.is("force");
    if force && dry_run == DryRun::No {
        client.error_line("Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.");
    }
    let selects = client.flags.is("all")
        || !client.flags.text("selector").is_empty()
        || !client.flags.text("field-selector").is_empty();
    let ignore = client.flags.is("ignore-not-found") || selects && !client.flags.given("ignore-not-found");
    let all_namespaces = client.flags.is("all-namespaces");
    let query = Query { arguments: client.arguments.clone(), all_namespaces, ..Query::default() };
    let selection = client.select(&query)?;
    let mut failures = selection.failures;
    failures.retain(|failure| !(ignore && failure.is_not_found()));
    let mut found = 0;
    for item in &selection.items {
        let deleted = match dry_run {
            DryRun::Client => client.get(item.kind, &item.namespace, &item.name),
            dry_run => client.delete(item.key(), propagation, dry_run),
        };
        match deleted {
            Ok(_) => {
                found += 1;
                told(client, item, force, dry_run);
            }
            Err(status) => {
                let failure = Failure::during(status, "deleting", &item.source);
                if !(ignore && failure.is_not_found()) {
                    failures.push(failure);
                }
            }
        }
    }
    if found == 0
        && failures.is_empty()
        && (selects || is_given(&client.flags) && !client.flags.is("ignore-not-found"))
    {
        client.line("No resources found");
    }
    Failure::of(failures)
}

fn told(client: &mut Client<'_, '_>, item: &Item, force: bool, dry_run: DryRun) {
    if client.flags.text("output") == "name" {
        client.line(&item.shown());
        return;
    }
    let did = if force { "force deleted" } else { "deleted" };
    let place =
        if item.namespace.is_empty() { String::new() } else { format!(" from {} namespace", item.namespace) };
    client.line(&format!("{} {:?} {did}{}{place}", qualified(item.kind), item.name, dry_run.suffix()));
}
