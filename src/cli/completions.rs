//! `kubedrill completions SHELL`.

use std::io::Write;

use clap::Args;
use clap_complete::{Shell, generate};

use super::{Failure, Outcome, command};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  kubedrill completions bash > ~/.local/share/bash-completion/completions/kubedrill
  kubedrill completions zsh > ~/.zfunc/_kubedrill      (with ~/.zfunc in $fpath)
  kubedrill completions fish > ~/.config/fish/completions/kubedrill.fish")]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

pub fn run(completions: &Completions, out: &mut impl Write) -> Result<Outcome, Failure> {
    // Into memory first: `generate` panics where it cannot write, and the reader of a pipe may be gone.
    let mut script = Vec::new();
    generate(completions.shell, &mut command(), "kubedrill", &mut script);
    out.write_all(&script)?;
    Ok(Outcome::Done)
}
