//! A reason of the engine as a sentence.

use crate::content::visible_line;

/// Words that reasons begin with and that are no names.
const WORDS: [&str; 20] = [
    "a",
    "all",
    "container",
    "each",
    "forwarded",
    "host",
    "it",
    "leaves",
    "listener",
    "no",
    "nobody",
    "none",
    "nothing",
    "policies",
    "redirected",
    "some",
    "the",
    "there",
    "what",
    "whether",
];

/// Sentences begin with a capital, unless they begin with a name.
pub fn sentence(reason: &str) -> String {
    let first = reason.split(' ').next().unwrap_or_default();
    let mut characters = reason.chars();
    let start = characters.next().filter(|_| WORDS.contains(&first)).map(char::to_uppercase);
    let text: String = match start {
        Some(start) => start.chain(characters).collect(),
        None => reason.to_owned(),
    };
    visible_line(&format!("{text}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_letters() {
        assert_eq!(sentence("nothing listens there"), "Nothing listens there.");
        assert_eq!(sentence("shop/web refuses"), "shop/web refuses.");
        assert_eq!(sentence("a\u{202e}b"), "a\u{fffd}b.");
        assert_eq!(sentence(""), ".");
    }
}
