//! A changed number of replicas in the middle of a rollout, or while paused: each set grows or shrinks by its share.
//!
//! <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#proportional-scaling>

use super::{MOST, Rollout};

impl Rollout<'_, '_> {
    pub(super) fn resize(&mut self) {
        let active: Vec<usize> = (0..self.sets.len()).filter(|place| self.size(*place) > 0).collect();
        match active.as_slice() {
            // Nothing runs: the newest set is the one that may grow.
            [] => {
                if let Some(place) = self.new.or_else(|| self.sets.len().checked_sub(1)) {
                    self.scale(place, self.replicas);
                }
            }
            [only] => {
                self.scale(*only, self.replicas);
            }
            several => self.resize_by_share(several),
        }
    }

    fn resize_by_share(&mut self, active: &[usize]) {
        let all: i64 = active.iter().map(|place| self.size(*place)).sum();
        let allowed = if self.replicas > 0 { self.most() } else { 0 };
        let to_add = allowed - all;
        let mut order = active.to_vec();
        // The largest first; of equals the newest when growing, the oldest when shrinking.
        order.sort_by_key(|place| {
            let age = i64::try_from(*place).unwrap_or(0);
            (-self.size(*place), if to_add > 0 { -age } else { age })
        });
        let mut added = 0;
        let mut sizes: Vec<(usize, i64)> = Vec::new();
        for place in order {
            let size = self.size(place);
            let left = to_add - added;
            let share = self.fraction(place, size, allowed);
            let step = if to_add > 0 { share.clamp(0, left.max(0)) } else { share.clamp(left.min(0), 0) };
            added += step;
            sizes.push((place, size + step));
        }
        if let Some((_, first)) = sizes.first_mut() {
            *first = (*first + to_add - added).max(0);
        }
        for (place, size) in sizes {
            self.scale(place, size);
        }
    }

    /// What a set would gain if it kept its part of the whole, rounded to the nearest.
    fn fraction(&self, place: usize, size: i64, allowed: i64) -> i64 {
        if self.replicas == 0 {
            return -size;
        }
        let annotated = self.sets[place].annotation(MOST).and_then(|text| text.parse::<i64>().ok());
        let whole = annotated.filter(|most| *most > 0).unwrap_or_else(|| self.total()).max(1);
        let scaled = size.saturating_mul(allowed);
        (scaled.saturating_mul(2) + whole).div_euclid(whole.saturating_mul(2)) - size
    }
}
