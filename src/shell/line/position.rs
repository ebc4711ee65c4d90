//! Which words of a line stand where a command's name is expected, and which constructs are still open.

use brush_parser::Token;

/// What is open at the end, and how deep it nests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shape {
    pub deepest: usize,
    pub open: bool,
}

/// Walks over the tokens; `visit` is told of each word where a command's name is expected.
pub fn walk<'t>(tokens: &'t [Token], mut visit: impl FnMut(usize, &'t str)) -> Shape {
    // What will close each open construct.
    let mut closers: Vec<&str> = Vec::new();
    let mut deepest = 0;
    let mut expected = true;
    // The last thing was an operator that needs a command behind it.
    let mut hanging = false;
    for (at, token) in tokens.iter().enumerate() {
        let top = closers.last().copied().unwrap_or_default();
        match token {
            Token::Operator(operator, _) => {
                match operator.as_str() {
                    "(" if top != "esac" || expected => closers.push(")"),
                    ")" if top == ")" => {
                        closers.pop();
                    }
                    _ => {}
                }
                if operator != "\n" {
                    hanging = matches!(operator.as_str(), "|" | "&&" | "||" | "|&");
                }
                expected = !operator.contains(['<', '>']);
            }
            Token::Word(word, _) => {
                hanging = false;
                if top == "]]" {
                    if word == "]]" {
                        closers.pop();
                    }
                    continue;
                }
                if !expected {
                    continue;
                }
                visit(at, word);
                expected = match word.as_str() {
                    "if" => open(&mut closers, "fi", true),
                    "for" | "select" => open(&mut closers, "done", false),
                    "while" | "until" => open(&mut closers, "done", true),
                    "case" => open(&mut closers, "esac", false),
                    "{" => open(&mut closers, "}", true),
                    "[[" => open(&mut closers, "]]", false),
                    "fi" | "done" | "esac" | "}" => {
                        if top == word {
                            closers.pop();
                        }
                        false
                    }
                    "then" | "else" | "elif" | "do" | "!" | "time" => true,
                    // An assignment before a command.
                    word => is_assignment(word),
                };
            }
        }
        deepest = deepest.max(closers.len());
    }
    Shape { deepest, open: hanging || !closers.is_empty() }
}

pub fn shape(tokens: &[Token]) -> Shape {
    let mut last = false;
    let mut shape = walk(tokens, |_, _| {});
    // `f()` waits for its body.
    if let [.., Token::Operator(open, _), Token::Operator(close, _)] = tokens {
        last = open == "(" && close == ")";
    }
    shape.open |= last;
    shape
}

fn open(closers: &mut Vec<&str>, closer: &'static str, expected: bool) -> bool {
    closers.push(closer);
    expected
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}
