//! Words of a Corefile, each with its place, by the rules of Caddy 1's lexer, which `CoreDNS` uses.
//!
//! A word ends at white space, or at the closing quote if it begins with one; in quotes `\"` is a quote. `#` begins a
//! comment, even inside a word; the word is cut there.

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    /// From 1.
    pub line: usize,
    /// Of its first character, from 1, in characters.
    pub column: usize,
}

impl Token {
    /// The line on which the word ends: quoted words may hold line breaks.
    pub fn last_line(&self) -> usize {
        self.line + self.text.matches('\n').count()
    }

    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }
}

/// As the word must be written to be read again.
pub fn quoted(text: &str) -> String {
    let plain =
        !text.is_empty() && !text.starts_with('"') && !text.contains(|c: char| c.is_whitespace() || c == '#');
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\\\"")) }
}

/// All words. There is no wrong text at this level: an unclosed quote ends with the file.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: text.strip_prefix('\u{feff}').unwrap_or(text).chars(), line: 1, column: 0 };
    std::iter::from_fn(|| lexer.token()).collect()
}

struct Lexer<'a> {
    rest: std::str::Chars<'a>,
    line: usize,
    column: usize,
}

impl Lexer<'_> {
    fn character(&mut self) -> Option<char> {
        let character = self.rest.next()?;
        if character == '\n' {
            self.line += 1;
            self.column = 0;
        } else {
            self.column += 1;
        }
        Some(character)
    }

    fn token(&mut self) -> Option<Token> {
        let mut comment = false;
        let mut token: Option<Token> = None;
        loop {
            let line = self.line;
            let Some(character) = self.character() else { return token };
            if character.is_whitespace() {
                comment &= character != '\n';
                if character == '\r' {
                    continue;
                }
                if token.is_some() {
                    return token;
                }
                continue;
            }
            comment |= character == '#';
            if comment {
                continue;
            }
            if let Some(token) = &mut token {
                token.text.push(character);
                continue;
            }
            let begun = Token { text: String::new(), line, column: self.column };
            if character == '"' {
                return self.quoted(begun);
            }
            token = Some(Token { text: character.into(), ..begun });
        }
    }

    fn quoted(&mut self, mut token: Token) -> Option<Token> {
        let mut escaped = false;
        loop {
            let Some(character) = self.character() else {
                return Some(token).filter(|token| !token.text.is_empty());
            };
            match character {
                '\\' if !escaped => {
                    escaped = true;
                    continue;
                }
                '"' if !escaped => return Some(token),
                '"' => {}
                _ if escaped => token.text.push('\\'),
                _ => {}
            }
            token.text.push(character);
            escaped = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_quotes_and_comments() {
        assert_eq!(texts("a b\t{\n # all\n c#cut\n}"), ["a", "b", "{", "c", "}"]);
        assert_eq!(texts(r#"log . "{type} \"x\" \d" """#), ["log", ".", "{type} \"x\" \\d", ""]);
        assert_eq!(texts("\u{feff}a\r\nb"), ["a", "b"]);
        assert_eq!(texts("\"not closed"), ["not closed"]);
    }

    #[test]
    fn a_word_knows_its_place() {
        let found = tokens(".:53 {\n    errors\n}");
        assert_eq!((found[2].line, found[2].column), (2, 5));
        assert_eq!((found[3].line, found[3].column), (3, 1));
        assert_eq!(tokens("\"a\nb\" c")[0].last_line(), 2);
    }
}
