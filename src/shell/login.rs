//! One shell: the host's own, or one that was opened by `ssh` or `kubectl exec -it`.

use std::collections::BTreeMap;

use super::place::Place;

/// What a shell holds between two lines.
#[derive(Debug, Clone)]
pub struct Login {
    pub place: Place,
    /// The folder it stands in, absolute.
    pub folder: String,
    pub variables: BTreeMap<String, String>,
    pub aliases: BTreeMap<String, String>,
    /// `$?`.
    pub status: u8,
}

impl Login {
    pub fn at(place: Place) -> Self {
        let folder = match place {
            Place::Container { .. } => "/",
            _ => "/root",
        };
        Self {
            place,
            folder: folder.to_owned(),
            variables: BTreeMap::new(),
            aliases: BTreeMap::new(),
            status: 0,
        }
    }
}
