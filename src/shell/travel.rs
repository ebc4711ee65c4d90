//! Going to another place and coming back: `ssh`, `kubectl exec`, `sudo -i`, `exit`.

use super::{
    call::Ran,
    login::Login,
    place::Place,
    reply::{Effect, Piece, Stream},
    session::Session,
};

/// Shells inside each other.
const DEEPEST: usize = 12;

impl Session {
    /// Opens a shell there, which reads the lines that follow until `exit`. `shell`: `sh` or `bash`.
    pub fn enter(&mut self, place: Place, shell: &'static str) {
        if self.logins.len() >= DEEPEST {
            return;
        }
        let mut login = Login::at(place);
        login.shell = shell;
        self.arrive(login);
    }

    fn arrive(&mut self, login: Login) {
        self.logins.push(login);
    }

    /// Runs a command there, and comes back.
    pub(super) fn run_words_at(&mut self, place: Place, words: &[String], stdin: &str) -> Ran {
        let logins = self.logins.clone();
        self.enter(place, "sh");
        self.login_mut().shell = "sh";
        let ran = self.run_words(words, Some(stdin));
        self.logins = logins;
        ran
    }

    /// Leaves the shell; the host's own is left by an effect.
    pub(super) fn leave(&mut self, status: u8) -> Vec<Piece> {
        if self.logins.len() <= 1 {
            self.login_mut().status = status;
            self.effect = Some(Effect::Exit);
            return vec![];
        }
        let Some(left) = self.logins.pop() else { return vec![] };
        self.login_mut().status = status;
        let say = |stream, text: String| vec![Piece { stream, text }];
        match &left.place {
            place if place == self.place() => say(Stream::Err, "exit\n".to_owned()),
            Place::Container { .. } if status != 0 => {
                self.login_mut().status = status;
                say(Stream::Err, format!("command terminated with exit code {status}\n"))
            }
            Place::Container { .. } => vec![],
            place => say(Stream::Err, format!("logout\nConnection to {} closed.\n", place.hostname())),
        }
    }
}
