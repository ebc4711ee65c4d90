//! What `-f` names: files, folders, standard input, addresses; their documents as objects.

use serde_json::Value;

use super::{address::manifest, item::Item};
use crate::{
    cluster::read_documents,
    shell::kubectl::{client::Client, failure::Failure, flag::Flags},
};

/// Whether files were named.
pub fn is_given(flags: &Flags) -> bool {
    flags.given("filename") || flags.given("kustomize")
}

/// The objects of all files, in order; what could not be mapped to a kind is among the failures.
///
/// # Errors
/// A file that is not there or is no YAML.
pub fn read_files(client: &mut Client<'_, '_>) -> Result<(Vec<Item>, Vec<Failure>), Failure> {
    let mut items = Vec::new();
    let mut failures = Vec::new();
    if client.flags.given("kustomize") {
        return Err(Failure::plain("kustomize is not simulated here: write the manifests out and use -f"));
    }
    for (source, text) in texts(client)? {
        let documents = read_documents(&source, &text)
            .map_err(|problem| syntax(&source, &text, problem.line, &problem.message))?;
        for (_, document) in documents {
            for object in unpacked(document) {
                match item(client, &source, object) {
                    Ok(item) => items.push(item),
                    Err(failure) => failures.push(failure),
                }
            }
        }
    }
    if items.is_empty() && failures.is_empty() {
        return Err(Failure::plain(
            if client.path.ends_with("delete") { "no objects passed to delete" } else { NO_OBJECTS }
                .replace("{}", client.path.rsplit(' ').next().unwrap_or_default()),
        ));
    }
    Ok((items, failures))
}

const NO_OBJECTS: &str = "no objects passed to {}";

/// Each source's name in messages, and its text.
fn texts(client: &mut Client<'_, '_>) -> Result<Vec<(String, String)>, Failure> {
    let mut texts = Vec::new();
    for path in client.flags.list("filename") {
        if path == "-" {
            texts.push(("STDIN".to_owned(), client.call.take_input().to_owned()));
        } else if path.starts_with("http://") || path.starts_with("https://") {
            texts.push((path.clone(), manifest(&path).map_err(Failure::Bare)?));
        } else {
            texts.extend(files(client, &path)?);
        }
    }
    Ok(texts)
}

/// A file, or the manifests of a folder by name.
fn files(client: &mut Client<'_, '_>, path: &str) -> Result<Vec<(String, String)>, Failure> {
    const ENDINGS: &[&str] = &[".yaml", ".yml", ".json"];
    if let Ok(text) = client.call.session.read_file(path) {
        return Ok(vec![(path.to_owned(), String::from(&*text))]);
    }
    let folder = path.trim_end_matches('/');
    let names = client.folder(folder);
    let mut texts = Vec::new();
    for name in names.iter().filter(|name| ENDINGS.iter().any(|ending| name.ends_with(ending))) {
        let path = format!("{folder}/{name}");
        if let Ok(text) = client.call.session.read_file(&path) {
            texts.push((path, String::from(&*text)));
        }
    }
    if texts.is_empty() {
        return Err(Failure::plain(if names.is_empty() {
            format!("the path {path:?} does not exist")
        } else {
            format!("error reading [{path}]: recognized file extensions are [.json .yaml .yml]")
        }));
    }
    Ok(texts)
}

/// The items of a list, in lists too; or the object itself.
fn unpacked(document: Value) -> Vec<Value> {
    let is_list = document.get("kind").and_then(Value::as_str).is_some_and(|kind| kind.ends_with("List"));
    match (is_list, document) {
        (true, Value::Object(mut fields)) => match fields.remove("items") {
            Some(Value::Array(items)) => items.into_iter().flat_map(unpacked).collect(),
            _ => Vec::new(),
        },
        (_, document) => vec![document],
    }
}

fn item(client: &mut Client<'_, '_>, source: &str, mut object: Value) -> Result<Item, Failure> {
    let text = |object: &Value, pointer: &str| {
        object.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let (version, name) = (text(&object, "/apiVersion"), text(&object, "/kind"));
    let validates = !matches!(client.flags.text("validate"), "false" | "ignore")
        && client.flags.by_name("validate").is_some();
    let unset: Vec<&str> = [("apiVersion not set", &version), ("kind not set", &name)]
        .into_iter()
        .filter(|(_, text)| text.is_empty())
        .map(|(what, _)| what)
        .collect();
    if !unset.is_empty() && validates {
        let why = if let [one] = unset[..] { one.to_owned() } else { format!("[{}]", unset.join(", ")) };
        return Err(Failure::plain(format!(
            "error validating {source:?}: error validating data: {why}; if you choose to ignore these errors, turn validation off with --validate=false"
        )));
    }
    if name.is_empty() {
        return Err(Failure::plain(format!(
            "unable to decode {source:?}: Object 'Kind' is missing in '{object}'"
        )));
    }
    let given = text(&object, "/metadata/namespace");
    let Some(kind) = client.cluster().kind_of_document(&version, &name) else {
        let called = text(&object, "/metadata/name");
        return Err(Failure::plain(format!(
            "resource mapping not found for name: {called:?} namespace: {given:?} from {source:?}: no matches for kind {name:?} in version {version:?}\nensure CRDs are installed first"
        )));
    };
    let mut namespace = client.namespace_for(kind);
    if kind.namespaced() {
        if given.is_empty() && client.flags.is("local") {
            // What only passes through stays as it is.
        } else if given.is_empty() {
            if !object["metadata"].is_object() {
                object["metadata"] = serde_json::json!({});
            }
            object["metadata"]["namespace"] = namespace.clone().into();
        } else if client.flags.given("namespace") && given != namespace {
            return Err(Failure::plain(mismatch(&given, &namespace)));
        } else {
            namespace = given;
        }
    }
    let name = text(&object, "/metadata/name");
    Ok(Item { kind, namespace, name, source: source.to_owned(), body: Some(object) })
}

/// The words when an object says another namespace than `-n`.
pub fn mismatch(given: &str, namespace: &str) -> String {
    format!(
        "the namespace from the provided object {given:?} does not match the namespace {namespace:?}. You must pass '--namespace={given}' to perform this operation."
    )
}

/// What go-yaml would say of a syntax error, as near as we can come.
fn syntax(source: &str, text: &str, line: usize, message: &str) -> Failure {
    let lower = message.to_lowercase();
    let near = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let words = if near.starts_with('\t') || lower.contains("tab") {
        "found character that cannot start any token"
    } else if lower.contains("mapping values") || lower.contains("mapping value") {
        "mapping values are not allowed in this context"
    } else if lower.contains("flow sequence")
        || lower.contains("']'")
        || text.matches('[').count() > text.matches(']').count()
    {
        "did not find expected ',' or ']'"
    } else if lower.contains("flow mapping") || text.matches('{').count() > text.matches('}').count() {
        "did not find expected ',' or '}'"
    } else {
        message
    };
    Failure::plain(format!(
        "error parsing {source}: error converting YAML to JSON: yaml: line {line}: {words}"
    ))
}
