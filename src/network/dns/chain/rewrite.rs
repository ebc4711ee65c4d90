//! Names changed before the other plugins see the question, and changed back in what they say.

use super::Chain;
use crate::network::dns::{
    answer::{Answer, Ending, Rcode, Step},
    name,
    plugin::{AnswerRule, Pattern, Plugin, Rewrite, Rule, expand},
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
            match from {
                // The ends are exchanged back, so that every name below the zone is, and not only the one asked for.
                Pattern::Suffix(suffix) if auto => undo.push(Undo::Suffix { new: to, old: suffix }),
                _ if auto => undo.push(Undo::Name { new: after.clone(), old: before }),
                _ => {}
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
    Suffix { new: &'a str, old: &'a str },
    Rule(&'a AnswerRule),
}

impl Undo<'_> {
    fn apply(&self, record: &mut Record) {
        match self {
            Self::Rule(rule) if rule.value => {
                record.target_mut().into_iter().for_each(|target| self.revert(target));
            }
            Self::Rule(_) => self.revert(&mut record.name),
            Self::Name { .. } | Self::Suffix { .. } => {
                self.revert(&mut record.name);
                record.target_mut().into_iter().for_each(|target| self.revert(target));
            }
        }
    }

    fn revert(&self, text: &mut String) {
        let made = match self {
            Self::Name { new, old } if text == new => Some(old.clone()),
            Self::Name { new, old } => text
                .strip_suffix(new.as_str())
                .filter(|rest| rest.ends_with('.'))
                .map(|rest| format!("{rest}{old}")),
            Self::Suffix { new, old } => text.strip_suffix(new).map(|rest| format!("{rest}{old}")),
            Self::Rule(rule) => expand(&rule.from, text, &rule.to),
        };
        if let Some(made) = made {
            *text = made;
        }
    }
}
