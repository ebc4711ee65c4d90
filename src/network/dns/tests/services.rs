//! Services of each type, their endpoints and Pods, by kubeadm's Corefile.

use super::*;

const HEADLESS: &str = "clusterIP: None, selector: {app: db}, ports: [{name: pg, port: 5432}]";

fn databases(service_spec: &str) -> Dns {
    let ready = pod("db-0", "db", "10.244.1.20", true, ", hostname: db-0, subdomain: db");
    let other = pod("db-1", "db", "10.244.2.21", true, ", subdomain: db");
    let unready = pod("db-2", "db", "10.244.2.22", false, ", hostname: db-2, subdomain: db");
    dns(&format!("{}{ready}{other}{unready}", service("db", service_spec)))
}

#[test]
fn a_cluster_ip_is_answered_with_or_without_endpoints() {
    let dns = dns(&service(
        "web",
        "clusterIP: 10.96.10.1, ports: [{name: http, port: 80}, {port: 81, name: admin, protocol: UDP}]",
    ));
    assert_eq!(a(&dns, "web.shop.svc.cluster.local"), "NOERROR 10.96.10.1");
    assert_eq!(a(&dns, "WEB.Shop.svc.Cluster.local."), "NOERROR 10.96.10.1");
    assert_eq!(ask(&dns, "web.shop.svc.cluster.local", RecordType::AAAA), "NOERROR");
    assert_eq!(a(&dns, "web.default.svc.cluster.local"), "NXDOMAIN");
    assert_eq!(a(&dns, "shop.svc.cluster.local"), "NOERROR");
    assert_eq!(a(&dns, "nowhere.svc.cluster.local"), "NXDOMAIN");
    assert_eq!(ask(&dns, "1.10.96.10.in-addr.arpa", RecordType::PTR), "NOERROR web.shop.svc.cluster.local.");
}

#[test]
fn only_named_ports_have_service_records() {
    let yaml = service("web", "clusterIP: 10.96.10.1, ports: [{name: http, port: 80}]")
        + &service("plain", "clusterIP: 10.96.10.2, ports: [{port: 80}]");
    let dns = dns(&yaml);
    let srv = |name: &str| ask(&dns, name, RecordType::SRV);
    assert_eq!(srv("_http._tcp.web.shop.svc.cluster.local"), "NOERROR 0 100 80 web.shop.svc.cluster.local.");
    assert_eq!(srv("_http._udp.web.shop.svc.cluster.local"), "NXDOMAIN");
    assert_eq!(srv("_http._tcp.plain.shop.svc.cluster.local"), "NXDOMAIN");
    let answer = dns.answer("_http._tcp.plain.shop.svc.cluster.local", RecordType::SRV).unwrap();
    assert_eq!(answer.reason(), "the Service plain has no TCP port named \"http\"");
}

#[test]
fn a_headless_service_is_its_ready_endpoints() {
    let dns = databases(HEADLESS);
    assert_eq!(a(&dns, "db.shop.svc.cluster.local"), "NOERROR 10.244.1.20 10.244.2.21");
    assert_eq!(a(&dns, "db-0.db.shop.svc.cluster.local"), "NOERROR 10.244.1.20");
    assert_eq!(a(&dns, "db-2.db.shop.svc.cluster.local"), "NXDOMAIN");
    let srv = ask(&dns, "_pg._tcp.db.shop.svc.cluster.local", RecordType::SRV);
    assert_eq!(
        srv,
        "NOERROR 0 50 5432 10-244-2-21.db.shop.svc.cluster.local. 0 50 5432 db-0.db.shop.svc.cluster.local."
    );
    assert_eq!(
        ask(&dns, "20.1.244.10.in-addr.arpa", RecordType::PTR),
        "NOERROR db-0.db.shop.svc.cluster.local."
    );
}

#[test]
fn not_ready_addresses_are_published_on_demand() {
    let dns = databases(&format!("{HEADLESS}, publishNotReadyAddresses: true"));
    assert_eq!(a(&dns, "db.shop.svc.cluster.local"), "NOERROR 10.244.1.20 10.244.2.21 10.244.2.22");
}

#[test]
fn a_subdomain_without_hostname_gives_no_name_of_its_own() {
    let dns = databases(HEADLESS);
    assert_eq!(a(&dns, "db-1.db.shop.svc.cluster.local"), "NXDOMAIN");
    assert_eq!(a(&dns, "10-244-2-21.db.shop.svc.cluster.local"), "NOERROR 10.244.2.21");
}

#[test]
fn a_headless_service_without_ready_endpoints_is_no_name() {
    let dns = dns(&(service("db", HEADLESS) + &pod("db-2", "db", "10.244.2.22", false, "")));
    let answer = dns.answer("db.shop.svc.cluster.local", RecordType::A).unwrap();
    assert_eq!(answer.rcode.name(), "NXDOMAIN");
    assert_eq!(answer.reason(), "the headless Service shop/db has no ready endpoint");
}

#[test]
fn stateful_pods_have_names_below_the_service_that_governs_them_only() {
    let set = |governing: &str| {
        format!(
            "---\n{{apiVersion: apps/v1, kind: StatefulSet, metadata: {{name: web, namespace: shop}}, spec: {{replicas: 2, serviceName: {governing}, selector: {{matchLabels: {{app: web}}}}, template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: c, image: nginx}}]}}}}}}}}\n"
        )
    };
    let headless = service("nginx", "clusterIP: None, selector: {app: web}, ports: [{name: http, port: 80}]");
    let right = dns(&(headless.clone() + &set("nginx")));
    assert!(a(&right, "web-0.nginx.shop.svc.cluster.local").starts_with("NOERROR 10."));
    let wrong = dns(&(headless + &set("other")));
    assert_eq!(a(&wrong, "web-0.nginx.shop.svc.cluster.local"), "NXDOMAIN");
    assert!(a(&wrong, "nginx.shop.svc.cluster.local").starts_with("NOERROR 10."));
}

#[test]
fn an_external_name_is_a_canonical_name_and_nothing_more() {
    let yaml = service("out", "type: ExternalName, externalName: api.example.com")
        + &service("in", "type: ExternalName, externalName: web.shop.svc.cluster.local")
        + &service("ip", "type: ExternalName, externalName: 192.0.2.1")
        + &service("web", "clusterIP: 10.96.10.1, ports: [{port: 80}]");
    let dns = dns(&yaml);
    assert_eq!(ask(&dns, "out.shop.svc.cluster.local", RecordType::CNAME), "NOERROR api.example.com.");
    let answer = dns.answer("out.shop.svc.cluster.local", RecordType::A).unwrap();
    assert_eq!(answer.outside.as_deref(), Some("api.example.com."));
    assert_eq!(a(&dns, "in.shop.svc.cluster.local"), "NOERROR 10.96.10.1 web.shop.svc.cluster.local.");
    assert_eq!(a(&dns, "ip.shop.svc.cluster.local"), "NXDOMAIN");
}

#[test]
fn pods_have_names_by_address_as_the_mode_says() {
    let yaml = pod("web", "web", "10.244.1.5", true, "");
    let by =
        |mode: &str| dns_by(&yaml, &format!(". {{\n kubernetes cluster.local {{\n pods {mode}\n }}\n}}"));
    let (there, nowhere) = ("10-244-1-5.shop.pod.cluster.local", "10-0-0-9.shop.pod.cluster.local");
    for (mode, for_there, for_nowhere) in [
        ("insecure", "NOERROR 10.244.1.5", "NOERROR 10.0.0.9"),
        ("verified", "NOERROR 10.244.1.5", "NXDOMAIN"),
        ("disabled", "NXDOMAIN", "NXDOMAIN"),
    ] {
        assert_eq!(a(&by(mode), there), for_there, "{mode}");
        assert_eq!(a(&by(mode), nowhere), for_nowhere, "{mode}");
    }
    assert_eq!(a(&by("verified"), "10-244-1-5.default.pod.cluster.local"), "NXDOMAIN");
    assert_eq!(a(&by("insecure"), "web.shop.pod.cluster.local"), "NXDOMAIN");
}

#[test]
fn the_zone_itself_has_a_version_a_server_and_a_start() {
    let dns = dns("");
    assert_eq!(ask(&dns, "dns-version.cluster.local", RecordType::TXT), "NOERROR \"1.1.0\"");
    assert_eq!(ask(&dns, "cluster.local", RecordType::NS), "NOERROR kube-dns.kube-system.svc.cluster.local.");
    assert_eq!(a(&dns, "ns.dns.cluster.local"), "NOERROR 10.96.0.10");
    assert_eq!(ask(&dns, "cluster.local", RecordType::SOA), "NOERROR ");
    assert_eq!(a(&dns, "kubernetes.default.svc.cluster.local"), "NOERROR 10.96.0.1");
}
