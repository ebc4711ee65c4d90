//! Simple commands: assignments, words, and what is called by the first of them.

use brush_parser::ast::{
    Assignment, AssignmentName, AssignmentValue, CommandPrefixOrSuffixItem as Item, FunctionBody,
    SimpleCommand,
};

use super::{Leave, Run, Sink};
use crate::shell::{
    budget::{DEAR, Limit, cut},
    call::Call,
    login::{Value, Variable},
    programs::{self, Found, Listed, Where},
    reply::{Output, Piece, Stream},
};

/// Bytes of a command's arguments, as Linux has it (`ARG_MAX`).
const ARGUMENTS: usize = 2 << 20;

/// Commands whose arguments may be assignments.
const DECLARING: [&str; 6] = ["export", "local", "declare", "typeset", "readonly", "alias"];

impl Run<'_> {
    pub(super) fn simple(&mut self, command: &SimpleCommand) -> Result<(), Leave> {
        let before = self.streams.clone();
        let feeds = self.feeds.len();
        let done = self.with_words(command);
        self.streams = before;
        self.feeds.truncate(feeds);
        done
    }

    fn with_words(&mut self, command: &SimpleCommand) -> Result<(), Leave> {
        let mut words = Vec::new();
        let mut assignments = Vec::new();
        let mut redirects = Vec::new();
        let prefix = command.prefix.iter().flat_map(|prefix| &prefix.0);
        let suffix = command.suffix.iter().flat_map(|suffix| &suffix.0);
        for item in prefix {
            match item {
                Item::AssignmentWord(assignment, _) => assignments.push(assignment),
                Item::IoRedirect(redirect) => redirects.push(redirect),
                _ => {}
            }
        }
        if let Some(name) = &command.word_or_name {
            words.extend(self.fields(&name.value)?);
        }
        let declaring = words.first().is_some_and(|name| DECLARING.contains(&name.as_str()));
        for item in suffix {
            match item {
                Item::AssignmentWord(assignment, word) if declaring => match &assignment.value {
                    AssignmentValue::Array(_) => {
                        self.assign(assignment)?;
                        words.push(name_of(assignment).to_owned());
                    }
                    // By itself the value is one of an assignment: `~` behind the `=` is a home.
                    AssignmentValue::Scalar(value) if word.value.ends_with(&format!("={}", value.value)) => {
                        let beginning = word.value.strip_suffix(&value.value).unwrap_or_default();
                        words.push(format!("{beginning}{}", self.text(&value.value)?));
                    }
                    AssignmentValue::Scalar(_) => words.push(self.text(&word.value)?),
                },
                Item::Word(word) | Item::AssignmentWord(_, word) => words.extend(self.fields(&word.value)?),
                Item::IoRedirect(redirect) => redirects.push(redirect),
                Item::ProcessSubstitution(kind, subshell) => words.push(self.substituted(kind, subshell)?),
            }
        }
        if words.iter().map(String::len).sum::<usize>() > ARGUMENTS {
            let name = words.first().cloned().unwrap_or_default();
            return Err(self.refuse(&format!("{}: Argument list too long", cut(&name, 80).1)));
        }
        for redirect in redirects {
            if !self.redirect(redirect)? {
                self.session.login_mut().status = 1;
                return Ok(());
            }
        }
        if self.session.login().options.xtrace && !words.is_empty() {
            self.error(&format!("+ {}\n", words.join(" ")));
        }
        if words.is_empty() {
            // The status of an assignment is that of its last substitution.
            if command.word_or_name.is_none() && !assignments.iter().any(|one| has_substitution(one)) {
                self.session.login_mut().status = 0;
            }
            return assignments.into_iter().try_for_each(|assignment| self.assign(assignment));
        }
        let mut hidden: Vec<(String, Option<Variable>)> = Vec::new();
        for assignment in assignments {
            let name = name_of(assignment).to_owned();
            hidden.push((name.clone(), self.session.login().variables.get(&name).cloned()));
            self.assign(assignment)?;
            self.session.login_mut().export(&name);
        }
        let depth = self.session.logins.len();
        let done = self.call(&words);
        // A shell that was opened meanwhile keeps its own variables.
        if self.session.logins.len() == depth {
            let variables = &mut self.session.login_mut().variables;
            for (name, before) in hidden.into_iter().rev() {
                match before {
                    Some(variable) => variables.insert(name, variable),
                    None => variables.remove(&name),
                };
            }
        }
        done
    }

    fn assign(&mut self, assignment: &Assignment) -> Result<(), Leave> {
        let value = match &assignment.value {
            AssignmentValue::Scalar(word) => Value::Text(self.text(&word.value)?),
            AssignmentValue::Array(words) => {
                let mut list = Vec::new();
                for (_, word) in words {
                    list.extend(self.fields(&word.value)?);
                }
                Value::List(list)
            }
        };
        match &assignment.name {
            AssignmentName::VariableName(name) => {
                let value = if assignment.append { self.longer(name, value) } else { value };
                self.session.login_mut().set_value(name, value);
            }
            AssignmentName::ArrayElementName(name, index) => {
                let index = self.arithmetic(index)?;
                if let Value::Text(text) = value {
                    self.set_element(name, index, text)?;
                }
            }
        }
        Ok(())
    }

    fn longer(&self, name: &str, value: Value) -> Value {
        match (self.session.login().variables.get(name).map(|variable| variable.value.clone()), value) {
            (Some(Value::List(mut list)), Value::List(more)) => {
                list.extend(more);
                Value::List(list)
            }
            (Some(Value::Text(text)), Value::Text(more)) => Value::Text(text + &more),
            (_, value) => value,
        }
    }

    /// Calls what the first word names: a part of the shell, a function, a program, a script.
    pub(super) fn call(&mut self, words: &[String]) -> Result<(), Leave> {
        let Some((name, arguments)) = words.split_first() else { return Ok(()) };
        if let Some(done) = self.control(name, arguments) {
            return done;
        }
        if let Some(function) = self.session.login().functions.get(name).cloned() {
            return self.function(&function, arguments);
        }
        let status = match programs::find(self.session, name) {
            Found::Program(program) => {
                if !self.session.budget.step(if program.dear { DEAR } else { 1 }) {
                    return Err(Leave::Stopped);
                }
                if arguments == ["--help"] && program.place != Where::Shell && program.name != "kubectl" {
                    let out = self.streams.sink(1);
                    self.write(&out, &format!("Usage: {}\n", program.usage));
                    0
                } else {
                    self.program(program, name, arguments)
                }
            }
            Found::Script(text) => {
                let arguments = arguments.to_vec();
                self.apart(|run| {
                    run.session.login_mut().arguments = arguments;
                    run.script_to_end(&text)
                })?;
                return Ok(());
            }
            Found::Nothing(message) => {
                let shell = self.session.login().shell;
                self.error(&format!("{shell}: {message}\n"));
                127
            }
        };
        self.session.login_mut().status = status;
        if self.session.budget.stopped().is_some() { Err(Leave::Stopped) } else { Ok(()) }
    }

    fn program(&mut self, program: &Listed, name: &str, arguments: &[String]) -> u8 {
        let feed_index = self.streams.feed;
        let mut feed = self.feeds.get_mut(feed_index).map(|feed| {
            let text = std::mem::take(&mut feed.text);
            super::Feed { text, ..feed.clone() }
        });
        let depth = self.session.logins.len();
        let on_screen =
            self.typed && self.session.watched && self.streams.sink(1) == Sink::Screen(Stream::Out);
        let mut call = Call {
            on_screen,
            session: &mut *self.session,
            name: name.rsplit('/').next().unwrap_or(name),
            arguments,
            stdin: feed.as_ref().map_or("", super::Feed::rest),
            terminal: feed.as_ref().is_some_and(|feed| feed.terminal),
            consumed: 0,
            output: Output::default(),
        };
        let status = (program.run)(&mut call);
        let Call { consumed, output, .. } = call;
        let mut dry = false;
        if let Some(mut feed) = feed.take() {
            feed.at = feed.at.saturating_add(consumed).min(feed.text.len());
            dry = feed.goes_on && feed.rest().is_empty();
            if let Some(slot) = self.feeds.get_mut(feed_index) {
                *slot = feed;
            }
        }
        // A new shell's own status begins at 0; the program's belongs to the one that called it.
        if self.session.logins.len() > depth
            && let Some(login) = self.session.logins.get_mut(depth - 1)
        {
            login.status = status;
        }
        if dry {
            self.session.budget.stop(Limit::Dry);
            // It would still wait and say nothing.
            if program.gathers {
                return status;
            }
        }
        let (out, err) = (self.streams.sink(1), self.streams.sink(2));
        for Piece { stream, text } in output.pieces() {
            self.write(if *stream == Stream::Out { &out } else { &err }, text);
        }
        status
    }

    fn function(&mut self, body: &FunctionBody, arguments: &[String]) -> Result<(), Leave> {
        if !self.session.budget.enter() {
            return Err(self.refuse("maximum function nesting level exceeded"));
        }
        let before = std::mem::replace(&mut self.session.login_mut().arguments, arguments.to_vec());
        self.session.login_mut().locals.push(Vec::new());
        let done = self.redirected(body.1.as_ref(), |run| run.compound(&body.0));
        let login = self.session.login_mut();
        login.arguments = before;
        for (name, hidden) in login.locals.pop().unwrap_or_default().into_iter().rev() {
            match hidden {
                Some(variable) => login.variables.insert(name, variable),
                None => login.variables.remove(&name),
            };
        }
        self.session.budget.leave();
        match done {
            Err(Leave::Return(status)) => {
                self.session.login_mut().status = status;
                Ok(())
            }
            done => done,
        }
    }
}

fn name_of(assignment: &Assignment) -> &str {
    match &assignment.name {
        AssignmentName::VariableName(name) | AssignmentName::ArrayElementName(name, _) => name,
    }
}

fn has_substitution(assignment: &Assignment) -> bool {
    match &assignment.value {
        AssignmentValue::Scalar(word) => word.value.contains("$(") || word.value.contains('`'),
        AssignmentValue::Array(_) => false,
    }
}
