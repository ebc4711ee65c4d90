//! `kubedrill matrix --diff`: what another set of manifests would change.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde_json::{Value, json};

use super::{
    Ended, Stop, Streams,
    matrix::{Drawn, Form},
    paint::wrapped,
};
use crate::content::visible_line;
use crate::course::counted;
use crate::network::policy::Verdict;

/// A pair whose verdict differs: names, yours, theirs.
struct Change<'a> {
    from: &'a str,
    to: &'a str,
    yours: Option<Verdict>,
    theirs: Option<Verdict>,
}

pub fn run(
    yours: &Drawn,
    theirs: &Drawn,
    on_top: bool,
    form: Form,
    streams: &mut Streams<'_>,
) -> Result<Ended, Stop> {
    let changes = changes(yours, theirs);
    let missing = missing_from(yours, theirs);
    let extra = missing_from(theirs, yours);
    match form {
        Form::Json => writeln!(streams.out, "{}", json(&changes, &missing, &extra))?,
        Form::Csv => {
            writeln!(streams.out, "from,to,yours,other")?;
            for change in &changes {
                writeln!(
                    streams.out,
                    "{},{},{},{}",
                    change.from,
                    change.to,
                    name(change.yours),
                    name(change.theirs)
                )?;
            }
        }
        Form::Text => streams
            .out
            .write_all(text(yours, &changes, &missing, &extra, on_top, streams.columns).as_bytes())?,
    }
    let same = changes.is_empty() && missing.is_empty() && extra.is_empty();
    Ok(if same { Ended::Yes } else { Ended::No })
}

fn changes<'a>(yours: &'a Drawn, theirs: &'a Drawn) -> Vec<Change<'a>> {
    let place: BTreeMap<&str, usize> =
        theirs.names.iter().enumerate().map(|(index, name)| (name.as_str(), index)).collect();
    let there: Vec<Option<usize>> =
        yours.names.iter().map(|name| place.get(name.as_str()).copied()).collect();
    let mut changes = Vec::new();
    for (from, from_name) in yours.names.iter().enumerate() {
        for (to, to_name) in yours.names.iter().enumerate() {
            let (Some(Some(their_from)), Some(Some(their_to))) = (there.get(from), there.get(to)) else {
                continue;
            };
            let (one, two) =
                (yours.verdicts.verdict(from, to), theirs.verdicts.verdict(*their_from, *their_to));
            if one != two {
                changes.push(Change { from: from_name, to: to_name, yours: one, theirs: two });
            }
        }
    }
    changes
}

/// The names of the one that the other lacks.
fn missing_from<'a>(one: &'a Drawn, other: &Drawn) -> Vec<&'a str> {
    let there: BTreeSet<&str> = other.names.iter().map(String::as_str).collect();
    one.names.iter().map(String::as_str).filter(|name| !there.contains(name)).collect()
}

fn name(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("", Verdict::name)
}

fn json(changes: &[Change<'_>], missing: &[&str], extra: &[&str]) -> Value {
    let change = |change: &Change<'_>| json!({"from": change.from, "to": change.to, "yours": change.yours.map(Verdict::name), "other": change.theirs.map(Verdict::name)});
    json!({"changes": changes.iter().map(change).collect::<Vec<_>>(), "only_yours": missing, "only_other": extra})
}

fn text(
    yours: &Drawn,
    changes: &[Change<'_>],
    missing: &[&str],
    extra: &[&str],
    on_top: bool,
    columns: usize,
) -> String {
    let mut out = String::new();
    if on_top {
        out.push_str("The other manifests hold no Pods: they are put on top of yours.\n");
    }
    let mut part = |title: &str, wanted: &dyn Fn(&Change<'_>) -> bool| {
        let mut by_source: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut by_targets: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
        for change in changes.iter().filter(|change| wanted(change)) {
            by_source.entry(change.from).or_default().push(change.to);
        }
        for (source, targets) in by_source {
            by_targets.entry(targets).or_default().push(source);
        }
        if by_targets.is_empty() {
            return;
        }
        let count = changes.iter().filter(|change| wanted(change)).count();
        let _ = writeln!(out, "{title} ({}):", counted(count, "pair"));
        let mut lines: Vec<String> = by_targets
            .iter()
            .map(|(targets, sources)| format!("{} -> {}", listed(sources), listed(targets)))
            .collect();
        lines.sort();
        for line in lines {
            let _ = writeln!(out, "  {}", wrapped(&line, 2, 6, columns));
        }
    };
    let is = |verdict: Option<Verdict>, wanted| verdict == Some(wanted);
    part("Yours also allows", &|change| is(change.yours, Verdict::Allow) && is(change.theirs, Verdict::Deny));
    part("The other also allows", &|change| {
        is(change.yours, Verdict::Deny) && is(change.theirs, Verdict::Allow)
    });
    part("Not defined, or not asked, in one of the two", &|change| {
        !(is(change.yours, Verdict::Allow) || is(change.yours, Verdict::Deny))
            || !(is(change.theirs, Verdict::Allow) || is(change.theirs, Verdict::Deny))
    });
    for (title, names) in [("Only in yours", missing), ("Only in the other", extra)] {
        if !names.is_empty() {
            let _ = writeln!(out, "{title}: {}", wrapped(&listed(names), title.len() + 2, 2, columns));
        }
    }
    if changes.is_empty() && missing.is_empty() && extra.is_empty() {
        let _ = writeln!(out, "No difference for {}: both allow the same.", visible_line(&yours.port));
    }
    out
}

/// Up to eight names.
fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(8).map(|name| visible_line(name)).collect();
    let more = names.len().saturating_sub(shown.len());
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}
