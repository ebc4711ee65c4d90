//! Flags that several commands take, declared once.

use crate::shell::kubectl::flag::{Flag, Takes, list, number, switch, text};

const DRY: Flag = Flag {
    name: "dry-run",
    short: '\0',
    takes: Takes::Optional("unchanged"),
    default: "none",
    help: "Must be \"none\", \"server\" or \"client\": with client the object is printed and not sent; with server it is checked and not stored.",
};
const STRICT: Flag = Flag {
    name: "validate",
    short: '\0',
    takes: Takes::Optional("strict"),
    default: "strict",
    help: "strict (or true): unknown fields are refused; warn, ignore (or false): they are dropped.",
};
const FORM: Flag = text(
    "output",
    'o',
    "",
    "Output format: json, yaml, kyaml, name, go-template, jsonpath, jsonpath-as-json.",
);
const TEMPLATE: Flag = text("template", '\0', "", "Template for -o go-template or -o jsonpath.");
const MANAGED: Flag = switch("show-managed-fields", '\0', "Keep managedFields in JSON or YAML.");
const MISSING: Flag = Flag {
    default: "true",
    ..switch("allow-missing-template-keys", '\0', "Ignore fields that a template names and the object lacks.")
};

/// The forms of output.
pub const OUTPUT: &[Flag] = &[FORM, TEMPLATE, MANAGED, MISSING];
pub const DRY_RUN: &[Flag] = &[DRY];
pub const VALIDATE: &[Flag] = &[STRICT];
pub const FILES: &[Flag] = &[
    list("filename", 'f', "Files, folders or addresses of manifests; - for standard input."),
    text("kustomize", 'k', "", "Process a kustomization folder."),
    switch("recursive", 'R', "Go through the folder of -f recursively."),
];
pub const SELECTOR: &[Flag] = &[text(
    "selector",
    'l',
    "",
    "Label selector: =, ==, !=, in, notin, exists (-l key1=value1,key2 in (a,b)).",
)];
pub const FIELDS: &[Flag] =
    &[text("field-selector", '\0', "", "Field selector: --field-selector key1=value1,key2!=value2.")];
pub const ALL: &[Flag] = &[switch("all", '\0', "All objects of the type in the namespace.")];
pub const ALL_NAMESPACES: &[Flag] = &[switch("all-namespaces", 'A', "Objects of all namespaces.")];
pub const MANAGER: &[Flag] = &[text("field-manager", '\0', "kubectl", "Name of the manager of the fields.")];
pub const SAVE: &[Flag] =
    &[switch("save-config", '\0', "Save the configuration in an annotation, for kubectl apply later.")];
pub const LOCAL: &[Flag] = &[switch("local", '\0', "Work on the file alone; nothing is sent to the server.")];
pub const CONTAINER: &[Flag] = &[text("container", 'c', "", "Container name; the first one if omitted.")];
pub const REPLICAS: Flag = number("replicas", '\0', "0", "The new desired number of replicas.");

/// The name of a generator's object: exactly one argument.
pub fn exactly_one_name(arguments: &[String]) -> Result<String, crate::shell::kubectl::failure::Failure> {
    match arguments {
        [name] => Ok(name.clone()),
        other => Err(crate::shell::kubectl::failure::Failure::Usage(format!(
            "exactly one NAME is required, got {}",
            other.len()
        ))),
    }
}
