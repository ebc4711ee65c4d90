//! The rules of Ingress as the course teaches them, each on the smallest cluster that shows it (fact sheet 4(d), 5.2).

use crate::network::http::{
    Entry, HttpRequest, Missing, Routed, Routes, Scheme,
    example::{CLASS, cluster, ingress, services},
};

fn ask_in(yaml: &str, class: &str, scheme: Scheme, host: &str, path: &str) -> Routed {
    let cluster = cluster(yaml);
    Routes::compile(&cluster, Missing::Counts)
        .route(&HttpRequest::get(scheme, host, path), &Entry::Class(class.to_owned()))
        .unwrap()
}

fn ask(yaml: &str, host: &str, path: &str) -> Routed {
    ask_in(yaml, "web", Scheme::Http, host, path)
}

fn backend(routed: &Routed) -> Option<&str> {
    routed.backend().map(|one| one.target.name.as_str())
}

#[test]
fn the_longest_path_wins_and_exact_before_prefix_whatever_the_order() {
    for rules in [
        ["- Prefix / root", "- Prefix /aaa a", "- Prefix /aaa/bbb b"],
        ["- Prefix /aaa/bbb b", "- Prefix / root", "- Prefix /aaa a"],
    ] {
        let yaml = format!("{CLASS}{}{}", services(&["root", "a", "b"]), ingress("paths", &rules));
        for (path, service) in
            [("/aaa/ccc", "a"), ("/aaa/bbb", "b"), ("/aaa/bbb/", "b"), ("/ccc", "root"), ("/aaab", "root")]
        {
            assert_eq!(backend(&ask(&yaml, "x.example", path)), Some(service), "{path}");
        }
    }
    let yaml = format!(
        "{CLASS}{}{}",
        services(&["p", "e"]),
        ingress("both", &["- Prefix /foo/ p", "- Exact /foo e"])
    );
    let exact = ask(&yaml, "x.example", "/foo");
    assert_eq!(backend(&exact), Some("e"));
    assert_eq!(exact.rule.as_ref().unwrap().place, "spec.rules[1].http.paths[0]");
    assert!(exact.near[0].why.contains("Exact comes before Prefix"), "{:#?}", exact.near);
    assert_eq!(backend(&ask(&yaml, "x.example", "/foo/")), Some("p"));
}

#[test]
fn an_exact_host_comes_before_a_wildcard_and_that_before_none() {
    let yaml = format!(
        "{CLASS}{}{}",
        services(&["e", "w", "none"]),
        ingress("hosts", &["*.foo.com Prefix / w", "bar.foo.com Prefix /only e", "- Prefix / none"])
    );
    assert_eq!(backend(&ask(&yaml, "BAR.foo.com:8080", "/only/x")), Some("e"));
    assert_eq!(backend(&ask(&yaml, "baz.foo.com", "/")), Some("w"));
    for host in ["a.baz.foo.com", "foo.com", "", "other.org"] {
        assert_eq!(backend(&ask(&yaml, host, "/")), Some("none"), "{host}");
    }
    // The host decides first: the wildcard's rules are not asked.
    let routed = ask(&yaml, "bar.foo.com", "/");
    assert_eq!((routed.status, backend(&routed)), (Some(404), None));
    assert!(routed.near.iter().any(|near| near.why.contains("more specific host")), "{:#?}", routed.near);
    let near = ask(&yaml, "a.baz.foo.com", "/").near;
    assert!(near.iter().any(|near| near.why.contains("one label only")), "{near:#?}");
}

#[test]
fn the_default_backend_takes_what_no_rule_does_or_else_404() {
    let with = "\n---\n{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: rest}, spec: {ingressClassName: web, defaultBackend: {service: {name: rest, port: {name: http}}}}}";
    let rules =
        format!("{CLASS}{}{}", services(&["a", "rest"]), ingress("paths", &["x.example Prefix /aaa a"]));
    assert_eq!(ask(&rules, "x.example", "/ccc").status, Some(404));
    assert_eq!(ask(&rules, "y.example", "/aaa").status, Some(404));
    let all = format!("{rules}{with}");
    for (host, path) in [("x.example", "/ccc"), ("y.example", "/aaa"), ("", "/")] {
        assert_eq!(backend(&ask(&all, host, path)), Some("rest"), "{host}{path}");
    }
}

#[test]
fn without_endpoints_or_with_a_wrong_port_it_is_503() {
    let yaml = format!(
        "{CLASS}{}{}\n---\n{{apiVersion: v1, kind: Service, metadata: {{name: empty}}, spec: {{selector: {{app: nobody}}, ports: [{{port: 80}}]}}}}",
        services(&["other/elsewhere"]),
        ingress("bad", &["- Prefix /empty empty", "- Prefix /elsewhere elsewhere"])
    );
    let empty = ask(&yaml, "", "/empty");
    assert_eq!(empty.status, Some(503));
    assert!(empty.reason.contains("app=nobody"), "{}", empty.reason);
    // A Service of another namespace can not be named at all.
    let elsewhere = ask(&yaml, "", "/elsewhere");
    assert_eq!(elsewhere.status, Some(503));
    assert!(elsewhere.reason.contains("one of that name is in other"), "{}", elsewhere.reason);
    let yaml = format!(
        "{CLASS}{}{}",
        services(&["a"]),
        ingress("port", &["- Prefix / a"]).replace("number: 80", "number: 8080")
    );
    let port = ask(&yaml, "", "/");
    assert_eq!(port.status, Some(503));
    assert!(port.reason.contains("has no port 8080: it has http 80/TCP"), "{}", port.reason);
}

/// Who of several defaults counts, in the order (name, creationTimestamp): the one created last, then the first by name.
#[test]
fn of_several_default_classes_the_one_created_last_counts() {
    let chosen = |classes: &[(&str, &str)]| {
        let classes: Vec<String> = classes
            .iter()
            .map(|(name, created)| {
                format!(
                    "\n---\n{{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {{name: {name}, {created} annotations: {{ingressclass.kubernetes.io/is-default-class: \"true\"}}}}, spec: {{controller: example.com/web}}}}"
                )
            })
            .collect();
        let classless = ingress("web", &["- Prefix / a"]).replace("ingressClassName: web, ", "");
        let cluster = cluster(&format!("{}{classless}{}", services(&["a"]), classes.concat()));
        let routes = Routes::compile(&cluster, Missing::Counts);
        assert_eq!(routes.unserved("default", "web"), None);
        cluster.default_ingress_classes().first().map(|(object, _)| object.name().to_owned()).unwrap()
    };
    let (old, new) =
        ("creationTimestamp: \"2026-01-01T00:00:00Z\",", "creationTimestamp: \"2026-02-01T00:00:00Z\",");
    assert_eq!(chosen(&[("a", old), ("b", new)]), "b");
    assert_eq!(chosen(&[("a", new), ("b", old)]), "a");
    assert_eq!(chosen(&[("b", new), ("a", new)]), "a");
    assert_eq!(chosen(&[("a", new), ("b", "")]), "b");
    assert_eq!(chosen(&[("b", ""), ("a", "")]), "a");
}

#[test]
fn classes_decide_who_serves() {
    let classless = ingress("web", &["- Prefix / a"]).replace("ingressClassName: web, ", "");
    let default = "{name: web, annotations: {ingressclass.kubernetes.io/is-default-class: \"true\"}}";
    let class = |metadata: &str| {
        format!(
            "\n---\n{{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {metadata}, spec: {{controller: example.com/web}}}}"
        )
    };
    let unserved = |yaml: &str, missing| {
        Routes::compile(&cluster(yaml), missing).unserved("default", "web").map(str::to_owned)
    };
    let served = format!("{}{classless}{}", services(&["a"]), class(default));
    assert_eq!(unserved(&served, Missing::Counts), None);
    assert_eq!(backend(&ask(&served, "", "/")), Some("a"));
    let none = format!("{}{classless}{}", services(&["a"]), class("{name: web}"));
    assert!(unserved(&none, Missing::Assumed).unwrap().contains("no IngressClass is the default"));
    let alone = format!("{}{classless}", services(&["a"]));
    assert!(unserved(&alone, Missing::Counts).is_some());
    assert_eq!(unserved(&alone, Missing::Assumed), None);
    let wrong = format!(
        "{}{}{}",
        services(&["a"]),
        ingress("web", &["- Prefix / a"]).replace("Name: web", "Name: wrong"),
        class("{name: web}")
    );
    assert!(
        unserved(&wrong, Missing::Assumed)
            .unwrap()
            .contains("there is no IngressClass wrong, so no controller serves it (there is web)")
    );
    // Asked for by its name, it is answered as if it were served, and told that it is not.
    let entry = Entry::Ingress { namespace: "default".to_owned(), name: "web".to_owned() };
    let routed = Routes::compile(&cluster(&wrong), Missing::Counts)
        .route(&HttpRequest::get(Scheme::Http, "", "/"), &entry)
        .unwrap();
    assert!(routed.status == Some(200) && routed.notes[0].contains("nobody serves it"), "{routed:#?}");
}

#[test]
fn of_equal_rules_the_older_ingress_has_it() {
    let at =
        |yaml: String, time: &str| yaml.replace("annotations: {}", &format!("creationTimestamp: \"{time}\""));
    let new = at(ingress("a-new", &["- Prefix / new"]), "2026-02-01T00:00:00Z");
    let old = at(ingress("b-old", &["- Prefix / old"]), "2026-01-01T00:00:00Z");
    let routed = ask(&format!("{CLASS}{}{new}{old}", services(&["old", "new"])), "", "/");
    assert_eq!(backend(&routed), Some("old"));
    assert!(routed.near[0].why.contains("the API does not say"), "{:#?}", routed.near);
}

#[test]
fn tls_shows_the_secret_of_the_name_and_routes_all_the_same() {
    let secret = |kind: &str| {
        format!(
            "\n---\n{{apiVersion: v1, kind: Secret, metadata: {{name: cert}}, type: {kind}, data: {{tls.crt: LS0t, tls.key: LS0t}}}}"
        )
    };
    let tls = ingress("web", &["x.example Prefix / a"])
        .replace("rules:", "tls: [{hosts: [x.example], secretName: cert}], rules:");
    let shown = |yaml: &str, host: &str| ask_in(yaml, "web", Scheme::Https, host, "/");
    let good = format!("{CLASS}{}{tls}{}", services(&["a"]), secret("kubernetes.io/tls"));
    let routed = shown(&good, "x.example");
    assert_eq!(
        (routed.certificate.unwrap().secret.as_deref(), routed.status),
        (Some("default/cert"), Some(200))
    );
    assert_eq!(shown(&good, "y.example").certificate.unwrap().secret, None);
    let opaque = format!("{CLASS}{}{tls}{}", services(&["a"]), secret("Opaque"));
    let routed = shown(&opaque, "x.example");
    assert!(routed.status == Some(200) && routed.notes[0].contains("of type Opaque"), "{routed:#?}");
}

#[test]
fn rewrite_target_is_ingress_nginx_s_alone() {
    let annotated = |class: &str, path: &str, target: &str| {
        let annotations =
            format!("annotations: {{nginx.ingress.kubernetes.io/rewrite-target: \"{target}\"}}");
        let rules = [format!("- ImplementationSpecific {path} a")];
        let yaml = ingress("web", &[&rules[0]])
            .replace("annotations: {}", &annotations)
            .replace("Name: web", &format!("Name: {class}"));
        format!("{CLASS}{}{yaml}", services(&["a"]))
    };
    let seen = |class: &str, path: &str, target: &str, asked: &str| {
        ask_in(&annotated(class, path, target), class, Scheme::Http, "", asked)
            .backend()
            .map(|one| one.request.as_ref().unwrap().path.clone())
    };
    let seen = |class: &str, path: &str, target: &str, asked: &str| {
        seen(class, path, target, asked).unwrap_or_else(|| "404".to_owned())
    };
    assert_eq!(seen("nginx", "/api(/|$)(.*)", "/$2", "/api/v1/x?y=1"), "/v1/x?y=1");
    assert_eq!(seen("nginx", "/api(/|$)(.*)", "/$2", "/api"), "/");
    assert_eq!(seen("nginx", "/api(/|$)(.*)", "/$2", "/apis"), "404");
    // The usual surprise: every path below collapses.
    assert_eq!(seen("nginx", "/api", "/", "/api/v1"), "/");
    // Equal path and target: left alone.
    assert_eq!(seen("nginx", "/", "/", "/x/y"), "/x/y");
    // Another controller does not know the annotation.
    assert_eq!(seen("web", "/api", "/", "/api/v1"), "/api/v1");
}
