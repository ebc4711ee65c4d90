//! Which kinds there are, and how a document or a word names one. What is declared of each is in `kinds`.

use std::fmt;

use serde::{Serialize, Serializer};

use super::kinds::{CustomKind, KINDS, each_kind};

macro_rules! enumerate {
    (typed { $($typed:ident: $group:ident::$version:ident = $typed_file:ident::$typed_row:ident,)+ } plain { $($plain:ident = $file:ident::$row:ident,)+ }) => {
        /// A kind of object that the cluster serves. The order is that in which objects need each other: what others are
        /// built on comes first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($typed,)+
            $($plain,)+
            /// Brought by a `CustomResourceDefinition`.
            Custom(CustomKind),
        }
    };
}
each_kind!(enumerate);

impl Kind {
    /// As written in `kind:`.
    pub fn name(self) -> &'static str {
        self.declaration().name
    }

    pub fn namespaced(self) -> bool {
        self.declaration().namespaced
    }

    /// The built-in kind that a document's `apiVersion` and `kind` name, if we serve it in that version. Of custom kinds
    /// [`Cluster::kind_of_document`](super::Cluster::kind_of_document) knows.
    pub fn of_document(api_version: &str, kind: &str) -> Option<Self> {
        KINDS.iter().map(|one| one.kind).find(|one| one.is_document(api_version, kind))
    }

    pub(super) fn is_document(self, api_version: &str, kind: &str) -> bool {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let declaration = self.declaration();
        declaration.name == kind && declaration.group == group && declaration.versions.contains(&version)
    }

    /// The built-in kinds that a resource word of a command line means: one, or for a category (`all`) several, in the order
    /// in which the API server lists them; none when the word is unknown.
    pub fn of_word(word: &str) -> Vec<Self> {
        let built_in: Vec<Self> = KINDS.iter().map(|one| one.kind).collect();
        Self::called(&built_in, word)
    }

    /// Those among some kinds that a word means.
    pub(super) fn called(among: &[Self], word: &str) -> Vec<Self> {
        if let Some(one) = among.iter().find(|one| one.declaration().is_called(word)) {
            return vec![*one];
        }
        let is_in = |one: &&Self| one.declaration().categories.contains(&word);
        let mut found: Vec<Self> = among.iter().filter(is_in).copied().collect();
        found.sort_by_key(|one| (one.declaration().group, one.declaration().plural));
        found
    }

    /// `v1`, `apps/v1`: what we write in `apiVersion:`.
    pub fn api_version(self) -> String {
        let declaration = self.declaration();
        let version = declaration.versions.first().copied().unwrap_or("v1");
        if declaration.group.is_empty() {
            version.to_owned()
        } else {
            format!("{}/{version}", declaration.group)
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_names_its_kind_by_group_version_and_kind() {
        assert_eq!(Kind::of_document("networking.k8s.io/v1", "NetworkPolicy"), Some(Kind::NetworkPolicy));
        assert_eq!(
            Kind::of_document("gateway.networking.k8s.io/v1beta1", "HTTPRoute"),
            Some(Kind::HTTPRoute)
        );
        assert_eq!(Kind::of_document("extensions/v1beta1", "NetworkPolicy"), None);
        assert_eq!(Kind::of_document("v1", "Deployment"), None);
    }

    #[test]
    fn a_word_means_a_kind_or_several() {
        for (word, kind) in [
            ("po", Kind::Pod),
            ("Pods", Kind::Pod),
            ("svc", Kind::Service),
            ("ep", Kind::Endpoints),
            ("netpol", Kind::NetworkPolicy),
            ("gtw", Kind::Gateway),
            ("deployments.apps", Kind::Deployment),
            ("deploy.v1.apps", Kind::Deployment),
            ("services.v1", Kind::Service),
        ] {
            assert_eq!(Kind::of_word(word), [kind], "{word}");
        }
        for word in ["", "pod.apps", "widgets", "deploy.v2.apps", "."] {
            assert!(Kind::of_word(word).is_empty(), "{word}");
        }
        let all = [
            Kind::Pod,
            Kind::Service,
            Kind::DaemonSet,
            Kind::Deployment,
            Kind::ReplicaSet,
            Kind::StatefulSet,
        ];
        assert_eq!(Kind::of_word("all"), all);
    }
}
