//! Reads a directive's words one by one, as Caddy 1's dispenser hands them to a plugin's setup.

use crate::network::dns::corefile::{CorefileError, Directive, Form, Token};

/// A place among the words of one directive, at first its name.
pub struct Reader<'a> {
    pub plugin: &'static str,
    tokens: &'a [Token],
    cursor: usize,
    inside: bool,
}

impl<'a> Reader<'a> {
    pub fn new(directive: &'a Directive) -> Self {
        Self { plugin: directive.name, tokens: &directive.tokens, cursor: 0, inside: false }
    }

    /// The word at hand.
    pub fn word(&self) -> &'a str {
        self.tokens.get(self.cursor).map(|token| token.text.as_str()).unwrap_or_default()
    }

    pub fn line(&self) -> usize {
        self.tokens.get(self.cursor).map_or(0, |token| token.line)
    }

    fn advance(&mut self) -> bool {
        let more = self.cursor + 1 < self.tokens.len();
        self.cursor += usize::from(more);
        more
    }

    /// The next word, if it is on the same line.
    pub fn argument(&mut self) -> Option<&'a str> {
        let (here, next) = (self.tokens.get(self.cursor)?, self.tokens.get(self.cursor + 1)?);
        (here.last_line() == next.line).then(|| {
            self.cursor += 1;
            self.word()
        })
    }

    /// The words up to the end of the line or an opening brace.
    pub fn arguments(&mut self) -> Vec<&'a str> {
        let mut found = Vec::new();
        while let Some(word) = self.argument() {
            if word == "{" {
                self.cursor -= 1;
                break;
            }
            found.push(word);
        }
        found
    }

    /// Exactly one argument.
    pub fn only_argument(&mut self) -> Result<&'a str, CorefileError> {
        match self.arguments().as_slice() {
            [only] => Ok(only),
            _ => Err(self.wrong_count()),
        }
    }

    /// No argument.
    pub fn no_arguments(&mut self) -> Result<(), CorefileError> {
        if self.arguments().is_empty() { Ok(()) } else { Err(self.wrong_count()) }
    }

    /// Moves to the next property of the block that opens on this line. Blocks in blocks are not known to plugins.
    pub fn property(&mut self) -> Option<&'a str> {
        if !self.inside {
            if self.argument()? != "{" {
                self.cursor -= 1;
                return None;
            }
            self.inside = true;
        }
        if self.advance() && self.word() != "}" {
            return Some(self.word());
        }
        self.inside = false;
        None
    }

    /// Words after the block, which would begin the plugin anew without its name.
    pub fn finish(&mut self) -> Result<(), CorefileError> {
        if self.advance() { Err(self.wrong_count()) } else { Ok(()) }
    }

    /// A fault at the word at hand, `path:line - Error during parsing: ...`.
    pub fn fault(&self, message: impl Into<String>) -> CorefileError {
        self.error(Form::Parsing, message.into())
    }

    /// A fault whose message stands alone.
    pub fn plain(&self, message: impl Into<String>) -> CorefileError {
        self.error(Form::Plain, message.into())
    }

    pub fn not_simulated(&self, message: impl Into<String>) -> CorefileError {
        self.error(Form::NotSimulated, message.into())
    }

    pub fn wrong_count(&self) -> CorefileError {
        match self.word() {
            "{" => self.fault("Unexpected token '{', expecting argument"),
            word => self.fault(format!("Wrong argument count or unexpected line ending after '{word}'")),
        }
    }

    pub fn unknown_property(&self) -> CorefileError {
        self.fault(format!("unknown property '{}'", self.word()))
    }

    /// A number, with Go's words for what is none.
    pub fn number<N: std::str::FromStr>(&self, text: &str) -> Result<N, CorefileError> {
        text.parse().map_err(|_| self.plain(format!("strconv.Atoi: parsing {text:?}: invalid syntax")))
    }

    /// A duration of Go: `5s`, `1m30s`, `500ms`, `0`; in seconds.
    pub fn duration(&self, text: &str) -> Result<f64, CorefileError> {
        duration(text).ok_or_else(|| self.plain(go_duration_fault(text)))
    }

    fn error(&self, form: Form, message: String) -> CorefileError {
        let (line, column) = self.tokens.get(self.cursor).map_or((0, 0), |token| (token.line, token.column));
        CorefileError { plugin: Some(self.plugin), form, line, column, message }
    }
}

/// What Go's `time.ParseDuration` says of a text that is no duration.
pub fn go_duration_fault(text: &str) -> String {
    let digits = text.trim_start_matches(['-', '+']);
    let unit: String = digits.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').to_owned();
    match (digits.starts_with(|c: char| c.is_ascii_digit()), unit.as_str()) {
        (true, "") => format!("time: missing unit in duration {text:?}"),
        (true, unit) => format!("time: unknown unit {unit:?} in duration {text:?}"),
        (false, _) => format!("time: invalid duration {text:?}"),
    }
}

fn duration(text: &str) -> Option<f64> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0.0);
    }
    let mut seconds = 0.0;
    while !rest.is_empty() || seconds == 0.0 {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest.get(..end)?.parse().ok()?;
        rest = rest.get(end..)?;
        let units =
            [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0), ("h", 3600.0)];
        let end = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        let (_, factor) = units.into_iter().find(|(unit, _)| rest.get(..end) == Some(*unit))?;
        seconds += number * factor;
        rest = rest.get(end..)?;
        if rest.is_empty() {
            break;
        }
    }
    Some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_those_of_go() {
        for (text, seconds) in [
            ("5s", Some(5.0)),
            ("1m30s", Some(90.0)),
            ("0", Some(0.0)),
            ("-2h", Some(-7200.0)),
            ("1.5s", Some(1.5)),
            ("0s", Some(0.0)),
        ] {
            assert_eq!(duration(text), seconds, "{text}");
        }
        for text in ["", "5", "s", "5x", "5s3"] {
            assert_eq!(duration(text), None, "{text}");
        }
        assert_eq!(go_duration_fault("5"), "time: missing unit in duration \"5\"");
        assert_eq!(go_duration_fault("5sec"), "time: unknown unit \"sec\" in duration \"5sec\"");
        assert_eq!(go_duration_fault("five"), "time: invalid duration \"five\"");
    }
}
