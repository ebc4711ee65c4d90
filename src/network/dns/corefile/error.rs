//! What is wrong with a Corefile, in the words that `CoreDNS` logs before it stops.

use std::fmt;

/// Where `CoreDNS` reads it, as its messages name it.
pub const PATH: &str = "/etc/coredns/Corefile";

/// In which of its forms the message comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `path:line - Error during parsing: ...`
    Parsing,
    /// `path:line - Syntax error: ...`
    Syntax,
    /// The message alone.
    Plain,
    /// `CoreDNS` may take it; this program does not.
    NotSimulated,
}

/// A Corefile that `CoreDNS` refuses: at start it exits, on reload it keeps the old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorefileError {
    /// The plugin whose setup failed.
    pub plugin: Option<&'static str>,
    pub form: Form,
    /// From 1.
    pub line: usize,
    /// From 1. `CoreDNS` itself tells only the line.
    pub column: usize,
    pub message: String,
}

impl CorefileError {
    /// What to do about it, where that can be said.
    pub fn hint(&self) -> &'static str {
        match self.form {
            Form::NotSimulated => "write it out: the simulation has no files, environment or such plugins",
            Form::Syntax => {
                "count the braces: each block that opens with { at the end of a line closes with } on its own"
            }
            Form::Plain | Form::Parsing if self.message.starts_with("Unknown directive") => {
                "check the spelling of the plugin, and that it does not belong inside the block of another"
            }
            Form::Plain | Form::Parsing => "compare with the plugin's page on https://coredns.io/plugins",
        }
    }
}

impl fmt::Display for CorefileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(plugin) = self.plugin {
            write!(f, "plugin/{plugin}: ")?;
        }
        match self.form {
            Form::Parsing => write!(f, "{PATH}:{} - Error during parsing: {}", self.line, self.message),
            Form::Syntax => write!(f, "{PATH}:{} - Syntax error: {}", self.line, self.message),
            Form::Plain => f.write_str(&self.message),
            Form::NotSimulated => write!(f, "{PATH}:{} - not simulated: {}", self.line, self.message),
        }
    }
}

impl std::error::Error for CorefileError {}
