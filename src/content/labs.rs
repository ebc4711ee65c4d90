//! Labs of the library: read when asked for, with the names that a seed draws, and the start beside them.

use std::borrow::Cow;

use super::library::{Library, Source, Text};
use super::parse::{lab_id, left_open_problems, parse_lab, visible};
use super::{disk, embedded};
use crate::course::lab::fill;
use crate::course::{Lab, Problem};

/// The manifests of a lab's cluster, beside its `lab.toml`.
const START: &str = "start.yaml";

impl Library {
    /// Reads a lab with the names that `seed` draws; 0 draws the first of each.
    ///
    /// # Errors
    /// When there is no such lab, or something of it can not be used. It can be there and have lesser problems.
    pub fn lab(&self, id: &str, seed: u64) -> Result<Lab, Vec<Problem>> {
        let source = self.catalog().lab(id).and_then(|entry| self.source(entry.file));
        let Some(source) = source else {
            return Err(vec![Problem::new("", 0, format!("there is no lab `{}`", visible(id)))]);
        };
        let text = source.text().map_err(|problem| vec![problem])?;
        let (lab, mut problems) = parse_lab(&source.name, &text, seed);
        let Some(mut lab) = lab else { return Err(problems) };
        match start(source) {
            Ok(start) => lab.start = fill(&start, &lab.names),
            Err(problem) => problems.push(problem),
        }
        if lab.start.is_empty() { Err(problems) } else { Ok(lab) }
    }
}

/// What is wrong with the start of a lab as a text: it is not there, or has names that nothing fills.
pub(super) fn start_problems(source: &Source, text: &str) -> Vec<Problem> {
    let Some(lab) = parse_lab(&source.name, text, 0).0 else { return Vec::new() };
    match start(source) {
        Ok(text) => left_open_problems(&start_name(source), &fill(&text, &lab.names), &lab.names),
        Err(problem) => vec![problem],
    }
}

fn start(source: &Source) -> Result<Cow<'static, str>, Problem> {
    let name = start_name(source);
    let missing = || {
        Problem::new(&name, 0, "is empty or not there")
            .hint("write the manifests of the cluster at the start")
    };
    let text = match &source.text {
        Text::Embedded(_) => {
            let found = embedded::STARTS.iter().find(|(path, _)| *path == name);
            Cow::Borrowed(found.ok_or_else(missing)?.1)
        }
        Text::Disk(path) => {
            let path = path.with_file_name(START);
            if !path.is_file() {
                return Err(missing());
            }
            Cow::Owned(disk::text(&path, &name)?)
        }
    };
    if text.trim().is_empty() { Err(missing()) } else { Ok(text) }
}

fn start_name(source: &Source) -> String {
    match source.name.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{START}"),
        None => format!("{}/{START}", lab_id(&source.name)),
    }
}
