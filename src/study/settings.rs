//! What the learner may choose, as plain values with their defaults and limits.

use std::ops::RangeInclusive;

use super::Day;

#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    pub theme: ThemeChoice,
    /// The day of the exam: no interval passes it.
    pub exam: Option<Day>,
    /// New cards a day, within [`Self::NEW_PER_DAY`].
    pub new_per_day: u32,
    /// The probability of recall aimed at, within [`Self::RETENTION`].
    pub retention: f32,
    pub mouse: bool,
    pub reduced_motion: bool,
    /// Questions in a quiz, within [`Self::QUIZ_LENGTH`].
    pub quiz_length: u32,
    /// Minutes of a timed quiz, within [`Self::QUIZ_MINUTES`].
    pub quiz_minutes: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// By the terminal's background.
    #[default]
    Auto,
    Dark,
    Light,
    HighContrast,
    ColourBlind,
    Mono,
}

impl Settings {
    pub const NEW_PER_DAY: RangeInclusive<u32> = 0..=999;
    /// Below 0.7 FSRS's intervals grow past use, above 0.97 they shrink to daily reviews.
    pub const RETENTION: RangeInclusive<f32> = 0.7..=0.97;
    pub const QUIZ_LENGTH: RangeInclusive<u32> = 1..=200;
    pub const QUIZ_MINUTES: RangeInclusive<u32> = 1..=240;
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::Auto,
            exam: None,
            new_per_day: 10,
            retention: 0.9,
            mouse: true,
            reduced_motion: false,
            quiz_length: 10,
            quiz_minutes: 15,
        }
    }
}

impl ThemeChoice {
    pub const ALL: [Self; 6] =
        [Self::Auto, Self::Dark, Self::Light, Self::HighContrast, Self::ColourBlind, Self::Mono];

    /// Its name, as the learner writes and reads it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
            Self::ColourBlind => "colour-blind",
            Self::Mono => "mono",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.word() == word)
    }
}
