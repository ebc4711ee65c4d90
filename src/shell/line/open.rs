//! What a text leaves open that goes on in the next line.

use brush_parser::{Token, TokenizerError, TokenizerOptions};

/// Words behind which a command follows, so that no `;` may stand there.
const LEADING: [&str; 11] = ["do", "then", "else", "elif", "if", "while", "until", "in", "{", "!", "time"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    SingleQuote,
    DoubleQuote,
    Document,
    /// A backslash stands before the end of the line.
    Backslash,
    /// A construct, between two of its commands.
    Commands,
    /// A construct or a list, where a command is expected.
    Command,
}

impl Open {
    pub fn of(text: &str) -> Self {
        let odd = (text.len() - text.trim_end_matches('\\').len()) % 2 == 1;
        match brush_parser::uncached_tokenize_str(text, &TokenizerOptions::default()) {
            Err(TokenizerError::UnterminatedSingleQuote(_) | TokenizerError::UnterminatedAnsiCQuote(_)) => {
                Self::SingleQuote
            }
            Err(TokenizerError::UnterminatedHereDocuments(..)) => Self::Document,
            _ if odd => Self::Backslash,
            Err(TokenizerError::UnterminatedDoubleQuote(_)) => Self::DoubleQuote,
            Err(_) => Self::Commands,
            Ok(tokens) => {
                let mut tokens = tokens.iter().rev().filter(|token| !super::is_newline(token));
                match (tokens.next(), tokens.next().map(Token::to_str)) {
                    // `f()` and its body; `(a)` is a command.
                    (Some(Token::Operator(sign, _)), before) if sign != ")" || before == Some("(") => {
                        Self::Command
                    }
                    (Some(Token::Word(word, _)), _) if LEADING.contains(&word.as_str()) => Self::Command,
                    _ => Self::Commands,
                }
            }
        }
    }

    /// What stands between the two lines in the history, where they are one (`cmdhist`).
    pub fn joint(self) -> &'static str {
        match self {
            Self::SingleQuote | Self::DoubleQuote | Self::Document => "\n",
            Self::Backslash => "",
            Self::Commands => "; ",
            Self::Command => " ",
        }
    }
}
