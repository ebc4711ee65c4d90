//! One connection, from name to listener: what the client sees, and which object and rule decided each hop.
//!
//! ```
//! use kubedrill::{cluster::{self, LoadOptions, Source}, network::trace::{From, Outcome, Request, To, Tracer}};
//!
//! let yaml = b"{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: c, image: nginx}]}}";
//! let loaded = cluster::load(&[Source { name: "web.yaml", bytes: yaml }], &LoadOptions::default()).unwrap();
//! let tracer = Tracer::new(&loaded.cluster);
//! let (to, _) = To::read("default/web").unwrap();
//! let from = From::read("ip:203.0.113.7").unwrap();
//! let port = Some(kubedrill::network::trace::Port::Number(80));
//! let trace = tracer.trace(&Request { from, to, port, protocol: None, node: None }).unwrap();
//! assert_eq!(trace.outcome, Outcome::Delivered);
//! ```
//!
//! | file | what |
//! |---|---|
//! | `request` | the question, and its notation |
//! | `tracer` | a cluster's state made ready |
//! | `follow`, `whole` | a request to its ends, and what they come to together |
//! | `entrance` | a Service's way in from outside |
//! | `ports` | which port is dialled |
//! | `lookup` | name to addresses, the connection to DNS included |
//! | `dial`, `node` | address to ends: Pod, Service, node, outside |
//! | `http_way` | a URL from outside through Ingress or a Gateway |
//! | `judge` | policies, then the listener |
//! | `hop`, `packet`, `way` | what an answer is made of |
//! | `policy_hop`, `service_hop` | sentences |
//!
//! Nothing is drawn at random: every endpoint that a connection may get is judged, and they are reported side by side.
//! `policy` speaks of the main connection only, even when its name can not be looked up; where no destination is known
//! it is `undefined`. Where Kubernetes does not say what happens, the outcome is `unknown`.

mod dial;
mod entrance;
mod follow;
mod hop;
mod http_way;
mod judge;
mod lookup;
mod node;
mod packet;
mod policy_hop;
mod ports;
mod request;
mod service_hop;
mod tracer;
mod way;
mod whole;

pub use hop::{Dns, Effect, End, Hop, Outcome, Stage, Trace};
pub use http_way::is_ingress_controller;
pub use packet::{Packet, Sender};
pub use request::{From, Host, Port, Request, RequestError, To, read_protocol};
pub use tracer::Tracer;
pub use way::Way;
