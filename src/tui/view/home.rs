//! Home: the list of what to do, mastery by topic, the last weeks.

use ratatui::layout::Rect;

use crate::app::{
    Desk, ExamScreen, Home, HomeRow, Role, Run, Target, bar, calendar_lines, columns, cut, wrap_runs,
};
use crate::course::counted;
use crate::study::exam::PASS;
use crate::study::quiz::time_left;
use crate::tui::canvas::{Canvas, below, inset, short};
use crate::tui::view::surround::clock;

/// Columns of the words that rows begin with.
const LABEL: usize = 13;
/// From this width on the calendar stands beside the mastery, else below.
const BESIDE: u16 = 76;

pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, home: &Home) {
    let area = inset(body, 2);
    // Air above the list where all topics still fit below it.
    let topics = home.mastery.iter().filter(|(_, percent)| percent.is_some()).count();
    let first = usize::from(usize::from(area.height) >= home.rows.len() + topics + 3);
    if let (1, Some((minutes, words))) = (first, &home.plan) {
        draw_plan(canvas, area, *minutes, words);
    }
    for (index, row) in home.rows.iter().enumerate() {
        let selected = index == home.list.row;
        let y = short(first + index);
        let (label, text, right) = words(row, canvas.desk);
        let room = usize::from(area.width).saturating_sub(LABEL + 2 + columns(&right) + 2);
        let runs = [
            Run::new(if selected { "▸ " } else { "  " }, Role::Accent),
            Run::new(format!("{label:<LABEL$}"), if selected { Role::Title } else { Role::Strong }),
            Run::new(cut(&text, room), Role::Text),
        ];
        canvas.line(area, y, &runs);
        canvas.right(area, y, &right, Role::Muted);
        canvas.clickable(area, y, Target::Row(index));
    }
    // Without the empty line where only so all topics are seen.
    let gap = usize::from(usize::from(area.height) > first + home.rows.len() + topics + 1);
    let rest = below(area, first + home.rows.len() + gap);
    draw_mastery(canvas, rest, home);
}

/// One line in the air above the list: what the plan has for today.
fn draw_plan(canvas: &mut Canvas<'_, '_>, area: Rect, minutes: u32, steps: &[String]) {
    let right = format!("{minutes} min");
    let room = usize::from(area.width).saturating_sub(LABEL + 2 + columns(&right) + 2);
    let runs = [
        Run::new(format!("  {:<LABEL$}", "Today"), Role::Muted),
        Run::new(cut(&fitting(steps, room), room), Role::Muted),
    ];
    canvas.line(area, 0, &runs);
    canvas.right(area, 0, &right, Role::Muted);
}

/// As many whole steps as fit, and how many more there are; `kubedrill plan` shows all.
fn fitting(steps: &[String], room: usize) -> String {
    let told = |count: usize| {
        let shown = steps.get(..count).unwrap_or_default().join(" · ");
        match steps.len().saturating_sub(count) {
            0 => shown,
            more => format!("{shown} · {more} more"),
        }
    };
    (1..=steps.len()).rev().map(told).find(|text| columns(text) <= room).unwrap_or_else(|| told(1))
}

fn words(row: &HomeRow, desk: &Desk) -> (&'static str, String, String) {
    // As it is now, not as it was when home was come to.
    let words =
        |left: i64| if left == 0 { "time is up".to_owned() } else { format!("{} left", clock(left, true)) };
    match row {
        HomeRow::OpenQuiz { title, answered, questions } => {
            let left = desk.progress.quiz.as_ref().and_then(|quiz| time_left(quiz, desk.now));
            let right = left.map_or(String::new(), words);
            ("Open quiz", format!("{title} · {answered} of {questions} answered"), right)
        }
        HomeRow::OpenExam { begun, tasks } => {
            let right = ExamScreen::time_left(desk).map_or(String::new(), words);
            ("Open exam", format!("{begun} of {tasks} tasks begun"), right)
        }
        HomeRow::Exam { best: Some((best, last)) } => {
            ("Exam", format!("best {best} % · last {last} % · pass mark {PASS} %"), String::new())
        }
        HomeRow::Exam { best: None } => {
            ("Exam", format!("several labs under one clock · pass mark {PASS} %"), String::new())
        }
        HomeRow::Diagnostic => {
            ("Diagnostic", "20 questions that find out where you stand".to_owned(), "10 min".to_owned())
        }
        HomeRow::Continue { number, title, minutes, section, .. } => {
            let label = if section.is_some() { "Continue" } else { "Begin" };
            (label, format!("{number} {title}"), format!("{minutes} min left"))
        }
        HomeRow::Chapters { read, chapters } => {
            ("Chapters", format!("{read} of {chapters} read"), String::new())
        }
        HomeRow::Review(count) => ("Review", format!("{} due · {} new", count.due, count.new), String::new()),
        HomeRow::Quiz { weakest: Some(topic) } => {
            ("Quiz", format!("weakest topic: {}", topic.title()), String::new())
        }
        HomeRow::Quiz { weakest: None } => {
            ("Quiz", "practice, or against the clock".to_owned(), String::new())
        }
        HomeRow::Labs { solved, labs, next } => {
            let next = match next {
                Some(row) if row.open => format!(" · open: {}", row.title),
                Some(row) => format!(" · next: {}", row.title),
                None => String::new(),
            };
            ("Labs", format!("{solved} of {labs} solved{next}"), String::new())
        }
        HomeRow::Statistics => ("Statistics", "what was done and what comes".to_owned(), String::new()),
        HomeRow::Settings => ("Settings", "theme, limits, exam date".to_owned(), String::new()),
    }
}

fn draw_mastery(canvas: &mut Canvas<'_, '_>, area: Rect, home: &Home) {
    let beside = area.width >= BESIDE;
    let taught: Vec<_> =
        home.mastery.iter().filter_map(|(topic, percent)| Some((topic, (*percent)?))).collect();
    canvas.line(area, 0, &[Run::new("Mastery", Role::Heading)]);
    for (index, (topic, percent)) in taught.iter().enumerate() {
        let [full, empty] = bar(*percent, 14);
        let runs = [
            Run::new(format!("{:<16}", topic.short()), Role::Text),
            full,
            empty,
            Run::new(format!(" {percent:>3} %"), Role::Muted),
        ];
        canvas.line(area, short(index + 1), &runs);
    }
    let weeks = if beside {
        Rect { x: area.x + 42, width: area.width.saturating_sub(42), ..area }
    } else {
        below(area, taught.len() + 2)
    };
    draw_weeks(canvas, weeks, home);
}

/// One sign a day, one column a week, Monday on top; below, what it comes to.
fn draw_weeks(canvas: &mut Canvas<'_, '_>, area: Rect, home: &Home) {
    canvas.line(area, 0, &[Run::new(format!("Last {} weeks", home.heat.len()), Role::Heading)]);
    for (day, line) in calendar_lines(&home.heat, home.today).iter().enumerate() {
        canvas.line(area, short(day + 1), line);
    }
    let mut facts = vec![format!("{}-day streak", home.streak), counted(home.totals.answers, "answer")];
    if let Some(recall) = home.recall {
        facts.push(format!("recall {:.0} %", recall.actual * 100.0));
    }
    let facts = wrap_runs(&[Run::new(facts.join(" · "), Role::Muted)], usize::from(area.width));
    for (y, line) in facts.iter().enumerate() {
        canvas.line(area, short(9 + y), line);
    }
}
