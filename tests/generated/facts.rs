//! What a question says beside its key: the stem tells what decides, outputs are what the tools print, nothing is claimed that
//! the manifests deny.

use kubedrill::{
    cluster::{LoadOptions, Source, load},
    shell::Session,
};
use serde_json::{Value, json};

use super::asked::{Asked, documents, yaml};
use super::cluster::{endpoints, has_all, labels, pods as pods_of, text};

pub fn hold(maker: &str, asked: &Asked) {
    readiness_is_shown(asked);
    port_names_are_told(asked);
    udp_knows_no_connections(maker, asked);
    a_refusal_names_what_does_not_fit(maker, asked);
    match maker {
        "kubectl-command" | "kubectl-makes" => containers_are_named_after_images(asked),
        "kubectl-output" => {
            endpoints_are_printed_as_kubectl_does(asked);
            target_ports_are_what_is_said(asked);
        }
        "service-endpoints" | "service-named-port" => target_ports_are_what_is_said(asked),
        "dns-headless" => unready_pods_are_published_where_asked(asked),
        _ => {}
    }
}

/// With `publishNotReadyAddresses` nothing is said to go to ready Pods only.
fn unready_pods_are_published_where_asked(asked: &Asked) {
    let publishes = asked.kind("Service").any(|one| one["spec"]["publishNotReadyAddresses"] == true);
    if publishes {
        assert!(!asked.explanation.contains("a ready Pod"), "{}", asked.text());
        assert!(asked.explanation.contains("not ready"), "{}", asked.text());
    }
}

/// Where readiness is spoken of, every Pod whose manifest is shown says whether it is ready.
fn readiness_is_shown(asked: &Asked) {
    let spoken = asked.choices.iter().flat_map(|one| [&one.text, &one.why]).chain([&asked.explanation]);
    if !asked.shown.starts_with("apiVersion") || !spoken.into_iter().any(|text| text.contains("ready")) {
        return;
    }
    for pod in documents(&asked.shown).iter().filter(|object| object["kind"] == "Pod") {
        let conditions = pod.pointer("/status/conditions").and_then(Value::as_array).into_iter().flatten();
        assert!(conditions.into_iter().any(|one| one["type"] == "Ready"), "{pod}\n{}", asked.text());
    }
}

/// Where a policy asks for a port by its name, the stem tells the names of all ports of the Pods.
fn port_names_are_told(asked: &Asked) {
    let named = asked
        .kind("NetworkPolicy")
        .flat_map(|policy| [&policy["spec"]["ingress"], &policy["spec"]["egress"]])
        .flat_map(|rules| rules.as_array().into_iter().flatten())
        .flat_map(|rule| rule["ports"].as_array().into_iter().flatten())
        .any(|port| port["port"].is_string());
    if !named {
        return;
    }
    for pod in pods_of(&asked.objects) {
        for (name, number, protocol) in pod.ports {
            let told = format!("{protocol} {number} ({name})");
            assert!(asked.stem.contains(&told), "{told} is not told\n{}", asked.text());
        }
    }
}

fn udp_knows_no_connections(maker: &str, asked: &Asked) {
    if ["policy-reach", "policy-pods", "policy-blocks", "policy-opens"].contains(&maker)
        && asked.stem.contains(" on UDP ")
    {
        assert!(!asked.stem.contains("connect") && !asked.stem.contains("times out"), "{}", asked.text());
        assert!(!asked.explanation.contains("times out"), "{}", asked.text());
    }
}

/// Where no rule allows something, the item that does not fit is named, or that there is none.
fn a_refusal_names_what_does_not_fit(maker: &str, asked: &Asked) {
    if !maker.starts_with("policy-") {
        return;
    }
    for text in asked.choices.iter().map(|one| &one.why).chain([&asked.explanation]) {
        for refusal in
            text.replace("no rule allows UDP", "no rule allows TCP").split("no rule allows TCP").skip(1)
        {
            let items = ["`from[", "`to[", "`ports[", "has no rule at all"];
            assert!(items.iter().any(|item| refusal.contains(item)), "{text}\n{}", asked.text());
        }
    }
}

/// `kubectl create deployment` names the container after the last part of the image, without its tag.
fn containers_are_named_after_images(asked: &Asked) {
    let offered = asked.choices.iter().filter(|one| one.text.starts_with("kind:")).map(|one| yaml(&one.text));
    for object in offered.chain(asked.objects.iter().cloned()) {
        let Some(container) = object.pointer("/spec/template/spec/containers/0") else { continue };
        let last = text(container, "/image").rsplit('/').next().unwrap();
        assert_eq!(text(container, "/name"), last.split(':').next().unwrap(), "{}", asked.text());
    }
}

/// The line `Endpoints` by kubectl's rule, and as the lab's kubectl prints it.
fn endpoints_are_printed_as_kubectl_does(asked: &Asked) {
    let line = |text: &str| {
        text.lines()
            .find_map(|line| line.trim_start().strip_prefix("Endpoints:"))
            .map(|rest| rest.trim().to_owned())
    };
    let shown = line(&asked.shown).unwrap();
    let service = asked.kind("Service").next().unwrap();
    let pods = pods_of(&asked.objects);
    let own = text(service, "/metadata/namespace");
    let selected: Vec<_> = pods
        .iter()
        .filter(|pod| {
            pod.ready && pod.namespace == own && has_all(&pod.labels, &labels(&service["spec"]["selector"]))
        })
        .collect();
    let with_port = endpoints(service, 0, &pods);
    let wanted: Vec<String> = selected
        .iter()
        .map(|pod| {
            with_port
                .iter()
                .find(|(own, _)| own == pod)
                .map_or_else(|| pod.address.clone(), |(_, port)| format!("{}:{port}", pod.address))
        })
        .collect();
    assert_eq!(shown, wanted.join(","), "{}", asked.text());
    let list = json!({"apiVersion": "v1", "kind": "List", "items": asked.objects}).to_string();
    let loaded =
        load(&[Source { name: "question", bytes: list.as_bytes() }], &LoadOptions::default()).unwrap();
    let now = "2026-11-27T08:00:00Z";
    let command = format!("kubectl describe service {} -n {own}", text(service, "/metadata/name"));
    let printed = Session::new(loaded.cluster, now, 1).run(&command, now);
    let printed = printed.output.screen();
    assert_eq!(line(&printed).as_deref(), Some(shown.as_str()), "{printed}");
}

/// No reason speaks of a name where `targetPort` is a number, nor calls a Pod with an address in a slice no endpoint.
fn target_ports_are_what_is_said(asked: &Asked) {
    let number = asked.kind("Service").next().unwrap()["spec"]["ports"][0]["targetPort"].is_u64();
    for why in asked.choices.iter().map(|one| &one.why).chain([&asked.explanation]) {
        assert!(!why.contains("no endpoint of") && !why.contains("is no endpoint"), "{}", asked.text());
        let found = ["finds its port", "has the port", "is named", "port named"]
            .iter()
            .any(|said| why.contains(said));
        assert!(!number || !found, "{why}\n{}", asked.text());
    }
}
