//! Choosing what to review: everything due, one topic, the flagged, the leeches, or a cram.

use super::{ScreenState, Step};
use crate::app::{Command, Desk, Place, Selection};
use crate::course::{Topic, counted};
use crate::study::{DueCount, ReviewKind, ReviewOptions, due_count};

#[derive(Debug, Clone)]
pub struct ReviewMenu {
    pub list: Selection,
    pub rows: Vec<(String, String, ReviewOptions)>,
}

impl ReviewMenu {
    pub fn new(desk: &Desk) -> Self {
        let all = super::home::review_all(desk);
        let count = |options: &ReviewOptions| due_count(&desk.catalog, &desk.progress, desk.now, options);
        let mut rows = vec![("All that is due".to_owned(), in_words(count(&all)), all.clone())];
        let topics: Vec<Topic> = crate::course::TOPICS
            .into_iter()
            .filter(|topic| desk.catalog.cards.iter().any(|card| card.row.topic() == *topic))
            .collect();
        for topic in &topics {
            let options = ReviewOptions { topics: vec![*topic], ..all.clone() };
            rows.push((topic.title().to_owned(), in_words(count(&options)), options));
        }
        let marked = |kind| ReviewOptions { kind, ..all.clone() };
        let flagged =
            desk.progress.cards.values().filter(|card| card.marks.flagged && !card.marks.aside).count();
        let leeches =
            desk.progress.cards.values().filter(|card| card.is_leech() && !card.marks.aside).count();
        rows.push(("Flagged cards".to_owned(), flagged.to_string(), marked(ReviewKind::Flagged)));
        rows.push((
            "Leeches: cards lost again and again".to_owned(),
            leeches.to_string(),
            marked(ReviewKind::Leeches),
        ));
        rows.push((
            "Cram everything".to_owned(),
            "the schedule is not touched".to_owned(),
            marked(ReviewKind::Cram),
        ));
        for topic in topics {
            let options = ReviewOptions { topics: vec![topic], kind: ReviewKind::Cram, ..all.clone() };
            let cards = desk.catalog.cards.iter().filter(|card| card.row.topic() == topic).count();
            rows.push((format!("Cram {}", topic.title()), counted(cards, "card"), options));
        }
        Self { list: Selection::default(), rows }
    }

    fn start(&self) -> Step {
        self.rows.get(self.list.row).map_or(Step::Stay, |(_, _, options)| Step::Review(options.clone()))
    }
}

fn in_words(count: DueCount) -> String {
    format!("{} due · {} new", count.due, count.new)
}

impl ScreenState for ReviewMenu {
    fn place(&self) -> Place {
        Place::ReviewMenu
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        match command {
            Command::Up => self.list.step(-1, self.rows.len()),
            Command::Down => self.list.step(1, self.rows.len()),
            Command::Open => return self.start(),
            Command::Back => return Step::Back,
            _ => {}
        }
        self.list.keep_in_view(self.rows.len(), desk.body().height);
        Step::Stay
    }

    fn came_back(&mut self, desk: &mut Desk) {
        let list = self.list;
        *self = Self { list, ..Self::new(desk) };
    }

    fn resized(&mut self, desk: &Desk) {
        self.list.keep_in_view(self.rows.len(), desk.body().height);
    }

    fn clicked(&mut self, row: usize, _desk: &mut Desk) -> Step {
        self.list.row = row.min(self.rows.len().saturating_sub(1));
        self.start()
    }
}
