//! Questions under Corefiles other than kubeadm's.

use super::*;
use crate::network::dns::{Ending, Fault};

const WEB: &str = "---\n{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {clusterIP: 10.96.10.1, ports: [{name: http, port: 80}]}}\n";
const K8S: &str = "kubernetes cluster.local in-addr.arpa {\n pods insecure\n fallthrough in-addr.arpa\n}\n";

fn by(corefile: &str) -> Dns {
    dns_by(WEB, corefile)
}

fn ending(dns: &Dns, name: &str) -> Ending {
    dns.answer(name, RecordType::A).unwrap().ending
}

#[test]
fn the_longest_zone_on_the_port_answers() {
    let dns = by(&format!(
        ".:53 {{\n{K8S}}}\nexample.local:53 {{\n hosts {{\n 192.0.2.7 db.example.local\n }}\n}}\nexample.local:5300 {{\n forward . 192.0.2.1\n}}"
    ));
    assert_eq!(a(&dns, "db.example.local"), "NOERROR 192.0.2.7");
    assert_eq!(a(&dns, "other.example.local"), "SERVFAIL");
    assert_eq!(a(&dns, "web.shop.svc.cluster.local"), "NOERROR 10.96.10.1");
    assert_eq!(ending(&dns, "db.example.com"), Ending::NoPluginLeft);
    assert_eq!(a(&by("cluster.local {\n kubernetes\n}"), "example.com"), "REFUSED");
}

#[test]
fn several_zones_are_served_alike() {
    let dns = by(".:53 {\n kubernetes cluster.local cluster2.local\n}");
    assert_eq!(a(&dns, "web.shop.svc.cluster2.local"), "NOERROR 10.96.10.1");
    let srv = ask(&dns, "_http._tcp.web.shop.svc.cluster2.local", RecordType::SRV);
    assert_eq!(srv, "NOERROR 0 100 80 web.shop.svc.cluster2.local.");
}

#[test]
fn plugins_run_in_their_own_order() {
    // Written last, run first: rewrite, then hosts, then kubernetes.
    let dns = by(&format!(
        ". {{\n forward . 192.0.2.1\n {K8S} hosts {{\n 192.0.2.9 web.shop.svc.cluster.local\n fallthrough\n }}\n rewrite name old.example web.shop.svc.cluster.local\n}}"
    ));
    assert_eq!(a(&dns, "old.example"), "NOERROR 192.0.2.9");
    assert_eq!(ending(&dns, "other.example"), Ending::Forwarded { to: vec!["192.0.2.1:53".into()] });
}

#[test]
fn what_falls_through_is_forwarded() {
    let dns = by(&format!(". {{\n {K8S} forward . /etc/resolv.conf\n}}"));
    assert_eq!(ask(&dns, "8.8.8.8.in-addr.arpa", RecordType::PTR), "PASSED");
    assert_eq!(a(&dns, "nothing.shop.svc.cluster.local"), "NXDOMAIN");
    assert_eq!(ending(&dns, "example.com"), Ending::Forwarded { to: vec!["172.30.0.1:53".into()] });
    let all = by(". {\n kubernetes cluster.local {\n fallthrough\n }\n forward . 192.0.2.1\n}");
    assert_eq!(a(&all, "nothing.shop.svc.cluster.local"), "PASSED");
    let except = by(". {\n forward . 192.0.2.1 {\n except example.com\n }\n}");
    assert_eq!(ending(&except, "a.example.com"), Ending::NoPluginLeft);
}

#[test]
fn hosts_answers_both_ways_and_ends_what_it_does_not_know() {
    let table = "hosts {\n 192.0.2.7 db.corp DB2.corp\n 192.0.2.8 db.corp\n ttl 60\n";
    let dns = by(&format!(". {{\n {table} }}\n {K8S}}}"));
    assert_eq!(a(&dns, "db.corp"), "NOERROR 192.0.2.7 192.0.2.8");
    assert_eq!(dns.answer("db.corp", RecordType::A).unwrap().answers[0].ttl, 60);
    assert_eq!(ask(&dns, "db.corp", RecordType::AAAA), "NOERROR");
    assert_eq!(ask(&dns, "7.2.0.192.in-addr.arpa", RecordType::PTR), "NOERROR db.corp. db2.corp.");
    assert_eq!(a(&dns, "web.shop.svc.cluster.local"), "SERVFAIL");
    let through = by(&format!(". {{\n {table} no_reverse\n fallthrough\n }}\n {K8S}}}"));
    assert_eq!(a(&through, "web.shop.svc.cluster.local"), "NOERROR 10.96.10.1");
    assert_eq!(ask(&through, "7.2.0.192.in-addr.arpa", RecordType::PTR), "PASSED");
    assert_eq!(a(&by(". {\n hosts /etc/coredns/more.hosts\n}"), "db.corp"), "UNSUPPORTED");
}

#[test]
fn rewritten_names_come_back_as_asked() {
    let rules = "rewrite name exact api.corp web.shop.svc.cluster.local\n rewrite name suffix .shop.corp .shop.svc.cluster.local answer auto\n rewrite stop {\n name regex (.*)\\.r\\.corp {1}.shop.svc.cluster.local\n answer name (.*)\\.shop\\.svc\\.cluster\\.local {1}.r.corp\n }\n rewrite name suffix .raw.corp .shop.svc.cluster.local\n";
    let dns = by(&format!(". {{\n {rules} {K8S}}}"));
    let owner = |name: &str| dns.answer(name, RecordType::A).unwrap().answers[0].name.clone();
    assert_eq!(owner("api.corp"), "api.corp.");
    assert_eq!(owner("web.shop.corp"), "web.shop.corp.");
    assert_eq!(owner("web.r.corp"), "web.r.corp.");
    assert_eq!(owner("web.raw.corp"), "web.shop.svc.cluster.local.");
    assert_eq!(ask(&dns, "_http._tcp.web.shop.corp", RecordType::SRV), "NOERROR 0 100 80 web.shop.corp.");
    let chained = by(&format!(
        ". {{\n rewrite continue name a.corp b.corp\n rewrite name b.corp web.shop.svc.cluster.local\n {K8S}}}"
    ));
    assert_eq!(chained.answer("a.corp", RecordType::A).unwrap().answers[0].name, "a.corp.");
    let stopped = by(&format!(
        ". {{\n rewrite name a.corp b.corp\n rewrite name b.corp web.shop.svc.cluster.local\n {K8S}}}"
    ));
    assert_eq!(a(&stopped, "a.corp"), "PASSED");
}

#[test]
fn what_is_not_simulated_is_said_to_be() {
    let dns = by(&format!(
        ". {{\n template IN A corp {{\n answer \"{{{{ .Name }}}} 60 IN A 192.0.2.1\"\n }}\n {K8S}}}"
    ));
    assert_eq!(a(&dns, "x.corp"), "UNSUPPORTED");
    assert_eq!(ask(&dns, "x.corp", RecordType::AAAA), "PASSED");
    assert_eq!(a(&dns, "web.shop.svc.cluster.local"), "NOERROR 10.96.10.1");
    assert_eq!(a(&by(". {\n whoami\n}"), "x."), "UNSUPPORTED");
}

#[test]
fn settings_of_kubernetes_hide_and_show() {
    let labelled = WEB.replace("name: web,", "name: web, labels: {tier: front},");
    let with = |settings: &str| {
        dns_by(&labelled, &format!(". {{\n kubernetes cluster.local {{\n {settings}\n }}\n}}"))
    };
    let web = "web.shop.svc.cluster.local";
    for (settings, wanted) in [
        ("namespaces shop", "NOERROR 10.96.10.1"),
        ("namespaces default", "NXDOMAIN"),
        ("labels tier=front", "NOERROR 10.96.10.1"),
        ("labels tier in (back, middle)", "NXDOMAIN"),
        ("namespace_labels kubernetes.io/metadata.name=shop", "NOERROR 10.96.10.1"),
        ("namespace_labels kubernetes.io/metadata.name=default", "NXDOMAIN"),
        ("ignore empty_service", "NXDOMAIN"),
    ] {
        assert_eq!(a(&with(settings), web), wanted, "{settings}");
    }
    assert_eq!(with("ttl 77").answer(web, RecordType::A).unwrap().answers[0].ttl, 77);
    let headless = service("db", "clusterIP: None, selector: {app: db}, ports: [{port: 1}]")
        + &pod("db-x", "db", "10.244.1.3", true, "");
    let names = dns_by(&headless, ". {\n kubernetes cluster.local {\n endpoint_pod_names\n }\n}");
    assert_eq!(a(&names, "db-x.db.shop.svc.cluster.local"), "NOERROR 10.244.1.3");
    let none = dns_by(&headless, ". {\n kubernetes cluster.local {\n noendpoints\n }\n}");
    assert_eq!(a(&none, "db.shop.svc.cluster.local"), "NXDOMAIN");
}

#[test]
fn a_server_that_forwards_to_itself_is_stopped_by_loop() {
    let looped = |text: &str| by(text).fault().cloned();
    assert!(matches!(looped(". {\n loop\n forward . 10.96.0.10\n}"), Some(Fault::Loop { line: 2, .. })));
    assert!(matches!(looped(". {\n loop\n forward . 127.0.0.1\n}"), Some(Fault::Loop { .. })));
    assert_eq!(looped(&format!(". {{\n loop\n {K8S} forward . /etc/resolv.conf\n}}")), None);
    assert_eq!(ending(&by(". {\n forward . 10.96.0.10\n}"), "example.com"), Ending::Looped);
    // To itself, but into another block: that ends.
    let stub = by(&format!(
        "corp:53 {{\n rewrite name suffix .corp .svc.cluster.local answer auto\n forward . 10.96.0.10\n}}\n. {{\n {K8S}}}"
    ));
    assert_eq!(a(&stub, "web.shop.corp"), "NOERROR 10.96.10.1");
}

#[test]
fn a_broken_corefile_leaves_nobody_to_ask_but_the_server_before() {
    let map = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: coredns, namespace: kube-system}, data: {Corefile: \". {\\n kubernets cluster.local\\n}\"}}\n";
    let broken = cluster(&format!("{WEB}{map}"));
    let dns = Dns::of(&broken);
    assert_eq!(
        dns.fault().unwrap().to_string(),
        "CoreDNS refuses its Corefile: /etc/coredns/Corefile:2 - Error during parsing: Unknown directive 'kubernets'"
    );
    assert!(dns.answer("web.shop.svc.cluster.local", RecordType::A).is_err());
    let before = Server::read(&format!(". {{\n{K8S}}}")).unwrap();
    let kept = Dns::with(&broken, Ok(before), NodeResolver::assumed(&broken));
    assert_eq!(a(&kept, "web.shop.svc.cluster.local"), "NOERROR 10.96.10.1");
}
