//! Who gives addresses to load balancers, and out of what: the cluster's own supply, or `MetalLB` where its controller runs;
//! and who answers for them.
//!
//! <https://metallb.io/configuration/>

use std::{collections::BTreeSet, net::Ipv4Addr, ops::RangeInclusive};

use ipnet::Ipv4Net;
use serde_json::Value;

use super::{field, pods};
pub use crate::cluster::kinds::metallb::{BGP_ADVERTISEMENT, IP_ADDRESS_POOL, L2_ADVERTISEMENT};
use crate::cluster::{kind::Kind, object::Object, store::Cluster};

/// The images of `MetalLB`'s two programs.
pub const CONTROLLER_IMAGE: &str = "metallb/controller";
/// The page on what answers for an address.
pub const PAGE: &str = "https://metallb.io/configuration/#announce-the-service-ips";
/// The annotation with the pool that an address came from.
pub const POOL: &str = "metallb.io/ip-allocated-from-pool";
const SPEAKER_IMAGE: &str = "metallb/speaker";

/// Addresses under one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// The `IPAddressPool`'s; empty for the cluster's own supply.
    pub name: String,
    ranges: Vec<RangeInclusive<u32>>,
    /// Given to whoever asks; otherwise only to those that ask for this pool or for an address in it.
    auto: bool,
    /// The only namespaces that are served; empty for all.
    namespaces: Vec<String>,
}

/// Somebody who gives addresses; what is left may be nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balancer {
    pools: Vec<Pool>,
}

impl Balancer {
    /// `None` where nobody gives addresses: then Services wait for ever. Also where the definition of pools is not here, as in
    /// files of one's own: what pools there are is not known then, and what was given stays.
    pub fn of(cluster: &Cluster) -> Option<Self> {
        if let Some(own) = &cluster.settings.load_balancers {
            let ranges = vec![u32::from(*own.start())..=u32::from(*own.end())];
            return Some(Self {
                pools: vec![Pool { name: String::new(), ranges, auto: true, namespaces: vec![] }],
            });
        }
        let (controller, _) = pods::running(cluster, CONTROLLER_IMAGE).next()?;
        if !cluster.kinds().contains(&IP_ADDRESS_POOL) {
            return None;
        }
        // It reads the pools of its own namespace.
        let pools = cluster.objects_in(IP_ADDRESS_POOL, controller.namespace());
        Some(Self { pools: pools.map(|object| Pool::of(object)).collect() })
    }

    /// The addresses that nobody has for somebody of that namespace, lowest first.
    pub fn free(
        &self,
        namespace: &str,
        taken: &BTreeSet<Ipv4Addr>,
    ) -> impl DoubleEndedIterator<Item = Ipv4Addr> {
        self.pools
            .iter()
            .filter(move |pool| pool.auto && pool.serves(namespace))
            .flat_map(Pool::addresses)
            .filter(|address| !taken.contains(address))
    }

    /// Nothing is given, and nobody is told why.
    pub fn is_empty(&self) -> bool {
        self.pools.is_empty()
    }

    /// What makes the address of a Service another one's to give; the cluster's own supply takes nothing back.
    pub fn retraction(&self, service: &Object, address: Ipv4Addr) -> Option<Retraction> {
        if self.pools.iter().any(|pool| pool.name.is_empty()) {
            return None;
        }
        let serving = |pool: &&Pool| pool.has(address) && pool.serves(service.namespace());
        let Some(pool) = self.pools.iter().find(serving) else { return Some(Retraction::NotAllowed) };
        let (wished, own) = (wished_address(service), wished_pool(service));
        let other =
            (!own.is_empty() && own != pool.name) || (!wished.is_empty() && wished.parse() != Ok(address));
        other.then_some(Retraction::OtherWish)
    }

    /// The pool that an address is of.
    pub fn pool_with(&self, address: Ipv4Addr) -> Option<&Pool> {
        self.pools.iter().find(|pool| pool.has(address))
    }

    pub fn pool(&self, name: &str) -> Option<&Pool> {
        self.pools.iter().find(|pool| pool.name == name)
    }
}

/// Why `MetalLB` takes an address back. <https://metallb.io/usage/#requesting-specific-ips>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retraction {
    /// The pools changed, and none has it any more.
    NotAllowed,
    /// The Service asks for another address or pool.
    OtherWish,
}

impl Pool {
    fn of(object: &Object) -> Self {
        let texts = |pointer: &str| {
            let list = object.json().pointer(pointer).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str)
        };
        Self {
            name: object.name().to_owned(),
            ranges: texts("/spec/addresses").filter_map(range).collect(),
            auto: object.json().pointer("/spec/autoAssign") != Some(&Value::Bool(false)),
            namespaces: texts("/spec/serviceAllocation/namespaces").map(str::to_owned).collect(),
        }
    }

    pub fn serves(&self, namespace: &str) -> bool {
        self.namespaces.is_empty() || self.namespaces.iter().any(|own| own == namespace)
    }

    pub fn has(&self, address: Ipv4Addr) -> bool {
        self.ranges.iter().any(|range| range.contains(&u32::from(address)))
    }

    pub fn addresses(&self) -> impl DoubleEndedIterator<Item = Ipv4Addr> {
        self.ranges.iter().cloned().flatten().map(Ipv4Addr::from)
    }
}

/// `192.0.2.0/28` or `192.0.2.10-192.0.2.20`; the addresses of the other family are not given here.
fn range(text: &str) -> Option<RangeInclusive<u32>> {
    if let Some((first, last)) = text.split_once('-') {
        let read = |text: &str| text.trim().parse::<Ipv4Addr>().ok().map(u32::from);
        return Some(read(first)?..=read(last)?);
    }
    let network: Ipv4Net = text.trim().parse().ok()?;
    Some(u32::from(network.network())..=u32::from(network.broadcast()))
}

/// The first address that a Service or a Gateway got from a load balancer, as text: some give a name.
pub fn address_of(object: &Object) -> Option<&str> {
    if object.kind() == Kind::Gateway {
        return object.json().pointer("/status/addresses/0/value")?.as_str();
    }
    let first = object.json().pointer("/status/loadBalancer/ingress/0")?;
    first.get("ip").or_else(|| first.get("hostname"))?.as_str()
}

/// The addresses that Services and Gateways have.
pub fn taken(cluster: &Cluster) -> BTreeSet<Ipv4Addr> {
    let all = cluster.objects(Kind::Service).chain(cluster.objects(Kind::Gateway));
    all.filter_map(|object| address_of(object)?.parse().ok()).collect()
}

/// The node whose speaker answers for a pool's addresses, where an `L2Advertisement` names the pool, or none in particular.
pub fn announcer<'c>(cluster: &'c Cluster, pool: &str) -> Option<&'c str> {
    let mut speakers = pods::running(cluster, SPEAKER_IMAGE);
    let (first, pod) = speakers.next()?;
    let advertised = cluster.objects_in(L2_ADVERTISEMENT, first.namespace()).any(|object| {
        let named = object.json().pointer("/spec/ipAddressPools").and_then(Value::as_array);
        named.is_none_or(|named| named.is_empty() || named.iter().any(|one| one == pool))
    });
    let first = crate::cluster::pod::node(pod).filter(|_| advertised)?;
    let others = speakers.filter_map(|(_, pod)| crate::cluster::pod::node(pod));
    Some(others.fold(first, |least, other| least.min(other)))
}

/// Why no node answers for the address that `MetalLB` gave to a Service, so that nobody outside reaches it; `None` where one
/// does, and where another balancer gave it. <https://metallb.io/configuration/#announce-the-service-ips>
pub fn unannounced(cluster: &Cluster, service: &Object) -> Option<String> {
    let pool = service.annotation(POOL)?;
    // Of an installation that the manifests lack nothing is known; nor of its objects, without their definition.
    cluster.pods().find(|(pod, _)| pods::runs(pod, CONTROLLER_IMAGE) || pods::runs(pod, SPEAKER_IMAGE))?;
    if !cluster.kinds().contains(&L2_ADVERTISEMENT) {
        return None;
    }
    // Routers that a speaker told the way find the address without ARP; who they are is not in the cluster.
    if cluster.objects(BGP_ADVERTISEMENT).next().is_some() {
        return None;
    }
    if announcer(cluster, pool).is_none() {
        return Some(format!(
            "no speaker of MetalLB announces the addresses of the pool {pool}: that takes a speaker that runs, and an L2Advertisement for the pool"
        ));
    }
    let ready = cluster.slices_of(service.namespace(), service.name()).any(|(_, slice)| {
        let mut endpoints = slice.endpoints.iter().flatten();
        endpoints.any(|one| one.conditions.as_ref().is_some_and(|conditions| conditions.ready == Some(true)))
    });
    (!ready).then(|| {
        "the speakers of MetalLB announce an address only while its Service has a ready endpoint".to_owned()
    })
}

/// Whether somebody who gives addresses, or what is given, may be another one after a change of this object.
pub fn concerns(object: &Object) -> bool {
    match object.kind() {
        Kind::Pod => pods::runs(object, CONTROLLER_IMAGE) || pods::runs(object, SPEAKER_IMAGE),
        kind => kind == IP_ADDRESS_POOL || kind == L2_ADVERTISEMENT,
    }
}

/// What a Service asks for by its annotation or field, in `MetalLB`'s own words; empty for nothing.
pub fn wish<'a>(object: &'a Object, names: [&str; 2]) -> &'a str {
    let annotation = names.iter().find_map(|name| object.annotation(name));
    annotation.unwrap_or_default().trim()
}

/// `spec.loadBalancerIP`, and the annotation that came in its place.
pub fn wished_address(object: &Object) -> &str {
    match wish(object, ["metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs"]) {
        "" => field::text(object.json(), "/spec/loadBalancerIP"),
        annotation => annotation,
    }
}

/// The pool that a Service asks for.
pub fn wished_pool(object: &Object) -> &str {
    wish(object, ["metallb.io/address-pool", "metallb.universe.tf/address-pool"])
}
