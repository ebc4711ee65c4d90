//! Changes by which one may want to open a connection: good ones, and those that stand for a mistake.

use serde_json::{Value, json};

use super::scene::{Asked, Scene};
use crate::{
    course::Mistake,
    generate::{
        objects::{NAME_LABEL, PodSketch, labels, name_of, namespace_of, policy},
        text::fenced,
        yaml,
    },
    network::policy::Direction,
};

/// A change of the policies, and what one overlooks who takes it for right.
pub struct Change {
    pub text: String,
    pub policies: Vec<Value>,
    pub mistake: Mistake,
    /// What there is to learn from it where it is right.
    pub lesson: Lesson,
}

/// Why a change is the right one; some are right for no good reason and are never asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lesson {
    Rule,
    Policy,
    Peer,
    Port,
    Never,
}

/// The end that refuses, and the other, with the parts of a rule for them.
struct Ends<'s> {
    own: &'s PodSketch,
    direction: Direction,
    /// The other end by its labels: a `podSelector`, a `namespaceSelector`, and what means exactly it.
    pod: Value,
    namespace: Value,
    exactly: Value,
    port: Value,
}

impl<'s> Ends<'s> {
    fn of(scene: &'s Scene, asked: Asked, direction: Direction) -> Option<Self> {
        let (own, peer) = match direction {
            Direction::Ingress => (scene.pods.get(asked.to)?, scene.pods.get(asked.from)?),
            Direction::Egress => (scene.pods.get(asked.from)?, scene.pods.get(asked.to)?),
        };
        let pod = json!({"matchLabels": {"app": peer.app.name}});
        let namespace = json!({"matchLabels": {NAME_LABEL: peer.namespace}});
        let exactly = if own.namespace == peer.namespace {
            json!({"podSelector": pod})
        } else {
            json!({"namespaceSelector": namespace, "podSelector": pod})
        };
        let port = json!([{"protocol": asked.connection.protocol.name(), "port": asked.connection.port}]);
        Some(Self { own, direction, pod, namespace, exactly, port })
    }

    /// Rules that one may think of; the first is the one to think of.
    fn rules(&self) -> [(Value, Mistake, Lesson); 6] {
        let Self { pod, namespace, exactly, port, .. } = self;
        let rule = |peers: Value, ports: &Value| {
            let mut rule = json!({"ports": ports});
            rule[self.direction.peers_field()] = peers;
            rule
        };
        let two = json!([{"namespaceSelector": namespace}, {"podSelector": pod}]);
        [
            (rule(json!([exactly]), port), Mistake::Isolation, Lesson::Rule),
            (rule(two, port), Mistake::TwoItems, Lesson::Never),
            (rule(json!([{"podSelector": pod}]), port), Mistake::OtherNamespace, Lesson::Never),
            (
                rule(json!([exactly]), &json!([{"protocol": "TCP", "port": 80}])),
                Mistake::ServicePort,
                Lesson::Never,
            ),
            (json!({"ports": port}), Mistake::TooWide, Lesson::Never),
            (rule(json!([{"namespaceSelector": namespace}]), port), Mistake::TooWide, Lesson::Never),
        ]
    }

    /// A policy for the end that refuses, with one rule.
    fn policy(&self, rule: &Value) -> Value {
        let (field, word) = (self.direction.field(), type_word(self.direction));
        policy(
            &self.own.namespace,
            &format!("allow-{}", self.own.app.name),
            &labels(&[("app", self.own.app.name)]),
            json!({"policyTypes": [word], field: [rule]}),
        )
    }
}

fn type_word(direction: Direction) -> &'static str {
    if direction == Direction::Ingress { "Ingress" } else { "Egress" }
}

/// Changes to the policy at `index`, or policies beside it, of which the engine then says what they do.
pub fn changes(
    scene: &Scene,
    asked: Asked,
    index: usize,
    direction: Direction,
    as_policy: bool,
) -> Option<Vec<Change>> {
    let ends = Ends::of(scene, asked, direction)?;
    let mut found = Vec::new();
    for (rule, mistake, lesson) in ends.rules() {
        found.push(if as_policy {
            let lesson = if lesson == Lesson::Rule { Lesson::Policy } else { lesson };
            created(scene, &ends.policy(&rule), mistake, lesson)
        } else {
            added(scene, index, direction.field(), &json!([rule]), mistake, lesson)?
        });
    }
    if !as_policy {
        let policy = scene.policies.get(index)?;
        let rule = &policy["spec"][direction.field()][0];
        let place = |field: &str| format!("{}[0].{field}", direction.field());
        if rule[direction.peers_field()].is_array() {
            let item = json!([ends.exactly]);
            let place = place(direction.peers_field());
            found.push(added(scene, index, &place, &item, Mistake::OtherPort, Lesson::Peer)?);
        }
        if rule["ports"].is_array() {
            found.push(added(scene, index, &place("ports"), &ends.port, Mistake::OtherPort, Lesson::Port)?);
        }
    }
    let mut deleted = scene.policies.clone();
    let gone = deleted.remove(index);
    found.push(Change {
        text: format!("Delete the policy {}", full_name(&gone)),
        policies: deleted,
        mistake: Mistake::TooWide,
        lesson: Lesson::Never,
    });
    found.push(other_end(scene, asked, direction)?);
    Some(found)
}

/// `shop/db-ingress`: names alone may come twice.
fn full_name(policy: &Value) -> String {
    format!("`{}/{}`", namespace_of(policy), name_of(policy))
}

/// Items added to a list of a policy's spec: its rules, or a list in its first rule.
fn added(
    scene: &Scene,
    index: usize,
    place: &str,
    items: &Value,
    mistake: Mistake,
    lesson: Lesson,
) -> Option<Change> {
    let mut policies = scene.policies.clone();
    let policy = policies.get_mut(index)?;
    let name = full_name(policy);
    let at = match place.split_once("[0].") {
        Some((rules, field)) => &mut policy["spec"][rules][0][field],
        None => &mut policy["spec"][place],
    };
    match at.as_array_mut() {
        Some(list) => list.extend(items.as_array()?.iter().cloned()),
        None => *at = items.clone(),
    }
    let what = if place.contains('.') { "item" } else { "rule" };
    let text =
        format!("Add this {what} to `{place}` of {name}:\n\n{}", fenced("yaml", &yaml::document(items)));
    Some(Change { text, policies, mistake, lesson })
}

/// A policy at the end that did not refuse anything.
fn other_end(scene: &Scene, asked: Asked, denying: Direction) -> Option<Change> {
    let (other, mistake) = match denying {
        Direction::Ingress => (Direction::Egress, Mistake::IngressForgotten),
        Direction::Egress => (Direction::Ingress, Mistake::EgressForgotten),
    };
    let ends = Ends::of(scene, asked, other)?;
    let [(rule, ..), ..] = ends.rules();
    Some(created(scene, &ends.policy(&rule), mistake, Lesson::Never))
}

/// One policy more.
fn created(scene: &Scene, new: &Value, mistake: Mistake, lesson: Lesson) -> Change {
    let part = json!({"metadata": new["metadata"], "spec": new["spec"]});
    Change {
        text: format!("Create this policy:\n\n{}", fenced("yaml", &yaml::document(&part))),
        policies: scene.policies.iter().chain([new]).cloned().collect(),
        mistake,
        lesson,
    }
}
