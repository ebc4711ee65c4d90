//! `kubectl api-resources`.

use super::super::output::padded;
use crate::{
    cluster::KINDS,
    shell::kubectl::{
        client::Client,
        command::Command,
        failure::Failure,
        flag::{Flag, switch, text},
    },
};

const OWN: &[Flag] = &[
    text("api-group", '\0', "", "Limit to resources in the specified API group."),
    text("categories", '\0', "", "Limit to resources that belong to the specified categories."),
    switch(
        "namespaced",
        '\0',
        "If false, non-namespaced resources will be returned, otherwise namespaced resources.",
    ),
    switch("no-headers", '\0', "Leave the headers out."),
    text("output", 'o', "", "Output format: wide, name."),
    text("sort-by", '\0', "", "Sort by 'name' or 'kind'."),
    text("verbs", '\0', "", "Limit to resources that support the specified verbs."),
    switch("cached", '\0', "Use the cached list of resources if available."),
];

pub const COMMAND: Command = Command {
    name: "api-resources",
    summary: "Print the supported API resources on the server",
    about: "Print the supported API resources on the server.",
    examples: "# Print the supported API resources\nkubectl api-resources\n\n# Those that are in no namespace\nkubectl api-resources --namespaced=false",
    flags: &[OWN],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if !client.arguments.is_empty() {
        return Err(Failure::Usage(format!("unexpected arguments: [{}]", client.arguments.join(" "))));
    }
    let flags = &client.flags;
    let (scope, group) = (flags.given("namespaced").then(|| flags.is("namespaced")), flags.text("api-group"));
    let mut kinds: Vec<_> = KINDS
        .iter()
        .filter(|kind| scope.is_none_or(|namespaced| kind.namespaced == namespaced))
        .filter(|kind| !flags.given("api-group") || kind.group == group)
        .collect();
    match flags.text("sort-by") {
        "name" => kinds.sort_by_key(|kind| kind.plural),
        "kind" => kinds.sort_by_key(|kind| kind.name),
        _ => kinds.sort_by_key(|kind| (kind.group, kind.plural)),
    }
    let output = flags.text("output").to_owned();
    if output == "name" {
        let names: Vec<String> = kinds
            .iter()
            .map(|kind| {
                if kind.group.is_empty() {
                    format!("{}\n", kind.plural)
                } else {
                    format!("{}.{}\n", kind.plural, kind.group)
                }
            })
            .collect();
        client.out(&names.concat());
        return Ok(());
    }
    let wide = output == "wide";
    let mut rows = Vec::new();
    if !flags.is("no-headers") {
        let mut header: Vec<String> =
            ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"].map(str::to_owned).to_vec();
        if wide {
            header.extend(["VERBS".to_owned(), "CATEGORIES".to_owned()]);
        }
        rows.push(header);
    }
    for kind in kinds {
        let mut row = vec![
            kind.plural.to_owned(),
            kind.short.join(","),
            kind.kind.api_version(),
            kind.namespaced.to_string(),
            kind.name.to_owned(),
        ];
        if wide {
            row.extend([
                "create,delete,deletecollection,get,list,patch,update,watch".to_owned(),
                kind.categories.join(","),
            ]);
        }
        rows.push(row);
    }
    let table = padded(&rows, 3);
    client.out(&table);
    Ok(())
}
