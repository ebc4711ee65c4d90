//! `kubectl explain`: fields and what they mean, from `assets/kubectl/explain.txt`.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::shell::kubectl::{
    client::Client,
    command::{Command, Completes},
    failure::Failure,
    flag::{Flag, switch, text},
};

const OWN: &[Flag] = &[
    text("api-version", '\0', "", "Use given api-version (group/version) of the resource."),
    text("output", 'o', "plaintext", "Format in which to render the schema."),
    switch("recursive", '\0', "When true, print the name of all the fields recursively."),
];

pub const COMMAND: Command = Command {
    name: "explain",
    summary: "Get documentation for a resource",
    about: "Describe fields and structure of various resources.\n\nFields are identified via a simple JSONPath identifier: <type>.<fieldName>[.<fieldName>]",
    examples: "# Get the documentation of the resource and its fields\nkubectl explain networkpolicies\n\n# Get all the fields in the resource\nkubectl explain ingress --recursive\n\n# Get the documentation of a specific field of a resource\nkubectl explain netpol.spec.ingress.from",
    usage: "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext] [options]",
    flags: &[OWN],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

/// Deeper nesting is not listed by `--recursive`: no type that is described reaches it.
const DEEPEST: usize = 12;

/// A described field.
struct Field {
    name: &'static str,
    /// As shown: `[]ServicePort`.
    of: &'static str,
    required: bool,
    words: &'static str,
}

/// A described type.
struct Described {
    words: &'static str,
    fields: Vec<Field>,
}

static TYPES: LazyLock<BTreeMap<&'static str, Described>> = LazyLock::new(|| {
    let mut types: BTreeMap<&str, Described> = BTreeMap::new();
    let mut current = "";
    for line in include_str!("../../../../assets/kubectl/explain.txt").lines() {
        if let Some(rest) = line.strip_prefix("  ") {
            let parsed = rest.split_once(" <").or_else(|| rest.split_once(" !<"));
            let parsed =
                parsed.and_then(|(name, rest)| rest.split_once("> ").map(|(of, words)| (name, of, words)));
            if let (Some((name, of, words)), Some(described)) = (parsed, types.get_mut(current)) {
                described.fields.push(Field { name, of, required: rest.contains(" !<"), words });
            }
        } else if let Some((name, words)) = line.split_once(": ").filter(|_| !line.starts_with('#')) {
            current = name;
            types.insert(name, Described { words, fields: Vec::new() });
        }
    }
    types
});

/// A type that is not described.
static NOTHING: Described = Described { words: "", fields: Vec::new() };

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let path = match client.arguments.as_slice() {
        [] => {
            return Err(Failure::plain(
                "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of supported resources.",
            ));
        }
        [path] => path.clone(),
        _ => {
            return Err(Failure::plain("We accept only this format: explain RESOURCE"));
        }
    };
    let mut parts = path.split('.').filter(|part| !part.is_empty());
    let word = parts.next().unwrap_or_default();
    let Some(kind) = client.kinds_of(word)?.first().copied() else { return Ok(()) };
    let declaration = kind.declaration();
    let Some(mut described) = TYPES.get(declaration.name) else {
        return Err(Failure::plain(format!("{} is not described here", declaration.name)));
    };
    let mut field: Option<&Field> = None;
    for name in parts {
        let found = described.fields.iter().find(|field| field.name == name);
        let Some(next) = found else { return Err(Failure::plain(format!("field {name:?} does not exist"))) };
        field = Some(next);
        described = TYPES.get(bare(next.of)).unwrap_or(&NOTHING);
    }
    let mut out = String::new();
    if !declaration.group.is_empty() {
        out.push_str(&format!("GROUP:      {}\n", declaration.group));
    }
    let version = declaration.versions.first().copied().unwrap_or("v1");
    out.push_str(&format!("KIND:       {}\nVERSION:    {version}\n\n", declaration.name));
    let mut words = described.words.to_owned();
    if let Some(field) = field {
        let required = if field.required { " -required-" } else { "" };
        out.push_str(&format!("FIELD: {} <{}>{required}\n\n\n", field.name, field.of));
        words =
            if words.is_empty() { field.words.to_owned() } else { format!("{}\n    {words}", field.words) };
    }
    out.push_str(&format!("DESCRIPTION:\n    {words}\n    \n"));
    if !described.fields.is_empty() {
        out.push_str("FIELDS:\n");
        let recursive = client.flags.is("recursive");
        list(&mut out, described, 1, recursive);
    }
    client.out(&format!("{out}\n"));
    Ok(())
}

/// A type's name without `[]`.
fn bare(of: &str) -> &str {
    of.trim_start_matches("[]")
}

fn list(out: &mut String, described: &Described, level: usize, recursive: bool) {
    let indent = "  ".repeat(level);
    for field in &described.fields {
        let required = if field.required { " -required-" } else { "" };
        out.push_str(&format!("{indent}{}\t<{}>{required}\n", field.name, field.of));
        if !recursive {
            out.push_str(&format!("{indent}  {}\n\n", field.words));
        } else if let Some(inner) = TYPES.get(bare(field.of)).filter(|_| level < DEEPEST) {
            list(out, inner, level + 1, recursive);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TYPES;
    use crate::cluster::KINDS;

    #[test]
    fn every_line_of_the_asset_was_read() {
        let lines = include_str!("../../../../assets/kubectl/explain.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        let read: usize = TYPES.values().map(|described| 1 + described.fields.len()).sum();
        assert_eq!(read, lines);
        assert!(TYPES.values().all(|described| described.fields.iter().all(|field| !field.words.is_empty())));
        assert!(KINDS.iter().filter(|kind| TYPES.contains_key(kind.name)).count() >= 18);
    }
}
