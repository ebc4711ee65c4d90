//! `kubedrill check DIR`: every problem of a course folder, those between files included.

use std::path::Path;

use super::library::{Library, Source, Text};
use super::parse::{Folder, Reference, Target, did_you_mean, index, nearest};
use super::{disk, embedded, labs};
use crate::course::{Catalog, Problem};

/// What a check read and found; problems are sorted by file and line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckReport {
    pub files: usize,
    pub chapters: usize,
    pub cards: usize,
    pub questions: usize,
    pub labs: usize,
    pub problems: Vec<Problem>,
}

/// Checks a folder as if it were the user's: it may refer to the embedded course and must not clash with it.
/// A folder that holds every embedded file is the course itself, perhaps edited, and stands alone.
pub fn check_dir(dir: &Path) -> CheckReport {
    let mut report = CheckReport::default();
    let problems = &mut report.problems;
    if !dir.is_dir() {
        problems.push(Problem::new(&dir.display().to_string(), 0, "there is no such folder"));
        return report;
    }
    let found = disk::find(dir, problems);
    disk::strangers(dir, problems);
    report.files = found.len();
    if found.is_empty() && problems.is_empty() {
        let hint =
            "put chapters into chapters/, cards into cards/, questions into questions/, labs into labs/";
        problems.push(Problem::new(&dir.display().to_string(), 0, "there is nothing to check").hint(hint));
        return report;
    }
    let is_the_course =
        embedded::FILES.iter().all(|(name, _)| found.iter().any(|file| file.stamp.path == *name));
    let mut library = if is_the_course { Library::empty() } else { Library::embedded() };
    let before = counts(library.catalog());
    let mut references: Vec<(String, Reference)> = Vec::new();
    for disk::Found { folder, path, stamp } in found {
        match disk::text(&path, &stamp.path) {
            Ok(text) => {
                let indexed = index(folder, &stamp.path, &text);
                references.extend(indexed.references.into_iter().map(|found| (stamp.path.clone(), found)));
                let source = Source { name: stamp.path, text: Text::Disk(path) };
                if folder == Folder::Labs {
                    problems.extend(labs::start_problems(&source, &text));
                }
                library.add_file(source, indexed.index, problems);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let catalog = library.catalog();
    problems
        .extend(references.into_iter().filter_map(|(file, reference)| dangling(&file, reference, catalog)));
    problems.sort();
    problems.dedup();
    let after = counts(catalog);
    report.chapters = after[0] - before[0];
    report.cards = after[1] - before[1];
    report.questions = after[2] - before[2];
    report.labs = after[3] - before[3];
    report
}

fn counts(catalog: &Catalog) -> [usize; 4] {
    [catalog.chapters.len(), catalog.cards.len(), catalog.questions.len(), catalog.labs.len()]
}

/// The problem with a reference that leads nowhere.
fn dangling(file: &str, reference: Reference, catalog: &Catalog) -> Option<Problem> {
    let Reference { line, target } = reference;
    let (message, hint) = match target {
        Target::Question(id) => {
            if catalog.questions.iter().any(|question| question.id == id) {
                return None;
            }
            let hint = if catalog.cards.iter().any(|card| card.id == id) {
                "it is a card; a section asks a question".to_owned()
            } else {
                let ids = catalog.questions.iter().map(|question| question.id.as_str());
                nearest(id.as_str(), ids)
                    .map_or("write it in questions/".to_owned(), |id| format!("did you mean `{id}`?"))
            };
            (format!("`ask` names no question: `{id}`"), hint)
        }
        Target::Section { chapter, section } => {
            let Some(entry) = catalog.chapter(&chapter) else {
                let ids: Vec<&str> = catalog.chapters.iter().map(|entry| entry.id.as_str()).collect();
                return Some(problem(
                    file,
                    line,
                    format!("there is no chapter `{chapter}`"),
                    did_you_mean(&chapter, ids),
                ));
            };
            let section = section?;
            if entry.sections.iter().any(|known| known.id == section) {
                return None;
            }
            let ids: Vec<&str> = entry.sections.iter().map(|known| known.id.as_str()).collect();
            (format!("chapter `{chapter}` has no section `{section}`"), did_you_mean(&section, ids))
        }
    };
    Some(problem(file, line, message, hint))
}

fn problem(file: &str, line: usize, message: String, hint: String) -> Problem {
    Problem::new(file, line, message).hint(hint)
}
