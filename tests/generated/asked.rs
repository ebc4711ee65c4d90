//! A question as its reader has it: texts, and the manifests read from their YAML.

use kubedrill::{
    course::{Block, Inline, QuestionKind},
    generate::Generated,
};
use serde_json::Value;

pub struct Asked {
    pub stem: String,
    /// What is shown below the stem.
    pub shown: String,
    pub choices: Vec<Seen>,
    pub explanation: String,
    /// Every object, from the YAML that the learner could load.
    pub objects: Vec<Value>,
}

pub struct Seen {
    pub text: String,
    pub right: bool,
    pub why: String,
}

impl Asked {
    pub fn of(made: &Generated) -> Self {
        let question = &made.question;
        let (QuestionKind::Single { choices } | QuestionKind::Multiple { choices }) = &question.kind else {
            panic!("no choices")
        };
        let seen = choices.iter().map(|choice| Seen {
            text: text(&choice.text),
            right: choice.right,
            why: choice.why.as_deref().map(text).unwrap_or_default(),
        });
        Self {
            stem: text(&question.stem),
            shown: question.manifest.iter().map(|block| text(std::slice::from_ref(block))).collect(),
            choices: seen.collect(),
            explanation: text(&question.explanation),
            objects: documents(&made.manifests()),
        }
    }

    pub fn text(&self) -> String {
        let choices: Vec<String> = self
            .choices
            .iter()
            .map(|one| format!("{} {}\n    {}", if one.right { "+" } else { "-" }, one.text, one.why))
            .collect();
        format!("{}\n{}\n{}\n{}", self.stem, self.shown, choices.join("\n"), self.explanation)
    }

    fn texts(&self) -> impl Iterator<Item = &String> {
        self.choices.iter().flat_map(|one| [&one.text, &one.why]).chain([&self.stem, &self.explanation])
    }

    pub fn each(&self, judge: impl Fn(&str) -> bool) -> Vec<bool> {
        self.choices.iter().map(|choice| judge(&choice.text)).collect()
    }

    pub fn kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.objects.iter().filter(move |object| object["kind"] == kind)
    }

    /// The words between two others in the stem.
    pub fn between(&self, before: &str, after: &str) -> Option<&str> {
        between(&self.stem, before, after)
    }

    pub fn first_right(&self) -> String {
        self.choices.iter().find(|choice| choice.right).map(|choice| choice.text.clone()).unwrap_or_default()
    }

    /// Nothing that a program forgot to fill in: no empty quotes, no doubled full stops or spaces, sentences that end.
    pub fn reads_well(&self) {
        for text in self.texts() {
            let stiff =
                ["can not", " shall ", "without a word", "in vain"].iter().find(|bad| text.contains(**bad));
            assert!(stiff.is_none(), "{stiff:?} in {text:?}");
        }
        let whys = self.choices.iter().filter(|choice| !choice.right).map(|choice| &choice.why);
        for text in whys.chain([&self.explanation]) {
            let bad = ["``", "..", "  ", " . ", "{", "to to", "of of"]
                .iter()
                .find(|bad| text.contains(**bad) && !(**bad == "{" && text.contains("{}")));
            assert!(bad.is_none(), "{bad:?} in {text:?}\n{}", self.text());
            assert!(text.ends_with('.'), "no full stop: {text:?}\n{}", self.text());
            assert!(
                text.starts_with(|first: char| first.is_uppercase()
                    || first == '`'
                    || first.is_ascii_digit()),
                "{text:?}"
            );
        }
        assert!(self.choices.iter().filter(|choice| choice.right).all(|choice| choice.why.is_empty()));
        assert!(self.shown.lines().count() <= 110, "{} lines", self.shown.lines().count());
    }
}

pub fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

/// The documents of a YAML text.
pub fn documents(text: &str) -> Vec<Value> {
    let parts = text.split("---\n").filter(|part| !part.trim().is_empty());
    parts.map(|part| serde_saphyr::from_str(part).unwrap_or_else(|error| panic!("{error}\n{part}"))).collect()
}

/// The YAML in a choice.
pub fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Blocks as text, code in backticks.
fn text(blocks: &[Block]) -> String {
    let one = |block: &Block| match block {
        Block::Code { text, .. } => text.clone(),
        Block::Paragraph(line) => line.iter().map(inline).collect(),
        other => panic!("{other:?}"),
    };
    blocks.iter().map(one).collect::<Vec<_>>().join("\n\n")
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text { text, look, .. } if look.code => format!("`{text}`"),
        Inline::Text { text, .. } => text.clone(),
        other => panic!("{other:?}"),
    }
}
