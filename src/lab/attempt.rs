//! An attempt: a learner's session on the cluster of a lab, and its grade at any moment.

use super::{
    grade::{Grade, grade},
    start::{StartFault, start},
};
use crate::{
    cluster::Cluster,
    course::Lab,
    shell::{Place, Reply, Session},
};

/// A lab that is being solved.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub lab: Lab,
    pub seed: u64,
    /// As it was before the first line.
    pub start: Cluster,
    pub session: Session,
}

/// The clusters of labs are that old.
const AGE: jiff::SignedDuration = jiff::SignedDuration::from_hours(52);

impl Attempt {
    /// Begins a fresh attempt. `now`: RFC 3339 in UTC; the cluster is some days older.
    ///
    /// # Errors
    /// When the lab's manifests make no cluster.
    pub fn begin(lab: Lab, seed: u64, now: &str) -> Result<Self, Vec<StartFault>> {
        let cluster = start(&lab, &earlier(now))?;
        let mut session = Session::new(cluster, now, seed);
        for (path, text) in &lab.files {
            write(&mut session, &place(&lab), path, text);
        }
        if !lab.setup.is_empty() {
            session.run(&lab.setup, now);
            session.history.clear();
        }
        let start = session.cluster.clone();
        Ok(Self { lab, seed, start, session })
    }

    /// Runs a line as typed, or a paste of several.
    pub fn run(&mut self, line: &str, now: &str) -> Reply {
        self.session.run(line, now)
    }

    /// Writes a file of the learner's, as an editor would have.
    pub fn write(&mut self, path: &str, text: &str) {
        write(&mut self.session, &place(&self.lab), path, text);
    }

    /// The grade of the untouched start.
    pub fn grade_start(&self) -> Grade {
        grade(&self.lab, &self.start, &self.start, &|path| self.lab.files.get(path).cloned())
    }

    pub fn grade(&self) -> Grade {
        let place = place(&self.lab);
        let read = |path: &str| self.session.file_at(&place, path);
        let root = |path: &str| read(&format!("/root/{path}"));
        let file = |path: &str| read(path).or_else(|| root(path)).map(|text| String::from(&*text));
        grade(&self.lab, &self.start, &self.session.cluster, &file)
    }
}

/// Where the learner works, and the files lie: the machine that the lab names, or the one that a session begins on.
fn place(lab: &Lab) -> Place {
    lab.host.clone().map_or(Place::Host, Place::Node)
}

/// The disk of a lab has room; what does not fit is not there, as in life.
fn write(session: &mut Session, place: &Place, path: &str, text: &str) {
    let home = Place::home(place.user());
    for folder in
        path.match_indices('/').filter_map(|(at, _)| path.get(..at)).filter(|folder| !folder.is_empty())
    {
        let _ = session.disk_at(place).make_folder(&format!("{home}/{folder}"));
    }
    let _ = session.disk_at(place).write(&format!("{home}/{path}"), text);
}

/// The moment when the cluster came into being; a time that is none stays as it is.
fn earlier(now: &str) -> String {
    let written: Option<jiff::civil::DateTime> = now.trim_end_matches('Z').parse().ok();
    let before = written.and_then(|time| time.checked_sub(AGE).ok());
    before.map_or_else(|| now.to_owned(), |time| format!("{}Z", time.strftime("%Y-%m-%dT%H:%M:%S")))
}
