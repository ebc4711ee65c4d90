//! The default `IngressClass`: what admission writes into an Ingress that names none.

use std::cmp::Reverse;

use k8s_openapi::api::networking::v1::IngressClass;

use super::{object::Object, store::Cluster};

/// The annotation that makes a class the default, with the value `"true"` and no other.
pub const DEFAULT_CLASS: &str = "ingressclass.kubernetes.io/is-default-class";

impl Cluster {
    /// All classes marked as the default, the one that counts first: the one created last; of one age, the first by name.
    /// One without `creationTimestamp` is about to be created, so it is the youngest.
    ///
    /// Servers before 1.25 refused an Ingress when there were several.
    /// <https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class>
    pub fn default_ingress_classes(&self) -> Vec<(&Object, &IngressClass)> {
        let mut classes: Vec<_> = self
            .list::<IngressClass>()
            .filter(|(object, _)| object.annotation(DEFAULT_CLASS) == Some("true"))
            .collect();
        // Stable, and the list comes by name. RFC 3339 in UTC, as servers write it, sorts as text.
        classes.sort_by_key(|(object, _)| {
            let created =
                object.json().pointer("/metadata/creationTimestamp").and_then(|value| value.as_str());
            Reverse((created.is_none(), created.unwrap_or_default()))
        });
        classes
    }
}
