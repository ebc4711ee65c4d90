//! What a grade says to the learner while the attempt goes on: what is seen at once; what was wrong from the start is what
//! the task is about, and its cause is told last, as a hint.

use crate::lab::{Grade, Standing};

/// What is said below each criterion, in their order, and whether a cause is kept back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reasons {
    pub texts: Vec<String>,
    pub kept_back: bool,
}

impl Reasons {
    /// `start` is the grade of the untouched start; without it every cause is told.
    pub fn of(grade: &Grade, start: Option<&Grade>) -> Self {
        let mut reasons = Self::default();
        for criterion in &grade.criteria {
            let was = start.and_then(|start| start.criteria.iter().find(|one| one.id == criterion.id));
            // A reason that is as it was before anything was done is not about what the learner did.
            let is_old = was.is_some_and(|was| was.reason == criterion.reason);
            let keeps =
                is_old && criterion.standing() == Standing::Lost && criterion.symptom != criterion.reason;
            let text = if keeps { &criterion.symptom } else { &criterion.reason };
            reasons.kept_back |= keeps;
            let again = !text.is_empty() && reasons.texts.contains(text);
            reasons.texts.push(if again { "for the same reason as above".to_owned() } else { text.clone() });
        }
        reasons
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Graded;

    fn lost(id: &str, symptom: &str, cause: &str) -> Graded {
        Graded {
            id: id.to_owned(),
            title: id.to_owned(),
            weight: 1,
            guard: false,
            holds: false,
            met: false,
            reason: if cause.is_empty() { symptom.to_owned() } else { format!("{symptom}: {cause}") },
            symptom: symptom.to_owned(),
        }
    }

    fn grade(criteria: Vec<Graded>) -> Grade {
        Grade { score: 0, points: 0, of: 3, criteria }
    }

    #[test]
    fn what_was_wrong_from_the_start_is_told_without_its_cause_and_what_was_done_with_it() {
        let start = grade(vec![lost("a", "a is refused", "old"), lost("b", "b is open", "no policy")]);
        let now = grade(vec![lost("a", "a is refused", "old"), lost("b", "b is open", "the first item")]);
        let told = Reasons::of(&now, Some(&start));
        assert_eq!(told.texts, ["a is refused", "b is open: the first item"]);
        assert!(told.kept_back);
        let all = Reasons::of(&now, None);
        assert_eq!(all.texts, ["a is refused: old", "b is open: the first item"]);
        assert!(!all.kept_back);
    }

    #[test]
    fn the_same_reason_stands_once() {
        let told =
            Reasons::of(&grade(vec![lost("a", "s", "c"), lost("b", "s", "c"), lost("c", "t", "")]), None);
        assert_eq!(told.texts, ["s: c", "for the same reason as above", "t"]);
    }
}
