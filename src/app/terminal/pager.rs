//! `less` and `more`: a text that is looked at window by window, with the keys of less.

use regex_lite::Regex;

use super::scroll::{Screenful, folded, untabbed};
use super::visible;
use crate::app::{Key, KeyCode, Line, Role, Run};

/// Where a search goes.
#[derive(Debug, Clone, Copy)]
enum Way {
    Down,
    Up,
}

impl Way {
    fn sign(self) -> char {
        match self {
            Self::Down => '/',
            Self::Up => '?',
        }
    }

    fn back(self) -> Self {
        match self {
            Self::Down => Self::Up,
            Self::Up => Self::Down,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Pager {
    lines: Vec<String>,
    /// The lines as the window breaks them, and which line each is of.
    rows: Vec<(usize, Line)>,
    top: usize,
    width: usize,
    height: usize,
    /// What is being typed behind `/` or `?`.
    typing: Option<(Way, String)>,
    wanted: Option<Regex>,
    /// Where the last search went.
    way: Way,
    /// The line found last, until the window is moved: near the end it is not the top one.
    at: Option<usize>,
    /// What the file is called, until the first key.
    name: String,
    /// Said at the bottom until the next key.
    said: String,
}

impl Pager {
    pub fn new(text: &str, name: &str, (width, height): (usize, usize)) -> Self {
        let lines = text.lines().map(|line| visible(&untabbed(line.trim_end_matches('\r'), 0))).collect();
        let mut pager = Self {
            lines,
            rows: Vec::new(),
            top: 0,
            width: 0,
            height: 0,
            typing: None,
            wanted: None,
            way: Way::Down,
            at: None,
            name: visible(name),
            said: String::new(),
        };
        pager.resized((width, height));
        pager
    }

    /// Whether everything stands in one window.
    pub fn is_short(&self) -> bool {
        self.rows.len() <= self.page()
    }

    pub fn resized(&mut self, (width, height): (usize, usize)) {
        if (width, height) == (self.width, self.height) {
            return;
        }
        let line = self.rows.get(self.top).map_or(0, |(line, _)| *line);
        (self.width, self.height) = (width, height);
        let rows = |(at, line): (usize, &String)| {
            folded(&[Run::new(line.clone(), Role::Text)], width.max(1)).into_iter().map(move |row| (at, row))
        };
        self.rows = self.lines.iter().enumerate().flat_map(rows).collect();
        self.show(line);
    }

    /// Lines of a window; the last one of the terminal is the pager's own.
    fn page(&self) -> usize {
        self.height.saturating_sub(1).max(1)
    }

    fn last_top(&self) -> usize {
        self.rows.len().saturating_sub(self.page())
    }

    pub fn scroll_by(&mut self, rows: isize) {
        self.scroll_to(self.top.saturating_add_signed(rows));
    }

    fn scroll_to(&mut self, row: usize) {
        self.top = row.min(self.last_top());
        self.at = None;
    }

    /// Brings a line to the top, as far as the text reaches.
    fn show(&mut self, line: usize) {
        self.top = self.rows.partition_point(|(of, _)| *of < line).min(self.last_top());
    }

    /// Takes a key; `false` when it was left.
    pub fn key(&mut self, key: Key) -> bool {
        self.said.clear();
        self.name.clear();
        if self.typing.is_some() {
            self.typed(key);
            return true;
        }
        let page = isize::try_from(self.page()).unwrap_or(1);
        match (key.code, key.ctrl) {
            (KeyCode::Char('q' | 'Q'), false) => return false,
            (KeyCode::Char(' ' | 'f'), false) | (KeyCode::Char('f' | 'v'), true) | (KeyCode::PageDown, _) => {
                self.scroll_by(page);
            }
            (KeyCode::Char('b') | KeyCode::PageUp, _) => self.scroll_by(-page),
            (KeyCode::Char('d'), _) => self.scroll_by(page / 2),
            (KeyCode::Char('u'), _) => self.scroll_by(-(page / 2)),
            (KeyCode::Char('j' | 'e' | 'n'), true)
            | (KeyCode::Char('j' | 'e'), false)
            | (KeyCode::Enter | KeyCode::Down, _) => self.scroll_by(1),
            (KeyCode::Char('k' | 'y') | KeyCode::Up, _) | (KeyCode::Char('p'), true) => {
                self.scroll_by(-1);
            }
            (KeyCode::Char('g' | '<') | KeyCode::Home, _) => self.scroll_to(0),
            (KeyCode::Char('G' | '>') | KeyCode::End, _) => self.scroll_to(usize::MAX),
            (KeyCode::Char('/'), false) => self.typing = Some((Way::Down, String::new())),
            (KeyCode::Char('?'), false) => self.typing = Some((Way::Up, String::new())),
            (KeyCode::Char('n'), false) => self.find(self.way, 1),
            (KeyCode::Char('N'), false) => self.find(self.way.back(), 1),
            _ => {}
        }
        true
    }

    /// A key of the line behind `/` or `?`.
    fn typed(&mut self, key: Key) {
        let Some((way, words)) = &mut self.typing else { return };
        match (key.code, key.ctrl) {
            (KeyCode::Enter, _) => {
                let (way, words) = (*way, std::mem::take(words));
                self.typing = None;
                self.way = way;
                if !words.is_empty() {
                    let pattern = Regex::new(&words).or_else(|_| Regex::new(&regex_lite::escape(&words)));
                    self.wanted = pattern.ok();
                    self.at = None;
                }
                self.find(way, usize::from(words.is_empty()));
            }
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'g'), true) => self.typing = None,
            (KeyCode::Backspace, _) => {
                if words.pop().is_none() {
                    self.typing = None;
                }
            }
            _ => words.extend(key.typed()),
        }
    }

    /// Goes to the next line that matches, or back to the one before; down it begins `from` lines beyond the line found
    /// last, or else the top one.
    fn find(&mut self, way: Way, from: usize) {
        let Some(wanted) = &self.wanted else {
            return self.said.push_str("No previous regular expression");
        };
        let top = self.rows.get(self.top).map_or(0, |(line, _)| *line);
        let line = self.at.unwrap_or(top);
        let fits = |at: &usize| self.lines.get(*at).is_some_and(|line| wanted.is_match(line));
        let found = match way {
            Way::Down => (line + from..self.lines.len()).find(fits),
            Way::Up => (0..line).rev().find(fits),
        };
        match found {
            Some(found) => {
                self.show(found);
                self.at = Some(found);
            }
            None => self.said.push_str("Pattern not found"),
        }
    }

    pub fn screenful(&self) -> Screenful {
        let rows = self.rows.iter().skip(self.top).take(self.page());
        let mut lines: Vec<Line> = rows.map(|(_, row)| self.marked(row)).collect();
        // Beyond the end of the text, as less shows it.
        while lines.len() < self.page() {
            lines.push(Line { runs: vec![Run::new("~", Role::Muted)], ..Line::default() });
        }
        let at_end = self.top >= self.last_top();
        let bottom = match &self.typing {
            Some((way, words)) => Run::new(format!("{}{words}", way.sign()), Role::Text),
            None if !self.said.is_empty() => Run::new(self.said.clone(), Role::Accent),
            None if at_end => Run::new(format!("{} (END)", self.name).trim_start(), Role::Accent),
            None if !self.name.is_empty() => Run::new(self.name.clone(), Role::Accent),
            None => Run::new(":", Role::Text),
        };
        let cursor = Some((crate::app::columns(&bottom.text), lines.len()));
        lines.push(Line { runs: vec![bottom], ..Line::default() });
        Screenful { lines, cursor, below: 0 }
    }

    /// A row with what is searched for made to stand out.
    fn marked(&self, row: &Line) -> Line {
        let Some(wanted) = &self.wanted else { return row.clone() };
        let text = row.text();
        let mut runs = Vec::new();
        let mut at = 0;
        for found in wanted.find_iter(&text).filter(|found| !found.is_empty()) {
            runs.push(Run::new(text.get(at..found.start()).unwrap_or_default(), Role::Text));
            runs.push(Run::new(found.as_str(), Role::Strong));
            at = found.end();
        }
        runs.push(Run::new(text.get(at..).unwrap_or_default(), Role::Text));
        Line { runs, ..Line::default() }
    }
}
