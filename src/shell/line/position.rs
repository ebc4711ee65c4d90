//! Which words of a line stand where a command's name is expected, and which constructs are still open.

use brush_parser::Token;

/// Walks over tokens one by one.
#[derive(Debug, Default)]
pub struct Walk<'t> {
    /// What will close each open construct.
    closers: Vec<&'t str>,
    deepest: usize,
    /// How many `&&`, `||` and `!` stand in the last `[[`, and in the one that has most of them.
    joined: usize,
    most_joined: usize,
    /// Something other than a command's name comes next.
    inside: bool,
    /// The last thing needs a command behind it: an operator, or `f()`.
    hanging: bool,
    last: Last,
}

/// What stood before, as far as `f()` wants to know.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Last {
    #[default]
    Other,
    Name,
    Parenthesis,
}

impl<'t> Walk<'t> {
    /// The deepest nesting so far.
    pub fn deepest(&self) -> usize {
        self.deepest
    }

    /// How many signs join conditions in one `[[`, at most.
    pub fn most_joined(&self) -> usize {
        self.most_joined
    }

    /// Whether more has to come.
    pub fn is_open(&self) -> bool {
        self.hanging || !self.closers.is_empty()
    }

    /// Whether a list, a condition or a choice is open, in which `;` is not what a new line is.
    pub fn is_in_list(&self) -> bool {
        self.closers.iter().any(|closer| matches!(*closer, ")" | "]]" | "esac"))
    }

    /// Takes the next token; `true` when it is a word where a command's name is expected.
    pub fn step(&mut self, token: &'t Token) -> bool {
        let top = self.closers.last().copied().unwrap_or_default();
        let is_name = match token {
            Token::Operator(operator, _) => {
                self.operator(operator, top);
                false
            }
            Token::Word(word, _) => self.word(word, top),
        };
        self.deepest = self.deepest.max(self.closers.len());
        is_name
    }

    fn operator(&mut self, operator: &str, top: &str) {
        if operator == "\n" {
            self.inside = false;
            return;
        }
        if matches!(operator, "&&" | "||") {
            self.join();
        }
        let before = std::mem::take(&mut self.last);
        match operator {
            "(" if top != "esac" || !self.inside => {
                self.closers.push(")");
                if before == Last::Name {
                    self.last = Last::Parenthesis;
                }
            }
            ")" if top == ")" => {
                self.closers.pop();
            }
            _ => {}
        }
        self.hanging =
            matches!(operator, "|" | "&&" | "||" | "|&") || (operator == ")" && before == Last::Parenthesis);
        self.inside = operator.contains(['<', '>']);
    }

    fn word(&mut self, word: &'t str, top: &str) -> bool {
        self.hanging = false;
        if word == "!" {
            self.join();
        }
        // `a=(...)` is a list, `f()` a function.
        self.last = if word.ends_with('=') { Last::Other } else { Last::Name };
        if top == "]]" {
            if word == "]]" {
                self.closers.pop();
            }
            return false;
        }
        if self.inside {
            return false;
        }
        self.inside = match word {
            "if" => self.open("fi", false),
            "for" | "select" => self.open("done", true),
            "while" | "until" => self.open("done", false),
            "case" => self.open("esac", true),
            "{" => self.open("}", false),
            "[[" => {
                self.joined = 0;
                self.open("]]", true)
            }
            "fi" | "done" | "esac" | "}" => {
                if top == word {
                    self.closers.pop();
                }
                true
            }
            "then" | "else" | "elif" | "do" | "!" | "time" => false,
            // An assignment stands before a command.
            word => !is_assignment(word),
        };
        true
    }

    /// Parentheses in a `[[` open constructs of their own.
    fn join(&mut self) {
        if self.closers.contains(&"]]") {
            self.joined += 1;
            self.most_joined = self.most_joined.max(self.joined);
        }
    }

    fn open(&mut self, closer: &'static str, inside: bool) -> bool {
        self.closers.push(closer);
        inside
    }
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}
