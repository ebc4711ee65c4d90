//! Gateway API's kinds as far as routing reads them, with the API's defaults.
//! Source: <https://gateway-api.sigs.k8s.io/reference/spec/> (v1; `v1beta1` has the same fields).

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde::{Deserialize, de::DeserializeOwned};

use crate::cluster::{Kind, Object};

pub const GROUP: &str = "gateway.networking.k8s.io";

/// Reads an object's `spec`.
///
/// # Errors
/// When a field does not have its type: where, and what is wrong.
pub fn read<T: DeserializeOwned>(object: &Object) -> Result<T, String> {
    let nothing = serde_json::Value::Object(serde_json::Map::new());
    let spec = object.json().get("spec").unwrap_or(&nothing);
    serde_path_to_error::deserialize(spec)
        .map_err(|error| format!("spec.{}: {}", error.path(), error.inner()))
}

macro_rules! fields {
    ($($(#[$note:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $kind:ty),* $(,)? })+) => {
        $($(#[$note])*
        #[derive(Debug, Clone, Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        pub struct $name { $($(#[$attribute])* pub $field: $kind),* })+
    };
}

fields! {
    GatewayClassSpec { controller_name: String, parameters_ref: Option<serde_json::Value> }

    GatewaySpec { gateway_class_name: String, listeners: Vec<Listener> }
    Listener {
        name: String, port: u16, protocol: String, hostname: Option<String>, tls: Option<ListenerTls>,
        allowed_routes: AllowedRoutes,
    }
    ListenerTls { mode: Option<String>, certificate_refs: Vec<ObjectRef> }
    AllowedRoutes { namespaces: Namespaces, kinds: Vec<RouteKind> }
    Namespaces { from: Option<String>, selector: Option<LabelSelector> }
    RouteKind { group: Option<String>, kind: String }
    /// A reference to another object; what is left out has another default in each place.
    ObjectRef { group: Option<String>, kind: Option<String>, namespace: Option<String>, name: String, port: Option<u16> }

    /// Of either kind.
    Route { parent_refs: Vec<ParentRef>, hostnames: Vec<String>, rules: Vec<Rule> }
    GrpcRouteSpec { parent_refs: Vec<ParentRef>, hostnames: Vec<String>, rules: Vec<GrpcRule> }
    GrpcRule { name: Option<String>, matches: Vec<GrpcMatch>, filters: Vec<Filter>, backend_refs: Vec<BackendRef> }
    GrpcMatch { method: Option<GrpcMethod>, headers: Vec<NamedMatch> }
    GrpcMethod { #[serde(rename = "type")] kind: Option<String>, service: Option<String>, method: Option<String> }
    ParentRef {
        group: Option<String>, kind: Option<String>, namespace: Option<String>, name: String,
        section_name: Option<String>, port: Option<u16>,
    }
    Rule { name: Option<String>, matches: Vec<Match>, filters: Vec<Filter>, backend_refs: Vec<BackendRef> }
    Match { path: Option<PathMatch>, headers: Vec<NamedMatch>, query_params: Vec<NamedMatch>, method: Option<String> }
    /// `named`: how much of a call of gRPC it names, which ranks it; no field of the API.
    PathMatch { #[serde(rename = "type")] kind: Option<String>, value: Option<String>, #[serde(skip)] named: Option<usize> }
    NamedMatch { #[serde(rename = "type")] kind: Option<String>, name: String, value: String }
    BackendRef {
        group: Option<String>, kind: Option<String>, namespace: Option<String>, name: String, port: Option<u16>,
        weight: Option<u32>, filters: Vec<Filter>,
    }
    Filter {
        #[serde(rename = "type")] kind: String,
        request_header_modifier: Option<HeaderFilter>, response_header_modifier: Option<HeaderFilter>,
        request_redirect: Option<RedirectFilter>, url_rewrite: Option<RewriteFilter>,
        request_mirror: Option<MirrorFilter>, cors: Option<CorsFilter>,
    }
    HeaderFilter { set: Vec<Header>, add: Vec<Header>, remove: Vec<String> }
    Header { name: String, value: String }
    RedirectFilter {
        scheme: Option<String>, hostname: Option<String>, path: Option<PathModifier>, port: Option<u16>,
        status_code: Option<u16>,
    }
    RewriteFilter { hostname: Option<String>, path: Option<PathModifier> }
    PathModifier {
        #[serde(rename = "type")] kind: String, replace_full_path: Option<String>, replace_prefix_match: Option<String>,
    }
    MirrorFilter { backend_ref: ObjectRef }
    CorsFilter {
        allow_origins: Vec<String>, allow_credentials: Option<bool>, allow_methods: Vec<String>,
        allow_headers: Vec<String>, expose_headers: Vec<String>, max_age: Option<u64>,
    }

    GrantSpec { from: Vec<GrantFrom>, to: Vec<GrantTo> }
    GrantFrom { group: String, kind: String, namespace: String }
    GrantTo { group: String, kind: String, name: Option<String> }
}

impl Route {
    /// Reads a route's `spec`. An `HTTPRoute` without `rules` has one that matches everything and has no backend;
    /// `rules: []` the same.
    ///
    /// # Errors
    /// When a field does not have its type.
    pub fn read(object: &Object) -> Result<Self, String> {
        if object.kind() == Kind::GRPCRoute {
            return read::<GrpcRouteSpec>(object).map(Self::from);
        }
        let mut route: Self = read(object)?;
        if route.rules.is_empty() {
            route.rules.push(Rule::default());
        }
        Ok(route)
    }
}

impl ParentRef {
    /// Whether it names a Gateway; a Service (a mesh) may be a parent, too.
    pub fn is_gateway(&self) -> bool {
        self.group.as_deref().unwrap_or(GROUP) == GROUP
            && self.kind.as_deref().unwrap_or("Gateway") == "Gateway"
    }
}
