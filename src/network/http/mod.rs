//! One HTTP request from outside through Ingress or Gateway API: status, backend, the rule that decided and those that nearly did.
//!
//! ```
//! use kubedrill::{cluster::{self, LoadOptions, Source}, network::http::{Entry, HttpRequest, Missing, Routes, Scheme}};
//!
//! let yaml = b"{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}}";
//! let loaded = cluster::load(&[Source { name: "web.yaml", bytes: yaml }], &LoadOptions::default()).unwrap();
//! let routes = Routes::compile(&loaded.cluster, Missing::Assumed);
//! let routed = routes.route(&HttpRequest::get(Scheme::Http, "web.example", "/"), &Entry::Only).unwrap();
//! assert_eq!(routed.status, Some(503)); // there is no Service default/web
//! ```
//!
//! | file | what |
//! |---|---|
//! | `request`, `routed` | the question and the answer |
//! | `routes` | a cluster's rules compiled, and which door a request takes |
//! | `host`, `path`, `headers` | what patterns match |
//! | `target` | the Service behind a rule, its endpoints |
//! | `ingress` | classes, hosts, paths, default backends, TLS; the rewriting of ingress-nginx |
//! | `gateway` | listeners, attachment, matches, filters, grants, statuses |
//! | `age`, `missing` | ties; what is assumed |

mod age;
#[cfg(test)]
mod example;
pub mod gateway;
mod headers;
pub mod host;
pub mod ingress;
#[cfg(test)]
mod laws;
mod missing;
pub mod path;
mod request;
mod routed;
mod routes;
mod target;

pub use headers::{HeaderEdit, Headers};
pub use missing::Missing;
pub use request::{Entry, HttpRequest, RouteError, Scheme};
pub use routed::{Backend, Certificate, Matched, NearMiss, Redirect, RequestAtBackend, Routed};
pub use routes::{Routes, route};
pub use target::{Fault, State, Target};
