//! Which makers and levels come next: evenly over what was asked for, and more of what the learner gets wrong.

use std::collections::BTreeMap;

use super::{Level, Maker, draw::Draw, identity::Identity, makers};
use crate::course::{ItemId, Mistake, Row, Topic};

/// What is wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// All topics if this and `rows` are empty.
    pub topics: Vec<Topic>,
    pub rows: Vec<Row>,
    /// All levels if absent.
    pub level: Option<Level>,
    pub count: usize,
    pub seed: u64,
    /// How much more a mistake is to come up than one never made; absent is 1. See `study::mistakes`.
    pub weights: BTreeMap<Mistake, u32>,
}

/// Nobody makes questions on that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no question can be made on {0}")]
pub struct Impossible(pub String);

/// The ids of `count` questions, none twice. Nothing is made yet: `of_id` makes each when it is shown.
///
/// # Errors
/// When no maker is for the topics and rows.
pub fn choose(wanted: &Wanted) -> Result<Vec<ItemId>, Impossible> {
    let able: Vec<&Maker> = makers().filter(|maker| wanted.covers(maker)).collect();
    if able.is_empty() {
        return Err(Impossible(wanted.words()));
    }
    let mut draw = Draw::new(wanted.seed ^ 0x5eed_c0de);
    let mut ids = Vec::with_capacity(wanted.count.min(10_000));
    let mut turn: Vec<&Maker> = Vec::new();
    while ids.len() < wanted.count {
        // Each maker has as many places in a turn as its heaviest mistake weighs; a turn is used up before the next begins.
        if turn.is_empty() {
            turn = able.iter().flat_map(|maker| vec![*maker; wanted.places(maker)]).collect();
            draw.shuffle(&mut turn);
        }
        let Some(maker) = turn.pop() else { break };
        let level = wanted.level.or_else(|| draw.pick(&Level::ALL).copied()).unwrap_or(Level::MIDDLE);
        // The place in the list is part of the seed, so none comes twice.
        let seed =
            wanted.seed.wrapping_mul(100_003).wrapping_add(u64::try_from(ids.len()).unwrap_or(u64::MAX));
        ids.push(Identity { maker: maker.name, version: maker.version, level, seed }.id());
    }
    Ok(ids)
}

impl Wanted {
    fn covers(&self, maker: &Maker) -> bool {
        let everything = self.topics.is_empty() && self.rows.is_empty();
        maker
            .row()
            .is_some_and(|row| everything || self.topics.contains(&row.topic()) || self.rows.contains(&row))
    }

    fn places(&self, maker: &Maker) -> usize {
        let weight = |mistake: &Mistake| self.weights.get(mistake).copied().unwrap_or(1);
        usize::try_from(maker.mistakes.iter().map(weight).max().unwrap_or(1).clamp(1, 16)).unwrap_or(1)
    }

    fn words(&self) -> String {
        let topics = self.topics.iter().map(|topic| topic.title().to_owned());
        let rows = self.rows.iter().map(|row| format!("{} {}", row.code(), row.title()));
        topics.chain(rows).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn count_of(ids: &[ItemId], name: &str) -> usize {
        ids.iter().filter(|id| Identity::read(id).is_some_and(|identity| identity.maker == name)).count()
    }

    #[test]
    fn every_maker_comes_and_no_question_twice() {
        let all = makers().count();
        let ids = choose(&Wanted { count: all, seed: 3, ..Wanted::default() }).unwrap();
        for maker in makers() {
            assert_eq!(count_of(&ids, maker.name), 1, "{}", maker.name);
        }
        let many = choose(&Wanted { count: 500, seed: 3, ..Wanted::default() }).unwrap();
        assert_eq!(many.iter().collect::<BTreeSet<_>>().len(), 500);
        assert_eq!(many, choose(&Wanted { count: 500, seed: 3, ..Wanted::default() }).unwrap());
    }

    #[test]
    fn what_was_missed_comes_more_often() {
        let weights = BTreeMap::from([(Mistake::TwoItems, 6)]);
        let ids = choose(&Wanted { count: 400, seed: 1, weights, ..Wanted::default() }).unwrap();
        let (with, without) = (count_of(&ids, "policy-choice"), count_of(&ids, "dns-first"));
        assert!(with >= 4 * without && without > 0, "{with} against {without}");
    }

    #[test]
    fn what_nobody_makes_is_said() {
        let cni = Wanted { topics: vec![Topic::find("cni").unwrap()], count: 1, ..Wanted::default() };
        assert_eq!(choose(&cni).unwrap_err().to_string(), "no question can be made on CNI");
    }
}
