//! Why a command did not do what was asked, and how kubectl prints that (`cmdutil.CheckErr`).

use crate::cluster::api::{Reason, Status};

/// A failure. Commands give it back; `mod` prints it.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// `error: TEXT`.
    Plain(String),
    /// The same, with the hint at `-h`.
    Usage(String),
    /// A flag that was not understood, with the hint at `--help`.
    FlagUsage(String),
    /// The server's refusal; `while_` is what was being done: `error when creating "STDIN": `.
    Server { status: Box<Status>, while_: String },
    /// Several, each printed.
    Many(Vec<Failure>),
    /// Everything was said already.
    Said(u8),
    /// Printed as it stands, status 1.
    Bare(String),
}

impl Failure {
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Plain(text.into())
    }

    /// The refusal of a request while something was being done to a source.
    pub fn during(status: Status, verb: &str, source: &str) -> Self {
        let while_ =
            if source.is_empty() { String::new() } else { format!("error when {verb} {source:?}: ") };
        Self::Server { status: Box::new(status), while_ }
    }

    /// None for no failures, one for itself.
    pub fn of(mut failures: Vec<Self>) -> Result<(), Self> {
        match failures.len() {
            0 => Ok(()),
            1 => Err(failures.remove(0)),
            _ => Err(Self::Many(failures)),
        }
    }

    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Server { status, .. } if status.reason == Reason::NotFound)
    }

    pub fn status(&self) -> u8 {
        match self {
            Self::Said(status) => *status,
            _ => 1,
        }
    }

    /// What goes to standard error. `path`: `kubectl create service`.
    pub fn text(&self, path: &str) -> String {
        let text = match self {
            Self::Plain(text) if text.starts_with("error: ") => text.clone(),
            Self::Plain(text) => format!("error: {text}"),
            Self::Usage(text) => format!("error: {text}\nSee '{path} -h' for help and examples"),
            Self::FlagUsage(text) => format!("error: {text}\nSee '{path} --help' for usage."),
            Self::Server { status, while_ } => server(status, while_),
            Self::Many(failures) => failures.iter().map(Self::among_others).collect::<Vec<_>>().join("\n"),
            Self::Said(_) => return String::new(),
            Self::Bare(text) => text.clone(),
        };
        if text.ends_with('\n') { text } else { format!("{text}\n") }
    }

    /// One of several: the server's words without the list of fields.
    fn among_others(&self) -> String {
        match self {
            Self::Server { status, while_ } if status.reason == Reason::Invalid => {
                format!("{while_}{status}")
            }
            Self::Plain(text) | Self::Usage(text) | Self::FlagUsage(text) | Self::Bare(text) => text.clone(),
            other => other.text("").trim_end().to_owned(),
        }
    }
}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Self::Server { status: Box::new(status), while_: String::new() }
    }
}

fn server(status: &Status, while_: &str) -> String {
    if status.reason == Reason::Unknown {
        return format!("Error from server: {while_}{status}");
    }
    if status.reason != Reason::Invalid {
        return format!("Error from server ({}): {while_}{status}", status.reason.name());
    }
    let Some(details) = &status.details else {
        // kubectl has its own words for a refusal that is about no object.
        return "The request is invalid: the server rejected our request due to an error in our request"
            .to_owned();
    };
    let mut faults: Vec<String> = Vec::new();
    for fault in details.causes.iter().map(ToString::to_string) {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    let head = format!("The {} {:?} is invalid", details.kind, details.name);
    match faults.as_slice() {
        [] => head,
        [one] => format!("{head}: {one}"),
        many => format!("{head}: \n* {}", many.join("\n* ")),
    }
}
