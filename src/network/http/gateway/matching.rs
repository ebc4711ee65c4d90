//! One item of `matches`: path, headers, query and method together, and how it ranks among others.
//! <https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch>, precedence: `matches` of `HTTPRouteRule`.

use std::{borrow::Cow, cmp::Reverse, fmt::Write};

use regex_lite::Regex;

use super::api;
use crate::network::http::{path::PathRule, request::HttpRequest};

/// A match made ready.
#[derive(Debug, Clone)]
pub struct Match {
    pub path: PathRule,
    /// How much of a call of gRPC it names.
    named: Option<usize>,
    headers: Vec<Named>,
    query: Vec<Named>,
    method: Option<String>,
}

#[derive(Debug, Clone)]
struct Named {
    name: String,
    value: Value,
}

#[derive(Debug, Clone)]
enum Value {
    Exact(String),
    Expression(Box<Regex>, String),
}

/// The conditions that failed.
#[allow(clippy::struct_excessive_bools, reason = "four independent conditions, asked by name")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lacking {
    pub path: bool,
    pub method: bool,
    pub headers: bool,
    pub query: bool,
}

/// Smaller comes first.
pub type Rank = (u8, Reverse<usize>, bool, Reverse<usize>, Reverse<usize>);

impl Lacking {
    pub fn nothing(self) -> bool {
        self == Self::default()
    }

    pub fn count(self) -> usize {
        [self.path, self.method, self.headers, self.query].into_iter().filter(|one| *one).count()
    }
}

impl Match {
    /// # Errors
    /// When a type is none, or an expression is no expression.
    pub fn read(spec: &api::Match) -> Result<Self, String> {
        let path = spec.path.clone().unwrap_or_default();
        let named_call = path.named;
        let value = path.value.as_deref().unwrap_or("/");
        let path = match path.kind.as_deref().unwrap_or("PathPrefix") {
            "PathPrefix" => PathRule::prefix(value),
            "Exact" => PathRule::Exact(value.to_owned()),
            "RegularExpression" => PathRule::expression(value)
                .map_err(|_| format!("{value:?} is no regular expression that can be followed here"))?,
            other => {
                return Err(format!(
                    "{other:?} is no type of path match: use Exact, PathPrefix or RegularExpression"
                ));
            }
        };
        Ok(Self {
            path,
            named: named_call,
            headers: named(&spec.headers, true)?,
            query: named(&spec.query_params, false)?,
            method: spec.method.clone(),
        })
    }

    /// What of it a request lacks. `query` is the request's, as [`pairs`] makes it.
    pub fn lacks(
        &self,
        request: &HttpRequest,
        path: &str,
        query: &[(Cow<'_, str>, Cow<'_, str>)],
    ) -> Lacking {
        let header = |one: &Named| request.headers.is(&one.name, |value| one.value.is(value));
        // Of a repeated parameter the first counts.
        let parameter = |one: &Named| {
            query.iter().find(|(name, _)| *name == one.name).is_some_and(|(_, value)| one.value.is(value))
        };
        Lacking {
            path: !self.path.matches(path),
            method: self.method.as_deref().is_some_and(|method| method != request.method),
            headers: !self.headers.iter().all(header),
            query: !self.query.iter().all(parameter),
        }
    }

    /// Exact path, then the longest prefix, then a method, then more headers, then more parameters. Where expressions stand is the
    /// implementation's affair: here between the two.
    pub fn rank(&self) -> Rank {
        let (kind, length) = match (&self.path, self.named) {
            (_, Some(named)) => (0, named),
            (PathRule::Exact(own), None) => (0, own.len()),
            (own @ PathRule::Expression(..), None) => (1, own.length()),
            (own @ (PathRule::Prefix(_) | PathRule::Start(_)), None) => (2, own.length()),
        };
        (kind, Reverse(length), self.method.is_none(), Reverse(self.headers.len()), Reverse(self.query.len()))
    }

    /// `PathPrefix /api, header version: one`.
    pub fn text(&self) -> String {
        let mut text = match &self.path {
            PathRule::Prefix(own) if own.is_empty() => "PathPrefix /".to_owned(),
            PathRule::Prefix(own) => format!("PathPrefix {own}"),
            other => other.to_string(),
        };
        if let Some(method) = &self.method {
            let _ = write!(text, ", method {method}");
        }
        for one in &self.headers {
            let _ = write!(text, ", header {}: {}", one.name, one.value.text());
        }
        for one in &self.query {
            let _ = write!(text, ", query {}={}", one.name, one.value.text());
        }
        text
    }

    /// Why a request does not match, in a sentence.
    pub fn why(&self, request: &HttpRequest, lacking: Lacking) -> String {
        let mut parts = Vec::new();
        if lacking.path {
            let path = request.bare_path();
            let slash = path
                .strip_suffix('/')
                .filter(|_| self.path.is_exact())
                .is_some_and(|bare| self.path.matches(bare));
            let hint = if slash {
                " (of an Exact path, a final / counts)"
            } else if self.path.matches(&path.to_ascii_lowercase()) {
                " (case counts)"
            } else {
                ""
            };
            parts.push(format!("the path {path} does not match{hint}"));
        }
        if lacking.method {
            parts.push(format!(
                "the method is {}, not {}",
                request.method,
                self.method.as_deref().unwrap_or_default()
            ));
        }
        if lacking.headers {
            let missing =
                self.headers.iter().filter(|one| !request.headers.is(&one.name, |value| one.value.is(value)));
            parts.extend(missing.map(|one| match request.headers.get(&one.name) {
                None => format!("the request has no header {}", one.name),
                Some(value) => format!("the header {} is {value:?}, not {}", one.name, one.value.text()),
            }));
        }
        if lacking.query {
            parts.push("the query parameters do not match".to_owned());
        }
        parts.join("; ")
    }
}

/// Of equivalent header names, the first counts; names of parameters have their case.
fn named(all: &[api::NamedMatch], ignore_case: bool) -> Result<Vec<Named>, String> {
    let mut read: Vec<Named> = Vec::new();
    for one in all {
        let same = |own: &Named| {
            if ignore_case { own.name.eq_ignore_ascii_case(&one.name) } else { own.name == one.name }
        };
        if !read.iter().any(same) {
            read.push(Named { name: one.name.clone(), value: Value::read(one)? });
        }
    }
    Ok(read)
}

impl Value {
    fn read(one: &api::NamedMatch) -> Result<Self, String> {
        match one.kind.as_deref().unwrap_or("Exact") {
            "Exact" => Ok(Self::Exact(one.value.clone())),
            "RegularExpression" => Regex::new(&format!("^(?:{})$", one.value))
                .map(|expression| Self::Expression(Box::new(expression), one.value.clone()))
                .map_err(|_| format!("{:?} is no regular expression that can be followed here", one.value)),
            other => Err(format!("{other:?} is no type of match: use Exact or RegularExpression")),
        }
    }

    fn is(&self, value: &str) -> bool {
        match self {
            Self::Exact(own) => own == value,
            Self::Expression(expression, _) => expression.is_match(value),
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Exact(text) | Self::Expression(_, text) => text,
        }
    }
}

/// The parameters of a query, decoded.
pub fn pairs(query: Option<&str>) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    let items = query.into_iter().flat_map(|query| query.split('&')).filter(|item| !item.is_empty());
    items
        .map(|item| item.split_once('=').unwrap_or((item, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let (byte, after) = match (first, tail) {
            (b'+', _) => (b' ', tail),
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high * 16 + low, after),
                _ => (b'%', tail),
            },
            _ => (*first, tail),
        };
        bytes.push(byte);
        rest = after;
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded() {
        let read = |text| {
            pairs(Some(text)).into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
        };
        assert_eq!(read("a=b&c=%41+x&d&&%zz=1&e=%4"), ["a=b", "c=A x", "d=", "%zz=1", "e=%4"]);
        assert!(pairs(None).is_empty());
    }
}
