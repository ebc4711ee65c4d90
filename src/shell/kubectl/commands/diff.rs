//! `kubectl diff`.

use super::{
    apply::three_way,
    common::{FILES, SELECTOR},
    create::{LAST_APPLIED, last_applied},
    get::readable,
};
use crate::shell::kubectl::{
    client::{Client, DryRun},
    command::Command,
    failure::Failure,
    flag::{Flag, switch, text},
    output::yaml,
    resource::{Item, is_given, read_files},
};

const OWN: &[Flag] = &[
    text(
        "field-manager",
        '\0',
        "kubectl-client-side-apply",
        "Name of the manager used to track field ownership.",
    ),
    switch("force-conflicts", '\0', "If true, server-side apply will force the changes against conflicts."),
    switch("server-side", '\0', "If true, apply runs in the server instead of the client."),
    switch("show-managed-fields", '\0', "Keep managedFields in the output."),
];

pub const COMMAND: Command = Command {
    name: "diff",
    summary: "Diff the live version against a would-be applied version",
    about: "Diff configurations specified by file name or stdin between the current online configuration, and the configuration as it would be if applied.\n\nExit status: 0 no differences were found. 1 differences were found. >1 kubectl or diff failed with an error.",
    usage: "-f FILENAME [options]",
    flags: &[OWN, FILES, SELECTOR],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if !is_given(&client.flags) {
        return Err(Failure::plain("must specify one of -f and -k"));
    }
    let (items, failures) = read_files(client)?;
    let mut differs = false;
    for item in &items {
        differs |= one(client, item)?;
    }
    Failure::of(failures)?;
    if differs { Err(Failure::Said(1)) } else { Ok(()) }
}

fn one(client: &mut Client<'_, '_>, item: &Item) -> Result<bool, Failure> {
    let mut body = item.body.clone().unwrap_or_default();
    let live = client.get(item.kind, &item.namespace, &item.name).ok();
    let merged = match &live {
        Some(live) => {
            if live.annotation(LAST_APPLIED).is_some() {
                let saved = last_applied(&body);
                body["metadata"]["annotations"][LAST_APPLIED] = saved.into();
            }
            let (patch, _) = three_way(live, &body).map_err(Failure::Plain)?;
            let patch_type = crate::cluster::api::PatchType::Strategic;
            let patch_type = if item.kind.declaration().custom {
                crate::cluster::api::PatchType::Merge
            } else {
                patch_type
            };
            client.patch(item.key(), patch_type, &patch, DryRun::Server)?
        }
        None => client.create(item.kind, &item.namespace, &body, DryRun::Server)?,
    };
    let text = |object: &crate::cluster::Object| {
        let mut json = readable(object, false);
        // What every change changes is no difference.
        for field in ["resourceVersion", "generation"] {
            if let (Some(live), Some(metadata)) = (&live, json["metadata"].as_object_mut())
                && let Some(value) = live.json()["metadata"].get(field)
            {
                metadata.insert(field.to_owned(), value.clone());
            }
        }
        yaml(&json)
    };
    let (before, after) = (live.as_ref().map_or(String::new(), |live| text(live)), text(&merged));
    if before == after {
        return Ok(false);
    }
    let version = item.kind.api_version().replace('/', ".");
    let name = [version.as_str(), item.kind.name(), &item.namespace, &item.name]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(".");
    let (left, right) =
        (format!("/tmp/LIVE-{}/{name}", 1_000_000), format!("/tmp/MERGED-{}/{name}", 1_000_000));
    let stamp = client.now().replace('T', " ").trim_end_matches('Z').to_owned();
    let body = unified(&before, &after);
    client.line(&format!(
        "diff -u -N {left} {right}\n--- {left}\t{stamp}.000000000 +0000\n+++ {right}\t{stamp}.000000000 +0000"
    ));
    client.out(&body);
    Ok(true)
}

/// A unified difference with three lines of context.
fn unified(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let edits = edits(&old, &new);
    let mut out = String::new();
    let mut at = 0;
    while let Some(first) = (at..edits.len()).find(|index| edits[*index].0 != ' ') {
        let start = first.saturating_sub(3).max(at);
        let mut end = first;
        let mut last = first;
        while end < edits.len() && end <= last + 6 {
            if edits[end].0 != ' ' {
                last = end;
            }
            end += 1;
        }
        let end = (last + 4).min(edits.len());
        let count = |sign: char, range: std::ops::Range<usize>| {
            edits[range].iter().filter(|(kind, _)| *kind == ' ' || *kind == sign).count()
        };
        let (old_at, new_at) = (count('-', 0..start), count('+', 0..start));
        let (old_count, new_count) = (count('-', start..end), count('+', start..end));
        let place = |at: usize, count: usize| {
            if count == 1 {
                format!("{}", at + 1)
            } else {
                format!("{},{count}", if count == 0 { at } else { at + 1 })
            }
        };
        out.push_str(&format!("@@ -{} +{} @@\n", place(old_at, old_count), place(new_at, new_count)));
        edits[start..end].iter().for_each(|(sign, line)| out.push_str(&format!("{sign}{line}\n")));
        at = end;
    }
    out
}

/// Lines kept, removed and added, by the longest common subsequence; objects are a few hundred lines.
fn edits<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(char, &'t str)> {
    let width = new.len() + 1;
    if old.len().saturating_mul(new.len()) > 4_000_000 {
        return old.iter().map(|line| ('-', *line)).chain(new.iter().map(|line| ('+', *line))).collect();
    }
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    for (i, line) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            longest[i * width + j] = if line == other {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut edits) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            edits.push((' ', old[i]));
            (i, j) = (i + 1, j + 1);
        } else if i < old.len()
            && (j == new.len() || longest[(i + 1) * width + j] >= longest[i * width + j + 1])
        {
            edits.push(('-', old[i]));
            i += 1;
        } else {
            edits.push(('+', new[j]));
            j += 1;
        }
    }
    edits
}
