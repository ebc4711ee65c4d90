//! `kubedrill lab sandbox -f MANIFESTS --script FILE`: lines typed in the cluster of one's own manifests.

use std::io::Write;

use clap::Args;
use serde::Serialize;

use super::script::{NOW, Script, transcript};
use crate::cli::output::{Format, Output, print, print_json};
use crate::cli::tools::{Input, load_for};
use crate::cli::{Failure, Outcome};
use crate::cluster::derive;
use crate::lab::{Step, run_script, wake};
use crate::shell::Session;

#[derive(Debug, Args)]
#[command(after_long_help = "\
The JSON is an object with `transcript`: an array of `line`, `stdout`, `stderr`, `status`.

Exit codes: 0 the last line ended with 0; 1 it did not; 2 bad input or usage.

Example:
  kubedrill lab sandbox -f manifests/ --script commands.sh")]
pub struct Sandbox {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    script: Script,
    /// Draws the names of Pods
    #[arg(long, value_name = "N", default_value_t)]
    seed: u64,
    #[command(flatten)]
    output: Output,
}

#[derive(Serialize)]
struct Report<'a> {
    transcript: &'a [Step],
}

pub fn run(sandbox: &Sandbox, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    if sandbox.script.is_standard_input() && sandbox.input.reads_standard_input() {
        return Err(Failure::new("the standard input is named twice").hint("it can be read only once"));
    }
    let script = sandbox.script.read()?;
    let Some(mut cluster) = load_for(&sandbox.input, err)? else { return Ok(Outcome::Bad) };
    // Somebody looks around here.
    derive::assume_control_plane(&mut cluster);
    wake(&mut cluster, NOW);
    let mut session = Session::new(cluster, NOW, sandbox.seed);
    let steps = run_script(&mut session, &script, NOW);
    match sandbox.output.format {
        Format::Json => print_json(out, &Report { transcript: &steps })?,
        Format::Text => print(out, &transcript(&steps))?,
    }
    Ok(if steps.last().is_none_or(|step| step.status == 0) { Outcome::Done } else { Outcome::No })
}
