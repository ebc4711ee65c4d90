//! A file that the user names to be written: never over another by mistake, never a part of it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::storage::{Overwrite, Paths, write_file};

/// Refuses what must not be replaced: a file that is there without `force`; with it, what is no regular file (root could
/// replace `/dev/null`), and the files of the record themselves. Gives the file behind links.
pub fn checked(path: &Path, force: bool, paths: &Paths) -> Result<PathBuf, Failure> {
    if path.as_os_str().is_empty() {
        return Err(Failure::new("the name of the file is empty").hint("name a file"));
    }
    let shown = path.display();
    if path.symlink_metadata().is_err() {
        // Absolute: a name alone has an empty folder, which cannot be opened to be synced.
        return Ok(std::path::absolute(path)?);
    }
    if !force {
        let message = format!("{shown} is already there; it was not overwritten");
        return Err(Failure::new(message).hint("name another file, or add --force to replace this one"));
    }
    let real = path.canonicalize().map_err(|error| {
        Failure::new(format!("cannot replace {shown}: {error}")).hint("name another file")
    })?;
    if !real.is_file() {
        return Err(Failure::new(format!("{shown} is no regular file")).hint("name another file"));
    }
    let record = [paths.progress(), paths.log(), paths.lock(), paths.config_file.clone()];
    if record.iter().filter_map(|own| own.canonicalize().ok()).any(|own| own == real) {
        let message = format!("{shown} is a file of your own record: writing there would destroy it");
        return Err(Failure::new(message).hint("name another file"));
    }
    Ok(real)
}

/// Writes `bytes` to `path` as a whole or not at all; without `force` a file that appeared meanwhile is left alone.
pub fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        let failure = Failure::new(format!("cannot write {}: {error}", path.display()));
        match error.kind() {
            ErrorKind::NotFound => failure.hint("create the folder first"),
            ErrorKind::AlreadyExists => failure.hint("name another file, or add --force"),
            _ => failure.hint("name a file in a folder that you may write to"),
        }
    };
    write_file(path, bytes, Overwrite::when(force)).map_err(failed)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_what_was_meant_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path(), &folder.path().join("config"), folder.path());
        let file = folder.path().join("out.txt");
        assert_eq!(checked(&file, false, &paths).unwrap(), file);
        write(&file, b"one", false).unwrap();
        assert!(checked(&file, false, &paths).is_err());
        assert!(write(&file, b"two", false).is_err(), "it appeared between the check and the writing");
        assert_eq!(fs::read(&file).unwrap(), b"one");
        write(&checked(&file, true, &paths).unwrap(), b"two", true).unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");

        assert!(checked(folder.path(), true, &paths).is_err(), "a folder");
        // A socket stands for /dev/null, which a broken guard would take from the whole machine.
        #[cfg(unix)]
        {
            let socket = folder.path().join("socket");
            let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
            assert!(checked(&socket, true, &paths).is_err());
            fs::remove_file(socket).unwrap();
        }
        assert!(checked(Path::new(""), true, &paths).is_err());
        fs::write(paths.log(), "x").unwrap();
        assert!(checked(&paths.log(), true, &paths).is_err(), "the record itself");
        assert!(write(&folder.path().join("none/out.txt"), b"", false).is_err());
        let left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 2, "no temporary files: {left:?}");
    }
}
