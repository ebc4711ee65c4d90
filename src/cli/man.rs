//! `kubedrill man [COMMAND]...`: the manual page of the program, or of one of its commands.

use std::io::Write;

use clap::Args;
use clap_mangen::Man;

use super::{Failure, Outcome, command};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  kubedrill man | man -l -                             read it
  kubedrill man > ~/.local/share/man/man1/kubedrill.1  install it
  kubedrill man export anki                            the page of a command")]
pub struct Manual {
    /// The command to describe, such as `stats` or `export anki`; the whole program if none is given
    #[arg(value_name = "COMMAND")]
    words: Vec<String>,
}

pub fn run(manual: &Manual, out: &mut impl Write) -> Result<Outcome, Failure> {
    let mut all = command();
    all.build();
    let mut page = &all;
    let mut name = all.get_name().to_owned();
    for word in &manual.words {
        page = page.find_subcommand(word).ok_or_else(|| {
            let known: Vec<&str> = page.get_subcommands().map(clap::Command::get_name).collect();
            let hint = match known.as_slice() {
                [] => format!("`{name}` has no commands"),
                _ => format!("the commands of `{name}` are {}", known.join(", ")),
            };
            Failure::new(format!("`{name}` has no command `{word}`")).hint(hint)
        })?;
        name = format!("{name} {word}");
    }
    let version = format!("kubedrill {}", all.get_version().unwrap_or_default());
    Man::new(page.clone()).manual("kubedrill").source(version).render(out)?;
    Ok(Outcome::Done)
}
