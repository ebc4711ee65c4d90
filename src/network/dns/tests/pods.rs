//! The Pod's side: which file it gets, which names it tries, what comes of them.

use std::net::IpAddr;

use super::*;
use crate::network::dns::{Outcome, Rcode, ResolvConf};

fn conf(spec: &str) -> ResolvConf {
    let cluster = cluster(&pod("client", "client", "10.244.1.9", true, spec));
    let (_, pod) = cluster.fetch::<Pod>("shop", "client").unwrap();
    let mut node = NodeResolver::assumed(&cluster);
    node.search = vec!["corp.example".to_owned()];
    let corefile = ". {\n kubernetes cluster.local\n}";
    Dns::with(&cluster, Ok(Server::read(corefile).unwrap()), node).resolv_conf("shop", pod)
}

#[test]
fn cluster_first_is_the_default() {
    let text = "nameserver 10.96.0.10\nsearch shop.svc.cluster.local svc.cluster.local cluster.local corp.example\noptions ndots:5\n";
    assert_eq!(conf("").to_string(), text);
    assert_eq!(conf(", hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet").to_string(), text);
}

#[test]
fn default_and_the_host_network_get_the_nodes_file() {
    let text = "nameserver 172.30.0.1\nsearch corp.example\n";
    assert_eq!(conf(", dnsPolicy: Default").to_string(), text);
    assert_eq!(conf(", hostNetwork: true, dnsPolicy: ClusterFirst").to_string(), text);
    assert_eq!(conf(", dnsPolicy: Default").ndots(), 1);
}

#[test]
fn the_pods_own_settings_are_merged_or_stand_alone() {
    let own = "dnsConfig: {nameservers: [192.0.2.1, 10.96.0.10], searches: [ns1.example, corp.example], options: [{name: ndots, value: '2'}, {name: edns0}]}";
    let merged = conf(&format!(", {own}"));
    assert_eq!(merged.nameservers, ["10.96.0.10", "192.0.2.1"]);
    assert_eq!(merged.search.last().unwrap(), "ns1.example");
    assert_eq!(merged.search.len(), 5);
    assert_eq!(merged.options, ["ndots:2", "edns0"]);
    let alone = conf(&format!(", dnsPolicy: None, {own}"));
    assert_eq!(alone.nameservers, ["192.0.2.1", "10.96.0.10"]);
    assert_eq!(alone.search, ["ns1.example", "corp.example"]);
}

#[test]
fn limits_cut_the_end_off_and_say_so() {
    let servers = conf(", dnsConfig: {nameservers: [192.0.2.1, 192.0.2.2, 192.0.2.3]}");
    assert_eq!(servers.nameservers, ["10.96.0.10", "192.0.2.1", "192.0.2.2"]);
    assert!(servers.notes.iter().any(|note| note.starts_with("Nameserver limits were exceeded")));
    let many: Vec<String> = (0..40).map(|index| format!("d{index}.example")).collect();
    let search = conf(&format!(", dnsConfig: {{searches: [{}]}}", many.join(", ")));
    assert_eq!(search.search.len(), 32);
    let long: Vec<String> = (0..20).map(|index| format!("{}{index}.example", "x.".repeat(100))).collect();
    assert!(
        conf(&format!(", dnsConfig: {{searches: [{}]}}", long.join(", "))).search.join(" ").len() <= 2048
    );
}

fn shop(client: &str) -> Cluster {
    let web = service("web", "clusterIP: 10.96.10.1, ports: [{port: 80}]");
    let out = service("out", "type: ExternalName, externalName: api.example.com");
    cluster(&format!("{web}{out}{}", pod("client", "client", "10.244.1.9", true, client)))
}

fn tried(resolution: &Resolution) -> Vec<(&str, &str)> {
    resolution.tried.iter().map(|tried| (tried.name.as_str(), tried.rcode.name())).collect()
}

#[test]
fn a_short_name_is_found_through_the_search_path() {
    let cluster = shop("");
    let found = resolve(&cluster, "web");
    assert_eq!(tried(&found), [("web.shop.svc.cluster.local.", "NOERROR")]);
    assert_eq!(
        (found.outcome.clone(), found.addresses()),
        (Outcome::Found, vec![IpAddr::from([10, 96, 10, 1])])
    );
    assert_eq!(
        tried(&resolve(&cluster, "web.shop")),
        [("web.shop.shop.svc.cluster.local.", "NXDOMAIN"), ("web.shop.svc.cluster.local.", "NOERROR")]
    );
    assert_eq!(resolve(&cluster, "web.shop.svc").outcome, Outcome::Found);
    assert_eq!(resolve(&cluster, "web.shop.svc.cluster.local.").tried.len(), 1);
    assert_eq!(found.servers(), [IpAddr::from([10, 96, 0, 10])]);
}

#[test]
fn a_service_of_another_namespace_needs_its_namespace() {
    let cluster = cluster(
        &(service("web", "clusterIP: 10.96.10.1, ports: [{port: 80}]")
            + "---\n{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: other}, spec: {containers: []}}\n"),
    );
    let (_, pod) = cluster.fetch::<Pod>("other", "p").unwrap();
    let dns = Dns::of(&cluster);
    let alone = dns.resolve("other", pod, "web", RecordType::A);
    assert_eq!(tried(&alone).last(), Some(&("web.", "PASSED")));
    assert!(alone.tried[..3].iter().all(|tried| tried.rcode == Rcode::NameError));
    assert_eq!(dns.resolve("other", pod, "web.shop", RecordType::A).outcome, Outcome::Found);
}

#[test]
fn an_external_name_costs_three_questions_first() {
    let cluster = shop("");
    let found = resolve(&cluster, "api.example.com");
    let suffixes = ["shop.svc.cluster.local.", "svc.cluster.local.", "cluster.local."];
    let mut wanted: Vec<(String, &str)> =
        suffixes.iter().map(|suffix| (format!("api.example.com.{suffix}"), "NXDOMAIN")).collect();
    wanted.push(("api.example.com.".to_owned(), "PASSED"));
    assert_eq!(tried(&found), wanted.iter().map(|(name, rcode)| (name.as_str(), *rcode)).collect::<Vec<_>>());
    assert_eq!(
        found.outcome,
        Outcome::Outside { name: "api.example.com.".into(), servers: vec!["172.30.0.1:53".into()] }
    );
    assert_eq!(resolve(&cluster, "api.example.com.").tried.len(), 1);
    assert_eq!(
        resolve(&shop(", dnsConfig: {options: [{name: ndots, value: '2'}]}"), "api.example.com").tried.len(),
        1
    );
}

#[test]
fn an_alias_out_of_the_cluster_ends_outside() {
    let found = resolve(&shop(""), "out");
    assert_eq!(found.rcode(), Rcode::Passed);
    assert_eq!(found.answers.len(), 1);
}

#[test]
fn the_nodes_resolver_knows_no_service() {
    let found = resolve(&shop(", hostNetwork: true"), "web.shop.svc.cluster.local");
    assert_eq!(tried(&found), [("web.shop.svc.cluster.local.", "NXDOMAIN")]);
    assert_eq!(found.outcome, Outcome::NameError);
    assert_eq!(resolve(&shop(", dnsPolicy: Default"), "web").rcode(), Rcode::Passed);
}

#[test]
fn without_a_nameserver_nobody_is_asked() {
    assert!(matches!(resolve(&shop(", dnsPolicy: None"), "web").outcome, Outcome::NoServer { .. }));
}

#[test]
fn services_are_known_by_the_address_asked() {
    let dns = Dns::of(&shop(""));
    assert_eq!(dns.service_at(dns.address()).unwrap().to_string(), "Service kube-system/kube-dns");
    assert_eq!(dns.service_at(IpAddr::from([10, 96, 10, 1])), None);
}
