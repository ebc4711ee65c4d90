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
    let thing = if level == Level::HARD { with_defaults(draw, thing) } else { thing };
    let command = shorter(&thing);
    let right = thing.object();
    let mut options = vec![Opt::right(shown(&right))];
    let slips = thing.slips();
    let wrong: Vec<_> = slips.iter().filter(|slip| slip.thing.object() != right).collect();
    for slip in draw.few(&wrong, 3) {
        options.push(Opt::wrong(shown(&slip.thing.object()), slip.mistake, slip.why));
    }
    if options.len() < 3 {
        return None;
    }
    let ground = match &thing {
        Thing::Expose { deployment, .. } => {
            format!("There is a Deployment `{deployment}` whose Pods have the label `app={deployment}`. ")
        }
        _ => String::new(),
    };
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

/// A thing whose command can leave something out.
fn with_defaults(draw: &mut Draw, thing: Thing) -> Thing {
    match thing {
        Thing::Expose { deployment, port, .. } if draw.chance(50) => {
            Thing::Expose { name: deployment.clone(), deployment, port, target: port, form: "ClusterIP" }
        }
        other => other,
    }
}

/// The command without options that have their default.
fn shorter(thing: &Thing) -> String {
    match thing {
        Thing::Expose { deployment, name, port, target, form: "ClusterIP" }
            if deployment == name && port == target =>
        {
            format!("kubectl expose deployment {deployment} --port={port}")
        }
        other => other.command(),
    }
}

/// The parts of an object in which the options differ.
fn shown(object: &Value) -> String {
    let part = json!({"kind": object["kind"], "metadata": {"name": object["metadata"]["name"]}, "spec": object["spec"]});
    fenced("yaml", &yaml::document(&part))
}
