//! `kubectl get`.

use std::sync::Arc;

use serde_json::{Value, json};

use super::common::{ALL_NAMESPACES, FIELDS, FILES, SELECTOR};
use crate::{
    cluster::{Kind, Object, controllers},
    shell::kubectl::{
        client::Client,
        command::{Command, Completes},
        failure::Failure,
        flag::{Flag, Flags, list, number, switch, text},
        output::{Columns, Form, Offer, print_table, sort_items},
        resource::{Query, Selection, is_given, qualified},
    },
};

const OWN: &[Flag] = &[
    text(
        "output",
        'o',
        "",
        "Output format: json, yaml, kyaml, name, wide, custom-columns=..., go-template=..., jsonpath=..., jsonpath-as-json=...",
    ),
    text("template", '\0', "", "Template for -o go-template or -o jsonpath."),
    switch("ignore-not-found", '\0', "Say nothing of objects that are not there."),
    list("label-columns", 'L', "Labels that are shown as columns."),
    switch("no-headers", '\0', "Leave the headers out."),
    switch("output-watch-events", '\0', "Show watch events."),
    text("raw", '\0', "", "Not simulated here."),
    switch("server-print", '\0', "Let the server make the tables."),
    switch("show-kind", '\0', "List the resource type with each name."),
    switch("show-labels", '\0', "Show all labels as the last column."),
    switch("show-managed-fields", '\0', "Keep managedFields in JSON or YAML."),
    text("sort-by", '\0', "", "Sort by this jsonpath, for example '{.metadata.name}'."),
    text("subresource", '\0', "", "status or scale: shown as the object itself."),
    switch(
        "watch",
        'w',
        "After listing, watch for changes: here for a minute, in which only time changes anything.",
    ),
    switch("watch-only", '\0', "Watch for changes without listing first."),
    number("chunk-size", '\0', "500", "Return large lists in chunks."),
    switch("allow-missing-template-keys", '\0', "Ignore fields that a template names and the object lacks."),
];

pub const COMMAND: Command = Command {
    name: "get",
    summary: "Display one or many resources",
    about: "Display one or many resources.\n\nPrints a table of the most important information about the specified resources. You can filter the list using a label selector and the --selector flag. Results of namespaced types are those of your current namespace if you don't specify any namespace.",
    examples: "# List all pods in ps output format\nkubectl get pods\n\n# List pods with more information (such as node name)\nkubectl get pods -o wide\n\n# List one service in YAML\nkubectl get service web -o yaml\n\n# List the endpoint slices of a service\nkubectl get endpointslices -l kubernetes.io/service-name=web\n\n# Only the phase of one pod\nkubectl get -o template pod/web-pod-13je7 --template={{.status.phase}}\n\n# Custom columns\nkubectl get pod test-pod -o custom-columns=CONTAINER:.spec.containers[0].name,IMAGE:.spec.containers[0].image\n\n# All services and deployments\nkubectl get svc,deploy",
    usage: "[(-o|--output=)json|yaml|kyaml|name|go-template|jsonpath|custom-columns|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags] [options]",
    flags: &[OWN, FILES, SELECTOR, FIELDS, ALL_NAMESPACES],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if client.arguments.is_empty() && !is_given(&client.flags) {
        client.error_line("You must specify the type of resource to get. Use \"kubectl api-resources\" for a complete list of supported resources.\n");
        return Err(Failure::Usage("Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that resource (e.g. kubectl explain pods).".to_owned()));
    }
    let form = Form::of(&client.flags, Offer::Tables)?;
    let all_namespaces = client.flags.is("all-namespaces");
    let query = Query {
        arguments: client.arguments.clone(),
        all_without_names: true,
        all_namespaces,
        may_be_missing: false,
    };
    let selection = client.select(&query)?;
    let (mut objects, mut failures) = fetch(client, &selection);
    failures.extend(selection.failures.iter().cloned());
    if client.flags.is("ignore-not-found") {
        failures.retain(|failure| !failure.is_not_found());
    }
    let path = client.flags.text("sort-by").to_owned();
    if !path.is_empty() {
        sort_items(&mut objects, &path, |object: &Arc<Object>| object.json()).map_err(Failure::Plain)?;
    }
    let watches = client.flags.is("watch") || client.flags.is("watch-only");
    if client.flags.is("watch-only") {
        objects.clear();
    } else {
        print(client, &form, &selection, &objects, failures.is_empty())?;
    }
    if watches && failures.is_empty() {
        watch(client, &form, &selection, all_namespaces)?;
    }
    Failure::of(failures)
}

fn print(
    client: &mut Client<'_, '_>,
    form: &Form,
    selection: &Selection,
    objects: &[Arc<Object>],
    nothing_failed: bool,
) -> Result<(), Failure> {
    if form.is_usual() {
        tables(client, form, selection, objects, nothing_failed);
        return Ok(());
    }
    whole(client, form, selection, objects, nothing_failed)
}

fn fetch(client: &mut Client<'_, '_>, selection: &Selection) -> (Vec<Arc<Object>>, Vec<Failure>) {
    let (mut objects, mut failures) = (Vec::new(), Vec::new());
    for item in &selection.items {
        match client.get(item.kind, &item.namespace, &item.name) {
            Ok(object) => objects.push(object),
            Err(status) => failures.push(status.into()),
        }
    }
    (objects, failures)
}

/// How long it is watched, in seconds: then it ends as by Ctrl-C.
const WATCHED: i64 = 60;

fn watch(
    client: &mut Client<'_, '_>,
    form: &Form,
    selection: &Selection,
    all_namespaces: bool,
) -> Result<(), Failure> {
    let [kind] = selection.kinds[..] else {
        return Err(Failure::plain("you may only specify a single resource type"));
    };
    let namespace = if all_namespaces { String::new() } else { client.namespace_for(kind) };
    let (labels, fields) =
        (client.flags.text("selector").to_owned(), client.flags.text("field-selector").to_owned());
    let named = is_given(&client.flags)
        || client.arguments.len() > 1
        || client.arguments.iter().any(|word| word.contains('/'));
    let since = client.cluster().revision();
    // In the background it takes no time, and nobody ends it.
    let in_front = !client.call.session.background;
    if in_front {
        client.spend(WATCHED);
    }
    let now = client.now();
    controllers::run(&mut client.call.session.cluster, &now);
    for event in client.watch(kind, &namespace, &labels, &fields, since)? {
        let object = event.object();
        if named && !selection.items.iter().any(|item| item.name == object.name()) {
            continue;
        }
        if form.is_usual() {
            let columns = Columns { no_headers: true, ..columns(&client.flags, form, selection) };
            let row = print_table(client.cluster(), kind, std::slice::from_ref(object), &columns, &now);
            client.out(&row);
        } else {
            let alone = Selection { single: true, ..Selection::default() };
            whole(client, form, &alone, std::slice::from_ref(object), true)?;
        }
    }
    if in_front {
        client.error_line("^C");
    }
    Ok(())
}

fn columns(flags: &Flags, form: &Form, selection: &Selection) -> Columns {
    Columns {
        wide: *form == Form::Wide,
        namespace: flags.is("all-namespaces"),
        kind: selection.kinds.len() > 1 || flags.is("show-kind"),
        show_labels: flags.is("show-labels"),
        labels: flags.list("label-columns"),
        no_headers: flags.is("no-headers"),
    }
}

fn tables(
    client: &mut Client<'_, '_>,
    form: &Form,
    selection: &Selection,
    objects: &[Arc<Object>],
    nothing_failed: bool,
) {
    let columns = columns(&client.flags, form, selection);
    let now = client.now();
    let mut written = 0;
    let mut rest = objects;
    while let Some(first) = rest.first() {
        let kind = first.kind();
        let count = rest.iter().take_while(|object| object.kind() == kind).count();
        let (same, after) = rest.split_at(count);
        if written > 0 {
            client.out("\n");
        }
        let columns = Columns { namespace: columns.namespace && kind.namespaced(), ..columns.clone() };
        let table = print_table(client.cluster(), kind, same, &columns, &now);
        client.out(&table);
        written += count;
        rest = after;
    }
    if written == 0 && nothing_failed && !client.flags.is("ignore-not-found") {
        let everywhere =
            client.flags.is("all-namespaces") || selection.kinds.iter().any(|kind| !kind.namespaced());
        let namespace = client.namespace();
        client.error_line(&if everywhere {
            "No resources found".to_owned()
        } else {
            format!("No resources found in {namespace} namespace.")
        });
    }
}

fn whole(
    client: &mut Client<'_, '_>,
    form: &Form,
    selection: &Selection,
    objects: &[Arc<Object>],
    nothing_failed: bool,
) -> Result<(), Failure> {
    if *form == Form::Name {
        let names: Vec<String> = objects
            .iter()
            .map(|object| format!("{}/{}\n", qualified(object.kind()), object.name()))
            .collect();
        client.out(&names.concat());
        return Ok(());
    }
    let keep = client.flags.is("show-managed-fields");
    let shown = |object: &Arc<Object>| readable(object, keep);
    let value = match objects {
        [one] if selection.single => shown(one),
        [] if selection.single || !nothing_failed => return Ok(()),
        many => {
            json!({"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": many.iter().map(shown).collect::<Vec<_>>()})
        }
    };
    let text = match form {
        Form::CustomColumns(columns) => Form::print_columns(columns, &value, !client.flags.is("no-headers"))?,
        form => form.print(&value, false)?,
    };
    client.out(&text);
    Ok(())
}

/// An object as it is shown: without the bookkeeping of managers, with kind and version.
pub fn readable(object: &Object, keep_managed: bool) -> Value {
    let kind: Kind = object.kind();
    let mut json = object.json().clone();
    if json.get("apiVersion").is_none() {
        json["apiVersion"] = kind.api_version().into();
    }
    if json.get("kind").is_none() {
        json["kind"] = kind.name().into();
    }
    if let Some(metadata) = json.get_mut("metadata").and_then(Value::as_object_mut).filter(|_| !keep_managed)
    {
        metadata.remove("managedFields");
    }
    json
}
