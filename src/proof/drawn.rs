//! Every figure that the engine draws can be drawn: what it names is there, and it is not too wide.

use super::{Proof, place};
use crate::content::Manuscript;
use crate::course::{Block, Drawing, Problem};
use crate::figure;

impl Proof {
    pub(super) fn figures(&mut self, manuscript: &Manuscript, parts: &[&Vec<Block>]) {
        let mut from = 0;
        for drawing in parts.iter().flat_map(|blocks| in_blocks(blocks)) {
            self.tally.figures += 1;
            let Err(why) = figure::lines(drawing) else { continue };
            // The fence stands on the line before.
            let line = place::line_of(&manuscript.text, &drawing.source, &mut from).saturating_sub(1);
            let problem =
                Problem::new(&manuscript.name, line, format!("this figure can not be drawn: {why}"));
            self.problems.push(
                problem.hint("`with` and `case` name titles of YAML blocks and scenes of this chapter"),
            );
        }
    }
}

fn in_blocks(blocks: &[Block]) -> Vec<&Drawing> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Drawn(drawing) => found.push(drawing.as_ref()),
            Block::List { items, .. } => items.iter().for_each(|item| found.extend(in_blocks(item))),
            Block::Quote { blocks, .. } => found.extend(in_blocks(blocks)),
            _ => {}
        }
    }
    found
}
