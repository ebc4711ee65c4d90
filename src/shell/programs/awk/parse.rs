//! The text of an awk program, read into rules.

use regex_lite::Regex;

use crate::shell::programs::regular;

/// When a rule acts.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    Begin,
    End,
    Always,
    If(Expression),
}

#[derive(Debug, Clone)]
pub struct Rule {
    pub when: When,
    pub actions: Vec<Action>,
}

#[derive(Debug, Clone)]
pub enum Action {
    /// Joined by a blank.
    Print(Vec<Expression>),
    Printf(Vec<Expression>),
    Do(Expression),
    If(Expression, Vec<Action>, Vec<Action>),
    /// `for (NAME in ARRAY)`
    Each(String, String, Vec<Action>),
    Next,
    Exit,
}

#[derive(Debug, Clone)]
pub enum Expression {
    Text(String),
    Number(f64),
    Variable(String),
    Field(Box<Expression>),
    Element(String, Box<Expression>),
    /// `x in a`: the array has such an index.
    In(Box<Expression>, String),
    Match(Regex),
    Not(Box<Expression>),
    Minus(Box<Expression>),
    /// The operator as written; a blank joins texts.
    Two(&'static str, Box<Expression>, Box<Expression>),
    Assign(Box<Expression>, &'static str, Box<Expression>),
    /// `x++`: the value is that of before.
    Step(Box<Expression>, &'static str),
    Call(&'static str, Vec<Expression>),
}

impl PartialEq for Expression {
    /// Only asked of whether a rule is `BEGIN`: conditions are never the same.
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

const FUNCTIONS: [&str; 6] = ["length", "toupper", "tolower", "substr", "index", "int"];
/// Words of awk that are not there.
const ABSENT: [&str; 8] = ["while", "do", "function", "getline", "delete", "split", "gsub", "sub"];
/// Expressions inside each other.
pub(super) const DEEPEST: usize = 40;
/// Operators between two expressions in a program: a sum of that many is a tree as deep.
const OPERATORS: usize = 300;

pub(super) struct Reader<'p> {
    pub(super) rest: &'p str,
    pub(super) depth: usize,
    operators: usize,
}

/// Reads a program.
///
/// # Errors
/// When it is none, or holds what is not there.
pub fn program(text: &str) -> Result<Vec<Rule>, String> {
    let mut reader = Reader { rest: text, depth: 0, operators: 0 };
    let mut rules = Vec::new();
    loop {
        reader.skip(true);
        if reader.rest.is_empty() {
            break;
        }
        let when = if reader.word("BEGIN") {
            When::Begin
        } else if reader.word("END") {
            When::End
        } else if reader.rest.starts_with('{') {
            When::Always
        } else {
            When::If(reader.expression(0)?)
        };
        reader.skip(false);
        let actions = if reader.sign("{") { reader.actions()? } else { vec![Action::Print(vec![])] };
        rules.push(Rule { when, actions });
    }
    if rules.is_empty() { Err("syntax error: no program".to_owned()) } else { Ok(rules) }
}

const TOO_DEEP: &str = "the program nests too deep";

/// Operators by how strongly they bind.
const LEVELS: [&[&str]; 7] = [
    &["||"],
    &["&&"],
    &["in"],
    &["!~", "~", "==", "!=", "<=", ">=", "<", ">"],
    &[" "],
    &["+", "-"],
    &["*", "/", "%"],
];

impl<'p> Reader<'p> {
    pub(super) fn skip(&mut self, lines: bool) {
        self.rest = self.rest.trim_start_matches(|one: char| {
            one == ' ' || one == '\t' || (lines && (one == '\n' || one == ';'))
        });
    }

    pub(super) fn sign(&mut self, sign: &str) -> bool {
        self.skip(false);
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub(super) fn name(&self) -> &'p str {
        let end =
            self.rest.find(|one: char| !one.is_ascii_alphanumeric() && one != '_').unwrap_or(self.rest.len());
        self.rest.get(..end).unwrap_or_default()
    }

    pub(super) fn take_name(&mut self) -> &'p str {
        self.skip(false);
        let name = self.name();
        self.rest = self.rest.get(name.len()..).unwrap_or_default();
        name
    }

    pub(super) fn word(&mut self, word: &str) -> bool {
        self.skip(false);
        let found = self.name() == word;
        if found {
            self.rest = self.rest.get(word.len()..).unwrap_or_default();
        }
        found
    }

    pub(super) fn wrong(&self) -> String {
        let near: String = self.rest.chars().take(12).collect();
        format!("syntax error near `{near}'")
    }

    pub(super) fn expression(&mut self, level: usize) -> Result<Expression, String> {
        let Some(operators) = LEVELS.get(level) else { return self.single() };
        self.depth += 1;
        if self.depth > DEEPEST * LEVELS.len() {
            return Err(TOO_DEEP.to_owned());
        }
        let mut left = self.expression(level + 1)?;
        loop {
            self.skip(false);
            let operator = if *operators == [" "] {
                let begins =
                    self.rest.starts_with(|one: char| one.is_ascii_alphanumeric() || "\"$_(".contains(one));
                (begins && self.name() != "in").then_some(" ")
            } else {
                operators.iter().copied().find(|sign| self.rest.starts_with(sign) && !self.is_longer(sign))
            };
            let Some(operator) = operator else { break };
            self.operators += 1;
            if self.operators > OPERATORS {
                return Err(TOO_DEEP.to_owned());
            }
            self.rest = self.rest.get(if operator == " " { 0 } else { operator.len() }..).unwrap_or_default();
            if operator == "in" {
                let array = self.take_name();
                if array.is_empty() {
                    return Err(self.wrong());
                }
                left = Expression::In(Box::new(left), array.to_owned());
                continue;
            }
            self.skip(false);
            let right = self.expression(level + 1)?;
            left = Expression::Two(operator, Box::new(left), Box::new(right));
        }
        if level == 0
            && matches!(left, Expression::Variable(_) | Expression::Field(_) | Expression::Element(..))
            && let Some(sign) =
                ["+=", "-=", "*=", "/=", "="].into_iter().find(|sign| self.rest.starts_with(sign))
        {
            self.rest = self.rest.get(sign.len()..).unwrap_or_default();
            let value = self.expression(0)?;
            left = Expression::Assign(Box::new(left), sign, Box::new(value));
        }
        self.depth -= 1;
        Ok(left)
    }

    /// `+` of `+=`, `=` of `==`, `in` of `index`: the sign is a part of another one.
    fn is_longer(&self, sign: &str) -> bool {
        let after = self.rest.get(sign.len()..).unwrap_or_default();
        sign == "in" && self.name() != sign
            || matches!(sign, "+" | "-" | "*" | "/" | "%") && after.starts_with('=')
            || matches!(sign, "+" | "-") && after.starts_with(sign)
    }

    fn single(&mut self) -> Result<Expression, String> {
        self.skip(false);
        let first = self.rest.chars().next().ok_or_else(|| self.wrong())?;
        match first {
            '"' => self.text(),
            '/' => {
                let body = self.rest.get(1..).unwrap_or_default();
                let end = body
                    .char_indices()
                    .find(|(at, one)| {
                        *one == '/' && !body.get(..*at).is_some_and(|before| before.ends_with('\\'))
                    })
                    .ok_or_else(|| self.wrong())?
                    .0;
                self.rest = body.get(end + 1..).unwrap_or_default();
                let pattern = body.get(..end).unwrap_or_default().replace("\\/", "/");
                Ok(Expression::Match(regular::compile(&pattern, true, false)?))
            }
            '$' | '!' | '-' => {
                self.rest = self.rest.get(1..).unwrap_or_default();
                self.depth += 1;
                if self.depth > DEEPEST * LEVELS.len() {
                    return Err(TOO_DEEP.to_owned());
                }
                let inner = Box::new(self.single()?);
                self.depth -= 1;
                Ok(match first {
                    '$' => Expression::Field(inner),
                    '!' => Expression::Not(inner),
                    _ => Expression::Minus(inner),
                })
            }
            '(' => {
                self.rest = self.rest.get(1..).unwrap_or_default();
                let inner = self.expression(0)?;
                if self.sign(")") { Ok(inner) } else { Err(self.wrong()) }
            }
            first if first.is_ascii_digit() || first == '.' => {
                let end = self
                    .rest
                    .find(|one: char| !one.is_ascii_digit() && one != '.')
                    .unwrap_or(self.rest.len());
                let (digits, rest) = self.rest.split_at(end);
                let number = digits.parse().map_err(|_| self.wrong())?;
                self.rest = rest;
                Ok(Expression::Number(number))
            }
            _ => self.named(),
        }
    }

    fn named(&mut self) -> Result<Expression, String> {
        let name = self.name();
        if ABSENT.contains(&name) {
            return Err(format!("`{name}' of awk is not there in this shell"));
        }
        if name.is_empty() {
            return Err(self.wrong());
        }
        self.rest = self.rest.get(name.len()..).unwrap_or_default();
        if let Some(function) = FUNCTIONS.into_iter().find(|function| *function == name) {
            let mut arguments = Vec::new();
            if self.sign("(") {
                while !self.sign(")") {
                    arguments.push(self.expression(0)?);
                    if !self.sign(",") && !self.rest.trim_start().starts_with(')') {
                        return Err(self.wrong());
                    }
                }
            }
            return Ok(Expression::Call(function, arguments));
        }
        if self.rest.starts_with('(') {
            return Err(format!("`{name}': functions of awk are not there in this shell"));
        }
        let target = if self.rest.starts_with('[') {
            self.rest = self.rest.get(1..).unwrap_or_default();
            let index = self.expression(0)?;
            if !self.sign("]") {
                return Err(self.wrong());
            }
            Expression::Element(name.to_owned(), Box::new(index))
        } else {
            Expression::Variable(name.to_owned())
        };
        for (sign, operator) in [("++", "+="), ("--", "-=")] {
            if let Some(rest) = self.rest.strip_prefix(sign) {
                self.rest = rest;
                return Ok(Expression::Step(Box::new(target), operator));
            }
        }
        Ok(target)
    }

    fn text(&mut self) -> Result<Expression, String> {
        let body = self.rest.get(1..).unwrap_or_default();
        let mut escaped = false;
        for (at, one) in body.char_indices() {
            match one {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    let inner = body.get(..at).unwrap_or_default();
                    self.rest = body.get(at + 1..).unwrap_or_default();
                    return Ok(Expression::Text(crate::shell::expand::escape::decode(inner).0));
                }
                _ => {}
            }
        }
        Err("syntax error: a text does not end".to_owned())
    }
}
