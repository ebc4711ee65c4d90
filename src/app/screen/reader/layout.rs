//! A chapter laid out: its lines, where its sections begin, and what can be focused.

use crate::app::screen::Focus;
use crate::app::{Line, Page, Role, Run, wrap_runs};
use crate::course::{Block, Chapter};

/// A chapter as lines.
#[derive(Debug, Clone, Default)]
pub struct Laid {
    pub page: Page,
    /// Of each section: the line of its heading and the line after its last.
    pub sections: Vec<(usize, usize)>,
    /// What Tab goes through: the line where it begins, and what it is.
    pub focusable: Vec<(usize, Focus)>,
}

/// A place in the text that another width has too: a section (`None` in the opening) and how far into it, in 1/1000.
pub type Anchor = (Option<usize>, usize);

impl Laid {
    pub fn of(chapter: &Chapter, width: usize) -> Self {
        let mut laid = Self::default();
        laid.page.push_blocks(&chapter.opening, width);
        for (index, section) in chapter.sections.iter().enumerate() {
            laid.page.gap();
            let first = laid.page.lines.len();
            laid.page.footnotes.clear();
            let heading = [Run::new(section.title.clone(), Role::Title)];
            for line in wrap_runs(&heading, width) {
                laid.page.push_line(line);
            }
            laid.page.push_blocks(&section.blocks, width);
            laid.push_sources(chapter, width);
            if section.ask.is_some() {
                laid.page.gap();
                laid.focusable.push((laid.page.lines.len(), Focus::Ask(index)));
                laid.page.push_line([
                    Run::new("? ", Role::Accent),
                    Run::new("A question on this section", Role::Link),
                ]);
            }
            laid.sections.push((first, laid.page.lines.len()));
        }
        laid.find_focusable();
        laid
    }

    /// The sources that the section refers to, numbered as its text does.
    fn push_sources(&mut self, chapter: &Chapter, width: usize) {
        if self.page.footnotes.is_empty() {
            return;
        }
        self.page.gap();
        for (index, name) in std::mem::take(&mut self.page.footnotes).into_iter().enumerate() {
            let source = chapter
                .sources
                .get(&name)
                .map_or(name.clone(), |line| crate::course::plain_text(&[Block::Paragraph(line.clone())]));
            for line in wrap_runs(&[Run::new(format!("[{}] {source}", index + 1), Role::Muted)], width) {
                self.page.push_line(line);
            }
        }
    }

    /// Adds code blocks and links to the questions, in the order of lines.
    fn find_focusable(&mut self) {
        let mut last_code = None;
        let mut last_link = None;
        for (line, text) in self.page.lines.iter().enumerate() {
            if let Some(code) = text.code.filter(|code| last_code != Some(*code)) {
                last_code = Some(code);
                self.focusable.push((line, Focus::Code(code)));
            }
            for link in text.runs.iter().filter_map(|run| run.link) {
                if last_link != Some(link) {
                    last_link = Some(link);
                    self.focusable.push((line, Focus::Link(link)));
                }
            }
        }
        self.focusable.sort_by_key(|(line, _)| *line);
    }

    /// The section that `line` lies in.
    pub fn section_at(&self, line: usize) -> Option<usize> {
        self.sections.iter().rposition(|(first, _)| *first <= line)
    }

    /// What is focusable at `line`: what begins there, or the code block it is a line of.
    pub fn focusable_at(&self, line: usize) -> Option<usize> {
        let code = self.page.lines.get(line).and_then(|line| line.code).map(Focus::Code);
        self.focusable.iter().position(|(first, focus)| *first == line || Some(*focus) == code)
    }

    /// The lines that hold all of `words`, letters of either case.
    pub fn lines_with(&self, words: &str) -> Vec<usize> {
        let words = words.to_lowercase();
        let holds = |line: &Line| line.text().to_lowercase().contains(&words);
        self.page.lines.iter().enumerate().filter(|(_, line)| holds(line)).map(|(index, _)| index).collect()
    }

    pub fn anchor_of(&self, line: usize) -> Anchor {
        let section = self.section_at(line);
        let (first, end) = self.range(section);
        (section, (line.saturating_sub(first) * 1000).checked_div(end.saturating_sub(first)).unwrap_or(0))
    }

    pub fn line_of(&self, (section, share): Anchor) -> usize {
        let (first, end) = self.range(section);
        first + (end.saturating_sub(first) * share).div_ceil(1000)
    }

    fn range(&self, section: Option<usize>) -> (usize, usize) {
        let opening = (0, self.sections.first().map_or(self.page.lines.len(), |(first, _)| *first));
        section.and_then(|index| self.sections.get(index)).copied().unwrap_or(opening)
    }
}
