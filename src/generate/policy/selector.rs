//! A label selector as a manifest has it: what it asks for, what a set of labels lacks, and both in words.

use serde_json::Value;

use crate::generate::{
    objects::Labels,
    text::{list, named},
};

/// All of these must hold, those of `matchLabels` and of `matchExpressions` alike.
#[derive(Debug, Clone, Default)]
pub struct Wanted(Vec<Requirement>);

/// One label that a selector asks for.
#[derive(Debug, Clone)]
pub struct Requirement {
    pub key: String,
    test: Test,
}

#[derive(Debug, Clone)]
enum Test {
    In(Vec<String>),
    /// Also met by what lacks the key:
    /// <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement>
    NotIn(Vec<String>),
    Exists,
    DoesNotExist,
}

impl Wanted {
    /// The selector in this field of a peer item; `None` if it has no such field.
    pub fn of(item: &Value, field: &str) -> Option<Self> {
        let selector = item.get(field)?;
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let labels = selector["matchLabels"].as_object().into_iter().flatten();
        let equal =
            labels.map(|(key, value)| Requirement { key: key.clone(), test: Test::In(vec![word(value)]) });
        let expressions = selector["matchExpressions"].as_array().into_iter().flatten().map(|one| {
            let values: Vec<String> = one["values"].as_array().into_iter().flatten().map(word).collect();
            let test = match one["operator"].as_str() {
                Some("In") => Test::In(values),
                Some("NotIn") => Test::NotIn(values),
                Some("Exists") => Test::Exists,
                _ => Test::DoesNotExist,
            };
            Requirement { key: word(&one["key"]), test }
        });
        Some(Self(equal.chain(expressions).collect()))
    }

    pub fn requirements(&self) -> &[Requirement] {
        &self.0
    }

    /// The first requirement that these labels do not meet.
    pub fn lacking(&self, own: &Labels) -> Option<&Requirement> {
        self.0.iter().find(|one| !one.is_met(own))
    }

    pub fn words(&self) -> String {
        list(&self.0.iter().map(Requirement::words).collect::<Vec<_>>())
    }
}

impl Requirement {
    pub fn is_met(&self, own: &Labels) -> bool {
        let value = own.get(&self.key);
        match &self.test {
            Test::In(values) => value.is_some_and(|own| values.contains(own)),
            Test::NotIn(values) => value.is_none_or(|own| !values.contains(own)),
            Test::Exists => value.is_some(),
            Test::DoesNotExist => value.is_none(),
        }
    }

    /// `app=web`, or as kubectl writes sets: `app in (api,web)`.
    fn words(&self) -> String {
        let key = &self.key;
        match &self.test {
            Test::In(values) if values.len() == 1 => named(&[format!("{key}={}", values.concat())]),
            Test::In(values) => named(&[format!("{key} in ({})", values.join(","))]),
            Test::NotIn(values) => named(&[format!("{key} notin ({})", values.join(","))]),
            Test::Exists => format!("a label `{key}`"),
            Test::DoesNotExist => format!("no label `{key}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::generate::objects::labels;

    #[test]
    fn every_requirement_must_hold_and_notin_takes_what_lacks_the_key() {
        let item = json!({"podSelector": {
            "matchLabels": {"app": "web"},
            "matchExpressions": [
                {"key": "tier", "operator": "NotIn", "values": ["data", "jobs"]},
                {"key": "old", "operator": "DoesNotExist"},
            ],
        }});
        assert!(Wanted::of(&item, "namespaceSelector").is_none());
        let wanted = Wanted::of(&item, "podSelector").unwrap();
        assert_eq!(wanted.words(), "`app=web`, `tier notin (data,jobs)` and no label `old`");
        let lacks = |pairs: &[(&str, &str)]| wanted.lacking(&labels(pairs)).map(|one| one.key.clone());
        assert_eq!(lacks(&[("app", "web")]), None);
        assert_eq!(lacks(&[("app", "web"), ("tier", "web")]), None);
        assert_eq!(lacks(&[("app", "web"), ("tier", "jobs")]).as_deref(), Some("tier"));
        assert_eq!(lacks(&[("app", "web"), ("old", "")]).as_deref(), Some("old"));
        assert_eq!(lacks(&[("tier", "web")]).as_deref(), Some("app"));
    }
}
