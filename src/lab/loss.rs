//! Why a criterion does not count: what is seen, and what it comes from.

use std::fmt;

/// A criterion that is not met. What is seen can be told at once; what it comes from is often what the task is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loss {
    pub symptom: String,
    /// Empty where there is nothing behind what is seen.
    pub cause: String,
    /// The cause says what is seen, too.
    pub told_whole: bool,
}

impl Loss {
    pub fn of(symptom: impl Into<String>, cause: impl Into<String>) -> Self {
        Self { symptom: symptom.into(), cause: cause.into(), told_whole: false }
    }
}

impl From<String> for Loss {
    fn from(symptom: String) -> Self {
        Self { symptom, ..Self::default() }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.told_whole {
            return f.write_str(&self.cause);
        }
        f.write_str(&self.symptom)?;
        if self.cause.is_empty() { Ok(()) } else { write!(f, ": {}", self.cause) }
    }
}
