//! Which of four changes opens this connection, and no other?

use serde_json::Value;

use super::{
    SOURCE,
    changes::{Change, Lesson, changes},
    reasons,
    rules::{all_differ, default_deny, egress_policy, ingress_policy},
    scene::{Asked, Ready, Scene, connect_to, port_text},
};
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt, beside},
        draw::Draw,
        objects::{name_of, namespace_of},
    },
    network::policy::{Side, Verdict},
};

pub const MISTAKES: &[Mistake] = &[
    Mistake::TooWide,
    Mistake::TwoItems,
    Mistake::OtherNamespace,
    Mistake::ServicePort,
    Mistake::OtherPort,
    Mistake::Isolation,
    Mistake::IngressForgotten,
    Mistake::EgressForgotten,
];

/// What a change does.
enum Does {
    Exactly,
    Nothing(String),
    More(String),
}

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let (scene, asked) = blocked(draw, level)?;
    let ready = scene.ready()?;
    let decision = ready.decide(asked)?;
    let sides = [&decision.egress, &decision.ingress];
    let denying: Vec<&&Side> = sides.iter().filter(|side| side.verdict == Verdict::Deny).collect();
    // One side, one policy: else no single change is the smallest.
    let [side] = denying.as_slice() else { return None };
    let [name] = side.isolating.as_slice() else { return None };
    let index = scene
        .policies
        .iter()
        .position(|policy| name_of(policy) == name.name && namespace_of(policy) == name.namespace)?;
    let as_policy = is_default_deny(scene.policies.get(index)?) || draw.chance(25);
    let (mut exact, mut others) = (Vec::new(), Vec::new());
    for change in changes(&scene, asked, index, side.direction, as_policy)? {
        match does(&scene, asked, &ready, &change)? {
            Does::Exactly => exact.push(change),
            Does::Nothing(why) | Does::More(why) => {
                others.push(Opt::wrong(change.text, change.mistake, why));
            }
        }
    }
    draw.shuffle(&mut exact);
    // Some changes do it for these Pods only by chance: they are neither right nor wrong, and not shown.
    let key = exact
        .into_iter()
        .filter(|change| change.lesson != Lesson::Never)
        .find(|change| is_strict(&scene, asked, change).unwrap_or(false))?;
    let mut options = beside(draw, key.text.len(), &others, 3, |option| option.text.len());
    options.push(Opt::right(&key.text));
    if options.len() < 4 {
        return None;
    }
    Some(Draft {
        stem: stem(&scene, asked)?,
        told: scene.told(),
        options,
        explanation: format!("{} {}", reasons::side(&scene, asked, side), lesson(key.lesson)),
        source: SOURCE,
        section: "policy-patterns#which-side",
        look: scene.look(asked),
        shown: scene.policies,
        ..Draft::default()
    })
}

fn stem(scene: &Scene, asked: Asked) -> Option<String> {
    let (from, to) = (scene.pods.get(asked.from)?, scene.pods.get(asked.to)?);
    Some(format!(
        "The cluster has these Pods, and the manifests are all its policies; the network plugin enforces them.\n\n{}\n\n`{}` cannot {} `{}` on {}. \
         Which change allows this, and nothing else between these Pods?",
        scene.tables(),
        from.full_name(),
        connect_to(asked.connection),
        to.full_name(),
        port_text(asked.connection),
    ))
}

fn lesson(lesson: Lesson) -> &'static str {
    match lesson {
        Lesson::Rule | Lesson::Never => {
            "The right change adds one rule with this peer and this port, at the one end that refuses."
        }
        Lesson::Policy => {
            "The right change is a policy that selects the one end that refuses, with one rule that has this peer and this port. Policies add up, so what the other policy refuses to the rest stays refused."
        }
        Lesson::Peer => "The rule already has the port; its list of peers lacks this one.",
        Lesson::Port => "The rule already has the peer; its list of ports lacks this one.",
    }
}

/// It selects every Pod of its namespace: a rule in it would be a rule for all of them.
fn is_default_deny(policy: &Value) -> bool {
    policy["spec"]["podSelector"]["matchLabels"].as_object().is_none_or(serde_json::Map::is_empty)
}

/// A scene in which the connection is blocked.
fn blocked(draw: &mut Draw, level: Level) -> Option<(Scene, Asked)> {
    let mut scene = Scene::draw(draw, level)?;
    let to = usize::from(draw.between(0, 9)) % scene.pods.len();
    let from = usize::from(draw.between(0, 9)) % scene.pods.len();
    let (source, target) = (scene.pods.get(from)?.clone(), scene.pods.get(to)?.clone());
    let other = draw.pick(&scene.pods)?.clone();
    if from == to {
        return None;
    }
    let egress = level != Level::EASY && draw.chance(40);
    scene.policies = match (egress, draw.chance(30)) {
        (true, true) => vec![default_deny(&source.namespace, &["Egress"])],
        (true, false) => vec![egress_policy(draw, &scene, &source, &other, level)?],
        (false, true) => vec![default_deny(&target.namespace, &["Ingress"])],
        (false, false) => vec![ingress_policy(draw, &scene, &target, &other, level)?],
    };
    if level == Level::HARD {
        scene.policies.push(ingress_policy(draw, &scene, &other, &source, level)?);
    }
    if !all_differ(&scene.policies) {
        return None;
    }
    let connection = scene.connection_to(to)?;
    Some((scene, Asked { from, to, connection }))
}

/// What the engine says of a change.
fn does(scene: &Scene, asked: Asked, before: &Ready, change: &Change) -> Option<Does> {
    let after = scene.ready_with(&change.policies)?;
    let decision = after.decide(asked)?;
    if decision.verdict != Verdict::Allow {
        let side =
            if decision.ingress.verdict == Verdict::Deny { &decision.ingress } else { &decision.egress };
        let mut changed = scene.clone();
        changed.policies.clone_from(&change.policies);
        return Some(Does::Nothing(format!("It stays blocked. {}", reasons::side(&changed, asked, side))));
    }
    for other in scene.all_asked().into_iter().filter(|other| *other != asked) {
        if before.allows(other)? != after.allows(other)? {
            let (from, to) = (scene.pods.get(other.from)?, scene.pods.get(other.to)?);
            let what = if after.allows(other)? { "It also opens" } else { "It closes" };
            let text = format!(
                "{what} `{}` to `{}` on {}.",
                from.full_name(),
                to.full_name(),
                port_text(other.connection)
            );
            return Some(Does::More(text));
        }
    }
    Some(Does::Exactly)
}

/// Whether a change allows nothing else on any port, to nobody, whoever might come to these namespaces.
fn is_strict(scene: &Scene, asked: Asked, change: &Change) -> Option<bool> {
    let scene = scene.with_bystanders();
    let (before, after) = (scene.ready()?, scene.ready_with(&change.policies)?);
    for other in scene.every_connection().into_iter().filter(|other| *other != asked) {
        if before.allows(other)? != after.allows(other)? {
            return Some(false);
        }
    }
    Some(true)
}
