//! Writing `config.toml`: only the values that changed, in place, so that comments, order and unknown keys stay.

use std::ops::Range;
use std::path::Path;

use toml::de::DeTable;

use super::settings::{KEYS, read};
use super::snapshot_writer::push_quoted;
use super::{StoreError, durable};
use crate::study::Settings;

const HEADER: &str =
    "# Settings of kubedrill. The program changes values in place and keeps the rest as you wrote it.\n";

/// Writes the settings, atomically. A file that is not TOML is kept aside and written anew.
pub fn save_settings(path: &Path, settings: &Settings) -> Result<(), StoreError> {
    let old = durable::read_if_there(path)?;
    let text = match &old {
        None => whole(settings),
        Some(bytes) => {
            if let Some(text) = str::from_utf8(bytes).ok().and_then(|text| edited(text, settings)) {
                text
            } else {
                durable::keep_aside(path)?;
                whole(settings)
            }
        }
    };
    if old.is_some_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    durable::replace(path, text.as_bytes())
}

/// The value of a key as TOML; `None` if the setting is not set, and then its line goes away.
fn value(settings: &Settings, key: &str) -> Option<String> {
    let quoted = |text: &str| {
        let mut out = String::new();
        push_quoted(&mut out, text);
        out
    };
    Some(match key {
        "theme" => quoted(settings.theme.word()),
        "exam" => quoted(&settings.exam?.to_string()),
        "new_per_day" => settings.new_per_day.to_string(),
        "retention" => settings.retention.to_string(),
        "mouse" => settings.mouse.to_string(),
        "reduced_motion" => settings.reduced_motion.to_string(),
        "quiz_length" => settings.quiz_length.to_string(),
        "quiz_minutes" => settings.quiz_minutes.to_string(),
        _ => return None,
    })
}

fn comment(key: &str) -> &'static str {
    match key {
        "theme" => "auto, dark, light, high-contrast, colour-blind or mono",
        "exam" => "the day of your exam: no card comes later",
        "new_per_day" => "new cards a day",
        "retention" => "the probability of recall aimed at: more means more reviews",
        "mouse" => "click and scroll; off leaves selecting to the terminal",
        "reduced_motion" => "nothing moves but the clock",
        "quiz_length" => "questions in a quiz",
        "quiz_minutes" => "minutes of a timed quiz",
        _ => "",
    }
}

fn whole(settings: &Settings) -> String {
    let lines = KEYS.iter().map(|key| match value(settings, key) {
        Some(value) => format!("\n# {}\n{key} = {value}\n", comment(key)),
        None => format!("\n# {}\n# {key} = \"2026-12-24\"\n", comment(key)),
    });
    std::iter::once(HEADER.to_owned()).chain(lines).collect()
}

/// The old text with the new values; `None` if it cannot be edited so that it says what it should.
fn edited(old: &str, settings: &Settings) -> Option<String> {
    let table = DeTable::parse(old).ok()?;
    let (read_before, faults) = read(old);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for key in KEYS {
        let new = value(settings, key);
        let Some((name, there)) = table.get_ref().get_key_value(key) else {
            // Before everything: after a table's heading it would belong to that table.
            if let Some(new) = new.filter(|_| value(&Settings::default(), key) != value(settings, key)) {
                edits.push((0..0, format!("{key} = {new}\n")));
            }
            continue;
        };
        let is_wrong = faults.iter().any(|(at, _)| there.span().contains(at));
        if value(&read_before, key) == new && !is_wrong {
            continue;
        }
        match new {
            Some(new) => edits.push((there.span(), new)),
            None => edits.push((line_of(old, name.span().start..there.span().end), String::new())),
        }
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = old.to_owned();
    for (range, new) in edits {
        text.get(range.clone())?;
        text.replace_range(range, &new);
    }
    (read(&text).0 == *settings && DeTable::parse(&text).is_ok()).then_some(text)
}

/// `range` with the rest of its line.
fn line_of(text: &str, range: Range<usize>) -> Range<usize> {
    let rest = text.get(range.end..).unwrap_or_default();
    range.start..range.end + rest.find('\n').map_or(rest.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::load_settings;
    use crate::study::{Day, ThemeChoice};

    fn changed() -> Settings {
        Settings {
            theme: ThemeChoice::Mono,
            exam: Some(Day(20_800)),
            new_per_day: 0,
            retention: 0.85,
            mouse: false,
            reduced_motion: true,
            quiz_length: 25,
            quiz_minutes: 40,
        }
    }

    #[test]
    fn what_is_saved_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/config.toml");
        for settings in [changed(), Settings::default(), changed()] {
            save_settings(&path, &settings).unwrap();
            assert_eq!(load_settings(&path), (settings, vec![]));
        }
    }

    #[test]
    fn comments_and_unknown_keys_stay() {
        let old = "# mine\nmouse = true # keep\nexam = 2026-12-24 # soon\nfuture = 1\n\n[plugin]\nx = 1\n";
        let text = edited(old, &Settings { mouse: false, quiz_length: 7, ..Settings::default() }).unwrap();
        assert_eq!(text, "quiz_length = 7\n# mine\nmouse = false # keep\nfuture = 1\n\n[plugin]\nx = 1\n");
    }

    #[test]
    fn a_wrong_value_is_put_right() {
        let text = edited("theme = \"pink\"\n", &Settings::default()).unwrap();
        assert_eq!(text, "theme = \"auto\"\n");
    }

    #[test]
    fn what_is_not_toml_is_kept_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, "theme = = dark\n").unwrap();
        save_settings(&path, &changed()).unwrap();
        assert_eq!(load_settings(&path), (changed(), vec![]));
        let aside = folder.path().join("config.toml.damaged-1");
        assert_eq!(fs::read_to_string(aside).unwrap(), "theme = = dark\n");
    }
}
