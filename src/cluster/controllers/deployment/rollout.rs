//! The steps of a rollout: how large each set is next, within `maxSurge` and `maxUnavailable`.
//!
//! <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy>

use super::Rollout;

impl Rollout<'_, '_> {
    /// One step of a rolling update: the new set grows into the room that the surge leaves, or the old ones shrink by what
    /// is available beyond the minimum.
    pub(super) fn roll(&mut self) {
        let grown = match self.new {
            Some(place) => {
                let size = self.new_size(self.size(place));
                self.scale(place, size)
            }
            None => false,
        };
        if !grown {
            self.shrink_old();
        }
    }

    /// All old Pods go first; the new set starts when none is left.
    pub(super) fn recreate(&mut self) {
        let old = self.old();
        let shrunk = old.iter().filter(|place| self.scale(**place, 0)).count();
        let left = old.iter().any(|place| {
            crate::cluster::controllers::field::count(&self.sets[*place], "/status/replicas") > 0
        });
        if let Some(place) = self.new.filter(|_| shrunk == 0 && !left) {
            self.scale(place, self.replicas);
        }
    }

    /// How large the new set, which has `now` Pods, is next.
    pub(super) fn new_size(&self, now: i64) -> i64 {
        if self.is("Recreate") {
            let old_pods: i64 = self.old().into_iter().map(|place| self.size(place)).sum();
            // Not before the old ones are gone.
            return if old_pods > 0 { now } else { self.replicas };
        }
        if now > self.replicas {
            return self.replicas;
        }
        let room = self.replicas + self.surge - self.total();
        if room <= 0 { now } else { now + room.min(self.replicas - now) }
    }

    fn shrink_old(&mut self) {
        let old = self.old();
        let minimum = self.replicas - self.unavailable;
        let not_yet = self.new.map_or(0, |place| self.size(place) - self.available(place));
        let mut may_go = self.total() - minimum - not_yet;
        // Pods that do not work go first: they serve nobody.
        for place in &old {
            let broken = (self.size(*place) - self.available(*place)).min(may_go);
            if broken > 0 {
                self.scale(*place, self.size(*place) - broken);
                may_go -= broken;
            }
        }
        if self.total() - minimum - not_yet <= 0 {
            return;
        }
        let available: i64 = (0..self.sets.len()).map(|place| self.available(place)).sum();
        let mut spare = available - minimum;
        for place in old {
            let gone = self.size(place).min(spare);
            if gone > 0 {
                self.scale(place, self.size(place) - gone);
                spare -= gone;
            }
        }
    }
}
