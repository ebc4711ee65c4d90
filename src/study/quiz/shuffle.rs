//! The order in which the choices and steps of a question are shown: the same for the same seed, so that a quiz resumed
//! after a crash looks as it did.

/// The order in which `n` choices of question `index` of a quiz are shown: place by place, the index of the choice as
/// authored. A permutation of `0..n`.
pub fn shuffled(seed: u64, index: usize, n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    fastrand::Rng::with_seed(mixed(seed, index)).shuffle(&mut order);
    order
}

/// As [`shuffled`], but never the order as authored where there are two or more: for steps to be put in order, which
/// must not be shown solved.
pub fn shuffled_apart(seed: u64, index: usize, n: usize) -> Vec<usize> {
    let mut order = shuffled(seed, index, n);
    if n >= 2 && order.is_sorted() {
        order.rotate_left(1);
    }
    order
}

/// Neighbouring seeds and indices must not give related orders: the finaliser of `SplitMix64`.
fn mixed(seed: u64, index: usize) -> u64 {
    let index = u64::try_from(index).unwrap_or(u64::MAX);
    let mut bits = seed.wrapping_add(index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_order_is_stable_across_runs() {
        // A resumed quiz is shown by this order: if it changes, say so in the CHANGELOG.
        assert_eq!(shuffled(7, 0, 5), shuffled(7, 0, 5));
        assert!((0..20).any(|index| shuffled(7, index, 5) != shuffled(7, index + 1, 5)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn an_order_is_a_permutation(seed: u64, index in 0..500_usize, n in 0..12_usize) {
            for order in [shuffled(seed, index, n), shuffled_apart(seed, index, n)] {
                let mut sorted = order.clone();
                sorted.sort_unstable();
                prop_assert_eq!(sorted, (0..n).collect::<Vec<_>>());
            }
            prop_assert_eq!(shuffled(seed, index, n), shuffled(seed, index, n));
        }

        #[test]
        fn steps_are_never_shown_solved(seed: u64, index in 0..500_usize, n in 2..4_usize) {
            prop_assert_ne!(shuffled_apart(seed, index, n), (0..n).collect::<Vec<_>>());
        }
    }
}
