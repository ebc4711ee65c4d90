//! What is typed in a lab: keys of the prompt and of the built-in editor.

use super::LabScreen;
use crate::app::editor::{Editor, Outcome};
use crate::app::screen::Step;
use crate::app::terminal::Asked;
use crate::app::{Desk, Key};
use crate::study::LabDeed;

impl LabScreen {
    pub(super) fn terminal_key(&mut self, key: Key, desk: &mut Desk) -> Step {
        let Some(running) = self.running_mut() else { return Step::Stay };
        match running.terminal.key(key, running.attempt.session.history.lines()) {
            Asked::Nothing => {}
            Asked::Line(line) => self.act(LabDeed::Typed(line), desk),
            Asked::Interrupt => self.act(LabDeed::Interrupted, desk),
            Asked::EndOfInput => self.act(LabDeed::Typed("exit".to_owned()), desk),
            Asked::Completion => running.complete(),
        }
        self.leave_if_left()
    }

    /// `exit` in the host's own shell leaves the lab, as it closes a terminal.
    pub(super) fn leave_if_left(&mut self) -> Step {
        let left = self.running_mut().is_some_and(|running| std::mem::take(&mut running.left));
        if left { Step::Back } else { Step::Stay }
    }

    pub(super) fn editor_key(&mut self, key: Key, desk: &mut Desk) {
        let Some(editor) = self.running_mut().and_then(|running| running.editor.as_mut()) else { return };
        match editor.key(key) {
            Outcome::Stay => {}
            Outcome::Save(text) => {
                if let Some(running) = self.running_mut() {
                    running.unsaved = Some(text);
                }
            }
            Outcome::Close { text } => self.close_editor(text, desk),
        }
    }

    pub(super) fn close_editor(&mut self, text: Option<String>, desk: &mut Desk) {
        let Some(running) = self.running_mut() else { return };
        let text = text.or_else(|| running.unsaved.take());
        self.act(LabDeed::Edited(text), desk);
    }

    /// The editor, if it has the keys.
    pub(super) fn editor(&mut self) -> Option<&mut Editor> {
        self.running_mut().and_then(|running| running.editor.as_mut())
    }
}
