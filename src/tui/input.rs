//! Terminal events as messages.

use crossterm::event::{
    Event, KeyCode as TerminalKey, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};
use ratatui::layout::Position;

use super::Regions;
use crate::app::{Key, KeyCode, Message, Size};

/// Lines that one step of the wheel scrolls.
const WHEEL: isize = 3;

/// The message that `event` is, if it is one; `regions` says what a click hits.
pub fn message(event: &Event, regions: &Regions) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => translate(*key).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(text.clone())),
        Event::Resize(width, height) => Some(Message::Resized(Size { width: *width, height: *height })),
        Event::Mouse(mouse) => pointed(*mouse, regions),
        _ => None,
    }
}

fn translate(event: KeyEvent) -> Option<Key> {
    let mut ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let code = match event.code {
        TerminalKey::Char(character) => KeyCode::Char(character),
        TerminalKey::F(number) => KeyCode::Function(number),
        TerminalKey::Enter => KeyCode::Enter,
        TerminalKey::Esc => KeyCode::Esc,
        TerminalKey::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        TerminalKey::Tab => KeyCode::Tab,
        TerminalKey::BackTab => KeyCode::BackTab,
        TerminalKey::Backspace => KeyCode::Backspace,
        TerminalKey::Delete => KeyCode::Delete,
        TerminalKey::Up => KeyCode::Up,
        TerminalKey::Down => KeyCode::Down,
        TerminalKey::Left => KeyCode::Left,
        TerminalKey::Right => KeyCode::Right,
        TerminalKey::Home => KeyCode::Home,
        TerminalKey::End => KeyCode::End,
        TerminalKey::PageUp => KeyCode::PageUp,
        TerminalKey::PageDown => KeyCode::PageDown,
        TerminalKey::Null => {
            ctrl = true;
            KeyCode::Char(' ')
        }
        _ => return None,
    };
    Some(Key { code, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT) })
}

fn pointed(mouse: MouseEvent, regions: &Regions) -> Option<Message> {
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            let at = Position { x: mouse.column, y: mouse.row };
            // What was drawn last lies on top.
            let hit = regions.iter().rev().find(|(area, _)| area.contains(at));
            hit.map(|(_, target)| Message::Click(*target))
        }
        MouseEventKind::ScrollUp => Some(Message::Wheel(-WHEEL)),
        MouseEventKind::ScrollDown => Some(Message::Wheel(WHEEL)),
        _ => None,
    }
}
