//! Services in a few rules: what each type opens, whom a connection comes to.

use std::collections::BTreeSet;

use serde_json::Value;

use super::asked::{Asked, yaml};
use super::cluster::{endpoints, has_all, labels, pods as pods_of, text};

fn service(asked: &Asked) -> &Value {
    asked.kind("Service").next().unwrap()
}

pub fn types(asked: &Asked) -> Vec<bool> {
    // What the wish is about, by its own words.
    let stem = &asked.stem;
    let wanted = if stem.contains("one address of the provider") {
        "LoadBalancer"
    } else if stem.contains("machines of our own") || stem.contains("fixed port of every node") {
        "NodePort"
    } else if stem.contains("has moved out") {
        "ExternalName"
    } else if stem.contains("balance by themselves") || stem.contains("address of each member") {
        "headless"
    } else {
        assert!(stem.contains("Nobody outside") || stem.contains("of the same cluster only"), "{stem}");
        "ClusterIP"
    };
    asked.each(|choice| {
        let form = if choice.starts_with("spec:") {
            let object = yaml(choice);
            let spec = &object["spec"];
            if spec["clusterIP"] == "None" {
                "headless".to_owned()
            } else {
                spec["type"].as_str().unwrap().to_owned()
            }
        } else if choice.contains("headless") {
            "headless".to_owned()
        } else {
            choice.to_owned()
        };
        form == wanted
    })
}

pub fn reach(asked: &Asked) -> Vec<bool> {
    let service = service(asked);
    let pods = pods_of(&asked.objects);
    let port = &service["spec"]["ports"][0];
    let number = |field: &str| port[field].as_u64();
    let nodes: Vec<&str> = asked.kind("Node").map(|node| text(node, "/status/addresses/0/address")).collect();
    let outside = asked.stem.contains("A machine outside");
    let pod = pods.iter().find(|pod| pod.name != "toolbox").unwrap();
    asked.each(|place| {
        let (address, dialled) = place.trim_matches('`').split_once(':').unwrap();
        let dialled: u64 = dialled.parse().unwrap();
        let at_node = nodes.contains(&address) && number("nodePort") == Some(dialled);
        let at_balancer =
            service.pointer("/status/loadBalancer/ingress/0/ip").is_some_and(|ip| ip == address)
                && number("port") == Some(dialled);
        let at_service = address == text(service, "/spec/clusterIP") && number("port") == Some(dialled);
        let at_pod = address == pod.address && pod.ports[0].1 == dialled;
        at_node || at_balancer || (!outside && (at_service || at_pod))
    })
}

/// By taking away one possible fault after the other: the one without which there are endpoints.
pub fn empty(asked: &Asked) -> Vec<bool> {
    let service = service(asked);
    let pods = pods_of(&asked.objects);
    let ready = |service: &Value, pods: &[super::cluster::Pod]| {
        endpoints(service, 0, pods).iter().filter(|(pod, _)| pod.ready).count()
    };
    assert_eq!(ready(service, &pods), 0);
    asked.each(|cause| {
        let (mut mended, mut better) = (service.clone(), pods.clone());
        if cause.contains("selector") {
            mended["spec"]["selector"] = serde_json::to_value(&pods[0].labels).unwrap();
        } else if cause.contains("namespace") {
            mended["metadata"]["namespace"] = pods[0].namespace.as_str().into();
        } else if cause.contains("not ready") {
            for pod in &mut better {
                pod.ready = true;
            }
        } else if cause.contains("No container port") {
            mended["spec"]["ports"][0]["targetPort"] = pods[0].ports[0].0.as_str().into();
        } else {
            mended["spec"]["ports"][0]["targetPort"] = pods[0].ports[0].1.into();
        }
        ready(&mended, &better) == pods.len()
    })
}

pub fn named_port(asked: &Asked) -> Vec<bool> {
    let pods = pods_of(&asked.objects);
    let name = asked.between("of the Pod `", "`").unwrap();
    let found = endpoints(service(asked), 0, &pods);
    let number = found.iter().find(|(pod, _)| pod.name == name && pod.ready).map(|(_, number)| *number);
    asked.each(|text| match text.strip_prefix("To none") {
        Some(_) => number.is_none(),
        None => number.is_some_and(|number| text == format!("To {number}")),
    })
}

pub fn traffic(asked: &Asked) -> Vec<bool> {
    let service = service(asked);
    let selector = labels(&service["spec"]["selector"]);
    let pods = pods_of(&asked.objects);
    let inside = asked.stem.contains("A Pod on node");
    let field = if inside { "internalTrafficPolicy" } else { "externalTrafficPolicy" };
    let node = asked.between(if inside { "A Pod on node `" } else { "connects to node `" }, "`").unwrap();
    let local = service["spec"][field] == "Local";
    let ready: BTreeSet<&str> = pods
        .iter()
        .filter(|pod| pod.ready && has_all(&pod.labels, &selector))
        .map(|pod| pod.name.as_str())
        .collect();
    let counting: BTreeSet<&str> = pods
        .iter()
        .filter(|pod| ready.contains(pod.name.as_str()) && (!local || pod.node == node))
        .map(|pod| pod.name.as_str())
        .collect();
    asked.each(|choice| {
        if choice.contains("refused") {
            ready.is_empty()
        } else if choice.contains("times out") {
            !ready.is_empty() && counting.is_empty()
        } else {
            let named: BTreeSet<&str> = choice.split('`').skip(1).step_by(2).collect();
            named == counting
        }
    })
}
