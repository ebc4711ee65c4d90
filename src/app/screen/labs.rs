//! The list of labs: by level, with what was solved and what is open.

use super::{LabScreen, Screen, ScreenState, Step, exam_screen};
use crate::app::{Command, Desk, Place, Selection};
use crate::course::Topic;
use crate::course::lab::Level;
use crate::study::LabRecord;

#[derive(Debug, Clone)]
pub struct LabsScreen {
    pub list: Selection,
    pub rows: Vec<LabRow>,
}

/// A lab of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabRow {
    pub id: String,
    pub title: String,
    pub topic: Option<Topic>,
    pub level: Level,
    pub minutes: u32,
    /// The best score in percent, if it was ever graded.
    pub best: Option<u8>,
    /// An attempt waits to be gone on with.
    pub open: bool,
}

impl LabsScreen {
    pub fn new(desk: &Desk) -> Self {
        let mut screen = Self { list: Selection::default(), rows: rows(desk) };
        // Where one would go on: the open one, or the first that is not solved.
        let next = screen.rows.iter().position(|row| row.open);
        let next = next.or_else(|| screen.rows.iter().position(|row| row.best < Some(100)));
        screen.list.row = next.unwrap_or(0);
        screen
    }

    fn step(&mut self, by: isize, desk: &Desk) {
        self.list.step(by, self.rows.len());
        self.list.keep_in_view(self.rows.len(), desk.body().height.saturating_sub(2));
    }

    fn open(&self, desk: &Desk) -> Step {
        match self.rows.get(self.list.row) {
            Some(row) => Step::open(Screen::Lab(Box::new(LabScreen::new(&row.id, desk)))),
            None => Step::Stay,
        }
    }
}

/// In the order of learning: topics as the course has them, easy ones first in each.
fn rows(desk: &Desk) -> Vec<LabRow> {
    let mut rows: Vec<LabRow> = desk
        .catalog
        .labs
        .iter()
        .map(|lab| {
            let record = desk.progress.labs.get(&lab.id);
            LabRow {
                id: lab.id.clone(),
                title: lab.title.clone(),
                topic: lab.rows.first().map(|row| row.topic()),
                level: lab.level,
                minutes: lab.minutes,
                best: record.filter(|record| record.graded > 0).map(|record| record.best),
                open: record.is_some_and(|record| record.open.is_some()),
            }
        })
        .collect();
    rows.sort_by(|one, other| {
        (one.topic, one.level, one.minutes, &one.id).cmp(&(
            other.topic,
            other.level,
            other.minutes,
            &other.id,
        ))
    });
    rows
}

/// How many labs there are, how many were solved, and the one to take next.
pub fn lab_counts(desk: &Desk) -> (usize, usize, Option<LabRow>) {
    let solved = |id: &str| desk.progress.labs.get(id).is_some_and(LabRecord::is_solved);
    let count = desk.catalog.labs.iter().filter(|lab| solved(&lab.id)).count();
    let rows = rows(desk);
    let next = rows.iter().find(|row| row.open).or_else(|| rows.iter().find(|row| row.best < Some(100)));
    (rows.len(), count, next.cloned())
}

impl ScreenState for LabsScreen {
    fn place(&self) -> Place {
        Place::Labs
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        let page = isize::try_from(desk.body().height.saturating_sub(3)).unwrap_or(1);
        match command {
            Command::Up => self.step(-1, desk),
            Command::Down => self.step(1, desk),
            Command::PageUp => self.step(-page, desk),
            Command::PageDown => self.step(page, desk),
            Command::Top => self.step(isize::MIN, desk),
            Command::Bottom => self.step(isize::MAX, desk),
            Command::Open => return self.open(desk),
            Command::GoExam => return Step::open(exam_screen(desk)),
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn came_back(&mut self, desk: &mut Desk) {
        self.rows = rows(desk);
        self.step(0, desk);
    }

    fn resized(&mut self, desk: &Desk) {
        self.step(0, desk);
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        self.list.row = row;
        self.step(0, desk);
        self.open(desk)
    }
}
