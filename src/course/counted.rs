//! A number with its noun: `1 card`, `2 cards`.

/// Nouns whose plural is more than an `s`.
const IRREGULAR: [(&str, &str); 2] = [("quiz", "quizzes"), ("entry", "entries")];

/// `count` and `noun`, which is given in the singular.
pub fn counted(count: impl TryInto<u64>, noun: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    if count == 1 {
        return format!("1 {noun}");
    }
    match IRREGULAR.iter().find(|(one, _)| *one == noun) {
        Some((_, many)) => format!("{count} {many}"),
        None => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_singular() {
        let nouns = |count: u32| [counted(count, "card"), counted(count, "quiz")];
        assert_eq!(nouns(0), ["0 cards", "0 quizzes"]);
        assert_eq!(nouns(1), ["1 card", "1 quiz"]);
        assert_eq!(nouns(2), ["2 cards", "2 quizzes"]);
    }
}
