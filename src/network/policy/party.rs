//! One end of a connection, as policies see it.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::Pod;

use crate::cluster::{Cluster, Object, pod};

/// A Pod, or an address that is no Pod's.
#[derive(Debug, Clone, Copy)]
pub enum Party<'a> {
    Pod(&'a Object, &'a Pod),
    Address(IpAddr),
}

impl<'a> Party<'a> {
    /// The Pod of that namespace and name.
    pub fn pod(cluster: &'a Cluster, namespace: &str, name: &str) -> Option<Self> {
        cluster.fetch::<Pod>(namespace, name).map(|(object, pod)| Self::Pod(object, pod))
    }

    /// Who has this address: the running Pod, if it is one's own (a Pod on the host network shares its node's), or just
    /// the address.
    pub fn at(cluster: &'a Cluster, address: IpAddr) -> Self {
        cluster
            .pods()
            .find(|(_, pod)| {
                !pod::is_finished(pod) && !pod::on_host_network(pod) && pod::addresses(pod).contains(&address)
            })
            .map_or(Self::Address(address), |(object, pod)| Self::Pod(object, pod))
    }

    /// Addresses, for `ipBlock`.
    pub fn addresses(&self) -> Vec<IpAddr> {
        match self {
            Self::Pod(_, pod) => pod::addresses(pod),
            Self::Address(address) => vec![*address],
        }
    }

    pub fn as_pod(&self) -> Option<(&'a Object, &'a Pod)> {
        match self {
            Self::Pod(object, pod) => Some((object, pod)),
            Self::Address(_) => None,
        }
    }

    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Pod(one, _), Self::Pod(two, _)) => one.key() == two.key(),
            (Self::Address(one), Self::Address(two)) => one == two,
            _ => false,
        }
    }

    pub fn on_host_network(&self) -> bool {
        self.as_pod().is_some_and(|(_, pod)| pod::on_host_network(pod))
    }

    /// `shop/web`, or the address.
    pub fn name(&self) -> String {
        match self {
            Self::Pod(object, _) => object.full_name(),
            Self::Address(address) => address.to_string(),
        }
    }
}
