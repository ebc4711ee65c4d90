//! Conditions as statuses carry them. Types and reasons: `apis/v1/*_types.go` of Gateway API.

use serde::Serialize;

/// One condition, without its times and generation: those a controller writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Condition {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub status: Truth,
    pub reason: &'static str,
    pub message: String,
}

/// `True`, `False` or `Unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Truth {
    True,
    False,
    Unknown,
}

impl Condition {
    pub fn yes(kind: &'static str, reason: &'static str) -> Self {
        Self { kind, status: Truth::True, reason, message: String::new() }
    }

    pub fn no(kind: &'static str, reason: &'static str, message: impl Into<String>) -> Self {
        Self { kind, status: Truth::False, reason, message: message.into() }
    }

    pub fn unknown(kind: &'static str, reason: &'static str, message: impl Into<String>) -> Self {
        Self { kind, status: Truth::Unknown, reason, message: message.into() }
    }

    pub fn holds(&self) -> bool {
        self.status == Truth::True
    }
}

impl Truth {
    pub fn name(self) -> &'static str {
        match self {
            Self::True => "True",
            Self::False => "False",
            Self::Unknown => "Unknown",
        }
    }
}
