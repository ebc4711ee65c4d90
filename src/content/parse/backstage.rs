//! What stands in a chapter for the engine and not for the learner: checks and scenes, by section.

use super::check;
use super::visible::{one_line, visible, without_tabs};
use crate::course::{Check, Problem, Scene};

/// Checks and scenes of a chapter, each with the number of its section: 0 is what stands before the first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Backstage {
    pub checks: Vec<(usize, Check)>,
    pub scenes: Vec<(usize, Scene)>,
}

impl Backstage {
    /// Counts the lines from the beginning of the file: so many stand before the text that was read.
    pub fn begin_after(&mut self, before: usize) {
        for (_, scene) in &mut self.scenes {
            scene.line += before;
        }
        for (_, check) in &mut self.checks {
            check.line += before;
            check.claims.iter_mut().for_each(|claim| claim.line += before);
        }
    }

    /// Takes the block if its fence is one of ours; `line` is that of the fence. Lines of problems count from there, as 1.
    pub fn take(&mut self, info: &str, text: &str, section: usize, line: usize) -> Option<Vec<Problem>> {
        let (word, rest) = info.trim().split_once(char::is_whitespace).unwrap_or((info.trim(), ""));
        let clean = without_tabs(&visible(text)).into_owned();
        match word {
            "check" => {
                let (check, problems) = check::read(&clean, line);
                self.checks.push((section, check));
                Some(
                    problems
                        .into_iter()
                        .map(|problem| Problem { line: problem.line + 1 - line, ..problem })
                        .collect(),
                )
            }
            "scene" => {
                let title = rest.trim().strip_prefix("title=\"").and_then(|rest| rest.strip_suffix('"'));
                let problem =
                    || Problem::new("", 1, "scene without a title").hint("write scene title=\"pods.yaml\"");
                let problems = if title.is_none() { vec![problem()] } else { Vec::new() };
                let title = one_line(title.unwrap_or_default());
                self.scenes.push((section, Scene { line, title, text: clean }));
                Some(problems)
            }
            _ => None,
        }
    }
}
