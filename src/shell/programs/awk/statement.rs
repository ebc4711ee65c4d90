//! The statements between the braces of an awk program.

use super::parse::{Action, DEEPEST, Expression, Reader};

impl Reader<'_> {
    /// Statements up to the closing brace.
    pub(super) fn actions(&mut self) -> Result<Vec<Action>, String> {
        let mut actions = Vec::new();
        loop {
            self.skip(true);
            if self.sign("}") {
                return Ok(actions);
            }
            if self.rest.is_empty() {
                return Err("syntax error: a } is missing".to_owned());
            }
            actions.push(self.statement()?);
        }
    }

    fn statement(&mut self) -> Result<Action, String> {
        let action = if self.word("if") {
            return self.choice();
        } else if self.word("for") {
            return self.each();
        } else if self.word("printf") {
            Action::Printf(self.list()?)
        } else if self.word("print") {
            Action::Print(self.list()?)
        } else if self.word("next") {
            Action::Next
        } else if self.word("exit") {
            Action::Exit
        } else {
            Action::Do(self.expression(0)?)
        };
        self.skip(false);
        if self.rest.starts_with([';', '\n', '}']) { Ok(action) } else { Err(self.wrong()) }
    }

    fn choice(&mut self) -> Result<Action, String> {
        self.expect("(")?;
        let condition = self.expression(0)?;
        self.expect(")")?;
        let then = self.body()?;
        let rest = self.rest;
        self.skip(true);
        let other = if self.word("else") {
            self.body()?
        } else {
            self.rest = rest;
            vec![]
        };
        Ok(Action::If(condition, then, other))
    }

    fn each(&mut self) -> Result<Action, String> {
        self.expect("(")?;
        let (variable, word, array) = (self.take_name(), self.take_name(), self.take_name());
        if word != "in" || !self.sign(")") {
            return Err("`for (;;)' of awk is not there in this shell".to_owned());
        }
        Ok(Action::Each(variable.to_owned(), array.to_owned(), self.body()?))
    }

    fn body(&mut self) -> Result<Vec<Action>, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("the program nests too deep".to_owned());
        }
        self.skip(true);
        let body = if self.sign("{") { self.actions()? } else { vec![self.statement()?] };
        self.depth -= 1;
        Ok(body)
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.sign(sign) { Ok(()) } else { Err(self.wrong()) }
    }

    fn list(&mut self) -> Result<Vec<Expression>, String> {
        let mut list = Vec::new();
        self.skip(false);
        while !self.rest.is_empty() && !self.rest.starts_with(['}', ';', '\n']) {
            list.push(self.expression(0)?);
            if !self.sign(",") {
                break;
            }
            self.skip(true);
        }
        Ok(list)
    }
}
