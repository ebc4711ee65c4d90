//! Below a generated question: its cluster's matrix with rules and labels to take away and put back, or the hops of the way.

use super::{Screen, ScreenState, Step, StepsScreen};
use crate::app::{Command, Desk, Page, Place, Role, Run, Selection, wrap_runs};
use crate::course::Question;
use crate::generate::{Insight, Toggle, insight, toggles, ways, what_if};
use crate::network::trace::Hop;

#[derive(Debug, Clone)]
pub struct InsightScreen {
    question: Question,
    /// What can be taken away, and whether it is.
    pub toggles: Vec<(Toggle, bool)>,
    pub list: Selection,
    /// As the question has it.
    before: Insight,
    pub page: Page,
    pub top: usize,
}

impl InsightScreen {
    /// `None` for a question that has no picture: one that was written by hand.
    pub fn new(question: &Question, desk: &Desk) -> Option<Self> {
        let before = insight(question)?;
        let toggles = toggles(question).into_iter().map(|toggle| (toggle, false)).collect();
        let mut screen = Self {
            question: question.clone(),
            toggles,
            list: Selection::default(),
            before,
            page: Page::default(),
            top: 0,
        };
        screen.lay_out(desk);
        Some(screen)
    }

    /// What is taken away.
    fn without(&self) -> Vec<Toggle> {
        self.toggles.iter().filter(|(_, away)| *away).map(|(toggle, _)| toggle.clone()).collect()
    }

    fn lay_out(&mut self, desk: &Desk) {
        let without = self.without();
        let now = if without.is_empty() { None } else { what_if(&self.question, &without) };
        let now = now.unwrap_or_else(|| self.before.clone());
        self.page = page(&self.before, &now, desk.measure_width());
        self.top = self.top.min(self.page.lines.len().saturating_sub(desk.body().height));
    }

    fn step(&mut self, by: isize, desk: &Desk) {
        if self.toggles.is_empty() {
            let last = self.page.lines.len().saturating_sub(desk.body().height);
            self.top = self.top.saturating_add_signed(by).min(last);
            return;
        }
        self.list.step(by, self.toggles.len());
        self.list.keep_in_view(self.toggles.len(), self.list_height(desk));
    }

    /// Lines that the list of toggles has below the matrix.
    pub fn list_height(&self, desk: &Desk) -> usize {
        desk.body().height.saturating_sub(self.page.lines.len() + 2).max(3)
    }
}

/// What a toggle takes away, in words.
pub fn toggle_words(toggle: &Toggle) -> String {
    match toggle {
        Toggle::Policy { namespace, name } => format!("NetworkPolicy {namespace}/{name}"),
        Toggle::Rule { namespace, name, direction, index } => {
            format!("  {direction}[{index}] of {namespace}/{name}")
        }
        Toggle::Label { namespace, pod, key } => format!("label {key} of Pod {namespace}/{pod}"),
    }
}

fn page(before: &Insight, now: &Insight, width: usize) -> Page {
    let mut page = Page::default();
    match (before, now) {
        (Insight::Matrix { rows: old, .. }, Insight::Matrix { port, protocol, names, rows }) => {
            let title = format!("Who may open {protocol} {port} to whom: rows from, columns to");
            page.push_line([
                Run::new(title, Role::Heading),
                Run::new("   ✓ allowed  ✗ denied  [ ] changed", Role::Muted),
            ]);
            page.gap();
            push_matrix(&mut page, names, rows, old);
        }
        (_, Insight::Hops(ways)) => {
            page.push_line([Run::new("What happened, step by step", Role::Heading)]);
            let mut told: &[Hop] = &[];
            for way in ways {
                // Where the ways part, each but the first is told from there.
                let same = way.hops.iter().zip(told).take_while(|(one, other)| one == other).count();
                if ways.len() > 1 {
                    page.gap();
                    page.push_line([Run::new(format!("{} to {}", way.from, way.to), Role::Title)]);
                }
                for (number, hop) in (1..).zip(&way.hops).skip(same) {
                    push_hop(&mut page, number, hop, width);
                }
                told = &way.hops;
            }
        }
        (Insight::Hops(_), Insight::Matrix { .. }) => {}
    }
    page
}

fn push_hop(page: &mut Page, number: usize, hop: &Hop, width: usize) {
    page.gap();
    let what = hop.object.as_ref().map(|object| format!("{object}: ")).unwrap_or_default();
    let runs = [
        Run::new(format!("{number}  "), Role::Muted),
        Run::new(what, Role::Strong),
        Run::new(hop.text.clone(), Role::Text),
    ];
    for line in wrap_runs(&runs, width) {
        page.push_line(line);
    }
    if !hop.page.is_empty() {
        page.push_line([Run::new(format!("   {}", hop.page), Role::Muted)]);
    }
}

fn push_matrix(page: &mut Page, names: &[String], rows: &[String], old: &[String]) {
    let widest = names.iter().map(|name| crate::app::columns(name)).max().unwrap_or(0);
    let numbers: Vec<String> = (1..=names.len()).map(|number| format!("{number:^3}")).collect();
    let numbers = numbers.concat();
    page.push_line([Run::new(format!("{}{numbers}", " ".repeat(widest + 5)), Role::Muted)]);
    for (index, (name, row)) in names.iter().zip(rows).enumerate() {
        let mut runs = vec![
            Run::new(format!("{:>2}  ", index + 1), Role::Muted),
            Run::new(format!("{name:<widest$} "), Role::Text),
        ];
        let was: Vec<char> = old.get(index).map_or(Vec::new(), |row| row.chars().collect());
        for (column, sign) in row.chars().enumerate() {
            let (shown, role) = match sign {
                '.' => ('✓', Role::Good),
                'X' => ('✗', Role::Bad),
                _ => ('–', Role::Muted),
            };
            let same = was.get(column).is_none_or(|before| *before == sign);
            let (left, right) = if same { (' ', ' ') } else { ('[', ']') };
            runs.push(Run::new(format!("{left}{shown}{right}"), role));
        }
        page.push_line(runs);
    }
}

impl ScreenState for InsightScreen {
    fn offers(&self, command: Command) -> bool {
        command != Command::Toggle || !self.toggles.is_empty()
    }

    fn place(&self) -> Place {
        Place::Insight
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        match command {
            Command::Up => self.step(-1, desk),
            Command::Down => self.step(1, desk),
            Command::Toggle => match self.toggles.get_mut(self.list.row) {
                Some((_, away)) => {
                    *away = !*away;
                    self.lay_out(desk);
                }
                None => desk.say("There is nothing to take away here."),
            },
            Command::StepPacket => match StepsScreen::new(ways(&self.question, &self.without()), desk) {
                Some(screen) => return Step::open(Screen::Steps(Box::new(screen))),
                None => desk.say("There is no packet to follow here."),
            },
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn resized(&mut self, desk: &Desk) {
        self.lay_out(desk);
        self.step(0, desk);
    }

    fn clicked(&mut self, row: usize, desk: &mut Desk) -> Step {
        self.list.row = row;
        self.step(0, desk);
        self.command(Command::Toggle, desk)
    }
}
