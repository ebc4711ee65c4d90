//! Everything that lives between two lines typed.

use std::collections::BTreeMap;

use super::{
    call::{Call, Ran},
    kubeconfig::Kubeconfig,
    login::Login,
    place::Place,
    programs::program,
    reply::{Effect, Piece, Reply, Stream},
};
use crate::cluster::Cluster;

/// A terminal session on the simulated cluster.
#[derive(Debug, Clone)]
pub struct Session {
    pub cluster: Cluster,
    /// RFC 3339 in UTC; programs that wait move it.
    pub now: String,
    pub seed: u64,
    pub kubeconfig: Kubeconfig,
    /// The shells that are open, the host's first; the last one reads the line. Never empty.
    pub logins: Vec<Login>,
    pub history: Vec<String>,
    /// What the running line asks of whoever runs the session.
    pub effect: Option<Effect>,
    /// The command that gets the edited file when an editor has closed: its words.
    pub after_edit: Vec<String>,
    files: BTreeMap<(Place, String), String>,
}

/// There is no such file, or it can not be used so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    #[error("No such file or directory")]
    Missing,
    #[error("Is a directory")]
    Folder,
    #[error("No space left on device")]
    Full,
}

impl Session {
    pub fn new(cluster: Cluster, now: &str, seed: u64) -> Self {
        Self {
            cluster,
            now: now.to_owned(),
            seed,
            kubeconfig: Kubeconfig::default(),
            logins: vec![Login::at(Place::Host)],
            history: Vec::new(),
            effect: None,
            after_edit: Vec::new(),
            files: BTreeMap::new(),
        }
    }

    /// Runs a line as typed, or a whole paste of several. `now`: RFC 3339 in UTC.
    pub fn run(&mut self, line: &str, now: &str) -> Reply {
        now.clone_into(&mut self.now);
        self.history.push(line.to_owned());
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let ran = if words.is_empty() { Ran::default() } else { self.run_words(&words, "", true) };
        self.reply(ran)
    }

    /// An editor that an [`Effect::Edit`] asked for has closed: `text` is what was saved, `None` when nothing was.
    pub fn edited(&mut self, path: &str, text: Option<&str>, now: &str) -> Reply {
        now.clone_into(&mut self.now);
        let fault = text.and_then(|text| self.write_file(path, text).err());
        let words = std::mem::take(&mut self.after_edit);
        let mut ran = if words.is_empty() { Ran::default() } else { self.run_words(&words, "", true) };
        if let Some(fault) = fault {
            ran.stderr.insert_str(0, &format!("{path}: {fault}\n"));
        }
        self.reply(ran)
    }

    /// Where the shell stands.
    pub fn place(&self) -> &Place {
        self.logins.last().map_or(&Place::Host, |login| &login.place)
    }

    /// A variable's value.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.logins.last()?.variables.get(name).map(String::as_str)
    }

    /// Opens a shell there, which reads the lines that follow until `exit`.
    pub fn enter(&mut self, place: Place) {
        self.logins.push(Login::at(place));
    }

    /// A file's text, by a path from where the shell stands.
    ///
    /// # Errors
    /// When there is none.
    pub fn read_file(&self, path: &str) -> Result<String, FileFault> {
        self.files.get(&(self.place().clone(), path.to_owned())).cloned().ok_or(FileFault::Missing)
    }

    /// Writes a file, in place of what it held.
    ///
    /// # Errors
    /// When its folder is not there, or the disk is full.
    pub fn write_file(&mut self, path: &str, text: &str) -> Result<(), FileFault> {
        self.files.insert((self.place().clone(), path.to_owned()), text.to_owned());
        Ok(())
    }

    pub(super) fn run_words(&mut self, words: &[String], stdin: &str, terminal: bool) -> Ran {
        let Some((name, arguments)) = words.split_first() else { return Ran::default() };
        let Some(program) = program(name) else {
            return Ran {
                status: 127,
                stdout: String::new(),
                stderr: format!("bash: {name}: command not found\n"),
            };
        };
        let mut call = Call {
            session: self,
            name,
            arguments,
            stdin,
            terminal,
            stdout: String::new(),
            stderr: String::new(),
        };
        let status = (program.run)(&mut call);
        Ran { status, stdout: call.stdout, stderr: call.stderr }
    }

    pub(super) fn run_words_at(&mut self, place: Place, words: &[String], stdin: &str) -> Ran {
        self.enter(place);
        let ran = self.run_words(words, stdin, false);
        self.logins.pop();
        ran
    }

    fn reply(&mut self, ran: Ran) -> Reply {
        if let Some(login) = self.logins.last_mut() {
            login.status = ran.status;
        }
        let pieces = [(Stream::Out, ran.stdout), (Stream::Err, ran.stderr)];
        let output = pieces.into_iter().filter(|(_, text)| !text.is_empty());
        Reply {
            output: output.map(|(stream, text)| Piece { stream, text }).collect(),
            status: ran.status,
            effect: self.effect.take(),
        }
    }
}
