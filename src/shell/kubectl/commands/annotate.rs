//! `kubectl annotate`.

use super::{
    common::{ALL, ALL_NAMESPACES, DRY_RUN, FIELDS, FILES, LOCAL, MANAGER, OUTPUT, SELECTOR},
    metadata_change::{Wanted, Words, change, check_named, part},
};
use crate::shell::kubectl::{
    client::Client,
    command::{Command, Completes},
    failure::Failure,
    flag::{Flag, switch, text},
};

const OWN: &[Flag] = &[
    switch("list", '\0', "If true, display the annotations for a given resource."),
    switch(
        "overwrite",
        '\0',
        "If true, allow annotations to be overwritten, otherwise reject annotation updates that overwrite existing annotations.",
    ),
    text(
        "resource-version",
        '\0',
        "",
        "If non-empty, the annotation update will only succeed if this is the current resource-version for the object.",
    ),
];

pub const COMMAND: Command = Command {
    name: "annotate",
    summary: "Update the annotations on a resource",
    about: "Update the annotations on one or more resources.",
    examples: "# Update pod 'foo' with the annotation 'description' and the value 'my frontend'\nkubectl annotate pods foo description='my frontend'\n\n# Make an ingress class the default one\nkubectl annotate ingressclass nginx ingressclass.kubernetes.io/is-default-class=true\n\n# Remove an annotation\nkubectl annotate pods foo description-",
    usage: "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]",
    flags: &[OWN, FILES, SELECTOR, FIELDS, ALL, ALL_NAMESPACES, LOCAL, OUTPUT, DRY_RUN, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let changes = part(&client.arguments, "annotation")?;
    check_named(client, &changes, "at least one annotation update is required")?;
    let mut wanted = Wanted { set: Vec::new(), remove: Vec::new() };
    for pair in &changes.pairs {
        match pair.split_once('=') {
            Some((key, value)) => wanted.set.push((key.to_owned(), value.to_owned())),
            None => wanted.remove.push(pair.trim_end_matches('-').to_owned()),
        }
    }
    change(
        client,
        changes.resources,
        &Words { field: "annotations", one: "annotation" },
        &wanted,
        |_, _, _, _| "annotated".to_owned(),
    )
}
