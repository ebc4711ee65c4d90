//! Runs what the content claims: its manifests in the API, its checks in the engine.
//!
//! | file | what |
//! |---|---|
//! | `tally`, `coverage` | what was proven, by row; what each row has |
//! | `manifest` | every YAML block: a request to the API |
//! | `verdict` | one claim: it holds, it fails, or it can not be asked |
//! | `drawn` | every figure that the engine draws |
//! | `connect`, `resolve`, `route`, `object` | the claims by family |
//! | `typed` | commands, typed into the lab's shell |
//! | `choice` | one claim about all choices or answers of a question |
//! | `labs` | every lab: its start, solutions and mistakes |
//! | `place` | where a block stands in its file |

mod choice;
mod connect;
pub mod coverage;
mod drawn;
pub mod labs;
mod manifest;
mod object;
mod place;
mod resolve;
mod route;
mod tally;
mod typed;
mod verdict;

use std::collections::BTreeSet;

pub use tally::Tally;

use self::manifest::Manifest;
use self::verdict::Beside;
use crate::content::{Manuscript, Placed};
use crate::course::{Block, Check, Claim, Item, Problem, Row};

/// What was proven, and what was not.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// By file and line.
    pub problems: Vec<Problem>,
    pub tally: Tally,
}

/// Proves the files of a course.
pub fn of(manuscripts: &[Manuscript]) -> Proof {
    let mut proof = Proof::default();
    for manuscript in manuscripts {
        proof.chapter(manuscript);
        manuscript.items.iter().for_each(|placed| proof.item(manuscript, placed));
    }
    proof.problems.sort();
    proof.problems.dedup();
    proof
}

impl Proof {
    fn chapter(&mut self, manuscript: &Manuscript) {
        let Some((chapter, backstage)) = &manuscript.chapter else { return };
        let mut all: Vec<(usize, Manifest)> = Vec::new();
        let mut from = 0;
        let opening = std::iter::once(&chapter.opening);
        let parts: Vec<&Vec<Block>> =
            opening.chain(chapter.sections.iter().map(|section| &section.blocks)).collect();
        for (number, blocks) in parts.iter().enumerate() {
            for mut manifest in manifest::in_blocks(blocks) {
                manifest.line = place::line_of(&manuscript.text, &manifest.text, &mut from);
                all.push((number, manifest));
            }
        }
        let scenes = backstage.scenes.iter().map(|(number, scene)| (*number, Manifest::of_scene(scene)));
        all.extend(scenes);
        let row = |number: usize| {
            let section = number.checked_sub(1).and_then(|index| chapter.sections.get(index));
            section.map(|section| section.row).or(chapter.rows.first().copied())
        };
        let mut refused = BTreeSet::new();
        for (number, check) in &backstage.checks {
            let here = |(place, manifest): &(usize, Manifest)| match &check.with {
                Some(titles) => titles.iter().any(|title| manifest.is_titled(title)),
                None => place == number && manifest.wrong.is_none() && !manifest.is_fragment(),
            };
            let used: Vec<&Manifest> = all.iter().filter(|one| here(one)).map(|(_, one)| one).collect();
            self.missing_titles(&manuscript.name, check, &used);
            if check.claims.iter().any(|placed| matches!(placed.claim, Claim::Refused { .. })) {
                refused.extend(used.iter().map(|one| one.line));
            }
            let commands = parts.get(*number).map(|blocks| place::commands(blocks)).unwrap_or_default();
            let beside = Beside { manifests: &used, commands: &commands, ..Beside::default() };
            let ran = verdict::check(&manuscript.name, check, beside);
            self.add(ran, row(*number));
        }
        for (_, manifest) in &all {
            let problems = manifest::judge(
                &manuscript.name,
                manifest,
                refused.contains(&manifest.line),
                &mut self.tally,
            );
            self.problems.extend(problems);
        }
        self.commands(manuscript, &parts);
        self.figures(manuscript, &parts);
        for (index, section) in chapter.sections.iter().enumerate() {
            let checked = backstage.checks.iter().any(|(number, _)| *number == index + 1);
            self.tally.section(section.row, checked);
        }
    }

    /// Every command that is shown is one that bash can read.
    fn commands(&mut self, manuscript: &Manuscript, parts: &[&Vec<Block>]) {
        let mut session = typed::session(&manifest::empty(), &[]);
        let mut from = 0;
        for command in parts.iter().flat_map(|blocks| place::commands(blocks)) {
            self.tally.commands += 1;
            if let Some(why) = typed::fault(&mut session, &command) {
                let line = place::line_of(&manuscript.text, &format!("$ {command}"), &mut from);
                let problem =
                    Problem::new(&manuscript.name, line, format!("`{command}` is no command: {why}"));
                self.problems.push(problem.hint("what is not typed stands without the `$ `"));
            }
        }
    }

    fn missing_titles(&mut self, file: &str, check: &Check, used: &[&Manifest]) {
        for title in check.with.iter().flatten() {
            if !used.iter().any(|manifest| manifest.is_titled(title)) {
                let problem =
                    Problem::new(file, check.line, format!("no manifest here has the title `{title}`"));
                self.problems
                    .push(problem.hint("`with` names titles of YAML blocks and scenes of this chapter"));
            }
        }
    }

    fn item(&mut self, manuscript: &Manuscript, placed: &Placed) {
        let (row, manifests) = match &placed.item {
            Item::Card(card) => (card.row, manifest::of_card(card)),
            Item::Question(question) => (question.row, manifest::of_question(question)),
        };
        let scene = placed.scene.as_ref().map(Manifest::of_scene);
        let mut refused = false;
        if let Some(check) = &placed.check {
            refused = check.claims.iter().any(|placed| matches!(placed.claim, Claim::Refused { .. }));
            let used: Vec<&Manifest> =
                manifests.iter().chain(&scene).filter(|one| !one.fixed && !one.is_fragment()).collect();
            let nothing = check.with.as_ref().is_some_and(Vec::is_empty);
            let used = if nothing { Vec::new() } else { used };
            let alternatives = choice::of_item(&placed.item);
            let beside = Beside { manifests: &used, alternatives: &alternatives, ..Beside::default() };
            let ran = verdict::check(&manuscript.name, check, beside);
            self.add(ran, Some(row));
        }
        for mut manifest in manifests.into_iter().chain(scene) {
            manifest.line = manifest.line.max(placed.line);
            let problems =
                manifest::judge(&manuscript.name, &manifest, refused && !manifest.fixed, &mut self.tally);
            self.problems.extend(problems);
        }
    }

    fn add(&mut self, ran: verdict::Ran, row: Option<Row>) {
        self.problems.extend(ran.problems);
        self.tally.checked(row, ran.claims);
    }
}
