//! The form of a custom kind: the fields that its definition declares, with their types, defaults and rules.
//!
//! A server handles custom resources by the schema of their `CustomResourceDefinition`; this is that schema as values.
//! <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/>
//!
//! | file | what |
//! |---|---|
//! | `fill` | what is left out gets its default |
//! | `check` | types, limits and enumerations, in the server's words |
//! | `rules` | rules over several fields (`x-kubernetes-validations`) |
//! | `unknown` | fields that are not declared |

mod check;
mod fill;
mod rules;
#[cfg(test)]
mod tests;
mod unknown;

use serde_json::Value;

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    Text {
        least: usize,
        most: usize,
        /// A regular expression; empty for any text.
        pattern: &'static str,
        /// The only texts there are; empty for any.
        among: &'static [&'static str],
    },
    Whole {
        least: i64,
        most: i64,
        /// The only numbers there are; empty for any.
        among: &'static [i64],
    },
    Flag,
    /// Fields by their names; others are not known.
    Fields {
        own: &'static [Field],
        rules: &'static [Rule],
    },
    List {
        of: &'static Form,
        least: usize,
        most: usize,
        /// The field that tells the elements apart; empty where nothing does.
        key: &'static str,
        rules: &'static [Rule],
    },
    /// Whatever is written.
    Free,
}

/// One field of a structure.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub form: Form,
    pub required: bool,
    pub default: Option<fn() -> Value>,
}

/// A rule over a whole structure or list, and what the server says when it does not hold.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub says: &'static str,
    pub holds: fn(&Value) -> bool,
}

impl Form {
    pub const fn text(most: usize) -> Self {
        Self::Text { least: 0, most, pattern: "", among: &[] }
    }

    /// A text that may not be empty.
    pub const fn some_text(most: usize) -> Self {
        Self::Text { least: 1, most, pattern: "", among: &[] }
    }

    pub const fn pattern(least: usize, most: usize, pattern: &'static str) -> Self {
        Self::Text { least, most, pattern, among: &[] }
    }

    pub const fn one_of(among: &'static [&'static str]) -> Self {
        Self::Text { least: 0, most: usize::MAX, pattern: "", among }
    }

    pub const fn whole(least: i64, most: i64) -> Self {
        Self::Whole { least, most, among: &[] }
    }

    pub const fn fields(own: &'static [Field]) -> Self {
        Self::Fields { own, rules: &[] }
    }

    pub const fn list(of: &'static Self, most: usize) -> Self {
        Self::List { of, least: 0, most, key: "", rules: &[] }
    }

    /// Not shorter than that: elements or characters.
    #[must_use]
    pub const fn at_least(self, least: usize) -> Self {
        match self {
            Self::List { of, most, key, rules, .. } => Self::List { of, least, most, key, rules },
            Self::Text { most, pattern, among, .. } => Self::Text { least, most, pattern, among },
            other => other,
        }
    }

    #[must_use]
    pub const fn keyed(self, key: &'static str) -> Self {
        match self {
            Self::List { of, least, most, rules, .. } => Self::List { of, least, most, key, rules },
            other => other,
        }
    }

    #[must_use]
    pub const fn ruled(self, rules: &'static [Rule]) -> Self {
        match self {
            Self::List { of, least, most, key, .. } => Self::List { of, least, most, key, rules },
            Self::Fields { own, .. } => Self::Fields { own, rules },
            other => other,
        }
    }
}

impl Field {
    pub const fn new(name: &'static str, form: Form) -> Self {
        Self { name, form, required: false, default: None }
    }

    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    #[must_use]
    pub const fn or(self, default: fn() -> Value) -> Self {
        Self { default: Some(default), ..self }
    }
}

/// `spec.listeners`, or the field alone at the root.
fn below(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}
