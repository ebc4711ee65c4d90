//! Which policy blocks this connection: the one whose removal opens it.

use super::{
    SOURCE, reasons,
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
        objects::{name_of, namespace_of},
    },
    network::policy::{PolicyDecision, Verdict},
};

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let mut scene = Scene::draw(draw, level)?;
    let to = usize::from(draw.between(0, 9)) % scene.pods.len();
    let from = usize::from(draw.between(0, 9)) % scene.pods.len();
    if from == to {
        return None;
    }
    let (source, target) = (scene.pods.get(from)?.clone(), scene.pods.get(to)?.clone());
    let other = draw.pick(&scene.pods)?.clone();
    let mut policies = vec![
        ingress_policy(draw, &scene, &target, &other, level)?,
        egress_policy(draw, &scene, &source, &target, level)?,
    ];
    let third = draw.pick(&scene.pods)?.clone();
    policies.push(ingress_policy(draw, &scene, &third, &source, level)?);
    if level == Level::HARD {
        let namespace = draw.pick(&scene.namespaces)?.0.clone();
        policies.push(default_deny(&namespace, &[*draw.pick(&["Ingress", "Egress"])?]));
    }
    draw.shuffle(&mut policies);
    if !all_differ(&policies) {
        return None;
    }
    scene.policies = policies;
    let asked = Asked { from, to, connection: scene.connection_to(to)? };
    let decision = scene.ready()?.decide(asked)?;
    if decision.verdict != Verdict::Deny {
        return None;
    }
    let mut options = Vec::new();
    for (index, policy) in scene.policies.iter().enumerate() {
        let mut others = scene.policies.clone();
        others.remove(index);
        let opens = scene.ready_with(&others)?.allows(asked)?;
        let (mistake, why) = innocent(&scene, asked, &decision, (namespace_of(policy), name_of(policy)));
        let text = format!("`{}` in namespace `{}`", name_of(policy), namespace_of(policy));
        options.push(Opt::of(text, opens, mistake, why));
    }
    let udp = asked.connection.protocol == Protocol::Udp;
    let stem = format!(
        "The cluster has these Pods, and the manifests are all its policies; the network plugin enforces them.\n\n{}\n\n`{}` {} `{}` on {}, \
         and {}",
        scene.tables(),
        source.full_name(),
        if udp { "sends to" } else { "tries to connect to" },
        target.full_name(),
        port_text(asked.connection),
        if udp {
            "nothing arrives. Deleting which one of these policies would let it through?"
        } else {
            "the attempt times out. Deleting which one of these policies would open the connection?"
        },
    );
    Some(Draft {
        stem,
        told: scene.told(),
        options,
        explanation: reasons::explanation(&scene, asked, &decision),
        source: SOURCE,
        section: "troubleshooting#policy",
        look: scene.look(asked),
        shown: scene.policies,
        ..Draft::default()
    })
}

/// Why a policy is not the one.
fn innocent(
    scene: &Scene,
    asked: Asked,
    decision: &PolicyDecision,
    (namespace, name): (&str, &str),
) -> (Mistake, String) {
    let is = |one: &crate::network::policy::PolicyName| one.namespace == namespace && one.name == name;
    let at_ingress = decision.ingress.isolating.iter().any(is);
    let at_egress = decision.egress.isolating.iter().any(is);
    let (Some(from), Some(to)) = (scene.pods.get(asked.from), scene.pods.get(asked.to)) else {
        return (Mistake::Isolation, String::new());
    };
    if at_ingress || at_egress {
        let (side, mistake) = if at_ingress {
            (&decision.ingress, Mistake::EgressForgotten)
        } else {
            (&decision.egress, Mistake::IngressForgotten)
        };
        return (mistake, reasons::side(scene, asked, side));
    }
    if namespace != from.namespace && namespace != to.namespace {
        return (
            Mistake::OtherNamespace,
            format!("A policy selects Pods of its own namespace only, and neither Pod is in `{namespace}`."),
        );
    }
    let why = format!(
        "It selects neither `{}` for egress nor `{}` for ingress, so it has no part in this connection.",
        from.full_name(),
        to.full_name()
    );
    (Mistake::Isolation, why)
}
