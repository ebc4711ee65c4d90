//! The reference of the start-up figures: a bare ratatui program that draws one sentence and ends with `q`.

use std::io;

use crossterm::event::{Event, KeyCode, read};

fn main() -> io::Result<()> {
    let mut terminal = ratatui::init();
    let result = loop {
        terminal.draw(|frame| frame.render_widget("bare and ready", frame.area()))?;
        match read() {
            Ok(Event::Key(key)) if key.code == KeyCode::Char('q') => break Ok(()),
            Ok(_) => {}
            Err(error) => break Err(error),
        }
    };
    ratatui::restore();
    result
}
