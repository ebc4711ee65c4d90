//! The answer to a request that was not carried out: a `Status`, with the API server's reasons, codes and words.
//!
//! <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/>

use serde_json::{Value, json};

use super::faults::Fault;
use crate::cluster::Kind;

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    BadRequest,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    AlreadyExists,
    Conflict,
    Expired,
    RequestEntityTooLarge,
    UnsupportedMediaType,
    Invalid,
    InternalError,
    TooManyRequests,
    /// No reason is given: what the storage behind the server says.
    Unknown,
}

impl Reason {
    /// The HTTP status code.
    pub fn code(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::AlreadyExists | Self::Conflict => 409,
            Self::Expired => 410,
            Self::RequestEntityTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Invalid => 422,
            Self::TooManyRequests => 429,
            Self::InternalError | Self::Unknown => 500,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::BadRequest => "BadRequest",
            Self::Forbidden => "Forbidden",
            Self::NotFound => "NotFound",
            Self::MethodNotAllowed => "MethodNotAllowed",
            Self::AlreadyExists => "AlreadyExists",
            Self::Conflict => "Conflict",
            Self::Expired => "Expired",
            Self::RequestEntityTooLarge => "RequestEntityTooLarge",
            Self::UnsupportedMediaType => "UnsupportedMediaType",
            Self::Invalid => "Invalid",
            Self::InternalError => "InternalError",
            Self::TooManyRequests => "TooManyRequests",
            Self::Unknown => "",
        }
    }
}

/// A refusal. Its `Display` is the message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Status {
    pub reason: Reason,
    pub message: String,
    /// The kind and name that the refusal is about, as `details` has them.
    pub details: Option<Details>,
}

/// What a refusal is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    pub name: String,
    pub group: &'static str,
    /// The kind for a refusal of an object's fields, the plural otherwise.
    pub kind: &'static str,
    pub causes: Vec<Fault>,
}

impl Status {
    fn about(reason: Reason, kind: Kind, name: &str, message: String) -> Self {
        let declaration = kind.declaration();
        let details = Details {
            name: name.to_owned(),
            group: declaration.group,
            kind: declaration.plural,
            causes: Vec::new(),
        };
        Self { reason, message, details: Some(details) }
    }

    pub fn plain(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), details: None }
    }

    #[must_use]
    pub(super) fn caused_by(mut self, causes: Vec<Fault>) -> Self {
        self.details = Some(Details { name: String::new(), group: "", kind: "", causes });
        self
    }

    pub fn not_found(kind: Kind, name: &str) -> Self {
        Self::about(
            Reason::NotFound,
            kind,
            name,
            format!("{} {name:?} not found", kind.declaration().resource()),
        )
    }

    pub fn already_exists(kind: Kind, name: &str) -> Self {
        let message = format!("{} {name:?} already exists", kind.declaration().resource());
        Self::about(Reason::AlreadyExists, kind, name, message)
    }

    pub fn conflict(kind: Kind, name: &str, why: &str) -> Self {
        let message =
            format!("Operation cannot be fulfilled on {} {name:?}: {why}", kind.declaration().resource());
        Self::about(Reason::Conflict, kind, name, message)
    }

    pub fn forbidden(kind: Kind, name: &str, why: &str) -> Self {
        let message = format!("{} {name:?} is forbidden: {why}", kind.declaration().resource());
        Self::about(Reason::Forbidden, kind, name, message)
    }

    /// Fields that are not valid.
    pub fn invalid(kind: Kind, name: &str, causes: Vec<Fault>) -> Self {
        let declaration = kind.declaration();
        Self::invalid_as(declaration.name, declaration.group, name, causes)
    }

    /// Fields that are not valid, of something that is no kind of its own: a `Scale`.
    pub fn invalid_as(kind: &'static str, group: &'static str, name: &str, causes: Vec<Fault>) -> Self {
        let mut texts: Vec<String> = Vec::new();
        for text in causes.iter().map(ToString::to_string) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let list = match texts.as_slice() {
            [one] => one.clone(),
            many => format!("[{}]", many.join(", ")),
        };
        let dot = if group.is_empty() { "" } else { "." };
        let message = format!("{kind}{dot}{group} {name:?} is invalid: {list}");
        Self {
            reason: Reason::Invalid,
            message,
            details: Some(Details { name: name.to_owned(), group, kind, causes }),
        }
    }

    /// The object that the server answers with.
    pub fn to_json(&self) -> Value {
        let mut status = json!({
            "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
            "message": self.message, "reason": self.reason.name(), "code": self.reason.code(),
        });
        if let Some(details) = &self.details {
            let mut shown = json!({"name": details.name, "kind": details.kind});
            if !details.group.is_empty() {
                shown["group"] = details.group.into();
            }
            if !details.causes.is_empty() {
                shown["causes"] = details.causes.iter().map(Fault::to_json).collect();
            }
            status["details"] = shown;
        }
        status
    }
}
