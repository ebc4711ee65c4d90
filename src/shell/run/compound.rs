//! Compound commands: loops, `if`, `case`, groups, subshells, `(( ))`.

use brush_parser::ast::{
    ArithmeticForClauseCommand, CaseClauseCommand, CaseItemPostAction, CompoundCommand, CompoundList,
    ForClauseCommand, IfClauseCommand, WhileOrUntilClauseCommand,
};

use super::{Leave, Run};
use crate::shell::expand::pattern::Pattern;

impl Run<'_> {
    pub(super) fn compound(&mut self, command: &CompoundCommand) -> Result<(), Leave> {
        if !self.session.budget.enter() {
            return Err(self.refuse("maximum nesting level exceeded"));
        }
        let done = match command {
            CompoundCommand::Arithmetic(arithmetic) => self.arithmetic(&arithmetic.expr.value).map(|value| {
                self.session.login_mut().status = u8::from(value == 0);
            }),
            CompoundCommand::ArithmeticForClause(clause) => self.counting(clause),
            CompoundCommand::BraceGroup(group) => self.list(&group.list),
            CompoundCommand::Subshell(subshell) => self.apart(|run| run.list(&subshell.list)),
            CompoundCommand::ForClause(clause) => self.each(clause),
            CompoundCommand::CaseClause(clause) => self.case(clause),
            CompoundCommand::IfClause(clause) => self.choice(clause),
            CompoundCommand::WhileClause(clause) => self.repeat(clause, true),
            CompoundCommand::UntilClause(clause) => self.repeat(clause, false),
            CompoundCommand::Coprocess(_) => Err(self.refuse("coproc: not supported here")),
        };
        self.session.budget.leave();
        done
    }

    /// Whether a list that stands as a condition succeeds.
    fn holds(&mut self, list: &CompoundList) -> Result<bool, Leave> {
        self.conditions += 1;
        let done = self.list(list);
        self.conditions -= 1;
        done.map(|()| self.session.login().status == 0)
    }

    /// Runs a loop's body; `false` when the loop ends.
    fn body(&mut self, list: &CompoundList) -> Result<bool, Leave> {
        if !self.session.budget.step(1) {
            return Err(Leave::Stopped);
        }
        match self.list(list) {
            Ok(()) | Err(Leave::Continue(0..=1)) => Ok(true),
            Err(Leave::Break(0..=1)) => Ok(false),
            Err(Leave::Break(levels)) => Err(Leave::Break(levels - 1)),
            Err(Leave::Continue(levels)) => Err(Leave::Continue(levels - 1)),
            Err(leave) => Err(leave),
        }
    }

    fn each(&mut self, clause: &ForClauseCommand) -> Result<(), Leave> {
        let mut values = Vec::new();
        match &clause.values {
            Some(words) => {
                for word in words {
                    values.extend(self.fields(&word.value)?);
                }
            }
            None => values.clone_from(&self.session.login().arguments),
        }
        self.session.login_mut().status = 0;
        for value in values {
            self.session.login_mut().set(&clause.variable_name, &value);
            if !self.body(&clause.body.list)? {
                break;
            }
        }
        Ok(())
    }

    fn counting(&mut self, clause: &ArithmeticForClauseCommand) -> Result<(), Leave> {
        if let Some(start) = &clause.initializer {
            self.arithmetic(&start.value)?;
        }
        loop {
            if let Some(condition) = &clause.condition
                && !condition.value.trim().is_empty()
                && self.arithmetic(&condition.value)? == 0
            {
                return Ok(());
            }
            if !self.body(&clause.body.list)? {
                return Ok(());
            }
            if let Some(step) = &clause.updater {
                self.arithmetic(&step.value)?;
            }
        }
    }

    fn repeat(&mut self, clause: &WhileOrUntilClauseCommand, wanted: bool) -> Result<(), Leave> {
        let mut status = 0;
        while self.holds(&clause.0)? == wanted {
            if !self.body(&clause.1.list)? {
                break;
            }
            status = self.session.login().status;
        }
        self.session.login_mut().status = status;
        Ok(())
    }

    fn choice(&mut self, clause: &IfClauseCommand) -> Result<(), Leave> {
        if self.holds(&clause.condition)? {
            return self.list(&clause.then);
        }
        for other in clause.elses.iter().flatten() {
            let chosen = match &other.condition {
                Some(condition) => self.holds(condition)?,
                None => true,
            };
            if chosen {
                return self.list(&other.body);
            }
        }
        self.session.login_mut().status = 0;
        Ok(())
    }

    fn case(&mut self, clause: &CaseClauseCommand) -> Result<(), Leave> {
        let value = self.text(&clause.value.value)?;
        self.session.login_mut().status = 0;
        let mut falling = false;
        for item in &clause.cases {
            let mut chosen = falling;
            for word in &item.patterns {
                chosen = chosen || Pattern::new(&self.pattern(&word.value)?).matches(&value);
            }
            if !chosen {
                continue;
            }
            if let Some(list) = &item.cmd {
                self.list(list)?;
            }
            match item.post_action {
                CaseItemPostAction::ExitCase => return Ok(()),
                CaseItemPostAction::UnconditionallyExecuteNextCaseItem => falling = true,
                CaseItemPostAction::ContinueEvaluatingCases => falling = false,
            }
        }
        Ok(())
    }
}
