//! After a lab: the score, each criterion with its reason, what was typed and when, and the solutions, played step by step.

use super::lab::{Reasons, push_criterion};
use super::{LabScreen, Screen, ScreenState, Step};
use crate::app::terminal::Terminal;
use crate::app::{Command, Desk, Page, Place, Role, Run};
use crate::course::{Lab, counted};
use crate::lab::{Attempt, Grade};
use crate::shell::{Effect, Stream};
use crate::study::{LabDeed, Moment, OpenLab};

#[derive(Debug, Clone)]
pub struct LabResultScreen {
    pub lab: Lab,
    pub grade: Grade,
    pub page: Page,
    pub top: usize,
    /// The solution that is being played, if one is.
    pub playing: Option<Box<Playing>>,
    seed: u64,
    typed: OpenLab,
}

/// A solution that is shown step by step, on a cluster of its own.
#[derive(Debug, Clone)]
pub struct Playing {
    pub index: usize,
    pub terminal: Terminal,
    attempt: Attempt,
    /// Steps that are not done yet, the next one first: whole commands, of several lines where they have a heredoc.
    rest: Vec<String>,
}

impl LabResultScreen {
    pub fn new(lab: Lab, seed: u64, grade: Grade, typed: OpenLab, desk: &Desk) -> Self {
        let mut screen = Self { lab, grade, page: Page::default(), top: 0, playing: None, seed, typed };
        screen.lay_out(desk);
        screen
    }

    /// Of a task of an exam, on which so many seconds were spent: there the tasks take turns.
    pub fn of_exam(lab: Lab, grade: Grade, mut typed: OpenLab, seconds: u32, desk: &Desk) -> Self {
        typed.spent = i64::from(seconds) * 1000;
        Self::new(lab, typed.seed, grade, typed, desk)
    }

    fn lay_out(&mut self, desk: &Desk) {
        let width = desk.measure_width();
        let mut page = Page::default();
        let full = self.grade.is_full();
        page.push_line([
            Run::new(format!("{} %  ", self.grade.score), Role::Title),
            if full {
                Run::new("✓ solved", Role::Good)
            } else {
                Run::new("○ not everything is as asked", Role::Warning)
            },
            Run::new(self.facts(), Role::Muted),
        ]);
        page.gap();
        let reasons = Reasons::of(&self.grade, None);
        for (criterion, told) in self.grade.criteria.iter().zip(&reasons.texts) {
            let asked = (criterion.title.as_str(), criterion.weight);
            push_criterion(&mut page, asked, Some((criterion.standing(), told)), 0, width);
        }
        page.gap();
        page.push_line([Run::new("Why", Role::Heading)]);
        page.push_blocks(&self.lab.explanation, width);
        page.push_line([Run::new(self.lab.source.clone(), Role::Muted)]);
        self.push_typed(&mut page, width);
        for (index, solution) in self.lab.solutions.iter().enumerate() {
            page.gap();
            page.push_line([
                Run::new(format!("Solution {}: {}", index + 1, solution.name), Role::Heading),
                Run::new(format!("   {} plays it", index + 1), Role::Muted),
            ]);
            let block = crate::course::Block::Code {
                language: "sh".to_owned(),
                title: None,
                wrong: None,
                text: solution.lines.trim_matches('\n').to_owned(),
            };
            page.push_blocks(&[block], width);
        }
        self.page = page;
        self.top = self.top.min(self.page.lines.len().saturating_sub(desk.body().height));
    }

    /// How long it took, against what the exam would give.
    fn facts(&self) -> String {
        let seconds = self.typed.spent / 1000;
        let hints = match self.typed.hints {
            0 => String::new(),
            hints => format!(" · {}", counted(hints, "hint")),
        };
        format!("   {}:{:02} of {}:00 min{hints}", seconds / 60, seconds % 60, self.lab.minutes)
    }

    /// The commands of the learner, each with the time that the attempt's clock showed.
    fn push_typed(&self, page: &mut Page, width: usize) {
        if self.typed.acts.is_empty() {
            return;
        }
        page.gap();
        page.push_line([Run::new("What you typed", Role::Heading)]);
        for act in &self.typed.acts {
            let seconds = self.typed.time_of(act) / 1000;
            let text = match &act.deed {
                LabDeed::Typed(line) => line.clone(),
                LabDeed::Edited(Some(_)) => "(the editor was left, the text written)".to_owned(),
                LabDeed::Edited(None) => "(the editor was left)".to_owned(),
                LabDeed::Interrupted => "^C".to_owned(),
            };
            let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let time = Run::new(format!("{:>3}:{:02}  ", seconds / 60, seconds % 60), Role::Muted);
            let text = crate::app::cut(&text, width.saturating_sub(8));
            page.push_line([time, Run::new(text, Role::CodeText)]);
        }
    }

    fn scroll(&mut self, by: isize, desk: &Desk) {
        let last = self.page.lines.len().saturating_sub(desk.body().height);
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    fn play(&mut self, index: usize, desk: &mut Desk) {
        let Some(solution) = self.lab.solutions.get(index) else {
            return desk.say("There is no such solution.");
        };
        let Ok(mut attempt) = Attempt::begin(self.lab.clone(), self.seed, &Moment::utc(self.typed.started))
        else {
            return desk.say("This lab can not be begun.");
        };
        for (path, text) in &solution.files {
            attempt.write(path, text);
        }
        let mut rest: Vec<String> =
            solution.lines.trim_matches('\n').lines().map(ToOwned::to_owned).collect();
        rest.reverse();
        let mut terminal = Terminal::default();
        terminal.prompt = attempt.session.prompt();
        self.playing = Some(Box::new(Playing { index, terminal, attempt, rest }));
    }
}

impl Playing {
    pub fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// Types the next command, with all its lines, and shows what it answers.
    fn step(&mut self) {
        let now = self.attempt.session.now.clone();
        while let Some(line) = self.rest.pop() {
            self.terminal.typed(&line);
            let reply = self.attempt.run(&line, &now);
            for piece in reply.output.pieces() {
                let role = if piece.stream == Stream::Err { Role::Emphasis } else { Role::Text };
                self.terminal.print(&piece.text, role);
            }
            self.terminal.prompt = self.attempt.session.prompt();
            if reply.effect != Some(Effect::More) && !line.trim().is_empty() {
                break;
            }
        }
        if self.is_done() {
            let grade = self.attempt.grade();
            self.terminal.print(&format!("\n# graded: {} %\n", grade.score), Role::Good);
        }
    }
}

impl ScreenState for LabResultScreen {
    fn place(&self) -> Place {
        if self.playing.is_some() { Place::LabPlaying } else { Place::LabResult }
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        let page = isize::try_from(desk.body().height.saturating_sub(2)).unwrap_or(1);
        if let Some(playing) = &mut self.playing {
            let (width, height) =
                (usize::from(desk.size.width).saturating_sub(3), desk.body().height.saturating_sub(2));
            match command {
                Command::Turn => playing.step(),
                Command::Up => playing.terminal.scroll_by(-1, width, height),
                Command::Down => playing.terminal.scroll_by(1, width, height),
                Command::PageUp => playing.terminal.scroll_by(-page, width, height),
                Command::PageDown => playing.terminal.scroll_by(page, width, height),
                Command::Back => self.playing = None,
                _ => {}
            }
            return Step::Stay;
        }
        match command {
            Command::Up => self.scroll(-1, desk),
            Command::Down => self.scroll(1, desk),
            Command::PageUp => self.scroll(-page, desk),
            Command::PageDown => self.scroll(page, desk),
            Command::PlayFirst => self.play(0, desk),
            Command::Reset => {
                return Step::replace(Screen::Lab(Box::new(LabScreen::new(&self.lab.id, desk))));
            }
            Command::Section => return Step::section(self.lab.section.as_deref(), "lab", desk),
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn key(&mut self, key: crate::app::Key, desk: &mut Desk) -> Step {
        if let Some(number) =
            key.typed().and_then(|character| character.to_digit(10)).filter(|_| self.playing.is_none())
        {
            self.play((number as usize).saturating_sub(1), desk);
        }
        Step::Stay
    }

    fn resized(&mut self, desk: &Desk) {
        self.lay_out(desk);
    }
}
