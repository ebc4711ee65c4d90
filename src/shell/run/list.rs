//! Lists and pipelines: `;`, `&`, `&&`, `||`, `|`, `!`.

use brush_parser::ast::{AndOr, AndOrList, Command, CompoundList, Pipeline, SeparatorOperator};

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
        // `set -e` looks at the last pipeline of the chain only.
        let is_chain = !list.additional.is_empty();
        self.conditions += u32::from(is_chain);
        let mut last_ran = !is_chain;
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
            done = self.pipeline(pipeline);
        }
        self.conditions -= u32::from(is_chain);
        done?;
        let status = self.session.login().status;
        if status != 0 && last_ran && self.conditions == 0 && self.session.login().options.errexit {
            return Err(Leave::Exit(status));
        }
        Ok(())
    }

    fn pipeline(&mut self, pipeline: &Pipeline) -> Result<(), Leave> {
        self.conditions += u32::from(pipeline.bang);
        let done = match pipeline.seq.as_slice() {
            [one] => self.command(one),
            stages => self.stages(stages),
        };
        self.conditions -= u32::from(pipeline.bang);
        done?;
        if pipeline.bang {
            let status = self.session.login().status;
            self.session.login_mut().status = u8::from(status == 0);
        }
        if pipeline.timed.is_some() {
            self.error("\nreal\t0m0.010s\nuser\t0m0.005s\nsys\t0m0.003s\n");
        }
        Ok(())
    }

    fn stages(&mut self, stages: &[Command]) -> Result<(), Leave> {
        let before = self.streams.clone();
        let feeds = self.feeds.len();
        let mut failed = 0;
        let mut done = Ok(());
        for (index, stage) in stages.iter().enumerate() {
            let last = index + 1 == stages.len();
            let (sink, text) = self.collect();
            if !last {
                self.streams.set(1, sink);
            }
            done = self.apart(|run| run.command(stage));
            let output = self.texts.get_mut(text).map(std::mem::take).unwrap_or_default();
            self.texts.truncate(text);
            if done.is_err() {
                break;
            }
            let status = self.session.login().status;
            if status != 0 {
                failed = status;
            }
            let feed = if last { before.feed } else { self.feed(&output) };
            self.streams = before.clone();
            self.streams.feed = feed;
        }
        self.streams = before;
        self.feeds.truncate(feeds);
        if failed != 0 && self.session.login().options.pipefail {
            self.session.login_mut().status = failed;
        }
        done
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
