//! What is wrong with the input, and where.

use std::fmt;

use serde::Serialize;

/// One fault or warning: file, line, object, field, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Default)]
pub struct LoadProblem {
    /// The name of the source: a path, or `<stdin>`; empty for what no file says.
    pub source: String,
    /// Counts from 1; 0 when unknown.
    pub line: usize,
    /// Counts from 1; 0 when unknown.
    pub column: usize,
    /// `NetworkPolicy shop/allow-web`, when an object was recognised.
    pub object: Option<String>,
    /// `spec.ingress[0].ports[1].endPort`, for semantic problems.
    pub field: Option<String>,
    pub message: String,
}

impl LoadProblem {
    pub fn new(source: &str, line: usize, message: impl Into<String>) -> Self {
        Self { source: source.to_owned(), line, message: message.into(), ..Self::default() }
    }

    #[must_use]
    pub fn column(mut self, column: usize) -> Self {
        self.column = column;
        self
    }
}

impl fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.source.is_empty() {
            f.write_str(&self.source)?;
            for number in [self.line, self.column].into_iter().filter(|number| *number > 0) {
                write!(f, ":{number}")?;
            }
            f.write_str(": ")?;
        }
        if let Some(object) = &self.object {
            write!(f, "{object}: ")?;
        }
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.message)
    }
}
