//! Statistics: what was done, what comes, true recall against predicted, mastery over time, the most missed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{LookScreen, Screen, ScreenState, Step};
use crate::app::calendar::{bar, lines as calendar_lines, spark, spark_of};
use crate::app::{Command, Desk, Effect, Loaded, Page, Place, Role, Run, card_text, cut, wrap_runs};
use crate::course::{ItemId, counted, plain_text};
use crate::generate::row_of;
use crate::study::mastery::by_topic;
use crate::study::statistics::{
    forecast, heat, mastery_over_time, mistakes, most_missed, recall, streak, totals,
};

/// Weeks of the calendar, days of the forecast, and how many missed items are listed.
const WEEKS: usize = 26;
const FORECAST: usize = 28;
/// From this width on the calendar and the lines over time reach twice as far.
const WIDE: u16 = 110;
const MISSED: usize = 10;
/// The latest exams that are listed.
const EXAMS: usize = 5;
/// Points of a line over time.
const POINTS: usize = 24;

#[derive(Debug, Clone)]
pub struct StatisticsScreen {
    pub page: Page,
    pub top: usize,
    missed: Vec<(ItemId, u32)>,
    /// The lines of the missed items, in their order.
    pub missed_lines: Range<usize>,
    /// What the missed items ask, once they are loaded.
    texts: BTreeMap<ItemId, String>,
}

impl StatisticsScreen {
    pub fn new(desk: &Desk) -> Self {
        let mut screen = Self {
            page: Page::default(),
            top: 0,
            missed: most_missed(&desk.progress, MISSED),
            missed_lines: 0..0,
            texts: BTreeMap::new(),
        };
        screen.lay_out(desk);
        screen
    }

    fn lay_out(&mut self, desk: &Desk) {
        let mut page = Page::default();
        push_done(&mut page, desk);
        push_forecast(&mut page, desk);
        push_recall(&mut page, desk);
        push_mastery(&mut page, desk);
        push_exams(&mut page, desk);
        push_mistakes(&mut page, desk);
        heading(&mut page, "Most missed");
        let first = page.lines.len();
        for (id, count) in &self.missed {
            let text = self.texts.get(id).map_or(id.as_str(), String::as_str);
            let text = cut(text, desk.measure_width().saturating_sub(6));
            page.push_line([Run::new(format!("{count:>3} × "), Role::Bad), Run::new(text, Role::Text)]);
        }
        self.missed_lines = first..page.lines.len();
        if self.missed.is_empty() {
            page.push_line([Run::new("Nothing was missed yet.", Role::Muted)]);
        }
        self.page = page;
        self.scroll(0, desk);
    }

    fn scroll(&mut self, by: isize, desk: &Desk) {
        let last = self.page.lines.len().saturating_sub(desk.body().height);
        self.top = self.top.saturating_add_signed(by).min(last);
    }
}

fn heading(page: &mut Page, text: &str) {
    page.gap();
    page.push_line([Run::new(text, Role::Heading)]);
}

/// Twice as much where there is room.
fn reach(desk: &Desk, narrow: usize) -> usize {
    if desk.size.width >= WIDE { narrow * 2 } else { narrow }
}

fn push_done(page: &mut Page, desk: &Desk) {
    let totals = totals(&desk.progress);
    heading(page, "What you did");
    let did = format!(
        "{} on {} · {}-day streak",
        counted(totals.answers, "answer"),
        counted(totals.days, "day"),
        streak(&desk.progress, desk.now.day)
    );
    let exams =
        if totals.exams == 0 { String::new() } else { format!(" · {}", counted(totals.exams, "exam")) };
    let seen = format!(
        "{} seen · {} read · {}{exams}",
        counted(totals.cards_seen, "card"),
        counted(totals.sections, "section"),
        counted(totals.quizzes, "quiz"),
    );
    for facts in [did, seen] {
        for line in wrap_runs(&[Run::new(facts, Role::Text)], desk.measure_width()) {
            page.push_line(line);
        }
    }
    page.gap();
    for line in calendar_lines(&heat(&desk.progress, desk.now.day, reach(desk, WEEKS)), desk.now.day) {
        page.push_line(line);
    }
    page.push_line([Run::new("    · none  ░ 1+  ▒ 10+  ▓ 25+  █ 50+ answers", Role::Muted)]);
}

fn push_forecast(page: &mut Page, desk: &Desk) {
    let days = reach(desk, FORECAST);
    let due = forecast(&desk.progress, desk.now.day, days);
    heading(page, &format!("Cards due in the next {} weeks", days / 7));
    page.push_line([Run::new(spark(&due), Role::Accent)]);
    let week: u32 = due.iter().take(7).sum();
    let today = due.first().copied().unwrap_or(0);
    let all: u32 = due.iter().sum();
    page.push_line([Run::new(format!("{today} today · {week} in seven days · {all} in all"), Role::Muted)]);
}

fn push_recall(page: &mut Page, desk: &Desk) {
    heading(page, "Recall of cards seen before");
    for (days, word) in [(7, "7 days"), (30, "30 days"), (365, "a year")] {
        let text = match recall(&desk.progress, desk.now.day, days) {
            Some(recall) => format!(
                "{:>3.0} % true · {:>3.0} % predicted · {}",
                recall.actual * 100.0,
                recall.predicted * 100.0,
                counted(recall.reviews, "review")
            ),
            None => "no reviews yet".to_owned(),
        };
        page.push_line([Run::new(format!("{word:<8}"), Role::Muted), Run::new(text, Role::Text)]);
    }
}

fn push_mastery(page: &mut Page, desk: &Desk) {
    heading(page, "Mastery over time");
    let meaning = "What you would recall of a topic's cards today, and answered right of its questions. Labs stand apart.";
    for line in wrap_runs(&[Run::new(meaning, Role::Muted)], desk.measure_width()) {
        page.push_line(line);
    }
    for (topic, percent) in by_topic(&desk.catalog, &desk.progress, &desk.scheduler(), desk.now.day, row_of) {
        let Some(percent) = percent else { continue };
        let over_time: Vec<u32> = mastery_over_time(&desk.progress, topic.id())
            .into_iter()
            .map(|(_, value)| value.into())
            .collect();
        let latest = &over_time[over_time.len().saturating_sub(reach(desk, POINTS))..];
        let [full, empty] = bar(percent, 14);
        page.push_line([
            Run::new(format!("{:<16}", topic.short()), Role::Text),
            full,
            empty,
            Run::new(format!(" {percent:>3} %  "), Role::Muted),
            Run::new(spark_of(latest, 100), Role::Accent),
        ]);
    }
}

/// The latest ones, the last one first; nothing where none was sat.
fn push_exams(page: &mut Page, desk: &Desk) {
    if desk.progress.exams.is_empty() {
        return;
    }
    heading(page, "Exams");
    for exam in desk.progress.exams.iter().rev().take(EXAMS) {
        let (word, role) =
            if exam.is_passed() { ("✓ passed    ", Role::Good) } else { ("○ not passed", Role::Warning) };
        let facts = format!(
            "  {} · {}:{:02} of {}:00 min",
            counted(exam.tasks.len(), "task"),
            exam.seconds / 60,
            exam.seconds % 60,
            exam.minutes
        );
        page.push_line([
            Run::new(format!("{}  ", exam.finished.day), Role::Muted),
            Run::new(format!("{:>3} %  ", exam.percent()), Role::Text),
            Run::new(word, role),
            Run::new(facts, Role::Muted),
        ]);
    }
}

/// Nothing where none was made: only questions whose wrong answers stand for mistakes tell them.
fn push_mistakes(page: &mut Page, desk: &Desk) {
    let all = mistakes(&desk.progress, desk.now.day);
    if all.is_empty() {
        return;
    }
    heading(page, "Mistakes");
    for (mistake, state) in all.into_iter().take(MISSED) {
        let avoided = format!("  avoided {} ×", state.avoided);
        page.push_line([
            Run::new(format!("{:>3} × ", state.made), Role::Bad),
            Run::new(cut(mistake.title(), desk.measure_width().saturating_sub(24)), Role::Text),
            Run::new(avoided, Role::Muted),
        ]);
    }
}

impl ScreenState for StatisticsScreen {
    fn place(&self) -> Place {
        Place::Statistics
    }

    fn opened(&mut self, desk: &mut Desk) {
        desk.ask(Effect::LoadItems(self.missed.iter().map(|(id, _)| id.clone()).collect()));
    }

    fn loaded(&mut self, loaded: Loaded, desk: &mut Desk) -> Step {
        if let Loaded::Items(items) = loaded {
            self.texts =
                items.iter().map(|item| (item.id().clone(), plain_text(&card_text::front(item)))).collect();
            self.lay_out(desk);
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
        self.lay_out(desk);
    }

    fn clicked(&mut self, row: usize, _desk: &mut Desk) -> Step {
        self.missed
            .get(row)
            .map_or(Step::Stay, |(id, _)| Step::open(Screen::Look(Box::new(LookScreen::new(id.clone())))))
    }
}
