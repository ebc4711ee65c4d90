//! The task laid out: where it is to be solved, the story, the criteria with how they stand, the hints.

use super::criterion::push_criterion;
use super::{Numbering, Reasons};
use crate::app::{Page, Role, Run, wrap_runs};
use crate::course::Lab;
use crate::lab::Grade;

/// The heading above the criteria.
const CRITERIA: &str = "Criteria";

/// `graded`: the grade, if there is one, and what it says.
pub fn page(lab: &Lab, graded: Option<(&Grade, &Reasons)>, hints: usize, width: usize) -> Page {
    let is_task = !lab.criteria.is_empty();
    let mut page = Page::default();
    for line in wrap_runs(&[Run::new(lab.title.clone(), Role::Title)], width) {
        page.push_line(line);
    }
    let minutes = is_task.then(|| format!("{} · {} min", lab.level.name(), lab.minutes));
    push_story(&mut page, lab, minutes, width);
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

/// As the exam shows a task: without a title, which would say what is wrong, and without criteria.
pub fn page_of_exam(lab: &Lab, numbering: Numbering, width: usize) -> Page {
    let Numbering { number, of, weight } = numbering;
    let mut page = Page::default();
    page.push_line([Run::new(format!("Task {number} of {of}"), Role::Title)]);
    push_story(&mut page, lab, Some(format!("{weight} % · {} min", lab.minutes)), width);
    page
}

/// Where it is to be solved, and what is to be done.
fn push_story(page: &mut Page, lab: &Lab, first: Option<String>, width: usize) {
    let mut facts: Vec<String> = first.into_iter().collect();
    facts.extend(lab.host.as_ref().map(|host| format!("on host {host}: ssh {host}")));
    facts.extend(lab.namespace.as_ref().map(|namespace| format!("namespace {namespace}")));
    for line in wrap_runs(&[Run::new(facts.join(" · "), Role::Muted)], width) {
        page.push_line(line);
    }
    page.push_blocks(&lab.story, width);
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

fn push_criteria(page: &mut Page, lab: &Lab, graded: Option<(&Grade, &Reasons)>, width: usize) {
    for criterion in &lab.criteria {
        let outcome = graded.and_then(|(grade, reasons)| {
            let index = grade.criteria.iter().position(|one| one.id == criterion.id)?;
            Some((grade.criteria[index].standing(), reasons.texts.get(index)?.as_str()))
        });
        push_criterion(page, (&criterion.title, criterion.weight), outcome, 0, width);
    }
    if graded.is_some_and(|(_, reasons)| reasons.kept_back) {
        page.gap();
        let text = "Why it is so is yours to find out. f4 gives the hints, and after them the reasons.";
        for line in wrap_runs(&[Run::new(text, Role::Muted)], width) {
            page.push_line(line);
        }
    }
}
