//! What changed in a cluster, in order: the log from which a watch is served.
//!
//! It is part of the value that a cluster is, and must be as cheap to copy: blocks of changes are shared between copies,
//! and a change copies at most the last block, which is small. The oldest blocks are forgotten, as etcd forgets by
//! compaction.

use std::sync::Arc;

use super::object::Object;

/// One object from one state to the next. It was created when there is no `old`, deleted when there is no `new`.
#[derive(Debug, Clone)]
pub struct Change {
    /// The cluster's revision at that time; several changes of one request may share it.
    pub revision: u64,
    pub old: Option<Arc<Object>>,
    pub new: Option<Arc<Object>>,
}

/// The newest changes, at most some [`MOST_BLOCKS`] times [`BLOCK`] of them.
#[derive(Debug, Clone, Default)]
pub struct History {
    full: Arc<Vec<Arc<Vec<Change>>>>,
    open: Arc<Vec<Change>>,
    /// The revision of the newest change that was forgotten.
    forgotten: u64,
    /// Nothing is kept for the time being.
    paused: bool,
}

const BLOCK: usize = 64;
const MOST_BLOCKS: usize = 8;

impl History {
    pub(super) fn push(&mut self, change: Change) {
        // Who asks for what comes after revision 0 has seen all that was loaded.
        if self.paused || change.revision == 0 {
            self.forgotten = change.revision;
            return;
        }
        if self.open.len() >= BLOCK {
            let block = std::mem::take(&mut self.open);
            let full = Arc::make_mut(&mut self.full);
            full.push(block);
            if full.len() > MOST_BLOCKS {
                let oldest = full.remove(0);
                self.forgotten = oldest.last().map_or(self.forgotten, |change| change.revision);
            }
        }
        Arc::make_mut(&mut self.open).push(change);
    }

    /// Forgets all there is, and keeps nothing until it goes on: states that nobody saw take much room.
    pub(super) fn pause(&mut self, revision: u64) {
        *self = Self { forgotten: revision, paused: true, ..Self::default() };
    }

    pub(super) fn go_on(&mut self) {
        self.paused = false;
    }

    /// The changes after a revision, in order; none when some of them are forgotten.
    pub fn since(&self, revision: u64) -> Option<impl Iterator<Item = &Change>> {
        let after = move |change: &&Change| change.revision > revision;
        let all = self.full.iter().chain(std::iter::once(&self.open)).flat_map(|block| block.iter());
        (revision >= self.forgotten).then(|| all.filter(after))
    }

    /// The oldest revision after which all changes are known.
    pub fn oldest(&self) -> u64 {
        self.forgotten
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_changes_are_kept_and_a_copy_is_unaffected() {
        let mut history = History::default();
        let push = |history: &mut History, revision| history.push(Change { revision, old: None, new: None });
        (1..=100).for_each(|revision| push(&mut history, revision));
        let copy = history.clone();
        (101..=5_000).for_each(|revision| push(&mut history, revision));
        let revisions = |history: &History, since| {
            history.since(since).map(|changes| changes.map(|change| change.revision).collect::<Vec<_>>())
        };
        assert_eq!(revisions(&copy, 98), Some(vec![99, 100]));
        assert_eq!(revisions(&history, 4_998), Some(vec![4_999, 5_000]));
        assert_eq!(revisions(&history, 1), None);
        let kept = revisions(&history, history.oldest()).unwrap();
        assert!(kept.len() <= BLOCK * (MOST_BLOCKS + 1) && kept[0] == history.oldest() + 1);
        history.pause(5_000);
        (5_001..=5_009).for_each(|revision| push(&mut history, revision));
        assert_eq!((history.oldest(), history.since(5_008).is_none()), (5_009, true));
        history.go_on();
        push(&mut history, 5_010);
        assert_eq!(revisions(&history, 5_009), Some(vec![5_010]));
    }
}
