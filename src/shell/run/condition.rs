//! `[[ ... ]]`.

use brush_parser::ast::{BinaryPredicate as Binary, ExtendedTestExpr as Expr, UnaryPredicate as Unary};

use super::{Leave, Run};
use crate::shell::{expand::pattern::Pattern, login::Value, programs::test};

/// The status of a condition that is met.
const MET: u8 = 0;
/// The status of one whose regular expression is none: `!` makes it met, as in bash.
const WRONG: u8 = 2;

impl Run<'_> {
    /// The status that a condition gives.
    pub(super) fn condition(&mut self, expression: &Expr) -> Result<u8, Leave> {
        Ok(match expression {
            Expr::And(left, right) => match self.condition(left)? {
                MET => self.condition(right)?,
                status => status,
            },
            Expr::Or(left, right) => match self.condition(left)? {
                MET => MET,
                _ => self.condition(right)?,
            },
            Expr::Not(inner) => u8::from(self.condition(inner)? == MET),
            Expr::Parenthesized(inner) => self.condition(inner)?,
            Expr::UnaryTest(predicate, word) => {
                let text = self.text(&word.value)?;
                u8::from(!test::unary(self.session, flag(predicate), &text))
            }
            Expr::BinaryTest(
                Binary::StringMatchesRegex | Binary::StringContainsSubstring,
                text,
                expression,
            ) => self.regular(&text.value, &expression.value)?,
            Expr::BinaryTest(predicate, left, right) => {
                u8::from(!self.two(predicate, &left.value, &right.value)?)
            }
        })
    }

    /// `=~`
    fn regular(&mut self, text: &str, expression: &str) -> Result<u8, Leave> {
        let (text, expression) = (self.text(text)?, self.text(expression)?);
        let Ok(regex) = regex_lite::RegexBuilder::new(&expression).size_limit(1 << 15).build() else {
            return Ok(WRONG);
        };
        let groups = regex.captures(&text).map(|groups| {
            let text =
                |group: Option<regex_lite::Match<'_>>| group.map_or("", |group| group.as_str()).to_owned();
            groups.iter().map(text).collect::<Vec<_>>()
        });
        let met = groups.is_some();
        self.session.login_mut().set_value("BASH_REMATCH", Value::List(groups.unwrap_or_default()));
        Ok(u8::from(!met))
    }

    fn two(&mut self, predicate: &Binary, left: &str, right: &str) -> Result<bool, Leave> {
        let number = match predicate {
            Binary::ArithmeticEqualTo => Some("-eq"),
            Binary::ArithmeticNotEqualTo => Some("-ne"),
            Binary::ArithmeticLessThan => Some("-lt"),
            Binary::ArithmeticLessThanOrEqualTo => Some("-le"),
            Binary::ArithmeticGreaterThan => Some("-gt"),
            Binary::ArithmeticGreaterThanOrEqualTo => Some("-ge"),
            _ => None,
        };
        if let Some(operator) = number {
            let (left, right) = (self.arithmetic(left)?, self.arithmetic(right)?);
            return Ok(test::compare(operator, left, right));
        }
        let text = self.text(left)?;
        Ok(match predicate {
            Binary::StringExactlyMatchesPattern => Pattern::new(&self.pattern(right)?).matches(&text),
            Binary::StringDoesNotExactlyMatchPattern => !Pattern::new(&self.pattern(right)?).matches(&text),
            _ => {
                let right = self.text(right)?;
                match predicate {
                    Binary::StringExactlyMatchesString => text == right,
                    Binary::StringDoesNotExactlyMatchString => text != right,
                    Binary::LeftSortsBeforeRight => text < right,
                    Binary::LeftSortsAfterRight => text > right,
                    _ => false,
                }
            }
        })
    }
}

fn flag(predicate: &Unary) -> &'static str {
    match predicate {
        Unary::FileExists => "-e",
        Unary::FileExistsAndIsDir => "-d",
        Unary::FileExistsAndIsRegularFile => "-f",
        Unary::FileExistsAndIsReadable => "-r",
        Unary::FileExistsAndIsNotZeroLength => "-s",
        Unary::FileExistsAndIsWritable => "-w",
        Unary::FileExistsAndIsExecutable => "-x",
        Unary::ShellVariableIsSetAndAssigned => "-v",
        Unary::StringHasZeroLength => "-z",
        Unary::StringHasNonZeroLength => "-n",
        Unary::FdIsOpenTerminal => "-t",
        _ => "-h",
    }
}
