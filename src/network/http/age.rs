//! Which of two objects comes first where rules tie: the older, then the first by namespace and name.

use crate::cluster::Object;

/// Orders objects by age. One without `creationTimestamp` is about to be created, so it is the younger; two of them are of
/// one age. <https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule> ("the oldest Route based on creation timestamp")
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Age {
    created: (bool, String),
    namespace: String,
    name: String,
}

impl Age {
    pub fn of(object: &Object) -> Self {
        let created = object.json().pointer("/metadata/creationTimestamp").and_then(|value| value.as_str());
        Self {
            created: (created.is_none(), created.unwrap_or_default().to_owned()),
            namespace: object.namespace().to_owned(),
            name: object.name().to_owned(),
        }
    }
}
