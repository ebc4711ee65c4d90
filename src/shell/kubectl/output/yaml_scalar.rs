//! How a text is written in YAML: plain, quoted or as a block; the rules of go-yaml v2's emitter and resolver.

/// The four ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

/// What analysing a text found.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "what go-yaml's `analyze_scalar` finds, each by itself")]
struct Signs {
    indicators: bool,
    special: bool,
    leading: bool,
    trailing_blank: bool,
    trailing_break: bool,
    break_then_blank: bool,
    blank_then_break: bool,
    breaks: bool,
}

/// The style of a text as a value or (`is_key`) as the name of a field.
pub fn style(text: &str, is_key: bool) -> Style {
    let signs = analyse(text);
    let single = || {
        let allowed = !signs.break_then_blank && !signs.blank_then_break && !signs.special;
        if allowed { Style::Single } else { Style::Double }
    };
    if text.contains('\n') {
        let block = !signs.trailing_blank && !signs.blank_then_break && !signs.special && !is_key;
        return if block { Style::Literal } else { Style::Double };
    }
    if means_something_else(text) {
        return Style::Double;
    }
    let plain = !(signs.indicators
        || signs.special
        || signs.leading
        || signs.trailing_blank
        || signs.trailing_break
        || signs.break_then_blank
        || signs.breaks);
    if plain { Style::Plain } else { single() }
}

fn analyse(text: &str) -> Signs {
    let mut signs =
        Signs { indicators: text.starts_with("---") || text.starts_with("..."), ..Signs::default() };
    let (mut before_is_blank, mut previous) = (true, '\0');
    let mut rest = text.chars().peekable();
    let mut first = true;
    while let Some(sign) = rest.next() {
        let blank_follows = rest.peek().is_none_or(|next| matches!(next, ' ' | '\t' | '\n' | '\r'));
        signs.indicators |= if first {
            match sign {
                '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
                | '`' => true,
                '?' | ':' | '-' => blank_follows,
                _ => false,
            }
        } else {
            sign == ':' && blank_follows || sign == '#' && before_is_blank
        };
        signs.special |= sign != '\n' && (sign.is_control() || sign == '\u{feff}');
        match sign {
            ' ' => {
                signs.leading |= first;
                signs.trailing_blank |= rest.peek().is_none();
                signs.break_then_blank |= previous == '\n';
            }
            '\n' => {
                signs.breaks = true;
                signs.leading |= first;
                signs.trailing_break |= rest.peek().is_none();
                signs.blank_then_break |= previous == ' ';
            }
            _ => {}
        }
        before_is_blank = matches!(sign, ' ' | '\t' | '\n' | '\r');
        previous = sign;
        first = false;
    }
    signs
}

/// Whether a reader of YAML 1.1 would take the plain text for a number, a truth, nothing or a time.
fn means_something_else(text: &str) -> bool {
    const WORDS: &[&str] = &["y", "yes", "true", "on", "n", "no", "false", "off", "null", "~", "", "<<", "="];
    const FORMS: &[&str] = &[".nan", ".inf", "+.inf", "-.inf"];
    let lower = text.to_ascii_lowercase();
    // YAML knows `true`, `True` and `TRUE`, not `tRue`.
    let cased = text == lower || text == text.to_ascii_uppercase() || {
        let mut rest = text.chars();
        rest.next();
        rest.as_str() == rest.as_str().to_ascii_lowercase()
    };
    if cased && (WORDS.contains(&lower.as_str()) || FORMS.contains(&lower.as_str())) {
        return true;
    }
    text.starts_with(|sign: char| sign.is_ascii_digit() || matches!(sign, '+' | '-' | '.'))
        && (is_number(text) || is_sexagesimal(text) || is_time(text))
}

fn is_number(text: &str) -> bool {
    let plain = text.replace('_', "");
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    let digits = |text: &str, radix: u32| !text.is_empty() && text.chars().all(|sign| sign.is_digit(radix));
    for (prefix, radix) in [("0x", 16), ("0X", 16), ("0b", 2), ("0o", 8)] {
        if let Some(rest) = unsigned.strip_prefix(prefix) {
            return digits(rest, radix);
        }
    }
    // A float: digits with at most one point, then an exponent.
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let only_digits = |text: &str| text.chars().all(|sign| sign.is_ascii_digit());
    (!whole.is_empty() || mantissa.len() > 1)
        && only_digits(whole)
        && only_digits(fraction)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text), 10))
}

/// `1:20`, which YAML 1.1 reads as 80.
fn is_sexagesimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut parts = unsigned.split(':');
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let last_is_good = |part: &str| {
        let whole = part.split('.').next().unwrap_or_default();
        (1..=2).contains(&whole.len())
            && whole.chars().all(|sign| sign.is_ascii_digit())
            && (whole.len() == 1 || whole.starts_with(|sign: char| ('0'..='5').contains(&sign)))
    };
    !rest.is_empty()
        && first.starts_with(|sign: char| sign.is_ascii_digit())
        && first.chars().all(|sign| sign.is_ascii_digit() || sign == '_')
        && rest.iter().all(|part| last_is_good(part))
}

/// A date, or a date and a time.
fn is_time(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let parts: Vec<&str> = date.split('-').collect();
    let numbers = parts.iter().all(|part| !part.is_empty() && part.chars().all(|sign| sign.is_ascii_digit()));
    let is_date = numbers
        && matches!(parts.as_slice(), [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2);
    is_date
        && time.is_none_or(|time| time.contains(':') && time.starts_with(|sign: char| sign.is_ascii_digit()))
}
