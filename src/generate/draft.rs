//! What a maker hands in, and how it becomes a question: judged first, for an ambiguous one is no question.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{draw::Draw, insight::Look, text::blocks, yaml};
use crate::course::{Block, Choice, ItemId, Mistake, Question, QuestionKind, Row};

/// A question with the cluster that it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    pub question: Question,
    /// Every object of its cluster, those that the question tells in a table included. Empty where it needs none.
    pub objects: Vec<Value>,
    pub(super) look: Look,
}

/// A question before it is judged.
#[derive(Debug, Default)]
pub struct Draft {
    /// Paragraphs as `text::blocks` reads them.
    pub stem: String,
    /// Objects shown as manifests.
    pub shown: Vec<Value>,
    /// Objects that the stem tells in another form.
    pub told: Vec<Value>,
    /// Shown instead of manifests, with its language: what a command printed, say.
    pub output: Option<(&'static str, String)>,
    pub options: Vec<Opt>,
    /// Several may be right.
    pub multiple: bool,
    pub explanation: String,
    /// `Kubernetes documentation: Network Policies`, say.
    pub source: &'static str,
    /// The section that explains it, as `chapter#section`.
    pub section: &'static str,
    pub look: Look,
}

/// One possible answer.
#[derive(Debug, Clone)]
pub struct Opt {
    pub text: String,
    /// Why it is wrong; `None` for a right one.
    pub wrong: Option<(Mistake, String)>,
}

impl Opt {
    pub fn right(text: impl Into<String>) -> Self {
        Self { text: text.into(), wrong: None }
    }

    pub fn wrong(text: impl Into<String>, mistake: Mistake, why: impl Into<String>) -> Self {
        Self { text: text.into(), wrong: Some((mistake, why.into())) }
    }

    /// Right or wrong by what the engine says.
    pub fn of(text: impl Into<String>, right: bool, mistake: Mistake, why: impl Into<String>) -> Self {
        if right { Self::right(text) } else { Self::wrong(text, mistake, why) }
    }
}

/// So many of the wrong options to stand beside a right one of this length, drawn so that length does not tell it: some longer,
/// some shorter, as far as there are such.
pub fn beside<T: Clone>(
    draw: &mut Draw,
    right: usize,
    wrong: &[T],
    count: u16,
    length: impl Fn(&T) -> usize,
) -> Vec<T> {
    let wanted = usize::from(draw.between(0, count));
    let count = usize::from(count);
    let (mut longer, mut others): (Vec<T>, Vec<T>) =
        draw.few(wrong, wrong.len()).into_iter().partition(|option| length(option) > right);
    longer.truncate(wanted.max(count.saturating_sub(others.len())).min(count));
    others.truncate(count.saturating_sub(longer.len()));
    longer.append(&mut others);
    longer
}

impl Generated {
    /// The manifests of all objects, to be loaded by `kubedrill trace -f` or applied.
    pub fn manifests(&self) -> String {
        yaml::documents(&self.objects)
    }
}

impl Draft {
    /// `None` if two options read the same, if not exactly one is right (or, of several, none or all), or if a wrong one stands
    /// for a mistake that the maker does not name.
    pub fn finish(mut self, id: ItemId, row: Row, named: &[Mistake], draw: &mut Draw) -> Option<Generated> {
        let right = self.options.iter().filter(|option| option.wrong.is_none()).count();
        let texts: BTreeSet<&str> = self.options.iter().map(|option| option.text.as_str()).collect();
        let many = self.options.len();
        let good = if self.multiple { (1..many).contains(&right) } else { right == 1 };
        let known = |option: &Opt| option.wrong.as_ref().is_none_or(|(mistake, _)| named.contains(mistake));
        if !good || texts.len() < many || !(2..=8).contains(&many) || !self.options.iter().all(known) {
            return None;
        }
        draw.shuffle(&mut self.options);
        let choices = self.options.iter().map(choice).collect();
        let manifest = match self.output {
            Some((language, text)) => Some(code(language, text)),
            None if self.shown.is_empty() => None,
            None => Some(code("yaml", yaml::documents(&self.shown))),
        };
        let question = Question {
            id,
            row,
            applying: true,
            stem: blocks(&self.stem),
            manifest,
            kind: if self.multiple {
                QuestionKind::Multiple { choices }
            } else {
                QuestionKind::Single { choices }
            },
            explanation: blocks(&self.explanation),
            source: self.source.to_owned(),
            section: Some(self.section.to_owned()).filter(|section| !section.is_empty()),
        };
        self.told.extend(self.shown);
        Some(Generated { question, objects: self.told, look: self.look })
    }
}

fn choice(option: &Opt) -> Choice {
    Choice {
        text: blocks(&option.text),
        right: option.wrong.is_none(),
        why: option.wrong.as_ref().map(|(_, why)| blocks(why)),
        mistake: option.wrong.as_ref().map(|(mistake, _)| *mistake),
    }
}

fn code(language: &str, text: String) -> Block {
    Block::Code { language: language.to_owned(), title: None, wrong: None, text }
}
