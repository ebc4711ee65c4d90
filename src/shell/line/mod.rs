//! A line as bash reads it: brush-parser's tokens and tree, between them aliases and a look at how deep it nests.

mod alias;
mod open;
mod position;

use std::collections::BTreeMap;

pub use open::Open;
use position::Walk;

use brush_parser::{ParseError, ParserOptions, Token, TokenizerOptions, ast::CompleteCommand};

/// Constructs inside each other: brush-parser's time doubles with each that is left open.
const NESTING: usize = 10;
/// Signs that join the conditions of one `[[`: what reads and what runs them calls itself for each.
const JOINED: usize = 100;
/// `$(` and `${` inside each other: its tokenizer calls itself for each.
const SUBSTITUTIONS: usize = 60;
/// Bytes of a line or paste.
pub const LONGEST: usize = 256 << 10;

/// Why a text can not be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// It goes on in the next line.
    #[error("syntax error: unexpected end of file")]
    Unfinished,
    #[error("syntax error near unexpected token `{0}'")]
    Unexpected(String),
    #[error("the line nests too deep, or is too long")]
    TooMuch,
}

/// The tokens of a text, aliases replaced.
///
/// # Errors
/// When a quote or a here-document is open, or the text is too long or nested.
pub fn tokens(text: &str, aliases: &BTreeMap<String, String>) -> Result<Vec<Token>, LineFault> {
    if text.len() > LONGEST || opened(text) > SUBSTITUTIONS {
        return Err(LineFault::TooMuch);
    }
    let tokens = tokenize(text)?;
    Ok(if aliases.is_empty() { tokens } else { alias::replace(&tokens, aliases) })
}

fn tokenize(text: &str) -> Result<Vec<Token>, LineFault> {
    brush_parser::uncached_tokenize_str(text, &TokenizerOptions::default()).map_err(|error| {
        if error.is_incomplete() {
            LineFault::Unfinished
        } else {
            LineFault::Unexpected("newline".to_owned())
        }
    })
}

/// The first complete commands of the tokens, and how many tokens they take: bash runs a line before it reads the next.
///
/// # Errors
/// When there is none, for it is wrong or goes on.
pub fn first(tokens: &[Token]) -> Result<(Vec<CompleteCommand>, usize), LineFault> {
    let mut walk = Walk::default();
    let mut end = tokens.len();
    for (at, token) in tokens.iter().enumerate() {
        walk.step(token);
        if is_newline(token) && !walk.is_open() {
            end = at + 1;
            break;
        }
    }
    if walk.deepest() > NESTING || walk.most_joined() > JOINED {
        return Err(LineFault::TooMuch);
    }
    if walk.is_open() {
        return Err(LineFault::Unfinished);
    }
    let line = tokens.get(..end).unwrap_or(tokens);
    if let Some(redirect) = beyond_numbers(line) {
        return Err(LineFault::Unexpected(redirect.to_owned()));
    }
    parse(line).map(|commands| (commands, end))
}

/// The redirection behind a number that no descriptor can have: the parser takes it for granted that there is none.
fn beyond_numbers(tokens: &[Token]) -> Option<&str> {
    tokens.windows(2).find_map(|pair| match pair {
        [Token::Word(word, number), Token::Operator(sign, place)]
            if sign.starts_with(['<', '>'])
                && number.end.index == place.start.index
                && word.bytes().all(|byte| byte.is_ascii_digit())
                && word.parse::<i32>().is_err() =>
        {
            Some(sign.as_str())
        }
        _ => None,
    })
}

fn parse(tokens: &[Token]) -> Result<Vec<CompleteCommand>, LineFault> {
    match brush_parser::parse_tokens(tokens, &ParserOptions::default()) {
        Ok(program) => Ok(program.complete_commands),
        Err(ParseError::ParsingNear(place)) => {
            let near = tokens.iter().find(|token| token.location().start.index == place.index);
            Err(LineFault::Unexpected(near.map_or("newline", name).to_owned()))
        }
        Err(_) => {
            let last = tokens.iter().rev().find(|token| !is_newline(token));
            let near = match last {
                Some(Token::Word(word, _)) => word.as_str(),
                _ => "newline",
            };
            Err(LineFault::Unexpected(near.to_owned()))
        }
    }
}

fn is_newline(token: &Token) -> bool {
    matches!(token, Token::Operator(text, _) if text == "\n")
}

fn name(token: &Token) -> &str {
    if is_newline(token) { "newline" } else { token.to_str() }
}

/// How many `$(`, `${` and `<(` are open at once, at most; quotes are not looked at, so it may be too many.
fn opened(text: &str) -> usize {
    let mut open: Vec<bool> = Vec::new();
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut before = ' ';
    for character in text.chars() {
        match character {
            '(' | '{' => {
                let counts = matches!(before, '$' | '<' | '>');
                open.push(counts);
                depth += usize::from(counts);
                deepest = deepest.max(depth);
            }
            ')' | '}' => depth -= usize::from(open.pop().unwrap_or(false)),
            _ => {}
        }
        before = character;
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<usize, LineFault> {
        first(&tokens(text, &BTreeMap::new())?).map(|(commands, _)| commands.len())
    }

    #[test]
    fn what_goes_on_in_the_next_line_is_told_from_what_is_wrong() {
        for open in [
            "echo \"a",
            "cat <<EOF\na",
            "for i in 1 2",
            "for i in 1; do echo",
            "if true; then",
            "a |",
            "a &&",
            "f() {",
            "case x in",
            "(echo",
            "echo $(ls",
            "echo \\",
            "while true",
            "[[ a == b",
            "case x in a) echo",
        ] {
            assert_eq!(read(open), Err(LineFault::Unfinished), "{open}");
        }
        for (wrong, near) in [
            ("echo )", ")"),
            ("fi", "fi"),
            ("done", "done"),
            ("a | | b", "|"),
            ("a;;b", ";;"),
            ("echo a >", "newline"),
        ] {
            assert_eq!(read(wrong), Err(LineFault::Unexpected(near.to_owned())), "{wrong}");
        }
    }

    #[test]
    fn one_line_is_read_at_a_time_and_a_whole_compound() {
        let all = tokens("echo a\nfor i in 1 2; do\necho $i\ndone\necho b", &BTreeMap::new()).unwrap();
        let (_, one) = first(&all).unwrap();
        let (_, two) = first(&all[one..]).unwrap();
        assert_eq!((one, all.len() - one - two), (3, 2));
    }

    #[test]
    fn a_descriptor_that_no_number_holds_is_refused() {
        for line in ["99999999999999999999<", "99999999999>f", "echo a 4294967296>&1", "x 9999999999>>f"] {
            let tokens = tokens(line, &BTreeMap::new()).unwrap();
            assert!(matches!(first(&tokens), Err(LineFault::Unexpected(_))), "{line}");
        }
        let tokens = tokens("echo 99999999999 2>f >99999999999", &BTreeMap::new()).unwrap();
        assert!(first(&tokens).is_ok());
        assert_eq!(read("echo 99999999999 > f"), Ok(1));
    }

    #[test]
    fn depth_that_the_parser_would_not_stand_is_refused() {
        for deep in ["(".repeat(40), "case x in x) ".repeat(30), format!("echo {}", "$(".repeat(6000))] {
            assert_eq!(read(&deep), Err(LineFault::TooMuch));
        }
        assert!(read(&format!("echo '{}'", "(".repeat(500))).is_ok());
    }
}
