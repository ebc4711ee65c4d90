//! The first thing in a tree that does not have its type: in the words of the server, and in plain ones with its path.

use std::fmt;

use serde::de;

use super::place::Place;

/// The fault. Boxed: most reads have none, and every call on the way gives one back.
#[derive(Debug)]
pub struct ReadFault(Box<Words>);

#[derive(Debug)]
struct Words {
    go: String,
    plain: String,
    path: Option<String>,
}

impl ReadFault {
    pub fn new(go: String, plain: String) -> Self {
        Self(Box::new(Words { go, plain, path: None }))
    }

    /// As Go's JSON library says it.
    pub fn go(&self) -> &str {
        &self.0.go
    }

    /// As serde says it.
    pub fn plain(&self) -> &str {
        &self.0.plain
    }

    /// `spec.ports[0].port`
    pub fn path(&self) -> &str {
        self.0.path.as_deref().unwrap_or_default()
    }

    /// The innermost place that is told is where it is.
    pub fn at(mut self, place: &Place<'_>) -> Self {
        if self.0.path.is_none() {
            self.0.path = Some(place.path());
        }
        self
    }

    /// Puts the type that is asked for in place of a word that stood for it.
    pub fn of_type(mut self, word: &str, wanted: &str) -> Self {
        self.0.go = self.0.go.replace(word, wanted);
        self
    }
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.go)
    }
}

impl std::error::Error for ReadFault {}

impl de::Error for ReadFault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = message.to_string();
        Self::new(text.clone(), text)
    }

    /// Only types that read any value come here: a number or text (`IntOrString`), a time.
    fn invalid_type(is: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let word = match is {
            de::Unexpected::Bool(_) => "bool",
            de::Unexpected::Seq => "array",
            de::Unexpected::Map => "object",
            de::Unexpected::Str(_) => "string",
            _ => "number",
        };
        let told = expected.to_string();
        let wanted = if told == "IntOrString" { "int32" } else { &told };
        let go = format!("json: cannot unmarshal {word} into Go value of type {wanted}");
        Self::new(go, format!("invalid type: {is}, expected {told}"))
    }
}
