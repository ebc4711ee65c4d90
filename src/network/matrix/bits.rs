//! A fixed row of bits, wide enough for every group of Pods: whole words are joined at once.
//!
//! A bit set crate would bring much more than these six operations.

/// A row of bits of fixed width.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bits {
    words: Vec<u64>,
}

const WIDTH: usize = 64;

impl Bits {
    pub fn empty(width: usize) -> Self {
        Self { words: vec![0; width.div_ceil(WIDTH)] }
    }

    /// All of `width` set.
    pub fn full(width: usize) -> Self {
        let mut bits = Self { words: vec![u64::MAX; width.div_ceil(WIDTH)] };
        let rest = width % WIDTH;
        if let Some(last) = bits.words.last_mut().filter(|_| rest != 0) {
            *last = (1 << rest) - 1;
        }
        bits
    }

    pub fn set(&mut self, place: usize) {
        if let Some(word) = self.words.get_mut(place / WIDTH) {
            *word |= 1 << (place % WIDTH);
        }
    }

    pub fn has(&self, place: usize) -> bool {
        self.words.get(place / WIDTH).is_some_and(|word| word >> (place % WIDTH) & 1 == 1)
    }

    pub fn join(&mut self, other: &Self) {
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// Adds what is in both others.
    pub fn join_common(&mut self, one: &Self, two: &Self) {
        for (word, (a, b)) in self.words.iter_mut().zip(one.words.iter().zip(&two.words)) {
            *word |= a & b;
        }
    }

    pub fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let place = usize::try_from(rest.trailing_zeros()).ok().filter(|place| *place < WIDTH)?;
                rest &= rest - 1;
                Some(index * WIDTH + place)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_there_and_nothing_else() {
        let mut bits = Bits::empty(130);
        for place in [0, 63, 64, 129] {
            bits.set(place);
        }
        assert_eq!(bits.places().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert!(bits.has(64) && !bits.has(65) && !bits.has(500));
        assert_eq!(Bits::full(65).places().count(), 65);
        let mut common = Bits::empty(130);
        common.join_common(&bits, &Bits::full(65));
        assert_eq!(common.places().collect::<Vec<_>>(), [0, 63, 64]);
        bits.join(&Bits::full(130));
        assert_eq!(bits, Bits::full(130));
    }
}
