//! Statistics: what was done, what comes, true recall against predicted, mastery over time, the most missed.

use std::collections::BTreeMap;

use super::{LookScreen, Screen, ScreenState, Step};
use crate::app::{Command, Desk, Effect, Loaded, Place, card_text};
use crate::course::{ItemId, Topic, plain_text};
use crate::study::Day;
use crate::study::mastery::by_topic;
use crate::study::statistics::{
    Recall, Totals, forecast, heat, mastery_over_time, most_missed, recall, streak, totals,
};

/// Weeks of the calendar, days of the forecast, and how many missed items are listed.
const WEEKS: usize = 26;
const FORECAST: usize = 28;
const MISSED: usize = 10;

#[derive(Debug, Clone)]
pub struct StatisticsScreen {
    pub today: Day,
    pub totals: Totals,
    pub streak: u32,
    pub heat: Vec<[u32; 7]>,
    pub forecast: Vec<u32>,
    pub recall: Vec<(usize, Option<Recall>)>,
    pub mastery: Vec<(Topic, Option<u8>, Vec<(Day, u8)>)>,
    pub missed: Vec<(ItemId, u32)>,
    /// What the missed items ask, once they are loaded.
    pub texts: BTreeMap<ItemId, String>,
    pub top: usize,
}

impl StatisticsScreen {
    pub fn new(desk: &Desk) -> Self {
        let (progress, today) = (&desk.progress, desk.now.day);
        let days = |count: usize| (count, recall(progress, today, count));
        Self {
            today,
            totals: totals(progress),
            streak: streak(progress, today),
            heat: heat(progress, today, WEEKS),
            forecast: forecast(progress, today, FORECAST),
            recall: vec![days(7), days(30), days(365)],
            mastery: by_topic(&desk.catalog, progress, &desk.scheduler(), today)
                .into_iter()
                .map(|(topic, percent)| (topic, percent, mastery_over_time(progress, topic.id())))
                .collect(),
            missed: most_missed(progress, MISSED),
            texts: BTreeMap::new(),
            top: 0,
        }
    }

    fn scroll(&mut self, by: isize, desk: &Desk) {
        let last = self.lines().saturating_sub(desk.body().height);
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    /// How many lines the page has; the view draws just these.
    pub fn lines(&self) -> usize {
        // Totals 2, calendar 10, forecast 9, recall 5 with their gaps; then one line a topic and a missed item.
        26 + 2 + self.mastery.len() + 1 + 2 + self.missed.len().max(1)
    }
}

impl ScreenState for StatisticsScreen {
    fn place(&self) -> Place {
        Place::Statistics
    }

    fn opened(&mut self, desk: &mut Desk) {
        desk.ask(Effect::LoadItems(self.missed.iter().map(|(id, _)| id.clone()).collect()));
    }

    fn loaded(&mut self, loaded: Loaded, _desk: &mut Desk) -> Step {
        if let Loaded::Items(items) = loaded {
            self.texts =
                items.iter().map(|item| (item.id().clone(), plain_text(&card_text::front(item)))).collect();
        }
        Step::Stay
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        let page = isize::try_from(desk.body().height).unwrap_or(1);
        match command {
            Command::Up => self.scroll(-1, desk),
            Command::Down => self.scroll(1, desk),
            Command::PageUp => self.scroll(-page, desk),
            Command::PageDown => self.scroll(page, desk),
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn resized(&mut self, desk: &Desk) {
        self.scroll(0, desk);
    }

    fn clicked(&mut self, row: usize, _desk: &mut Desk) -> Step {
        self.missed
            .get(row)
            .map_or(Step::Stay, |(id, _)| Step::open(Screen::Look(Box::new(LookScreen::new(id.clone())))))
    }
}
