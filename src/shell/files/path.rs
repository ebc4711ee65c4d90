//! Paths as text: made absolute, cut into folder and name.

/// The path from the root, without `.`, `..` and doubled slashes. `folder` is where a relative one begins.
pub fn absolute(folder: &str, path: &str) -> String {
    let start = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// The folder that an absolute path lies in.
pub fn folder(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((folder, _)) => folder,
    }
}

/// The last part.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// A name in a folder.
pub fn join(folder: &str, name: &str) -> String {
    format!("{}/{name}", folder.trim_end_matches('/'))
}

/// Whether a path is that folder or lies in it.
pub fn is_below(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.trim_end_matches('/')
        .strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_from_where_one_stands_and_never_leaves_the_root() {
        for (from, path, whole) in [
            ("/root", "a.yaml", "/root/a.yaml"),
            ("/root", "../etc//hosts", "/etc/hosts"),
            ("/", "../../x/.", "/x"),
            ("/a/b", "/c", "/c"),
            ("/a", ".", "/a"),
        ] {
            assert_eq!(absolute(from, path), whole);
        }
        assert!(is_below("/a/b", "/a/") && is_below("/a", "/a") && !is_below("/ab", "/a"));
        assert_eq!((folder("/a"), folder("/a/b"), name("/a/b")), ("/", "/a", "b"));
    }
}
