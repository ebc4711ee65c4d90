//! The settings, changed from a screen: each takes effect and is saved at once.

use std::ops::RangeInclusive;

use super::{ScreenState, Step};
use crate::app::{Command, Desk, Effect, Key, LineEdit, Place, Selection};
use crate::study::{Day, Settings, ThemeChoice};

#[derive(Debug, Clone, Default)]
pub struct SettingsScreen {
    pub list: Selection,
    /// The exam date, while it is typed.
    pub typing: Option<LineEdit>,
}

/// The rows of the screen, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingRow {
    Theme,
    Exam,
    NewPerDay,
    Retention,
    QuizLength,
    QuizMinutes,
    Mouse,
    ReducedMotion,
}

impl SettingRow {
    pub const ALL: [Self; 8] = [
        Self::Theme,
        Self::Exam,
        Self::NewPerDay,
        Self::Retention,
        Self::QuizLength,
        Self::QuizMinutes,
        Self::Mouse,
        Self::ReducedMotion,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Self::Theme => "Theme",
            Self::Exam => "Exam date",
            Self::NewPerDay => "New cards a day",
            Self::Retention => "Recall aimed at",
            Self::QuizLength => "Questions in a quiz",
            Self::QuizMinutes => "Minutes of a timed quiz",
            Self::Mouse => "Mouse",
            Self::ReducedMotion => "Reduced motion",
        }
    }

    pub fn help(self) -> &'static str {
        match self {
            Self::Theme => "Auto asks the terminal for its background. NO_COLOR gives mono.",
            Self::Exam => "No card is scheduled past it. Enter types a date; nothing is no date.",
            Self::NewPerDay => "How many cards you have not seen come each day.",
            Self::Retention => {
                "How likely you should recall a card when it comes back. Higher means more reviews."
            }
            Self::QuizLength => "How many questions a quiz begins with.",
            Self::QuizMinutes => "What the clock of a timed quiz begins with.",
            Self::Mouse => "Click rows, scroll by wheel. Off leaves selecting text to the terminal.",
            Self::ReducedMotion => "The clock of a timed quiz shows minutes only until the last one.",
        }
    }

    /// Its value in words.
    pub fn value(self, desk: &Desk) -> String {
        let settings = &desk.settings;
        let on = |on: bool| if on { "on" } else { "off" }.to_owned();
        match self {
            Self::Theme => settings.theme.word().to_owned(),
            Self::Exam => match settings.exam {
                None => "none".to_owned(),
                Some(exam) => match exam.since(desk.now.day) {
                    0 => format!("{exam} · today"),
                    1 => format!("{exam} · tomorrow"),
                    days if days > 0 => format!("{exam} · in {days} days"),
                    _ => format!("{exam} · past"),
                },
            },
            Self::NewPerDay => settings.new_per_day.to_string(),
            Self::Retention => format!("{:.0} %", settings.retention * 100.0),
            Self::QuizLength => settings.quiz_length.to_string(),
            Self::QuizMinutes => settings.quiz_minutes.to_string(),
            Self::Mouse => on(settings.mouse),
            Self::ReducedMotion => on(settings.reduced_motion),
        }
    }
}

impl SettingsScreen {
    pub fn row(&self) -> SettingRow {
        SettingRow::ALL[self.list.row.min(SettingRow::ALL.len() - 1)]
    }

    /// Changes the selected value by one step, up or down.
    fn change(&self, up: bool, desk: &mut Desk) {
        let settings = &mut desk.settings;
        match self.row() {
            SettingRow::Theme => settings.theme = next_theme(settings.theme, up),
            SettingRow::Exam => {
                let exam = settings.exam.unwrap_or(desk.now.day);
                settings.exam = Some(exam.plus(if up { 1 } else { -1 }));
            }
            SettingRow::NewPerDay => {
                settings.new_per_day = stepped(settings.new_per_day, up, &Settings::NEW_PER_DAY);
            }
            SettingRow::Retention => {
                let next = settings.retention + if up { 0.01 } else { -0.01 };
                settings.retention = ((next * 100.0).round() / 100.0)
                    .clamp(*Settings::RETENTION.start(), *Settings::RETENTION.end());
            }
            SettingRow::QuizLength => {
                settings.quiz_length = stepped(settings.quiz_length, up, &Settings::QUIZ_LENGTH);
            }
            SettingRow::QuizMinutes => {
                settings.quiz_minutes = stepped(settings.quiz_minutes, up, &Settings::QUIZ_MINUTES);
            }
            SettingRow::Mouse => {
                settings.mouse = !settings.mouse;
                let capture = settings.mouse;
                desk.ask(Effect::CaptureMouse(capture));
            }
            SettingRow::ReducedMotion => settings.reduced_motion = !settings.reduced_motion,
        }
        desk.ask(Effect::SaveSettings(desk.settings.clone()));
    }

    fn set_exam(&mut self, desk: &mut Desk) {
        let Some(edit) = &self.typing else { return };
        let text = edit.text().trim();
        let exam = if text.is_empty() { Ok(None) } else { Day::parse(text).map(Some).ok_or(text) };
        match exam {
            Ok(exam) => {
                desk.settings.exam = exam;
                desk.ask(Effect::SaveSettings(desk.settings.clone()));
                self.typing = None;
            }
            Err(text) => desk.say(format!("“{text}” is no date; write it as 2026-12-31.")),
        }
    }
}

/// `value` changed by one, up or down, within its limits.
pub(super) fn stepped(value: u32, up: bool, within: &RangeInclusive<u32>) -> u32 {
    let next = if up { value.saturating_add(1) } else { value.saturating_sub(1) };
    next.clamp(*within.start(), *within.end())
}

fn next_theme(theme: ThemeChoice, up: bool) -> ThemeChoice {
    let all = ThemeChoice::ALL;
    let here = all.iter().position(|choice| *choice == theme).unwrap_or(0);
    all[(here + if up { 1 } else { all.len() - 1 }) % all.len()]
}

impl ScreenState for SettingsScreen {
    fn place(&self) -> Place {
        if self.typing.is_some() { Place::SettingsTyping } else { Place::Settings }
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        if self.typing.is_some() {
            match command {
                Command::Open => self.set_exam(desk),
                Command::Back => self.typing = None,
                _ => {}
            }
            return Step::Stay;
        }
        match command {
            Command::Up => self.list.step(-1, SettingRow::ALL.len()),
            Command::Down => self.list.step(1, SettingRow::ALL.len()),
            Command::Less => self.change(false, desk),
            Command::Open if self.row() == SettingRow::Exam => {
                let exam = desk.settings.exam.map(|exam| exam.to_string()).unwrap_or_default();
                self.typing = Some(LineEdit::with(&exam));
            }
            Command::More | Command::Open => self.change(true, desk),
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn key(&mut self, key: Key, _desk: &mut Desk) -> Step {
        if let Some(edit) = &mut self.typing {
            edit.key(key);
        }
        Step::Stay
    }

    fn paste(&mut self, text: &str, _desk: &mut Desk) -> Step {
        if let Some(edit) = &mut self.typing {
            edit.insert(text);
        }
        Step::Stay
    }

    fn clicked(&mut self, row: usize, _desk: &mut Desk) -> Step {
        if self.typing.is_none() {
            self.list.row = row.min(SettingRow::ALL.len() - 1);
        }
        Step::Stay
    }
}
