//! The grade of an attempt: which criteria are met, what each is worth, and why the others are lost.

use serde::Serialize;

use super::{
    check::met,
    loss::Loss,
    scene::{Files, Scene},
};
use crate::{
    cluster::Cluster,
    course::{Lab, lab::Criterion},
};

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grade {
    /// 0 to 100, rounded down: 100 is everything.
    pub score: u32,
    pub points: u32,
    pub of: u32,
    pub criteria: Vec<Graded>,
}

/// One criterion and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Graded {
    pub id: String,
    pub title: String,
    pub weight: u32,
    pub guard: bool,
    /// It is so, whether it counts or not.
    #[serde(skip)]
    pub holds: bool,
    /// It is so, and its weight counts.
    pub met: bool,
    /// Why it does not count; empty where it does.
    pub reason: String,
    /// What of the reason is seen, without what it comes from.
    #[serde(skip)]
    pub symptom: String,
}

/// How a criterion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Met,
    /// It is so, and does not count yet.
    Holds,
    Lost,
}

impl Graded {
    pub fn standing(&self) -> Standing {
        match (self.met, self.holds) {
            (true, _) => Standing::Met,
            (false, true) => Standing::Holds,
            (false, false) => Standing::Lost,
        }
    }
}

impl Grade {
    pub fn is_full(&self) -> bool {
        self.criteria.iter().all(|criterion| criterion.met)
    }

    /// The criteria that do not count.
    pub fn lost(&self) -> impl Iterator<Item = &Graded> {
        self.criteria.iter().filter(|criterion| !criterion.met)
    }
}

/// Grades a state of the lab's cluster against its start. `files` gives the learner's files.
pub fn grade(lab: &Lab, start: &Cluster, cluster: &Cluster, files: Files<'_>) -> Grade {
    let scene = Scene::new(lab, start, cluster, files);
    let found: Vec<Result<(), Loss>> =
        lab.criteria.iter().map(|criterion| met(&criterion.check, &scene)).collect();
    // Who does nothing breaks nothing: guards are worth something once something was done.
    let earned = lab.criteria.iter().zip(&found).any(|(criterion, found)| !criterion.guard && found.is_ok());
    let criteria: Vec<Graded> =
        lab.criteria.iter().zip(found).map(|(criterion, found)| graded(criterion, found, earned)).collect();
    let of = lab.weight();
    let points = criteria
        .iter()
        .filter(|criterion| criterion.met)
        .fold(0_u32, |sum, criterion| sum.saturating_add(criterion.weight));
    let score = u64::from(points) * 100 / u64::from(of.max(1));
    Grade { score: u32::try_from(score).unwrap_or(100), points, of, criteria }
}

fn graded(criterion: &Criterion, found: Result<(), Loss>, earned: bool) -> Graded {
    let Criterion { id, title, weight, guard, .. } = criterion;
    let holds = found.is_ok();
    let found = match found {
        Ok(()) if *guard && !earned => {
            Err("holds, and counts as soon as something that the task asks for is done".to_owned().into())
        }
        found => found,
    };
    Graded {
        id: id.clone(),
        title: title.clone(),
        weight: *weight,
        guard: *guard,
        holds,
        met: found.is_ok(),
        reason: found.as_ref().err().map(ToString::to_string).unwrap_or_default(),
        symptom: found.err().map(|loss| loss.symptom).unwrap_or_default(),
    }
}
