//! Names changed before the other plugins see the question, and changed back in what they say.

use super::Chain;
use crate::network::dns::{
    answer::{Answer, Ending, Rcode, Step},
    name,
    plugin::{AnswerRule, Plugin, Rewrite, Rule, expand},
    record::{Record, RecordType},
};

impl Chain<'_> {
    pub(super) fn rewrite(self, rules: &[Rewrite], rest: &[Plugin], asked: &str, kind: RecordType) -> Answer {
        let mut current = asked.to_owned();
        let (mut undo, mut steps) = (Vec::new(), Vec::new());
        for rewrite in rules {
            let step = |text| Step { plugin: "rewrite", line: rewrite.line, text };
            let (from, to, auto, answers) = match &rewrite.rule {
                Rule::Name { from, to, auto, answers } => (from, to, *auto, answers),
                Rule::WithoutEffect => continue,
                Rule::NotSimulated(what) => {
                    return Answer::new(
                        Rcode::Unsupported,
                        Ending::NotSimulated,
                        vec![step(format!("{what} is not simulated"))],
                    );
                }
            };
            let before = current.to_ascii_lowercase();
            let Some(after) = from.apply(&before, to) else { continue };
            steps.push(step(format!("asks for {after} instead of {before}")));
            if auto {
                undo.push(Undo::Name { new: after.clone(), old: before });
            }
            undo.extend(answers.iter().map(Undo::Rule));
            current = after;
            if !name::is_valid(&current) {
                steps.push(step(format!("invalid name after rewrite: {current}")));
                return Answer::new(Rcode::ServerFailure, Ending::Answered, steps);
            }
            if !rewrite.goes_on {
                break;
            }
        }
        let mut answer = self.run(rest, &current, kind);
        let records = answer.answers.iter_mut().chain(&mut answer.additional).chain(&mut answer.authority);
        records.for_each(|record| undo.iter().rev().for_each(|undo| undo.apply(record)));
        answer.steps.splice(0..0, steps);
        answer
    }
}

/// How a rewritten name is made unseen in the answer.
enum Undo<'a> {
    Name { new: String, old: String },
    Rule(&'a AnswerRule),
}

impl Undo<'_> {
    fn apply(&self, record: &mut Record) {
        match self {
            Self::Name { new, old } => {
                revert(&mut record.name, new, old);
                if let Some(target) = record.target_mut() {
                    revert(target, new, old);
                }
            }
            Self::Rule(rule) => {
                let text = if rule.value { record.target_mut() } else { Some(&mut record.name) };
                if let Some(text) = text
                    && let Some(made) = expand(&rule.from, text, &rule.to)
                {
                    *text = made;
                }
            }
        }
    }
}

/// The name, or the end of a name below it.
fn revert(text: &mut String, new: &str, old: &str) {
    if text == new {
        old.clone_into(text);
    } else if let Some(rest) = text.strip_suffix(new).filter(|rest| rest.ends_with('.')) {
        *text = format!("{rest}{old}");
    }
}
