//! The rules of Gateway API as the course teaches them, each on the smallest cluster that shows it (fact sheet 4(e), 5.3).

use crate::network::http::{
    Entry, HttpRequest, Missing, Routed, Routes, Scheme,
    example::{cluster, gateway, route, services},
};

fn entry() -> Entry {
    Entry::Gateway { namespace: "default".to_owned(), name: "gw".to_owned() }
}

fn ask_for(yaml: &str, request: &HttpRequest) -> Routed {
    Routes::compile(&cluster(yaml), Missing::Counts).route(request, &entry()).unwrap()
}

fn ask(yaml: &str, host: &str, path: &str) -> Routed {
    ask_for(yaml, &HttpRequest::get(Scheme::Http, host, path))
}

fn backend(routed: &Routed) -> Option<&str> {
    routed.backend().map(|one| one.target.name.as_str())
}

/// The reason of a condition of the only parent.
fn reason(yaml: &str, namespace: &str, name: &str, kind: &str) -> (&'static str, bool) {
    let routes = Routes::compile(&cluster(yaml), Missing::Counts);
    let parents = routes.gateways().route_status(namespace, name);
    let condition = parents[0].condition(kind).unwrap_or_else(|| panic!("{parents:#?}"));
    (condition.reason, condition.holds())
}

fn to(service: &str) -> String {
    format!("backendRefs: [{{name: {service}, port: 80}}]")
}

#[test]
fn a_match_with_more_to_it_comes_first() {
    let rules = "rules: [{matches: [{path: {value: /api}}], backendRefs: [{name: short, port: 80}]},
        {matches: [{path: {value: /api/v1}}], backendRefs: [{name: long, port: 80}]},
        {matches: [{path: {value: /api}, headers: [{name: X-Version, value: two}]}], backendRefs: [{name: header, port: 80}]},
        {matches: [{path: {value: /api}, method: POST}], backendRefs: [{name: method, port: 80}]},
        {matches: [{path: {value: /api}, queryParams: [{name: v, value: two}]}], backendRefs: [{name: query, port: 80}]},
        {matches: [{path: {type: Exact, value: /api}}], backendRefs: [{name: exact, port: 80}]}]";
    let names = ["short", "long", "header", "method", "query", "exact"];
    let yaml = format!("{}{}{}", gateway(""), services(&names), route("web", "", rules));
    let asked = |method: &str, path: &str, header: bool| {
        let mut request = HttpRequest::get(Scheme::Http, "", path);
        method.clone_into(&mut request.method);
        if header {
            request.headers.add("x-version", "two");
        }
        ask_for(&yaml, &request)
    };
    for (method, path, header, service) in [
        ("GET", "/api/x", false, Some("short")),
        ("GET", "/api/x", true, Some("header")),
        ("POST", "/api/x", true, Some("method")),
        ("GET", "/api/v1/x", true, Some("long")),
        ("GET", "/api/x?v=two", false, Some("query")),
        ("GET", "/api/x?v=two", true, Some("header")),
        ("POST", "/api", true, Some("exact")),
        ("GET", "/apis", true, None),
    ] {
        assert_eq!(backend(&asked(method, path, header)), service, "{method} {path} {header}");
    }
    let near = asked("GET", "/api/x", false).near;
    assert!(near.iter().any(|near| near.why == "the request has no header X-Version"), "{near:#?}");
    assert!(near.iter().any(|near| near.why == "the method is GET, not POST"), "{near:#?}");
}

#[test]
fn ties_go_to_the_older_route_then_to_the_first_name_then_to_the_first_rule() {
    let rules = |service: &str| format!("rules: [{{{}}}]", to(service));
    let at = |time: &str| format!(", creationTimestamp: \"{time}\"");
    let base = format!("{}{}", gateway(", allowedRoutes: {namespaces: {from: All}}"), services(&["a", "b"]));
    let aged = format!(
        "{base}{}{}",
        route("a", &at("2026-02-01T00:00:00Z"), &rules("a")),
        route("b", &at("2026-01-01T00:00:00Z"), &rules("b"))
    );
    let routed = ask(&aged, "", "/");
    assert_eq!(backend(&routed), Some("b"));
    assert!(routed.near[0].why.contains("the older route wins"), "{:#?}", routed.near);
    let named = format!("{base}{}{}", route("b", "", &rules("b")), route("a", "", &rules("a")));
    assert_eq!(backend(&ask(&named, "", "/")), Some("a"));
    let first = format!("{base}{}", route("a", "", &format!("rules: [{{{}}}, {{{}}}]", to("b"), to("a"))));
    assert_eq!(backend(&ask(&first, "", "/")), Some("b"));
}

#[test]
fn a_more_specific_hostname_comes_before_a_better_path() {
    let of = |name: &str, host: &str, path: &str| {
        route(
            name,
            "",
            &format!(
                "hostnames: [\"{host}\"], rules: [{{matches: [{{path: {{value: {path}}}}}], {}}}]",
                to(name)
            ),
        )
    };
    let yaml = format!(
        "{}{}{}{}{}",
        gateway(""),
        services(&["exact", "narrow", "wide"]),
        of("wide", "*.com", "/long/path"),
        of("narrow", "*.example.com", "/long"),
        of("exact", "a.example.com", "/")
    );
    assert_eq!(backend(&ask(&yaml, "a.example.com", "/long/path")), Some("exact"));
    assert_eq!(backend(&ask(&yaml, "b.c.example.com", "/long/path")), Some("narrow"));
    assert_eq!(backend(&ask(&yaml, "example.com", "/long/path")), Some("wide"));
    let near = ask(&yaml, "a.example.com", "/long/path").near;
    assert!(near.iter().all(|near| near.why.contains("hostnames come before paths")), "{near:#?}");
}

#[test]
fn only_the_most_specific_listener_gets_the_request() {
    let two = gateway("").replace(
        "}]}}",
        ", hostname: \"*.example.com\"}, {name: one, port: 80, protocol: HTTP, hostname: a.example.com}]}}",
    );
    let rules = format!("rules: [{{{}}}]", to("a"));
    let section =
        route("web", "", &rules).replace("namespace: default}", "namespace: default, sectionName: http}");
    let yaml = format!("{two}{}{section}", services(&["a"]));
    assert_eq!(backend(&ask(&yaml, "b.example.com", "/")), Some("a"));
    let other = ask(&yaml, "a.example.com", "/");
    assert_eq!(other.status, Some(404));
    assert!(other.near[0].why.contains("attached to listener http"), "{:#?}", other.near);
    assert_eq!(ask(&yaml, "example.com", "/").status, Some(404));
}

#[test]
fn a_route_attaches_where_it_is_allowed_named_and_wanted() {
    let rules = format!("rules: [{{{}}}]", to("a"));
    let own = route("web", "", &rules);
    let foreign = route("team/web", "", &rules);
    let services = services(&["a", "team/a"]);
    let with = |listener: &str, route: &str| format!("{}{services}{route}", gateway(listener));
    assert_eq!(reason(&with("", &own), "default", "web", "Accepted"), ("Accepted", true));
    assert_eq!(reason(&with("", &foreign), "team", "web", "Accepted"), ("NotAllowedByListeners", false));
    let near = ask(&with("", &foreign), "", "/").near;
    assert!(near[0].why.contains("NotAllowedByListeners"), "{near:#?}");
    let from = |namespaces: &str| format!(", allowedRoutes: {{namespaces: {{{namespaces}}}}}");
    assert!(reason(&with(&from("from: All"), &foreign), "team", "web", "Accepted").1);
    let label = "from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: team}}";
    assert!(reason(&with(&from(label), &foreign), "team", "web", "Accepted").1);
    assert!(!reason(&with(&from(label), &own), "default", "web", "Accepted").1);
    assert!(!reason(&with(&from("from: Selector"), &foreign), "team", "web", "Accepted").1);
    for wrong in ["sectionName: https", "port: 81", "sectionName: http, port: 81"] {
        let route = own.replace("namespace: default}", &format!("namespace: default, {wrong}}}"));
        assert_eq!(
            reason(&with("", &route), "default", "web", "Accepted"),
            ("NoMatchingParent", false),
            "{wrong}"
        );
    }
    let host = own.replace("rules:", "hostnames: [example.com], rules:");
    assert_eq!(
        reason(&with(", hostname: \"*.example.com\"", &host), "default", "web", "Accepted"),
        ("NoMatchingListenerHostname", false)
    );
}

#[test]
fn references_lead_somewhere_or_are_500_and_nobody_ready_is_503() {
    let with = |reference: &str, more: &str| {
        let rules = format!("rules: [{{backendRefs: [{reference}]}}]");
        format!("{}{}{}{more}", gateway(""), services(&["a", "team/b"]), route("web", "", &rules))
    };
    let grant = "\n---\n{apiVersion: gateway.networking.k8s.io/v1beta1, kind: ReferenceGrant, metadata: {namespace: team, name: g}, spec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}], to: [{group: \"\", kind: Service}]}}";
    let empty =
        "\n---\n{apiVersion: v1, kind: Service, metadata: {name: empty}, spec: {ports: [{port: 80}]}}";
    let cross = "{name: b, namespace: team, port: 80}";
    for (reference, more, status, kind) in [
        ("{name: a, port: 80}", "", 200, "ResolvedRefs"),
        ("{name: missing, port: 80}", "", 500, "BackendNotFound"),
        ("{name: a, port: 81}", "", 500, "BackendNotFound"),
        ("{name: a}", "", 500, "BackendNotFound"),
        ("{name: a, kind: ConfigMap, port: 80}", "", 500, "InvalidKind"),
        (cross, "", 500, "RefNotPermitted"),
        (cross, grant, 200, "ResolvedRefs"),
        ("{name: empty, port: 80}", empty, 503, "ResolvedRefs"),
    ] {
        let yaml = with(reference, more);
        assert_eq!(ask(&yaml, "", "/").status, Some(status), "{reference}");
        assert_eq!(reason(&yaml, "default", "web", "ResolvedRefs").0, kind, "{reference}");
    }
    let rule = |spec: &str| ask(&format!("{}{}", gateway(""), route("web", "", spec)), "", "/");
    assert_eq!(rule("rules: [{}]").status, Some(500));
    assert_eq!(rule("hostnames: [a.example]").status, Some(404));
    assert_eq!(rule("rules: [{filters: [{type: ExtensionRef}]}]").status, Some(500));
}

#[test]
fn weights_are_listed_not_drawn() {
    let rules = "rules: [{backendRefs: [{name: a, port: 80, weight: 80}, {name: missing, port: 80, weight: 20}, {name: b, port: 80, weight: 0}]}]";
    let routed =
        ask(&format!("{}{}{}", gateway(""), services(&["a", "b"]), route("web", "", rules)), "", "/");
    assert_eq!(routed.statuses(), [(Some(200), 80.0), (Some(500), 20.0)]);
    assert_eq!((routed.status, backend(&routed), routed.is_answered()), (Some(200), Some("a"), false));
    assert!(
        routed.reason.starts_with("80 % 200, 20 % 500: there is no Service default/missing"),
        "{}",
        routed.reason
    );
    let none = ask(
        &format!(
            "{}{}{}",
            gateway(""),
            services(&["a"]),
            route("web", "", "rules: [{backendRefs: [{name: a, port: 80, weight: 0}]}]")
        ),
        "",
        "/",
    );
    assert_eq!(none.status, Some(500));
}

#[test]
fn a_listener_or_class_that_is_not_there_takes_nothing() {
    let yaml = format!(
        "{}{}{}",
        gateway(""),
        services(&["a"]),
        route("web", "", &format!("rules: [{{{}}}]", to("a")))
    );
    let secure = ask_for(&yaml, &HttpRequest::get(Scheme::Https, "x", "/"));
    assert!(secure.status.is_none() && secure.reason.contains("no listener has port 443"), "{secure:#?}");
    let class = yaml.replace("gatewayClassName: example", "gatewayClassName: wrong");
    let routed = ask(&class, "", "/");
    assert!(
        routed.status.is_none()
            && routed.reason.contains("there is no GatewayClass wrong (there is example)"),
        "{routed:#?}"
    );
    let https = yaml.replace(
        "port: 80, protocol: HTTP}",
        "port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: cert}]}}",
    );
    let secure = |yaml: &str, missing| {
        Routes::compile(&cluster(yaml), missing)
            .route(&HttpRequest::get(Scheme::Https, "x", "/"), &entry())
            .unwrap()
    };
    let routed = secure(&https, Missing::Counts);
    assert!(
        routed.status.is_none() && routed.reason.contains("there is no Secret default/cert"),
        "{routed:#?}"
    );
    let routed = secure(&https, Missing::Assumed);
    assert!(
        routed.status == Some(200)
            && routed.notes.iter().any(|note| note.contains("default/cert is assumed")),
        "{routed:#?}"
    );
    let plain = ask_for(&https, &HttpRequest { port: Some(443), ..HttpRequest::get(Scheme::Http, "x", "/") });
    assert_eq!(plain.status, None);
}

#[test]
fn conflicting_listeners_are_told() {
    let two = gateway("").replace("}]}}", "}, {name: more, port: 80, protocol: HTTP}]}}");
    let routes = Routes::compile(&cluster(&two), Missing::Counts);
    let status = routes.gateways().get("default", "gw").unwrap().status();
    let conflicted = status
        .listeners
        .iter()
        .map(|one| one.conditions.iter().find(|one| one.kind == "Conflicted").unwrap());
    assert!(conflicted.clone().all(|one| one.holds() && one.reason == "HostnameConflict"), "{status:#?}");
    assert_eq!((status.conditions[0].reason, status.conditions[0].holds()), ("ListenersNotValid", false));
    assert_eq!((status.conditions[1].kind, status.conditions[1].reason), ("Programmed", "Invalid"));
}

#[test]
fn a_call_of_grpc_is_a_request_for_service_and_method() {
    let rules = "rules: [{matches: [{method: {service: shop.Cart, method: Add}}], backendRefs: [{name: add, port: 80}]},
        {matches: [{method: {service: shop.Cart}}], backendRefs: [{name: cart, port: 80}]},
        {matches: [{method: {method: Check}}], backendRefs: [{name: check, port: 80}]},
        {matches: [{method: {type: RegularExpression, service: 'shop[.].*'}}], backendRefs: [{name: any, port: 80}]},
        {matches: [{headers: [{name: tenant, value: blue}]}], backendRefs: [{name: header, port: 80}]}]";
    let route = route("calls", "", rules).replace("HTTPRoute", "GRPCRoute");
    let yaml = format!("{}{}{route}", gateway(""), services(&["add", "cart", "check", "any", "header"]));
    let asked = |path: &str, tenant: &str| {
        let mut request = HttpRequest::get(Scheme::Http, "", path);
        "POST".clone_into(&mut request.method);
        request.headers.add("tenant", tenant);
        ask_for(&yaml, &request)
    };
    for (path, tenant, service) in [
        ("/shop.Cart/Add", "red", Some("add")),
        ("/shop.Cart/Remove", "red", Some("cart")),
        ("/shop.Cart/Check", "red", Some("cart")),
        ("/shop.Cart2/Add", "red", Some("any")),
        ("/grpc.health.v1.Health/Check", "red", Some("check")),
        ("/grpc.health.v1.Health/Watch", "red", None),
        ("/grpc.health.v1.Health/Watch", "blue", Some("header")),
    ] {
        assert_eq!(backend(&asked(path, tenant)), service, "{path} {tenant}");
    }
    let matched = asked("/shop.Cart/Add", "red").rule.unwrap();
    assert_eq!(
        (matched.object.as_str(), matched.place.as_str(), matched.text.as_str()),
        ("GRPCRoute default/calls", "spec.rules[0].matches[0]", "any host, Exact /shop.Cart/Add")
    );
    // Unlike an HTTPRoute's, no rules match nothing.
    let empty = super::super::example::route("none", "", "rules: []").replace("HTTPRoute", "GRPCRoute");
    let routed = ask(&format!("{}{empty}", gateway("")), "", "/");
    assert!(routed.status == Some(404) && routed.reason.contains("no rule of a route"), "{routed:#?}");
}
