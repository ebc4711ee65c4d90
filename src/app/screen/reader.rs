//! The reader: a chapter laid out for the window, where one stands in it, and what is focused.

mod layout;
mod motion;

use layout::Laid;

use super::{LabScreen, QuizMode, QuizScreen, QuizSetup, Sandbox, Screen, ScreenState, Step};
use crate::app::{Command, Desk, Effect, Key, LineEdit, Loaded, Place};
use crate::course::{Chapter, Topic, counted};
use crate::figure;
use crate::study::{Entry, ReviewOptions};

/// What can be focused in a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    Code(usize),
    Link(usize),
    /// The question at the end of a section.
    Ask(usize),
}

#[derive(Debug, Clone)]
pub struct ReaderScreen {
    pub chapter_id: String,
    /// The section to begin at.
    target: Option<String>,
    pub chapter: Option<Box<Chapter>>,
    /// Why the chapter can not be shown.
    pub problem: Option<String>,
    pub laid: Laid,
    /// The first visible line.
    pub top: usize,
    /// An index into `laid.focusable`.
    pub focus: Option<usize>,
    /// What is looked for, while it is typed.
    pub finding: Option<LineEdit>,
    pub found: Option<Found>,
}

/// Lines in which the words looked for stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub words: String,
    pub lines: Vec<usize>,
    /// The match one stands at.
    pub current: usize,
}

impl ReaderScreen {
    /// The reader of a chapter, at a section or where reading stopped.
    pub fn at(chapter: &str, section: Option<&str>) -> Self {
        Self {
            chapter_id: chapter.to_owned(),
            target: section.map(ToOwned::to_owned),
            chapter: None,
            problem: None,
            laid: Laid::default(),
            top: 0,
            focus: None,
            finding: None,
            found: None,
        }
    }

    /// The reader at `chapter#section`, as cards and questions name it.
    pub fn at_place(place: &str) -> Self {
        let (chapter, section) = place.split_once('#').map_or((place, None), |(c, s)| (c, Some(s)));
        Self::at(chapter, section)
    }

    /// The index of the section at the top of the window; `None` in the opening.
    pub fn section(&self) -> Option<usize> {
        self.laid.section_at(self.top)
    }

    pub fn focused(&self) -> Option<Focus> {
        self.focus.and_then(|index| self.laid.focusable.get(index)).map(|(_, focus)| *focus)
    }

    fn lay_out(&mut self, desk: &Desk) {
        if let Some(chapter) = &self.chapter {
            self.laid = Laid::of(chapter, desk.measure_width());
        }
        if let Some(found) = &mut self.found {
            found.lines = self.laid.lines_with(&found.words);
        }
    }

    fn remember_position(&self, desk: &mut Desk) {
        let Some(chapter) = &self.chapter else { return };
        let Some(section) = self.section().or(Some(0)).and_then(|index| chapter.sections.get(index)) else {
            return;
        };
        let known = desk.progress.reading.get(&chapter.id).and_then(|reading| reading.position.as_ref());
        let is_last = desk.progress.last_chapter.as_ref() == Some(&chapter.id);
        if known != Some(&section.id) || !is_last {
            let (chapter, section) = (chapter.id.clone(), section.id.clone());
            desk.record(Entry::Reading { chapter, section, at: desk.now });
        }
    }

    fn open_focus(&mut self, desk: &mut Desk) -> Step {
        match self.focused() {
            Some(Focus::Link(number)) => self.follow(number, desk),
            Some(Focus::Ask(section)) => self.ask(section),
            Some(Focus::Code(_)) => self.copy(desk),
            None => {
                self.focus_next(desk, 1);
                Step::Stay
            }
        }
    }

    fn follow(&mut self, number: usize, desk: &mut Desk) -> Step {
        let Some(link) = self.laid.page.links.get(number).cloned() else { return Step::Stay };
        match link.chapter.filter(|chapter| *chapter != self.chapter_id) {
            Some(chapter) if desk.catalog.chapter(&chapter).is_none() => {
                desk.say(format!("The chapter `{chapter}` is not in this course."));
                Step::Stay
            }
            Some(chapter) => {
                Step::open(Screen::Reader(Box::new(Self::at(&chapter, link.section.as_deref()))))
            }
            None => {
                self.go_to_section(link.section.as_deref(), desk);
                Step::Stay
            }
        }
    }

    fn ask(&self, section: usize) -> Step {
        let section = self.chapter.as_ref().and_then(|chapter| chapter.sections.get(section));
        let Some((section, ask)) = section.and_then(|section| Some((section, section.ask.clone()?))) else {
            return Step::Stay;
        };
        let mode = QuizMode::Section { chapter: self.chapter_id.clone(), section: section.id.clone() };
        Step::open(Screen::Quiz(Box::new(QuizScreen::single(ask, mode))))
    }

    /// The focused block of code, or the first on the screen.
    fn code_here(&self, desk: &Desk) -> Option<usize> {
        let visible = self.top..self.top + desk.body().height;
        match self.focused() {
            Some(Focus::Code(number)) => Some(number),
            _ => self
                .laid
                .page
                .lines
                .iter()
                .enumerate()
                .find_map(|(line, text)| text.code.filter(|_| visible.contains(&line))),
        }
    }

    /// Opens a cluster in which the block is applied, or typed.
    fn try_it(&self, desk: &mut Desk) -> Step {
        let visible = self.laid.page.lines.iter().skip(self.top).take(desk.body().height);
        let focused = match self.focused() {
            Some(Focus::Code(number)) => Some(number),
            _ => None,
        };
        // The focused block, or else the first on the screen that a cluster takes.
        let mut blocks =
            focused.into_iter().chain(visible.filter_map(|line| line.code).filter(|_| focused.is_none()));
        let sandbox =
            self.chapter.as_ref().and_then(|chapter| blocks.find_map(|number| Sandbox::of(chapter, number)));
        match sandbox {
            Some(sandbox) => Step::open(Screen::Lab(Box::new(LabScreen::sandbox(sandbox)))),
            None => {
                desk.say("No manifest or command here to try; tab goes to the next.");
                Step::Stay
            }
        }
    }

    fn copy(&mut self, desk: &mut Desk) -> Step {
        let code = self.code_here(desk);
        match code.and_then(|number| self.laid.page.codes.get(number)) {
            Some(text) => {
                desk.ask(Effect::Copy(text.clone()));
                desk.say(format!("Copied {}.", counted(text.lines().count(), "line")));
            }
            None => desk.say("No code block here to copy."),
        }
        Step::Stay
    }

    fn turn_to(&self, by: isize, desk: &mut Desk) -> Step {
        let chapters = &desk.catalog.chapters;
        let here = chapters.iter().position(|chapter| chapter.id == self.chapter_id);
        let there = here.and_then(|index| index.checked_add_signed(by)).and_then(|index| chapters.get(index));
        match there {
            Some(chapter) => Step::replace(Screen::Reader(Box::new(Self::at(&chapter.id, None)))),
            None => {
                desk.say("There is no further chapter that way.");
                Step::Stay
            }
        }
    }
}

/// Has the engine draw the figures of a chapter that is opened: once, not anew for every width.
fn draw_figures(chapter: &mut Chapter) {
    figure::draw(&mut chapter.opening);
    for section in &mut chapter.sections {
        figure::draw(&mut section.blocks);
    }
}

impl ScreenState for ReaderScreen {
    fn place(&self) -> Place {
        if self.finding.is_some() { Place::ReaderFind } else { Place::Reader }
    }

    fn opened(&mut self, desk: &mut Desk) {
        if self.target.is_none() {
            let reading = desk.progress.reading.get(&self.chapter_id);
            self.target = reading.and_then(|reading| reading.position.clone());
        }
        desk.ask(Effect::LoadChapter(self.chapter_id.clone()));
    }

    fn loaded(&mut self, loaded: Loaded, desk: &mut Desk) -> Step {
        match loaded {
            Loaded::Chapter(Ok(mut chapter)) if chapter.id == self.chapter_id => {
                draw_figures(&mut chapter);
                self.chapter = Some(chapter);
                self.lay_out(desk);
                if let Some(target) = self.target.take() {
                    self.go_to_section(Some(&target), desk);
                }
                self.remember_position(desk);
            }
            Loaded::Chapter(Err(why)) => self.problem = Some(why),
            _ => {}
        }
        Step::Stay
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        if self.finding.is_some() {
            match command {
                Command::Open => self.find(desk),
                Command::Back => self.finding = None,
                _ => {}
            }
            return Step::Stay;
        }
        if self.moved(command, desk) {
            self.remember_position(desk);
            return Step::Stay;
        }
        match command {
            Command::Open => self.open_focus(desk),
            Command::Copy => self.copy(desk),
            Command::TryIt => self.try_it(desk),
            Command::Find => {
                self.finding = Some(LineEdit::default());
                Step::Stay
            }
            Command::NextChapter => self.turn_to(1, desk),
            Command::PreviousChapter => self.turn_to(-1, desk),
            Command::Contents => Step::open(Screen::Chapters(super::ChaptersScreen::new(desk))),
            Command::GoQuiz => {
                let topics: Vec<Topic> = Topic::find(&self.chapter_id).into_iter().collect();
                Step::open(Screen::QuizSetup(QuizSetup::new(desk, &topics)))
            }
            Command::GoReview => Step::Review(ReviewOptions {
                topics: Topic::find(&self.chapter_id).into_iter().collect(),
                ..super::home::review_all(desk)
            }),
            Command::Back if self.found.is_some() => {
                self.found = None;
                Step::Stay
            }
            Command::Back => Step::Back,
            _ => Step::Stay,
        }
    }

    fn key(&mut self, key: Key, _desk: &mut Desk) -> Step {
        if let Some(edit) = &mut self.finding {
            edit.key(key);
        }
        Step::Stay
    }

    fn paste(&mut self, text: &str, _desk: &mut Desk) -> Step {
        if let Some(edit) = &mut self.finding {
            edit.insert(text);
        }
        Step::Stay
    }

    fn resized(&mut self, desk: &Desk) {
        // Keep the text one reads, not the line number: a line has another number at another width.
        let anchor = self.laid.anchor_of(self.top);
        self.lay_out(desk);
        self.focus = None;
        self.top = self.laid.line_of(anchor);
        self.clamp(desk);
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        let line = self.top + row;
        let Some(index) = self.laid.focusable_at(line) else { return Step::Stay };
        self.focus = Some(index);
        match self.focused() {
            Some(Focus::Code(_)) => Step::Stay,
            _ => self.open_focus(desk),
        }
    }
}
