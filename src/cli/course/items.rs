//! Cards and questions as JSON.

use serde::Serialize;

use super::own::Own;
use crate::cli::markdown::markdown;
use crate::course::{Block, Card, CardKind, Choice, ClozePart, Mistake, Question, QuestionKind};

#[derive(Serialize, Default)]
pub struct CardOut {
    id: String,
    row: &'static str,
    topic: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    own: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    front: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    back: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compare: Option<&'static str>,
    #[serde(flatten)]
    tail: Tail,
}

/// What cards and questions have in common, and end with.
#[derive(Serialize, Default)]
struct Tail {
    answer: String,
    answers: Vec<String>,
    explanation: String,
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
}

impl CardOut {
    pub fn new(card: &Card, own: &Own) -> Self {
        let mut out = Self {
            id: card.id.to_string(),
            row: card.row.code(),
            topic: card.row.topic().id(),
            own: own.item(&card.id),
            tail: Tail {
                explanation: markdown(&card.explanation),
                source: card.source.clone(),
                section: card.section.clone(),
                ..Tail::default()
            },
            ..Self::default()
        };
        match &card.kind {
            CardKind::Basic { front, back } => {
                let back = markdown(back);
                out.kind = "basic";
                out.front = Some(markdown(front));
                out.tail.answer.clone_from(&back);
                out.tail.answers = vec![back.clone()];
                out.back = Some(back);
            }
            CardKind::Cloze { parts, .. } => {
                out.kind = "cloze";
                out.text = Some(parts.iter().map(authored).collect());
                out.tail.answers = parts.iter().filter_map(hidden_words).collect();
                out.tail.answer = out.tail.answers.join("; ");
            }
            CardKind::Typed { front, answers, compare } => {
                out.kind = "typed";
                out.front = Some(markdown(front));
                out.compare = Some(compare.name());
                out.tail.answer = answers.first().cloned().unwrap_or_default();
                out.tail.answers.clone_from(answers);
            }
        }
        out
    }
}

/// A part of a cloze text as authors write it.
fn authored(part: &ClozePart) -> String {
    match part {
        ClozePart::Shown(text) => text.clone(),
        // Without a hint, words that hold a bar need an empty one, or their end would be taken for it.
        ClozePart::Hidden { words, hint: None } if words.contains('|') => format!("{{{{{words}|}}}}"),
        ClozePart::Hidden { words, hint: None } => format!("{{{{{words}}}}}"),
        ClozePart::Hidden { words, hint: Some(hint) } => format!("{{{{{words}|{hint}}}}}"),
    }
}

fn hidden_words(part: &ClozePart) -> Option<String> {
    match part {
        ClozePart::Shown(_) => None,
        ClozePart::Hidden { words, .. } => Some(words.trim().to_owned()),
    }
}

#[derive(Serialize, Default)]
pub struct QuestionOut {
    id: String,
    row: &'static str,
    topic: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    own: bool,
    applying: bool,
    stem: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    manifest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<ChoiceOut>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compare: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
    #[serde(flatten)]
    tail: Tail,
}

#[derive(Serialize)]
struct ChoiceOut {
    text: String,
    right: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mistake: Option<Mistake>,
}

impl ChoiceOut {
    fn new(choice: &Choice) -> Self {
        Self {
            text: markdown(&choice.text),
            right: choice.right,
            why: choice.why.as_deref().map(markdown),
            mistake: choice.mistake,
        }
    }
}

impl QuestionOut {
    /// `own`: it is the user's.
    pub fn new(question: &Question, own: bool) -> Self {
        let mut out = Self {
            id: question.id.to_string(),
            row: question.row.code(),
            topic: question.row.topic().id(),
            kind: question.kind_name(),
            own,
            applying: question.applying,
            stem: markdown(&question.stem),
            tail: Tail {
                explanation: markdown(&question.explanation),
                source: question.source.clone(),
                section: question.section.clone(),
                ..Tail::default()
            },
            ..Self::default()
        };
        if let Some(Block::Code { language, text, .. }) = &question.manifest {
            (out.manifest, out.language) = (Some(text.clone()), Some(language.clone()));
        }
        out.answered_by(&question.kind);
        out
    }

    fn answered_by(&mut self, kind: &QuestionKind) {
        match kind {
            QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
                let choices: Vec<ChoiceOut> = choices.iter().map(ChoiceOut::new).collect();
                let right = choices.iter().filter(|choice| choice.right);
                self.tail.answers = right.map(|choice| choice.text.clone()).collect();
                self.tail.answer = self.tail.answers.join("\n\n");
                self.choices = Some(choices);
            }
            QuestionKind::Typed { answers, compare } => {
                self.compare = Some(compare.name());
                self.tail.answer = answers.first().cloned().unwrap_or_default();
                self.tail.answers.clone_from(answers);
            }
            QuestionKind::Order { steps } => {
                self.tail.answer = markdown(&[Block::List { start: Some(1), items: steps.clone() }]);
                let steps: Vec<String> = steps.iter().map(|step| markdown(step)).collect();
                self.tail.answers.clone_from(&steps);
                self.steps = Some(steps);
            }
            QuestionKind::Line { lines, wrong, fix } => {
                self.manifest.get_or_insert_with(|| lines.join("\n"));
                self.line = Some(wrong + 1);
                self.tail.answer = format!("Line {} should be: {}", wrong + 1, fix.trim());
                self.tail.answers = vec![fix.clone()];
                self.fix = Some(fix.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Library, parse_items};
    use crate::course::Item;

    #[test]
    fn every_item_says_its_answer() {
        let (course, _) = Library::embedded().whole();
        let own = Own::new();
        for card in &course.cards {
            let out = CardOut::new(card, &own);
            assert!(!out.tail.answer.is_empty() && !out.tail.answers.is_empty(), "{}", out.id);
            assert!(out.front.is_some() != out.text.is_some() && !out.own, "{}", out.id);
        }
        for question in &course.questions {
            let out = QuestionOut::new(question, own.item(&question.id));
            assert!(!out.tail.answer.is_empty() && !out.tail.answers.is_empty(), "{}", out.id);
            if let (Some(line), Some(manifest)) = (out.line, &out.manifest) {
                assert!(manifest.lines().count() >= line, "{}", out.id);
            }
        }
    }

    #[test]
    fn a_cloze_text_reads_as_it_was_written() {
        let text = "a {{b|}} {{c|d|}} {{e|f}} {{g}}";
        let file = format!(
            "[[card]]\nid = \"x\"\nrow = \"D1\"\nkind = \"cloze\"\ntext = \"{text}\"\nexplanation = \"E\"\nsource = \"S\"\n"
        );
        let (items, problems) = parse_items("cards/x.toml", &file);
        assert_eq!(problems, []);
        let [Item::Card(card)] = &items[..] else { panic!("one card") };
        let out = CardOut::new(card, &Own::new());
        assert_eq!(out.text.as_deref(), Some("a {{b}} {{c|d|}} {{e|f}} {{g}}"));
        assert_eq!(out.tail.answers, ["b", "c|d", "e", "g"]);
        assert!(out.own);
    }
}
