//! `view`: draws the model and changes nothing. The files mirror `app/screen/`.

mod chapters;
mod confirm;
mod exam;
mod exam_result;
mod exam_setup;
mod help;
mod home;
mod insight;
mod lab;
mod lab_result;
mod labs;
mod look;
mod quiz;
mod quiz_setup;
mod reader;
mod result;
mod review;
mod review_menu;
mod search;
mod settings;
mod statistics;
mod steps;
mod surround;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{Look, Theme};
use crate::app::{Model, Overlay, Role, Run, SMALLEST, Screen, Target};

/// What can be clicked, in the order in which it was drawn.
pub type Regions = Vec<(Rect, Target)>;

/// Draws `model` and returns what can be clicked.
pub fn view(model: &Model, look: Look, frame: &mut Frame<'_>) -> Regions {
    let theme = Theme::of(model.desk.settings.theme, model.desk.dark, look);
    let area = frame.area();
    let mut canvas = Canvas { frame, theme, desk: &model.desk, regions: Regions::new() };
    if area.width < SMALLEST.width || area.height < SMALLEST.height {
        too_small(&mut canvas, area);
        return canvas.regions;
    }
    let body = surround::draw(&mut canvas, model, area);
    match (model.screens.last(), &model.overlay) {
        (_, Some(Overlay::Help { place, top })) => help::draw(&mut canvas, body, model, *place, *top),
        (None, _) => home::draw(&mut canvas, body, &model.home),
        (Some(screen), _) => draw_screen(&mut canvas, body, screen),
    }
    if let Some(Overlay::Confirm(confirm)) = &model.overlay {
        confirm::draw(&mut canvas, body, confirm);
    }
    canvas.regions
}

fn draw_screen(canvas: &mut Canvas<'_, '_>, body: Rect, screen: &Screen) {
    match screen {
        Screen::Chapters(state) => chapters::draw(canvas, body, state),
        Screen::Reader(state) => reader::draw(canvas, body, state),
        Screen::ReviewMenu(state) => review_menu::draw(canvas, body, state),
        Screen::Review(state) => review::draw(canvas, body, state),
        Screen::QuizSetup(state) => quiz_setup::draw(canvas, body, state),
        Screen::Quiz(state) => quiz::draw(canvas, body, state),
        Screen::Result(state) => result::draw(canvas, body, state),
        Screen::Insight(state) => insight::draw(canvas, body, state),
        Screen::Steps(state) => steps::draw(canvas, body, state),
        Screen::Labs(state) => labs::draw(canvas, body, state),
        Screen::Lab(state) => lab::draw(canvas, body, state),
        Screen::LabResult(state) => lab_result::draw(canvas, body, state),
        Screen::ExamSetup(state) => exam_setup::draw(canvas, body, state),
        Screen::Exam(state) => exam::draw(canvas, body, state),
        Screen::ExamResult(state) => exam_result::draw(canvas, body, state),
        Screen::Look(state) => look::draw(canvas, body, state),
        Screen::Statistics(state) => statistics::draw(canvas, body, state),
        Screen::Search(state) => search::draw(canvas, body, state),
        Screen::Settings(state) => settings::draw(canvas, body, state),
    }
}

/// Says what the program needs; it goes on when the window is larger.
fn too_small(canvas: &mut Canvas<'_, '_>, area: Rect) {
    let wants = format!("kubedrill needs {}x{}", SMALLEST.width, SMALLEST.height);
    let has = format!("this window is {}x{}", area.width, area.height);
    for (y, text) in [wants, has, "ctrl-c leaves".to_owned()].into_iter().enumerate() {
        canvas.line(area, super::canvas::short(y), &[Run::new(text, Role::Text)]);
    }
}
