//! A packet's way gone step by step: each key reveals the next hop, the rule that decides there, and the packet as it is there.

use super::{ScreenState, Step};
use crate::app::{Command, Desk, Page, Place, Role, Run, cut, wrap_runs};
use crate::network::trace::{Effect, Hop, Stage, Way};

#[derive(Debug, Clone)]
pub struct StepsScreen {
    ways: Vec<Way>,
    /// The way that is gone.
    way: usize,
    /// The hop that the packet is at.
    at: usize,
    pub page: Page,
    pub top: usize,
}

impl StepsScreen {
    /// `None` where there is nothing to follow.
    pub fn new(mut ways: Vec<Way>, desk: &Desk) -> Option<Self> {
        ways.retain(|way| !way.hops.is_empty());
        if ways.is_empty() {
            return None;
        }
        let mut screen = Self { ways, way: 0, at: 0, page: Page::default(), top: 0 };
        screen.lay_out(desk);
        Some(screen)
    }

    /// Which hop of how many one is at, from 1.
    pub fn progress(&self) -> (usize, usize) {
        (self.at + 1, self.hops().len())
    }

    fn hops(&self) -> &[Hop] {
        self.ways.get(self.way).map_or(&[], |way| &way.hops)
    }

    fn go_to(&mut self, hop: usize, desk: &Desk) {
        self.at = hop.min(self.hops().len().saturating_sub(1));
        self.lay_out(desk);
        self.top = self.last_top(desk);
    }

    /// The next way that keeps one end and has another at the other.
    fn another(&mut self, keeps: impl Fn(&Way, &Way) -> bool, what: &str, desk: &mut Desk) {
        let Some(here) = self.ways.get(self.way) else { return };
        let mut places = (self.way + 1..self.ways.len()).chain(0..self.way);
        let next = places.find(|index| self.ways.get(*index).is_some_and(|way| keeps(here, way)));
        match next {
            Some(next) => {
                (self.way, self.at) = (next, 0);
                self.lay_out(desk);
                self.top = 0;
            }
            None => desk.say(format!("There is no other {what} here.")),
        }
    }

    fn last_top(&self, desk: &Desk) -> usize {
        self.page.lines.len().saturating_sub(desk.body().height)
    }

    fn scroll(&mut self, by: isize, desk: &Desk) {
        self.top = self.top.saturating_add_signed(by).min(self.last_top(desk));
    }

    fn lay_out(&mut self, desk: &Desk) {
        let width = desk.measure_width();
        let mut page = Page::default();
        if let Some(way) = self.ways.get(self.way) {
            let ends = [
                Run::new(way.from.clone(), Role::Title),
                Run::new(" ──▶ ", Role::Muted),
                Run::new(way.to.clone(), Role::Title),
            ];
            push(&mut page, &ends, width);
            push(&mut page, &rail(&way.hops, self.at), width);
            page.gap();
            for (number, hop) in way.hops.iter().enumerate().take(self.at) {
                page.push_line(summary(number, hop, way.stopped_before(number), width));
            }
            if self.at > 0 {
                page.gap();
            }
            if let Some(hop) = way.hops.get(self.at) {
                push_hop(&mut page, way, self.at, hop, width);
            }
            if self.at + 1 == way.hops.len() {
                page.gap();
                push(&mut page, &ending(&way.hops), width);
            }
        }
        self.page = page;
    }
}

fn push(page: &mut Page, runs: &[Run], width: usize) {
    for line in wrap_runs(runs, width) {
        page.push_line(line);
    }
}

fn sign(effect: Effect) -> (&'static str, Role) {
    match effect {
        Effect::Passed => ("✓", Role::Good),
        Effect::Translated => ("→", Role::Good),
        Effect::Refused | Effect::Dropped | Effect::NotFound | Effect::Failed => ("✗", Role::Bad),
        Effect::Undefined | Effect::Unknown => ("?", Role::Warning),
    }
}

/// Every hop by its name: gone, here, or still to come.
fn rail(hops: &[Hop], at: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    for (number, hop) in hops.iter().enumerate() {
        if number > 0 {
            runs.push(Run::new(" ─ ", Role::Muted));
        }
        // Name and sign stay together where the line breaks.
        let (mark, role) = if number > at { ("○", Role::Muted) } else { sign(hop.effect) };
        runs.push(Run::new(format!("{mark}\u{a0}"), role));
        let name = if number == at { Role::Strong } else { Role::Muted };
        let text = if number == at { format!("[{}]", hop.stage.name()) } else { hop.stage.name().to_owned() };
        runs.push(Run::new(text, name));
    }
    runs
}

/// A hop that is behind, in one line.
fn summary(number: usize, hop: &Hop, stopped: bool, width: usize) -> Vec<Run> {
    let (mark, role) = sign(hop.effect);
    let (mark, role) = if stopped { ("–", Role::Muted) } else { (mark, role) };
    let lead = format!("{} {:<9}", number + 1, hop.stage.name());
    let text = cut(&hop.text, width.saturating_sub(lead.chars().count() + 2));
    vec![Run::new(format!("{mark} "), role), Run::new(lead, Role::Muted), Run::new(text, Role::Muted)]
}

/// The hop that one is at: what comes, what decides, what becomes of it.
fn push_hop(page: &mut Page, way: &Way, number: usize, hop: &Hop, width: usize) {
    let (mark, role) = sign(hop.effect);
    let of = hop.object.clone().map(|object| format!("  {object}")).unwrap_or_default();
    page.push_line([
        Run::new(format!("{mark} "), role),
        Run::new(format!("{} {}", number + 1, heading(hop.stage)), Role::Heading),
        Run::new(cut(&of, width.saturating_sub(30)), Role::Strong),
    ]);
    if way.stopped_before(number) {
        let text = "The packet does not come here any more; this is what would be decided.";
        push_beside(page, "", &[Run::new(text, Role::Warning)], width);
    }
    let next = way.hops.get(number + 1).and_then(|next| next.packet);
    match (hop.packet, next.filter(|_| hop.effect == Effect::Translated)) {
        (Some(packet), Some(next)) => {
            push_beside(page, "arrives", &[Run::new(packet.to_string(), Role::Code)], width);
            push_beside(page, "leaves as", &[Run::new(next.to_string(), Role::Code)], width);
        }
        (Some(packet), None) => {
            let word = if hop.stage == Stage::Lookup { "question" } else { "packet" };
            push_beside(page, word, &[Run::new(packet.to_string(), Role::Code)], width);
        }
        (None, _) => {}
    }
    if !hop.policies.is_empty() {
        let names: Vec<String> = hop.policies.iter().map(ToString::to_string).collect();
        push_beside(page, "isolated by", &[Run::new(names.join(", "), Role::Text)], width);
    }
    for rule in &hop.rules {
        push_beside(page, "let through", &[Run::new(rule.to_string(), Role::Good)], width);
    }
    push_beside(page, verdict(hop.effect), &[Run::new(hop.text.clone(), Role::Text)], width);
    if !hop.page.is_empty() {
        push_beside(page, "see", &[Run::new(hop.page.clone(), Role::Muted)], width);
    }
}

const LABEL: usize = 14;

/// Text beside a label, its further lines below the first.
fn push_beside(page: &mut Page, label: &str, runs: &[Run], width: usize) {
    for (line, runs) in wrap_runs(runs, width.saturating_sub(LABEL).max(1)).into_iter().enumerate() {
        let lead = if line == 0 { label } else { "" };
        let lead = Run::new(format!("  {lead:<width$}", width = LABEL - 2), Role::Muted);
        page.push_line(std::iter::once(lead).chain(runs));
    }
}

fn heading(stage: Stage) -> &'static str {
    match stage {
        Stage::Lookup => "lookup: the name is asked for",
        Stage::Address => "address: where to",
        Stage::Service => "service: the node translates",
        Stage::Http => "http: who takes the request",
        Stage::Egress => "egress: may it leave the sender?",
        Stage::Ingress => "ingress: may it come in?",
        Stage::Listener => "listener: does anybody listen?",
    }
}

fn verdict(effect: Effect) -> &'static str {
    match effect {
        Effect::Passed => "goes on",
        Effect::Translated => "becomes",
        Effect::Refused => "refused",
        Effect::Dropped => "dropped",
        Effect::NotFound => "not found",
        Effect::Failed => "fails",
        Effect::Undefined | Effect::Unknown => "not defined",
    }
}

/// What the client sees in the end.
fn ending(hops: &[Hop]) -> [Run; 2] {
    let stopped = hops.iter().find(|hop| hop.stops());
    let Some(hop) = stopped.or(hops.last()) else { return [Run::default(), Run::default()] };
    let (mark, role) = sign(hop.effect);
    let text = match hop.effect {
        Effect::Passed | Effect::Translated => "It gets through.",
        Effect::Refused => "The client is refused at once.",
        Effect::Dropped => "The packet is dropped without a word: the client waits until it gives up.",
        Effect::NotFound => "The client gets no answer that it can use.",
        Effect::Failed => "It fails.",
        Effect::Undefined | Effect::Unknown => "What comes of it is not defined here.",
    };
    [Run::new(format!("{mark} "), role), Run::new(text, Role::Strong)]
}

impl ScreenState for StepsScreen {
    fn place(&self) -> Place {
        Place::Steps
    }

    fn command(&mut self, command: Command, desk: &mut Desk) -> Step {
        match command {
            Command::Next if self.at + 1 < self.hops().len() => self.go_to(self.at + 1, desk),
            Command::Next => desk.say("This is the last hop; esc goes back."),
            Command::Previous => self.go_to(self.at.saturating_sub(1), desk),
            Command::Top => self.go_to(0, desk),
            Command::Bottom => self.go_to(usize::MAX, desk),
            Command::OtherSource => {
                let keeps = |here: &Way, way: &Way| way.target() == here.target() && way.from != here.from;
                self.another(keeps, "source", desk);
            }
            Command::OtherTarget => {
                self.another(|here, way| way.from == here.from && way.to != here.to, "destination", desk);
            }
            Command::Up => self.scroll(-1, desk),
            Command::Down => self.scroll(1, desk),
            Command::Back => return Step::Back,
            _ => {}
        }
        Step::Stay
    }

    fn resized(&mut self, desk: &Desk) {
        self.lay_out(desk);
        self.scroll(0, desk);
    }
}
