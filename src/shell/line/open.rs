//! What a text leaves open that goes on in the next line.

use brush_parser::{Token, TokenizerError, TokenizerOptions};

use super::position::Walk;

/// Words behind which a command follows, so that no `;` may stand there.
const LEADING: [&str; 10] = ["do", "then", "else", "elif", "if", "while", "until", "{", "!", "time"];
/// Words whose construct goes on behind the name that follows them: `for i`, and `in` in the next line.
const NAMING: [&str; 3] = ["for", "select", "function"];

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
    /// What reads the same behind a new line alone, or may do so.
    Lines,
}

impl Open {
    pub fn of(text: &str) -> Self {
        let odd = (text.len() - text.trim_end_matches('\\').len()) % 2 == 1;
        let last_line = text.rsplit('\n').next().unwrap_or_default();
        // The backslash would hide the quote that it stands in.
        let whole = text.strip_suffix('\\').filter(|_| odd).unwrap_or(text);
        match brush_parser::uncached_tokenize_str(whole, &TokenizerOptions::default()) {
            Err(TokenizerError::UnterminatedSingleQuote(_) | TokenizerError::UnterminatedAnsiCQuote(_)) => {
                Self::SingleQuote
            }
            Err(TokenizerError::UnterminatedHereDocuments(..)) => Self::Document,
            Err(TokenizerError::UnterminatedDoubleQuote(_)) => Self::DoubleQuote,
            // A comment and a here-document end with their line. Neither is a token, so the signs are looked for.
            _ if last_line.contains('#') || text.contains("<<") || last_line.trim().is_empty() => Self::Lines,
            _ if odd => Self::Backslash,
            Err(_) => Self::Lines,
            Ok(tokens) => Self::behind(&tokens),
        }
    }

    /// What is open behind whole tokens.
    fn behind(tokens: &[Token]) -> Self {
        let mut walk = Walk::default();
        let (mut before, mut last, mut leads) = (None, None, false);
        for token in tokens {
            let is_name = walk.step(token);
            if !super::is_newline(token) {
                before = last.replace(token).map(Token::to_str);
                leads = is_name;
            }
        }
        match last {
            _ if walk.is_in_list() => Self::Lines,
            // `f()` and its body; `(a)` is a command.
            Some(Token::Operator(sign, _)) if sign != ")" || before == Some("(") => Self::Command,
            Some(Token::Word(word, _)) if LEADING.contains(&word.as_str()) && leads => Self::Command,
            // `for i do` leads, and `echo do` does not.
            Some(Token::Word(word, _)) if LEADING.contains(&word.as_str()) => Self::Lines,
            Some(Token::Word(..)) if before.is_some_and(|before| NAMING.contains(&before)) => Self::Lines,
            _ => Self::Commands,
        }
    }

    /// What stands between the two lines in the history, where they are one (`cmdhist`).
    pub fn joint(self) -> &'static str {
        match self {
            Self::SingleQuote | Self::DoubleQuote | Self::Document | Self::Lines => "\n",
            Self::Backslash => "",
            Self::Commands => "; ",
            Self::Command => " ",
        }
    }
}
