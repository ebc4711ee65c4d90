//! Does this Pod reach that one on this port, and which end decides?

use super::{
    SOURCE,
    reasons::{self, explanation},
    rules::{all_differ, default_deny, egress_policy, ingress_policy},
    scene::{Asked, Scene, port_text},
};
use crate::{
    cluster::Protocol,
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
    },
    network::policy::Verdict,
};

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let (scene, asked) = scene(draw, level)?;
    let decision = scene.ready()?.decide(asked)?;
    // Each of the four endings comes as often as any other that the level has.
    let wanted = (draw.chance(50), draw.chance(if level == Level::EASY { 35 } else { 50 }));
    let (ingress, egress) =
        (decision.ingress.verdict == Verdict::Allow, decision.egress.verdict == Verdict::Allow);
    if (ingress, egress) != wanted {
        return None;
    }
    let (from, to) = (scene.pods.get(asked.from)?, scene.pods.get(asked.to)?);
    let slip = reasons::mistake(&scene, asked, &decision);
    let ends = [
        ((true, true), "It gets through".to_owned(), slip),
        (
            (false, true),
            format!("It is dropped: ingress of `{}` does not allow it", to.name),
            ingress_slip(ingress, slip),
        ),
        (
            (true, false),
            format!("It is dropped: egress of `{}` does not allow it", from.name),
            Mistake::EgressForgotten,
        ),
        (
            (false, false),
            "It is dropped: neither egress of the one nor ingress of the other allows it".to_owned(),
            both_slip(ingress),
        ),
    ];
    let options = ends
        .into_iter()
        .map(|(end, text, mistake)| {
            let right = end == (ingress, egress);
            // The side that the option is wrong about; both, if it is wrong about both.
            let sides = [(end.1, egress, &decision.egress), (end.0, ingress, &decision.ingress)];
            let wrong = sides.iter().filter(|(said, is, _)| said != is);
            let whys: Vec<String> = wrong.map(|(.., side)| reasons::side(&scene, asked, side)).collect();
            Opt::of(text, right, mistake, whys.join(" "))
        })
        .collect();
    let stem = format!(
        "The cluster has these Pods, and the network plugin enforces policies.\n\n{}\n\nThe manifests are all its policies. \
         `{}` {} the address of `{}`, {}. What happens?",
        scene.tables(),
        from.full_name(),
        if asked.connection.protocol == Protocol::Udp { "sends to" } else { "opens a connection to" },
        to.full_name(),
        port_text(asked.connection),
    );
    Some(Draft {
        stem,
        told: scene.told(),
        options,
        explanation: explanation(&scene, asked, &decision),
        source: SOURCE,
        section: "network-policy#both-sides",
        look: scene.look(asked),
        shown: scene.policies,
        ..Draft::default()
    })
}

fn ingress_slip(ingress: bool, slip: Mistake) -> Mistake {
    if ingress && slip != Mistake::EgressForgotten { slip } else { Mistake::IngressForgotten }
}

fn both_slip(ingress: bool) -> Mistake {
    if ingress { Mistake::Isolation } else { Mistake::EgressForgotten }
}

/// A scene with one to four policies, and a connection that at least one of them could concern.
fn scene(draw: &mut Draw, level: Level) -> Option<(Scene, Asked)> {
    let mut scene = Scene::draw(draw, level)?;
    let to = usize::from(draw.between(0, 9)) % scene.pods.len();
    let from = usize::from(draw.between(0, 9)) % scene.pods.len();
    if from == to {
        return None;
    }
    let (source, target) = (scene.pods.get(from)?.clone(), scene.pods.get(to)?.clone());
    let mut policies = vec![ingress_policy(draw, &scene, &target, &source, level)?];
    if draw.chance(60) {
        policies.push(egress_policy(draw, &scene, &source, &target, level)?);
    }
    // What one policy does not allow, another may: they add up.
    if level == Level::HARD && draw.chance(50) {
        let other = draw.pick(&scene.pods)?.clone();
        policies.push(ingress_policy(draw, &scene, &target, &other, level)?);
    }
    match draw.between(0, 5) {
        0 => policies.push(default_deny(&target.namespace, &["Ingress"])),
        1 if level == Level::HARD => policies.push(default_deny(&source.namespace, &["Egress"])),
        2 if level != Level::EASY => policies.push(default_deny(&target.namespace, &["Ingress", "Egress"])),
        _ => {}
    }
    if !all_differ(&policies) {
        return None;
    }
    draw.shuffle(&mut policies);
    scene.policies = policies;
    let connection = scene.connection_to(to)?;
    Some((scene, Asked { from, to, connection }))
}
