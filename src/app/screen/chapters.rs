//! The contents: every chapter with its sections, and how much of it is read.

use super::{QuizSetup, ReaderScreen, Screen, ScreenState, Step};
use crate::app::{Command, Desk, Place, Selection};
use crate::course::Topic;
use crate::study::ReviewOptions;

#[derive(Debug, Clone)]
pub struct ChaptersScreen {
    pub list: Selection,
    pub rows: Vec<ChapterRow>,
}

/// A row of the tree: a chapter, or a section of the chapter above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterRow {
    pub chapter: String,
    pub section: Option<String>,
    pub title: String,
    /// Of a chapter: its number, finished sections, all sections, minutes to read.
    pub chapter_facts: Option<(u32, usize, usize, usize)>,
    pub finished: bool,
}

impl ChaptersScreen {
    pub fn new(desk: &Desk) -> Self {
        let mut rows = Vec::new();
        for chapter in &desk.catalog.chapters {
            let reading = desk.progress.reading.get(&chapter.id);
            let finished = |section: &str| reading.is_some_and(|reading| reading.finished.contains(section));
            let done = chapter.sections.iter().filter(|section| finished(&section.id)).count();
            rows.push(ChapterRow {
                chapter: chapter.id.clone(),
                section: None,
                title: chapter.title.clone(),
                chapter_facts: Some((chapter.number, done, chapter.sections.len(), chapter.minutes())),
                finished: done == chapter.sections.len(),
            });
            rows.extend(chapter.sections.iter().map(|section| ChapterRow {
                chapter: chapter.id.clone(),
                section: Some(section.id.clone()),
                title: section.title.clone(),
                chapter_facts: None,
                finished: finished(&section.id),
            }));
        }
        let last = desk.progress.last_chapter.as_deref();
        let row = rows.iter().position(|row| Some(row.chapter.as_str()) == last).unwrap_or(0);
        let mut screen = Self { list: Selection { row, top: 0 }, rows };
        screen.list.keep_in_view(screen.rows.len(), desk.body().height);
        screen
    }

    fn step(&mut self, by: isize, desk: &Desk) {
        self.list.step(by, self.rows.len());
        self.list.keep_in_view(self.rows.len(), desk.body().height);
    }

    fn topic(&self) -> Option<Topic> {
        self.rows.get(self.list.row).and_then(|row| Topic::find(&row.chapter))
    }

    fn open(&self) -> Step {
        self.rows.get(self.list.row).map_or(Step::Stay, |row| {
            Step::open(Screen::Reader(Box::new(ReaderScreen::at(&row.chapter, row.section.as_deref()))))
        })
    }
}

impl ScreenState for ChaptersScreen {
    fn place(&self) -> Place {
        Place::Chapters
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        let page = isize::try_from(desk.body().height).unwrap_or(1);
        let all = isize::try_from(self.rows.len()).unwrap_or(isize::MAX);
        match command {
            Command::Up => self.step(-1, desk),
            Command::Down => self.step(1, desk),
            Command::PageUp => self.step(-page, desk),
            Command::PageDown => self.step(page, desk),
            Command::Top => self.step(-all, desk),
            Command::Bottom => self.step(all, desk),
            Command::Open => return self.open(),
            Command::GoQuiz => {
                let topics: Vec<Topic> = self.topic().into_iter().collect();
                return Step::open(Screen::QuizSetup(QuizSetup::new(desk, &topics)));
            }
            Command::GoReview => {
                return Step::Review(ReviewOptions {
                    topics: self.topic().into_iter().collect(),
                    ..super::home::review_all(desk)
                });
            }
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn came_back(&mut self, desk: &mut Desk) {
        let list = self.list;
        *self = Self { list, ..Self::new(desk) };
    }

    fn resized(&mut self, desk: &Desk) {
        self.step(0, desk);
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        self.list.row = row;
        self.step(0, desk);
        self.open()
    }
}
