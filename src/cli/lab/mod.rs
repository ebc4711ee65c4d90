//! `kubedrill lab`: opens a lab; and labs without the screen - listed, shown, run from a script and graded, proven; and a
//! cluster to play with.

mod list;
mod run;
mod sandbox;
mod screen;
mod script;
mod show;
mod verify;

use std::io::Write;

use clap::{Args, Subcommand};

use super::{Failure, Outcome};

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_long_help = "\
A lab is a task on a simulated cluster, graded by what the cluster does. Your own labs lie in labs/ of your content \
folder; content/README.md of the source describes them.

Exit codes: 0 full score, or all is proven; 1 less; 2 bad input or usage.

Examples:
  kubedrill lab only-web-reaches-the-database
  kubedrill lab list
  kubedrill lab show only-web-reaches-the-database
  kubedrill lab run only-web-reaches-the-database --script answer.sh
  kubedrill lab sandbox -f manifests/ --script commands.sh"
)]
pub struct Lab {
    /// The lab to open, by its name; without one, the list of labs
    name: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the labs
    List(list::List),
    /// Show a lab's task and criteria
    Show(show::Show),
    /// Type the lines of a script in a fresh attempt, and grade it
    Run(run::Run),
    /// Prove labs: the untouched start scores 0, solutions in full, mistakes lose what they say
    Verify(verify::Verify),
    /// Type the lines of a script in the cluster of your manifests: no task, only what each line answers
    Sandbox(sandbox::Sandbox),
}

pub fn run(lab: &Lab, out: &mut impl Write, err: &mut impl Write) -> Result<Outcome, Failure> {
    match &lab.command {
        None => screen::open(lab.name.as_deref()),
        Some(Command::List(list)) => list::run(list, out, err),
        Some(Command::Show(show)) => show::run(show, out, err),
        Some(Command::Run(run)) => run::run(run, out, err),
        Some(Command::Verify(verify)) => verify::run(verify, out, err),
        Some(Command::Sandbox(sandbox)) => sandbox::run(sandbox, out, err),
    }
}
