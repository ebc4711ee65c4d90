//! Every rule of the field by a case of our own: the numbers are those of the project's fact sheet (section 5.1).

use super::example::{cluster, verdict};

/// Two namespaces, three Pods in `shop`, one in `other` whose labels are the same as a shop Pod's.
const PODS: &str = "
    ns shop team: red
    ns other team: blue
    pod shop/web 10.1.0.1 app: web
    pod shop/api 10.1.0.2 app: api
    pod shop/db 10.1.0.3 app: db,tier: back
    pod other/web 10.2.0.1 app: web
";

fn with(policies: &str) -> crate::cluster::Cluster {
    cluster(&format!("{PODS}\n{policies}"))
}

/// Asserts verdicts written as `from to port verdict`, one a line.
fn asks(policies: &str, questions: &str) {
    let cluster = with(policies);
    for line in questions.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let [from, to, port, expected] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        assert_eq!(verdict(&cluster, from, to, port), expected, "{line} under\n{policies}");
    }
}

#[test]
fn n1_no_policy_no_isolation() {
    asks("", "shop/web shop/db 5432 allow\n 203.0.113.9 shop/db 1 allow\n shop/db 203.0.113.9 53/UDP allow");
}

#[test]
fn n2_a_pod_selector_alone_denies_ingress_and_leaves_egress() {
    asks(
        "policy shop/p podSelector: {}",
        "shop/web shop/db 5432 deny\n shop/web other/web 80 allow\n other/web shop/db 1 deny",
    );
    asks(
        "policy shop/p podSelector: {}, policyTypes: []",
        "shop/web shop/db 5432 deny\n shop/web other/web 80 allow",
    );
}

#[test]
fn n3_an_empty_egress_list_is_no_egress_rule() {
    asks(
        "policy shop/p podSelector: {}, egress: []",
        "shop/web other/web 80 allow\n other/web shop/web 80 deny",
    );
}

#[test]
fn n4_an_egress_rule_without_policy_types_isolates_both_ways() {
    asks(
        "policy shop/p 'podSelector': {matchLabels: {app: web}}, egress: [{to: [{podSelector: {matchLabels: {app: db}}}]}]",
        "shop/web shop/db 5432 allow\n shop/web shop/api 80 deny\n shop/api shop/web 80 deny\n shop/api shop/db 1 allow",
    );
}

#[test]
fn n5_two_items_are_or_and_n6_one_item_is_and() {
    let or = "policy shop/p podSelector: {matchLabels: {app: db}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: blue}}}, {podSelector: {matchLabels: {app: web}}}]}]";
    asks(or, "shop/web shop/db 1 allow\n other/web shop/db 1 allow\n shop/api shop/db 1 deny");
    let and = "policy shop/p podSelector: {matchLabels: {app: db}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: blue}}, podSelector: {matchLabels: {app: web}}}]}]";
    asks(and, "shop/web shop/db 1 deny\n other/web shop/db 1 allow\n shop/api shop/db 1 deny");
}

#[test]
fn n7_an_empty_from_is_anyone_and_n8_an_empty_rule_is_everything() {
    asks(
        "policy shop/p podSelector: {}, ingress: [{from: [], ports: [{port: 80}]}]",
        "203.0.113.9 shop/db 80 allow\n other/web shop/db 81 deny",
    );
    asks(
        "policy shop/p podSelector: {}, ingress: [{}]",
        "203.0.113.9 shop/db 80 allow\n other/web shop/db 53/UDP allow",
    );
    asks("policy shop/p podSelector: {}, ingress: []", "other/web shop/db 80 deny");
    asks("policy shop/p podSelector: {}, ingress: [{ports: []}]", "other/web shop/db 80 allow");
}

#[test]
fn n10_ports_are_the_pods() {
    asks(
        "policy shop/p podSelector: {}, ingress: [{ports: [{port: 80}]}]",
        "shop/web shop/db 80 allow\n shop/web shop/db 8080 deny",
    );
}

#[test]
fn n11_a_port_without_protocol_is_tcp_and_a_protocol_without_port_is_every_port() {
    asks(
        "policy shop/p podSelector: {}, ingress: [{ports: [{port: 53}]}]",
        "shop/web shop/db 53 allow\n shop/web shop/db 53/UDP deny\n shop/web shop/db 53/SCTP deny",
    );
    asks(
        "policy shop/p podSelector: {}, ingress: [{ports: [{protocol: UDP}]}]",
        "shop/web shop/db 9 deny\n shop/web shop/db 9/UDP allow",
    );
}

#[test]
fn n12_both_sides_must_allow() {
    asks(
        "policy shop/in podSelector: {matchLabels: {app: db}}, ingress: [{}]
         policy shop/out podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]",
        "shop/web shop/db 1 deny\n shop/api shop/db 1 allow",
    );
}

#[test]
fn n13_the_answer_of_an_allowed_connection_needs_no_rule() {
    // `db` may open nothing, and yet is reached: decisions are about opening.
    asks(
        "policy shop/p podSelector: {matchLabels: {app: db}}, policyTypes: [Egress]",
        "shop/web shop/db 1 allow\n shop/db shop/web 1 deny",
    );
}

#[test]
fn n14_a_pod_reaches_itself_and_n15_its_own_node() {
    let cluster = with("policy shop/p podSelector: {}, policyTypes: [Ingress, Egress]");
    let node = cluster.nodes().next().unwrap().1.status.as_ref().unwrap().addresses.as_ref().unwrap()[0]
        .address
        .clone();
    for (from, to, expected) in [
        ("shop/db", "shop/db", "allow"),
        (&node, "shop/db", "allow"),
        ("shop/db", &node, "allow"),
        ("203.0.113.9", "shop/db", "deny"),
    ] {
        assert_eq!(verdict(&cluster, from, to, "80"), expected, "{from} -> {to}");
    }
}

#[test]
fn another_node_is_an_address_like_any() {
    let cluster = with(
        "{apiVersion: v1, kind: Node, metadata: {name: n2}, status: {addresses: [{type: InternalIP, address: 192.0.2.2}]}}
         policy shop/p podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.0/24}}]}]",
    );
    assert_eq!(verdict(&cluster, "192.0.2.2", "shop/db", "80"), "allow");
    assert_eq!(verdict(&with("policy shop/p podSelector: {}"), "192.0.2.2", "shop/db", "80"), "deny");
}

#[test]
fn n16_except_only_carves_its_own_item() {
    asks(
        "policy shop/p podSelector: {matchLabels: {app: db}}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]
         policy shop/q podSelector: {matchLabels: {app: db}}, ingress: [{from: [{ipBlock: {cidr: 10.1.2.3/32}}]}]",
        "10.1.2.3 shop/db 1 allow\n 10.1.2.4 shop/db 1 deny\n 10.9.9.9 shop/db 1 allow\n other/web shop/db 1 allow\n shop/web shop/db 1 deny",
    );
}

#[test]
fn n17_a_range_includes_both_ends() {
    asks(
        "policy shop/p podSelector: {}, ingress: [{ports: [{port: 32000, endPort: 32768}]}]",
        "shop/web shop/db 32000 allow\n shop/web shop/db 32768 allow\n shop/web shop/db 31999 deny\n shop/web shop/db 32769 deny",
    );
}

#[test]
fn n18_a_named_port_is_each_destinations_own() {
    let cluster = with(
        "{apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: odd, labels: {app: odd}}, spec: {containers: [{name: c, ports: [{name: http, containerPort: 81}]}]}}
         policy shop/p podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{ports: [{port: http}]}], egress: [{ports: [{port: http}, {port: dns}]}]",
    );
    for (to, port, expected) in [
        ("shop/db", "8080", "allow"),
        ("shop/odd", "81", "allow"),
        ("shop/odd", "8080", "deny"),
        ("shop/db", "81", "deny"),
    ] {
        assert_eq!(verdict(&cluster, "shop/web", to, port), expected, "{to} {port}");
    }
    // The name is of a UDP port, the rule says TCP; and a name says nothing at an address outside.
    assert_eq!(verdict(&cluster, "shop/web", "shop/db", "53/UDP"), "deny");
    assert_eq!(verdict(&cluster, "shop/web", "203.0.113.9", "8080"), "deny");
}

#[test]
fn n19_a_pod_selector_alone_stays_in_its_namespace_and_n20_so_does_a_policy() {
    asks(
        "policy shop/p podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]",
        "other/web shop/db 1 deny\n shop/web shop/db 1 allow",
    );
    asks("policy other/p podSelector: {}", "shop/web shop/db 1 allow\n shop/web other/web 1 deny");
}

#[test]
fn n21_not_in_matches_what_lacks_the_key() {
    asks(
        "policy shop/p podSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [back]}]}",
        "shop/api shop/web 1 deny\n shop/api shop/db 1 allow",
    );
}

#[test]
fn n22_a_wider_policy_adds_what_a_narrow_one_left_out() {
    let narrow = "policy shop/narrow podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]";
    asks(narrow, "shop/web shop/db 1 deny\n shop/api shop/db 1 allow");
    asks(
        &format!(
            "{narrow}\n policy shop/wide podSelector: {{}}, ingress: [{{from: [{{podSelector: {{}}}}]}}]"
        ),
        "shop/web shop/db 1 allow",
    );
}

#[test]
fn the_namespace_name_label_is_there_without_being_written() {
    asks(
        "policy shop/p podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}}]}]",
        "other/web shop/db 1 allow\n shop/web shop/db 1 deny",
    );
}

#[test]
fn a_plugin_without_policy_support_enforces_none() {
    let mut cluster = with("policy shop/p podSelector: {}");
    cluster.settings.plugin.enforces_policies = false;
    let decision = super::example::decide(&cluster, "shop/web", "shop/db", "1");
    assert_eq!((decision.verdict.name(), decision.ingress.ground), ("allow", super::Ground::NotEnforced));
}
