//! `kubedrill lab show NAME`: the task as the learner reads it, and what is graded.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

use clap::Args;
use serde::Serialize;

use super::script::named;
use crate::cli::markdown::markdown;
use crate::cli::output::{Format, Output, print, print_json};
use crate::cli::{Failure, Outcome, reading};
use crate::course::{Lab, Row};
use crate::storage::Paths;

#[derive(Debug, Args)]
#[command(after_long_help = "\
The JSON is an object: `id`, `title`, `rows`, `level`, `minutes`, `host` and `namespace` (or null), `story`, `hints` and \
`explanation` (Markdown), `source`, `section`, `names` (what the seed drew), `criteria` (array of `id`, `title`, `kind`, `weight`, \
`guard`), and with --solutions `solutions` (array of `name`, `script`).

Example:
  kubedrill lab show broken-corefile --solutions")]
pub struct Show {
    /// The lab's name
    #[arg(value_name = "NAME")]
    name: String,
    /// Draws the names that vary; 0 are those of its author
    #[arg(long, value_name = "N", default_value_t)]
    seed: u64,
    /// Show the model solutions too
    #[arg(long)]
    solutions: bool,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    title: &'a str,
    rows: Vec<&'static str>,
    level: &'static str,
    minutes: u32,
    host: Option<&'a str>,
    namespace: Option<&'a str>,
    story: String,
    hints: Vec<String>,
    explanation: String,
    source: &'a str,
    section: Option<&'a str>,
    names: &'a BTreeMap<String, String>,
    criteria: Vec<Criterion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    solutions: Vec<Solution<'a>>,
}

#[derive(Serialize)]
struct Criterion<'a> {
    id: &'a str,
    title: &'a str,
    kind: &'static str,
    weight: u32,
    guard: bool,
}

#[derive(Serialize)]
struct Solution<'a> {
    name: &'a str,
    script: &'a str,
}

pub fn run(show: &Show, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let library = reading::library(&Paths::from_env()?, err)?;
    let lab = named(&library, &show.name, show.seed)?;
    match show.output.format {
        Format::Json => print_json(out, &shown(&lab, show.solutions))?,
        Format::Text => print(out, &text(&lab, show.solutions))?,
    }
    Ok(Outcome::Done)
}

fn shown(lab: &Lab, solutions: bool) -> Shown<'_> {
    let solution = lab.solutions.iter().filter(|_| solutions);
    Shown {
        id: &lab.id,
        title: &lab.title,
        rows: lab.rows.iter().copied().map(Row::code).collect(),
        level: lab.level.name(),
        minutes: lab.minutes,
        host: lab.host.as_deref(),
        namespace: lab.namespace.as_deref(),
        story: markdown(&lab.story),
        hints: lab.hints.iter().map(|hint| markdown(hint)).collect(),
        explanation: markdown(&lab.explanation),
        source: &lab.source,
        section: lab.section.as_deref(),
        names: &lab.names,
        criteria: lab
            .criteria
            .iter()
            .map(|one| Criterion {
                id: &one.id,
                title: &one.title,
                kind: one.check.kind(),
                weight: one.weight,
                guard: one.guard,
            })
            .collect(),
        solutions: solution.map(|one| Solution { name: &one.name, script: &one.lines }).collect(),
    }
}

fn text(lab: &Lab, solutions: bool) -> String {
    let mut text = format!("{} ({}, {} minutes)\n", lab.title, lab.level.name(), lab.minutes);
    if let Some(host) = &lab.host {
        let _ = writeln!(text, "Host: {host} (ssh {host})");
    }
    if let Some(namespace) = &lab.namespace {
        let _ = writeln!(text, "Namespace: {namespace}");
    }
    let _ = writeln!(text, "\n{}\n\nGraded:", markdown(&lab.story));
    for criterion in &lab.criteria {
        let _ = writeln!(text, "  {:>2}  {}", criterion.weight, criterion.title);
    }
    for solution in lab.solutions.iter().filter(|_| solutions) {
        let _ = writeln!(text, "\nSolution: {}\n", solution.name);
        for line in solution.lines.trim().lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}
