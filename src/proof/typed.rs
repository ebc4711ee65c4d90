//! Claims about commands: they are typed into the lab's shell, on the cluster of the check.

use super::manifest::{Manifest, TIME};
use super::verdict::Verdict;
use crate::cluster::Cluster;
use crate::lab::wake;
use crate::shell::{Effect, Session};

/// Editors that a line may open one after the other; each is left with nothing changed.
const MOST_EDITS: usize = 4;

/// A session in which the manifests lie as files under their titles.
pub fn session(cluster: &Cluster, manifests: &[&Manifest]) -> Session {
    let mut cluster = cluster.clone();
    wake(&mut cluster, TIME);
    let mut session = Session::new(cluster, TIME, 1);
    for manifest in manifests {
        if let Some(title) = manifest.title.as_deref().filter(|title| title.strip_suffix(".yaml").is_some()) {
            // A name that can not be written is a file that is missing, which the line that wants it tells.
            let _ = session.write_file(title, &manifest.text);
        }
    }
    session
}

/// Types a line: it must end as said, and print all of this.
pub fn line(session: &mut Session, line: &str, succeeds: bool, prints: &[String]) -> Verdict {
    let mut reply = session.run(line, TIME);
    let mut shown = reply.output.screen();
    for _ in 0..MOST_EDITS {
        let Some(Effect::Edit { path, .. }) = reply.effect.take() else { break };
        reply = session.edited(&path, None, TIME);
        shown.push_str(&reply.output.screen());
    }
    if reply.effect == Some(Effect::More) {
        return Verdict::Fails(format!("`{line}` is not complete"));
    }
    if (reply.status == 0) != succeeds {
        let last = shown.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("nothing");
        return Verdict::Fails(format!("`{line}` ends with {} and says: {last}", reply.status));
    }
    // Columns are as wide as their longest cell, which the text of a lesson can not know.
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let all = squeezed(&shown);
    match prints.iter().find(|wanted| !all.contains(&squeezed(wanted))) {
        Some(wanted) => {
            Verdict::Fails(format!("`{line}` does not print `{wanted}`, but: {}", shown.trim_end()))
        }
        None => Verdict::Holds,
    }
}

/// Types every command of a lesson but those that begin with one of `except`.
pub fn lesson(session: &mut Session, commands: &[String], except: &[String]) -> Verdict {
    for command in commands {
        if except.iter().any(|start| command.starts_with(start.as_str())) {
            continue;
        }
        if let Verdict::Fails(why) = line(session, command, true, &[]) {
            return Verdict::Fails(why);
        }
    }
    Verdict::Holds
}

/// What is wrong with a command as bash reads it, without running it.
pub fn fault(session: &mut Session, command: &str) -> Option<String> {
    let reply = session.run(&format!("if false; then\n{command}\nfi"), TIME);
    match reply.effect {
        Some(Effect::More) => Some("it is not complete".to_owned()),
        _ if reply.status != 0 => Some(reply.stderr().trim().to_owned()),
        _ => None,
    }
}
