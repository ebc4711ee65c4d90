//! The task laid out: where it is to be solved, the story, the criteria with how they stand, the hints.

use super::Numbering;
use super::criterion::push_criterion;
use crate::app::{Page, Role, Run, wrap_runs};
use crate::course::Lab;
use crate::lab::Grade;

/// The heading above the criteria.
const CRITERIA: &str = "Criteria";

pub fn page(lab: &Lab, grade: Option<&Grade>, hints: usize, width: usize) -> Page {
    let mut page = Page::default();
    for line in wrap_runs(&[Run::new(lab.title.clone(), Role::Title)], width) {
        page.push_line(line);
    }
    push_story(&mut page, lab, format!("{} · {} min", lab.level.name(), lab.minutes), width);
    page.gap();
    page.push_line([Run::new(CRITERIA, Role::Heading), Run::new(score(grade), Role::Muted)]);
    push_criteria(&mut page, lab, grade, width);
    for (index, hint) in lab.hints.iter().take(hints).enumerate() {
        page.gap();
        page.push_line([Run::new(format!("Hint {} of {}", index + 1, lab.hints.len()), Role::Heading)]);
        page.push_blocks(hint, width);
    }
    page
}

/// As the exam shows a task: without a title, which would say what is wrong, and without criteria.
pub fn page_of_exam(lab: &Lab, numbering: Numbering, width: usize) -> Page {
    let Numbering { number, of, weight } = numbering;
    let mut page = Page::default();
    page.push_line([Run::new(format!("Task {number} of {of}"), Role::Title)]);
    push_story(&mut page, lab, format!("{weight} % · {} min", lab.minutes), width);
    page
}

/// Where it is to be solved, and what is to be done.
fn push_story(page: &mut Page, lab: &Lab, first: String, width: usize) {
    let mut facts = vec![first];
    facts.extend(lab.host.as_ref().map(|host| format!("on host {host}: ssh {host}")));
    facts.extend(lab.namespace.as_ref().map(|namespace| format!("namespace {namespace}")));
    for line in wrap_runs(&[Run::new(facts.join(" · "), Role::Muted)], width) {
        page.push_line(line);
    }
    page.push_blocks(&lab.story, width);
}

fn score(grade: Option<&Grade>) -> String {
    grade.map_or(String::new(), |grade| {
        format!("  {} of {} points · {} %", grade.points, grade.of, grade.score)
    })
}

/// The line of a laid out task where its criteria begin.
pub fn first_criterion(page: &Page) -> usize {
    let is_heading = |line: &crate::app::Line| {
        line.runs.first().is_some_and(|run| run.text == CRITERIA && run.role == Role::Heading)
    };
    page.lines.iter().rposition(is_heading).unwrap_or(0)
}

fn push_criteria(page: &mut Page, lab: &Lab, grade: Option<&Grade>, width: usize) {
    for criterion in &lab.criteria {
        let graded = grade.and_then(|grade| grade.criteria.iter().find(|graded| graded.id == criterion.id));
        push_criterion(page, (&criterion.title, criterion.weight), graded, 0, width);
    }
}
