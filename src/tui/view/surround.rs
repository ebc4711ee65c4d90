//! What is around every screen: the trail and the clock above, the notice and the keys below.

use ratatui::layout::Rect;

use crate::app::{
    Binding, Command, Desk, ExamScreen, LabScreen, Model, QuizMode, Role, Run, Screen, Side, Target, columns,
    cut, footer,
};
use crate::tui::canvas::{Canvas, inset, short};

/// Columns between two keys of the footer.
const GAP: usize = 3;

/// Draws them and returns the body between.
pub fn draw(canvas: &mut Canvas<'_, '_>, model: &Model, area: Rect) -> Rect {
    let line = inset(area, 1);
    let right = status(model);
    let room = usize::from(line.width).saturating_sub(columns(&right) + 2);
    canvas.line(
        line,
        0,
        &[
            Run::new("kubedrill", Role::Title),
            Run::new(cut(&trail(model), room.saturating_sub(9)), Role::Text),
        ],
    );
    let hurry = last_minute(model);
    canvas.right(line, 0, &right, if hurry { Role::Warning } else { Role::Muted });
    canvas.rule(line, 1);
    let bottom = area.height.saturating_sub(2);
    canvas.rule(line, bottom);
    draw_footer(canvas, model, line, bottom + 1);
    let more = draw_notice(canvas, model, line, bottom);
    Rect { y: area.y + 2, height: area.height.saturating_sub(4 + more), ..area }
}

/// A notice stands on the rule above the keys, so that nothing of the screen is lost under it; gives how many lines it has
/// besides.
fn draw_notice(canvas: &mut Canvas<'_, '_>, model: &Model, line: Rect, bottom: u16) -> u16 {
    let lines = model.desk.notice_lines();
    let more = short(lines.len().saturating_sub(1));
    let stays = model.desk.notice.as_ref().is_some_and(|notice| notice.stays);
    for (index, text) in lines.into_iter().enumerate() {
        let sign = if stays && index == 0 { "! " } else { "  " };
        let role = if stays { Role::Warning } else { Role::Accent };
        let y = (bottom + short(index)).saturating_sub(more);
        let blank = " ".repeat(usize::from(line.width).saturating_sub(columns(&text) + 2));
        let runs = [Run::new(sign, Role::Warning), Run::new(text, role), Run::new(blank, Role::Muted)];
        canvas.line(line, y, &runs);
    }
    more
}

/// Where one is, behind the program's name.
fn trail(model: &Model) -> String {
    let Some(screen) = model.screens.last() else { return String::new() };
    let part = match screen {
        Screen::Chapters(_) => "Chapters".to_owned(),
        Screen::Reader(reader) => match &reader.chapter {
            Some(chapter) => {
                let section = reader.section().and_then(|index| chapter.sections.get(index));
                let section = section.map_or(String::new(), |section| format!(" › {}", section.title));
                format!("{} {}{section}", chapter.number, chapter.title)
            }
            None => reader.chapter_id.clone(),
        },
        Screen::ReviewMenu(_) => "Review".to_owned(),
        Screen::Review(review) => match review.item() {
            Some(item) => format!("Review › {}", item.row().title()),
            None => "Review".to_owned(),
        },
        Screen::QuizSetup(_) => "Quiz".to_owned(),
        Screen::Quiz(quiz) => {
            let what = match quiz.mode {
                QuizMode::Practice => "Practice",
                QuizMode::Timed => "Timed quiz",
                QuizMode::Section { .. } => "Question of the section",
                QuizMode::Alone => "Question",
                QuizMode::Endless { .. } => "Questions without end",
                QuizMode::Looked => "Result",
            };
            let row =
                quiz.question().map_or(String::new(), |question| format!(" › {}", question.row.title()));
            format!("{what}{row}")
        }
        Screen::Result(result) => format!("Result › {}", result.result.title),
        Screen::Insight(_) => "Question › What if".to_owned(),
        Screen::Steps(_) => "A packet, hop by hop".to_owned(),
        Screen::Labs(_) => "Labs".to_owned(),
        Screen::Lab(lab) if lab.is_sandbox() => {
            let title = lab.running().map_or("", |running| running.attempt.lab.title.as_str());
            format!("Sandbox › {title}")
        }
        Screen::Lab(lab) => {
            let title = lab.running().map_or("", |running| running.attempt.lab.title.as_str());
            format!("Lab › {title}")
        }
        Screen::LabResult(result) => format!("Lab result › {}", result.lab.title),
        Screen::ExamSetup(_) => "Exam".to_owned(),
        Screen::Exam(exam) => exam_trail(model, exam),
        Screen::ExamResult(_) => "Exam › Result".to_owned(),
        Screen::Look(_) => "Card".to_owned(),
        Screen::Statistics(_) => "Statistics".to_owned(),
        Screen::Search(_) => "Search".to_owned(),
        Screen::Settings(_) => "Settings".to_owned(),
    };
    format!(" › {part}")
}

fn exam_trail(model: &Model, exam: &ExamScreen) -> String {
    let rows = exam.rows(&model.desk);
    match exam.at.and_then(|at| Some((at, rows.get(at)?))) {
        Some((at, row)) => {
            let flag = if row.flagged { " ⚑" } else { "" };
            format!("Exam › Task {} of {}{flag}", at + 1, rows.len())
        }
        None => "Exam".to_owned(),
    }
}

/// Milliseconds on the clock that is shown.
fn time_left(model: &Model) -> Option<i64> {
    match model.clock()? {
        Screen::Quiz(quiz) => quiz.time_left(&model.desk),
        Screen::Exam(_) => ExamScreen::time_left(&model.desk),
        _ => None,
    }
}

/// At the right: the clock, how much is left, or the exam.
fn status(model: &Model) -> String {
    let desk = &model.desk;
    if let Some(left) = time_left(model) {
        return format!("{} left", clock(left, desk.settings.reduced_motion));
    }
    match model.screens.last() {
        Some(Screen::Reader(reader)) if reader.chapter.is_some() => {
            let lines = reader.laid.page.lines.len().max(1);
            let seen = (reader.top + desk.body().height).min(lines);
            format!("{} %", seen * 100 / lines)
        }
        Some(Screen::Steps(steps)) => {
            let (at, all) = steps.progress();
            format!("hop {at} of {all}")
        }
        Some(Screen::Review(review)) if review.side != Side::Summary => {
            format!("{} left", review.review.remaining())
        }
        Some(Screen::Quiz(quiz)) if quiz.ids.len() > 1 => {
            format!("{} of {}", quiz.current + 1, quiz.ids.len())
        }
        Some(Screen::Quiz(_)) => String::new(),
        Some(Screen::Lab(lab)) => lab_status(lab, desk),
        _ => exam(model),
    }
}

/// The grade, if it was asked for, and the time spent of that which an exam would give.
fn lab_status(lab: &LabScreen, desk: &Desk) -> String {
    let Some((running, spent)) = lab.running().zip(lab.spent(desk)) else { return String::new() };
    let grade = running.grade.as_ref().map_or(String::new(), |grade| format!("{} % · ", grade.score));
    let spent = if desk.settings.reduced_motion {
        (spent / 60_000).to_string()
    } else {
        format!("{}:{:02}", spent / 60_000, spent / 1000 % 60)
    };
    format!("{grade}{spent} of {} min", running.attempt.lab.minutes)
}

fn exam(model: &Model) -> String {
    let desk = &model.desk;
    match desk.settings.exam.map(|exam| exam.since(desk.now.day)) {
        Some(0) => "CKA Services & Networking · exam today".to_owned(),
        Some(1) => "CKA Services & Networking · exam tomorrow".to_owned(),
        Some(days) if days > 1 => format!("CKA Services & Networking · exam in {days} days"),
        _ => "CKA Services & Networking".to_owned(),
    }
}

/// Minutes and seconds, or with `calm` whole minutes until the last one.
pub fn clock(left: i64, calm: bool) -> String {
    let seconds = (left.max(0) + 999) / 1000;
    if calm && seconds > 60 {
        format!("{} min", (seconds + 59) / 60)
    } else {
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }
}

/// The last minute of a quiz; a lab that takes longer than an exam would give.
fn last_minute(model: &Model) -> bool {
    match model.screens.last() {
        Some(Screen::Lab(lab)) => lab.is_late(&model.desk),
        _ => time_left(model).is_some_and(|left| left <= 60_000),
    }
}

/// The keys that matter here, as many as fit; each can be clicked.
fn draw_footer(canvas: &mut Canvas<'_, '_>, model: &Model, line: Rect, y: u16) {
    let mut keys = footer(model.place());
    keys.retain(|(_, binding)| model.overlay.is_some() || model.offers(binding.command));
    let width_of = |(key, binding): &(&str, &Binding)| columns(key) + 1 + columns(binding.label);
    // The way to all other keys is always shown, the others as far as there is room before it.
    let help = keys.iter().find(|(_, binding)| binding.command == Command::Help);
    let room = usize::from(line.width).saturating_sub(help.map_or(0, |help| width_of(help) + GAP));
    let mut shown: Vec<_> = Vec::new();
    let mut used = 0;
    for entry in keys.iter().filter(|(_, binding)| binding.command != Command::Help) {
        if used + width_of(entry) > room {
            break;
        }
        used += width_of(entry) + GAP;
        shown.push(entry);
    }
    shown.extend(help);
    let mut used = 0;
    for (key, binding) in shown {
        let width = width_of(&(*key, *binding));
        let at = Rect { x: line.x + short(used), width: short(width), ..line };
        canvas.line(
            at,
            y,
            &[Run::new(*key, Role::Accent), Run::new(format!(" {}", binding.label), Role::Muted)],
        );
        canvas.clickable(at, y, Target::Command(binding.command));
        used += width + GAP;
    }
}
