//! Names that vary: a seed draws one alternative for each `[vary]` key, and `{{key}}` in every text becomes it.

use std::collections::BTreeMap;

/// The alternatives for each key.
pub type Vary = BTreeMap<String, Vec<String>>;

/// Draws one alternative for each key. Seed 0 draws the first of each: the lab as its author thinks of it.
pub fn draw(vary: &Vary, seed: u64) -> BTreeMap<String, String> {
    let mut numbers = fastrand::Rng::with_seed(seed);
    let mut drawn = BTreeMap::new();
    for (key, alternatives) in vary {
        let index = if seed == 0 { 0 } else { numbers.usize(..alternatives.len().max(1)) };
        if let Some(value) = alternatives.get(index) {
            drawn.insert(key.clone(), value.clone());
        }
    }
    drawn
}

/// Puts the drawn names in; line ends stay where they are, for no name holds one.
pub fn fill(text: &str, names: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, key, after)) = next_key(rest) {
        out.push_str(before);
        match names.get(key) {
            Some(value) => out.push_str(value),
            None => {
                out.push_str("{{");
                out.push_str(key);
                out.push_str("}}");
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Keys that no `[vary]` entry fills, with their lines from 1.
pub fn left_open(text: &str) -> Vec<(usize, String)> {
    let lines = (1..).zip(text.lines());
    let mut open = Vec::new();
    for (number, line) in lines {
        let mut rest = line;
        while let Some((_, key, after)) = next_key(rest) {
            open.push((number, key.to_owned()));
            rest = after;
        }
    }
    open
}

/// The text before the next `{{key}}`, the key, and the text behind it. Go templates (`{{.status}}`) are none.
fn next_key(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find("{{")?;
        let inner = text.get(start + 2..)?;
        if let Some((key, after)) = inner.split_once("}}")
            && !key.is_empty()
            && key
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
        {
            return Some((text.get(..start)?, key, after));
        }
        from = start + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vary() -> Vary {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Vary::from([
            ("app".to_owned(), list(&["web", "shop"])),
            ("port".to_owned(), list(&["80", "8080", "9090"])),
        ])
    }

    #[test]
    fn a_seed_always_draws_the_same_and_seeds_differ() {
        let zero = draw(&vary(), 0);
        assert_eq!((zero["app"].as_str(), zero["port"].as_str()), ("web", "80"));
        let all: std::collections::BTreeSet<_> = (0..20).map(|seed| draw(&vary(), seed)).collect();
        assert_eq!(draw(&vary(), 7), draw(&vary(), 7));
        assert!(all.len() > 3, "{all:?}");
    }

    #[test]
    fn only_known_keys_are_filled() {
        let names = draw(&vary(), 0);
        let text = "a {{app}}:{{port}} {{.items}} {{ app }} {{other}} {{";
        assert_eq!(fill(text, &names), "a web:80 {{.items}} {{ app }} {{other}} {{");
        assert_eq!(left_open(&fill(&format!("x\n{text}"), &names)), [(2, "other".to_owned())]);
    }
}
