//! A label selector as one writes it after `-l`: `app=web,tier in (front,back),!debug`.

use super::label::{Operator, Requirement, Selector, SelectorError};

impl Selector {
    /// Reads the notation of `kubectl get -l`. The empty text selects everything.
    ///
    /// # Errors
    /// When it is not a selector, with the part that is not.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        if text.trim().is_empty() {
            return Ok(Self::everything());
        }
        let requirements = parts(text).into_iter().map(requirement).collect::<Result<Vec<_>, _>>()?;
        Ok(Self::All(requirements))
    }
}

/// Splits at the commas that are not inside parentheses.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (place, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn requirement(part: &str) -> Result<Requirement, SelectorError> {
    let part = part.trim();
    let (key, operator, values) = if let Some(key) = part.strip_prefix('!').filter(|key| !key.contains('=')) {
        (key.trim(), Operator::DoesNotExist, Vec::new())
    } else if let Some((key, value)) = part.split_once("!=") {
        (key.trim(), Operator::NotIn, vec![value.trim().to_owned()])
    } else if let Some((key, value)) = part.split_once("==").or_else(|| part.split_once('=')) {
        (key.trim(), Operator::In, vec![value.trim().to_owned()])
    } else if let Some((head, list)) = part.split_once('(') {
        let list = list.strip_suffix(')').ok_or_else(|| fault(part, "the list of values is not closed"))?;
        let mut words = head.split_whitespace();
        let operator = match (words.next(), words.next(), words.next()) {
            (Some(_), Some("in"), None) => Operator::In,
            (Some(_), Some("notin"), None) => Operator::NotIn,
            _ => return Err(fault(part, "expected: KEY in (VALUES) or KEY notin (VALUES)")),
        };
        let key = head.split_whitespace().next().unwrap_or_default();
        (key, operator, list.split(',').map(|value| value.trim().to_owned()).collect())
    } else {
        (part, Operator::Exists, Vec::new())
    };
    let requirement = Requirement::new(key, operator, values);
    requirement.check().map_err(|error| fault(part, &error.message))?;
    Ok(requirement)
}

fn fault(part: &str, why: &str) -> SelectorError {
    SelectorError::new(part, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::object::Labels;

    fn selects(text: &str, labels: &[(&str, &str)]) -> bool {
        let labels: Labels =
            labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Selector::parse(text).expect(text).matches(&labels)
    }

    #[test]
    fn every_form_of_a_requirement() {
        assert!(selects("", &[]));
        assert!(selects("app=web", &[("app", "web")]));
        assert!(selects("app==web,tier!=db", &[("app", "web")]));
        assert!(!selects("app!=web", &[("app", "web")]));
        assert!(selects("tier in (front, back), !debug", &[("tier", "back")]));
        assert!(!selects("tier notin (front,back)", &[("tier", "back")]));
        assert!(selects("tier notin (front,back)", &[]));
        assert!(selects("debug", &[("debug", "")]));
        assert!(!selects("!debug", &[("debug", "")]));
        assert!(selects("debug=", &[("debug", "")]));
    }

    #[test]
    fn what_is_no_selector_is_refused() {
        for text in ["app in (a", "a b", "app=we b", "=x", ",", "x of (a)", "app=a=b", "a in ()x"] {
            assert!(Selector::parse(text).is_err(), "{text}");
        }
    }
}
