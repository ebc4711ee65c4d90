//! What if: a rule of a policy or a label of a Pod taken away, and the matrix anew.

use serde_json::Value;

use super::{
    insight::{Insight, Look, matrix},
    objects::{name_of, namespace_of},
    of_id, world,
};
use crate::course::Question;

/// Something that can be taken away and put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Toggle {
    /// A whole policy.
    Policy { namespace: String, name: String },
    /// One rule of a policy: `ingress[0]`.
    Rule { namespace: String, name: String, direction: &'static str, index: usize },
    /// A label of a Pod.
    Label { namespace: String, pod: String, key: String },
}

/// What of a generated question's cluster can be toggled, in the order of its objects; nothing where there is no matrix to watch.
pub fn toggles(question: &Question) -> Vec<Toggle> {
    let Some(made) = of_id(&question.id).filter(|made| matches!(made.look, Look::Matrix { .. })) else {
        return Vec::new();
    };
    made.objects.iter().flat_map(of_object).collect()
}

/// The matrix of a generated question with these things taken away; `None` where it has no matrix.
pub fn what_if(question: &Question, without: &[Toggle]) -> Option<Insight> {
    let made = of_id(&question.id)?;
    let Look::Matrix { port, protocol, .. } = made.look else { return None };
    Some(matrix(&world::cluster(&left(made.objects, without))?, port, protocol))
}

/// What is left of the objects.
pub(super) fn left(objects: Vec<Value>, without: &[Toggle]) -> Vec<Value> {
    if without.is_empty() {
        return objects;
    }
    objects.into_iter().filter_map(|object| strip(object, without)).collect()
}

fn of_object(object: &Value) -> Vec<Toggle> {
    let (namespace, name) = (namespace_of(object).to_owned(), name_of(object).to_owned());
    match object["kind"].as_str() {
        Some("NetworkPolicy") => {
            let rules = |direction: &'static str| {
                let count = object["spec"][direction].as_array().map_or(0, Vec::len);
                let (namespace, name) = (namespace.clone(), name.clone());
                (0..count).map(move |index| Toggle::Rule {
                    namespace: namespace.clone(),
                    name: name.clone(),
                    direction,
                    index,
                })
            };
            let mut found: Vec<Toggle> = rules("ingress").chain(rules("egress")).collect();
            found.insert(0, Toggle::Policy { namespace, name });
            found
        }
        Some("Pod") => object["metadata"]["labels"].as_object().map_or_else(Vec::new, |labels| {
            labels
                .keys()
                .map(|key| Toggle::Label {
                    namespace: namespace.clone(),
                    pod: name.clone(),
                    key: key.clone(),
                })
                .collect()
        }),
        _ => Vec::new(),
    }
}

/// The object without what is toggled off; `None` when nothing of it is left. Removing a rule keeps the direction isolated, as
/// deleting the lines in an editor would: `policyTypes` is written out first.
fn strip(mut object: Value, without: &[Toggle]) -> Option<Value> {
    let (own_namespace, own_name) = (namespace_of(&object).to_owned(), name_of(&object).to_owned());
    let is_policy = object["kind"] == "NetworkPolicy";
    let mut gone: Vec<(&str, usize)> = Vec::new();
    for toggle in without {
        match toggle {
            Toggle::Policy { namespace, name }
                if is_policy && *namespace == own_namespace && *name == own_name =>
            {
                return None;
            }
            Toggle::Rule { namespace, name, direction, index }
                if is_policy && *namespace == own_namespace && *name == own_name =>
            {
                gone.push((direction, *index));
            }
            Toggle::Label { namespace, pod, key }
                if object["kind"] == "Pod" && *namespace == own_namespace && *pod == own_name =>
            {
                if let Some(labels) = object["metadata"]["labels"].as_object_mut() {
                    labels.remove(key);
                }
            }
            _ => {}
        }
    }
    if !gone.is_empty() {
        keep_types(&mut object);
        gone.sort_unstable();
        gone.dedup();
        for (direction, index) in gone.into_iter().rev() {
            if let Some(rules) = object["spec"][direction].as_array_mut().filter(|rules| index < rules.len())
            {
                rules.remove(index);
            }
        }
    }
    Some(object)
}

/// Writes out the `policyTypes` that the API server would fill in.
fn keep_types(policy: &mut Value) {
    let spec = &policy["spec"];
    if spec["policyTypes"].as_array().is_some_and(|types| !types.is_empty()) {
        return;
    }
    let egress = spec["egress"].as_array().is_some_and(|rules| !rules.is_empty());
    policy["spec"]["policyTypes"] =
        if egress { serde_json::json!(["Ingress", "Egress"]) } else { serde_json::json!(["Ingress"]) };
}
