//! The files of one place, by their absolute paths. Bounded in number and size.

use std::{collections::BTreeMap, ops::Bound, sync::Arc};

use super::path;

/// Bytes that one disk holds.
const SPACE: usize = 4 << 20;
/// Files and folders that one disk holds.
const ENTRIES: usize = 4096;

/// Why something can not be done with a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    #[error("No such file or directory")]
    Missing,
    #[error("Is a directory")]
    Folder,
    #[error("Not a directory")]
    NoFolder,
    #[error("File exists")]
    Exists,
    #[error("No space left on device")]
    Full,
}

/// A file or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Folder,
    File(Arc<str>),
}

/// What stands at a path, and who put it there.
#[derive(Debug, Clone)]
struct Slot {
    entry: Entry,
    /// Put there by the machine, and renewed with it; not written in the session.
    given: bool,
}

/// A tree of files.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    slots: BTreeMap<String, Slot>,
    used: usize,
    /// Outputs that a command reads as files: `/dev/fd/63` and those below it.
    lent: Vec<Arc<str>>,
}

/// The number of the first output that is lent as a file, as bash has it.
const FIRST_LENT: usize = 63;

impl Disk {
    /// Lays down what the machine itself has there, in place of what it had before; what was written in the session stays.
    pub fn renew(&mut self, given: impl IntoIterator<Item = (String, Entry)>) {
        self.slots.retain(|_, slot| !slot.given);
        for (path, entry) in given {
            let mut above = path::folder(&path).to_owned();
            while above != "/" {
                let folder = Slot { entry: Entry::Folder, given: true };
                self.slots.entry(above.clone()).or_insert(folder);
                above = path::folder(&above).to_owned();
            }
            self.slots.entry(path).or_insert(Slot { entry, given: true });
        }
        let sizes = self.slots.values().map(|slot| match &slot.entry {
            Entry::File(text) => text.len(),
            Entry::Folder => 0,
        });
        self.used = sizes.sum();
    }

    pub fn get(&self, path: &str) -> Option<&Entry> {
        if path == "/" { Some(&Entry::Folder) } else { self.slots.get(path).map(|slot| &slot.entry) }
    }

    pub fn is_folder(&self, path: &str) -> bool {
        self.get(path) == Some(&Entry::Folder)
    }

    /// # Errors
    /// When there is no file.
    pub fn read(&self, path: &str) -> Result<Arc<str>, FileFault> {
        match path {
            "/dev/null" | "/dev/stdin" | "/dev/tty" => return Ok(Arc::from("")),
            _ => {}
        }
        if let Some(number) = path.strip_prefix("/dev/fd/") {
            let index = number.parse().ok().and_then(|number: usize| FIRST_LENT.checked_sub(number));
            return index.and_then(|index| self.lent.get(index)).cloned().ok_or(FileFault::Missing);
        }
        match self.get(path) {
            Some(Entry::File(text)) => Ok(Arc::clone(text)),
            Some(Entry::Folder) => Err(FileFault::Folder),
            None => Err(FileFault::Missing),
        }
    }

    /// Lends a text as a file until the line has ended; gives its path.
    pub fn lend(&mut self, text: &str) -> String {
        self.lent.push(Arc::from(text));
        format!("/dev/fd/{}", FIRST_LENT.saturating_sub(self.lent.len() - 1))
    }

    /// Takes back what was lent.
    pub fn take_back(&mut self) {
        self.lent.clear();
    }

    /// Writes a file, in place of what it held.
    ///
    /// # Errors
    /// When its folder is missing, it is a folder itself, or there is no space.
    pub fn write(&mut self, path: &str, text: &str) -> Result<(), FileFault> {
        if path.starts_with("/dev/") {
            return Ok(());
        }
        let before = match self.get(path) {
            Some(Entry::Folder) => return Err(FileFault::Folder),
            Some(Entry::File(text)) => text.len(),
            None => 0,
        };
        self.place_for(path)?;
        let used = self.used - before.min(self.used) + text.len();
        if used > SPACE {
            return Err(FileFault::Full);
        }
        self.used = used;
        self.slots.insert(path.to_owned(), Slot { entry: Entry::File(Arc::from(text)), given: false });
        Ok(())
    }

    /// Writes behind what a file holds.
    ///
    /// # Errors
    /// As [`Disk::write`].
    pub fn append(&mut self, path: &str, text: &str) -> Result<(), FileFault> {
        match self.read(path) {
            Ok(before) => self.write(path, &format!("{before}{text}")),
            Err(FileFault::Missing) => self.write(path, text),
            Err(fault) => Err(fault),
        }
    }

    /// # Errors
    /// When something is there already, or the folder above is missing.
    pub fn make_folder(&mut self, path: &str) -> Result<(), FileFault> {
        if self.get(path).is_some() {
            return Err(FileFault::Exists);
        }
        self.place_for(path)?;
        self.slots.insert(path.to_owned(), Slot { entry: Entry::Folder, given: false });
        Ok(())
    }

    /// Removes a file, or a folder with all that is in it.
    pub fn remove(&mut self, path: &str) {
        let inside = format!("{}/", path.trim_end_matches('/'));
        let gone: Vec<String> =
            self.slots.keys().filter(|key| *key == path || key.starts_with(&inside)).cloned().collect();
        for key in gone {
            if let Some(Slot { entry: Entry::File(text), .. }) = self.slots.remove(&key) {
                self.used -= text.len().min(self.used);
            }
        }
    }

    /// The names in a folder, in order.
    pub fn names<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a Entry)> + use<'a> {
        let inside = path::join(folder, "");
        let start = self.slots.range::<str, _>((Bound::Excluded(inside.as_str()), Bound::Unbounded));
        let cut = inside.len();
        let all = start.take_while(move |(path, _)| path.starts_with(&inside));
        all.filter_map(move |(path, slot)| {
            let name = path.get(cut..)?;
            (!name.is_empty() && !name.contains('/')).then_some((name, &slot.entry))
        })
    }

    /// Everything under a folder, by path.
    pub fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a Entry)> + use<'a> {
        let inside = path::join(folder, "");
        self.slots
            .iter()
            .filter(move |(path, _)| path.starts_with(&inside))
            .map(|(path, slot)| (path.as_str(), &slot.entry))
    }

    fn place_for(&self, path: &str) -> Result<(), FileFault> {
        match self.get(path::folder(path)) {
            Some(Entry::Folder) => {}
            Some(Entry::File(_)) => return Err(FileFault::NoFolder),
            None => return Err(FileFault::Missing),
        }
        if path == "/" {
            return Err(FileFault::Folder);
        }
        if self.slots.len() >= ENTRIES { Err(FileFault::Full) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_outlives_a_renewal_and_what_was_given_does_not() {
        let mut disk = Disk::default();
        let file = |text: &str| Entry::File(Arc::from(text));
        disk.renew([("/etc/hosts".to_owned(), file("old")), ("/tmp".to_owned(), Entry::Folder)]);
        disk.write("/tmp/a", "mine").unwrap();
        disk.renew([("/etc/resolv.conf".to_owned(), file("new")), ("/tmp".to_owned(), Entry::Folder)]);
        assert_eq!(disk.read("/etc/hosts"), Err(FileFault::Missing));
        assert_eq!(disk.read("/tmp/a").as_deref(), Ok("mine"));
        assert_eq!(disk.names("/").map(|(name, _)| name).collect::<Vec<_>>(), ["etc", "tmp"]);
    }

    #[test]
    fn a_disk_is_full_one_day_and_says_so() {
        let mut disk = Disk::default();
        let big = "x".repeat(SPACE / 2);
        disk.write("/a", &big).unwrap();
        disk.write("/a", &big).unwrap();
        disk.write("/b", &big).unwrap();
        assert_eq!(disk.append("/b", "x"), Err(FileFault::Full));
        disk.remove("/a");
        disk.append("/b", "x").unwrap();
        assert_eq!(disk.write("/no/where", ""), Err(FileFault::Missing));
        assert_eq!(disk.write("/", ""), Err(FileFault::Folder));
    }
}
