//! Groups a Corefile's words into server blocks and directives, as Caddy 1's parser does, with its messages.

use super::{
    Corefile, Directive, ServerBlock,
    directives::directive,
    error::{CorefileError, Form},
    token::{Token, tokens},
};

/// Reads a Corefile.
///
/// # Errors
/// The first fault, as `CoreDNS` reports it: unbalanced braces, unknown directives, commas that lead nowhere. Snippets,
/// imports and environment variables are refused as not simulated.
pub fn parse(text: &str) -> Result<Corefile, CorefileError> {
    let tokens = tokens(text);
    let mut parser = Parser { tokens: &tokens, next: 0 };
    let mut blocks = Vec::new();
    while parser.next < tokens.len() {
        let keys = parser.keys()?;
        let directives = parser.contents()?;
        // A block without a key is dropped without a word; so does Caddy.
        if !keys.is_empty() {
            blocks.push(ServerBlock { keys, directives });
        }
    }
    Ok(Corefile { blocks })
}

struct Parser<'a> {
    tokens: &'a [Token],
    next: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.next)
    }

    /// The next word begins a line.
    fn at_line_start(&self) -> bool {
        let last = self.next.checked_sub(1).and_then(|index| self.tokens.get(index));
        match (last, self.peek()) {
            (Some(last), Some(next)) => last.last_line() < next.line,
            _ => true,
        }
    }

    /// A fault at the last word read.
    fn fault(&self, form: Form, message: String) -> CorefileError {
        let last = self.tokens.get(self.next.saturating_sub(1)).or(self.tokens.last());
        let (line, column) = last.map_or((1, 1), |token| (token.line, token.column));
        CorefileError { plugin: None, form, line, column, message }
    }

    fn checked(&self, token: &'a Token) -> Result<&'a Token, CorefileError> {
        let variable = |open: &str, close: &str| {
            token.text.split_once(open).is_some_and(|(_, rest)| rest.contains(close))
        };
        if variable("{$", "}") || variable("{%", "%}") {
            return Err(
                self.fault(Form::NotSimulated, format!("the environment variable in '{}'", token.text))
            );
        }
        Ok(token)
    }

    fn refuse_import(&self, token: &Token, starts_line: bool) -> Result<(), CorefileError> {
        if token.is("import") && starts_line {
            return Err(self.fault(Form::NotSimulated, "import of a file or snippet".to_owned()));
        }
        Ok(())
    }

    fn keys(&mut self) -> Result<Vec<Token>, CorefileError> {
        let mut keys: Vec<Token> = Vec::new();
        let (mut another, mut begun) = (false, false);
        while let Some(token) = self.peek() {
            let starts_line = self.at_line_start();
            if begun && starts_line && !another {
                break;
            }
            let comma =
                |text: &str| format!("Expected another address but had '{text}' - check for extra comma");
            if token.is("{") {
                if another {
                    self.next += 1;
                    return Err(self.fault(Form::Parsing, comma("{")));
                }
                break;
            }
            (self.next, begun) = (self.next + 1, true);
            self.refuse_import(token, starts_line)?;
            let text = &self.checked(token)?.text;
            if text.is_empty() {
                continue;
            }
            another = text.ends_with(',');
            let bare = text.strip_suffix(',').unwrap_or(text);
            if bare.is_empty() || bare.ends_with(',') {
                return Err(self.fault(Form::Parsing, comma(text)));
            }
            if bare == "{" {
                // "{," is an address to CoreDNS, of a name that no client asks for; nobody means it, and it can not be printed.
                return Err(self.fault(Form::NotSimulated, "an address of the name {".to_owned()));
            }
            keys.push(Token { text: bare.to_owned(), ..token.clone() });
        }
        if another {
            return Err(self.fault(Form::Parsing, "Unexpected EOF".to_owned()));
        }
        match keys.as_slice() {
            [key] if key.text.starts_with('(') && key.text.ends_with(')') => {
                Err(self.fault(Form::NotSimulated, format!("the snippet {}", key.text)))
            }
            _ => Ok(keys),
        }
    }

    /// The directives of a block: up to its closing brace, or to the end of the file where it has no braces.
    fn contents(&mut self) -> Result<Vec<Directive>, CorefileError> {
        let braces = self.peek().is_some_and(|token| token.is("{"));
        self.next += usize::from(braces);
        let mut directives = Vec::new();
        while let Some(token) = self.peek() {
            self.next += 1;
            if token.is("}") {
                return Ok(directives);
            }
            self.refuse_import(token, true)?;
            directives.push(self.directive(token)?);
        }
        // Caddy looks at the last word only: the closing brace of a plugin's block passes for the server block's.
        let last = self.tokens.last().map(|token| token.text.as_str()).unwrap_or_default();
        if braces && last != "}" {
            return Err(self.fault(Form::Syntax, format!("Unexpected token '{last}', expecting '}}'")));
        }
        Ok(directives)
    }

    fn directive(&mut self, name: &Token) -> Result<Directive, CorefileError> {
        self.checked(name)?;
        let Some((order, known)) = directive(&name.text) else {
            return Err(self.fault(Form::Parsing, format!("Unknown directive '{}'", name.text)));
        };
        let mut tokens = vec![name.clone()];
        let mut nesting = 0usize;
        while let Some(token) = self.peek() {
            let starts_line = self.at_line_start();
            if starts_line && nesting == 0 && !token.is("{") {
                break;
            }
            self.next += 1;
            if token.is("{") {
                nesting += 1;
            } else if token.is("}") {
                nesting = nesting.checked_sub(1).ok_or_else(|| {
                    self.fault(Form::Parsing, "Unexpected '}' because no matching opening brace".to_owned())
                })?;
            }
            self.refuse_import(token, starts_line)?;
            tokens.push(self.checked(token)?.clone());
        }
        if nesting > 0 {
            return Err(self.fault(Form::Parsing, "Unexpected EOF".to_owned()));
        }
        Ok(Directive { name: known, order, tokens })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn blocks_have_keys_and_directives() {
        let corefile =
            parse("a.example:53,\n b.example\n{\n errors\n health {\n lameduck 5s\n }\n}\n. {\n}").unwrap();
        let keys: Vec<&str> = corefile.blocks[0].keys.iter().map(|key| key.text.as_str()).collect();
        assert_eq!(keys, ["a.example:53", "b.example"]);
        let names: Vec<&str> = corefile.blocks[0].directives.iter().map(|one| one.name).collect();
        assert_eq!(names, ["errors", "health"]);
        assert_eq!(corefile.blocks.len(), 2);
        assert!(corefile.blocks[1].directives.is_empty());
    }

    #[test]
    fn a_single_block_needs_no_braces() {
        let corefile = parse(".:53\nerrors\nlog").unwrap();
        assert_eq!(corefile.blocks[0].directives.len(), 2);
    }

    #[test]
    fn faults_come_in_the_words_of_coredns() {
        assert_eq!(
            error(".:53 {\n    kubernets cluster.local\n}"),
            "/etc/coredns/Corefile:2 - Error during parsing: Unknown directive 'kubernets'"
        );
        assert_eq!(
            error(".:53 {\n errors\n loadbalance\n"),
            "/etc/coredns/Corefile:3 - Syntax error: Unexpected token 'loadbalance', expecting '}'"
        );
        assert_eq!(
            error(".:53 {\n health {\n lameduck 5s\n"),
            "/etc/coredns/Corefile:3 - Error during parsing: Unexpected EOF"
        );
        assert_eq!(
            error(".:53 {\n errors }\n"),
            "/etc/coredns/Corefile:2 - Error during parsing: Unexpected '}' because no matching opening brace"
        );
        assert_eq!(
            error("a, {\n}"),
            "/etc/coredns/Corefile:1 - Error during parsing: Expected another address but had '{' - check for extra comma"
        );
        assert_eq!(error("a,"), "/etc/coredns/Corefile:1 - Error during parsing: Unexpected EOF");
        let place = parse(".:53 {\n    kubernets x\n}").unwrap_err();
        assert_eq!((place.line, place.column), (2, 5));
    }

    #[test]
    fn a_brace_too_many_is_the_name_of_a_zone() {
        let corefile = parse(".:53 {\n errors\n}\n}\n").unwrap();
        assert!(corefile.blocks[1].keys[0].is("}"));
        assert_eq!(
            error(".:53 {\n}\n}\na {\n}"),
            "/etc/coredns/Corefile:4 - Error during parsing: Unknown directive 'a'"
        );
    }

    #[test]
    fn what_needs_files_or_the_environment_is_refused_as_not_simulated() {
        for text in [
            "(snip) {\n log\n}",
            ". {\n import snip\n}",
            "import x",
            ". {\n forward . {$UP}\n}",
            ". {\n log {%X%}\n}",
        ] {
            assert_eq!(parse(text).unwrap_err().form, Form::NotSimulated, "{text}");
        }
        assert!(parse(". {\n log . {combined}\n}").is_ok());
    }
}
