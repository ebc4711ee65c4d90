//! Data of config maps and secrets: `--from-literal`, `--from-file`, `--from-env-file`.

use std::collections::BTreeMap;

use crate::shell::kubectl::{
    client::Client,
    failure::Failure,
    flag::{Flag, array, list},
};

/// The three flags.
pub const FROM: &[Flag] = &[
    array("from-literal", '\0', "Specify a key and literal value to insert (i.e. mykey=somevalue)."),
    list(
        "from-file",
        '\0',
        "Key file can be specified using its file path, in which case its name is the key, or as key=path; a folder gives each file with a valid name.",
    ),
    list("from-env-file", '\0', "Specify the path to a file to read lines of key=val pairs."),
];

/// A file's text, or why not in Go's words.
pub fn read(client: &Client<'_, '_>, path: &str) -> Result<String, String> {
    client
        .call
        .session
        .read_file(path)
        .map(|text| String::from(&*text))
        .map_err(|fault| format!("open {path}: {}", fault.to_string().to_lowercase()))
}

/// Standard base64: as the API's type for bytes writes itself.
pub fn base64(text: &str) -> String {
    let bytes = k8s_openapi::ByteString(text.as_bytes().to_vec());
    serde_json::to_value(bytes).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// All keys and values.
///
/// # Errors
/// A source that is none, a file that is not there, a key named twice or not allowed.
pub fn collect(client: &Client<'_, '_>, what: &str) -> Result<BTreeMap<String, String>, Failure> {
    let mut data = BTreeMap::new();
    let mut add = |key: &str, value: String| {
        check_key(key)
            .map_err(|why| Failure::plain(format!("{key:?} is not valid key name for a {what} {why}")))?;
        if data.contains_key(key) {
            return Err(Failure::plain(format!(
                "cannot add key {key:?}, another key by that name already exists in Data for {what} {:?}",
                client.argument(0)
            )));
        }
        data.insert(key.to_owned(), value);
        Ok(())
    };
    for source in client.flags.list("from-file") {
        let (key, path) = match source.split_once('=') {
            Some(("", _)) => {
                return Err(Failure::plain(format!(
                    "key name for file path {} missing",
                    source.trim_start_matches('=')
                )));
            }
            Some((_, "")) => {
                return Err(Failure::plain(format!(
                    "file path for key name {} missing",
                    source.trim_end_matches('=')
                )));
            }
            Some((key, path)) => (Some(key), path),
            None => (None, source.as_str()),
        };
        let folder = client.folder(path);
        if folder.is_empty() {
            let text = read(client, path).map_err(|why| {
                Failure::plain(format!(
                    "error reading {path}: {}",
                    why.trim_start_matches(&format!("open {path}: "))
                ))
            })?;
            add(key.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path)), text)?;
            continue;
        }
        for name in folder.iter().filter(|name| check_key(name).is_ok()) {
            if let Ok(text) = read(client, &format!("{}/{name}", path.trim_end_matches('/'))) {
                add(name, text)?;
            }
        }
    }
    for source in client.flags.list("from-literal") {
        let Some((key, value)) = source.split_once('=').filter(|(key, _)| !key.is_empty()) else {
            return Err(Failure::plain(format!("invalid literal source {source}, expected key=value")));
        };
        let value = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(value);
        add(key, value.to_owned())?;
    }
    for path in client.flags.list("from-env-file") {
        let text = read(client, &path)
            .map_err(|_| Failure::plain(format!("error reading {path}: no such file or directory")))?;
        for line in
            text.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let (key, value) = line.split_once('=').unwrap_or((line, ""));
            add(key, value.to_owned())?;
        }
    }
    Ok(data)
}

fn check_key(key: &str) -> Result<(), String> {
    let plain = !key.is_empty()
        && key.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.'));
    if plain && key.len() <= 253 && key != "." && !key.starts_with("..") {
        return Ok(());
    }
    Err("a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')".to_owned())
}
