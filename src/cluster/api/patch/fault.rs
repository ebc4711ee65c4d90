//! Why a patch cannot be applied, in the words of the API server's patch libraries.

use serde_json::Value;

use super::go_value::go_value;

/// A patch that does not fit its document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatchFault {
    /// The patch is not of the JSON type that its media type asks for.
    #[error("invalid JSON document")]
    NotADocument,
    /// A step of a JSON patch that cannot be taken: the path, what was tried, and why not.
    #[error("{0}")]
    Step(String),
    /// A `test` step whose value differs.
    #[error("testing value {0} failed: test failed")]
    Test(String),
    /// An element of a merged list lacks the field that tells elements apart.
    #[error("map: {map} does not contain declared merge key: {key}")]
    NoMergeKey { map: String, key: String },
    #[error("unknown patch type: {directive} in map: {map}")]
    BadDirective { directive: String, map: String },
    #[error("merging lists cannot yet be specified in the patch")]
    MergeDirectiveInList,
    #[error("invalid patch format of retainKeys")]
    RetainKeys,
    #[error("{0}")]
    ElementOrder(String),
    /// A directive's value has the wrong JSON type.
    #[error("expected a list in {0}")]
    NotAList(String),
    #[error("list element types are not identical in {0}")]
    MixedList(String),
}

impl PatchFault {
    pub(super) fn no_merge_key(map: &Value, key: &str) -> Self {
        Self::NoMergeKey { map: go_value(map), key: key.to_owned() }
    }

    pub(super) fn bad_directive(directive: &Value, map: &Value) -> Self {
        Self::BadDirective { directive: go_value(directive), map: go_value(map) }
    }
}
