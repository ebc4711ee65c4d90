//! A learner's folders, and the binary run in them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};

use kubedrill::content::Library;
use kubedrill::course::ItemId;
use kubedrill::storage::{Access, Opened, Paths, Store};
use kubedrill::study::{CardState, Due, Entry, Grade, Moment, Progress, QuizResult};
use serde_json::Value;
use tempfile::TempDir;

/// Held while a program is started and while this one has a record open for writing: between fork and exec a child holds
/// copies of our files, a lock among them, which another test would then take for a second kubedrill.
static STARTING: Mutex<()> = Mutex::new(());

pub struct Home {
    pub folder: TempDir,
    pub paths: Paths,
}

/// What a run gave.
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).join("kubedrill");
        let paths = Paths::under(&at("data"), &at("config"), &at("cache"));
        Self { folder, paths }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubedrill"));
        command
            .args(arguments)
            .env("XDG_DATA_HOME", self.file("data"))
            .env("XDG_CONFIG_HOME", self.file("config"))
            .env("XDG_CACHE_HOME", self.file("cache"))
            .env("HOME", self.folder.path())
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn start(command: &mut Command) -> Child {
        let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        command.spawn().unwrap()
    }

    /// Runs it, and sees that it neither panicked nor sent anything that commands a terminal.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Run {
        Run::of(Self::start(&mut self.command(arguments)).wait_with_output().unwrap())
    }

    /// The output of a run that must end well.
    pub fn good(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}{}", run.out, run.err);
        run.out
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.good(arguments)).unwrap()
    }

    /// A run that must fail: the code 2, one line on the standard error, a hint after it, nothing else.
    pub fn refused(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}{}", run.out, run.err);
        assert_eq!(run.out, "", "{arguments:?}");
        let lines: Vec<&str> = run.err.lines().collect();
        assert_eq!(lines.len(), 2, "{arguments:?}: {}", run.err);
        assert!(lines[0].starts_with("kubedrill: ") && lines[1].starts_with("hint: "), "{}", run.err);
        run.err
    }

    pub fn write(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Studies: every card of the course graded, every question answered wrong, a section read, a quiz handed in.
    pub fn study(&self) -> Progress {
        let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        let Opened { mut store, mut progress, .. } = Store::open(&self.paths, Access::Write).unwrap();
        let catalog = Library::embedded().catalog().clone();
        let at = kubedrill::runtime::now();
        let mut entries = Vec::new();
        let state = CardState {
            due: Due::on(at.day),
            stability: 3.0,
            difficulty: 5.0,
            last: at,
            reviews: 1,
            ..CardState::default()
        };
        for card in catalog.cards.iter() {
            let card = card.id.clone();
            entries.push(Entry::Graded { card, grade: Grade::Good, recall: None, state, at });
        }
        for question in catalog.questions.iter() {
            entries.push(Entry::Answered { question: question.id.clone(), right: false, at });
        }
        for chapter in &catalog.chapters {
            let (chapter, section) = (chapter.id.clone(), chapter.sections[0].id.clone());
            entries.push(Entry::SectionFinished { chapter, section, at });
        }
        entries.push(finished("\u{1b}[31mServices\u{9b}2J", at));
        for entry in &entries {
            progress.apply(entry);
        }
        store.append(&entries).unwrap();
        store.snapshot(&progress).unwrap();
        progress
    }

    pub fn progress(&self) -> Progress {
        Store::open(&self.paths, Access::ReadOnly).unwrap().progress
    }
}

fn finished(title: &str, at: Moment) -> Entry {
    let marks = vec![(ItemId::new("a"), true), (ItemId::new("b"), true), (ItemId::new("c"), false)];
    let result = QuizResult { title: title.to_owned(), finished: at, seconds: 61, minutes: Some(5), marks };
    Entry::QuizFinished { result, at }
}

impl Run {
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let run = Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(run.code.is_some_and(|code| code <= 2), "{:?}: {}", run.code, run.err);
        for sent in [&run.out, &run.err] {
            assert!(!sent.contains("panicked"), "{sent}");
            let bad = sent.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
            assert_eq!(bad, None, "{sent}");
        }
        run
    }
}
