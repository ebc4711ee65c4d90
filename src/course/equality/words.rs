//! Splitting a command line into words as a shell does: spaces, quotes, backslashes, pipes and redirections.

/// A piece of a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// With its quotes taken away.
    Word(String),
    /// What ends a command or sends its output elsewhere: `|`, `&&`, `;`, `>`, `2>`, `<` ...
    Operator(String),
}

/// The tokens of a line; `None` if a quote is not closed. Nothing is expanded: variables and patterns stay as written.
pub(super) fn tokens(line: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => {
                quoted = true;
                until_quote(&mut letters, word.get_or_insert_default())?;
            }
            '"' => {
                quoted = true;
                until_double_quote(&mut letters, word.get_or_insert_default())?;
            }
            '\\' => match letters.next() {
                // A line that goes on.
                Some('\n') => {}
                Some(next) => {
                    quoted = true;
                    word.get_or_insert_default().push(next);
                }
                None => word.get_or_insert_default().push('\\'),
            },
            '|' | '&' | ';' | '<' | '>' => {
                let mut operator = String::new();
                match word.take() {
                    // The number of a stream belongs to its redirection.
                    Some(stream)
                        if matches!(letter, '<' | '>')
                            && !quoted
                            && stream.bytes().all(|byte| byte.is_ascii_digit()) =>
                    {
                        operator = stream;
                    }
                    Some(before) => tokens.push(Token::Word(before)),
                    None => {}
                }
                operator.push(letter);
                while let Some(next) = letters.next_if(|next| matches!(next, '|' | '&' | '<' | '>')) {
                    operator.push(next);
                }
                tokens.push(Token::Operator(operator));
                quoted = false;
            }
            space if space.is_whitespace() => {
                tokens.extend(word.take().map(Token::Word));
                quoted = false;
            }
            other => word.get_or_insert_default().push(other),
        }
    }
    tokens.extend(word.map(Token::Word));
    Some(tokens)
}

fn until_quote(letters: &mut impl Iterator<Item = char>, word: &mut String) -> Option<()> {
    loop {
        match letters.next()? {
            '\'' => return Some(()),
            other => word.push(other),
        }
    }
}

fn until_double_quote(letters: &mut impl Iterator<Item = char>, word: &mut String) -> Option<()> {
    loop {
        match letters.next()? {
            '"' => return Some(()),
            '\\' => match letters.next()? {
                '\n' => {}
                escaped @ ('"' | '\\' | '$' | '`') => word.push(escaped),
                other => word.extend(['\\', other]),
            },
            other => word.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<Vec<String>> {
        let show = |token| match token {
            Token::Word(word) => word,
            Token::Operator(operator) => format!("<{operator}>"),
        };
        Some(tokens(line)?.into_iter().map(show).collect())
    }

    #[test]
    fn words_are_split_as_a_shell_splits_them() {
        for (line, words) in [
            ("a  b\tc", &["a", "b", "c"][..]),
            ("a 'b c'd \"e f\"", &["a", "b cd", "e f"]),
            (r#"a\ b "c\"d\e" '\'"#, &["a b", "c\"d\\e", "\\"]),
            ("a '' b", &["a", "", "b"]),
            (
                "a|b && c;d>e 2>f x2>g '2'>h",
                &[
                    "a", "<|>", "b", "<&&>", "c", "<;>", "d", "<>>", "e", "<2>>", "f", "x2", "<>>", "g", "2",
                    "<>>", "h",
                ],
            ),
            ("a \\\n b 'x|y'", &["a", "b", "x|y"]),
            ("", &[]),
        ] {
            assert_eq!(read(line).unwrap(), words, "{line:?}");
        }
        for open in ["'a", "a \"b", "\"\\"] {
            assert_eq!(tokens(open), None, "{open:?}");
        }
    }
}
