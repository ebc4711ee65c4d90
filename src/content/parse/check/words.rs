//! The words of a line: taken one after the other, with what is said when one does not fit.

/// Why a line can not be read.
pub struct Fault {
    pub message: String,
    pub hint: String,
}

impl Fault {
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

/// The words of a line that are left.
pub struct Words<'t> {
    rest: std::iter::Peekable<std::str::SplitWhitespace<'t>>,
}

impl<'t> Words<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { rest: text.split_whitespace().peekable() }
    }

    pub fn next(&mut self) -> Option<&'t str> {
        self.rest.next()
    }

    pub fn needed(&mut self, what: &str, hint: &str) -> Result<&'t str, Fault> {
        self.next().ok_or_else(|| Fault::new(format!("the line ends where {what} should stand"), hint))
    }

    /// Takes the word if it is this one.
    pub fn take(&mut self, word: &str) -> bool {
        self.rest.next_if(|next| *next == word).is_some()
    }

    /// Takes `word VALUE`, if it begins so.
    pub fn after(&mut self, word: &str, hint: &str) -> Result<Option<&'t str>, Fault> {
        if self.take(word) { self.needed("a word", hint).map(Some) } else { Ok(None) }
    }

    pub fn all(&mut self) -> Vec<String> {
        self.rest.by_ref().map(str::to_owned).collect()
    }

    pub fn is_empty(&mut self) -> bool {
        self.rest.peek().is_none()
    }

    /// Nothing may be left.
    pub fn end(mut self, hint: &str) -> Result<(), Fault> {
        match self.next() {
            None => Ok(()),
            Some(word) => Err(Fault::new(format!("cannot read `{word}` in this place"), hint)),
        }
    }
}

/// `NAMESPACE/NAME`.
pub fn pair(word: &str, hint: &str) -> Result<(String, String), Fault> {
    match word.split_once('/') {
        Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() => {
            Ok((namespace.to_owned(), name.to_owned()))
        }
        _ => Err(Fault::new(format!("`{word}` is not NAMESPACE/NAME"), hint)),
    }
}

/// `key=value`.
pub fn label(word: &str) -> Option<(String, String)> {
    word.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()))
}

/// A port from 1 to 65535, with its protocol behind a slash.
pub fn port(word: &str, hint: &str) -> Result<(u16, String), Fault> {
    let (number, protocol) = word.split_once('/').unwrap_or((word, "TCP"));
    match number.parse() {
        Ok(port) if port > 0 => Ok((port, protocol.to_ascii_uppercase())),
        _ => Err(Fault::new(format!("`{word}` is no port"), hint)),
    }
}
