//! A learner's folders, new for each test.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::program::Start;

pub struct Home {
    dir: TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// kubedrill's folder for data; not there before the program makes it.
    pub fn data(&self) -> PathBuf {
        self.path().join("data/kubedrill")
    }

    pub fn progress(&self) -> PathBuf {
        self.data().join("progress.toml")
    }

    pub fn log(&self) -> PathBuf {
        self.data().join("progress.log")
    }

    /// What the log says; empty if there is none.
    pub fn log_text(&self) -> String {
        fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// Writes a file of the learner's own content.
    pub fn content(&self, name: &str, text: &str) -> &Self {
        self.file(&format!("data/kubedrill/content/{name}"), text)
    }

    pub fn settings(&self, text: &str) -> &Self {
        self.file("config/kubedrill/config.toml", text)
    }

    pub fn file(&self, name: &str, text: &str) -> &Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// The environment of a program of this learner, and nothing else.
    pub fn environment(&self) -> Vec<(String, String)> {
        let path = |name: &str| self.path().join(name).display().to_string();
        [
            ("HOME", path("")),
            ("XDG_DATA_HOME", path("data")),
            ("XDG_CONFIG_HOME", path("config")),
            ("XDG_CACHE_HOME", path("cache")),
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("TERM", "xterm-256color".to_owned()),
            ("LANG", "C.UTF-8".to_owned()),
            ("TZ", "UTC".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// kubedrill with these arguments, at 80x24.
    pub fn kubedrill(&self, arguments: &[&str]) -> Start {
        self.command(env!("CARGO_BIN_EXE_kubedrill"), arguments)
    }

    pub fn command(&self, program: &str, arguments: &[&str]) -> Start {
        Start::new(program, arguments, self.environment())
    }
}
