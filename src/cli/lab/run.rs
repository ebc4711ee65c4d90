//! `kubedrill lab run NAME --script FILE`: a fresh attempt, the lines typed, the grade.

use std::fmt::Write as _;
use std::io::Write;

use clap::Args;
use serde::Serialize;

use super::script::{NOW, Script, named, transcript};
use crate::cli::output::{Format, Output, print, print_json};
use crate::cli::{Failure, Outcome, reading};
use crate::lab::{Attempt, Grade, Graded, Step, run_script};
use crate::storage::Paths;

#[derive(Debug, Args)]
#[command(after_long_help = "\
The JSON is an object: `lab`, `seed`, `score` (0 to 100), `points`, `of`, `criteria` (array of `id`, `title`, `weight`, `guard`, `met`, \
`reason`: why it does not count, or empty) and `transcript` (array of `line`, `stdout`, `stderr`, `status`).

Exit codes: 0 full score; 1 less; 2 bad input or usage.

Example:
  kubedrill lab run broken-corefile --script answer.sh -o json")]
pub struct Run {
    /// The lab's name
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    script: Script,
    /// Draws the names that vary; 0 are those of its author
    #[arg(long, value_name = "N", default_value_t)]
    seed: u64,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Report<'a> {
    lab: &'a str,
    seed: u64,
    score: u32,
    points: u32,
    of: u32,
    criteria: &'a [Graded],
    transcript: &'a [Step],
}

pub fn run(run: &Run, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    let library = reading::library(&Paths::from_env()?, err)?;
    let lab = named(&library, &run.name, run.seed)?;
    let script = run.script.read()?;
    let mut attempt = Attempt::begin(lab, run.seed, NOW).map_err(|faults| {
        let fault = faults.first().map(|fault| format!("start.yaml:{}: {}", fault.line, fault.message));
        Failure::new(format!("the lab can not start: {}", fault.unwrap_or_default()))
            .hint("`kubedrill lab verify NAME` lists all that is wrong with it")
    })?;
    let steps = run_script(&mut attempt.session, &script, NOW);
    let grade = attempt.grade();
    match run.output.format {
        Format::Json => {
            let Grade { score, points, of, criteria } = &grade;
            let (score, points, of) = (*score, *points, *of);
            let (lab, seed) = (run.name.as_str(), run.seed);
            print_json(out, &Report { lab, seed, score, points, of, criteria, transcript: &steps })?;
        }
        Format::Text => print(out, &format!("{}\n{}", transcript(&steps), graded(&grade)))?,
    }
    Ok(if grade.is_full() { Outcome::Done } else { Outcome::No })
}

fn graded(grade: &Grade) -> String {
    let mut text = String::new();
    for Graded { title, weight, met, reason, .. } in &grade.criteria {
        let _ = writeln!(text, "{} {title} ({weight})", if *met { "+" } else { "-" });
        if !met {
            let _ = writeln!(text, "    {reason}");
        }
    }
    let _ = writeln!(text, "Score: {} of 100 ({} of {} points)", grade.score, grade.points, grade.of);
    text
}
