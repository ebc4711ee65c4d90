//! The id of a generated question: maker, version, level and seed, so that it can be made again months later.

use super::{Level, find};
use crate::course::{ItemId, Row};

/// What an id holds: `gen-policy-reach-1-2-00000000000000a7` is version 1, level 2, seed `0xa7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity<'a> {
    pub maker: &'a str,
    pub version: u32,
    pub level: Level,
    pub seed: u64,
}

const LEAD: &str = "gen-";

/// The row that a generated question was made for.
pub fn row_of(id: &ItemId) -> Option<Row> {
    if !id.as_str().starts_with(LEAD) {
        return None;
    }
    find(Identity::read(id)?.maker)?.row()
}

/// Whether an id is of this form, whoever may have made it.
pub fn is_generated(id: &ItemId) -> bool {
    Identity::read(id).is_some()
}

impl<'a> Identity<'a> {
    pub fn id(self) -> ItemId {
        let Self { maker, version, level, seed } = self;
        ItemId::new(&format!("{LEAD}{maker}-{version}-{}-{seed:016x}", level.number()))
    }

    pub fn read(id: &'a ItemId) -> Option<Self> {
        let mut parts = id.as_str().strip_prefix(LEAD)?.rsplitn(4, '-');
        let (seed, level, version) = (parts.next()?, parts.next()?, parts.next()?);
        let read = Self {
            maker: parts.next()?,
            version: version.parse().ok()?,
            level: Level::new(level.parse().ok()?)?,
            seed: u64::from_str_radix(seed, 16).ok()?,
        };
        // Only the one spelling is an id: the learner's history hangs on it.
        (read.id() == *id).then_some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_was_written_and_nothing_else_is_one() {
        let identity = Identity { maker: "policy-reach", version: 3, level: Level::HARD, seed: u64::MAX };
        let id = identity.id();
        assert!(crate::course::is_id(id.as_str()));
        assert_eq!(Identity::read(&id), Some(identity));
        for other in
            ["p1-flannel", "gen-x-1-4-0000000000000000", "gen-x-01-1-0000000000000000", "gen-x-1-1-0", "gen-"]
        {
            assert_eq!(Identity::read(&other.into()), None, "{other}");
        }
    }
}
