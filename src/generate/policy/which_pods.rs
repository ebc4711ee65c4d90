//! Which of these Pods can connect to that one?

use std::collections::BTreeMap;

use super::{
    SOURCE, reasons,
    rules::{all_differ, default_deny, egress_policy, ingress_policy},
    scene::{Asked, Scene, connect_to, port_text},
};
use crate::{
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        text::named,
    },
    network::policy::{PolicyDecision, Side, Verdict},
};

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let mut scene = Scene::draw(draw, level)?;
    let to = usize::from(draw.between(0, 9)) % scene.pods.len();
    let target = scene.pods.get(to)?.clone();
    let peer = draw.pick(&scene.pods)?.clone();
    if peer == target {
        return None;
    }
    let mut policies = vec![ingress_policy(draw, &scene, &target, &peer, level)?];
    if level == Level::HARD {
        // What one policy does not allow, another may; and the other end has its say.
        let other = draw.pick(&scene.pods)?.clone();
        policies.push(if draw.chance(50) {
            ingress_policy(draw, &scene, &target, &other, level)?
        } else {
            egress_policy(draw, &scene, &peer, &target, level)?
        });
    } else if draw.chance(30) {
        policies.push(default_deny(&target.namespace, &["Ingress"]));
    }
    if !all_differ(&policies) {
        return None;
    }
    scene.policies = policies;
    let connection = scene.connection_to(to)?;
    let ready = scene.ready()?;
    let mut options = Vec::new();
    let mut open_by: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (from, pod) in scene.pods.iter().enumerate().filter(|(from, _)| *from != to) {
        let asked = Asked { from, to, connection };
        let decision = ready.decide(asked)?;
        let open = decision.verdict == Verdict::Allow;
        let deciding = if open || decision.ingress.verdict == Verdict::Deny {
            &decision.ingress
        } else {
            &decision.egress
        };
        let why = reasons::side(&scene, asked, deciding);
        options.push(Opt::of(
            format!("`{}`", pod.full_name()),
            open,
            reasons::mistake(&scene, asked, &decision),
            &why,
        ));
        if open {
            open_by.entry(opener(&decision)).or_default().push(pod.full_name());
        }
    }
    let opened: Vec<String> =
        open_by.iter().map(|(by, pods)| format!("{}.", by.replace(PODS, &named(pods)))).collect();
    let stem = format!(
        "The cluster has these Pods, and the manifests are all its policies; the network plugin enforces them.\n\n{}\n\nWhich of the other Pods can {} \
         `{}` on {}? Choose all that apply.",
        scene.tables(),
        connect_to(connection),
        target.full_name(),
        port_text(connection),
    );
    Some(Draft {
        stem,
        told: scene.told(),
        multiple: true,
        options,
        explanation: format!(
            "{} For the others, no rule allows it on one side or the other.",
            opened.join(" ")
        ),
        source: SOURCE,
        section: "network-policy#peers",
        look: scene.look(Asked { from: scene.pods.iter().position(|pod| *pod == peer)?, to, connection }),
        shown: scene.policies,
        ..Draft::default()
    })
}

/// Where the names of the Pods go in a sentence of [`opener`].
const PODS: &str = "PODS";

/// What lets a Pod in.
fn opener(decision: &PolicyDecision) -> String {
    let rules = |side: &Side| {
        side.allowing
            .first()
            .map(|rule| format!("`{}[{}]` of `{}`", rule.direction.field(), rule.rule, rule.policy.name))
    };
    match (rules(&decision.egress), rules(&decision.ingress)) {
        (Some(egress), Some(ingress)) => {
            format!("Both ends are isolated: {egress} lets {PODS} out, and {ingress} lets {PODS} in")
        }
        (None, Some(ingress)) => format!("The rule {ingress} lets in {PODS}"),
        (Some(egress), None) => {
            format!("Ingress is open to everybody, and the rule {egress} lets out {PODS}")
        }
        (None, None) => format!("No policy isolates either end, so it is open to {PODS}"),
    }
}
