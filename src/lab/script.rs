//! A script as a learner would type it: line after line, each with what it answered.

use serde::Serialize;

use crate::shell::{Effect, Output, Session, Stream};

/// What was typed (several lines where one line was not complete), and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    pub line: String,
    #[serde(flatten)]
    pub output: Output,
    pub status: u8,
}

/// Types the lines of a script; `now`: RFC 3339 in UTC. Nobody sits at an editor: what opens one closes it unchanged.
pub fn run_script(session: &mut Session, script: &str, now: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut typed = String::new();
    for line in script.lines() {
        if typed.is_empty() && line.trim().is_empty() {
            continue;
        }
        if !typed.is_empty() {
            typed.push('\n');
        }
        typed.push_str(line);
        let mut reply = session.run(line, now);
        if reply.effect == Some(Effect::More) {
            continue;
        }
        let line = std::mem::take(&mut typed);
        let mut step = Step { line, output: reply.output, status: reply.status };
        while let Some(Effect::Edit { path, .. }) = reply.effect {
            reply = session.edited(&path, None, now);
            step.output.append(&reply.output);
            step.status = reply.status;
        }
        let left = reply.effect == Some(Effect::Exit);
        steps.push(step);
        if left {
            return steps;
        }
    }
    if !typed.is_empty() {
        let mut output = Output::default();
        output.write(Stream::Err, "bash: syntax error: unexpected end of file\n");
        steps.push(Step { line: typed, output, status: 2 });
    }
    steps
}
