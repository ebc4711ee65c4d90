//! The task laid out: where it is to be solved, the story, the criteria with how they stand, the hints.

use crate::app::{Page, Role, Run, wrap_runs};
use crate::course::Lab;
use crate::lab::{Grade, Standing};

use super::Reasons;

/// The heading above the criteria.
const CRITERIA: &str = "Criteria";

/// `graded`: the grade, if there is one, and what it says.
pub fn page(lab: &Lab, graded: Option<(&Grade, &Reasons)>, hints: usize, width: usize) -> Page {
    let is_task = !lab.criteria.is_empty();
    let mut page = Page::default();
    for line in wrap_runs(&[Run::new(lab.title.clone(), Role::Title)], width) {
        page.push_line(line);
    }
    let mut facts = Vec::new();
    if is_task {
        facts.push(format!("{} · {} min", lab.level.name(), lab.minutes));
    }
    facts.extend(lab.host.as_ref().map(|host| format!("on host {host}: ssh {host}")));
    facts.extend(lab.namespace.as_ref().map(|namespace| format!("namespace {namespace}")));
    for line in wrap_runs(&[Run::new(facts.join(" · "), Role::Muted)], width) {
        page.push_line(line);
    }
    page.push_blocks(&lab.story, width);
    if is_task {
        page.gap();
        let score = graded.map_or(String::new(), |(grade, _)| score(grade));
        page.push_line([Run::new(CRITERIA, Role::Heading), Run::new(score, Role::Muted)]);
        push_criteria(&mut page, lab, graded, width);
    }
    for (index, hint) in lab.hints.iter().take(hints).enumerate() {
        page.gap();
        page.push_line([Run::new(format!("Hint {} of {}", index + 1, lab.hints.len()), Role::Heading)]);
        page.push_blocks(hint, width);
    }
    page
}

fn score(grade: &Grade) -> String {
    format!("  {} of {} points · {} %", grade.points, grade.of, grade.score)
}

/// The line of a laid out task where its criteria begin.
pub fn first_criterion(page: &Page) -> usize {
    let is_heading = |line: &crate::app::Line| {
        line.runs.first().is_some_and(|run| run.text == CRITERIA && run.role == Role::Heading)
    };
    page.lines.iter().rposition(is_heading).unwrap_or(0)
}

/// The sign of a criterion; one that holds and does not count yet is as open as one that was not asked.
pub fn sign(standing: Option<Standing>) -> (&'static str, Role) {
    match standing {
        None | Some(Standing::Holds) => ("○", Role::Muted),
        Some(Standing::Met) => ("✓", Role::Good),
        Some(Standing::Lost) => ("✗", Role::Bad),
    }
}

fn push_criteria(page: &mut Page, lab: &Lab, graded: Option<(&Grade, &Reasons)>, width: usize) {
    for criterion in &lab.criteria {
        let found = graded.and_then(|(grade, reasons)| {
            let index = grade.criteria.iter().position(|one| one.id == criterion.id)?;
            Some((grade.criteria[index].standing(), reasons.texts.get(index)?))
        });
        let (sign, role) = sign(found.map(|(standing, _)| standing));
        let mut runs = marked(&criterion.title);
        runs.push(Run::new(format!(" ({})", criterion.weight), Role::Muted));
        indented(page, &Run::new(format!("{sign} "), role), &runs, width);
        if let Some((standing, text)) = found.filter(|(_, text)| !text.is_empty()) {
            let role = if standing == Standing::Holds { Role::Muted } else { Role::Emphasis };
            indented(page, &Run::new("  ", Role::Text), &[Run::new(text.clone(), role)], width);
        }
    }
    if graded.is_some_and(|(_, reasons)| reasons.kept_back) {
        page.gap();
        let text = "Why it is so is yours to find out. f4 gives the hints, and after them the reasons.";
        for line in wrap_runs(&[Run::new(text, Role::Muted)], width) {
            page.push_line(line);
        }
    }
}

/// A sentence in which what stands in backquotes is code.
fn marked(text: &str) -> Vec<Run> {
    let role = |index: usize| if index % 2 == 1 { Role::Code } else { Role::Text };
    text.split('`').enumerate().map(|(index, part)| Run::new(part, role(index))).collect()
}

/// Lines below each other behind a sign of two columns.
fn indented(page: &mut Page, sign: &Run, runs: &[Run], width: usize) {
    for (index, line) in wrap_runs(runs, width.saturating_sub(2)).into_iter().enumerate() {
        let lead = if index == 0 { sign.clone() } else { Run::new("  ", Role::Text) };
        page.push_line(std::iter::once(lead).chain(line));
    }
}
