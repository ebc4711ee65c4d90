//! The lines typed before, as bash remembers them on a machine of the exam's kind (Ubuntu): `HISTCONTROL=ignoreboth`, `cmdhist`.
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#Bash-History-Facilities>

mod designator;
mod expansion;

pub use expansion::Expansion;

use super::budget::cut;

/// Lines that are remembered.
const MOST: usize = 1000;
/// Bytes of a line that are remembered.
const LONGEST: usize = 64 << 10;

#[derive(Debug, Clone, Default)]
pub struct History {
    lines: Vec<String>,
    /// Lines that were forgotten: those that follow keep their numbers.
    forgotten: usize,
    /// The line typed last was remembered: what goes on from it joins it.
    joins: bool,
}

impl History {
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    pub fn last(&self) -> &str {
        self.lines.last().map_or("", String::as_str)
    }

    /// Each line with its number.
    pub fn numbered(&self) -> impl DoubleEndedIterator<Item = (usize, &str)> + ExactSizeIterator {
        self.lines.iter().enumerate().map(|(at, line)| (self.forgotten + at + 1, line.as_str()))
    }

    /// Remembers a line, unless it begins with a blank or is the last one again.
    pub fn add(&mut self, line: &str) {
        let line = cut(line, LONGEST).1;
        self.joins = !line.trim().is_empty() && !line.starts_with([' ', '\t']) && line != self.last();
        if !self.joins {
            return;
        }
        if self.lines.len() >= MOST {
            self.lines.remove(0);
            self.forgotten += 1;
        }
        self.lines.push(line.to_owned());
    }

    /// A command goes on in a further line: both are one entry, with `joint` between them.
    pub fn go_on(&mut self, joint: &str, line: &str) {
        let Some(last) = self.lines.last_mut().filter(|_| self.joins) else { return };
        // What a backslash has joined stands in one line.
        if joint.is_empty() {
            last.pop();
        }
        if last.len() + joint.len() + line.len() > LONGEST {
            // Half a here-document, recalled, would wait for its end for ever.
            self.lines.pop();
            self.joins = false;
            return;
        }
        last.push_str(joint);
        last.push_str(line);
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
