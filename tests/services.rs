//! Connections to Services of every type, from inside and outside: what kube-proxy's rules make of them, through `trace`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

#[path = "support/seeds.rs"]
mod seeds;

use kubedrill::{
    cluster::{self, Cluster, LoadOptions, Source},
    network::{
        policy::Verdict,
        trace::{From, Outcome, Port, Request, To, Trace, Tracer},
    },
};
use proptest::prelude::*;
use seeds::laws;
use serde_json::{Value, json};

fn load(items: &[Value]) -> Cluster {
    let text = json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string();
    cluster::load(&[Source { name: "test", bytes: text.as_bytes() }], &LoadOptions::default())
        .unwrap()
        .cluster
}

fn ask(cluster: &Cluster, from: &str, to: &str, port: u16) -> Trace {
    let (to, _) = To::read(to).unwrap();
    let request = Request {
        from: From::read(from).unwrap(),
        to,
        port: Some(Port::Number(port)),
        protocol: None,
        node: None,
    };
    Tracer::new(cluster).trace(&request).unwrap()
}

fn ends(trace: &Trace) -> Vec<&str> {
    trace.ends.iter().map(|end| end.pod.as_deref().unwrap_or("outside")).collect()
}

fn node(name: &str, zone: &str, address: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": name, "labels": {"topology.kubernetes.io/zone": zone}},
        "status": {"addresses": [{"type": "InternalIP", "address": address}]}})
}

fn pod(name: &str, node: &str, label: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"app": label}},
        "spec": {"nodeName": node, "containers": [{"name": "c", "image": "nginx"}]}})
}

/// Two nodes in two zones; `web-a` and `web-b`, one on each; `client` on a; `other` on the third node, without a web Pod.
fn world(service: &Value, more: &[Value]) -> Cluster {
    let mut spec = json!({"selector": {"app": "web"}, "ports": [{"port": 80}]});
    for (field, value) in service.as_object().unwrap() {
        spec[field] = value.clone();
    }
    let mut items = vec![
        node("a", "east", "192.168.0.1"),
        node("b", "west", "192.168.0.2"),
        node("c", "east", "192.168.0.3"),
        pod("web-a", "a", "web"),
        pod("web-b", "b", "web"),
        pod("client", "a", "client"),
        pod("other", "c", "client"),
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": spec}),
    ];
    items.extend(more.iter().cloned());
    load(&items)
}

#[test]
fn internal_traffic_policy_local_drops_where_no_endpoint_is() {
    let cluster = world(&json!({"internalTrafficPolicy": "Local"}), &[]);
    assert_eq!(ends(&ask(&cluster, "default/client", "web", 80)), ["default/web-a"]);
    let dropped = ask(&cluster, "default/other", "web", 80);
    assert_eq!(dropped.outcome, Outcome::TimedOut);
    assert!(dropped.reason.contains("internalTrafficPolicy"), "{}", dropped.reason);
}

#[test]
fn traffic_distribution_is_a_preference() {
    let close = |value: &str| world(&json!({"trafficDistribution": value}), &[]);
    for zone in ["PreferSameZone", "PreferClose"] {
        assert_eq!(ends(&ask(&close(zone), "default/other", "web", 80)), ["default/web-a"], "{zone}");
    }
    let node = close("PreferSameNode");
    assert_eq!(ends(&ask(&node, "default/client", "web", 80)), ["default/web-a"]);
    // No endpoint on its node: the zone's; and a client elsewhere gets all.
    assert_eq!(ends(&ask(&node, "default/other", "web", 80)), ["default/web-a"]);
    assert_eq!(ends(&ask(&world(&json!({}), &[]), "default/other", "web", 80)).len(), 2);
}

#[test]
fn external_traffic_policy_local_from_outside_and_from_inside() {
    let local = json!({"type": "NodePort", "externalTrafficPolicy": "Local", "ports": [{"port": 80, "nodePort": 30080}]});
    let cluster = world(&local, &[]);
    assert_eq!(ends(&ask(&cluster, "ip:203.0.113.9", "192.168.0.2", 30080)), ["default/web-b"]);
    assert_eq!(ask(&cluster, "ip:203.0.113.9", "192.168.0.3", 30080).outcome, Outcome::TimedOut);
    assert_eq!(
        ends(&ask(&cluster, "default/client", "web", 80)).len(),
        2,
        "the cluster IP has its own policy"
    );
    let everywhere = json!({"type": "NodePort", "ports": [{"port": 80, "nodePort": 30080}]});
    assert_eq!(ends(&ask(&world(&everywhere, &[]), "ip:203.0.113.9", "192.168.0.3", 30080)).len(), 2);
}

/// nftables refuses unknown ports of cluster IPs; what is sent to a balancer's address leaves the node for the balancer.
#[test]
fn an_unknown_port_at_a_cluster_ip_and_at_a_load_balancer() {
    let spec = json!({"selector": {"app": "web"}, "clusterIP": "10.96.7.7", "type": "LoadBalancer", "ports": [{"port": 80, "nodePort": 30080}]});
    let balanced = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "lb"}, "spec": spec,
        "status": {"loadBalancer": {"ingress": [{"ip": "198.51.100.7"}]}}});
    let cluster = world(&json!({}), &[balanced]);
    let own = ask(&cluster, "default/client", "10.96.7.7", 30080);
    assert!(
        own.reason.contains("has no port 30080/TCP") && own.reason.contains("nftables"),
        "{}",
        own.reason
    );
    let balancer = ask(&cluster, "default/client", "198.51.100.7", 30080);
    assert!(balancer.reason.contains("has no port 30080/TCP"), "{}", balancer.reason);
    assert!(!balancer.reason.contains("nftables"), "{}", balancer.reason);
}

#[test]
fn load_balancers_with_and_without_an_address() {
    let spec = json!({"selector": {"app": "web"}, "type": "LoadBalancer", "externalTrafficPolicy": "Local", "ports": [{"port": 80}],
        "loadBalancerSourceRanges": ["203.0.113.0/24"]});
    let balanced = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "lb"}, "spec": spec,
        "status": {"loadBalancer": {"ingress": [{"ip": "198.51.100.7"}]}}});
    let cluster = world(&json!({"type": "LoadBalancer"}), &[balanced]);
    assert_eq!(ends(&ask(&cluster, "ip:203.0.113.9", "198.51.100.7", 80)).len(), 2);
    let refused = ask(&cluster, "ip:192.0.2.1", "198.51.100.7", 80);
    assert!(
        refused.outcome == Outcome::TimedOut && refused.reason.contains("loadBalancerSourceRanges"),
        "{}",
        refused.reason
    );
    let pending = ask(&cluster, "ip:203.0.113.9", "web", 80);
    assert!(
        pending.outcome == Outcome::Delivered
            && pending.hops.iter().any(|hop| hop.text.contains("<pending>"))
    );
}

#[test]
fn a_port_that_nothing_has_at_a_node_is_closed() {
    let service = json!({"type": "NodePort", "ports": [{"port": 80, "nodePort": 30080}]});
    let outcome =
        |cluster: &Cluster, from: &str, port| ask(cluster, from, "192.168.0.3", port).outcome.name();
    let plain = world(&service, &[]);
    let ports = [
        (30080, "delivered"),
        (8080, "refused"),
        (30081, "refused"),
        (10250, "delivered"),
        (10248, "refused"),
    ];
    for (port, wanted) in ports {
        assert_eq!(outcome(&plain, "ip:203.0.113.9", port), wanted, "{port}");
        assert_eq!(outcome(&plain, "default/client", port), wanted, "{port}");
    }
    let local = ask(&plain, "ip:203.0.113.9", "192.168.0.3", 10248);
    assert!(local.reason.contains("at 127.0.0.1 only"), "{}", local.reason);
    let at_home = |port| ask(&plain, "node/c", "127.0.0.1", port).outcome.name();
    assert_eq!([10248, 22, 30080, 8080].map(at_home), ["delivered", "delivered", "delivered", "refused"]);
    assert_eq!(outcome(&plain, "node/c", 10248), "refused", "that is not its localhost");
    // A policy of the destination's there is not, for a node is no Pod; one of the client's is.
    let closed =
        world(&service, &[policy("none", &json!({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}))]);
    assert_eq!(outcome(&closed, "ip:203.0.113.9", 8080), "refused");
    assert_eq!(outcome(&closed, "default/client", 8080), "timed_out");
    let mut agent = pod("agent", "c", "agent");
    agent["spec"]["hostNetwork"] = true.into();
    agent["spec"]["containers"][0]["image"] = "example.com/agent".into();
    assert_eq!(outcome(&world(&service, &[agent]), "ip:203.0.113.9", 8080), "unknown");
}

#[test]
fn external_ips_terminating_pods_and_readiness() {
    let outside = world(&json!({"externalIPs": ["198.51.100.9"]}), &[]);
    assert_eq!(ends(&ask(&outside, "ip:203.0.113.9", "198.51.100.9", 80)).len(), 2);
    let state = |name: &str, ready: &str, leaving: bool| {
        let mut pod = pod(name, "a", "slow");
        pod["status"] = json!({"phase": "Running", "conditions": [{"type": "Ready", "status": ready}]});
        if leaving {
            pod["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z".into();
        }
        pod
    };
    let slow = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "slow"}, "spec": {"selector": {"app": "slow"}, "ports": [{"port": 80}]}});
    let leaving =
        world(&json!({}), &[slow.clone(), state("one", "True", true), state("two", "False", false)]);
    assert_eq!(
        ends(&ask(&leaving, "default/client", "slow", 80)),
        ["default/one"],
        "it still serves while it terminates"
    );
    let ready = world(&json!({}), &[slow.clone(), state("one", "True", true), state("two", "True", false)]);
    assert_eq!(ends(&ask(&ready, "default/client", "slow", 80)), ["default/two"]);
    let none = ask(&world(&json!({}), &[slow, state("two", "False", false)]), "default/client", "slow", 80);
    assert!(none.outcome == Outcome::Refused && none.reason.contains("none is ready"), "{}", none.reason);
}

#[test]
fn headless_services_do_not_translate() {
    let headless = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "direct"},
        "spec": {"clusterIP": "None", "selector": {"app": "web"}, "ports": [{"port": 8080, "targetPort": 80}]}});
    let cluster = world(&json!({}), &[headless]);
    let refused = ask(&cluster, "default/client", "direct", 8080);
    assert!(
        refused.outcome == Outcome::Refused && refused.reason.contains("targetPort 80 is not applied"),
        "{}",
        refused.reason
    );
    assert_eq!(ask(&cluster, "default/client", "direct", 80).outcome, Outcome::Delivered);
}

fn policy(name: &str, spec: &Value) -> Value {
    json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": name}, "spec": spec})
}

#[test]
fn a_hidden_source_is_undefined_only_where_it_matters() {
    let service = json!({"type": "NodePort", "ports": [{"port": 80, "nodePort": 30080}]});
    let from_office = policy(
        "office",
        &json!({"podSelector": {"matchLabels": {"app": "web"}}, "ingress": [{"from": [{"ipBlock": {"cidr": "203.0.113.0/24"}}]}]}),
    );
    let hidden =
        ask(&world(&service, std::slice::from_ref(&from_office)), "ip:203.0.113.9", "192.168.0.3", 30080);
    assert_eq!((hidden.policy, hidden.outcome), (Verdict::Undefined, Outcome::Unknown));
    let mut local = service.clone();
    local["externalTrafficPolicy"] = "Local".into();
    assert_eq!(
        ask(&world(&local, &[from_office]), "ip:203.0.113.9", "192.168.0.2", 30080).policy,
        Verdict::Allow
    );
    let all = policy("all", &json!({"podSelector": {}, "ingress": [{}]}));
    assert_eq!(ask(&world(&service, &[all]), "ip:203.0.113.9", "192.168.0.3", 30080).policy, Verdict::Allow);
}

#[test]
fn policies_see_the_ports_of_pods_and_a_mixed_answer_is_partial() {
    let service = json!({"ports": [{"port": 8000, "targetPort": 80}]});
    let on = |port: u16| {
        policy(
            "p",
            &json!({"podSelector": {"matchLabels": {"app": "web"}}, "ingress": [{"ports": [{"port": port}]}]}),
        )
    };
    assert_eq!(ask(&world(&service, &[on(80)]), "default/client", "web", 8000).outcome, Outcome::Delivered);
    assert_eq!(ask(&world(&service, &[on(8000)]), "default/client", "web", 8000).outcome, Outcome::TimedOut);
    let mut third = pod("web-c", "c", "web");
    third["spec"]["containers"][0]["command"] = json!(["sleep", "1d"]);
    let mixed = ask(&world(&service, &[third]), "default/client", "web", 8000);
    assert_eq!((mixed.policy, mixed.outcome), (Verdict::Allow, Outcome::Partial));
    assert!(mixed.reason.starts_with("2 of 3 endpoints"), "{}", mixed.reason);
}

/// A policy drawn at random: whom it selects, whom and what it lets in or out.
fn policies() -> impl Strategy<Value = Vec<Value>> {
    let label = prop_oneof![
        Just(json!({})),
        Just(json!({"matchLabels": {"app": "web"}})),
        Just(json!({"matchLabels": {"app": "client"}}))
    ];
    let rule = (label.clone(), any::<bool>(), prop_oneof![Just(80_u16), Just(53), Just(443)]);
    let one = (label, proptest::collection::vec(rule, 0..3), any::<bool>(), any::<bool>());
    proptest::collection::vec(one, 0..4).prop_map(|all| {
        let spec = |(selector, rules, ingress, egress): (Value, Vec<(Value, bool, u16)>, bool, bool)| {
            let types: Vec<&str> = [("Ingress", ingress), ("Egress", egress)].into_iter().filter(|(_, wanted)| *wanted).map(|(name, _)| name).collect();
            let written = |peers: &str| -> Vec<Value> {
                let one = |(peer, any_port, port): &(Value, bool, u16)| {
                    let mut rule = json!({peers: [{"podSelector": peer}]});
                    if !any_port {
                        rule["ports"] = json!([{"port": port}, {"port": port, "protocol": "UDP"}]);
                    }
                    rule
                };
                rules.iter().map(one).collect()
            };
            let types = if types.is_empty() { vec!["Ingress"] } else { types };
            json!({"podSelector": selector, "policyTypes": types, "ingress": written("from"), "egress": written("to")})
        };
        all.into_iter().enumerate().map(|(index, parts)| policy(&format!("p{index}"), &spec(parts))).collect()
    })
}

/// From worst to best for the client.
fn openness(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Deny => 0,
        Verdict::Undefined => 1,
        Verdict::Allow => 2,
    }
}

const PAIRS: [(&str, &str, u16); 5] = [
    ("default/client", "web", 80),
    ("default/other", "default/web-b", 80),
    ("default/web-a", "default/client", 443),
    ("ip:203.0.113.9", "default/web-a", 80),
    ("default/client", "203.0.113.9", 443),
];

proptest! {
    #![proptest_config(laws(32, "proptest-regressions/tests/services.txt"))]

    #[test]
    fn an_allow_rule_more_closes_nothing(before in policies(), place in 0..4_usize) {
        prop_assume!(!before.is_empty());
        let mut after = before.clone();
        let place = place % after.len();
        for direction in ["ingress", "egress"] {
            after[place]["spec"][direction].as_array_mut().unwrap().push(json!({"ports": [{"port": 80}]}));
        }
        let (before, after) = (world(&json!({}), &before), world(&json!({}), &after));
        for (from, to, port) in PAIRS {
            let (one, two) = (ask(&before, from, to, port), ask(&after, from, to, port));
            prop_assert!(openness(two.policy) >= openness(one.policy), "{from} -> {to}: {:?} became {:?}", one.policy, two.policy);
            prop_assert!(one.outcome != Outcome::Delivered || two.outcome == Outcome::Delivered, "{from} -> {to} was delivered");
        }
    }

    #[test]
    fn without_policies_all_is_open_and_traces_repeat(policies in policies()) {
        let closed = world(&json!({}), &policies);
        let open = world(&json!({}), &[]);
        for (from, to, port) in PAIRS {
            prop_assert_eq!(ask(&open, from, to, port).policy, Verdict::Allow);
            prop_assert_eq!(ask(&closed, from, to, port), ask(&closed.clone(), from, to, port));
        }
    }
}
