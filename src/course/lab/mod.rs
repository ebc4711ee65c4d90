//! A lab: a task on a simulated cluster, what is asked of the cluster afterwards, and the answers that prove the grading.

mod criterion;
mod kinds;
mod names;
mod ports;
mod subject;

use std::collections::{BTreeMap, BTreeSet};

use super::{Block, Row};

pub use criterion::{
    Blocked, Check, Criterion, Door, Endpoints, Field, FieldRule, FileContent, FileRule, Flow, Http, Lookup,
    LookupAnswer, Unbroken,
};
pub use names::{Vary, draw, fill, left_open};
pub use ports::{PortAsked, Ports, Transport, read_list as read_ports};
pub use subject::{Allowed, Client, Namespaced, ObjectName, Peer, Pods, Target, Which};

/// One lab, with the names that a seed drew already put in.
#[derive(Debug, Clone, PartialEq)]
pub struct Lab {
    /// The name of its folder.
    pub id: String,
    pub title: String,
    /// The rows of the syllabus that it practises; the first is its own.
    pub rows: Vec<Row>,
    pub level: Level,
    /// Minutes that the exam would give it.
    pub minutes: u32,
    /// The host on which the task is to be solved; `None`: the one where the learner stands.
    pub host: Option<String>,
    /// The namespace that the task speaks of; the learner's kubeconfig stays at `default`.
    pub namespace: Option<String>,
    pub story: Vec<Block>,
    /// Shown one by one.
    pub hints: Vec<Vec<Block>>,
    /// Shown after grading: why the solutions solve it.
    pub explanation: Vec<Block>,
    /// Kind of page and title.
    pub source: String,
    /// `chapter#section` that teaches it.
    pub section: Option<String>,
    /// The network plugin, where the task depends on it; `flannel` enforces no policies.
    pub plugin: Option<String>,
    /// `start.yaml`: the manifests of the cluster at the start.
    pub start: String,
    /// Lines typed before the learner comes, for a state that manifests can not say.
    pub setup: String,
    /// Files in the learner's home at the start, by path relative to it.
    pub files: BTreeMap<String, String>,
    pub criteria: Vec<Criterion>,
    pub solutions: Vec<Script>,
    pub mistakes: Vec<Mistake>,
    /// What the seed drew: `{{app}}` became `names["app"]`.
    pub names: BTreeMap<String, String>,
}

/// How much a lab asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// One thing, two or three minutes.
    Drill,
    /// As a task of the exam.
    Task,
    /// Several things that belong together.
    Story,
}

/// Lines as they would be typed, and the files that an editor would have written before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    pub name: String,
    pub lines: String,
    pub files: BTreeMap<String, String>,
}

/// A wrong answer that learners give, and exactly the criteria that it loses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub script: Script,
    pub loses: BTreeSet<String>,
}

/// What a list of labs shows: enough to choose one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabEntry {
    pub id: String,
    pub title: String,
    pub rows: Vec<Row>,
    pub level: Level,
    pub minutes: u32,
    pub file: super::FileNumber,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::Drill, Self::Task, Self::Story];

    pub fn name(self) -> &'static str {
        match self {
            Self::Drill => "drill",
            Self::Task => "task",
            Self::Story => "story",
        }
    }

    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl Lab {
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }

    /// The weight of all criteria together.
    pub fn weight(&self) -> u32 {
        self.criteria.iter().fold(0, |sum, criterion| sum.saturating_add(criterion.weight))
    }
}
