//! `ReferenceGrant`: whose references into a namespace are good.
//! <https://gateway-api.sigs.k8s.io/api-types/referencegrant/>

use std::collections::BTreeMap;

use super::api::{GROUP, GrantSpec, read};
use crate::cluster::{Cluster, Kind};

/// All grants, by the namespace that they open.
#[derive(Debug, Default)]
pub struct Grants(BTreeMap<String, Vec<GrantSpec>>);

/// Who refers: `HTTPRoute` in a namespace, say.
#[derive(Debug, Clone, Copy)]
pub struct Referrer<'a> {
    pub kind: &'a str,
    pub namespace: &'a str,
}

impl Grants {
    pub fn of(cluster: &Cluster) -> Self {
        let mut all = Self::default();
        for object in cluster.objects(Kind::ReferenceGrant) {
            if let Ok(spec) = read::<GrantSpec>(object) {
                all.0.entry(object.namespace().to_owned()).or_default().push(spec);
            }
        }
        all
    }

    /// Whether a reference to an object of the core group is good. Within a namespace it always is.
    pub fn permit(&self, from: Referrer<'_>, kind: &str, namespace: &str, name: &str) -> bool {
        if from.namespace == namespace {
            return true;
        }
        let grants = self.0.get(namespace).map(Vec::as_slice).unwrap_or_default();
        grants.iter().any(|grant| {
            grant
                .from
                .iter()
                .any(|one| one.group == GROUP && one.kind == from.kind && one.namespace == from.namespace)
                && grant.to.iter().any(|one| {
                    one.group.is_empty()
                        && one.kind == kind
                        && one.name.as_deref().is_none_or(|own| own.is_empty() || own == name)
                })
        })
    }

    /// What is missing, in a sentence.
    pub fn refusal(from: Referrer<'_>, kind: &str, namespace: &str, name: &str) -> String {
        format!(
            "no ReferenceGrant in namespace {namespace} lets a {} of namespace {} refer to {kind} {name} there",
            from.kind, from.namespace
        )
    }
}
