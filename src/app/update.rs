//! `update`: what a message does to the model, and what it asks of the world. Total: any message in any state.

use super::model::{Confirm, Overlay};
use super::screen::{Screen, ScreenState, SearchScreen, Step};
use super::{Command, Desk, Effect, Key, Message, Model, Notice, Place, Target, command_for, help_page};

/// Handles one message.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Tick(now) => {
            let new_day = now.day != model.desk.now.day;
            model.desk.now = now;
            if new_day {
                model.home.refresh(&model.desk);
            }
            tick(model);
        }
        Message::Key(key) => on_key(model, key),
        Message::Paste(text) => {
            if model.overlay.is_none() {
                let step = with_top(model, |state, desk| state.paste(&text, desk));
                take_step(model, step);
            }
        }
        Message::Click(Target::Command(command)) => on_command(model, command),
        Message::Click(Target::Row(row)) => on_click(model, row),
        Message::Wheel(lines) => on_wheel(model, lines),
        Message::Resized(size) => model.resize(size),
        Message::Background { dark } => model.desk.dark = Some(dark),
        Message::Loaded(loaded) => {
            let step = with_top(model, |state, desk| state.loaded(loaded, desk));
            take_step(model, step);
        }
        Message::Recorded(Ok(())) => {
            if model.desk.notice.as_ref().is_some_and(|notice| notice.until_saved) {
                model.desk.notice = None;
            }
        }
        Message::Recorded(Err(why)) => {
            let text = format!("Not saved: {why}. You can go on; it is tried again with the next answer.");
            model.desk.notice = Some(Notice { text, stays: true, until_saved: true });
        }
        Message::Told(text) => tell(model, text),
    }
    model.take_effects()
}

/// Tells the time to whatever has a clock, also where something lies over it: at zero that is closed.
fn tick(model: &mut Model) {
    for index in 0..model.screens.len() {
        let Some(screen) = model.screens.get_mut(index).filter(|screen| screen.view().shows_clock()) else {
            continue;
        };
        let step = screen.state().tick(&mut model.desk);
        if !matches!(step, Step::Stay) {
            model.close_above(index + 1);
            model.overlay = None;
            return take_step(model, step);
        }
    }
}

fn tell(model: &mut Model, text: String) {
    let text = match model.desk.notice.take() {
        Some(notice) if notice.stays => format!("{} · {text}", notice.text),
        _ => text,
    };
    model.desk.notice = Some(Notice { text, stays: true, until_saved: false });
}

/// Hands the state that gets messages, and the desk, to `act`. Home is a state like the others.
fn with_top<T>(model: &mut Model, act: impl FnOnce(&mut dyn ScreenState, &mut Desk) -> T) -> T {
    match model.screens.last_mut() {
        Some(screen) => act(screen.state(), &mut model.desk),
        None => act(&mut model.home, &mut model.desk),
    }
}

fn on_key(model: &mut Model, key: Key) {
    if model.desk.notice.as_ref().is_some_and(|notice| !notice.stays) {
        model.desk.notice = None;
    }
    match command_for(model.place(), key) {
        Some(command) => on_command(model, command),
        None if model.overlay.is_none() => {
            let step = with_top(model, |state, desk| state.key(key, desk));
            take_step(model, step);
        }
        None => {}
    }
}

fn on_command(model: &mut Model, command: Command) {
    match command {
        Command::Leave => {
            for screen in &mut model.screens {
                screen.state().closing(&mut model.desk);
            }
            return model.desk.ask(Effect::Leave);
        }
        Command::Suspend => return model.desk.ask(Effect::Suspend),
        Command::Redraw => return model.desk.ask(Effect::Redraw),
        Command::Dismiss => return model.desk.notice = None,
        _ => {}
    }
    if let Some(overlay) = model.overlay.take() {
        return on_overlay(model, overlay, command);
    }
    match command {
        Command::Help => model.overlay = Some(Overlay::Help { place: model.screen_place(), top: 0 }),
        Command::Search => model.open(Screen::Search(SearchScreen::default())),
        _ => {
            let step = with_top(model, |state, desk| state.command(command, desk));
            take_step(model, step);
        }
    }
}

fn on_overlay(model: &mut Model, overlay: Overlay, command: Command) {
    match (overlay, command) {
        (Overlay::Help { place, top }, Command::Up) => {
            model.overlay = Some(Overlay::Help { place, top: top.saturating_sub(1) });
        }
        (Overlay::Help { place, top }, Command::Down) => {
            // As wide as it is drawn: two columns are left at the left, one at the right.
            let lines =
                help_page(model, place, usize::from(model.desk.size.width).saturating_sub(3)).lines.len();
            let last = lines.saturating_sub(model.desk.body().height);
            model.overlay = Some(Overlay::Help { place, top: (top + 1).min(last) });
        }
        (Overlay::Confirm(confirm), Command::Yes) => {
            let step = with_top(model, |state, desk| state.confirmed(confirm.then, desk));
            take_step(model, step);
        }
        (Overlay::Help { .. }, Command::Back | Command::Help) | (Overlay::Confirm(_), Command::No) => {}
        (overlay, _) => model.overlay = Some(overlay),
    }
}

fn on_click(model: &mut Model, row: usize) {
    if model.overlay.is_none() {
        let step = with_top(model, |state, desk| state.clicked(row, desk));
        take_step(model, step);
    }
}

fn on_wheel(model: &mut Model, lines: isize) {
    let command = if lines < 0 { Command::Up } else { Command::Down };
    for _ in 0..lines.unsigned_abs() {
        on_command(model, command);
    }
}

/// Changes the screens as a state asked for.
fn take_step(model: &mut Model, step: Step) {
    match step {
        Step::Stay => {}
        Step::Open(screen) => model.open(*screen),
        Step::Replace(screen) => {
            model.close_above(model.screens.len().saturating_sub(1));
            model.open(*screen);
        }
        Step::Back => {
            model.close_above(model.screens.len().saturating_sub(1));
            came_back(model);
        }
        Step::Home => {
            model.close_above(0);
            came_back(model);
        }
        Step::Review(options) => model.review(options),
        Step::Confirm { question, then } => {
            model.overlay = Some(Overlay::Confirm(Confirm { question, then }));
        }
    }
}

/// The screen beneath is seen again; this is also when the record is written as a whole.
fn came_back(model: &mut Model) {
    model.desk.ask(Effect::Snapshot);
    if model.screens.is_empty() {
        model.home.refresh(&model.desk);
    }
    with_top(model, |state, desk| state.came_back(desk));
    debug_assert!(model.place() != Place::Everywhere);
}
