//! Aliases: the first word of a command is replaced by what the alias stands for, as text.

use std::collections::BTreeMap;

use brush_parser::Token;

use super::{position::Walk, tokenize};

/// Replacements in one line: an alias may name another, not itself.
const ROUNDS: usize = 4;

/// The tokens with aliases replaced. <https://www.gnu.org/software/bash/manual/bash.html#Aliases>
pub fn replace(tokens: &[Token], aliases: &BTreeMap<String, String>) -> Vec<Token> {
    let mut tokens = tokens.to_vec();
    let mut done: Vec<String> = Vec::new();
    for _ in 0..ROUNDS {
        let mut found: Vec<(usize, String)> = Vec::new();
        let mut walk = Walk::default();
        for (at, token) in tokens.iter().enumerate() {
            let word = token.to_str();
            if walk.step(token) && aliases.contains_key(word) && !done.iter().any(|name| name == word) {
                found.push((at, word.to_owned()));
            }
        }
        if found.is_empty() {
            break;
        }
        for (at, name) in found.into_iter().rev() {
            let Some(Ok(new)) = aliases.get(&name).map(|text| tokenize(text)) else { continue };
            // The new tokens stand where the word stood, so that messages point there.
            let place = tokens.get(at).map(|token| token.location().clone()).unwrap_or_default();
            let new = new.into_iter().map(|token| match token {
                Token::Word(text, _) => Token::Word(text, place.clone()),
                Token::Operator(text, _) => Token::Operator(text, place.clone()),
            });
            tokens.splice(at..=at, new);
            done.push(name);
        }
    }
    tokens
}
