//! Where everything lies: the XDG base directories, on macOS too, as terminal users expect.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;

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
    pub fn from_env() -> Result<Self, PathsError> {
        let xdg = Xdg::new()?;
        Ok(Self::under(
            &xdg.data_dir().join(FOLDER),
            &xdg.config_dir().join(FOLDER),
            &xdg.cache_dir().join(FOLDER),
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
