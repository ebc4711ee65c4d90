//! What validation finds: a list of fields, each with the kind of fault and the server's words for it.

use std::fmt;

use serde_json::{Value, json};

/// The kinds of fault a field can have; their texts are those of `field.Error` in apimachinery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    Required,
    Invalid,
    NotSupported,
    Duplicate,
    Forbidden,
    NotFound,
    TooLong,
    TooMany,
    /// A text where the form of a custom kind has a number, say.
    WrongType,
    /// Another manager's field, in a server-side apply.
    ManagerConflict,
}

impl FaultKind {
    fn reason(self) -> &'static str {
        match self {
            Self::Required => "FieldValueRequired",
            Self::Invalid => "FieldValueInvalid",
            Self::NotSupported => "FieldValueNotSupported",
            Self::Duplicate => "FieldValueDuplicate",
            Self::Forbidden => "FieldValueForbidden",
            Self::NotFound => "FieldValueNotFound",
            Self::TooLong => "FieldValueTooLong",
            Self::TooMany => "FieldValueTooMany",
            Self::WrongType => "FieldValueTypeInvalid",
            Self::ManagerConflict => "FieldManagerConflict",
        }
    }
}

/// One fault of one field. Its `Display` is `field: message`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    /// `spec.ports[0].port`.
    pub field: String,
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

impl Fault {
    /// As an element of `details.causes`.
    pub fn to_json(&self) -> Value {
        json!({"reason": self.kind.reason(), "message": self.message, "field": self.field})
    }
}

/// The faults of one object, in the order of the server's checks.
#[derive(Debug, Clone, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, kind: FaultKind, field: impl Into<String>, message: String) {
        self.0.push(Fault { kind, field: field.into(), message });
    }

    pub fn required(&mut self, field: impl Into<String>, why: &str) {
        self.add(FaultKind::Required, field, with("Required value".to_owned(), why));
    }

    /// The value is shown as JSON, a text in quotes: servers from 1.33 on print every value so.
    pub fn invalid(&mut self, field: impl Into<String>, value: impl Into<Value>, why: &str) {
        self.add(FaultKind::Invalid, field, with(format!("Invalid value: {}", value.into()), why));
    }

    pub fn duplicate(&mut self, field: impl Into<String>, value: impl Into<Value>) {
        self.duplicate_shown(field, &value.into().to_string());
    }

    /// A duplicate whose value is already printed: the fields of a Go type have an order of their own.
    pub fn duplicate_shown(&mut self, field: impl Into<String>, shown: &str) {
        self.add(FaultKind::Duplicate, field, format!("Duplicate value: {shown}"));
    }

    pub fn too_long(&mut self, field: impl Into<String>, most: usize) {
        self.add(FaultKind::TooLong, field, format!("Too long: may not be more than {most} bytes"));
    }

    pub fn too_many(&mut self, field: impl Into<String>, found: usize, most: usize) {
        self.add(FaultKind::TooMany, field, format!("Too many: {found}: must have at most {most} items"));
    }

    /// `is` and `wanted` are types as a schema names them.
    pub fn wrong_type(&mut self, field: &str, is: &str, wanted: &str) {
        let message = format!("Invalid value: {is:?}: {field} in body must be of type {wanted}: {is:?}");
        self.add(FaultKind::WrongType, field, message);
    }

    /// A rule of a custom kind over a structure or list: these are not shown in the message.
    pub fn rule_broken(&mut self, field: &str, says: &str) {
        self.add(FaultKind::Invalid, field, format!("Invalid value: {says}"));
    }

    pub fn not_found(&mut self, field: impl Into<String>, value: &str) {
        self.add(FaultKind::NotFound, field, format!("Not found: {value:?}"));
    }

    pub fn forbidden(&mut self, field: impl Into<String>, why: &str) {
        self.add(FaultKind::Forbidden, field, with("Forbidden".to_owned(), why));
    }

    pub fn not_supported(&mut self, field: impl Into<String>, value: &str, supported: &[&str]) {
        let supported: Vec<_> = supported.iter().map(|value| format!("{value:?}")).collect();
        let message = format!("Unsupported value: {value:?}: supported values: {}", supported.join(", "));
        self.add(FaultKind::NotSupported, field, message);
    }

    /// One fault for each message of a rule.
    pub fn rule(&mut self, field: &str, value: &str, messages: Vec<String>) {
        for message in messages {
            self.invalid(field, value, &message);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn list(&self) -> &[Fault] {
        &self.0
    }

    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub fn into_list(self) -> Vec<Fault> {
        self.0
    }
}

fn with(text: String, why: &str) -> String {
    if why.is_empty() { text } else { format!("{text}: {why}") }
}
