//! Writing that survives a crash: a whole file at once, a copy kept aside, a folder's entries on the disk.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::StoreError;

/// Whether a file that is there may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    No,
    Yes,
}

impl Overwrite {
    /// As `--force` says it.
    pub fn when(force: bool) -> Self {
        if force { Self::Yes } else { Self::No }
    }
}

/// Puts `bytes` in place of `path`: the file is the old one or the new one, never a part. A symlink stays one and the file
/// it names is replaced; permissions stay, a new file gets the usual ones.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let target = behind_links(path);
    let folder = target.parent().unwrap_or(Path::new("."));
    create_folder(folder)?;
    write_file(&target, bytes, Overwrite::Yes).map_err(StoreError::io("write", path))?;
    sync_folder(folder).map_err(StoreError::io("sync", folder))
}

/// Writes `bytes` to `path`, as a whole or not at all, and syncs them. A file that was there keeps its permissions.
///
/// # Errors
/// What the system says; [`ErrorKind::AlreadyExists`] where nothing may be replaced and something is there.
pub fn write_file(path: &Path, bytes: &[u8], overwrite: Overwrite) -> io::Result<()> {
    // A name alone has an empty parent.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kubedrill-");
    #[cfg(unix)]
    let usual = std::os::unix::fs::PermissionsExt::from_mode(0o666); // less the umask, as for any new file
    #[cfg(unix)]
    builder.permissions(usual);
    let mut file = builder.tempfile_in(folder).map_err(|error| without_name(&error))?;
    file.write_all(bytes)?;
    if let Ok(old) = fs::metadata(path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    let kept = match overwrite {
        Overwrite::Yes => file.persist(path),
        Overwrite::No => file.persist_noclobber(path),
    };
    kept.map(drop).map_err(|error| error.error)
}

/// The error without the name of the temporary file, which says nothing to the user.
fn without_name(error: &io::Error) -> io::Error {
    let inner = error.get_ref().and_then(|named| named.source()?.downcast_ref::<io::Error>());
    inner.and_then(io::Error::raw_os_error).map_or(error.kind().into(), io::Error::from_raw_os_error)
}

/// Follows symlinks by name, so that one that leads nowhere yet is kept too (`canonicalize` fails on it).
fn behind_links(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    for _ in 0..16 {
        let Ok(next) = fs::read_link(&target) else { break };
        target = match target.parent() {
            Some(folder) => folder.join(next),
            None => next,
        };
    }
    target
}

/// Creates `folder` and what is above it, on the disk.
pub(super) fn create_folder(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(StoreError::io("create", folder))?;
    if let Some(above) = folder.parent() {
        sync_folder(above).map_err(StoreError::io("sync", above))?;
    }
    Ok(())
}

/// A new name in a folder is durable once the folder is synced.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Copies `path` to `path.damaged-N` with the first N that is free, and says which.
///
/// A copy, not a rename: until the good file takes its place there is never a moment without one.
pub(super) fn keep_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let bytes = fs::read(path).map_err(StoreError::io("read", path))?;
    let mut number = 1u32;
    loop {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".damaged-{number}"));
        let aside = PathBuf::from(name);
        match File::create_new(&aside) {
            Ok(mut file) => {
                let written = file.write_all(&bytes).and_then(|()| file.sync_all());
                if written.is_err() {
                    // A part of a copy would only mislead; that it stays is no worse.
                    fs::remove_file(&aside).ok();
                }
                written.map_err(StoreError::io("write", &aside))?;
                return Ok(aside);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < 10_000 => number += 1,
            Err(error) => return Err(StoreError::io("create", &aside)(error)),
        }
    }
}

/// The bytes of a file, `None` if it is not there.
pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(StoreError::io("read", path)(error)),
    }
}

/// Not there, or in a folder that can not be: its parent is a file.
pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_aside_never_overwrites() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        for (number, text) in ["one", "two", "three"].iter().enumerate() {
            fs::write(&path, text).unwrap();
            let aside = keep_aside(&path).unwrap();
            assert!(aside.ends_with(format!("a.toml.damaged-{}", number + 1)));
        }
        assert_eq!(fs::read_to_string(folder.path().join("a.toml.damaged-1")).unwrap(), "one");
        assert_eq!(fs::read_to_string(folder.path().join("a.toml.damaged-3")).unwrap(), "three");
    }

    #[cfg(unix)]
    #[test]
    fn replacing_keeps_links_and_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("elsewhere.toml");
        let link = folder.path().join("progress.toml");
        std::os::unix::fs::symlink("elsewhere.toml", &link).unwrap();
        replace(&link, b"first").unwrap(); // a link that leads nowhere yet
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        replace(&link, b"second").unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"second");
        assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    }
}
