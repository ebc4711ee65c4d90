//! `kubedrill questions`: questions from a seed, for a sheet on paper, a test or another program.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

use clap::Args;
use serde::Serialize;

use super::course::QuestionOut;
use super::learn::topics_and_rows;
use super::markdown::markdown;
use super::output::{Format, Output, print, print_json};
use super::{Failure, Outcome};
use crate::course::{Choice, QuestionKind, letter};
use crate::generate::{Generated, Identity, Level, Wanted, choose, makers, of_id};
use crate::runtime::now;

#[derive(Debug, Args)]
#[command(after_long_help = "\
Every question is made for you: a small cluster is drawn, the answer is computed by the same engine as `kubedrill trace`, \
and the explanation is its reason. The same seed gives the same questions. The text has the questions first and the \
answers behind them, as Markdown.

The JSON is an array; a question has id (from which it can be made again), maker, level, row, topic, kind (single or \
multiple), stem, manifest with its language (as shown), choices (text, right, why, mistake), answer, answers, \
explanation, source, section, and manifests: all objects of its cluster as YAML, to be applied or given to the other tools.

Examples:
  kubedrill questions --topic network-policy --count 3 --seed 7
  kubedrill questions --topic D1 --level 3 -o json | jq -r '.[].stem'
  kubedrill questions --count 1 -o json | jq -r '.[0].manifests' | kubedrill matrix -f - --port 80")]
pub struct Questions {
    /// Only questions on this topic or syllabus row (dns, P3); may be given several times
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// How many questions
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    count: u32,
    /// The same seed gives the same questions, as long as their makers stay the same
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How much one has to see at once: 1 to 3; all of them if it is not given
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=3))]
    level: Option<u8>,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Out {
    #[serde(flatten)]
    question: QuestionOut,
    maker: String,
    level: u8,
    manifests: String,
}

pub fn run(questions: &Questions, out: &mut impl Write) -> Result<Outcome, Failure> {
    let (topics, rows) = topics_and_rows(&questions.topic)?;
    let wanted = Wanted {
        topics,
        rows,
        level: questions.level.and_then(Level::new),
        count: usize::try_from(questions.count).unwrap_or(usize::MAX),
        seed: questions.seed.unwrap_or_else(|| u64::try_from(now().at).unwrap_or_default()),
        weights: BTreeMap::new(),
    };
    let ids = choose(&wanted).map_err(|impossible| Failure::new(impossible).hint(possible()))?;
    let made: Vec<Generated> = ids.iter().filter_map(of_id).collect();
    match questions.output.format {
        Format::Text => print(out, &text(&made))?,
        Format::Json => print_json(out, &made.iter().map(Out::new).collect::<Vec<_>>())?,
    }
    Ok(Outcome::Done)
}

/// What there are makers for.
fn possible() -> String {
    let mut rows: Vec<&str> = makers().map(|maker| maker.row).collect();
    rows.sort_unstable();
    rows.dedup();
    format!("questions can be made on the rows {}", rows.join(", "))
}

impl Out {
    fn new(made: &Generated) -> Self {
        let identity = Identity::read(&made.question.id);
        Self {
            maker: identity.map_or_else(String::new, |identity| identity.maker.to_owned()),
            level: identity.map_or(0, |identity| identity.level.number()),
            manifests: made.manifests(),
            question: QuestionOut::new(&made.question, false),
        }
    }
}

fn text(made: &[Generated]) -> String {
    let mut text = String::new();
    for (index, one) in made.iter().enumerate() {
        let question = &one.question;
        let _ = writeln!(text, "# Question {} · {} {}\n", index + 1, question.row, question.row.title());
        let _ = writeln!(text, "{}\n", markdown(&question.stem));
        if let Some(manifest) = &question.manifest {
            let _ = writeln!(text, "{}\n", markdown(std::slice::from_ref(manifest)));
        }
        for (place, choice) in choices(&question.kind).iter().enumerate() {
            let _ = writeln!(text, "{}", item(&format!("{})", letter(place)), &markdown(&choice.text)));
        }
        text.push('\n');
    }
    text.push_str("# Answers\n\n");
    for (index, one) in made.iter().enumerate() {
        text.push_str(&answer(index + 1, one));
    }
    text
}

fn answer(number: usize, made: &Generated) -> String {
    let question = &made.question;
    let all = choices(&question.kind);
    let right =
        all.iter().enumerate().filter(|(_, choice)| choice.right).map(|(place, _)| letter(place).to_string());
    let mut text = format!("{number}. {}\n\n", right.collect::<Vec<_>>().join(", "));
    let mut push = |words: &str| {
        let _ = writeln!(text, "{}\n", item("  ", words));
    };
    push(&markdown(&question.explanation));
    for (place, choice) in all.iter().enumerate() {
        if let Some(why) = &choice.why {
            push(&format!("{}) {}", letter(place), markdown(why)));
        }
    }
    push(&question.source);
    push(&format!("`{}`", question.id));
    text
}

fn choices(kind: &QuestionKind) -> &[Choice] {
    match kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => choices,
        _ => &[],
    }
}

/// A text behind a mark, its further lines as far in.
fn item(mark: &str, text: &str) -> String {
    let indent = " ".repeat(mark.chars().count() + 1);
    let lines = text.lines().enumerate().map(|(index, line)| match (index, line) {
        (0, line) => format!("{mark} {line}"),
        (_, "") => String::new(),
        (_, line) => format!("{indent}{line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}
