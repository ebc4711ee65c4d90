//! Every name, port and label in a lab's story exists: in its cluster or files, before or after it is solved.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::cluster::Cluster;
use crate::course::lab::{Check, Target};
use crate::course::{Lab, code_spans};
use crate::lab::Attempt;

/// What stands in backquotes in the story and exists nowhere.
pub fn strangers(lab: &Lab, fresh: &Attempt, solved: &[Attempt]) -> Vec<String> {
    let mut known = BTreeSet::new();
    for cluster in solved.iter().map(|attempt| &attempt.session.cluster).chain([&fresh.start]) {
        words_of(cluster, &mut known);
    }
    for path in lab.files.keys() {
        known.extend(path.match_indices('/').filter_map(|(at, _)| path.get(..at).map(str::to_owned)));
        known.insert(path.clone());
    }
    for criterion in &lab.criteria {
        match &criterion.check {
            Check::File(file) => {
                known.insert(file.path.clone());
            }
            Check::Flow(flow) => {
                known.extend(flow.to.iter().filter_map(|target| match target {
                    Target::Name(name) => Some(name.clone()),
                    _ => None,
                }));
            }
            Check::Name(lookup) => {
                known.insert(lookup.name.clone());
            }
            Check::Http(http) => {
                known.insert(http.url.clone());
                known.extend(http.url.split('/').map(str::to_owned));
                known.extend(http.url.splitn(4, '/').nth(3).map(|path| format!("/{path}")));
            }
            _ => {}
        }
    }
    let mut strangers = Vec::new();
    for word in code_spans(&lab.story) {
        let bare = word.trim_start_matches("~/");
        let is_command = word.contains(' ');
        // Files that the learner is asked to make.
        let is_made = lab.solutions.iter().any(|solution| solution.lines.contains(bare));
        if !is_command && !is_made && !known.contains(word) && !known.contains(bare) {
            strangers.push(format!("`{word}` is in the story and nowhere in the cluster"));
        }
    }
    strangers
}

/// Names, values, numbers, and labels as `key=value`; paths below nothing.
fn words_of(cluster: &Cluster, known: &mut BTreeSet<String>) {
    for object in cluster.all() {
        known.insert(object.kind().name().to_owned());
        collect(object.json(), known);
    }
}

fn collect(value: &Value, known: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                known.insert(name.clone());
                if let Value::String(text) = value {
                    known.insert(format!("{name}={text}"));
                    known.insert(format!("{name}: {text}"));
                }
                collect(value, known);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, known)),
        Value::String(text) => {
            known.insert(text.clone());
            // Texts of ConfigMaps and commands: their words.
            known.extend(text.split_whitespace().map(str::to_owned));
        }
        Value::Number(number) => {
            known.insert(number.to_string());
        }
        Value::Bool(_) | Value::Null => {}
    }
}
