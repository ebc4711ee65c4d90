//! One claim about every choice or accepted answer: `CHOICE` and `ANSWER` stand for them. So a wrong choice that is
//! right, and a right one that is wrong, are found.

use crate::course::{CardKind, Claim, Item, QuestionKind, plain_text};

const WORDS: [&str; 2] = ["CHOICE", "ANSWER"];

/// The choices of a question, right and wrong, or the answers that are accepted.
pub fn of_item(item: &Item) -> Vec<(String, bool)> {
    let all = |answers: &[String]| answers.iter().map(|answer| (answer.clone(), true)).collect();
    match item {
        Item::Card(card) => match &card.kind {
            CardKind::Typed { answers, .. } => all(answers),
            CardKind::Basic { .. } | CardKind::Cloze { .. } => Vec::new(),
        },
        Item::Question(question) => match &question.kind {
            QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
                choices.iter().map(|choice| (plain_text(&choice.text), choice.right)).collect()
            }
            QuestionKind::Typed { answers, .. } => all(answers),
            QuestionKind::Order { .. } | QuestionKind::Line { .. } => Vec::new(),
        },
    }
}

/// The claim itself, or the claim about each alternative: whether it must hold, and which it is about.
pub fn alternatives<'a>(
    claim: &Claim,
    alternatives: &'a [(String, bool)],
) -> Vec<(Claim, bool, Option<&'a str>)> {
    if replaced(claim, "") == *claim {
        return vec![(claim.clone(), true, None)];
    }
    alternatives.iter().map(|(text, right)| (replaced(claim, text), *right, Some(text.as_str()))).collect()
}

fn replaced(claim: &Claim, text: &str) -> Claim {
    let with = |field: &String| WORDS.iter().fold(field.clone(), |field, word| field.replace(word, text));
    let all = |list: &[String]| {
        list.iter()
            .flat_map(|field| with(field).split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    };
    match claim {
        Claim::Connects { from, to, node, outcome } => Claim::Connects {
            from: with(from),
            to: with(to),
            node: node.as_ref().map(with),
            outcome: outcome.clone(),
        },
        Claim::May { from, to } => Claim::May { from: with(from), to: with(to) },
        Claim::Resolves { from, name, to, at } => {
            Claim::Resolves { from: with(from), name: with(name), to: all(to), at: *at }
        }
        Claim::Routes(claim) => {
            let mut claim = claim.clone();
            claim.url = with(&claim.url);
            claim.goal = with(&claim.goal);
            claim.arrives = claim.arrives.as_ref().map(with);
            Claim::Routes(claim)
        }
        Claim::Has { kind, object, path, value } => {
            Claim::Has { kind: kind.clone(), object: with(object), path: with(path), value: with(value) }
        }
        Claim::Endpoints { service, ready } => Claim::Endpoints { service: with(service), ready: all(ready) },
        Claim::Condition { object, condition, reason } => Claim::Condition {
            object: with(object),
            condition: condition.clone(),
            reason: reason.as_ref().map(with),
        },
        Claim::Types { line, succeeds, prints } => {
            Claim::Types { line: with(line), succeeds: *succeeds, prints: prints.iter().map(with).collect() }
        }
        Claim::Lesson { .. } => claim.clone(),
        Claim::Refused { text: words } => Claim::Refused { text: with(words) },
    }
}
