//! The loading door: manifests and dumps become a [`Cluster`].
//!
//! All or nothing: the first syntax error of each source, or else every semantic problem of all of them, or else a
//! cluster. Kinds that are not built in and that no definition in the input brings are counted and skipped.

mod address_check;
#[cfg(test)]
mod as_kubectl_reads;
#[cfg(test)]
mod bad_input;
mod check;
mod document;
mod entry;
mod fault;
mod field_line;
mod name_check;
mod policy_check;
mod problem;
mod unknown_field;
mod value;

use std::collections::BTreeMap;

pub use document::LARGEST_INPUT;
pub use problem::LoadProblem;

use super::{derive, key::Key, kind::Kind, object::Place, settings::Settings, store::Cluster};
use entry::{Entry, Identity};
use fault::{Fault, locate};

/// Something to load, already read: this module does no IO.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// As problems name it: the path, or `<stdin>`.
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// How to load.
#[derive(Debug, Clone)]
pub struct LoadOptions {
    /// The namespace of namespaced objects that name none.
    pub namespace: String,
    pub settings: Settings,
    /// Supply what every cluster has and the input lacks: nodes, `kube-system` with `CoreDNS`, `default/kubernetes`.
    pub assume_system: bool,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self { namespace: "default".to_owned(), settings: Settings::default(), assume_system: true }
    }
}

/// What came of the input.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub cluster: Cluster,
    /// What a server would refuse or what is probably not meant; the objects are there all the same.
    pub warnings: Vec<LoadProblem>,
    /// `apiVersion kind` of documents that we have no use for, and how many there were.
    pub skipped: BTreeMap<String, usize>,
}

/// Loads manifests, lists and dumps, several sources into one cluster.
///
/// # Errors
/// The first syntax error of each source that has one, with line and column; or else all semantic problems.
pub fn load(sources: &[Source<'_>], options: &LoadOptions) -> Result<Loaded, Vec<LoadProblem>> {
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    let mut room = LARGEST_INPUT;
    for source in sources {
        if source.bytes.len() > room {
            let message =
                format!("the input is larger than the {LARGEST_INPUT} bytes that are read: give less");
            return Err(vec![LoadProblem::new(source.name, 0, message)]);
        }
        room -= source.bytes.len();
        match document::read(source.name, source.bytes) {
            Ok(read) => documents.extend(read),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut loading = Loading {
        options,
        served: Cluster::default().kinds(),
        first: BTreeMap::new(),
        cluster: Cluster::new(options.settings.clone()),
        errors: Vec::new(),
        warnings: Vec::new(),
        skipped: BTreeMap::new(),
    };
    let all = documents.into_iter().flat_map(|document| entry::entries(document.value, document.text));
    // What a definition brings can stand before it.
    let (definitions, others): (Vec<Entry<'_>>, Vec<Entry<'_>>) = all.partition(Entry::is_definition);
    for entry in definitions {
        loading.take(entry);
    }
    loading.served = loading.cluster.kinds();
    for entry in others {
        loading.take(entry);
    }
    loading.finish()
}

struct Loading<'a> {
    options: &'a LoadOptions,
    /// The kinds that are known so far.
    served: Vec<Kind>,
    first: BTreeMap<Key, Place>,
    cluster: Cluster,
    errors: Vec<Fault<'a>>,
    warnings: Vec<Fault<'a>>,
    skipped: BTreeMap<String, usize>,
}

impl<'a> Loading<'a> {
    fn take(&mut self, entry: Entry<'a>) {
        let mut known = match entry.identify(&self.served, &self.options.namespace) {
            Ok(Identity::Known(known)) => known,
            Ok(Identity::Unknown(name)) => {
                *self.skipped.entry(name).or_default() += 1;
                return;
            }
            Err(fault) => return self.errors.push(*fault),
        };
        let found = check::check(&mut known);
        self.errors.extend(found.errors.iter().map(|(field, message)| known.fault(field, message)));
        self.warnings.extend(found.warnings.iter().map(|(field, message)| known.fault(field, message)));
        let Some(object) = found.object else { return };
        if let Some(place) = self.first.get(object.key()) {
            let message = format!(
                "written twice: the first is at {}:{}; remove one or rename it",
                place.source, place.line
            );
            return self.errors.push(known.fault("metadata.name", &message));
        }
        let place = known.place();
        self.first.insert(object.key().clone(), place.clone());
        self.cluster.put(object.at(place));
    }

    fn finish(mut self) -> Result<Loaded, Vec<LoadProblem>> {
        if !self.errors.is_empty() {
            return Err(locate(self.errors));
        }
        let mut warnings = locate(self.warnings);
        if self.options.assume_system {
            derive::assume_system(&mut self.cluster);
        }
        for note in derive::settle(&mut self.cluster) {
            let place = self.first.get(&note.key);
            warnings.push(LoadProblem {
                source: place.map(|place| place.source.to_string()).unwrap_or_default(),
                line: place.map(|place| place.line).unwrap_or_default(),
                object: Some(note.key.to_string()),
                message: note.message,
                ..LoadProblem::default()
            });
        }
        Ok(Loaded { cluster: self.cluster, warnings, skipped: self.skipped })
    }
}

/// The documents of a text, each with the line at which it begins, from 1, and nothing done to them.
///
/// # Errors
/// The first thing that is not YAML or JSON.
pub fn read_documents(name: &str, text: &str) -> Result<Vec<(usize, serde_json::Value)>, LoadProblem> {
    let documents = document::read(name, text.as_bytes())?;
    Ok(documents.into_iter().map(|document| (document.text.first_line, document.value)).collect())
}

/// The documents of a text of our own, as JSON; none if it is not YAML (a test of each asset says so).
pub(super) fn documents(text: &str) -> Vec<serde_json::Value> {
    document::read("", text.as_bytes())
        .unwrap_or_default()
        .into_iter()
        .map(|document| document.value)
        .collect()
}
