//! The learner's own editor on a private file, which is gone afterwards.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::process::Command;

/// More than this is no manifest.
const LARGEST: u64 = 1 << 20;

/// Lets `$VISUAL`, or `$EDITOR`, edit `text`; gives what it left, or nothing if that is what was there.
///
/// # Errors
/// If the file can not be written or read, the editor can not be started, or it failed.
pub fn edit(name: &str, text: &str) -> io::Result<Option<String>> {
    let end = name.rsplit_once('.').map_or(".yaml".to_owned(), |(_, end)| format!(".{end}"));
    let end: String = end.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').take(12).collect();
    // tempfile makes it 0600 and removes it, whatever happens.
    let mut file = tempfile::Builder::new().prefix("kubedrill-").suffix(&end).tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    let named = |name| env::var(name).ok().filter(|value: &String| !value.trim().is_empty());
    let editor = named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    // Through the shell, as git does: the variable may hold arguments and quotes. Ctrl-C is sent to the shell too, and means
    // the editor: with a trap, which the editor does not inherit, the shell goes on waiting.
    let line = format!("trap : INT; {editor} \"$1\"");
    let status = Command::new("sh").args(["-c", &line, "sh"]).arg(file.path()).status()?;
    if !status.success() {
        return Err(io::Error::other(format!("`{editor}` ended with {status}")));
    }
    // An editor may write a new file in its place: read by its name.
    if fs::metadata(file.path())?.len() > LARGEST {
        return Err(io::Error::other("the file is larger than 1 MiB"));
    }
    let edited = fs::read_to_string(file.path())?;
    Ok((edited != text).then_some(edited))
}
