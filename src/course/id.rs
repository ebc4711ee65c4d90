//! The identity of a card or question: it survives rewording, so the learner's history hangs on it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of a card or a question, unique among both. Cheap to clone.
#[derive(Clone)]
pub struct ItemId(Text);

/// Ids of the course in the binary stay where they are: to copy all of them was a tenth of the first screen's time.
#[derive(Clone)]
enum Text {
    Embedded(&'static str),
    Read(Arc<str>),
}

impl ItemId {
    pub fn new(id: &str) -> Self {
        Self(Text::Read(Arc::from(id)))
    }

    /// An id that stands in the program.
    pub const fn embedded(id: &'static str) -> Self {
        Self(Text::Embedded(id))
    }

    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Embedded(id) => id,
            Text::Read(id) => id,
        }
    }
}

impl PartialEq for ItemId {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for ItemId {}

impl PartialOrd for ItemId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ItemId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for ItemId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Serialize for ItemId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_str().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ItemId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Arc::<str>::deserialize(deserializer).map(|id| Self(Text::Read(id)))
    }
}

impl fmt::Debug for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ItemId").field(&self.as_str()).finish()
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
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
