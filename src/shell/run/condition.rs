//! `[[ ... ]]`.

use brush_parser::ast::{BinaryPredicate as Binary, ExtendedTestExpr as Expr, UnaryPredicate as Unary};

use super::{Leave, Run};
use crate::shell::{expand::pattern::Pattern, login::Value, programs::test};

impl Run<'_> {
    pub(super) fn condition(&mut self, expression: &Expr) -> Result<bool, Leave> {
        Ok(match expression {
            Expr::And(left, right) => self.condition(left)? && self.condition(right)?,
            Expr::Or(left, right) => self.condition(left)? || self.condition(right)?,
            Expr::Not(inner) => !self.condition(inner)?,
            Expr::Parenthesized(inner) => self.condition(inner)?,
            Expr::UnaryTest(predicate, word) => {
                let text = self.text(&word.value)?;
                test::unary(self.session, flag(predicate), &text)
            }
            Expr::BinaryTest(predicate, left, right) => self.two(predicate, &left.value, &right.value)?,
        })
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
            Binary::StringMatchesRegex | Binary::StringContainsSubstring => {
                let expression = self.text(right)?;
                let Ok(regex) = regex_lite::RegexBuilder::new(&expression).size_limit(1 << 15).build() else {
                    self.session.login_mut().status = 2;
                    return Ok(false);
                };
                let found = regex.captures(&text);
                let groups = found.as_ref().map(|groups| {
                    groups
                        .iter()
                        .map(|group| group.map_or("", |group| group.as_str()).to_owned())
                        .collect::<Vec<_>>()
                });
                let met = groups.is_some();
                self.session.login_mut().set_value("BASH_REMATCH", Value::List(groups.unwrap_or_default()));
                met
            }
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
