//! What Kubernetes leaves open is not guessed: Pods on the host network, Pods that have finished.

use super::{
    Ground,
    example::{cluster, decide, verdict},
};

const PODS: &str = "
    ns shop team: red
    pod shop/web 10.1.0.1 app: web
    pod shop/db 10.1.0.3 app: db
    pod shop/agent 192.0.2.7 app: agent | hostNetwork: true
    {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 192.0.2.7}]}}
    {apiVersion: v1, kind: Node, metadata: {name: n2}, status: {addresses: [{type: InternalIP, address: 192.0.2.8}]}}
    {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: far, labels: {app: far}}, spec: {nodeName: n2, hostNetwork: true, containers: []}}
    {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: done, labels: {app: db}}, status: {phase: Succeeded}, spec: {containers: []}}
";

fn with(policies: &str) -> crate::cluster::Cluster {
    cluster(&format!("{PODS}\n{policies}"))
}

#[test]
fn without_policies_the_host_network_is_as_open_as_all() {
    assert_eq!(verdict(&with(""), "shop/agent", "shop/db", "1"), "allow");
    assert_eq!(verdict(&with(""), "shop/db", "shop/far", "1"), "allow");
}

#[test]
fn a_policy_that_selects_a_host_network_pod_may_have_an_effect_or_none() {
    let denied = with("policy shop/p podSelector: {matchLabels: {app: far}}");
    let decision = decide(&denied, "shop/web", "shop/far", "1");
    assert_eq!((decision.verdict.name(), decision.ingress.ground), ("undefined", Ground::HostNetwork));
}

#[test]
fn a_host_network_peer_may_be_seen_as_a_pod_or_as_its_node() {
    // As a Pod it is allowed, as a node address it is not; and the other way round.
    let by_label = with(
        "policy shop/p podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: far}}}]}]",
    );
    assert_eq!(verdict(&by_label, "shop/far", "shop/db", "1"), "undefined");
    // Both ways allow, by the rule for the label and the one for the address.
    let both = with(
        "policy shop/p podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: far}}}, {ipBlock: {cidr: 192.0.2.8/32}}]}]",
    );
    assert_eq!(verdict(&both, "shop/far", "shop/db", "1"), "allow");
    // Neither way allows it from another node; from the own node one way is always open.
    let nobody = with("policy shop/p podSelector: {matchLabels: {app: db}}");
    assert_eq!(verdict(&nobody, "shop/far", "shop/db", "1"), "deny");
    assert_eq!(verdict(&nobody, "shop/agent", "shop/db", "1"), "undefined");
}

#[test]
fn a_denial_at_the_other_end_is_certain() {
    let denied = with("policy shop/p podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]");
    assert_eq!(verdict(&denied, "shop/web", "shop/far", "1"), "deny");
}

#[test]
fn a_finished_pod_is_no_peer() {
    let decision = decide(&with(""), "shop/web", "shop/done", "1");
    assert_eq!((decision.verdict.name(), decision.ingress.ground), ("undefined", Ground::Finished));
}
