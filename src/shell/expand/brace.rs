//! Braces: `a{b,c}d` is two words, `{1..3}` three. Own code: brush-parser's reader of them panics on large numbers.

/// Words that one word may become.
const WORDS: usize = 2_000;

/// The words that a word stands for; itself, where it has no braces.
pub fn expand(word: &str) -> Vec<String> {
    if !word.contains('{') {
        return vec![word.to_owned()];
    }
    let mut done = Vec::new();
    let mut open = vec![word.to_owned()];
    while let Some(word) = open.pop() {
        match split(&word) {
            Some((before, choices, after)) if done.len() + open.len() + choices.len() <= WORDS => {
                let made = choices.iter().map(|choice| format!("{before}{choice}{after}"));
                open.extend(made.rev());
            }
            _ => done.push(word),
        }
    }
    done
}

/// The first braces that say something: what stands before them, the choices, what stands behind.
fn split(word: &str) -> Option<(&str, Vec<String>, &str)> {
    let mut from = 0;
    while let Some((start, end, commas)) = braces(word, from) {
        let (before, after) = (word.get(..start)?, word.get(end + 1..)?);
        let inner = word.get(start + 1..end)?;
        if !commas.is_empty() {
            let mut choices = Vec::new();
            let mut last = start + 1;
            for comma in commas.into_iter().chain([end]) {
                choices.push(word.get(last..comma)?.to_owned());
                last = comma + 1;
            }
            return Some((before, choices, after));
        }
        if let Some(choices) = sequence(inner) {
            return Some((before, choices, after));
        }
        from = start + 1;
    }
    None
}

/// The next `{...}` that is neither quoted nor `${...}`: start, end, and the commas on its own level.
fn braces(word: &str, from: usize) -> Option<(usize, usize, Vec<usize>)> {
    let mut open: Vec<(usize, Vec<usize>, bool)> = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    let mut found: Option<(usize, usize, Vec<usize>)> = None;
    for (at, character) in word.char_indices() {
        let escaped = before == '\\';
        match (quote, character) {
            _ if escaped => {}
            (Some(mark), character) if mark == character => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(character),
            (None, '{' | '(') => open.push((at, vec![], before == '$' || character == '(')),
            (None, ',') => {
                if let Some((_, commas, false)) = open.last_mut() {
                    commas.push(at);
                }
            }
            (None, ')') => {
                open.pop();
            }
            (None, '}') => {
                let inside = open.iter().rev().skip(1).any(|(_, _, other)| *other);
                if let Some((start, commas, false)) = open.pop()
                    && start >= from
                    && !inside
                    && found.as_ref().is_none_or(|(first, ..)| start < *first)
                {
                    found = Some((start, at, commas));
                }
            }
            _ => {}
        }
        before = if escaped { ' ' } else { character };
    }
    found
}

/// `1..5`, `a..e`, `0..10..2`.
fn sequence(inner: &str) -> Option<Vec<String>> {
    let parts: Vec<&str> = inner.split("..").collect();
    let (from, to, step) = match parts.as_slice() {
        [from, to] => (*from, *to, 1),
        [from, to, step] => (*from, *to, step.parse::<i64>().ok()?.unsigned_abs().max(1)),
        _ => return None,
    };
    let step = usize::try_from(step).ok()?;
    let letter = |text: &str| {
        let mut characters = text.chars();
        let one = characters.next().filter(char::is_ascii_alphabetic)?;
        characters.next().is_none().then(|| i64::from(u32::from(one)))
    };
    let (first, last, letters) = match (from.parse::<i64>(), to.parse::<i64>()) {
        (Ok(first), Ok(last)) => (first, last, false),
        _ => (letter(from)?, letter(to)?, true),
    };
    let padded = |text: &str| text.trim_start_matches('-').starts_with('0') && text.len() > 1;
    let width = if padded(from) || padded(to) { from.len().max(to.len()).min(20) } else { 0 };
    let show = |number: i64| match u32::try_from(number).ok().and_then(char::from_u32) {
        Some(letter) if letters => letter.to_string(),
        _ => format!("{number:0width$}"),
    };
    let (low, high) = (first.min(last), first.max(last));
    if high.checked_sub(low)? >= i64::try_from(WORDS).ok()? {
        return None;
    }
    let numbers: Vec<i64> = if first <= last { (low..=high).collect() } else { (low..=high).rev().collect() };
    Some(numbers.into_iter().step_by(step).map(show).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_expanded_where_they_say_something() {
        for (word, words) in [
            ("a{b,c}d", "abd acd"),
            ("{1..3}", "1 2 3"),
            ("{3..1}", "3 2 1"),
            ("{08..10}", "08 09 10"),
            ("{a..e..2}", "a c e"),
            ("x{1,{a,b}}y", "x1y xay xby"),
            ("{a,b}{1,2}", "a1 a2 b1 b2"),
            ("file{,.bak}", "file file.bak"),
            ("{}", "{}"),
            ("{a}", "{a}"),
            ("${a,b}", "${a,b}"),
            ("'{a,b}'", "'{a,b}'"),
            ("{1..99999999999999999999}", "{1..99999999999999999999}"),
            ("{.items[*]}", "{.items[*]}"),
            ("$(echo {a,b})", "$(echo {a,b})"),
        ] {
            assert_eq!(expand(word).join(" "), words, "{word}");
        }
        assert!(expand(&"{a,b}".repeat(200)).len() <= WORDS);
    }
}
