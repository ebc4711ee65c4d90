//! Proves labs: the untouched start scores 0, every solution scores in full, every mistake loses exactly its set.

mod story;
mod strangers;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::content::Library;
use crate::course::lab::Script;
use crate::course::{Lab, Problem};
use crate::lab::{Attempt, Grade, Step, run_script};
use crate::shell::Stream;

/// Seeds that each lab is proven with: 0 to 4.
pub const SEEDS: u64 = 5;
/// The moment at which attempts are proven: nothing may depend on it.
pub const NOW: &str = "2026-11-27T09:00:00Z";

const SOLUTIONS: usize = 2;
const MISTAKES: usize = 3;

/// What proving one lab found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProvenLab {
    pub id: String,
    pub solutions: usize,
    pub mistakes: usize,
    /// How many attempts were graded.
    pub attempts: usize,
    pub problems: Vec<Unproven>,
}

/// Something that the lab claims and that is not so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unproven {
    pub seed: u64,
    /// `start`, `story`, `solution "..."`, `mistake "..."`.
    pub what: String,
    pub message: String,
}

/// Proves a lab of the library.
pub fn verify(library: &Library, id: &str) -> ProvenLab {
    let mut proof = Proof { seed: 0, attempts: 0, problems: Vec::new() };
    let (mut solutions, mut mistakes) = (0, 0);
    for seed in 0..SEEDS {
        proof.seed = seed;
        match library.lab(id, seed) {
            Ok(lab) => {
                (solutions, mistakes) = (lab.solutions.len(), lab.mistakes.len());
                proof.lab(&lab);
            }
            Err(problems) => {
                for problem in problems {
                    proof.tell("lab", problem.to_string());
                }
            }
        }
    }
    ProvenLab { id: id.to_owned(), solutions, mistakes, attempts: proof.attempts, problems: proof.problems }
}

/// What is wrong with the starts of the labs of a library, or with what is asked of them, for `check`: the quick part of
/// proving them.
pub fn starts(library: &Library) -> Vec<Problem> {
    let mut problems = Vec::new();
    for entry in &library.catalog().labs {
        // What is wrong with the files themselves is told by the reader.
        let Ok(lab) = library.lab(&entry.id, 0) else { continue };
        let file = |name: &str| format!("labs/{}/{name}", entry.id);
        match Attempt::begin(lab, 0, NOW) {
            Ok(fresh) => {
                problems.extend(strangers::strangers(&fresh.lab, &fresh.start, &file("lab.toml")));
            }
            Err(faults) => problems.extend(faults.into_iter().map(|fault| {
                Problem::new(&file("start.yaml"), fault.line, fault.message)
                    .hint("the lab's cluster is made of these manifests")
            })),
        }
    }
    problems
}

struct Proof {
    seed: u64,
    attempts: usize,
    problems: Vec<Unproven>,
}

impl Proof {
    fn tell(&mut self, what: impl Into<String>, message: impl Into<String>) {
        self.problems.push(Unproven { seed: self.seed, what: what.into(), message: message.into() });
    }

    fn lab(&mut self, lab: &Lab) {
        self.counts(lab);
        let fresh = match Attempt::begin(lab.clone(), self.seed, NOW) {
            Ok(fresh) => fresh,
            Err(faults) => {
                for fault in faults {
                    self.tell("start", format!("start.yaml:{}: {}", fault.line, fault.message));
                }
                return;
            }
        };
        if let Some(host) =
            lab.host.as_deref().filter(|host| !fresh.start.nodes().any(|(node, _)| node.name() == *host))
        {
            self.tell("host", format!("{host} is no node of the cluster: nobody can ssh there"));
        }
        for problem in strangers::strangers(lab, &fresh.start, "lab.toml") {
            self.tell("criteria", problem.message);
        }
        self.untouched(&fresh);
        let mut solved = Vec::new();
        for solution in &lab.solutions {
            let what = format!("solution {:?}", solution.name);
            let (attempt, grade, steps) = self.attempt(&fresh, solution);
            for lost in grade.lost() {
                self.tell(&what, format!("loses {}: {}{}", lost.id, lost.reason, last_error(&steps)));
            }
            solved.push(attempt);
        }
        for mistake in &lab.mistakes {
            let (_, grade, steps) = self.attempt(&fresh, &mistake.script);
            let lost: BTreeSet<String> = grade.lost().map(|lost| lost.id.clone()).collect();
            let what = format!("mistake {:?}", mistake.script.name);
            for id in mistake.loses.difference(&lost) {
                self.tell(&what, format!("does not lose {id}{}", last_error(&steps)));
            }
            for lost in grade.lost().filter(|lost| !mistake.loses.contains(&lost.id)) {
                self.tell(&what, format!("also loses {}: {}{}", lost.id, lost.reason, last_error(&steps)));
            }
        }
        for message in story::strangers(lab, &fresh, &solved) {
            self.tell("story", message);
        }
    }

    fn counts(&mut self, lab: &Lab) {
        let scripts: BTreeSet<&str> = lab.solutions.iter().map(|solution| solution.lines.as_str()).collect();
        if scripts.len() < SOLUTIONS {
            self.tell(
                "solution",
                format!("there are {} different solutions; write {SOLUTIONS} or more", scripts.len()),
            );
        }
        if lab.mistakes.len() < MISTAKES {
            self.tell(
                "mistake",
                format!("there are {} mistakes; write {MISTAKES} or more", lab.mistakes.len()),
            );
        }
    }

    /// Nothing is earned, and what is a guard holds.
    fn untouched(&mut self, fresh: &Attempt) {
        let grade = fresh.grade();
        self.attempts += 1;
        for criterion in &grade.criteria {
            match (criterion.guard, criterion.holds) {
                (false, true) => self.tell(
                    "start",
                    format!("{} is met before anything is done: is it a guard?", criterion.id),
                ),
                (true, false) => self
                    .tell("start", format!("the guard {} does not hold: {}", criterion.id, criterion.reason)),
                _ => {}
            }
        }
        if grade.score > 0 {
            self.tell("start", format!("scores {} before anything is done", grade.score));
        }
    }

    fn attempt(&mut self, fresh: &Attempt, script: &Script) -> (Attempt, Grade, Vec<Step>) {
        let mut attempt = fresh.clone();
        for (path, text) in &script.files {
            attempt.write(path, text);
        }
        let steps = run_script(&mut attempt.session, &script.lines, NOW);
        let grade = attempt.grade();
        self.attempts += 1;
        (attempt, grade, steps)
    }
}

/// What the last line that failed said: mostly the reason.
fn last_error(steps: &[Step]) -> String {
    let failed = steps.iter().rev().find(|step| step.status != 0);
    failed.map_or_else(String::new, |step| {
        let line = step.line.lines().next().unwrap_or_default();
        format!(" ({line:?} ended with {}: {})", step.status, step.output.of(Stream::Err).trim_end())
    })
}
