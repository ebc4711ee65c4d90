//! Label selectors, compiled: a list of requirements that all must hold.
//!
//! Source of the rules: <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors>

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::syntax::{check_label_key, check_label_value};
use crate::cluster::object::Labels;

/// A label selector ready to match.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Selector {
    /// A selector that is not there (`null`).
    Nothing,
    /// All requirements hold; none at all (`{}`) selects everything.
    All(Vec<Requirement>),
}

/// One condition on one key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Requirement {
    pub key: String,
    pub operator: Operator,
    /// Sorted, without repetitions.
    pub values: Vec<String>,
}

/// How the key's value is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    In,
    /// Holds for objects that lack the key, too.
    NotIn,
    Exists,
    DoesNotExist,
}

/// A selector that the API refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct SelectorError {
    /// Relative to the selector: `matchExpressions[0].operator`.
    pub field: String,
    pub message: String,
}

impl SelectorError {
    pub(super) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

impl Selector {
    pub fn everything() -> Self {
        Self::All(Vec::new())
    }

    /// Compiles a selector of the API.
    ///
    /// # Errors
    /// As the API server refuses it: unknown operator, values where none may be or none where some must be, keys and
    /// values that are not labels.
    pub fn compile(selector: Option<&LabelSelector>) -> Result<Self, SelectorError> {
        let Some(selector) = selector else { return Ok(Self::Nothing) };
        let mut requirements = Vec::new();
        for (key, value) in selector.match_labels.iter().flatten() {
            let field = format!("matchLabels[{key}]");
            check_label_key(key).map_err(|why| SelectorError::new(&field, why))?;
            check_label_value(value).map_err(|why| SelectorError::new(&field, why))?;
            requirements.push(Requirement::new(key, Operator::In, vec![value.clone()]));
        }
        for (index, expression) in selector.match_expressions.iter().flatten().enumerate() {
            let field = format!("matchExpressions[{index}]");
            let operator = Operator::read(&expression.operator).ok_or_else(|| {
                SelectorError::new(
                    format!("{field}.operator"),
                    format!(
                        "{:?} is not a valid label selector operator: use In, NotIn, Exists or DoesNotExist",
                        expression.operator
                    ),
                )
            })?;
            let values = expression.values.clone().unwrap_or_default();
            let requirement = Requirement::new(&expression.key, operator, values);
            requirement
                .check()
                .map_err(|error| SelectorError::new(format!("{field}.{}", error.field), error.message))?;
            requirements.push(requirement);
        }
        Ok(Self::All(requirements))
    }

    /// An equality selector, as of a Service: all pairs must be there. Empty selects everything (a Service without
    /// selector is another matter: ask before).
    pub fn of_pairs(pairs: &BTreeMap<String, String>) -> Self {
        Self::All(
            pairs
                .iter()
                .map(|(key, value)| Requirement::new(key, Operator::In, vec![value.clone()]))
                .collect(),
        )
    }

    pub fn matches(&self, labels: &Labels) -> bool {
        match self {
            Self::Nothing => false,
            Self::All(requirements) => requirements.iter().all(|requirement| requirement.holds(labels)),
        }
    }

    /// Whether it selects every object whatever its labels.
    pub fn is_everything(&self) -> bool {
        matches!(self, Self::All(requirements) if requirements.is_empty())
    }
}

impl Requirement {
    pub fn new(key: &str, operator: Operator, mut values: Vec<String>) -> Self {
        values.sort();
        values.dedup();
        Self { key: key.to_owned(), operator, values }
    }

    pub fn holds(&self, labels: &Labels) -> bool {
        let value = labels.get(&self.key);
        match self.operator {
            Operator::In => value.is_some_and(|value| self.names(value)),
            Operator::NotIn => value.is_none_or(|value| !self.names(value)),
            Operator::Exists => value.is_some(),
            Operator::DoesNotExist => value.is_none(),
        }
    }

    fn names(&self, value: &str) -> bool {
        self.values.iter().any(|one| one == value)
    }

    pub(super) fn check(&self) -> Result<(), SelectorError> {
        check_label_key(&self.key).map_err(|why| SelectorError::new("key", why))?;
        match self.operator {
            Operator::In | Operator::NotIn if self.values.is_empty() => {
                Err(SelectorError::new("values", "for 'in', 'notin' operators, values set can't be empty"))
            }
            Operator::Exists | Operator::DoesNotExist if !self.values.is_empty() => {
                Err(SelectorError::new("values", "values set must be empty for exists and does not exist"))
            }
            _ => self.values.iter().enumerate().try_for_each(|(index, value)| {
                check_label_value(value).map_err(|why| SelectorError::new(format!("values[{index}]"), why))
            }),
        }
    }
}

impl Operator {
    fn read(text: &str) -> Option<Self> {
        match text {
            "In" => Some(Self::In),
            "NotIn" => Some(Self::NotIn),
            "Exists" => Some(Self::Exists),
            "DoesNotExist" => Some(Self::DoesNotExist),
            _ => None,
        }
    }
}
