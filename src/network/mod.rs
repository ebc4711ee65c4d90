//! What happens to a name, a packet or an HTTP request in a cluster, hop by hop, with the reason for each hop.

pub mod dns;
pub mod http;
pub mod matrix;
pub mod policy;
pub mod service;
pub mod trace;
