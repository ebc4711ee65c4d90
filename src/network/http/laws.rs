//! Laws that hold for every set of rules.

use proptest::prelude::*;

use super::{
    Entry, HttpRequest, Missing, Routed, Routes, Scheme,
    example::{CLASS, cluster, gateway, ingress, route, services},
};

const NAMES: [&str; 3] = ["a", "b", "c"];

fn rule() -> impl Strategy<Value = (String, &'static str, String, &'static str)> {
    let host = prop_oneof!["[xyz]\\.example", Just("*.example".to_owned()), Just("-".to_owned())];
    (
        host,
        prop_oneof![Just("Prefix"), Just("Exact")],
        "(/[ab]){1,3}/?",
        prop::sample::select(NAMES.as_slice()),
    )
}

fn of_class(yaml: &str, host: &str, path: &str) -> Routed {
    let routes = Routes::compile(&cluster(yaml), Missing::Counts);
    routes.route(&HttpRequest::get(Scheme::Http, host, path), &Entry::Class("web".to_owned())).unwrap()
}

fn decided(routed: &Routed) -> (Option<u16>, Option<String>) {
    (routed.status, routed.backend().map(|one| one.target.text()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_ingress_rule_for_another_host_changes_nothing(rules in prop::collection::vec(rule(), 0..5), path in "(/[ab]){1,3}/?", host in "[xyz]\\.example") {
        let written: Vec<String> = rules.iter().map(|(host, kind, path, service)| format!("{host} {kind} {path} {service}")).collect();
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        let before = format!("{CLASS}{}{}", services(&NAMES), ingress("m", &written));
        let other = ingress("z", &["other.org Prefix / a", "*.deep.org Exact /a b"]);
        prop_assert_eq!(decided(&of_class(&before, &host, &path)), decided(&of_class(&format!("{before}{other}"), &host, &path)));
    }

    #[test]
    fn the_order_of_rules_in_an_ingress_changes_nothing_where_paths_differ(rules in prop::collection::vec(rule(), 0..5), path in "(/[ab]){1,3}/?", host in "[xyz]\\.example") {
        let mut seen = std::collections::BTreeSet::new();
        let distinct: Vec<_> = rules.into_iter().filter(|(host, kind, path, _)| seen.insert((host.clone(), *kind, path.trim_end_matches('/').to_owned()))).collect();
        let mut written: Vec<String> = distinct.iter().map(|(host, kind, path, service)| format!("{host} {kind} {path} {service}")).collect();
        let of = |written: &[String]| {
            let written: Vec<&str> = written.iter().map(String::as_str).collect();
            decided(&of_class(&format!("{CLASS}{}{}", services(&NAMES), ingress("m", &written)), &host, &path))
        };
        let forwards = of(&written);
        written.reverse();
        prop_assert_eq!(forwards, of(&written));
    }

    #[test]
    fn a_route_for_another_host_changes_nothing(host in "[xy]\\.example", path in "(/[ab]){1,3}", own in "(/[ab]){1,2}") {
        let spec = format!("hostnames: [\"*.example\"], rules: [{{matches: [{{path: {{value: {own}}}}}], backendRefs: [{{name: a, port: 80}}]}}]");
        let before = format!("{}{}{}", gateway(""), services(&NAMES), route("m", "", &spec));
        let other = route("a-first", "", "hostnames: [z.example, \"*.x.example\"], rules: [{backendRefs: [{name: b, port: 80}]}]");
        let ask = |yaml: &str| {
            let entry = Entry::Gateway { namespace: "default".to_owned(), name: "gw".to_owned() };
            Routes::compile(&cluster(yaml), Missing::Counts).route(&HttpRequest::get(Scheme::Http, &host, &path), &entry).unwrap()
        };
        prop_assert_eq!(decided(&ask(&before)), decided(&ask(&format!("{before}{other}"))));
    }

    #[test]
    fn no_request_panics(host in any::<String>(), path in any::<String>(), method in any::<String>(), https in any::<bool>()) {
        let yaml = format!("{CLASS}{}{}{}{}", services(&["a"]), ingress("m", &["*.example Prefix /a a"]), gateway(""), route("m", "", "rules: [{backendRefs: [{name: a, port: 80}]}]"));
        let routes = Routes::compile(&cluster(&yaml), Missing::Counts);
        let scheme = if https { Scheme::Https } else { Scheme::Http };
        for path in [path.clone(), format!("/{path}")] {
            let request = HttpRequest { method: method.clone(), ..HttpRequest::get(scheme, &host, &path) };
            for entry in [Entry::Only, Entry::Class("web".to_owned()), Entry::Gateway { namespace: "default".to_owned(), name: "gw".to_owned() }] {
                let _ = routes.route(&request, &entry);
                let _ = routes.route(&HttpRequest { method: "GET".to_owned(), ..request.clone() }, &entry);
            }
        }
    }
}
