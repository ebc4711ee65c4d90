//! One command as it is declared: everything that parsing, help, completion and errors need to know of it.

use super::{client::Client, failure::Failure, flag::Flag};

/// What runs a command.
pub type Run = fn(&mut Client<'_, '_>) -> Result<(), Failure>;

/// A declared command.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    /// One line, for lists of commands.
    pub summary: &'static str,
    /// More than the summary, where there is more to say.
    pub about: &'static str,
    pub examples: &'static str,
    /// What follows the command's name in its usage line.
    pub usage: &'static str,
    pub flags: &'static [&'static [Flag]],
    /// Flags without which it does not run.
    pub required: &'static [&'static str],
    pub completes: Completes,
    /// None for a group of commands.
    pub run: Option<Run>,
    pub commands: &'static [&'static Command],
}

/// What completes a command's arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completes {
    Nothing,
    /// A resource type, then names of that type; or `type/name`.
    Resources,
    /// Names of this kind, or `type/name`.
    Named(&'static str),
    Contexts,
}

impl Command {
    /// What the declarations in `commands` change a part of.
    pub const PLAIN: Self = Self {
        name: "",
        aliases: &[],
        summary: "",
        about: "",
        examples: "",
        usage: "[flags] [options]",
        flags: &[],
        required: &[],
        completes: Completes::Nothing,
        run: None,
        commands: &[],
    };

    pub fn is_called(&self, word: &str) -> bool {
        self.name == word || self.aliases.contains(&word)
    }

    pub fn find(&self, word: &str) -> Option<&'static Self> {
        self.commands.iter().find(|command| command.is_called(word)).copied()
    }

    /// Its own flags, as declared.
    pub fn own_flags(&self) -> impl Iterator<Item = &'static Flag> + use<> {
        self.flags.iter().flat_map(|group| group.iter())
    }
}
