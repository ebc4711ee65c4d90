//! Headers of a request or response, and the edits that filters make to them.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// Headers in the order in which they came; names are compared without case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers(Vec<(String, String)>);

/// What a filter does to headers. <https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter>
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct HeaderEdit {
    pub set: Vec<(String, String)>,
    pub add: Vec<(String, String)>,
    pub remove: Vec<String>,
}

impl Headers {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn add(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.add(name, value);
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
    }

    /// The value; those of a repeated header joined by `,`.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut values = self.values(name);
        let first = values.next()?.to_owned();
        Some(values.fold(first, |all, value| all + "," + value))
    }

    pub fn has(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }

    /// Whether the header, all its values joined, is this. Makes no text for the usual case of one value.
    pub fn is(&self, name: &str, wanted: impl Fn(&str) -> bool) -> bool {
        let mut values = self.values(name);
        match (values.next(), values.next()) {
            (None, _) => false,
            (Some(only), None) => wanted(only),
            _ => self.get(name).is_some_and(|all| wanted(&all)),
        }
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Names as they are usually written (`X-Request-Id`), values joined.
    pub fn canonical(&self) -> BTreeMap<String, String> {
        let mut all: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in &self.0 {
            let joined = all.entry(canonical(name)).or_default();
            if !joined.is_empty() {
                joined.push(',');
            }
            joined.push_str(value);
        }
        all
    }
}

impl FromIterator<(String, String)> for Headers {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl Serialize for Headers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.canonical().serialize(serializer)
    }
}

impl HeaderEdit {
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.add.is_empty() && self.remove.is_empty()
    }

    /// Set, then add, then remove: each name is in one of them only (the API refuses more).
    pub fn apply(&self, headers: &mut Headers) {
        for (name, value) in &self.set {
            headers.set(name, value);
        }
        for (name, value) in &self.add {
            headers.add(name, value);
        }
        for name in &self.remove {
            headers.remove(name);
        }
    }
}

/// `x-request-ID` as `X-Request-Id`.
fn canonical(name: &str) -> String {
    let mut start = true;
    name.chars()
        .map(|character| {
            let written = if start { character.to_ascii_uppercase() } else { character.to_ascii_lowercase() };
            start = character == '-';
            written
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_do_not_mind_case() {
        let mut headers: Headers = [("x-a", "1"), ("X-B", "2"), ("x-c", "3")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into_iter()
            .collect();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let edit = HeaderEdit {
            set: vec![pair("X-A", "new")],
            add: vec![pair("x-b", "more")],
            remove: vec!["X-C".to_owned()],
        };
        edit.apply(&mut headers);
        assert_eq!(headers.get("x-a").as_deref(), Some("new"));
        assert_eq!(headers.get("X-B").as_deref(), Some("2,more"));
        assert!(!headers.has("x-c"));
        assert!(headers.is("x-b", |value| value == "2,more") && headers.is("x-a", |value| value == "new"));
        assert_eq!(headers.canonical().keys().collect::<Vec<_>>(), ["X-A", "X-B"]);
    }
}
