//! Choices from a seed: the only source of variety, so that a question can be made again.

/// A seeded stream of choices. The same seed gives the same choices in the same order.
#[derive(Debug)]
pub struct Draw(fastrand::Rng);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// One of them; `None` of an empty list.
    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> Option<&'t T> {
        if list.is_empty() { None } else { list.get(self.0.usize(..list.len())) }
    }

    /// `count` different ones in a random order, or all where there are fewer.
    pub fn few<T: Clone>(&mut self, list: &[T], count: usize) -> Vec<T> {
        let mut list = list.to_vec();
        self.0.shuffle(&mut list);
        list.truncate(count);
        list
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        self.0.shuffle(list);
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.0.u32(..100) < percent
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u16, high: u16) -> u16 {
        self.0.u16(low..=high.max(low))
    }
}
