//! The names of files that a pattern stands for.

use super::{
    expand::pattern::{Pattern, escape},
    files::path,
    session::Session,
};

/// Names that one pattern gives.
const MOST: usize = 2000;

impl Session {
    /// Paths as the pattern is written, in order; none, when nothing is meant.
    pub(super) fn matching(&self, pattern: &str) -> Vec<String> {
        let Some(disk) = self.disk() else { return vec![] };
        let rooted = pattern.starts_with('/');
        let mut found = vec![if rooted { "/".to_owned() } else { String::new() }];
        for part in pattern.split('/').filter(|part| !part.is_empty()) {
            let plain = !part.contains(['*', '?', '[']);
            let wanted = Pattern::new(part);
            let hidden = part.starts_with('.') || part.starts_with("\\.");
            let mut next = Vec::new();
            for before in found {
                let folder = self.absolute(&before);
                if plain {
                    let whole = join(&before, &part.replace('\\', ""));
                    if disk.get(&self.absolute(&whole)).is_some() {
                        next.push(whole);
                    }
                    continue;
                }
                let names = disk.names(&folder).map(|(name, _)| name);
                let meant = names.filter(|name| (hidden || !name.starts_with('.')) && wanted.matches(name));
                next.extend(meant.map(|name| join(&before, name)));
            }
            next.truncate(MOST);
            found = next;
        }
        found.retain(|path| !path.is_empty());
        found
    }

    /// The names in a folder that begin so: what Tab offers for a path.
    pub(super) fn names_beginning(&self, written: &str) -> Vec<String> {
        let Some(disk) = self.disk() else { return vec![] };
        let mut found = self.matching(&format!("{}*", escape(written)));
        for path in &mut found {
            if disk.is_folder(&self.absolute(path)) {
                path.push('/');
            }
        }
        found
    }
}

fn join(before: &str, name: &str) -> String {
    match before {
        "" => name.to_owned(),
        before => path::join(before, name),
    }
}
