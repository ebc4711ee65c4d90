//! The manifests that a tool is given: files, folders and the standard input, loaded into one cluster.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::Streams;
use crate::cluster::{self, Cluster, LARGEST_INPUT, LoadOptions, Source};
use crate::content::visible_line;

/// Where the manifests are.
#[derive(Debug, Clone, clap::Args)]
pub struct Input {
    /// Manifests: a file, a folder, or - for the standard input; may be repeated
    #[arg(short = 'f', long = "filename", value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// Why a tool stops before its answer.
#[derive(Debug)]
pub enum Stop {
    /// Bad input or usage: a line for each problem, then what to do.
    Bad { lines: Vec<String>, hint: String },
    /// The output can not be written.
    Output(io::Error),
}

impl Stop {
    pub fn bad(line: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Bad { lines: vec![line.into()], hint: hint.into() }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Input {
    pub fn reads_standard_input(&self) -> bool {
        self.files.iter().any(|file| is_dash(file))
    }

    /// Loads everything; warnings go to `err`.
    pub fn load(&self, streams: &mut Streams<'_>) -> Result<Cluster, Stop> {
        load(&self.files, streams)
    }
}

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

pub fn load(paths: &[PathBuf], streams: &mut Streams<'_>) -> Result<Cluster, Stop> {
    if paths.iter().filter(|path| is_dash(path)).count() > 1 {
        return Err(Stop::bad("the standard input is named twice", "it can be read only once"));
    }
    let mut read: Vec<(String, Vec<u8>)> = Vec::new();
    for path in paths {
        if is_dash(path) {
            let limit = u64::try_from(LARGEST_INPUT).unwrap_or(u64::MAX).saturating_add(1);
            let mut bytes = Vec::new();
            (&mut *streams.input)
                .take(limit)
                .read_to_end(&mut bytes)
                .map_err(|error| cannot_read("<stdin>", &error))?;
            read.push(("<stdin>".to_owned(), bytes));
        } else {
            for file in files(path)? {
                read.push((file.display().to_string(), bytes(&file)?));
            }
        }
    }
    let sources: Vec<Source<'_>> = read.iter().map(|(name, bytes)| Source { name, bytes }).collect();
    let loaded = cluster::load(&sources, &LoadOptions::default()).map_err(|problems| Stop::Bad {
        hint: if problems.len() == 1 {
            "nothing was loaded: correct this and try again".to_owned()
        } else {
            format!("nothing was loaded: correct these {} and try again", problems.len())
        },
        lines: problems.iter().map(ToString::to_string).collect(),
    })?;
    for warning in &loaded.warnings {
        writeln!(streams.err, "warning: {}", visible_line(&warning.to_string()))?;
    }
    if !loaded.skipped.is_empty() {
        let total: usize = loaded.skipped.values().sum();
        let kinds: Vec<String> =
            loaded.skipped.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let what = if total == 1 { "object of a kind that is" } else { "objects of kinds that are" };
        writeln!(
            streams.err,
            "note: skipped {total} {what} neither built in nor defined here; what they may change is not in the answer: {}",
            visible_line(&kinds.join(", "))
        )?;
    }
    Ok(loaded.cluster)
}

fn cannot_read(name: &str, error: &io::Error) -> Stop {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => "is the path right? - reads the standard input",
        io::ErrorKind::PermissionDenied => "its permissions do not let you read it",
        _ => "",
    };
    Stop::bad(format!("can not read {name}: {}", plain(error)), hint)
}

/// The system's words without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

/// The file itself, or the manifests in a folder and its folders, by name. Hidden ones are left out.
fn files(path: &Path) -> Result<Vec<PathBuf>, Stop> {
    let fault = |path: &Path, error: &io::Error| cannot_read(&path.display().to_string(), error);
    if !fs::metadata(path).map_err(|error| fault(path, &error))?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| fault(&folder, &error))? {
            let entry = entry.map_err(|error| fault(&folder, &error))?;
            // A link to a folder is not followed: it may lead back here.
            let kind = entry.file_type().map_err(|error| fault(&entry.path(), &error))?;
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let manifest = path.extension().is_some_and(|end| end == "yaml" || end == "yml" || end == "json");
            if kind.is_dir() && !hidden {
                folders.push(path);
            } else if !kind.is_dir() && !hidden && manifest && path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(Stop::bad(
            format!("{} holds no manifests", path.display()),
            "a folder is read for *.yaml, *.yml and *.json",
        ));
    }
    Ok(found)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Stop> {
    let fault = |error: &io::Error| cannot_read(&path.display().to_string(), error);
    let size = fs::metadata(path).map_err(|error| fault(&error))?.len();
    if usize::try_from(size).is_ok_and(|size| size > LARGEST_INPUT) {
        return Err(Stop::bad(
            format!("{} has {size} bytes: more than the {LARGEST_INPUT} that are read", path.display()),
            "split it, or give fewer objects",
        ));
    }
    fs::read(path).map_err(|error| fault(&error))
}
