//! A lab: the task, a terminal on its cluster, the map, the built-in editor, the grade.

mod acting;
mod criterion;
mod grading;
mod in_exam;
mod keyboard;
mod map;
mod packets;
mod panes;
mod reasons;
mod running;
mod sandbox;
mod supply;
mod task;
mod time;

use super::{Screen, ScreenState, Step, StepsScreen, Work};
use crate::app::{Command, Desk, Effect, Key, KeyCode, Loaded, Page, Place};
use crate::course::Lab;
use crate::study::{Entry, LabDeed, OpenLab};
pub(super) use criterion::push_criterion;
pub use in_exam::Numbering;
pub use panes::Panes;
pub use reasons::Reasons;
pub use running::Running;
pub use sandbox::Sandbox;

#[derive(Debug, Clone)]
pub struct LabScreen {
    pub id: String,
    pub stage: Stage,
    /// What has the keys, and the window where there is room for one pane only.
    pub pane: Pane,
    /// The leader was pressed: the next letter is the program's.
    leader: bool,
    purpose: Purpose,
}

/// What it is opened for.
#[derive(Debug, Clone)]
enum Purpose {
    /// An attempt that is remembered with the lab.
    Attempt,
    /// No task, and nothing is remembered.
    Sandbox(Box<Sandbox>),
    /// A task of the open exam, by its number from 0.
    Exam(usize),
}

/// What has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Terminal,
    Leader,
    /// The task or the map, or there is no cluster.
    Pane,
    Editor,
}

#[derive(Debug, Clone)]
pub enum Stage {
    Loading,
    /// Why there is no lab.
    Failed(String),
    Running(Box<Running>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    Task,
    Terminal,
    Map,
}

impl LabScreen {
    pub fn new(id: &str, desk: &Desk) -> Self {
        // The task is read first; where an attempt goes on it was.
        let open = desk.progress.labs.get(id).is_some_and(|record| record.open.is_some());
        let pane = if open || Panes::of(desk).side.is_some() { Pane::Terminal } else { Pane::Task };
        Self { id: id.to_owned(), stage: Stage::Loading, pane, leader: false, purpose: Purpose::Attempt }
    }

    pub fn sandbox(sandbox: Sandbox) -> Self {
        let purpose = Purpose::Sandbox(Box::new(sandbox));
        Self { id: String::new(), stage: Stage::Loading, pane: Pane::Terminal, leader: false, purpose }
    }

    pub fn is_sandbox(&self) -> bool {
        matches!(self.purpose, Purpose::Sandbox(_))
    }

    fn spot(&self) -> Spot {
        match &self.stage {
            Stage::Running(_) if self.leader => Spot::Leader,
            Stage::Running(running) if running.editor.is_some() => Spot::Editor,
            Stage::Running(_) if self.pane == Pane::Terminal => Spot::Terminal,
            _ => Spot::Pane,
        }
    }

    pub fn running(&self) -> Option<&Running> {
        match &self.stage {
            Stage::Running(running) => Some(running),
            _ => None,
        }
    }

    pub(super) fn running_mut(&mut self) -> Option<&mut Running> {
        match &mut self.stage {
            Stage::Running(running) => Some(running),
            _ => None,
        }
    }

    /// Begins anew or goes on: asks for the lab with the names of its seed.
    fn load(&mut self, desk: &mut Desk, anew: bool) {
        if let Purpose::Sandbox(sandbox) = self.purpose.clone() {
            let open = OpenLab { started: desk.now, ..OpenLab::default() };
            self.begin(sandbox.lab, &open, desk);
            sandbox.typed.into_iter().for_each(|line| self.act(LabDeed::Typed(line), desk));
            return;
        }
        let record = desk.progress.labs.get(&self.id);
        let open = record.and_then(|record| record.open.as_ref());
        let seed = match open {
            Some(open) if !anew => open.seed,
            // The first time the names are the author's; later ones are drawn.
            _ if record.is_none() => 0,
            _ => u64::try_from(desk.now.at).unwrap_or(1).max(1),
        };
        if anew || open.is_none() {
            desk.record(Entry::LabStarted { lab: self.id.clone(), seed, at: desk.now });
        } else {
            self.seen(true, desk);
        }
        self.stage = Stage::Loading;
        desk.ask(Effect::LoadLab { id: self.id.clone(), seed });
    }

    fn begin(&mut self, lab: Lab, open: &OpenLab, desk: &Desk) {
        self.stage = match Running::begin(lab, open, self.numbering(desk), Panes::of(desk)) {
            Ok(running) => Stage::Running(Box::new(running)),
            Err(why) => Stage::Failed(why),
        };
    }

    fn show(&mut self, pane: Pane, desk: &Desk) {
        self.pane = if self.pane == pane { Pane::Terminal } else { pane };
        let panes = Panes::of(desk);
        if let (Pane::Map, Some(running)) = (self.pane, self.running_mut()) {
            running.draw_map(panes);
        }
    }

    fn scroll(&mut self, by: isize, desk: &Desk) {
        let panes = Panes::of(desk);
        let pane = self.pane;
        let Some(running) = self.running_mut() else { return };
        match pane {
            Pane::Terminal => running.terminal.scroll_by(by, panes.width, panes.terminal_height()),
            Pane::Task => running.task_top = moved(running.task_top, by, &running.task, panes.height),
            Pane::Map => running.map_top = moved(running.map_top, by, &running.map, panes.height),
        }
    }

    /// The task beside the terminal is scrolled without taking the keys.
    fn scroll_task(&mut self, by: isize, desk: &Desk) {
        let panes = Panes::of(desk);
        if let Some(running) = self.running_mut() {
            running.task_top = moved(running.task_top, by, &running.task, panes.height);
        }
    }

    /// Opens the ways of the packets in the cluster as it is now.
    fn follow_packets(&self, desk: &mut Desk) -> Step {
        let cluster = self.running().map(|running| &running.attempt.session.cluster);
        let ways = cluster.map(packets::ways).unwrap_or_default();
        match StepsScreen::new(ways, desk) {
            Some(screen) => Step::open(Screen::Steps(Box::new(screen))),
            None => {
                desk.say("Nobody here sends a packet to anybody.");
                Step::Stay
            }
        }
    }
}

fn moved(top: usize, by: isize, page: &Page, height: usize) -> usize {
    top.saturating_add_signed(by).min(page.lines.len().saturating_sub(height))
}

impl ScreenState for LabScreen {
    fn place(&self) -> Place {
        let in_exam = matches!(self.purpose, Purpose::Exam(_));
        match self.spot() {
            Spot::Terminal if in_exam => Place::ExamTerminal,
            Spot::Leader if in_exam => Place::ExamLeader,
            Spot::Pane if in_exam => Place::ExamPane,
            Spot::Editor if in_exam => Place::ExamEditor,
            Spot::Terminal => Place::LabTerminal,
            Spot::Leader => Place::LabLeader,
            Spot::Pane => Place::LabPane,
            Spot::Editor => Place::LabEditor,
        }
    }

    fn opened(&mut self, desk: &mut Desk) {
        self.load(desk, false);
    }

    fn loaded(&mut self, loaded: Loaded, desk: &mut Desk) -> Step {
        match loaded {
            Loaded::Lab(Ok(lab)) => {
                let open = desk.progress.labs.get(&self.id).and_then(|record| record.open.clone());
                let open = open.unwrap_or_default();
                self.begin(*lab, &open, desk);
            }
            Loaded::Lab(Err(why)) => self.stage = Stage::Failed(why),
            Loaded::Edited(text) if self.editor().is_some() => self.close_editor(text, desk),
            _ => {}
        }
        Step::Stay
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        let led = std::mem::take(&mut self.leader);
        let panes = Panes::of(desk);
        let page = isize::try_from(panes.height.saturating_sub(2)).unwrap_or(1);
        match command {
            Command::GradeLab | Command::Hint | Command::HandIn | Command::Reset if self.is_sandbox() => {
                desk.say("This is a sandbox: there is no task. f10 goes back.");
            }
            // Given up: the keys are the prompt's again.
            Command::Back if led => {}
            Command::Leader => self.leader = true,
            Command::GradeLab => self.grade(desk),
            Command::Hint => self.hint(desk),
            Command::ShowTask => self.show(Pane::Task, desk),
            Command::ShowMap => self.show(Pane::Map, desk),
            Command::ToTerminal => self.pane = Pane::Terminal,
            Command::Reset => {
                return Step::Confirm {
                    question: "Begin this lab anew? What was typed is forgotten.".to_owned(),
                    then: Command::Reset,
                };
            }
            Command::HandIn => {
                let full = self.running().and_then(|running| running.grade.as_ref());
                if full.is_some_and(crate::lab::Grade::is_full) {
                    return self.finish(desk);
                }
                return Step::Confirm {
                    question: "End this attempt, and see the result and the solutions?".to_owned(),
                    then: Command::HandIn,
                };
            }
            Command::Up => self.scroll(-1, desk),
            Command::Down => self.scroll(1, desk),
            Command::PageUp => self.scroll(-page, desk),
            Command::PageDown => self.scroll(page, desk),
            Command::Previous => self.scroll_task(-page / 2, desk),
            Command::Next => self.scroll_task(page / 2, desk),
            Command::StepPacket => return self.follow_packets(desk),
            Command::OwnEditor => {
                if let Some(editor) = self.editor() {
                    let (name, text) = (editor.name.clone(), editor.buffer.text());
                    desk.ask(Effect::Edit { name, text });
                }
            }
            Command::Save => {
                let text = self.editor().map(|editor| editor.buffer.text());
                self.close_editor(text, desk);
            }
            Command::DropEdit => self.close_editor(None, desk),
            Command::Back => {
                if self.spot() == Spot::Pane && self.running().is_some() {
                    self.pane = Pane::Terminal;
                    return Step::Stay;
                }
                return Step::Back;
            }
            Command::LeaveLab => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn confirmed(&mut self, then: Command, desk: &mut Desk) -> Step {
        match then {
            Command::Reset => self.load(desk, true),
            Command::HandIn => return self.finish(desk),
            _ => {}
        }
        Step::Stay
    }

    fn key(&mut self, key: Key, desk: &mut Desk) -> Step {
        match self.spot() {
            Spot::Leader => self.leader = false,
            Spot::Editor => self.editor_key(key, desk),
            Spot::Terminal => return self.terminal_key(key, desk),
            // Whoever types while the task is read means the prompt.
            Spot::Pane if key.typed().is_some() && self.running().is_some() => {
                self.pane = Pane::Terminal;
                return self.terminal_key(key, desk);
            }
            Spot::Pane if key.code == KeyCode::Enter => self.pane = Pane::Terminal,
            Spot::Pane => {}
        }
        Step::Stay
    }

    fn paste(&mut self, text: &str, desk: &mut Desk) -> Step {
        if let Some(editor) = self.editor() {
            editor.paste(text);
            return Step::Stay;
        }
        self.pane = Pane::Terminal;
        let Some(running) = self.running_mut() else { return Step::Stay };
        for line in running.terminal.paste(text) {
            self.act(LabDeed::Typed(line), desk);
        }
        self.leave_if_left()
    }

    fn tick(&mut self, desk: &mut Desk) -> Step {
        self.passed(desk);
        Step::Stay
    }

    fn offers(&self, command: Command) -> bool {
        let of_a_task =
            matches!(command, Command::GradeLab | Command::Hint | Command::HandIn | Command::Reset);
        !(of_a_task && self.is_sandbox())
    }

    fn shows_clock(&self) -> bool {
        self.running().is_some() && !self.is_sandbox()
    }

    fn work(&self) -> Option<Work> {
        matches!(self.purpose, Purpose::Attempt).then(|| Work::Lab(self.id.clone()))
    }

    fn closing(&mut self, desk: &mut Desk) {
        self.seen(false, desk);
    }

    fn resized(&mut self, desk: &Desk) {
        let panes = Panes::of(desk);
        if let Some(running) = self.running_mut() {
            running.resized(panes);
        }
    }
}
