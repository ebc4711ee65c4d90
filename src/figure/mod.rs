//! Draws what an author declares beside a text: who reaches whom in a small cluster, the way of a packet, as lines of text.
//!
//! | file | what |
//! |---|---|
//! | `scenery` | the small cluster: manifests and what is given, loaded |
//! | `ends` | who and where to, as checks and figures write them |
//! | `reach`, `way` | the two figures |
//! | `grid` | the first one's lines: boxes of namespaces, and a column for each destination |
//!
//! Every sign in a figure is what `network::trace` says, so a figure can not claim what is not so.

pub mod ends;
mod grid;
mod reach;
pub mod scenery;
mod way;

use crate::course::{Block, Drawing, Shows, is_titled};

/// The widest line that a figure may have, in columns: as those drawn by hand.
pub const WIDTH: usize = 76;

/// The lines of a figure.
///
/// # Errors
/// When it names what is not there, or is too wide.
pub fn lines(drawing: &Drawing) -> Result<Vec<String>, String> {
    let missing = |title: &&str| !drawing.manifests.iter().any(|(own, _)| is_titled(own, title));
    if let Some(title) = drawing.titles().find(missing) {
        return Err(format!("no manifest here has the title `{title}`"));
    }
    let lines = match &drawing.shows {
        Shows::Reach { from, to, cases, by_node } => reach::lines(drawing, (from, to), cases, *by_node),
        Shows::Way { from, to, node } => way::lines(drawing, from, to, node.as_deref()),
    }?;
    match lines.iter().map(|line| line.chars().count()).max() {
        Some(width) if width > WIDTH => Err(format!(
            "the figure is {width} columns wide, {WIDTH} are allowed: ask for fewer destinations"
        )),
        _ => Ok(lines),
    }
}

/// The figure as a block like those drawn by hand; one that can not be drawn says why in its place.
pub fn block(drawing: &Drawing) -> Block {
    let text = match lines(drawing) {
        Ok(lines) => lines.join("\n") + "\n",
        Err(why) => format!("This figure can not be drawn: {why}.\n"),
    };
    Block::Figure { title: drawing.title.clone(), text }
}

/// Draws the figures among blocks in their places.
pub fn draw(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Drawn(drawing) => *block = self::block(drawing),
            Block::List { items, .. } => items.iter_mut().for_each(|item| draw(item)),
            Block::Quote { blocks, .. } => draw(blocks),
            _ => {}
        }
    }
}
