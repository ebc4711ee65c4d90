//! What a running program holds in its memory: its configuration and its log, which no object of the API shows.
//!
//! Only for programs whose configuration can change under them and be refused: `CoreDNS`.

use std::{collections::BTreeMap, sync::Arc};

use super::{object::Object, store::Cluster};

/// The program of one Pod.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Process {
    /// What it runs by; not what is written by now.
    pub configuration: String,
    /// What it was offered last and refused.
    pub refused: Option<String>,
    /// Why it can not start: it crashes again and again.
    pub crash: Option<String>,
    /// Lines, oldest first.
    pub log: Vec<String>,
}

/// Processes by the uid of their Pod: one that is made anew starts anew.
pub(super) type Processes = Arc<BTreeMap<String, Process>>;

/// More lines than this of one log are not kept.
const MOST_LINES: usize = 500;

impl Cluster {
    /// The process of a Pod, where one is kept.
    pub fn process(&self, pod: &Object) -> Option<&Process> {
        self.processes.get(pod.uid())
    }

    pub fn set_process(&mut self, pod: &Object, mut process: Process) {
        let surplus = process.log.len().saturating_sub(MOST_LINES);
        process.log.drain(..surplus);
        Arc::make_mut(&mut self.processes).insert(pod.uid().to_owned(), process);
    }

    /// Forgets the processes of Pods that are gone.
    pub fn bury(&mut self, pod: &Object) {
        if self.processes.contains_key(pod.uid()) {
            Arc::make_mut(&mut self.processes).remove(pod.uid());
        }
    }
}
