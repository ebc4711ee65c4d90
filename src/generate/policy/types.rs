//! In which directions does this policy isolate: `policyTypes` given, left out, or at odds with the rules.

use serde_json::{Value, json};

use super::{SOURCE, scene::Scene};
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{labels, policy},
    },
    network::policy::Direction,
};

/// How the two fields may stand in a manifest.
const FIELDS: &[&str] = &["absent", "empty", "rule"];

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let scene = Scene::draw(draw, Level::EASY)?;
    let (target, peer) = (draw.pick(&scene.pods)?.clone(), draw.pick(&scene.pods)?.clone());
    if target == peer {
        return None;
    }
    let mut spec = json!({});
    let types: Option<Vec<&str>> = match draw.between(0, if level == Level::EASY { 3 } else { 5 }) {
        0 | 1 | 4 => None,
        2 => Some(vec!["Egress"]),
        3 => Some(vec!["Ingress"]),
        _ => Some(vec!["Ingress", "Egress"]),
    };
    if let Some(types) = &types {
        spec["policyTypes"] = json!(types);
    }
    let peer_labels = json!({"podSelector": {"matchLabels": {"app": peer.app.name}}});
    let mut state = Vec::new();
    for (field, peers) in [("ingress", "from"), ("egress", "to")] {
        // Beginners see no empty lists; who lists a type at level 3 may have rules of the other.
        let kinds = if level == Level::EASY { &["absent", "rule"][..] } else { FIELDS };
        let kind = *draw.pick(kinds)?;
        match kind {
            "empty" => spec[field] = json!([]),
            "rule" => spec[field] = json!([{peers: [peer_labels], "ports": [{"port": peer.app.port}]}]),
            _ => {}
        }
        state.push(kind);
    }
    let ignored = types.as_ref().is_some_and(|types| {
        (state.first() == Some(&"rule") && !types.contains(&"Ingress"))
            || (state.get(1) == Some(&"rule") && !types.contains(&"Egress"))
    });
    if ignored != (level == Level::HARD && types.is_some()) {
        return None;
    }
    let shown = policy(
        &target.namespace,
        &format!("{}-policy", target.app.name),
        &labels(&[("app", target.app.name)]),
        spec,
    );
    let (ingress, egress) = isolates(&scene, &shown)?;
    let stem = format!(
        "This is the only policy in the cluster, and it is enforced. In which directions does it isolate the Pods `app={}` of namespace `{}`?",
        target.app.name, target.namespace
    );
    let texts = [
        ((true, false), "For ingress only"),
        ((false, true), "For egress only"),
        ((true, true), "For ingress and egress"),
        ((false, false), "In neither"),
    ];
    let explanation =
        explanation(types.as_deref(), (ingress, egress), state.get(1) == Some(&"empty"), ignored);
    let options = texts
        .into_iter()
        .map(|(both, text)| {
            let mistake = if types.is_none() || both == (false, false) {
                Mistake::WrongDefault
            } else {
                Mistake::Isolation
            };
            Opt::of(text, both == (ingress, egress), mistake, why(both, (ingress, egress), types.is_some()))
        })
        .collect();
    Some(Draft {
        stem,
        told: scene.told(),
        shown: vec![shown],
        options,
        explanation,
        source: SOURCE,
        section: "network-policy#defaults",
        look: Look::Matrix { port: target.app.port, protocol: target.app.protocol, between: None },
        ..Draft::default()
    })
}

/// What the engine makes of it.
fn isolates(scene: &Scene, policy: &Value) -> Option<(bool, bool)> {
    let ready = scene.ready_with(std::slice::from_ref(policy))?;
    let one = ready.policies().all().next()?;
    Some((one.rules(Direction::Ingress).is_some(), one.rules(Direction::Egress).is_some()))
}

fn why(said: (bool, bool), is: (bool, bool), given: bool) -> String {
    let by = if given { "`policyTypes` says" } else { "the default says" };
    let word = |direction: &str, said: bool, is: bool| match (said, is) {
        (false, true) if !given && direction == "egress" => {
            Some("there is an egress rule, so the default adds `Egress`".to_owned())
        }
        (true, false) => Some(format!("{by} nothing of {direction}, so it stays open")),
        (false, true) => Some(format!("{by} `{}`, so {} is isolated too", capital(direction), direction)),
        _ => None,
    };
    let words: Vec<String> =
        [word("ingress", said.0, is.0), word("egress", said.1, is.1)].into_iter().flatten().collect();
    let text = words.join("; ");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if first != '`' => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        _ => format!("{text}."),
    }
}

fn capital(direction: &str) -> &str {
    if direction == "ingress" { "Ingress" } else { "Egress" }
}

fn explanation(types: Option<&[&str]>, is: (bool, bool), empty_egress: bool, ignored: bool) -> String {
    let end = match is {
        (true, true) => "So both directions are isolated, and only what a rule allows passes.",
        (true, false) => {
            "So ingress is isolated, and only what an ingress rule allows comes in; egress stays open."
        }
        (false, true) => {
            "So egress is isolated, and only what an egress rule allows goes out; ingress stays open."
        }
        (false, false) => "So nothing is isolated.",
    };
    match types {
        Some(_) if ignored => format!(
            "`policyTypes` decides alone, and the rules of a direction that it does not list have no effect. {end}"
        ),
        Some(_) => format!("`policyTypes` is given, and it decides alone. {end}"),
        None if empty_egress => format!(
            "`policyTypes` is left out: the API server then fills in `Ingress` always, and `Egress` only if there is at least one egress rule. An empty list is none. {end}"
        ),
        None => format!(
            "`policyTypes` is left out: the API server then fills in `Ingress` always, and `Egress` if there is at least one egress rule. {end}"
        ),
    }
}
