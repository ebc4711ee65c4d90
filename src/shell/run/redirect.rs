//! Redirections: `>`, `>>`, `<`, `2>&1`, here-documents, here-strings, process substitutions.

use brush_parser::ast::{
    IoFileRedirectKind as Kind, IoFileRedirectTarget as Target, IoRedirect, ProcessSubstitutionKind,
    RedirectList, SubshellCommand,
};

use super::{Leave, Run, Sink};
use crate::shell::reply::Stream;

impl Run<'_> {
    /// Runs something with redirections; a redirection that fails gives status 1 and nothing is run.
    pub(super) fn redirected(
        &mut self,
        redirects: Option<&RedirectList>,
        run: impl FnOnce(&mut Self) -> Result<(), Leave>,
    ) -> Result<(), Leave> {
        let before = self.streams.clone();
        let mut done = Ok(true);
        for redirect in redirects.iter().flat_map(|list| &list.0) {
            done = self.redirect(redirect);
            if done != Ok(true) {
                break;
            }
        }
        let done = match done {
            Ok(true) => run(self),
            Ok(false) => {
                self.session.login_mut().status = 1;
                Ok(())
            }
            Err(leave) => Err(leave),
        };
        self.streams = before;
        done
    }

    /// Changes the streams; `false` when it can not.
    pub(super) fn redirect(&mut self, redirect: &IoRedirect) -> Result<bool, Leave> {
        match redirect {
            IoRedirect::HereDocument(_, document) => {
                let mut text = document.doc.value.clone();
                if document.remove_tabs {
                    text = text.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect();
                }
                if document.requires_expansion {
                    text = self.document(&text)?;
                }
                self.streams.feed = self.feed(&text, false);
                Ok(true)
            }
            IoRedirect::HereString(_, word) => {
                let text = self.text(&word.value)? + "\n";
                self.streams.feed = self.feed(&text, false);
                Ok(true)
            }
            IoRedirect::OutputAndError(word, append) => {
                let path = self.text(&word.value)?;
                let Some(sink) = self.open_for_writing(&path, *append) else { return Ok(false) };
                self.streams.set(1, sink.clone());
                self.streams.set(2, sink);
                Ok(true)
            }
            IoRedirect::File(descriptor, kind, target) => self.file(*descriptor, kind, target),
        }
    }

    fn file(&mut self, descriptor: Option<i32>, kind: &Kind, target: &Target) -> Result<bool, Leave> {
        let reads = matches!(kind, Kind::Read | Kind::ReadAndWrite | Kind::DuplicateInput);
        let descriptor = descriptor.unwrap_or(i32::from(!reads));
        let path = match target {
            Target::Fd(other) => return Ok(self.duplicate(descriptor, *other, reads)),
            Target::Duplicate(word) => {
                let text = self.text(&word.value)?;
                match text.parse::<i32>() {
                    Ok(other) => return Ok(self.duplicate(descriptor, other, reads)),
                    Err(_) if text == "-" => {
                        self.streams.close(descriptor);
                        return Ok(true);
                    }
                    // `>& FILE` sends both there.
                    Err(_) => {
                        let Some(sink) = self.open_for_writing(&text, false) else { return Ok(false) };
                        self.streams.set(1, sink.clone());
                        self.streams.set(2, sink);
                        return Ok(true);
                    }
                }
            }
            Target::ProcessSubstitution(kind, subshell) => self.substituted(kind, subshell)?,
            Target::Filename(word) => {
                let fields = self.fields(&word.value)?;
                match <[String; 1]>::try_from(fields) {
                    Ok([path]) => path,
                    Err(_) => {
                        self.refuse(&format!("{}: ambiguous redirect", word.value));
                        return Ok(false);
                    }
                }
            }
        };
        if reads {
            return Ok(match self.session.read_file(&path) {
                Ok(text) => {
                    self.streams.feed = self.feed(&text, false);
                    true
                }
                Err(fault) => {
                    self.refuse(&format!("{path}: {fault}"));
                    false
                }
            });
        }
        let Some(sink) = self.open_for_writing(&path, matches!(kind, Kind::Append)) else { return Ok(false) };
        self.streams.set(descriptor, sink);
        Ok(true)
    }

    fn duplicate(&mut self, descriptor: i32, other: i32, reads: bool) -> bool {
        if !self.streams.is_open(other) {
            self.refuse(&format!("{other}: Bad file descriptor"));
            return false;
        }
        if !reads {
            let sink = if other == 0 { Sink::Nothing } else { self.streams.sink(other) };
            self.streams.set(descriptor, sink);
        }
        true
    }

    fn open_for_writing(&mut self, path: &str, append: bool) -> Option<Sink> {
        match path {
            "/dev/null" => return Some(Sink::Nothing),
            "/dev/stdout" | "/dev/fd/1" => return Some(self.streams.sink(1)),
            "/dev/stderr" | "/dev/fd/2" => return Some(self.streams.sink(2)),
            "/dev/tty" => return Some(Sink::Screen(Stream::Out)),
            _ => {}
        }
        let whole = self.session.absolute(path);
        let disk = self.session.disk_mut();
        let opened = if append { disk.append(&whole, "") } else { disk.write(&whole, "") };
        if let Err(fault) = opened {
            self.refuse(&format!("{path}: {fault}"));
            return None;
        }
        Some(Sink::File(whole))
    }

    /// `<(...)`: its output as a file.
    pub(super) fn substituted(
        &mut self,
        kind: &ProcessSubstitutionKind,
        subshell: &SubshellCommand,
    ) -> Result<String, Leave> {
        if matches!(kind, ProcessSubstitutionKind::Write) {
            return Ok("/dev/null".to_owned());
        }
        let index = self.collect(None);
        let before = self.streams.clone();
        self.streams.set(1, Sink::Text(index));
        let done = self.apart(|run| run.list(&subshell.list));
        self.streams = before;
        let text = self.collected(index);
        done.map(|()| self.session.disk_mut().lend(&text))
    }
}
