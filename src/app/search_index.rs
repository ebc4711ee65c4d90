//! What the search looks in: which entries hold the words typed, the best first.
//!
//! Two looks. The first finds words as they are typed, anywhere in a title or its place; that is cheap. Only where it
//! finds little, the second looks for the letters of each word in their order (`npol` for NetworkPolicy), which costs ten
//! times as much and among long titles finds a lot of noise.

use std::collections::BTreeSet;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::course::{SearchEntry, SearchKind};

/// Hits that are kept: more than anyone scrolls through.
const KEPT: usize = 200;
/// With fewer hits than this the second look is taken.
const FEW: usize = 12;
/// Of what a word scores against itself, what its letters must score in a title to be meant: percent.
const FLOOR: i64 = 70;
/// Of what the best of the second look scores, what the others must: percent.
const BESIDE_BEST: i64 = 75;
/// The second look reads this many characters of a title.
const FUZZY_LENGTH: usize = 60;

/// Entries, with their texts in small letters.
#[derive(Debug, Clone, Default)]
pub struct SearchIndex {
    pub entries: Vec<SearchEntry>,
    titles: Vec<String>,
    places: Vec<String>,
}

/// An entry that matches, and where in its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub entry: usize,
    /// Indices of the title's characters that match, ascending.
    pub matched: Vec<usize>,
}

impl SearchIndex {
    pub fn new(entries: Vec<SearchEntry>) -> Self {
        let titles = entries.iter().map(|entry| entry.title.to_lowercase()).collect();
        let places = entries.iter().map(|entry| entry.place.to_lowercase()).collect();
        Self { entries, titles, places }
    }

    /// The entries that hold all words of `query`, the best first.
    pub fn hits(&self, query: &str) -> Vec<Hit> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(i64, usize)> =
            (0..self.entries.len()).filter_map(|entry| Some((self.score(entry, &words)?, entry))).collect();
        order(&mut found);
        let mut hits: Vec<Hit> = found
            .iter()
            .map(|(_, entry)| Hit { entry: *entry, matched: self.places_of(*entry, &words) })
            .collect();
        if hits.len() < FEW {
            hits.extend(self.fuzzy_hits(&words, &found));
        }
        hits
    }

    /// How well an entry holds the words as typed. Words at the beginning of a word count most, then those early in the
    /// title; sections more than single items; and of long titles each word says less.
    fn score(&self, entry: usize, words: &[String]) -> Option<i64> {
        let (title, place) = (&self.titles[entry], &self.places[entry]);
        let mut sum = if self.entries[entry].kind == SearchKind::Section { 40 } else { 0 };
        for word in words {
            sum += match title.find(word.as_str()) {
                Some(at) => {
                    let begins =
                        title[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
                    60 + if begins { 60 } else { 0 } - small(at / 4).min(30)
                }
                None if place.contains(word.as_str()) => 20,
                None => return None,
            };
        }
        Some(sum - small(title.len() / 4).min(60))
    }

    fn places_of(&self, entry: usize, words: &[String]) -> Vec<usize> {
        let title = &self.titles[entry];
        let mut matched = BTreeSet::new();
        for word in words {
            if let Some(at) = title.find(word.as_str()) {
                let first = title[..at].chars().count();
                matched.extend(first..first + word.chars().count());
            }
        }
        matched.into_iter().collect()
    }

    /// The second look, without the entries already found.
    fn fuzzy_hits(&self, words: &[String], found: &[(i64, usize)]) -> Vec<Hit> {
        let matcher = SkimMatcherV2::default();
        let floor = |word: &String| matcher.fuzzy_match(word, word).map_or(0, |own| own * FLOOR / 100);
        let floors: Vec<i64> = words.iter().map(floor).collect();
        let known: BTreeSet<usize> = found.iter().map(|(_, entry)| *entry).collect();
        let mut more: Vec<(i64, usize)> = (0..self.entries.len())
            .filter(|entry| !known.contains(entry))
            .filter_map(|entry| {
                let title = beginning(&self.titles[entry]);
                // A cheap look at all words before the dear one at any.
                if !words.iter().all(|word| has_letters(title, word)) {
                    return None;
                }
                let scores = words
                    .iter()
                    .zip(&floors)
                    .map(|(word, floor)| matcher.fuzzy_match(title, word).filter(|score| score >= floor));
                Some((scores.sum::<Option<i64>>()? - small(self.titles[entry].len() / 4), entry))
            })
            .collect();
        order(&mut more);
        let best = more.first().map_or(0, |(score, _)| *score);
        more.retain(|(score, _)| score * 100 >= best * BESIDE_BEST);
        more.into_iter()
            .map(|(_, entry)| {
                let title = beginning(&self.titles[entry]);
                let letters = words.iter().filter_map(|word| matcher.fuzzy_indices(title, word));
                let matched: BTreeSet<usize> = letters.flat_map(|(_, indices)| indices).collect();
                Hit { entry, matched: matched.into_iter().collect() }
            })
            .collect()
    }
}

/// The best first, and of equals the earlier; only as many as are kept.
fn order(found: &mut Vec<(i64, usize)>) {
    found.sort_unstable_by_key(|(score, entry)| (-score, *entry));
    found.truncate(KEPT);
}

fn beginning(title: &str) -> &str {
    title.char_indices().nth(FUZZY_LENGTH).map_or(title, |(end, _)| &title[..end])
}

/// Whether the letters of `word` stand in `text` in their order.
fn has_letters(text: &str, word: &str) -> bool {
    let mut rest = text.chars();
    word.chars().all(|letter| rest.any(|other| other == letter))
}

fn small(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Row;

    fn index(titles: &[&str]) -> SearchIndex {
        let entry = |title: &&str| SearchEntry {
            kind: SearchKind::Card,
            id: (*title).to_owned(),
            title: (*title).to_owned(),
            place: "DNS names".to_owned(),
            row: Row::find("D1").unwrap(),
        };
        SearchIndex::new(titles.iter().map(entry).collect())
    }

    fn found<'a>(index: &'a SearchIndex, query: &str) -> Vec<&'a str> {
        index.hits(query).iter().map(|hit| index.entries[hit.entry].title.as_str()).collect()
    }

    #[test]
    fn words_come_before_letters_and_beginnings_before_middles() {
        let index = index(&["unnamed", "a named port", "never a made door", "port of a name"]);
        assert_eq!(found(&index, "named"), ["a named port", "unnamed", "never a made door"]);
        assert_eq!(found(&index, "port named"), ["a named port"]);
        assert_eq!(found(&index, "xyz"), Vec::<&str>::new());
        assert_eq!(found(&index, "  "), Vec::<&str>::new());
    }

    #[test]
    fn letters_that_only_happen_to_stand_there_are_not_meant() {
        let index = index(&[
            "Which requests does it match?",
            "A label selector that is empty selects all",
            "NetworkPolicy",
        ]);
        assert_eq!(found(&index, "least"), Vec::<&str>::new());
        assert_eq!(found(&index, "npol"), ["NetworkPolicy"]);
    }

    #[test]
    fn a_word_may_stand_in_the_place() {
        let index = index(&["the search path"]);
        assert_eq!(found(&index, "dns path"), ["the search path"]);
    }

    #[test]
    fn matched_letters_are_counted_in_characters() {
        let index = index(&["é port"]);
        assert_eq!(index.hits("port")[0].matched, [2, 3, 4, 5]);
        assert_eq!(index.hits("prt")[0].matched, [2, 4, 5]);
    }
}
