//! A Kubernetes API in memory: one deterministic value, [`Cluster`], and the doors through which objects come in.
//!
//! # How to use it
//!
//! ```
//! use kubedrill::cluster::{self, LoadOptions, Source};
//!
//! let yaml = b"{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {containers: []}}";
//! let loaded = cluster::load(&[Source { name: "web.yaml", bytes: yaml }], &LoadOptions::default()).unwrap();
//! let cluster = loaded.cluster;
//! for (object, pod) in cluster.pods() {
//!     // `object`: key, labels, JSON, origin; `pod`: the k8s-openapi struct; `cluster::pod`: what a Pod says.
//!     let _ = (object.full_name(), object.labels(), cluster::pod::address(pod), cluster::pod::is_ready(pod));
//! }
//! assert_eq!(cluster.pods_asked_about().len(), 1); // CoreDNS's Pods are there, but assumed
//! assert!(cluster.fetch::<k8s_openapi::api::core::v1::Service>("kube-system", "kube-dns").is_some());
//! ```
//!
//! # What is where
//!
//! | file | what |
//! |---|---|
//! | `store` | [`Cluster`]: `put`, `change`, `remove`, `find`, `fetch::<T>`, `list::<T>`, `list_in::<T>`, `objects(kind)`; a clone is a handful of `Arc`s |
//! | `listing` | the same by name: `pods()`, `services()`, `slices_of(namespace, service)`, ... each yields `(&Object, &T)` |
//! | `object`, `typed`, `kind`, `key` | one object: JSON as written and typed; [`Origin`] says given, derived or assumed |
//! | `kinds` | one [`Declaration`] for each kind, by group; how to add one |
//! | `form` | the fields of a custom kind, with their types, defaults and rules |
//! | `history` | what changed, in order |
//! | `occupancy` | what Pods take up: addresses, room on nodes |
//! | `pod` | what a Pod says: address, phase, readiness, ports, [`pod::Protocol`] |
//! | `settings` | domain, ranges, DNS address, whether the plugin enforces policies |
//! | `selector` | label and field selectors |
//! | `container` | what a container does: which program its image starts, what that listens on, what it answers |
//! | `daemon` | what every node runs besides Pods, and where it listens |
//! | `load` | the loading door |
//! | `api` | the door for requests: admission, verbs, patches, refusals as `Status` |
//! | `table` | the columns and cells of `kubectl get` |
//! | `controllers` | what a cluster does by itself after a request: workloads, scheduler, kubelet, endpoints, events |
//! | `derive` | everything that follows from other objects, called by both doors: Pods of workloads, nodes, addresses, statuses, endpoints |
//!
//! # Invariants after `load` or `derive::settle`
//!
//! - Every namespaced object's `Namespace` exists and carries `kubernetes.io/metadata.name`.
//! - Every Pod that has not finished, and that no dump calls `Pending`, has `status.podIP` (the node's, on the host network) and a phase; no address was given twice.
//! - Every Service but `ExternalName` has `spec.clusterIP` (or `None`), and node ports where its type wants them.
//! - Every Service with a selector has its `EndpointSlice`s and `Endpoints`; so readers of endpoints read slices only.
//! - `settle` run again changes nothing.

pub mod api;
pub mod container;
pub mod controllers;
mod daemon;
mod default_class;
pub mod derive;
mod form;
mod history;
mod identity;
mod key;
mod kind;
mod kinds;
mod listing;
mod load;
mod object;
mod occupancy;
mod owner;
mod plugin;
pub mod pod;
mod process;
mod quantity;
pub mod quota;
mod reading;
pub mod selector;
mod settings;
mod store;
pub mod table;
mod typed;

pub use daemon::{CONTROL_PLANE_ROLE, Daemon, Door, daemons};
pub use default_class::DEFAULT_CLASS;
pub use history::{Change, History};
pub use key::Key;
pub use kind::Kind;
pub use kinds::{CustomKind, Declaration, KINDS};
pub use listing::SERVICE_NAME;
pub use load::{LARGEST_INPUT, LoadOptions, LoadProblem, Loaded, Source, load, read_documents};
pub use object::{Labels, Object, Origin, Place};
pub use plugin::{Profile, profiles};
pub use pod::Protocol;
pub use process::Process;
pub use reading::part as read_part;
pub use selector::{FieldSelector, Selector};
pub use settings::{Plugin, Settings};
pub use store::{Changes, Cluster};
pub use typed::{Resource, Typed, WrongType};
