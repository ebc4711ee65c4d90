//! What a strategic merge patch must know of the types: which lists are merged, and by which field of their elements.

use crate::cluster::{Declaration, Kind};

/// Lists within a Pod's `spec`; a container's lists are found under each kind of container.
const POD_SPEC: &[(&str, &str)] = &[
    ("volumes", "name"),
    ("containers", "name"),
    ("initContainers", "name"),
    ("ephemeralContainers", "name"),
    ("imagePullSecrets", "name"),
    ("hostAliases", "ip"),
    ("topologySpreadConstraints", "topologyKey"),
    ("resourceClaims", "name"),
    ("schedulingGates", "name"),
];

const CONTAINER: &[(&str, &str)] = &[
    ("ports", "containerPort"),
    ("env", "name"),
    ("volumeMounts", "mountPath"),
    ("volumeDevices", "devicePath"),
];

const METADATA: &[(&str, &str)] = &[("finalizers", ""), ("ownerReferences", "uid")];

/// A place in an object of one kind. Elements of a list have the path of the list.
#[derive(Debug, Clone)]
pub struct Schema {
    served: &'static Declaration,
    path: String,
}

impl Schema {
    pub fn of(kind: Kind) -> Self {
        Self { served: kind.declaration(), path: String::new() }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(in crate::cluster::api) fn child(&self, field: &str) -> Self {
        let path = if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) };
        Self { served: self.served, path }
    }

    /// The field that tells the elements of the list here apart: empty for plain values, `None` when the list is replaced.
    pub(in crate::cluster::api) fn merge_key(&self) -> Option<&'static str> {
        let find = |table: &'static [(&str, &str)], path: &str| {
            table.iter().find(|(list, _)| *list == path).map(|(_, key)| *key)
        };
        let within = |path: &str| path.strip_prefix("metadata.").and_then(|field| find(METADATA, field));
        find(self.served.merge_keys, &self.path).or_else(|| within(&self.path)).or_else(|| {
            let template = self.served.pod_template?;
            let path = match template {
                "" => self.path.as_str(),
                template => self.path.strip_prefix(template)?.strip_prefix('.')?,
            };
            within(path).or_else(|| {
                let path = path.strip_prefix("spec.")?;
                find(POD_SPEC, path).or_else(|| {
                    let (list, field) = path.split_once('.')?;
                    matches!(list, "containers" | "initContainers" | "ephemeralContainers")
                        .then(|| find(CONTAINER, field))
                        .flatten()
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_of_a_workload_is_merged_as_that_of_a_pod() {
        let at = |kind, path: &str| {
            path.split('.').fold(Schema::of(kind), |at, field| at.child(field)).merge_key()
        };
        assert_eq!(at(Kind::Pod, "spec.containers.ports"), Some("containerPort"));
        assert_eq!(at(Kind::Deployment, "spec.template.spec.initContainers.env"), Some("name"));
        assert_eq!(at(Kind::Deployment, "spec.template.metadata.finalizers"), Some(""));
        assert_eq!(at(Kind::Deployment, "spec.containers"), None);
        assert_eq!(at(Kind::Service, "spec.ports"), Some("port"));
        assert_eq!(at(Kind::NetworkPolicy, "spec.ingress"), None);
        assert_eq!(at(Kind::Pod, "spec.tolerations"), None);
    }
}
