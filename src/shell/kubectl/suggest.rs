//! What was meant by an unknown command: names that are near it.

use super::command::Command;

/// Names at most two changes away, or beginning with what was typed.
pub fn suggestions(command: &Command, typed: &str) -> Vec<&'static str> {
    const FARTHEST: usize = 2;
    let typed = typed.to_lowercase();
    command
        .commands
        .iter()
        .map(|command| command.name)
        .filter(|name| distance(&typed, name) <= FARTHEST || name.starts_with(&typed))
        .collect()
}

/// Levenshtein's distance; of long texts their difference in length is enough.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 8 {
        return one.len().abs_diff(other.len());
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, a) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn changes_are_counted() {
        assert_eq!(
            (distance("gte", "get"), distance("foo", "top"), distance("", "ab"), distance("abc", "abc")),
            (2, 2, 2, 0)
        );
    }
}
