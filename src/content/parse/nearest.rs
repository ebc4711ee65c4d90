//! "Did you mean": the known name nearest to a mistyped one.

/// The name nearest to `typed`, if it is near enough to be meant: at most a third of its letters differ
/// (one letter in very short names).
pub fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let length = typed.chars().count();
    if length > 80 {
        return None;
    }
    let allowed = (length / 3).max(1);
    names
        .into_iter()
        .filter(|name| name.chars().count().abs_diff(length) <= allowed)
        .map(|name| (distance(&typed.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The hint for an unknown `typed`: the nearest name, or all of them where none is near.
pub fn did_you_mean<'n>(typed: &str, names: impl IntoIterator<Item = &'n str> + Clone) -> String {
    if let Some(name) = nearest(typed, names.clone()) {
        return format!("did you mean `{name}`?");
    }
    let all: Vec<&str> = names.into_iter().take(40).collect();
    format!("known are: {}", all.join(", "))
}

/// Letters to insert, drop, replace or swap with their neighbour (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (i, letter) in a.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (j, other) in b.iter().enumerate() {
            let replaced = row[j] + usize::from(letter != *other);
            let mut best = replaced.min(row[j + 1] + 1).min(next[j] + 1);
            if j > 0 && previous == Some(*other) && b[j - 1] == letter && letter != *other {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        previous = Some(letter);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_edits_and_swaps() {
        for (a, b, edits) in [("", "abc", 3), ("front", "frnot", 1), ("kind", "kin", 1), ("row", "source", 5)]
        {
            assert_eq!(distance(a, b), edits, "{a} {b}");
            assert_eq!(distance(b, a), edits, "{b} {a}");
        }
    }

    #[test]
    fn only_near_names_are_meant() {
        let keys = ["front", "back", "explanation"];
        assert_eq!(nearest("explenation", keys), Some("explanation"));
        assert_eq!(nearest("Fornt", keys), Some("front"));
        assert_eq!(nearest("answer", keys), None);
        assert_eq!(did_you_mean("x", keys), "known are: front, back, explanation");
    }
}
