//! What does this command make?

use serde_json::{Value, json};

use super::{SOURCE, thing::Thing};
use crate::generate::{
    Level,
    draft::{Draft, Opt},
    draw::Draw,
    text::fenced,
    yaml,
};

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let thing = Thing::draw(draw)?;
    // The first level keeps to Services, the last leaves options out, so that defaults have to be known.
    if level == Level::EASY && !matches!(thing, Thing::Expose { .. } | Thing::Service { .. }) {
        return None;
    }
    let thing = if level == Level::HARD { with_defaults(draw, thing)? } else { thing };
    let command = shorter(&thing);
    let right = thing.object();
    let mut options = vec![Opt::right(shown(&right))];
    let slips = thing.slips();
    let wrong: Vec<_> = slips.iter().filter(|slip| slip.thing.object() != right).collect();
    for slip in draw.few(&wrong, 3) {
        options.push(Opt::wrong(shown(&slip.thing.object()), slip.mistake, &slip.why));
    }
    if options.len() < 4 {
        return None;
    }
    let ground = thing.ground();
    Some(Draft {
        stem: format!("{ground}What does this command make?"),
        output: Some(("sh", command)),
        told: vec![right],
        options,
        explanation: thing.explanation().to_owned(),
        source: SOURCE,
        section: "exam-craft#imperative",
        ..Draft::default()
    })
}

/// A thing whose command can leave something out: one option, or two.
fn with_defaults(draw: &mut Draw, thing: Thing) -> Option<Thing> {
    match thing {
        Thing::Expose { deployment, name, port, target, form, listens } => {
            let (bare, once) = *draw.pick(&[(true, true), (true, false), (false, true)])?;
            Some(Thing::Expose {
                name: if bare { deployment.clone() } else { name },
                target: if once { port } else { target },
                form: if draw.chance(70) { "ClusterIP" } else { form },
                deployment,
                port,
                listens,
            })
        }
        Thing::Deployment { name, image, port, .. } => {
            Some(Thing::Deployment { name, image, port, replicas: 1 })
        }
        _ => None,
    }
}

/// The command without options that have their default.
fn shorter(thing: &Thing) -> String {
    let command = thing.command();
    let left_out = match thing {
        Thing::Expose { deployment, name, port, target, .. } => [
            (deployment == name).then(|| format!(" --name={name}")),
            (port == target).then(|| format!(" --target-port={target}")),
        ],
        Thing::Deployment { replicas: 1, .. } => [Some(" --replicas=1".to_owned()), None],
        _ => [None, None],
    };
    left_out.into_iter().flatten().fold(command, |command, option| command.replacen(&option, "", 1))
}

/// The parts of an object in which the options differ.
fn shown(object: &Value) -> String {
    let part = json!({"kind": object["kind"], "metadata": {"name": object["metadata"]["name"]}, "spec": object["spec"]});
    fenced("yaml", &yaml::document(&part))
}
