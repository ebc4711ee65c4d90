//! The calendar of days studied, as lines: one sign a day, a column a week, Monday on top.

use super::{Role, Run};
use crate::study::Day;

/// Seven lines for `heat` (weeks ending with this one). Days to come are left empty.
pub fn lines(heat: &[[u32; 7]], today: Day) -> Vec<Vec<Run>> {
    const NAMES: [&str; 7] = ["Mon", "", "Wed", "", "Fri", "", "Sun"];
    let weekday = usize::from(today.weekday());
    let line = |day: usize| {
        let mut runs = vec![Run::new(format!("{:<4}", NAMES[day]), Role::Muted)];
        for (week, days) in heat.iter().enumerate() {
            let to_come = week + 1 == heat.len() && day > weekday;
            let (sign, role) = if to_come { (' ', Role::Muted) } else { sign(days[day]) };
            runs.push(Run::new(format!("{sign} "), role));
        }
        runs
    };
    (0..7).map(line).collect()
}

/// The sign of a day with so many answers.
fn sign(answers: u32) -> (char, Role) {
    match answers {
        0 => ('·', Role::Muted),
        1..=9 => ('░', Role::Tip),
        10..=24 => ('▒', Role::Tip),
        25..=49 => ('▓', Role::Tip),
        _ => ('█', Role::Tip),
    }
}

/// A bar of `width` columns, `percent` of it full.
pub fn bar(percent: u8, width: usize) -> [Run; 2] {
    let full = (usize::from(percent.min(100)) * width + 50) / 100;
    [Run::new("█".repeat(full), Role::Accent), Run::new("░".repeat(width - full), Role::Muted)]
}

/// Heights as one line of blocks, the highest as a full one; nothing is a dot.
pub fn spark(values: &[u32]) -> String {
    spark_of(values, values.iter().copied().max().unwrap_or(0))
}

/// The same, with a full block for `most`: shares of a whole, where 1 % is little however high the others are.
pub fn spark_of(values: &[u32], most: u32) -> String {
    const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = most.max(1);
    values
        .iter()
        .map(|value| match value {
            0 => '·',
            value => STEPS[usize::try_from((value * 8).div_ceil(most)).unwrap_or(8).clamp(1, 8) - 1],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_and_sparks_keep_their_width() {
        let bar = |percent| bar(percent, 4).map(|run| run.text).concat();
        assert_eq!(bar(0), "░░░░");
        assert_eq!(bar(50), "██░░");
        assert_eq!(bar(200), "████");
        assert_eq!(spark(&[0, 1, 4, 8]), "·▁▄█");
        assert_eq!(spark(&[]), "");
        assert_eq!(spark_of(&[1, 50, 100, 200], 100), "▁▄██");
    }

    #[test]
    fn days_to_come_are_empty() {
        // 1970-01-01 was a Thursday: Friday of that week is to come.
        let lines = lines(&[[0; 7], [60; 7]], Day(0));
        let last = |day: usize| lines[day].last().unwrap().text.clone();
        assert_eq!((last(3).as_str(), last(4).as_str()), ("█ ", "  "));
    }
}
