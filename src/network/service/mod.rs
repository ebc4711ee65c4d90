//! What the proxies of the nodes (kube-proxy) make of a connection to a Service.
//!
//! | file | what |
//! |---|---|
//! | `facts` | what a Service's fields say, defaults included |
//! | `endpoint` | the endpoints of one port, from the slices |
//! | `traffic_policy` | which of them one node uses: readiness, `Local`, hints |
//! | `frontend` | which Service answers at an address and port |
//! | `health` | what a node tells a load balancer that asks for its endpoints |
//! | `translate` | backends, refused or dropped |
//!
//! A headless Service and an `ExternalName` have no frontend: their names lead elsewhere, and nothing is translated.

pub mod endpoint;
pub mod facts;
pub mod frontend;
mod health;
pub mod traffic_policy;
mod translate;

pub use endpoint::{Endpoint, endpoints};
pub use facts::Form;
pub use frontend::{Entrance, Frontend, Frontends, Owner};
pub use health::{HealthCheck, health_check, health_check_ports};
pub use translate::{Answer, Cause, Origin, Scope, Translation, translate};

/// The page on Services themselves.
pub const PAGE: &str = "https://kubernetes.io/docs/concepts/services-networking/service/";
/// The page on what proxies do.
pub const PROXY_PAGE: &str = "https://kubernetes.io/docs/reference/networking/virtual-ips/";
