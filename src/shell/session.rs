//! Everything that lives between two lines typed.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    budget::Budget,
    call::Ran,
    clock,
    files::{self, Disk, FileFault, path},
    history::{Expansion, History},
    kubeconfig::Kubeconfig,
    line::Open,
    login::Login,
    place::Place,
    reply::{Effect, Output, Reply, Stream},
    run::{Leave, Run},
};
use crate::cluster::{Cluster, controllers};

/// Forwarded ports at most.
pub const MOST_FORWARDS: usize = 16;

/// Where a forwarded port leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    pub namespace: String,
    pub pod: String,
    pub port: u16,
    /// The line that forwards, as `jobs` shows it.
    pub command: String,
}

/// A command that has opened an editor and goes on when that has closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editing {
    pub editor: String,
    pub file: String,
    /// What runs then.
    pub words: Vec<String>,
    /// The text, without comments, that was refused the last time.
    pub refused: Option<String>,
    /// The editor has closed.
    pub closed: bool,
}

impl Editing {
    pub fn begun(editor: &str, file: &str, words: &[String]) -> Self {
        let (editor, file) = (editor.to_owned(), file.to_owned());
        Self { editor, file, words: words.to_vec(), refused: None, closed: false }
    }
}

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
    pub history: History,
    /// What the running line asks of whoever runs the session.
    pub effect: Option<Effect>,
    /// The command that waits for an editor to close.
    pub editing: Option<Editing>,
    /// What the running line may still do.
    pub budget: Budget,
    /// The running command stands before a `&`.
    pub background: bool,
    /// Somebody sits at the terminal, who can be shown a text window by window.
    pub watched: bool,
    /// Ports of a machine that `kubectl port-forward` leads to a Pod.
    pub forwards: BTreeMap<(Place, u16), Forward>,
    /// Lines that wait for their end.
    pending: String,
    /// Seconds by which simulated waiting has moved the clock.
    ahead: u64,
    draws: u64,
    disks: BTreeMap<Place, Disk>,
    nowhere: Login,
}

impl Session {
    pub fn new(mut cluster: Cluster, now: &str, seed: u64) -> Self {
        cluster.install(crate::network::CONTROLLERS);
        let mut session = Self {
            cluster,
            now: now.to_owned(),
            seed,
            kubeconfig: Kubeconfig::default(),
            logins: vec![Login::at(Place::Host)],
            history: History::default(),
            effect: None,
            editing: None,
            budget: Budget::default(),
            background: false,
            watched: false,
            forwards: BTreeMap::new(),
            pending: String::new(),
            ahead: 0,
            draws: 0,
            disks: BTreeMap::new(),
            nowhere: Login::at(Place::Host),
        };
        session.renew_disk();
        session
    }

    /// Runs a line as typed, or a whole paste of several. `now`: RFC 3339 in UTC.
    pub fn run(&mut self, line: &str, now: &str) -> Reply {
        self.tell(now);
        let line = line.strip_suffix('\n').unwrap_or(line);
        let before = std::mem::take(&mut self.pending);
        let open = (!before.is_empty()).then(|| Open::of(&before));
        let Expansion { text: line, changed, shown_only } = match self.expanded(line, open) {
            Ok(expansion) => expansion,
            Err(message) => {
                let mut output = Output::default();
                output.write(Stream::Err, &format!("bash: {message}\n"));
                return Reply { output, status: self.login().status, effect: None };
            }
        };
        match open {
            Some(open) => self.history.go_on(open.joint(), &line),
            None => self.history.add(&line),
        }
        let text = if before.is_empty() { line.clone() } else { format!("{before}\n{line}") };
        self.fresh(|run| {
            if changed {
                run.error(&format!("{line}\n"));
            }
            if shown_only { Ok(Ok(())) } else { run.script(&text) }
        })
    }

    /// A line with what `!` stands for: only bash knows that, not the `sh` of a container.
    fn expanded(&self, line: &str, open: Option<Open>) -> Result<Expansion, String> {
        match self.login().shell {
            "bash" => self.history.expand(line, open),
            _ => Ok(Expansion { text: line.to_owned(), ..Expansion::default() }),
        }
    }

    /// An editor that an [`Effect::Edit`] asked for has closed: `text` is what was saved, `None` when nothing was.
    pub fn edited(&mut self, path: &str, text: Option<&str>, now: &str) -> Reply {
        self.tell(now);
        let fault = text.and_then(|text| self.write_file(path, text).err());
        let editing = self.editing.as_mut().filter(|editing| editing.file == path);
        let words = editing.map(|editing| {
            editing.closed = true;
            editing.words.clone()
        });
        let words = words.unwrap_or_default();
        self.fresh(|run| {
            if let Some(fault) = fault {
                run.error(&format!("{path}: {fault}\n"));
            }
            Ok(if words.is_empty() { Ok(()) } else { run.words(&words) })
        })
    }

    /// Forgets lines that wait for their end: Ctrl-C.
    pub fn interrupt(&mut self) {
        self.pending.clear();
        self.login_mut().status = 130;
    }

    /// The prompt: `> ` while a line waits for its end.
    pub fn prompt(&self) -> String {
        if !self.pending.is_empty() {
            return "> ".to_owned();
        }
        let login = self.login();
        let home = login.get("HOME").unwrap_or("/root");
        let folder = match login.folder.strip_prefix(home) {
            Some(rest) if home != "/" && (rest.is_empty() || rest.starts_with('/')) => format!("~{rest}"),
            _ => login.folder.clone(),
        };
        let sign = if login.user == "root" { '#' } else { '$' };
        match login.place {
            Place::Container { .. } if login.shell == "sh" => format!("{folder} {sign} "),
            _ => format!("{}@{}:{folder}{sign} ", login.user, login.place.hostname()),
        }
    }

    /// The time goes on from what the caller says by what was waited for; never back.
    fn tell(&mut self, now: &str) {
        let later = clock::later(now, self.ahead);
        if later > self.now {
            self.reach(later);
        }
    }

    /// It is that time: what the cluster does by time alone, such as giving a rollout up, it has done.
    fn reach(&mut self, time: String) {
        controllers::run(&mut self.cluster, &time);
        self.now = time;
    }

    /// Lays down anew what the place itself has on its disk, for the cluster may have changed.
    pub(super) fn renew_disk(&mut self) {
        let given = files::given(&self.cluster, self.place());
        self.disk_mut().renew(given);
    }

    fn fresh(&mut self, work: impl FnOnce(&mut Run<'_>) -> Result<Result<(), Leave>, String>) -> Reply {
        self.budget = Budget::default();
        self.effect = None;
        self.renew_disk();
        let mut run = Run::typed(self);
        let done = work(&mut run);
        let mut output = run.finish();
        let mut status = self.login().status;
        match done {
            Err(rest) => {
                self.pending = rest;
                self.effect = Some(Effect::More);
                status = 0;
            }
            Ok(Err(Leave::Exit(with))) => {
                status = with;
                output.append(&self.leave(with));
            }
            Ok(Err(Leave::Stopped)) => {
                status = 130;
                self.login_mut().status = status;
            }
            Ok(_) => {}
        }
        self.disk_mut().take_back();
        Reply { output, status, effect: self.effect.take() }
    }

    /// The shell that reads the line.
    pub fn login(&self) -> &Login {
        self.logins.last().unwrap_or(&self.nowhere)
    }

    pub fn login_mut(&mut self) -> &mut Login {
        self.logins.last_mut().unwrap_or(&mut self.nowhere)
    }

    /// Where the shell stands.
    pub fn place(&self) -> &Place {
        &self.login().place
    }

    /// A variable's value.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.login().get(name)
    }

    /// Lets simulated time pass.
    pub fn pass(&mut self, seconds: u64) {
        self.budget.pass(seconds);
        self.ahead = self.ahead.saturating_add(seconds);
        self.reach(clock::later(&self.now, seconds));
    }

    /// A number below `below`, drawn from the session's seed.
    pub fn random(&mut self, below: u64) -> u64 {
        self.draws = self.draws.wrapping_add(1);
        fastrand::Rng::with_seed(self.seed ^ self.draws.rotate_left(32)).u64(0..below.max(1))
    }

    /// A path, made absolute from where the shell stands.
    pub fn absolute(&self, path: &str) -> String {
        path::absolute(&self.login().folder, path)
    }

    /// A file's text, by a path from where the shell stands.
    ///
    /// # Errors
    /// When there is none.
    pub fn read_file(&self, path: &str) -> Result<String, FileFault> {
        let disk = self.disk().ok_or(FileFault::Missing)?;
        if path.ends_with('/') && !disk.is_folder(&self.absolute(path)) {
            return Err(FileFault::NoFolder);
        }
        disk.read(&self.absolute(path)).map(|text| text.to_string())
    }

    /// Writes a file, in place of what it held.
    ///
    /// # Errors
    /// When its folder is not there, or the disk is full.
    pub fn write_file(&mut self, path: &str, text: &str) -> Result<(), FileFault> {
        let path = self.absolute(path);
        self.disk_mut().write(&path, text)
    }

    /// The files of where the shell stands.
    pub fn disk(&self) -> Option<&Disk> {
        self.disks.get(self.place())
    }

    pub fn disk_mut(&mut self) -> &mut Disk {
        let place = self.place().clone();
        self.disks.entry(place).or_default()
    }

    /// Whether somebody has been in a place and may have left something there.
    pub(super) fn has_written(&self, place: &Place) -> bool {
        self.disks.contains_key(place)
    }

    /// The files of a place as they are now, whether somebody has been there or not.
    pub(super) fn disk_of(&self, place: &Place) -> Disk {
        let mut disk = self.disks.get(place).cloned().unwrap_or_default();
        disk.renew(files::given(&self.cluster, place));
        disk
    }

    /// A file of a place, whatever place the shell stands in: what graders read. A path that is not absolute begins at home.
    pub fn file_at(&self, place: &Place, path: &str) -> Option<Arc<str>> {
        let whole = path::absolute(Place::home(place.user()), path);
        self.disks.get(place)?.read(&whole).ok()
    }

    /// The files of a place, to be written there.
    pub fn disk_at(&mut self, place: &Place) -> &mut Disk {
        if !self.disks.contains_key(place) {
            let disk = self.disk_of(place);
            self.disks.insert(place.clone(), disk);
        }
        self.disks.entry(place.clone()).or_default()
    }

    /// Runs a command as words, where the shell stands.
    pub(super) fn run_words(&mut self, words: &[String], stdin: Option<&str>) -> Ran {
        if !self.budget.enter() {
            return Ran::refused();
        }
        let before = self.login().status;
        let mut run = Run::new(self, stdin);
        let done = run.words(words);
        let status = match done {
            Err(Leave::Exit(status)) => status,
            _ => run.session.login().status,
        };
        let ran = run.finish_apart(status);
        self.login_mut().status = before;
        self.budget.leave();
        ran
    }

    /// Runs a text as a script, where the shell stands: what `sh -c` and a script on standard input do.
    pub(super) fn run_script(&mut self, text: &str, arguments: &[String], stdin: Option<&str>) -> Ran {
        if !self.budget.enter() {
            return Ran::refused();
        }
        let logins = self.logins.clone();
        let login = self.login_mut();
        login.arguments = arguments.to_vec();
        login.aliases.clear();
        login.functions.clear();
        login.variables.retain(|_, variable| variable.exported);
        login.options = super::login::Options::default();
        login.status = 0;
        let mut run = Run::new(self, stdin);
        let done = run.script_to_end(text);
        let status = match done {
            Err(Leave::Exit(status) | Leave::Return(status)) => status,
            _ => run.session.login().status,
        };
        let ran = run.finish_apart(status);
        self.logins = logins;
        self.budget.leave();
        ran
    }
}
