//! Where everything lies: the XDG base directories, on macOS too, as terminal users expect.

use std::env;
use std::path::{Path, PathBuf};

use super::PathsError;

const FOLDER: &str = "kubedrill";

/// The folders of one learner. Nothing is created by asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    pub data_dir: PathBuf,
    pub config_file: PathBuf,
    /// What can be made anew: the index of the learner's own content.
    pub cache_dir: PathBuf,
}

impl Paths {
    /// From `XDG_DATA_HOME`, `XDG_CONFIG_HOME` and `XDG_CACHE_HOME`, or their defaults under the home folder. A relative
    /// value is ignored, as the XDG Base Directory Specification says.
    ///
    /// Not by a library: those ask the database of users where `HOME` is unset, for which glibc loads its modules, and a
    /// program that is linked statically breaks on that.
    ///
    /// # Errors
    /// If neither `HOME` nor all three are set.
    pub fn from_env() -> Result<Self, PathsError> {
        let value = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let home = value("HOME");
        let folder = |name: &str, default: &str| {
            let given = value(name).filter(|path| path.is_absolute());
            given
                .or_else(|| Some(home.as_ref()?.join(default)))
                .map(|base| base.join(FOLDER))
                .ok_or(PathsError)
        };
        Ok(Self::under(
            &folder("XDG_DATA_HOME", ".local/share")?,
            &folder("XDG_CONFIG_HOME", ".config")?,
            &folder("XDG_CACHE_HOME", ".cache")?,
        ))
    }

    /// With these folders, each kubedrill's own.
    pub fn under(data: &Path, config: &Path, cache: &Path) -> Self {
        Self {
            data_dir: data.to_owned(),
            config_file: config.join("config.toml"),
            cache_dir: cache.to_owned(),
        }
    }

    /// The learner's record as a readable table.
    pub fn progress(&self) -> PathBuf {
        self.data_dir.join("progress.toml")
    }

    /// Every entry ever made, one a line: the truth, from which the table can be rebuilt.
    pub fn log(&self) -> PathBuf {
        self.data_dir.join("progress.log")
    }

    pub fn lock(&self) -> PathBuf {
        self.data_dir.join("progress.lock")
    }

    /// The learner's own chapters, cards, questions and labs.
    pub fn content(&self) -> PathBuf {
        self.data_dir.join("content")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_of_the_record_lies_in_the_data_folder() {
        let paths =
            Paths::under(Path::new("/d/kubedrill"), Path::new("/c/kubedrill"), Path::new("/k/kubedrill"));
        assert_eq!(paths.progress(), Path::new("/d/kubedrill/progress.toml"));
        assert_eq!(paths.log(), Path::new("/d/kubedrill/progress.log"));
        assert_eq!(paths.content(), Path::new("/d/kubedrill/content"));
        assert_eq!(paths.config_file, Path::new("/c/kubedrill/config.toml"));
    }
}
