//! Paths of rules: what they match, how long they are, what is left of a path behind a prefix.

use std::fmt;

use regex_lite::Regex;

/// A path as a rule writes it.
#[derive(Debug, Clone)]
pub enum PathRule {
    /// The whole path, in its case; a final `/` counts.
    Exact(String),
    /// Element by element between `/`; a final `/` does not count. Kept without it, so `/` is empty.
    Prefix(String),
    /// By its first characters: what nginx's plain `location` does.
    Start(String),
    /// A regular expression, and its text.
    Expression(Box<Regex>, String),
}

impl PathRule {
    pub fn prefix(text: &str) -> Self {
        Self::Prefix(text.strip_suffix('/').unwrap_or(text).to_owned())
    }

    /// An expression that the whole path must match.
    ///
    /// # Errors
    /// When it is no regular expression (or one with look-around, which no linear engine takes).
    pub fn expression(text: &str) -> Result<Self, regex_lite::Error> {
        Ok(Self::Expression(Box::new(Regex::new(&format!("^(?:{text})$"))?), text.to_owned()))
    }

    /// As ingress-nginx writes `location ~* "^PATH"`: from the start, in any case, open at its end.
    ///
    /// # Errors
    /// When it is no regular expression.
    pub fn nginx_expression(text: &str) -> Result<Self, regex_lite::Error> {
        Ok(Self::Expression(Box::new(Regex::new(&format!("(?i)^{text}"))?), text.to_owned()))
    }

    /// Whether it matches a path (without query).
    pub fn matches(&self, path: &str) -> bool {
        match self {
            Self::Exact(own) => own == path,
            Self::Prefix(own) => rest(path, own).is_some(),
            Self::Start(own) => path.starts_with(own.as_str()),
            Self::Expression(expression, _) => expression.is_match(path),
        }
    }

    /// Characters that count for precedence.
    pub fn length(&self) -> usize {
        match self {
            Self::Exact(text) | Self::Prefix(text) | Self::Start(text) | Self::Expression(_, text) => {
                text.len()
            }
        }
    }

    pub fn is_exact(&self) -> bool {
        matches!(self, Self::Exact(_))
    }

    /// The path with the matched prefix replaced; a rule that is no prefix leaves nothing to replace.
    /// The table: <https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier>
    pub fn replace_prefix(&self, path: &str, replacement: &str) -> String {
        let rest = match self {
            Self::Prefix(own) => rest(path, own).unwrap_or(path),
            _ => path,
        };
        let replaced = if rest.is_empty() {
            replacement.to_owned()
        } else {
            format!("{}{rest}", replacement.strip_suffix('/').unwrap_or(replacement))
        };
        if replaced.is_empty() { "/".to_owned() } else { replaced }
    }
}

/// What follows the prefix: nothing, or something that begins with `/`.
fn rest<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    path.strip_prefix(prefix).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl fmt::Display for PathRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(text) => write!(f, "Exact {text}"),
            Self::Prefix(text) if text.is_empty() => f.write_str("Prefix /"),
            Self::Prefix(text) => write!(f, "Prefix {text}"),
            Self::Start(text) => write!(f, "paths that begin with {text}"),
            Self::Expression(_, text) => write!(f, "expression {text}"),
        }
    }
}

/// The path of a request target, and its query (without `?`).
pub fn split(target: &str) -> (&str, Option<&str>) {
    let target = target.split('#').next().unwrap_or(target);
    target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The table of kubernetes.io, as in the fact sheet, 5.2.
    #[test]
    fn exact_and_prefix() {
        let exact = |text: &str| PathRule::Exact(text.to_owned());
        for (rule, path, matches) in [
            (PathRule::prefix("/"), "/any/thing", true),
            (exact("/foo"), "/foo", true),
            (exact("/foo"), "/foo/", false),
            (exact("/foo"), "/FOO", false),
            (exact("/foo/"), "/foo", false),
            (PathRule::prefix("/foo"), "/foo", true),
            (PathRule::prefix("/foo"), "/foo/", true),
            (PathRule::prefix("/foo/"), "/foo", true),
            (PathRule::prefix("/foo/"), "/foo/", true),
            (PathRule::prefix("/aaa/bb"), "/aaa/bbb", false),
            (PathRule::prefix("/aaa/bbb"), "/aaa/bbb/ccc", true),
            (PathRule::prefix("/aaa/bbb"), "/aaa/bbbxyz", false),
            (PathRule::prefix("/foo"), "/Foo", false),
        ] {
            assert_eq!(rule.matches(path), matches, "{rule} and {path}");
        }
    }

    #[test]
    fn the_prefix_is_replaced_as_the_table_of_gateway_api_says() {
        for (path, prefix, replacement, result) in [
            ("/foo/bar", "/foo", "/xyz", "/xyz/bar"),
            ("/foo/bar", "/foo", "/xyz/", "/xyz/bar"),
            ("/foo/bar", "/foo/", "/xyz", "/xyz/bar"),
            ("/foo/bar", "/foo/", "/xyz/", "/xyz/bar"),
            ("/foo", "/foo", "/xyz", "/xyz"),
            ("/foo/", "/foo", "/xyz", "/xyz/"),
            ("/foo/bar", "/foo", "", "/bar"),
            ("/foo/", "/foo", "", "/"),
            ("/foo", "/foo", "", "/"),
            ("/foo/", "/foo", "/", "/"),
            ("/foo", "/foo", "/", "/"),
            ("/one/two", "/", "/zero", "/zero/one/two"),
        ] {
            assert_eq!(
                PathRule::prefix(prefix).replace_prefix(path, replacement),
                result,
                "{path} {prefix} {replacement:?}"
            );
        }
    }

    #[test]
    fn an_expression_matches_whole_paths() {
        let rule = PathRule::expression("/v[12]/.*").unwrap();
        assert!(rule.matches("/v1/a") && !rule.matches("/v3/a") && !rule.matches("/x/v1/a"));
        assert!(PathRule::expression("(").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]
        #[test]
        fn nothing_panics_and_a_prefix_means_the_elements(rule in "(/[ab]{0,2}){0,3}/?", path in "(/[ab]{0,2}){0,4}/?") {
            let prefix = PathRule::prefix(&rule);
            let elements = |text: &str| text.strip_suffix('/').unwrap_or(text).split('/').map(str::to_owned).collect::<Vec<_>>();
            let expected = elements(&path).starts_with(&elements(&rule));
            // A path of `//` has an empty element at its end that `strip_suffix` took for a final slash.
            if !path.ends_with("//") && !rule.ends_with("//") && path.starts_with('/') {
                prop_assert_eq!(prefix.matches(&path), expected);
            }
        }

        #[test]
        fn no_text_panics(rule in any::<String>(), path in any::<String>()) {
            for rule in [PathRule::prefix(&rule), PathRule::Exact(rule.clone()), PathRule::Start(rule.clone())] {
                let _ = (rule.matches(&path), rule.replace_prefix(&path, "/x"), rule.length());
            }
            let _ = (PathRule::expression(&rule).map(|rule| rule.matches(&path)), PathRule::nginx_expression(&rule));
        }
    }
}
