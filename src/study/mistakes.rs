//! The learner's mistakes by class: how often each was made and avoided, and how much it weighs for what is asked next.

use std::collections::BTreeMap;

use super::{Day, Moment, Progress};
use crate::course::Mistake;

/// What is known of one class of mistakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MistakeState {
    /// Times a wrong answer stood for it, and times that such an answer was there and not given.
    pub made: u32,
    pub avoided: u32,
    /// Times it was avoided since it was made last.
    pub since: u32,
    /// When it was made last; [`Moment::default`] if never.
    pub last: Moment,
}

/// The weight of a mistake just made; one never made weighs 1.
const HEAVIEST: u32 = 8;
/// Days in which a mistake loses half its weight by itself.
const HALF_LIFE: u32 = 14;

impl MistakeState {
    /// How much it counts for what is asked next, from 1 to 8: half for each time that it was avoided since, and half for each
    /// fortnight.
    pub fn weight(&self, today: Day) -> u32 {
        if self.made == 0 {
            return 1;
        }
        let days = u32::try_from(today.since(self.last.day)).unwrap_or(0);
        let halves = self.since.saturating_add(days / HALF_LIFE);
        HEAVIEST.checked_shr(halves).unwrap_or(0).max(1)
    }
}

/// The weights of all mistakes that weigh more than usual.
pub fn weights(progress: &Progress, today: Day) -> BTreeMap<Mistake, u32> {
    let weighed = progress.mistakes.iter().map(|(mistake, state)| (*mistake, state.weight(today)));
    weighed.filter(|(_, weight)| *weight > 1).collect()
}

impl Progress {
    pub(super) fn mistook(&mut self, made: &[Mistake], avoided: &[Mistake], at: Moment) {
        for mistake in made {
            let state = self.mistakes.entry(*mistake).or_default();
            state.made = state.made.saturating_add(1);
            (state.since, state.last) = (0, at);
        }
        for mistake in avoided.iter().filter(|mistake| !made.contains(mistake)) {
            let state = self.mistakes.entry(*mistake).or_default();
            state.avoided = state.avoided.saturating_add(1);
            if state.made > 0 {
                state.since = state.since.saturating_add(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Entry;
    use crate::study::samples::moment;

    fn after(steps: &[(i32, bool)]) -> Progress {
        let mut progress = Progress::default();
        for (day, made) in steps {
            let (one, none) = (vec![Mistake::TwoItems], Vec::new());
            let (made, avoided) = if *made { (one, none) } else { (none, one) };
            progress.apply(&Entry::Mistook { made, avoided, at: moment(*day, 0) });
        }
        progress
    }

    #[test]
    fn a_mistake_weighs_less_when_it_is_avoided_and_when_time_goes_by() {
        let weight = |steps: &[(i32, bool)], today| {
            weights(&after(steps), Day(today)).get(&Mistake::TwoItems).copied()
        };
        assert_eq!(weight(&[(10, true)], 10), Some(8));
        assert_eq!(weight(&[(10, true), (10, false)], 10), Some(4));
        assert_eq!(weight(&[(10, true), (10, false), (11, false), (11, false)], 11), None);
        assert_eq!(
            weight(&[(10, true), (10, false), (11, true)], 11),
            Some(8),
            "made again, it is as heavy as before"
        );
        assert_eq!(weight(&[(10, true)], 24), Some(4));
        assert_eq!(weight(&[(10, true)], i32::MAX), None);
        assert_eq!(weight(&[(10, false)], 10), None);
    }

    #[test]
    fn what_was_made_and_avoided_at_once_was_made() {
        let mut progress = Progress::default();
        let both = vec![Mistake::Union];
        progress.apply(&Entry::Mistook { made: both.clone(), avoided: both, at: moment(1, 0) });
        let state = progress.mistakes[&Mistake::Union];
        assert_eq!((state.made, state.avoided, state.since), (1, 0, 0));
    }

    #[test]
    fn entries_of_before_are_read_as_they_were() {
        let old = r#"{"what":"answered","question":"q","right":false,"at":{"at":5,"day":1}}"#;
        let entry: Entry = serde_json::from_str(old).unwrap();
        let mut progress = Progress::default();
        progress.apply(&entry);
        assert!(progress.mistakes.is_empty() && progress.questions.len() == 1);
        let new = Entry::Mistook { made: vec![Mistake::MissingUdp], avoided: vec![], at: moment(1, 0) };
        let text = serde_json::to_string(&new).unwrap();
        assert!(text.starts_with(r#"{"what":"mistook","made":["missing-udp"]"#), "{text}");
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), new);
    }
}
