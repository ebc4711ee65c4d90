//! The identity of a card or question: it survives rewording, so the learner's history hangs on it.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The id of a card or a question, unique among both. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemId(Arc<str>);

impl ItemId {
    pub fn new(id: &str) -> Self {
        Self(Arc::from(id))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for ItemId {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

/// Whether `id` is written as ids are: 1 to 80 of `a-z`, `0-9` and single dashes between them.
pub fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 80
        && id.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_lowercase_words_with_dashes() {
        for good in ["v1", "v1-target-port", "a-1-b"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "V1", "a--b", "-a", "a-", "a b", "a_b", "é"] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
