//! Breaking runs of text into lines of a width, by the columns that characters take.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Run;

/// How many terminal columns `text` takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// `text` cut to `width` columns, with `…` at the end if something is missing.
pub fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += columns(grapheme);
        if used > width {
            break;
        }
        kept.push_str(grapheme);
    }
    if width > 0 {
        kept.push('…');
    }
    kept
}

/// Breaks `runs` into lines of at most `width` columns, at spaces where possible. A word longer than a line is broken
/// inside. Spaces at the break are dropped.
pub fn wrap_runs(runs: &[Run], width: usize) -> Vec<Vec<Run>> {
    let mut wrapper =
        Wrapper { width: width.max(1), lines: Vec::new(), line: Vec::new(), used: 0, gap: None };
    let mut word: Vec<Run> = Vec::new();
    for run in runs {
        for piece in run.text.split_word_bounds() {
            let piece_run = Run { text: piece.to_owned(), role: run.role, link: run.link };
            if piece.chars().all(|character| character == ' ') {
                wrapper.push_word(&mut word);
                wrapper.gap = Some(piece_run);
            } else {
                word.push(piece_run);
            }
        }
    }
    wrapper.push_word(&mut word);
    if !wrapper.line.is_empty() || wrapper.lines.is_empty() {
        wrapper.end_line();
    }
    wrapper.lines
}

struct Wrapper {
    width: usize,
    lines: Vec<Vec<Run>>,
    line: Vec<Run>,
    used: usize,
    /// The space before the next word, dropped if the line breaks there.
    gap: Option<Run>,
}

impl Wrapper {
    fn push_word(&mut self, word: &mut Vec<Run>) {
        if word.is_empty() {
            return;
        }
        let length: usize = word.iter().map(|run| columns(&run.text)).sum();
        let gap = self.gap.take();
        let gap_length = gap.as_ref().map_or(0, |gap| columns(&gap.text));
        if self.used > 0 && self.used + gap_length + length > self.width {
            self.end_line();
        } else if let Some(gap) = gap
            && self.used > 0
        {
            self.used += gap_length;
            self.push_run(gap);
        }
        for run in word.drain(..) {
            self.push_breaking(run);
        }
    }

    /// Adds a run that may be longer than the line.
    fn push_breaking(&mut self, run: Run) {
        let length = columns(&run.text);
        if self.used + length <= self.width {
            self.used += length;
            self.push_run(run);
            return;
        }
        for grapheme in run.text.graphemes(true) {
            let length = columns(grapheme);
            if self.used + length > self.width && self.used > 0 {
                self.end_line();
            }
            self.used += length;
            self.push_run(Run { text: grapheme.to_owned(), role: run.role, link: run.link });
        }
    }

    /// Adds a run to the line, joined to the last one if they look the same.
    fn push_run(&mut self, run: Run) {
        match self.line.last_mut() {
            Some(last) if last.role == run.role && last.link == run.link => last.text.push_str(&run.text),
            _ => self.line.push(run),
        }
    }

    fn end_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        self.used = 0;
        self.gap = None;
    }
}
