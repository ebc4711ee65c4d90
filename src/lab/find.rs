//! What a criterion names, looked up in a cluster: Pods by labels or workload, objects, Services, nodes.

use std::net::IpAddr;
use std::sync::Arc;

use k8s_openapi::api::core::v1::{Pod, Service};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use crate::{
    cluster::{Cluster, Kind, Labels, Object, Selector, pod, read_part},
    course::lab::{Namespaced, ObjectName, Pods, Which},
    network::service::facts,
};

/// More Pods than these say nothing new: those of a workload are alike.
const ENOUGH: usize = 24;

/// The Pods that are there and have not finished, by name.
pub fn pods<'c>(cluster: &'c Cluster, wanted: &Pods) -> Result<Vec<(&'c Object, &'c Pod)>, String> {
    let matching = matching(cluster, wanted)?;
    let found: Vec<_> = cluster
        .list_in::<Pod>(&wanted.namespace)
        .filter(|(object, pod)| !pod::is_finished(pod) && !pod::is_terminating(pod) && matching.has(object))
        .take(ENOUGH)
        .collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let mut all = cluster.list_in::<Pod>(&wanted.namespace).filter(|(object, _)| matching.has(object));
    Err(match all.next() {
        Some((object, pod)) if pod::is_finished(pod) => {
            format!("Pod {} has ended ({})", object.full_name(), pod::phase(pod))
        }
        Some((object, _)) => format!("Pod {} is being deleted", object.full_name()),
        None => format!("there is no Pod {wanted}"),
    })
}

/// What Pods must be to be meant.
pub enum Matching {
    Named(String),
    Labelled(Selector),
}

impl Matching {
    pub fn has(&self, pod: &Object) -> bool {
        match self {
            Self::Named(name) => pod.name() == name,
            Self::Labelled(selector) => selector.matches(pod.labels()),
        }
    }
}

/// How Pods are recognised; an error where the workload is not there.
pub fn matching(cluster: &Cluster, wanted: &Pods) -> Result<Matching, String> {
    match &wanted.which {
        Which::All => Ok(Matching::Labelled(Selector::everything())),
        Which::Labelled(labels) => Ok(Matching::Labelled(Selector::of_pairs(labels))),
        Which::Of { kind, name } if kind == "pod" => Ok(Matching::Named(name.clone())),
        Which::Of { .. } => {
            let workload = workload(cluster, wanted).ok_or_else(|| format!("there is no {wanted}"))?;
            let selector = workload.json().pointer("/spec/selector");
            let selector = selector.and_then(|selector| read_part::<LabelSelector>(selector).ok());
            Ok(Matching::Labelled(Selector::compile(selector.as_ref()).unwrap_or(Selector::Nothing)))
        }
    }
}

/// The labels that a further Pod of this kind would have.
pub fn labels_of(cluster: &Cluster, wanted: &Pods) -> Labels {
    match &wanted.which {
        Which::All => Labels::new(),
        Which::Labelled(labels) => labels.clone(),
        Which::Of { kind, name } if kind == "pod" => cluster
            .find(Kind::Pod, &wanted.namespace, name)
            .map(|pod| pod.labels().clone())
            .unwrap_or_default(),
        Which::Of { .. } => {
            let template = workload(cluster, wanted)
                .and_then(|workload| workload.json().pointer("/spec/template/metadata/labels"));
            template.and_then(|labels| read_part(labels).ok()).unwrap_or_default()
        }
    }
}

fn workload<'c>(cluster: &'c Cluster, wanted: &Pods) -> Option<&'c Arc<Object>> {
    let Which::Of { kind, name } = &wanted.which else { return None };
    cluster.kinds_of_word(kind).into_iter().find_map(|kind| cluster.find(kind, &wanted.namespace, name))
}

/// The object that is called so.
pub fn object<'c>(cluster: &'c Cluster, wanted: &ObjectName) -> Option<&'c Arc<Object>> {
    kinds(cluster, wanted).into_iter().find_map(|kind| cluster.find(kind, &wanted.namespace, &wanted.name))
}

/// The objects that are meant: `*` at the end of a name is any end.
pub fn objects<'c>(cluster: &'c Cluster, wanted: &ObjectName) -> Vec<&'c Arc<Object>> {
    let Some(beginning) = wanted.name.strip_suffix('*') else {
        return object(cluster, wanted).into_iter().collect();
    };
    let of_kind = |kind| {
        cluster.objects_in(kind, &wanted.namespace).filter(|object| object.name().starts_with(beginning))
    };
    kinds(cluster, wanted).into_iter().flat_map(of_kind).collect()
}

/// Kinds that a name means, those that a definition brought among them; none if there is no such kind.
fn kinds(cluster: &Cluster, wanted: &ObjectName) -> Vec<Kind> {
    cluster.kinds_of_word(&wanted.kind.to_lowercase())
}

pub fn service<'c>(cluster: &'c Cluster, wanted: &Namespaced) -> Result<&'c Service, String> {
    let found = cluster.fetch::<Service>(&wanted.namespace, &wanted.name);
    found.map(|(_, service)| service).ok_or_else(|| format!("there is no Service {wanted}"))
}

/// The virtual addresses of a Service.
pub fn virtual_addresses(service: &Service) -> Vec<IpAddr> {
    service.spec.as_ref().map(facts::cluster_addresses).unwrap_or_default()
}

/// The address that a node has for the cluster.
pub fn node_address(node: &Object) -> Option<IpAddr> {
    let addresses = node.json().pointer("/status/addresses")?.as_array()?;
    let internal = addresses.iter().find(|address| address["type"] == "InternalIP")?;
    internal["address"].as_str()?.parse().ok()
}
