//! Patterns of the shell: `*`, `?`, `[...]`; a backslash takes a sign's meaning away.
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#Pattern-Matching>

/// Makes a text stand for itself.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '*' | '?' | '[' | ']' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    One(char),
    Any,
    Many,
    Set { negated: bool, ranges: Vec<(char, char)> },
}

/// A pattern made ready.
#[derive(Debug, Clone)]
pub struct Pattern(Vec<Part>);

impl Pattern {
    pub fn new(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(&character) = characters.get(at) {
            at += 1;
            let part = match character {
                '\\' => {
                    let next = characters.get(at).copied().unwrap_or('\\');
                    at += 1;
                    Part::One(next)
                }
                '*' => Part::Many,
                '?' => Part::Any,
                '[' => match set(&characters, at) {
                    Some((part, next)) => {
                        at = next;
                        part
                    }
                    None => Part::One('['),
                },
                other => Part::One(other),
            };
            if part != Part::Many || parts.last() != Some(&Part::Many) {
                parts.push(part);
            }
        }
        Self(parts)
    }

    /// Whether the whole text is meant. Time: the product of the two lengths at most.
    pub fn matches(&self, text: &str) -> bool {
        let characters: Vec<char> = text.chars().collect();
        self.matches_slice(&characters)
    }

    fn matches_slice(&self, text: &[char]) -> bool {
        let (mut part, mut at) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while at < text.len() {
            match self.0.get(part) {
                Some(Part::Many) => {
                    retry = Some((part, at));
                    part += 1;
                    continue;
                }
                Some(one) if text.get(at).is_some_and(|character| one.takes(*character)) => {
                    part += 1;
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let Some((many, from)) = retry else { return false };
            retry = Some((many, from + 1));
            part = many + 1;
            at = from + 1;
        }
        self.0.get(part..).is_none_or(|rest| rest.iter().all(|part| *part == Part::Many))
    }

    /// The end in bytes of the shortest or longest beginning that is meant. Time: the product of the two lengths.
    pub fn prefix(&self, text: &str, longest: bool) -> Option<usize> {
        self.walk(text.char_indices().map(|(at, one)| (at + one.len_utf8(), one)), longest, 0)
    }

    /// The start in bytes of the shortest or longest ending that is meant: the same, read backwards.
    pub fn suffix(&self, text: &str, longest: bool) -> Option<usize> {
        let backwards = Self(self.0.iter().rev().cloned().collect());
        backwards.walk(text.char_indices().rev(), longest, text.len())
    }

    /// Walks over characters with every part that may come next; gives the place behind the first or last one where all
    /// parts are done. `start` is the place before any.
    fn walk(&self, text: impl Iterator<Item = (usize, char)>, longest: bool, start: usize) -> Option<usize> {
        let all = self.0.len();
        let mut now = vec![false; all + 1];
        let mut next = now.clone();
        if let Some(first) = now.first_mut() {
            *first = true;
        }
        self.skip(&mut now);
        let done = |places: &[bool]| places.last().copied().unwrap_or(false);
        let mut found = done(&now).then_some(start);
        for (place, character) in text {
            if found.is_some() && !longest {
                return found;
            }
            next.fill(false);
            for (part, _) in self.0.iter().zip(&now).enumerate().filter(|(_, (_, open))| **open) {
                let Some(own) = self.0.get(part) else { continue };
                let to =
                    if *own == Part::Many { Some(part) } else { own.takes(character).then_some(part + 1) };
                if let Some(slot) = to.and_then(|to| next.get_mut(to)) {
                    *slot = true;
                }
            }
            self.skip(&mut next);
            std::mem::swap(&mut now, &mut next);
            if done(&now) {
                found = Some(place);
            } else if !now.contains(&true) {
                break;
            }
        }
        found
    }

    /// `*` may stand for nothing.
    fn skip(&self, places: &mut [bool]) {
        for at in 0..self.0.len() {
            if self.0.get(at) == Some(&Part::Many)
                && places.get(at) == Some(&true)
                && let Some(slot) = places.get_mut(at + 1)
            {
                *slot = true;
            }
        }
    }
}

impl Part {
    fn takes(&self, character: char) -> bool {
        match self {
            Self::One(one) => *one == character,
            Self::Any => true,
            Self::Many => false,
            Self::Set { negated, ranges } => {
                ranges.iter().any(|(from, to)| (*from..=*to).contains(&character)) != *negated
            }
        }
    }
}

/// A set in brackets, from behind the opening one; `None` when it does not end.
fn set(characters: &[char], start: usize) -> Option<(Part, usize)> {
    let mut at = start;
    let negated = matches!(characters.get(at), Some('!' | '^'));
    at += usize::from(negated);
    let first = at;
    let mut ranges = Vec::new();
    loop {
        let character = *characters.get(at)?;
        if character == ']' && at > first {
            return Some((Part::Set { negated, ranges }, at + 1));
        }
        if character == '[' && characters.get(at + 1) == Some(&':') {
            let end = at + 2 + characters.get(at + 2..)?.iter().position(|one| *one == ':')?;
            let name: String = characters.get(at + 2..end)?.iter().collect();
            ranges.extend(class(&name));
            at = end + 2;
            continue;
        }
        let character = if character == '\\' {
            at += 1;
            *characters.get(at)?
        } else {
            character
        };
        match (characters.get(at + 1), characters.get(at + 2)) {
            (Some('-'), Some(&to)) if to != ']' => {
                ranges.push((character, to));
                at += 3;
            }
            _ => {
                ranges.push((character, character));
                at += 1;
            }
        }
    }
}

fn class(name: &str) -> Vec<(char, char)> {
    match name {
        "digit" => vec![('0', '9')],
        "lower" => vec![('a', 'z')],
        "upper" => vec![('A', 'Z')],
        "alpha" => vec![('a', 'z'), ('A', 'Z')],
        "alnum" => vec![('a', 'z'), ('A', 'Z'), ('0', '9')],
        "space" => vec![(' ', ' '), ('\t', '\r')],
        "punct" => vec![('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_bash_means_by_them() {
        for (pattern, yes, no) in [
            ("*.yaml", "a.yaml", "a.yml"),
            ("a?c", "abc", "ac"),
            ("[a-c]*", "bx", "dx"),
            ("[!a]", "b", "a"),
            ("[]x]", "]", "y"),
            ("\\*", "*", "a"),
            ("*a*b*", "xaxbx", "xbxa"),
            ("[[:digit:]]x", "1x", "ax"),
            ("[", "[", "a"),
            ("", "", "a"),
        ] {
            assert!(Pattern::new(pattern).matches(yes), "{pattern} {yes}");
            assert!(!Pattern::new(pattern).matches(no), "{pattern} {no}");
        }
        let dots = Pattern::new(".*");
        assert_eq!((dots.suffix("a.b.c", false), dots.suffix("a.b.c", true)), (Some(3), Some(1)));
        assert!(!Pattern::new(&"*a".repeat(50)).matches(&"a".repeat(49)));
    }
}
