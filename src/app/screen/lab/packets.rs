//! The packets that can be followed in a lab's cluster: from each kind of Pod to each Service by its name, and to each kind of
//! Pod at its address.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Pod, Service};

use crate::cluster::{Cluster, Object, Protocol, pod};
use crate::network::trace::{From, Port, Request, To, Trace, Tracer, Way};

/// More clients than this are not told apart: nobody goes through them one by one.
const MOST_CLIENTS: usize = 16;

pub fn ways(cluster: &Cluster) -> Vec<Way> {
    let tracer = Tracer::new(cluster);
    let pods = kinds_of_pods(cluster);
    let services = cluster.list::<Service>().filter(|(object, _)| object.is_asked_about());
    let mut targets: Vec<(To, u16, Protocol)> =
        services.flat_map(|(object, service)| names(object, service)).collect();
    targets.extend(pods.iter().flat_map(|(object, pod)| addresses(object, pod)));
    let mut found = Vec::new();
    for (client, _) in &pods {
        for (to, port, protocol) in &targets {
            let to_itself = *to == pod_of(client);
            let trace = tracer.trace(&Request {
                from: From::Pod { namespace: client.namespace().to_owned(), name: client.name().to_owned() },
                to: to.clone(),
                port: Some(Port::Number(*port)),
                protocol: Some(*protocol),
                node: None,
            });
            found.extend(trace.iter().filter(|_| !to_itself).flat_map(Trace::ways));
        }
    }
    found
}

/// The first of all Pods that are alike by namespace and labels, but for those that tell revisions and members apart.
fn kinds_of_pods(cluster: &Cluster) -> Vec<(&Object, &Pod)> {
    let mut kinds: BTreeMap<(&str, String), (&Object, &Pod)> = BTreeMap::new();
    for (object, pod) in cluster.pods().filter(|(object, _)| object.is_asked_about()) {
        let own = object.labels().iter().filter(|(key, _)| !key.ends_with("-hash") && !key.contains("/pod-"));
        let labels: Vec<String> = own.map(|(key, value)| format!("{key}={value}")).collect();
        let kind = if labels.is_empty() { object.name().to_owned() } else { labels.join(",") };
        kinds.entry((object.namespace(), kind)).or_insert((object, pod));
    }
    kinds.into_values().take(MOST_CLIENTS).collect()
}

fn names(object: &Object, service: &Service) -> Vec<(To, u16, Protocol)> {
    let name = format!("{}.{}", object.name(), object.namespace());
    let ports = service.spec.iter().flat_map(|spec| spec.ports.iter().flatten());
    let read = ports.filter_map(|port| {
        Some((u16::try_from(port.port).ok()?, Protocol::of_field(port.protocol.as_deref())?))
    });
    read.map(|(port, protocol)| (To::Name(name.clone()), port, protocol)).collect()
}

fn addresses(object: &Object, pod: &Pod) -> Vec<(To, u16, Protocol)> {
    let read = pod::ports(pod).filter_map(|port| {
        Some((u16::try_from(port.container_port).ok()?, Protocol::of_field(port.protocol.as_deref())?))
    });
    read.map(|(port, protocol)| (pod_of(object), port, protocol)).collect()
}

fn pod_of(object: &Object) -> To {
    To::Pod { namespace: object.namespace().to_owned(), name: object.name().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::{LoadOptions, Source, load};

    const SHOP: &str = "
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: 3, selector: {matchLabels: {app: web}},
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: nginx, ports: [{containerPort: 80}]}]}}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: client, namespace: shop}, spec: {containers: [{name: c, image: busybox}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}, ports: [{port: 8080, targetPort: 80}]}}
";

    #[test]
    fn from_each_kind_of_pod_to_each_service_and_each_other_kind() {
        let sources = [Source { name: "shop.yaml", bytes: SHOP.as_bytes() }];
        let cluster = load(&sources, &LoadOptions::default()).unwrap().cluster;
        let mut ends: Vec<(String, String)> = ways(&cluster)
            .iter()
            .map(|way| {
                (way.from.split('-').next().unwrap().to_owned(), way.to.split('-').next().unwrap().to_owned())
            })
            .collect();
        // Three Pods of one Deployment are one kind that sends, and three ways behind a Service.
        let ways = ends.len();
        ends.sort();
        ends.dedup();
        // No Pod goes to itself; what every cluster has stays out.
        let wanted = [("shop/client", "shop/web"), ("shop/client", "web.shop"), ("shop/web", "web.shop")];
        let text = format!("{ends:?}");
        assert_eq!((ends.len(), ways), (wanted.len(), 1 + 2 * 3), "{text}");
        for ((from, to), (wanted_from, wanted_to)) in ends.iter().zip(wanted) {
            assert!(from == wanted_from && to.starts_with(wanted_to), "{text}");
        }
    }
}
