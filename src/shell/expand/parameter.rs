//! `$name`, `${name...}`: what a parameter stands for.
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#Shell-Parameter-Expansion>

use brush_parser::word::{
    Parameter, ParameterExpr as Expr, ParameterTestType, SpecialParameter, SubstringMatchKind,
};

use super::{
    draft::{Draft, Kind},
    pattern::Pattern,
};
use crate::shell::{
    budget::cut,
    login::Value,
    run::{Leave, Run},
};

/// What a parameter holds: nothing, one text, or several.
enum Held {
    Unset,
    One(String),
    Many { texts: Vec<String>, joined: bool },
}

impl Held {
    fn text(self) -> Option<String> {
        match self {
            Self::Unset => None,
            Self::One(text) => Some(text),
            Self::Many { texts, .. } => (!texts.is_empty()).then(|| texts.join(" ")),
        }
    }
}

impl Run<'_> {
    pub(super) fn parameter(
        &mut self,
        expression: &Expr,
        quoted: bool,
        draft: &mut Draft,
    ) -> Result<(), Leave> {
        let kind = if quoted { Kind::Quoted } else { Kind::Split };
        match expression {
            Expr::Parameter { parameter, indirect } => {
                match self.held(parameter, *indirect)? {
                    Held::Unset => self.refuse_unset(parameter)?,
                    Held::One(text) => draft.push(kind, &text),
                    Held::Many { texts, joined } if joined && quoted => {
                        draft.push(kind, &texts.join(&self.joint()));
                    }
                    Held::Many { texts, .. } => {
                        for (index, text) in texts.iter().enumerate() {
                            if index > 0 {
                                draft.push(Kind::Break, "");
                            }
                            draft.push(kind, text);
                        }
                    }
                }
                return Ok(());
            }
            Expr::UseDefaultValues { parameter, indirect, test_type, default_value } => {
                return match self.set_value(parameter, *indirect, test_type)? {
                    Some(text) => {
                        draft.push(kind, &text);
                        Ok(())
                    }
                    None => self.add(default_value.as_deref().unwrap_or_default(), quoted, draft),
                };
            }
            Expr::UseAlternativeValue { parameter, indirect, test_type, alternative_value } => {
                return match self.set_value(parameter, *indirect, test_type)? {
                    Some(_) => self.add(alternative_value.as_deref().unwrap_or_default(), quoted, draft),
                    None => Ok(()),
                };
            }
            _ => {}
        }
        let text = self.changed(expression)?;
        draft.push(kind, &text);
        Ok(())
    }

    /// The forms that give one text.
    fn changed(&mut self, expression: &Expr) -> Result<String, Leave> {
        Ok(match expression {
            Expr::AssignDefaultValues { parameter, indirect, test_type, default_value } => {
                match self.set_value(parameter, *indirect, test_type)? {
                    Some(text) => text,
                    None => {
                        let text = self.text(default_value.as_deref().unwrap_or_default())?;
                        if let Parameter::Named(name) = parameter {
                            self.session.login_mut().set(name, &text);
                        }
                        text
                    }
                }
            }
            Expr::IndicateErrorIfNullOrUnset { parameter, indirect, test_type, error_message } => {
                match self.set_value(parameter, *indirect, test_type)? {
                    Some(text) => text,
                    None => {
                        let message =
                            self.text(error_message.as_deref().unwrap_or("parameter null or not set"))?;
                        return Err(self.refuse(&format!("{}: {message}", shown(parameter))));
                    }
                }
            }
            Expr::ParameterLength { parameter, indirect } => match self.held(parameter, *indirect)? {
                Held::Many { texts, .. } => texts.len().to_string(),
                held => held.text().unwrap_or_default().chars().count().to_string(),
            },
            Expr::RemoveSmallestSuffixPattern { parameter, indirect, pattern } => {
                self.cut(parameter, *indirect, pattern.as_deref(), true, false)?
            }
            Expr::RemoveLargestSuffixPattern { parameter, indirect, pattern } => {
                self.cut(parameter, *indirect, pattern.as_deref(), true, true)?
            }
            Expr::RemoveSmallestPrefixPattern { parameter, indirect, pattern } => {
                self.cut(parameter, *indirect, pattern.as_deref(), false, false)?
            }
            Expr::RemoveLargestPrefixPattern { parameter, indirect, pattern } => {
                self.cut(parameter, *indirect, pattern.as_deref(), false, true)?
            }
            Expr::Substring { parameter, indirect, offset, length } => {
                let text: Vec<char> = self.one(parameter, *indirect)?.chars().collect();
                let count = i64::try_from(text.len()).unwrap_or(i64::MAX);
                let offset = self.arithmetic(&offset.value)?;
                let start = if offset < 0 { count.saturating_add(offset).max(0) } else { offset.min(count) };
                let end = match length {
                    None => count,
                    Some(length) => match self.arithmetic(&length.value)? {
                        back if back < 0 => count.saturating_add(back).max(start),
                        length => start.saturating_add(length).min(count),
                    },
                };
                let (start, end) = (usize::try_from(start).unwrap_or(0), usize::try_from(end).unwrap_or(0));
                text.get(start..end).unwrap_or_default().iter().collect()
            }
            Expr::ReplaceSubstring { parameter, indirect, pattern, replacement, match_kind } => {
                let text = self.one(parameter, *indirect)?;
                let pattern = Pattern::new(&self.pattern(pattern)?);
                let new = self.text(replacement.as_deref().unwrap_or_default())?;
                replaced(&text, &pattern, &new, match_kind)
            }
            Expr::UppercaseFirstChar { parameter, indirect, .. } => {
                first_changed(&self.one(parameter, *indirect)?, |first| first.to_uppercase().to_string())
            }
            Expr::LowercaseFirstChar { parameter, indirect, .. } => {
                first_changed(&self.one(parameter, *indirect)?, |first| first.to_lowercase().to_string())
            }
            Expr::UppercasePattern { parameter, indirect, .. } => {
                self.one(parameter, *indirect)?.to_uppercase()
            }
            Expr::LowercasePattern { parameter, indirect, .. } => {
                self.one(parameter, *indirect)?.to_lowercase()
            }
            Expr::VariableNames { prefix, .. } => {
                let names =
                    self.session.login().variables.keys().filter(|name| name.starts_with(prefix.as_str()));
                names.cloned().collect::<Vec<_>>().join(" ")
            }
            Expr::Transform { parameter, indirect, .. } => self.one(parameter, *indirect)?,
            Expr::MemberKeys { variable_name, .. } => match self.session.login().variables.get(variable_name)
            {
                Some(variable) => match &variable.value {
                    Value::Text(_) => "0".to_owned(),
                    Value::List(list) => {
                        (0..list.len()).map(|index| index.to_string()).collect::<Vec<_>>().join(" ")
                    }
                },
                None => String::new(),
            },
            _ => String::new(),
        })
    }

    /// What stands between the words of `"$*"`: the first sign of `IFS`.
    fn joint(&self) -> String {
        let separators = self.session.login().get("IFS").unwrap_or(" ");
        separators.chars().next().map(String::from).unwrap_or_default()
    }

    fn one(&mut self, parameter: &Parameter, indirect: bool) -> Result<String, Leave> {
        Ok(self.held(parameter, indirect)?.text().unwrap_or_default())
    }

    fn cut(
        &mut self,
        parameter: &Parameter,
        indirect: bool,
        pattern: Option<&str>,
        suffix: bool,
        longest: bool,
    ) -> Result<String, Leave> {
        let text = self.one(parameter, indirect)?;
        let pattern = Pattern::new(&self.pattern(pattern.unwrap_or_default())?);
        let kept = if suffix {
            pattern.suffix(&text, longest).and_then(|start| text.get(..start))
        } else {
            pattern.prefix(&text, longest).and_then(|end| text.get(end..))
        };
        Ok(kept.unwrap_or(&text).to_owned())
    }

    /// The value if it counts as set.
    fn set_value(
        &mut self,
        parameter: &Parameter,
        indirect: bool,
        test: &ParameterTestType,
    ) -> Result<Option<String>, Leave> {
        let text = self.held(parameter, indirect)?.text();
        Ok(text.filter(|text| matches!(test, ParameterTestType::Unset) || !text.is_empty()))
    }

    fn refuse_unset(&mut self, parameter: &Parameter) -> Result<(), Leave> {
        if self.session.login().options.nounset {
            return Err(self.refuse(&format!("{}: unbound variable", shown(parameter))));
        }
        Ok(())
    }

    fn held(&mut self, parameter: &Parameter, indirect: bool) -> Result<Held, Leave> {
        let held = self.directly(parameter)?;
        if !indirect {
            return Ok(held);
        }
        let name = held.text().unwrap_or_default();
        Ok(self.session.login().get(&name).map_or(Held::Unset, |text| Held::One(text.to_owned())))
    }

    fn directly(&mut self, parameter: &Parameter) -> Result<Held, Leave> {
        let one = |text: Option<String>| text.map_or(Held::Unset, Held::One);
        Ok(match parameter {
            Parameter::Positional(0) => one(Some(self.session.login().shell.to_owned())),
            Parameter::Positional(number) => {
                let index = usize::try_from(*number).unwrap_or(usize::MAX).saturating_sub(1);
                one(self.session.login().arguments.get(index).cloned())
            }
            Parameter::Special(special) => self.special(special),
            Parameter::Named(name) => one(self.named(name)),
            Parameter::NamedWithIndex { name, index } => {
                let index = self.arithmetic(index)?;
                one(self.element(name, index))
            }
            Parameter::NamedWithAllIndices { name, concatenate } => {
                let texts = match self.session.login().variables.get(name).map(|variable| &variable.value) {
                    Some(Value::List(list)) => list.clone(),
                    Some(Value::Text(text)) => vec![text.clone()],
                    None => vec![],
                };
                Held::Many { texts, joined: *concatenate }
            }
        })
    }

    fn named(&mut self, name: &str) -> Option<String> {
        match name {
            "RANDOM" => Some(self.session.random(32_768).to_string()),
            "SECONDS" | "LINENO" if self.session.login().get(name).is_none() => Some("1".to_owned()),
            "EUID" | "UID" => Some(if self.session.login().user == "root" { "0" } else { "1000" }.to_owned()),
            name => self.session.login().get(name).map(str::to_owned),
        }
    }

    /// An element of a list; a negative index counts from its end.
    pub(super) fn element(&self, name: &str, index: i64) -> Option<String> {
        let list = match &self.session.login().variables.get(name)?.value {
            Value::List(list) => list.as_slice(),
            Value::Text(text) => std::slice::from_ref(text),
        };
        let count = i64::try_from(list.len()).ok()?;
        let index = if index < 0 { count.checked_add(index)? } else { index };
        list.get(usize::try_from(index).ok()?).cloned()
    }

    fn special(&self, special: &SpecialParameter) -> Held {
        let login = self.session.login();
        let one = |text: &str| Held::One(text.to_owned());
        match special {
            SpecialParameter::AllPositionalParameters { concatenate } => {
                Held::Many { texts: login.arguments.clone(), joined: *concatenate }
            }
            SpecialParameter::PositionalParameterCount => Held::One(login.arguments.len().to_string()),
            SpecialParameter::LastExitStatus => Held::One(login.status.to_string()),
            SpecialParameter::CurrentOptionFlags => one("himBHs"),
            SpecialParameter::ProcessId => one("4242"),
            SpecialParameter::LastBackgroundProcessId => one("4243"),
            SpecialParameter::ShellName => one(login.shell),
        }
    }
}

fn shown(parameter: &Parameter) -> String {
    match parameter {
        Parameter::Named(name) => name.clone(),
        other => other.to_string().trim_start_matches('$').to_owned(),
    }
}

fn first_changed(text: &str, change: impl Fn(char) -> String) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| change(first) + characters.as_str())
}

fn replaced(text: &str, pattern: &Pattern, new: &str, kind: &SubstringMatchKind) -> String {
    match kind {
        SubstringMatchKind::Prefix => match pattern.prefix(text, true).and_then(|end| text.get(end..)) {
            Some(rest) => format!("{new}{rest}"),
            None => text.to_owned(),
        },
        SubstringMatchKind::Suffix => match pattern.suffix(text, true).and_then(|start| text.get(..start)) {
            Some(rest) => format!("{rest}{new}"),
            None => text.to_owned(),
        },
        SubstringMatchKind::FirstOccurrence | SubstringMatchKind::Anywhere => {
            let mut made = String::new();
            let mut rest = text;
            let once = matches!(kind, SubstringMatchKind::FirstOccurrence);
            while let Some(first) = rest.chars().next() {
                // A long text is not searched for the longest match at each place: the time would be its cube.
                let window = cut(rest, 256).1;
                match pattern.prefix(window, true).filter(|end| *end > 0) {
                    Some(end) => {
                        made.push_str(new);
                        rest = rest.get(end..).unwrap_or_default();
                        if once {
                            break;
                        }
                    }
                    None => {
                        made.push(first);
                        rest = rest.get(first.len_utf8()..).unwrap_or_default();
                    }
                }
            }
            made + rest
        }
    }
}
