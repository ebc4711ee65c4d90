//! Lists: `;`, `&`, `&&`, `||`.

use brush_parser::ast::{AndOr, AndOrList, Command, CompoundList, SeparatorOperator};

use super::{Leave, Run};
use crate::shell::place::Place;

impl Run<'_> {
    pub(super) fn list(&mut self, list: &CompoundList) -> Result<(), Leave> {
        for item in &list.0 {
            if matches!(item.1, SeparatorOperator::Async) {
                if *self.session.place() == Place::Host || self.session.logins.len() == 1 {
                    self.error("[1] 4243\n");
                }
                self.session.background = true;
                let done = self.apart(|run| run.and_or(&item.0));
                self.session.background = false;
                done?;
                self.session.login_mut().status = 0;
            } else {
                self.and_or(&item.0)?;
            }
        }
        Ok(())
    }

    fn and_or(&mut self, list: &AndOrList) -> Result<(), Leave> {
        // `set -e` looks at the last pipeline of the chain only, and not at one behind `!`.
        let is_chain = !list.additional.is_empty();
        self.conditions += u32::from(is_chain);
        let mut last_ran = !is_chain;
        let mut inverted = list.first.bang;
        let mut done = self.pipeline(&list.first);
        for (index, next) in list.additional.iter().enumerate() {
            if done.is_err() {
                break;
            }
            let good = self.session.login().status == 0;
            let pipeline = match next {
                AndOr::And(pipeline) if good => pipeline,
                AndOr::Or(pipeline) if !good => pipeline,
                _ => continue,
            };
            last_ran = index + 1 == list.additional.len();
            inverted = pipeline.bang;
            done = self.pipeline(pipeline);
        }
        self.conditions -= u32::from(is_chain);
        done?;
        let status = self.session.login().status;
        let counts = last_ran && !inverted && self.conditions == 0;
        if status != 0 && counts && self.session.login().options.errexit {
            return Err(Leave::Exit(status));
        }
        Ok(())
    }

    pub(super) fn command(&mut self, command: &Command) -> Result<(), Leave> {
        if !self.session.budget.step(1) {
            return Err(Leave::Stopped);
        }
        match command {
            Command::Simple(simple) => self.simple(simple),
            Command::Compound(compound, redirects) => {
                self.redirected(redirects.as_ref(), |run| run.compound(compound))
            }
            Command::Function(function) => {
                let name = function.fname.value.clone();
                self.session.login_mut().functions.insert(name, std::sync::Arc::new(function.body.clone()));
                self.session.login_mut().status = 0;
                Ok(())
            }
            Command::ExtendedTest(test, redirects) => self.redirected(redirects.as_ref(), |run| {
                run.session.login_mut().status = run.condition(&test.expr)?;
                Ok(())
            }),
        }
    }
}
