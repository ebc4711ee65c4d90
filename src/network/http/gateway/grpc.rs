//! A `GRPCRoute` as rules for HTTP: a call of gRPC is a request for the path `/SERVICE/METHOD`.
//!
//! <https://gateway-api.sigs.k8s.io/reference/spec/#grpcmethodmatch>,
//! <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests>

use super::api::{GrpcMatch, GrpcMethod, GrpcRouteSpec, GrpcRule, Match, PathMatch, Route, Rule};

impl From<GrpcRouteSpec> for Route {
    fn from(spec: GrpcRouteSpec) -> Self {
        Self {
            parent_refs: spec.parent_refs,
            hostnames: spec.hostnames,
            rules: spec.rules.into_iter().map(rule).collect(),
        }
    }
}

fn rule(grpc: GrpcRule) -> Rule {
    Rule {
        name: grpc.name,
        matches: grpc.matches.into_iter().map(matching).collect(),
        filters: grpc.filters,
        backend_refs: grpc.backend_refs,
    }
}

fn matching(grpc: GrpcMatch) -> Match {
    Match { path: grpc.method.as_ref().map(path), headers: grpc.headers, ..Match::default() }
}

/// The more of the service is named, the earlier it comes, and of equal ones the more of the method (`rules` of
/// `GRPCRouteRule`). Where expressions stand is the implementation's affair.
fn named(method: &GrpcMethod) -> Option<usize> {
    /// No name is longer.
    const LONGEST: usize = 1024;
    let length = |name: &Option<String>| name.as_ref().map_or(0, String::len);
    let exact = method.kind.as_deref().is_none_or(|kind| kind == "Exact");
    exact.then(|| length(&method.service) * (LONGEST + 1) + length(&method.method))
}

/// What is left out stands for any name.
fn path(method: &GrpcMethod) -> PathMatch {
    const ANY: &str = "[^/]+";
    let kind = method.kind.as_deref().unwrap_or("Exact");
    let (kind, value) = match (kind, method.service.as_deref(), method.method.as_deref()) {
        ("Exact", Some(service), Some(method)) => ("Exact", format!("/{service}/{method}")),
        ("Exact", Some(service), None) => ("PathPrefix", format!("/{service}")),
        ("Exact" | "RegularExpression", service, method) => {
            let (service, method) = (service.unwrap_or(ANY), method.unwrap_or(ANY));
            ("RegularExpression", format!("/(?:{service})/(?:{method})"))
        }
        // What is no type of match is told as that of any other path.
        (other, _, _) => (other, String::new()),
    };
    PathMatch { kind: Some(kind.to_owned()), value: Some(value), named: named(method) }
}
