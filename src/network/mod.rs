//! What happens to a name, a packet or an HTTP request in a cluster, hop by hop, with the reason for each hop.

pub mod dns;
pub mod http;
pub mod matrix;
pub mod policy;
pub mod service;
pub mod trace;

use crate::cluster::controllers::Controller;

/// The controllers that need to know the network. Install them in a cluster that answers requests:
/// `cluster.install(network::CONTROLLERS)`.
pub const CONTROLLERS: &[Controller] = &[dns::CONTROLLER, http::gateway::CONTROLLER];
