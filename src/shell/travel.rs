//! Going to another place and coming back: `ssh`, `kubectl exec`, `sudo -i`, `exit`.

use super::{
    call::Ran,
    environment::environment,
    login::Login,
    place::Place,
    programs::exists,
    reply::{Effect, Output, Stream},
    session::Session,
};

/// Shells inside each other.
const DEEPEST: usize = 12;

impl Session {
    /// Opens a shell there, which reads the lines that follow until `exit`: `bash` on machines, `sh` in containers.
    pub fn enter(&mut self, place: Place) {
        let shell = if matches!(place, Place::Container { .. }) { "sh" } else { "bash" };
        self.enter_as(place, shell);
    }

    /// The same, with the name that the shell has in its messages.
    pub fn enter_as(&mut self, place: Place, shell: &'static str) {
        if self.logins.len() >= DEEPEST {
            return;
        }
        let inherits = *self.place() == place;
        let mut login = Login::at(place);
        login.shell = shell;
        if inherits {
            login.inherit(self.login());
        } else if let Place::Container { namespace, pod, container } = &login.place {
            for (name, value) in environment(&self.cluster, namespace, pod, container) {
                login.set(&name, &value);
                login.export(&name);
            }
        }
        self.logins.push(login);
        self.renew_disk();
    }

    /// Runs a command there, and comes back. A program that is not there gives 127 and says nothing: whoever asked knows
    /// the words for it.
    pub(super) fn run_words_at(&mut self, place: Place, words: &[String], stdin: &str) -> Ran {
        let there = words.first().is_some_and(|name| exists(&self.cluster, &place, name));
        if !there || self.logins.len() >= DEEPEST {
            return Ran { status: 127, ..Ran::default() };
        }
        let logins = self.logins.clone();
        self.enter(place);
        let ran = self.run_words(words, Some(stdin));
        self.logins = logins;
        ran
    }

    /// Leaves the shell; the host's own is left by an effect.
    pub(super) fn leave(&mut self, status: u8) -> Output {
        if self.logins.len() <= 1 {
            self.login_mut().status = status;
            self.effect = Some(Effect::Exit);
            return Output::default();
        }
        let Some(left) = self.logins.pop() else { return Output::default() };
        self.login_mut().status = status;
        if !left.parting.is_empty() {
            let ran = self.run_words(&left.parting, None);
            self.login_mut().status = status;
            return ran.output;
        }
        let said = match &left.place {
            place if place == self.place() => "exit\n".to_owned(),
            Place::Container { .. } if status != 0 => {
                self.login_mut().status = status;
                format!("command terminated with exit code {status}\n")
            }
            Place::Container { .. } => String::new(),
            place => format!("logout\nConnection to {} closed.\n", place.hostname()),
        };
        let mut output = Output::default();
        output.write(Stream::Err, &said);
        output
    }
}
