//! Reading `config.toml`: each key by itself, so that one wrong value costs that one setting and says where it stands.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::durable::is_absent;
use crate::study::{Day, Settings, ThemeChoice};

/// The keys in the order in which they are written.
pub(super) const KEYS: [&str; 8] =
    ["theme", "exam", "new_per_day", "retention", "mouse", "reduced_motion", "quiz_length", "quiz_minutes"];

/// A file of nonsense is not told line by line.
const MOST: usize = 20;

/// Reads the settings, and what the learner must be told: `file:line:column: what is wrong; what is allowed`. A missing
/// file gives the defaults; so does, for its key, a wrong value.
pub fn load_settings(path: &Path) -> (Settings, Vec<String>) {
    match fs::read_to_string(path) {
        Ok(text) => {
            let (settings, faults) = read(&text);
            let place = |(at, what): (usize, String)| {
                let (line, column) = position(&text, at);
                format!("{}:{line}:{column}: {what}", path.display())
            };
            (settings, faults.into_iter().take(MOST).map(place).collect())
        }
        Err(error) if is_absent(&error) => (Settings::default(), Vec::new()),
        Err(error) => {
            (Settings::default(), vec![format!("cannot read {}: {error}; defaults are used", path.display())])
        }
    }
}

/// Each fault with the byte where it stands.
pub(super) fn read(text: &str) -> (Settings, Vec<(usize, String)>) {
    let mut settings = Settings::default();
    let mut faults = Vec::new();
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        faults.push((at, format!("not TOML: {}", error.message())));
    }
    for (key, value) in table.get_ref() {
        if !KEYS.contains(&key.get_ref().as_ref()) {
            let known = KEYS.join(", ");
            faults
                .push((key.span().start, format!("unknown setting `{}`; known are {known}", key.get_ref())));
        } else if let Err(allowed) = set(&mut settings, key.get_ref(), value) {
            let what = format!("`{}` must be {allowed}; the default is used", key.get_ref());
            faults.push((value.span().start, what));
        }
    }
    // What is no TOML has no right value either: told once.
    faults.sort_by_key(|(at, _)| *at);
    faults.dedup_by_key(|(at, _)| *at);
    (settings, faults)
}

/// Sets one key; if the value is not allowed, says what is.
fn set(settings: &mut Settings, key: &str, value: &Spanned<DeValue>) -> Result<(), String> {
    let value = value.get_ref();
    match key {
        "theme" => {
            let choice = value.as_str().and_then(ThemeChoice::from_word);
            let words = || ThemeChoice::ALL.map(|choice| format!("\"{}\"", choice.word())).join(", ");
            settings.theme = choice.ok_or_else(|| format!("one of {}", words()))?;
        }
        "exam" => {
            let written = match value {
                DeValue::Datetime(date) => date.to_string(),
                _ => value.as_str().unwrap_or_default().to_owned(),
            };
            let day = Day::parse(&written).ok_or("a day such as \"2026-11-22\"")?;
            settings.exam = Some(day);
        }
        "new_per_day" => settings.new_per_day = whole(value, Settings::NEW_PER_DAY)?,
        "quiz_length" => settings.quiz_length = whole(value, Settings::QUIZ_LENGTH)?,
        "quiz_minutes" => settings.quiz_minutes = whole(value, Settings::QUIZ_MINUTES)?,
        "retention" => {
            let number = value.as_float().and_then(|number| number.as_str().parse::<f32>().ok());
            let (low, high) = (Settings::RETENTION.start(), Settings::RETENTION.end());
            settings.retention = number
                .filter(|number| Settings::RETENTION.contains(number))
                .ok_or_else(|| format!("a number from {low} to {high}"))?;
        }
        "mouse" => settings.mouse = value.as_bool().ok_or("true or false")?,
        "reduced_motion" => settings.reduced_motion = value.as_bool().ok_or("true or false")?,
        _ => {}
    }
    Ok(())
}

fn whole(value: &DeValue, range: RangeInclusive<u32>) -> Result<u32, String> {
    let number = value.as_integer().filter(|number| number.radix() == 10);
    let number = number.and_then(|number| number.as_str().parse::<u32>().ok());
    number
        .filter(|number| range.contains(number))
        .ok_or_else(|| format!("a whole number from {} to {}", range.start(), range.end()))
}

/// Line and column, from 1, of byte `at`; columns are letters.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_value_costs_one_setting_and_says_where() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(
            &path,
            "mouse = false\n  theme = \"pink\"\nspeed = 3\nexam = 2026-12-24\nretention = 1.5\n",
        )
        .unwrap();
        let (settings, problems) = load_settings(&path);
        let exam = Day::parse("2026-12-24");
        assert_eq!(settings, Settings { mouse: false, exam, ..Settings::default() });
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems[0].contains(":2:11: `theme` must be one of \"auto\", \"dark\""), "{}", problems[0]);
        assert!(problems[1].contains(":3:1: unknown setting `speed`"), "{}", problems[1]);
        assert!(
            problems[2].contains(":5:13: `retention` must be a number from 0.7 to 0.97"),
            "{}",
            problems[2]
        );
    }

    #[test]
    fn broken_toml_is_told_and_the_rest_is_read() {
        let (settings, faults) = read("mouse = false\ntheme = \nquiz_length = 20\n");
        assert!(!settings.mouse);
        assert_eq!(faults.len(), 1, "{faults:?}");
        let (_, faults) = read("= = [[[ \0");
        assert!(!faults.is_empty());
    }

    #[test]
    fn a_missing_file_is_fine() {
        assert_eq!(load_settings(Path::new("/nonexistent/config.toml")), (Settings::default(), vec![]));
    }
}
