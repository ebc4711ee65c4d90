//! Pipelines: `|`, `!`, `time`.
//!
//! Stages run one after the other, each to its end. One that does not come to an end is broken off where its pipe is full or
//! half of the budget is gone. If those behind it have enough by then, it has ended as SIGPIPE ends a writer; if they wait for
//! more, the pipeline has no end and is stopped.

use brush_parser::ast::{Command, Pipeline};

use super::{Leave, Run, Sink};
use crate::shell::{budget, login::Value, session::Session};

/// The status of what SIGPIPE has ended: 128 and the signal's number.
const BROKEN: u8 = 141;

/// How a pipeline ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// Every stage came to its end.
    Whole,
    /// A stage was broken off, and those behind it had enough.
    Broken,
    /// The last one waits for more.
    Waits,
}

/// What a pipeline that is run again begins with.
struct Start {
    session: Session,
    screen: usize,
    texts: Vec<usize>,
    feeds: Vec<usize>,
}

impl Run<'_> {
    pub(super) fn pipeline(&mut self, pipeline: &Pipeline) -> Result<(), Leave> {
        self.conditions += u32::from(pipeline.bang);
        let done = match pipeline.seq.as_slice() {
            [one] => self.command(one).map(|()| self.tell_statuses(&[self.session.login().status])),
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

    /// A writer that was broken off has mostly done more than it would have: so the pipeline is run again, with the smallest
    /// pipes that still give the readers enough.
    fn stages(&mut self, stages: &[Command]) -> Result<(), Leave> {
        let start = self.start();
        let mut flow = self.flow(stages, budget::OUTPUT)?;
        if flow == Flow::Broken {
            let mut room = 1;
            loop {
                self.go_back(&start);
                flow = self.flow(stages, room)?;
                if flow != Flow::Waits || room >= budget::OUTPUT {
                    break;
                }
                room *= 8;
            }
        }
        if flow == Flow::Waits { Err(Leave::Stopped) } else { Ok(()) }
    }

    fn start(&self) -> Start {
        Start {
            session: self.session.clone(),
            screen: self.screen.size(),
            texts: self.texts.iter().map(|collected| collected.text.len()).collect(),
            feeds: self.feeds.iter().map(|feed| feed.at).collect(),
        }
    }

    /// Forgets what was done since, but for the steps that it took.
    fn go_back(&mut self, start: &Start) {
        let steps = self.session.budget.clone();
        *self.session = start.session.clone();
        self.session.budget.take_steps_of(&steps);
        self.screen.truncate(start.screen);
        for (collected, length) in self.texts.iter_mut().zip(&start.texts) {
            collected.text.truncate(*length);
        }
        for (feed, at) in self.feeds.iter_mut().zip(&start.feeds) {
            feed.at = *at;
        }
    }

    /// Runs the stages, with pipes of that many bytes.
    fn flow(&mut self, stages: &[Command], room: usize) -> Result<Flow, Leave> {
        let before = self.streams.clone();
        let feeds = self.feeds.len();
        let mut statuses = Vec::new();
        let mut flow = Flow::Whole;
        let mut done = Ok(());
        for (index, stage) in stages.iter().enumerate() {
            if index + 1 == stages.len() {
                done = self.apart(|run| run.command(stage));
                statuses.push(self.session.login().status);
                break;
            }
            let pipe = self.collect(Some(room));
            self.streams.set(1, Sink::Text(pipe));
            let kept = self.session.budget.keep_half();
            let (left, shown) = (self.session.budget.output(), self.screen.size());
            done = self.apart(|run| run.command(stage));
            self.session.budget.give_back(&kept);
            // A shell inside of it counts what it writes, though that went into the pipe.
            self.session.budget.set_output(left, self.screen.size() - shown);
            let output = self.collected(pipe);
            let broken = self.session.budget.is_broken_off();
            if broken {
                self.session.budget.go_on();
                flow = Flow::Broken;
                done = Ok(());
            }
            if done.is_err() {
                break;
            }
            statuses.push(if broken { BROKEN } else { self.session.login().status });
            self.streams = before.clone();
            self.streams.feed = self.feed(&output, broken);
        }
        self.streams = before;
        self.feeds.truncate(feeds);
        if done.is_err() && flow == Flow::Broken && self.session.budget.is_dry() {
            return Ok(Flow::Waits);
        }
        done?;
        let failed = statuses.iter().rfind(|status| **status != 0).copied();
        if let Some(failed) = failed.filter(|_| self.session.login().options.pipefail) {
            self.session.login_mut().status = failed;
        }
        self.tell_statuses(&statuses);
        Ok(flow)
    }

    fn tell_statuses(&mut self, statuses: &[u8]) {
        let list = statuses.iter().map(u8::to_string).collect();
        self.session.login_mut().set_value("PIPESTATUS", Value::List(list));
    }
}
