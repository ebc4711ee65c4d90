//! Asking the terminal for its background without waiting, and taking the answer out of what is typed.
//!
//! The answer comes as input, whenever the terminal gets to it. crossterm does not know it and passes it on as keys:
//! alt-], its text, and alt-\ or ctrl-g at the end. Waiting for it instead (as terminal-colorsaurus does) was tried: it
//! eats keys typed meanwhile, and an answer that is later than the wait arrives as commands.

use std::io::{self, Write};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Longest answer that is one; longer ones are dropped.
const LONGEST: usize = 64;

/// Asks for the background colour (OSC 11, xterm control sequences).
///
/// # Errors
/// What the terminal's writer says.
pub fn ask_background() -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(b"\x1b]11;?\x1b\\")?;
    out.flush()
}

/// Takes the answer out of the keys.
#[derive(Debug, Default)]
pub struct BackgroundAnswer {
    collected: Option<String>,
}

/// What a key was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// A key of the learner's.
    Key,
    /// A part of the answer.
    Part,
    /// The answer's last part; the background is dark, or not.
    Answer { dark: bool },
}

impl BackgroundAnswer {
    pub fn take(&mut self, key: KeyEvent) -> Taken {
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match (&mut self.collected, key.code) {
            (None, KeyCode::Char(']')) if alt => {
                self.collected = Some(String::new());
                Taken::Part
            }
            (Some(_), KeyCode::Char('\\')) if alt => self.end(),
            (Some(_), KeyCode::Char('g')) if ctrl => self.end(),
            (Some(text), KeyCode::Char(character)) if !alt && !ctrl && text.len() < LONGEST => {
                text.push(character);
                Taken::Part
            }
            _ => {
                self.collected = None;
                Taken::Key
            }
        }
    }

    fn end(&mut self) -> Taken {
        let text = self.collected.take().unwrap_or_default();
        is_dark(&text).map_or(Taken::Part, |dark| Taken::Answer { dark })
    }
}

/// Reads `11;rgb:1c1c/1c1c/1c1c`, each part of one to four hexadecimal digits.
fn is_dark(answer: &str) -> Option<bool> {
    let (_, colour) = answer.strip_prefix("11;")?.split_once(':')?;
    let mut parts = colour.split('/').map(|part| {
        let value = u32::from_str_radix(part, 16).ok()?;
        let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)?.checked_sub(1)?;
        (part.len() <= 4).then_some(value * 1000 / most.max(1))
    });
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    // Brightness as the eye weighs it: ITU-R BT.601.
    Some(red * 299 + green * 587 + blue * 114 < 500 * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(answer: &str) -> Vec<Taken> {
        let mut filter = BackgroundAnswer::default();
        let mut keys = vec![KeyEvent::new(KeyCode::Char(']'), KeyModifiers::ALT)];
        keys.extend(answer.chars().map(|c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
        keys.push(KeyEvent::new(KeyCode::Char('\\'), KeyModifiers::ALT));
        keys.push(KeyEvent::new(KeyCode::Char('r'), KeyModifiers::NONE));
        keys.into_iter().map(|key| filter.take(key)).filter(|taken| *taken != Taken::Part).collect()
    }

    #[test]
    fn answers_are_taken_out_and_keys_are_left() {
        assert_eq!(feed("11;rgb:1c1c/1c1c/1c1c"), [Taken::Answer { dark: true }, Taken::Key]);
        assert_eq!(feed("11;rgb:ff/fa/f0"), [Taken::Answer { dark: false }, Taken::Key]);
        assert_eq!(feed("10;rgb:1/2/3"), [Taken::Key]);
        assert_eq!(feed("11;nonsense"), [Taken::Key]);
        assert_eq!(feed("11;rgb:12345678912/1/1"), [Taken::Key]);
    }

    #[test]
    fn alt_bracket_alone_swallows_little() {
        let mut filter = BackgroundAnswer::default();
        filter.take(KeyEvent::new(KeyCode::Char(']'), KeyModifiers::ALT));
        assert_eq!(filter.take(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)), Taken::Key);
        assert_eq!(filter.take(KeyEvent::new(KeyCode::Char('r'), KeyModifiers::NONE)), Taken::Key);
    }
}
