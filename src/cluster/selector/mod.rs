//! Which objects a selector means: labels (`matchLabels`, `matchExpressions`, `-l`) and fields (`--field-selector`).

mod field;
mod label;
mod syntax;
mod text;

pub use field::FieldSelector;
pub use label::{Operator, Requirement, Selector, SelectorError};
pub use syntax::{check_label_key, check_label_value};
