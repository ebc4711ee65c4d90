//! Lists by their own names: what the network asks a cluster for.

use k8s_openapi::api::{
    core::v1::{Endpoints, Namespace, Node, Pod, Service},
    discovery::v1::EndpointSlice,
    networking::v1::{Ingress, NetworkPolicy},
};

use super::{
    kind::Kind,
    kinds::{CustomKind, KINDS},
    object::Object,
    store::Cluster,
};

impl Cluster {
    /// The kinds that are served here: the built-in ones, and those that a `CustomResourceDefinition` brought.
    pub fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = KINDS.iter().map(|declaration| declaration.kind).collect();
        let definitions = self.objects(Kind::CustomResourceDefinition);
        let defined = definitions.filter_map(|definition| CustomKind::defined_by(definition.json()));
        kinds.extend(defined.filter(|kind| matches!(kind, Kind::Custom(_))));
        kinds
    }

    /// The kind that a document's `apiVersion` and `kind` name.
    pub fn kind_of_document(&self, api_version: &str, kind: &str) -> Option<Kind> {
        self.kinds().into_iter().find(|one| one.is_document(api_version, kind))
    }

    /// The kinds that a resource word of a command line means, as [`Kind::of_word`] of those that are served here.
    pub fn kinds_of_word(&self, word: &str) -> Vec<Kind> {
        Kind::called(&self.kinds(), word)
    }

    /// All Pods, those of `kube-system` that were assumed included, by namespace and name.
    pub fn pods(&self) -> impl Iterator<Item = (&Object, &Pod)> {
        self.list()
    }

    /// The Pods one asks about (given or derived), in input order; finished ones included.
    pub fn pods_asked_about(&self) -> Vec<(&Object, &Pod)> {
        let mut pods: Vec<_> = self.pods().filter(|(object, _)| object.is_asked_about()).collect();
        pods.sort_by_key(|(object, _)| object.serial());
        pods
    }

    pub fn namespaces(&self) -> impl Iterator<Item = (&Object, &Namespace)> {
        self.list()
    }

    pub fn nodes(&self) -> impl Iterator<Item = (&Object, &Node)> {
        self.list()
    }

    pub fn services(&self) -> impl Iterator<Item = (&Object, &Service)> {
        self.list()
    }

    pub fn endpoints(&self) -> impl Iterator<Item = (&Object, &Endpoints)> {
        self.list()
    }

    pub fn endpoint_slices(&self) -> impl Iterator<Item = (&Object, &EndpointSlice)> {
        self.list()
    }

    /// The slices that carry a Service's endpoints: those labelled `kubernetes.io/service-name` with its name.
    pub fn slices_of<'a>(
        &'a self,
        namespace: &str,
        service: &str,
    ) -> impl Iterator<Item = (&'a Object, &'a EndpointSlice)> + use<'a> {
        let service = service.to_owned();
        self.list_in::<EndpointSlice>(namespace)
            .filter(move |(object, _)| object.labels().get(SERVICE_NAME).is_some_and(|name| *name == service))
    }

    pub fn network_policies(&self) -> impl Iterator<Item = (&Object, &NetworkPolicy)> {
        self.list()
    }

    pub fn ingresses(&self) -> impl Iterator<Item = (&Object, &Ingress)> {
        self.list()
    }
}

/// The label by which an `EndpointSlice` belongs to a Service.
/// <https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ownership>
pub const SERVICE_NAME: &str = "kubernetes.io/service-name";
