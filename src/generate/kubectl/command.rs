//! Which command makes this object?

use super::{SOURCE, thing::Thing};
use crate::generate::{
    Level,
    draft::{Draft, Opt},
    draw::Draw,
};

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let thing = Thing::draw(draw)?;
    let object = thing.object();
    let right = thing.command();
    // Beginners tell forms apart that exist from such that do not; later on all of them exist.
    let mut wrong: Vec<_> = thing.wrong_commands();
    let slips = thing.slips();
    let is_slip = |text: &str| slips.iter().any(|slip| slip.thing.command() == text);
    if level == Level::HARD {
        wrong.retain(|command| is_slip(&command.text));
    }
    // Two that make the same would both be right.
    if slips.iter().any(|slip| slip.thing.object() == object && slip.thing.command() != right) {
        return None;
    }
    wrong.retain(|command| command.text != right);
    let mut options = vec![Opt::right(format!("`{right}`"))];
    let chosen = draw.few(&(0..wrong.len()).collect::<Vec<_>>(), 3);
    for command in chosen.iter().filter_map(|index| wrong.get(*index)) {
        options.push(Opt::wrong(format!("`{}`", command.text), command.mistake, &command.why));
    }
    if options.len() < 4 {
        return None;
    }
    let ground = thing.ground();
    Some(Draft {
        stem: format!("{ground}Which command makes this object (apart from what the API server fills in)?"),
        shown: vec![object],
        options,
        explanation: thing.explanation().to_owned(),
        source: SOURCE,
        section: "exam-craft#imperative",
        ..Draft::default()
    })
}
