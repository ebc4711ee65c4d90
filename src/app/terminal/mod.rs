//! The lab's terminal: what was printed, the prompt, and the line being typed, with a shell's keys.

mod pager;
mod past;
mod scroll;

use super::{Key, KeyCode, LineEdit, Role, Run, columns};
use pager::Pager;
use past::Past;
pub use past::Search;
pub use scroll::Screenful;
use scroll::Scroll;

/// Bytes that a typed line has room for.
const LONGEST_LINE: usize = 64 * 1024;

#[derive(Debug, Clone)]
pub struct Terminal {
    scroll: Scroll,
    /// What stands before the line being typed.
    pub prompt: String,
    pub edit: LineEdit,
    past: Past,
    pub search: Option<Search>,
    /// What `less` shows, in place of all else.
    pager: Option<Pager>,
    /// Columns and lines of the window.
    size: (usize, usize),
    /// Lines of the screen that one has scrolled up.
    above: usize,
}

/// What a key asks of whoever owns the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Nothing,
    /// A line was ended.
    Line(String),
    /// Tab: complete what stands before the cursor.
    Completion,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-D on an empty line.
    EndOfInput,
}

impl Default for Terminal {
    fn default() -> Self {
        Self {
            scroll: Scroll::default(),
            prompt: String::new(),
            edit: LineEdit::of_lines(LONGEST_LINE),
            past: Past::default(),
            search: None,
            pager: None,
            size: (80, 24),
            above: 0,
        }
    }
}

impl Terminal {
    /// Prints text; `role` is what its lines look like.
    pub fn print(&mut self, text: &str, role: Role) {
        self.scroll.print(text, role);
    }

    /// Prints the prompt with `line` behind it, as if it had been typed.
    pub fn typed(&mut self, line: &str) {
        self.prompted(line, Role::Strong);
        self.past.forget_place();
        self.above = 0;
    }

    /// Leaves the line being typed where it is and goes on below it.
    pub fn echo(&mut self, line: &str) {
        self.prompted(line, Role::Text);
    }

    fn prompted(&mut self, line: &str, role: Role) {
        self.scroll.end_line();
        for (at, line) in line.split('\n').enumerate() {
            let prompt = if at == 0 { self.prompt.clone() } else { String::new() };
            self.scroll.push(vec![Run::new(prompt, Role::Accent), Run::new(visible(line), role)]);
        }
    }

    /// Words in columns that are read downwards, as a shell lists what could be meant.
    pub fn list(&mut self, words: &[String]) {
        let column = words.iter().map(|word| columns(word)).max().unwrap_or(0) + 2;
        // Two blanks more would fit behind the last column.
        let across = ((self.size.0 + 2) / column).max(1);
        let rows = words.len().div_ceil(across);
        self.scroll.end_line();
        for row in 0..rows {
            let mut line = String::new();
            for word in words.iter().skip(row).step_by(rows) {
                line.push_str(word);
                line.extend(std::iter::repeat_n(' ', column.saturating_sub(columns(word))));
            }
            self.print(line.trim_end(), Role::Muted);
            self.scroll.end_line();
        }
    }

    /// Shows a text window by window; one that is short is printed, where `prints_short`.
    pub fn page(&mut self, name: &str, text: &str, prints_short: bool) {
        let pager = Pager::new(text, name, self.size);
        if prints_short && pager.is_short() {
            self.print(text, Role::Text);
        } else {
            self.pager = Some(pager);
        }
    }

    /// Leaves what `less` shows.
    pub fn leave_pager(&mut self) {
        self.pager = None;
    }

    pub fn resized(&mut self, width: usize, height: usize) {
        self.size = (width, height);
        if let Some(pager) = &mut self.pager {
            pager.resized(self.size);
        }
    }

    pub fn clear(&mut self) {
        self.scroll = Scroll::default();
        self.above = 0;
    }

    /// `past`: the lines that the shell remembers.
    pub fn key(&mut self, key: Key, past: &[String]) -> Asked {
        self.above = 0;
        if let Some(pager) = &mut self.pager {
            if !pager.key(key) {
                self.pager = None;
            }
            return Asked::Nothing;
        }
        if let Some(search) = &mut self.search {
            match search.key(key, past) {
                past::Found::Searching => return Asked::Nothing,
                past::Found::Taken(line) => {
                    self.edit.set(&line);
                    self.search = None;
                    // A key that ends the search does what it always does, but for those that only end it.
                    if matches!(key.code, KeyCode::Esc | KeyCode::Tab) || key.ctrl {
                        return Asked::Nothing;
                    }
                }
                past::Found::Given => {
                    self.search = None;
                    return Asked::Nothing;
                }
            }
        }
        match (key.code, key.ctrl) {
            (KeyCode::Enter, _) | (KeyCode::Char('j' | 'm'), true) => {
                self.past.forget_place();
                return Asked::Line(self.edit.take());
            }
            (KeyCode::Tab, _) => return Asked::Completion,
            (KeyCode::Char('c'), true) => {
                let line = self.edit.take();
                self.echo(&format!("{line}^C"));
                self.past.forget_place();
                return Asked::Interrupt;
            }
            (KeyCode::Char('d'), true) if self.edit.is_empty() => return Asked::EndOfInput,
            (KeyCode::Char('l'), true) => self.clear(),
            (KeyCode::Char('r'), true) => self.search = Some(Search::default()),
            (KeyCode::Up, _) | (KeyCode::Char('p'), true) => self.past.older(past, &mut self.edit),
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.past.newer(past, &mut self.edit),
            _ => {
                self.edit.key(key);
            }
        }
        Asked::Nothing
    }

    /// Pasted text: every line of it that is complete is given back, the rest stays to be edited.
    pub fn paste(&mut self, text: &str) -> Vec<String> {
        self.above = 0;
        self.pager = None;
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut lines: Vec<&str> = text.split('\n').collect();
        let rest = lines.pop().unwrap_or_default();
        let mut ended = Vec::with_capacity(lines.len());
        for line in lines {
            self.edit.insert(line);
            ended.push(self.edit.take());
        }
        self.edit.insert(rest);
        ended
    }

    /// Scrolls the past by so many lines; down is positive.
    pub fn scroll_by(&mut self, lines: isize, width: usize, height: usize) {
        if let Some(pager) = &mut self.pager {
            return pager.scroll_by(lines);
        }
        let most = self.scroll.rows(width).saturating_add(1).saturating_sub(height);
        self.above = self.above.saturating_add_signed(lines.saturating_neg()).min(most);
    }

    /// The lines of a window of this size, and where the cursor stands in it.
    pub fn screenful(&self, width: usize, height: usize) -> Screenful {
        if let Some(pager) = &self.pager {
            return pager.screenful();
        }
        let (lead, before, after) = match &self.search {
            Some(search) => (search.prompt(), search.line().to_owned(), String::new()),
            None => {
                let (before, after) = self.edit.halves();
                (self.prompt.clone(), before.to_owned(), after.to_owned())
            }
        };
        let prompt =
            [Run::new(lead, Role::Accent), Run::new(before, Role::Text), Run::new(after, Role::Text)];
        self.scroll.screenful(&prompt, self.above, width, height)
    }
}

/// Text as it may stand on the screen: control characters, escape sequences among them, become signs.
fn visible(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '␛' } else { character }).collect()
}

#[cfg(test)]
mod tests;
