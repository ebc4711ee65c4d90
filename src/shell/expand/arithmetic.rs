//! `$(( ))`: whole numbers of 64 bits that wrap, as in bash.

use brush_parser::ast::{
    ArithmeticExpr as Expr, ArithmeticTarget as Target, BinaryOperator as Binary,
    UnaryAssignmentOperator as Step, UnaryOperator as Unary,
};

use crate::shell::run::{Leave, Run};

/// Variables that name variables.
const NAMES: u8 = 16;
/// Signs of one expression: its tree may be as deep, and the parser and we call ourselves for each level of it.
const SIGNS: usize = 256;
/// Parentheses inside each other.
const PARENTHESES: usize = 40;
/// Subscripts inside each other: the parser reads one anew for each operator that could stand behind it.
const SUBSCRIPTS: usize = 3;

impl Run<'_> {
    /// The value of an expression as written: its own expansions come first.
    pub fn arithmetic(&mut self, text: &str) -> Result<i64, Leave> {
        let text = self.text(text)?;
        let tree = self.expression(text.trim())?;
        self.evaluate(&tree, NAMES)
    }

    fn expression(&mut self, text: &str) -> Result<Expr, Leave> {
        if !is_bounded(text) {
            return Err(self.refuse("expression nests too deep"));
        }
        brush_parser::arithmetic::parse(text).map_err(|_| {
            self.refuse(&match beyond_octal(text) {
                Some(number) => {
                    format!("{text}: value too great for base (error token is \"{number}\")")
                }
                None => format!("{text}: syntax error in expression"),
            })
        })
    }

    fn evaluate(&mut self, tree: &Expr, depth: u8) -> Result<i64, Leave> {
        Ok(match tree {
            Expr::Literal(number) => *number,
            Expr::Reference(target) => self.value_of(target, depth)?,
            Expr::UnaryOp(operator, inner) => {
                let value = self.evaluate(inner, depth)?;
                match operator {
                    Unary::UnaryPlus => value,
                    Unary::UnaryMinus => value.wrapping_neg(),
                    Unary::BitwiseNot => !value,
                    Unary::LogicalNot => i64::from(value == 0),
                }
            }
            Expr::BinaryOp(Binary::LogicalAnd, left, right) => {
                i64::from(self.evaluate(left, depth)? != 0 && self.evaluate(right, depth)? != 0)
            }
            Expr::BinaryOp(Binary::LogicalOr, left, right) => {
                i64::from(self.evaluate(left, depth)? != 0 || self.evaluate(right, depth)? != 0)
            }
            Expr::BinaryOp(operator, left, right) => {
                let (left, right) = (self.evaluate(left, depth)?, self.evaluate(right, depth)?);
                self.binary(*operator, left, right)?
            }
            Expr::Conditional(condition, yes, no) => {
                let chosen = if self.evaluate(condition, depth)? != 0 { yes } else { no };
                self.evaluate(chosen, depth)?
            }
            Expr::Assignment(target, value) => {
                let value = self.evaluate(value, depth)?;
                self.store(target, value, depth)?
            }
            Expr::BinaryAssignment(operator, target, value) => {
                let (before, value) = (self.value_of(target, depth)?, self.evaluate(value, depth)?);
                let value = self.binary(*operator, before, value)?;
                self.store(target, value, depth)?
            }
            Expr::UnaryAssignment(step, target) => {
                let before = self.value_of(target, depth)?;
                let after = match step {
                    Step::PrefixIncrement | Step::PostfixIncrement => before.wrapping_add(1),
                    Step::PrefixDecrement | Step::PostfixDecrement => before.wrapping_sub(1),
                };
                self.store(target, after, depth)?;
                if matches!(step, Step::PrefixIncrement | Step::PrefixDecrement) { after } else { before }
            }
        })
    }

    fn binary(&mut self, operator: Binary, left: i64, right: i64) -> Result<i64, Leave> {
        let shift = u32::try_from(right & 63).unwrap_or(0);
        Ok(match operator {
            Binary::Power if right < 0 => return Err(self.refuse("exponent less than 0")),
            Binary::Power => left.wrapping_pow(u32::try_from(right).unwrap_or(u32::MAX)),
            Binary::Multiply => left.wrapping_mul(right),
            Binary::Divide | Binary::Modulo if right == 0 => return Err(self.refuse("division by 0")),
            Binary::Divide => left.wrapping_div(right),
            Binary::Modulo => left.wrapping_rem(right),
            Binary::Comma => right,
            Binary::Add => left.wrapping_add(right),
            Binary::Subtract => left.wrapping_sub(right),
            Binary::ShiftLeft => left.wrapping_shl(shift),
            Binary::ShiftRight => left.wrapping_shr(shift),
            Binary::LessThan => i64::from(left < right),
            Binary::LessThanOrEqualTo => i64::from(left <= right),
            Binary::GreaterThan => i64::from(left > right),
            Binary::GreaterThanOrEqualTo => i64::from(left >= right),
            Binary::Equals => i64::from(left == right),
            Binary::NotEquals => i64::from(left != right),
            Binary::BitwiseAnd => left & right,
            Binary::BitwiseXor => left ^ right,
            Binary::BitwiseOr => left | right,
            Binary::LogicalAnd => i64::from(left != 0 && right != 0),
            Binary::LogicalOr => i64::from(left != 0 || right != 0),
        })
    }

    fn value_of(&mut self, target: &Target, depth: u8) -> Result<i64, Leave> {
        let text = match target {
            Target::Variable(name) => self.session.login().get(name).unwrap_or_default().to_owned(),
            Target::ArrayElement(name, index) => {
                let index = self.evaluate(index, depth)?;
                self.element(name, index).unwrap_or_default()
            }
        };
        let text = text.trim();
        if text.is_empty() {
            return Ok(0);
        }
        let Some(depth) = depth.checked_sub(1) else {
            return Err(self.refuse("expression recursion level exceeded"));
        };
        let tree = self.expression(text)?;
        self.evaluate(&tree, depth)
    }

    fn store(&mut self, target: &Target, value: i64, depth: u8) -> Result<i64, Leave> {
        match target {
            Target::Variable(name) => self.session.login_mut().set(name, &value.to_string()),
            Target::ArrayElement(name, index) => {
                let index = self.evaluate(index, depth)?;
                self.set_element(name, index, value.to_string())?;
            }
        }
        Ok(value)
    }

    /// Sets an element of a list.
    pub fn set_element(&mut self, name: &str, index: i64, text: String) -> Result<(), Leave> {
        if self.session.login_mut().set_element(name, index, text) {
            return Ok(());
        }
        Err(self.refuse(&format!("{name}: bad array subscript")))
    }
}

fn is_bounded(text: &str) -> bool {
    let signs = text.bytes().filter(|byte| b"+-*/%<>=!&|^~?:,([".contains(byte)).count();
    signs <= SIGNS && deepest(text, b'(', b')') <= PARENTHESES && deepest(text, b'[', b']') <= SUBSCRIPTS
}

fn deepest(text: &str, opening: u8, closing: u8) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        depth = (depth + usize::from(byte == opening)).saturating_sub(usize::from(byte == closing));
        deepest = deepest.max(depth);
    }
    deepest
}

/// The number that begins with 0, so is octal, and has a digit that is none there.
fn beyond_octal(text: &str) -> Option<&str> {
    text.split(|one: char| !one.is_ascii_alphanumeric() && one != '_').find(|word| {
        word.starts_with('0') && word.contains(['8', '9']) && word.bytes().all(|byte| byte.is_ascii_digit())
    })
}
