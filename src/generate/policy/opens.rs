//! Which of four changes opens this connection, and no other?

use serde_json::{Value, json};

use super::{
    SOURCE, reasons,
    rules::{default_deny, egress_policy, ingress_policy},
    scene::{Asked, Ready, Scene, port_text},
};
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        objects::{NAME_LABEL, name_of, namespace_of},
        text::fenced,
        yaml,
    },
    network::policy::{Direction, Side, Verdict},
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

/// A change of the policies, and what one overlooks who takes it for right.
struct Change {
    text: String,
    policies: Vec<Value>,
    mistake: Mistake,
}

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
    let (mut exact, mut others) = (Vec::new(), Vec::new());
    for change in changes(&scene, asked, index, side.direction)? {
        let option = |wrong: Option<String>| match wrong {
            None => Opt::right(&change.text),
            Some(why) => Opt::wrong(&change.text, change.mistake, why),
        };
        match does(&scene, asked, &ready, &change)? {
            Does::Exactly => exact.push(option(None)),
            Does::Nothing(why) | Does::More(why) => others.push(option(Some(why))),
        }
    }
    let mut options = vec![draw.pick(&exact)?.clone()];
    options.extend(draw.few(&others, 3));
    if options.len() < 4 {
        return None;
    }
    let (from, to) = (scene.pods.get(asked.from)?, scene.pods.get(asked.to)?);
    let stem = format!(
        "The cluster has these Pods, and the manifests are all its policies; the network plugin enforces them.\n\n{}\n\n`{}` can not connect to `{}` on {}. \
         Which change opens this connection, and no other connection between these Pods?",
        scene.tables(),
        from.full_name(),
        to.full_name(),
        port_text(asked.connection),
    );
    let explanation = format!(
        "{} The right change names this peer and this port at the one end that refuses, and nothing more.",
        reasons::side(&scene, asked, side)
    );
    Some(Draft {
        stem,
        told: scene.told(),
        options,
        explanation,
        source: SOURCE,
        section: "policy-patterns#which-side",
        look: scene.look(asked),
        shown: scene.policies,
        ..Draft::default()
    })
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
    let names: std::collections::BTreeSet<(&str, &str)> =
        scene.policies.iter().map(|policy| (namespace_of(policy), name_of(policy))).collect();
    if names.len() < scene.policies.len() {
        return None;
    }
    let connection = scene.connection_to(to)?;
    Some((scene, Asked { from, to, connection }))
}

/// Changes to the policy at `index`, of which the engine then says what they do.
fn changes(scene: &Scene, asked: Asked, index: usize, direction: Direction) -> Option<Vec<Change>> {
    let policy = scene.policies.get(index)?;
    let (rules, peers) = (direction.field(), direction.peers_field());
    let (own, peer) = match direction {
        Direction::Ingress => (scene.pods.get(asked.to)?, scene.pods.get(asked.from)?),
        Direction::Egress => (scene.pods.get(asked.from)?, scene.pods.get(asked.to)?),
    };
    let name = name_of(policy);
    let pod = json!({"matchLabels": {"app": peer.app.name}});
    let namespace = json!({"matchLabels": {NAME_LABEL: peer.namespace}});
    let both = json!({"namespaceSelector": namespace, "podSelector": pod});
    let exactly = if own.namespace == peer.namespace { json!({"podSelector": pod}) } else { both.clone() };
    let port = json!([{"protocol": asked.connection.protocol.name(), "port": asked.connection.port}]);
    let with = |edit: &dyn Fn(&mut Value)| {
        let mut policies = scene.policies.clone();
        if let Some(policy) = policies.get_mut(index) {
            edit(&mut policy["spec"]);
        }
        policies
    };
    let push = |at: &mut Value, items: &Value| match at.as_array_mut() {
        Some(list) => list.extend(items.as_array().into_iter().flatten().cloned()),
        None => *at = items.clone(),
    };
    let mut found = Vec::new();
    let mut add = |text: String, mistake: Mistake, edit: &dyn Fn(&mut Value)| {
        found.push(Change { text, mistake, policies: with(edit) });
    };
    let rule = |items: &Value, ports: Option<&Value>| {
        let mut rule = json!({peers: items});
        if let Some(ports) = ports {
            rule["ports"] = ports.clone();
        }
        json!([rule])
    };
    let two = json!([{"namespaceSelector": namespace}, {"podSelector": pod}]);
    for (new, mistake) in [
        (rule(&json!([exactly]), Some(&port)), Mistake::Isolation),
        (rule(&two, Some(&port)), Mistake::TwoItems),
        (rule(&json!([{"podSelector": pod}]), Some(&port)), Mistake::OtherNamespace),
        (rule(&json!([exactly]), Some(&json!([{"protocol": "TCP", "port": 80}]))), Mistake::ServicePort),
        (json!([{"ports": port}]), Mistake::TooWide),
        (rule(&json!([{"namespaceSelector": namespace}]), Some(&port)), Mistake::TooWide),
    ] {
        add(
            format!("Add this rule to `{rules}` of `{name}`:\n\n{}", fenced("yaml", &yaml::document(&new))),
            mistake,
            &|spec| {
                push(&mut spec[rules], &new);
            },
        );
    }
    if policy["spec"][rules][0][peers].is_array() {
        let item = json!([exactly]);
        add(
            format!(
                "Add this item to `{rules}[0].{peers}` of `{name}`:\n\n{}",
                fenced("yaml", &yaml::document(&item))
            ),
            Mistake::OtherPort,
            &|spec| push(&mut spec[rules][0][peers], &item),
        );
    }
    if policy["spec"][rules][0]["ports"].is_array() {
        add(
            format!(
                "Add this item to `{rules}[0].ports` of `{name}`:\n\n{}",
                fenced("yaml", &yaml::document(&port))
            ),
            Mistake::OtherPort,
            &|spec| push(&mut spec[rules][0]["ports"], &port),
        );
    }
    let mut deleted = scene.policies.clone();
    deleted.remove(index);
    found.push(Change {
        text: format!("Delete the policy `{name}`"),
        policies: deleted,
        mistake: Mistake::TooWide,
    });
    found.push(other_end(scene, asked, direction)?);
    Some(found)
}

/// A policy at the end that did not refuse anything.
fn other_end(scene: &Scene, asked: Asked, denying: Direction) -> Option<Change> {
    let (own, mistake) = match denying {
        Direction::Ingress => (scene.pods.get(asked.from)?, Mistake::IngressForgotten),
        Direction::Egress => (scene.pods.get(asked.to)?, Mistake::EgressForgotten),
    };
    let field = if denying == Direction::Ingress { "egress" } else { "ingress" };
    let word = if denying == Direction::Ingress { "Egress" } else { "Ingress" };
    let new = json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
        "metadata": {"name": format!("{}-allow", own.app.name), "namespace": own.namespace},
        "spec": {"podSelector": {"matchLabels": {"app": own.app.name}}, "policyTypes": [word], field: [{}]},
    });
    let text = format!(
        "In namespace `{}`, create a policy that allows the Pods `app={}` all {field}",
        own.namespace, own.app.name
    );
    let mut policies = scene.policies.clone();
    policies.push(new);
    Some(Change { text, policies, mistake })
}

/// What the engine says of a change.
fn does(scene: &Scene, asked: Asked, before: &Ready, change: &Change) -> Option<Does> {
    let after = scene.ready_with(&change.policies)?;
    let decision = after.decide(asked)?;
    if decision.verdict != Verdict::Allow {
        let side =
            if decision.ingress.verdict == Verdict::Deny { &decision.ingress } else { &decision.egress };
        return Some(Does::Nothing(format!("It stays blocked. {}", reasons::side(scene, asked, side))));
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
