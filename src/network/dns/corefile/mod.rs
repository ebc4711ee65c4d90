//! The Corefile as text with structure: server blocks of directives. What the directives mean is `plugin`'s business.

mod directives;
mod error;
mod parser;
mod token;

use std::fmt;

pub use directives::{DIRECTIVES, directive};
pub use error::{CorefileError, Form, PATH};
pub use parser::parse;
pub use token::Token;

/// A Corefile that is well formed and names only plugins that exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corefile {
    pub blocks: Vec<ServerBlock>,
}

/// `.:53 { ... }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerBlock {
    /// At least one.
    pub keys: Vec<Token>,
    pub directives: Vec<Directive>,
}

/// One use of a plugin: its name, its arguments and its block, as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    pub name: &'static str,
    /// Its place in the order of execution.
    pub order: usize,
    /// The name first. Braces are words, too, and balanced.
    pub tokens: Vec<Token>,
}

impl Directive {
    /// The words by lines.
    fn lines(&self) -> Vec<Vec<&str>> {
        let mut lines: Vec<Vec<&str>> = Vec::new();
        let mut last = None;
        for token in &self.tokens {
            match lines.last_mut() {
                Some(line) if last == Some(token.line) => line.push(&token.text),
                _ => lines.push(vec![&token.text]),
            }
            last = Some(token.last_line());
        }
        lines
    }
}

/// Reads as the same Corefile again; comments and spacing are gone.
impl fmt::Display for Corefile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.blocks.first().and_then(|block| block.keys.first());
        if first.is_some_and(|key| key.text.starts_with('\u{feff}')) {
            // The first byte order mark of a file is dropped: this key has one of its own.
            f.write_str("\u{feff}")?;
        }
        for block in &self.blocks {
            let keys: Vec<String> = block.keys.iter().map(|key| token::quoted(&key.text)).collect();
            writeln!(f, "{} {{", keys.join(" "))?;
            for line in block.directives.iter().flat_map(Directive::lines) {
                let words: Vec<String> = line.into_iter().map(token::quoted).collect();
                writeln!(f, "    {}", words.join(" "))?;
            }
            writeln!(f, "}}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Lines = Vec<Vec<String>>;

    /// Without places.
    fn shape(corefile: &Corefile) -> Vec<(Vec<String>, Vec<Lines>)> {
        let owned = |lines: Vec<Vec<&str>>| {
            lines.into_iter().map(|line| line.into_iter().map(str::to_owned).collect()).collect()
        };
        let keys = |block: &ServerBlock| block.keys.iter().map(|key| key.text.clone()).collect();
        corefile
            .blocks
            .iter()
            .map(|block| (keys(block), block.directives.iter().map(|one| owned(one.lines())).collect()))
            .collect()
    }

    fn printed_is_the_same(text: &str) -> Result<(), TestCaseError> {
        if let Ok(read) = parse(text) {
            let printed = read.to_string();
            let again = parse(&printed);
            prop_assert!(again.is_ok(), "{text:?} printed {printed:?}: {again:?}");
            prop_assert_eq!(shape(&read), shape(&again.unwrap()), "{:?} printed {:?}", text, printed);
        }
        Ok(())
    }

    #[test]
    fn words_that_were_once_printed_wrong() {
        for text in [
            "\t\u{feff}",
            "\t\u{feff}\\",
            "\u{feff}\u{feff}x {\n}",
            ". {\n log \"\" \"a\\\"b\"\n}",
            ". {,\n dnssec",
        ] {
            printed_is_the_same(text).unwrap();
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*|(?s).{0,60}") {
            printed_is_the_same(&text)?;
        }

        #[test]
        fn what_is_printed_reads_the_same(words in proptest::collection::vec(
            prop_oneof![
                Just(".:53"), Just("{"), Just("}"), Just("\n"), Just("\n"), Just("errors"), Just("log"), Just("forward"),
                Just("."), Just("a,"), Just("{,"), Just(","), Just("\"q \\\"x\\\" #\""), Just("\"\""), Just("\"two\nlines\""), Just("# note"), Just("\\"), Just("x#y z"),
            ], 0..24)
        ) {
            printed_is_the_same(&format!(".:53 {{\n{}", words.join(" ")))?;
            printed_is_the_same(&words.join(" "))?;
        }
    }
}
