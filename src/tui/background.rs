//! Asking the terminal for its background without waiting, and taking the answer out of what is typed.
//!
//! The answer comes as input, whenever the terminal gets to it. crossterm does not know it and passes it on as keys:
//! alt-], its text, and alt-\ or ctrl-g at the end. Waiting for it instead (as terminal-colorsaurus does) was tried: it
//! eats keys typed meanwhile, and an answer that is later than the wait arrives as commands.

use std::io::{self, Write};
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Longest answer that is one.
const LONGEST: usize = 40;
/// How long the escape key is held back while an answer may begin with it: an answer that comes in pieces may be cut
/// right there. Nobody feels it.
const HOLD_ESCAPE: Duration = Duration::from_millis(50);
/// How long the rest of an answer that has begun is waited for, before its parts are keys after all.
const HOLD_PART: Duration = Duration::from_secs(2);

/// Asks for the background colour (OSC 11, xterm control sequences).
///
/// # Errors
/// What the terminal's writer says.
pub fn ask_background() -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(b"\x1b]11;?\x1b\\")?;
    out.flush()
}

/// Takes the answer out of the keys. What turns out to be none is given back, in its order.
#[derive(Debug)]
pub struct BackgroundAnswer {
    /// Asked, and not answered yet. Terminals that know no such question leave it so.
    awaited: bool,
    part: Part,
    held: Vec<KeyEvent>,
    text: String,
}

/// Which part of the answer came last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Nothing,
    /// An escape that may begin it.
    Escape,
    Text,
    /// An escape that may end it.
    LastEscape,
}

/// What is known after a key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Keys of the learner's.
    pub keys: Vec<KeyEvent>,
    /// The answer is whole: the background is dark, or not.
    pub dark: Option<bool>,
}

impl BackgroundAnswer {
    pub fn new(asked: bool) -> Self {
        Self { awaited: asked, part: Part::Nothing, held: Vec::new(), text: String::new() }
    }

    /// How long to wait for the next key before [`give_back`](Self::give_back); for ever if nothing is held.
    pub fn patience(&self) -> Option<Duration> {
        match self.part {
            Part::Nothing => None,
            Part::Escape => Some(HOLD_ESCAPE),
            Part::Text | Part::LastEscape => Some(HOLD_PART),
        }
    }

    /// What was held is no answer.
    pub fn give_back(&mut self) -> Vec<KeyEvent> {
        self.part = Part::Nothing;
        self.text.clear();
        std::mem::take(&mut self.held)
    }

    pub fn take(&mut self, key: KeyEvent) -> Taken {
        if !self.awaited {
            return Taken { keys: vec![key], dark: None };
        }
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        self.part = match (self.part, key.code) {
            (Part::Nothing, KeyCode::Char(']')) if alt => Part::Text,
            (Part::Nothing, KeyCode::Esc) => Part::Escape,
            (Part::Escape, KeyCode::Char(']')) if !alt && !ctrl => Part::Text,
            (Part::Text, KeyCode::Char('\\')) if alt => return self.end(),
            (Part::Text, KeyCode::Char('g')) if ctrl => return self.end(),
            (Part::Text, KeyCode::Esc) => Part::LastEscape,
            (Part::LastEscape, KeyCode::Char('\\')) if !alt && !ctrl => return self.end(),
            (Part::Text, KeyCode::Char(character)) if !alt && !ctrl && self.fits(character) => {
                self.text.push(character);
                Part::Text
            }
            (Part::Nothing, _) => return Taken { keys: vec![key], dark: None },
            _ => {
                let mut keys = self.give_back();
                // It may begin an answer itself.
                let taken = self.take(key);
                keys.extend(taken.keys);
                return Taken { keys, dark: taken.dark };
            }
        };
        self.held.push(key);
        Taken::default()
    }

    /// Whether `character` can stand next in `11;rgb:1c1c/1c1c/1c1c`.
    fn fits(&self, character: char) -> bool {
        match "11;rgb:".chars().nth(self.text.len()) {
            Some(expected) => character == expected,
            None => (character.is_ascii_hexdigit() || character == '/') && self.text.len() < LONGEST,
        }
    }

    fn end(&mut self) -> Taken {
        let dark = is_dark(&self.text);
        self.awaited = dark.is_none();
        self.give_back();
        Taken { keys: Vec::new(), dark }
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

    fn keys(text: &str) -> Vec<KeyEvent> {
        // As crossterm reads them: escape with the next character is that character with alt.
        let mut keys = Vec::new();
        let mut alt = KeyModifiers::NONE;
        for character in text.chars() {
            match character {
                '\x1b' => alt = KeyModifiers::ALT,
                '\x07' => keys.push(KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL)),
                _ => keys.push(KeyEvent::new(
                    KeyCode::Char(character),
                    std::mem::replace(&mut alt, KeyModifiers::NONE),
                )),
            }
        }
        if alt == KeyModifiers::ALT {
            keys.push(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
        }
        keys
    }

    fn feed(filter: &mut BackgroundAnswer, pieces: &[&str]) -> (Vec<KeyEvent>, Option<bool>) {
        let (mut left, mut dark) = (Vec::new(), None);
        for key in pieces.iter().flat_map(|piece| keys(piece)) {
            let taken = filter.take(key);
            left.extend(taken.keys);
            dark = dark.or(taken.dark);
        }
        (left, dark)
    }

    fn fed(pieces: &[&str]) -> (Vec<KeyEvent>, Option<bool>) {
        feed(&mut BackgroundAnswer::new(true), pieces)
    }

    #[test]
    fn answers_are_taken_out_and_keys_are_left() {
        assert_eq!(fed(&["a\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\r"]), (keys("ar"), Some(true)));
        assert_eq!(fed(&["\x1b]11;rgb:ff/FA/f0\x07r"]), (keys("r"), Some(false)));
    }

    #[test]
    fn an_answer_cut_anywhere_is_the_same() {
        let answer = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\";
        for cut in 0..=answer.len() {
            let (before, after) = answer.split_at(cut);
            assert_eq!(fed(&["a", before, after, "r"]), (keys("ar"), Some(false)), "cut at {cut}");
        }
    }

    #[test]
    fn what_is_no_answer_is_given_back_in_order() {
        for no_answer in ["\x1b]10;rgb:1/2/3", "\x1b]a", "\x1b]11;no", "\x1b]11;rgb:1/2/3 ", "\x1b]\x1b]x"] {
            assert_eq!(fed(&[no_answer, "r"]), (keys(&format!("{no_answer}r")), None), "{no_answer:?}");
        }
        let escape_and_r = [keys("\x1b"), keys("r")].concat();
        assert_eq!(fed(&["\x1b", "r"]), (escape_and_r, None));
    }

    #[test]
    fn what_is_held_is_given_back_when_nothing_follows() {
        let mut filter = BackgroundAnswer::new(true);
        assert_eq!(filter.patience(), None);
        assert_eq!(feed(&mut filter, &["\x1b"]), (vec![], None));
        assert_eq!(filter.patience(), Some(HOLD_ESCAPE));
        assert_eq!(filter.give_back(), keys("\x1b"));
        assert_eq!(filter.patience(), None);
    }

    #[test]
    fn nothing_is_held_when_nothing_was_asked_or_it_is_answered() {
        let answer = "\x1b]11;rgb:0/0/0\x07";
        let mut filter = BackgroundAnswer::new(false);
        assert_eq!(feed(&mut filter, &["\x1b"]), (keys("\x1b"), None));
        let mut filter = BackgroundAnswer::new(true);
        assert_eq!(feed(&mut filter, &[answer]), (vec![], Some(true)));
        assert_eq!(feed(&mut filter, &["\x1b]", "\x1b"]), ([keys("\x1b]"), keys("\x1b")].concat(), None));
    }

    #[test]
    fn colours_are_dark_or_light_or_none() {
        assert_eq!(is_dark("11;rgb:1c1c/1c1c/1c1c"), Some(true));
        assert_eq!(is_dark("11;rgb:ff/fa/f0"), Some(false));
        assert_eq!(is_dark("11;nonsense"), None);
        assert_eq!(is_dark("11;rgb:12345678912/1/1"), None);
        assert_eq!(is_dark("11;rgb:1/1"), None);
    }
}
