//! Ingress: which controller serves an object, and what it makes of a request.
//!
//! The rules are the API's (<https://kubernetes.io/docs/concepts/services-networking/ingress/>). Where it leaves a choice, ours is
//! what most controllers do: the most specific host decides first, and only then the path; of two equal paths, the older Ingress has it.

mod choose;
mod class;
mod nginx;
#[cfg(test)]
mod rules_of_the_field;
mod table;
mod tls;

pub use class::{Controller, Served, served};
pub use table::Table;
pub(super) use tls::fault as certificate_fault;

/// The page on Ingress.
pub const PAGE: &str = "https://kubernetes.io/docs/concepts/services-networking/ingress/";
/// The page on ingress-nginx's rewriting.
pub const NGINX_PAGE: &str = "https://kubernetes.github.io/ingress-nginx/user-guide/ingress-path-matching/";
