//! An attempt at work: the lab's session behind a terminal, and everything the screen shows of it.
//!
//! All of it follows from the lab, its seed and the acts of the learner: an attempt that was left is made again by doing
//! the same.

use super::criterion::sign;
use super::{Numbering, Panes, Reasons, map, task};
use crate::app::editor::{Buffer, Editor, Keys, MOST_LINES};
use crate::app::terminal::Terminal;
use crate::app::{Page, Role};
use crate::course::Lab;
use crate::lab::{Attempt, Grade, Graded};
use crate::shell::{Effect, Reply, Stream, complete};
use crate::study::{Day, LabAct, LabDeed, Moment, OpenLab};

#[derive(Debug, Clone)]
pub struct Running {
    pub attempt: Attempt,
    /// Of a task of an exam, which shows no more than the exam would.
    pub numbering: Option<Numbering>,
    pub terminal: Terminal,
    pub editor: Option<Editor>,
    /// What the editor wrote while it stays open.
    pub unsaved: Option<String>,
    pub grade: Option<Grade>,
    /// What the grade says of each criterion.
    pub reasons: Reasons,
    /// The grade of the untouched start, once it was asked for.
    start: Option<Grade>,
    /// Hints that are shown.
    pub hints: usize,
    /// The host's own shell was left.
    pub left: bool,
    pub task: Page,
    pub task_top: usize,
    pub map: Page,
    pub map_top: usize,
}

impl Running {
    /// Begins the attempt and does again what was done in it.
    ///
    /// # Errors
    /// Why its manifests make no cluster.
    pub fn begin(
        lab: Lab,
        open: &OpenLab,
        numbering: Option<Numbering>,
        panes: Panes,
    ) -> Result<Self, String> {
        let attempt = Attempt::begin(lab, open.seed, &open.started.utc())
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
        let mut running = Self {
            attempt,
            numbering,
            terminal: Terminal::default(),
            editor: None,
            unsaved: None,
            grade: None,
            reasons: Reasons::default(),
            start: None,
            hints: usize::try_from(open.hints).unwrap_or(usize::MAX),
            left: false,
            task: Page::default(),
            task_top: 0,
            map: Page::default(),
            map_top: 0,
        };
        running.terminal.prompt = running.attempt.session.prompt();
        running.attempt.session.watched = true;
        for act in &open.acts {
            running.act(act);
        }
        // Nobody looked at the pages of then.
        running.left = false;
        running.terminal.leave_pager();
        running.resized(panes);
        Ok(running)
    }

    pub fn act(&mut self, act: &LabAct) {
        let now = Moment { at: act.at, day: Day::default() }.utc();
        match &act.deed {
            LabDeed::Typed(line) => {
                self.terminal.typed(line);
                let reply = self.attempt.run(line, &now);
                self.show(reply, &now);
            }
            LabDeed::Edited(text) => {
                let path = self.editor.take().map(|editor| editor.name).unwrap_or_default();
                self.unsaved = None;
                let reply = self.attempt.session.edited(&path, text.as_deref(), &now);
                self.show(reply, &now);
            }
            LabDeed::Interrupted => {
                self.attempt.session.interrupt();
                self.terminal.prompt = self.attempt.session.prompt();
            }
        }
    }

    fn show(&mut self, reply: Reply, now: &str) {
        for piece in reply.output.pieces() {
            let role = if piece.stream == Stream::Err { Role::Emphasis } else { Role::Text };
            self.terminal.print(&piece.text, role);
        }
        match reply.effect {
            Some(Effect::Edit { editor, path, text }) if Buffer::holds(&text) => {
                self.editor = Some(Editor::new(&path, &text, Keys::of(&editor)));
            }
            Some(Effect::Edit { path, .. }) => {
                let why =
                    format!("{path}: longer than the {MOST_LINES} lines that the built-in editor takes\n");
                self.terminal.print(&why, Role::Emphasis);
                // Whoever waits for the editor hears that nothing was changed.
                let reply = self.attempt.session.edited(&path, None, now);
                return self.show(reply, now);
            }
            Some(Effect::Page { name, text, prints_short }) => self.terminal.page(&name, &text, prints_short),
            Some(Effect::Clear) => self.terminal.clear(),
            Some(Effect::Exit) => self.left = true,
            Some(Effect::More) | None => {}
        }
        self.terminal.prompt = self.attempt.session.prompt();
    }

    /// Completes what stands before the cursor, or lists what it could become.
    pub fn complete(&mut self) {
        let (before, _) = self.terminal.edit.halves();
        let before = before.to_owned();
        let found = complete(&self.attempt.session, &before, before.len());
        let word = before.get(found.start..).unwrap_or_default();
        match found.candidates.as_slice() {
            [] => {}
            [one] => {
                let blank = if one.ends_with('/') { "" } else { " " };
                self.terminal.edit.replace_before(found.start, &format!("{one}{blank}"));
            }
            _ if found.common().len() > word.len() => {
                self.terminal.edit.replace_before(found.start, found.common());
            }
            many => {
                let line = self.terminal.edit.text().to_owned();
                self.terminal.echo(&line);
                self.terminal.list(many);
            }
        }
    }

    /// Grades the attempt and shows it with the task. Gives the score, 0 to 100.
    pub fn grade(&mut self, panes: Panes) -> u32 {
        let grade = self.attempt.grade();
        let score = grade.score;
        self.reasons = Reasons::of(&grade, self.start_to_compare());
        self.grade = Some(grade);
        self.lay_out(panes);
        self.task_top =
            task::first_criterion(&self.task).min(self.task.lines.len().saturating_sub(panes.height));
        score
    }

    /// The start's grade, while causes are kept back: all hints and one more tell them.
    fn start_to_compare(&mut self) -> Option<&Grade> {
        if self.hints > self.attempt.lab.hints.len() {
            return None;
        }
        let attempt = &self.attempt;
        Some(self.start.get_or_insert_with(|| attempt.grade_start()))
    }

    /// Whether there is a cause that was not told yet.
    pub fn keeps_causes(&mut self) -> bool {
        let grade = self.attempt.grade();
        Reasons::of(&grade, self.start_to_compare()).kept_back
    }

    pub fn lay_out(&mut self, panes: Panes) {
        let graded = self.grade.as_ref().map(|grade| (grade, &self.reasons));
        self.task = match self.numbering {
            Some(numbering) => task::page_of_exam(&self.attempt.lab, numbering, panes.task()),
            None => task::page(&self.attempt.lab, graded, self.hints, panes.task()),
        };
        self.task_top = self.task_top.min(self.task.lines.len().saturating_sub(panes.height));
    }

    /// How each criterion stands, as a sign.
    pub fn signs(&self) -> impl Iterator<Item = (&'static str, Role)> {
        let graded = |id: &str| self.grade.as_ref()?.criteria.iter().find(|graded| graded.id == id);
        let standing = move |id: &str| graded(id).map(Graded::standing);
        self.attempt.lab.criteria.iter().map(move |criterion| sign(standing(&criterion.id)))
    }

    pub fn show_last_hint(&mut self, panes: Panes) {
        self.task_top = self.task.lines.len().saturating_sub(panes.height);
    }

    pub fn draw_map(&mut self, panes: Panes) {
        self.map = map::page(&self.attempt.start, &self.attempt.session.cluster, panes.width.min(100));
        self.map_top = self.map_top.min(self.map.lines.len().saturating_sub(panes.height));
    }

    pub fn resized(&mut self, panes: Panes) {
        self.terminal.resized(panes.width, panes.terminal_height());
        if let Some(editor) = &mut self.editor {
            editor.resized(panes.terminal_height().saturating_sub(1));
        }
        self.lay_out(panes);
        if !self.map.lines.is_empty() {
            self.draw_map(panes);
        }
    }
}
