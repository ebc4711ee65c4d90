//! The parts of the shell that change its course: `exit`, `return`, `break`, `eval`, `source`, `exec` and their like.

use super::{Leave, Run};
use crate::shell::reply::Effect;

impl Run<'_> {
    /// Runs such a command; `None` when the name is none of them.
    pub(super) fn control(&mut self, name: &str, arguments: &[String]) -> Option<Result<(), Leave>> {
        let first = arguments.first().map(String::as_str);
        let status = self.session.login().status;
        let number = || first.and_then(|text| text.parse::<i64>().ok());
        // A status is the number's last eight bits.
        let low = number().map_or(status, |number| u8::try_from(number.rem_euclid(256)).unwrap_or(0));
        let levels = number().map_or(1, |number| u32::try_from(number.clamp(1, 100)).unwrap_or(1));
        Some(match name {
            "exit" | "logout" => Err(Leave::Exit(low)),
            "return" => Err(Leave::Return(low)),
            "break" => Err(Leave::Break(levels)),
            "continue" => Err(Leave::Continue(levels)),
            "let" => arguments.iter().try_fold(0, |_, expression| self.arithmetic(expression)).map(|last| {
                self.session.login_mut().status = u8::from(last == 0);
            }),
            "eval" => self.nested(|run| run.script_to_end(&arguments.join(" "))),
            "source" | "." => self.source(arguments),
            "exec" if arguments.is_empty() => {
                self.session.login_mut().status = 0;
                Ok(())
            }
            "exec" => {
                let done = self.call(arguments);
                let status = self.session.login().status;
                done.and(Err(Leave::Exit(status)))
            }
            "command" if matches!(first, Some("-v" | "-V")) => {
                let words: Vec<String> = std::iter::once("which")
                    .chain(arguments.iter().skip(1).map(String::as_str))
                    .map(str::to_owned)
                    .collect();
                self.call(&words)
            }
            "command" | "builtin" if first.is_some_and(|word| !word.starts_with('-')) => self.call(arguments),
            "clear" | "reset" => {
                self.session.effect = Some(Effect::Clear);
                self.session.login_mut().status = 0;
                Ok(())
            }
            _ => return None,
        })
    }

    fn nested(&mut self, run: impl FnOnce(&mut Self) -> Result<(), Leave>) -> Result<(), Leave> {
        if !self.session.budget.enter() {
            return Err(self.refuse("maximum nesting level exceeded"));
        }
        let done = run(self);
        self.session.budget.leave();
        done
    }

    fn source(&mut self, arguments: &[String]) -> Result<(), Leave> {
        let Some((path, rest)) = arguments.split_first() else {
            return Err(self.refuse("source: filename argument required"));
        };
        let text = match self.session.read_file(path) {
            Ok(text) => text,
            Err(fault) => {
                let shell = self.session.login().shell;
                self.error(&format!("{shell}: {path}: {fault}\n"));
                self.session.login_mut().status = 1;
                return Ok(());
            }
        };
        self.session.login_mut().status = 0;
        // Completion is the program's own; what a generated script would set up is there already.
        if text.contains("__start_kubectl") {
            return Ok(());
        }
        let before = self.session.login().arguments.clone();
        if !rest.is_empty() {
            self.session.login_mut().arguments = rest.to_vec();
        }
        let done = self.nested(|run| run.script_to_end(&text));
        self.session.login_mut().arguments = before;
        match done {
            Err(Leave::Return(status)) => {
                self.session.login_mut().status = status;
                Ok(())
            }
            done => done,
        }
    }
}
