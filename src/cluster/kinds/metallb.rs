//! `MetalLB`'s kinds that a controller of ours reads. They are custom: the manifest of `MetalLB` brings their definitions.
//!
//! <https://metallb.io/apis/>

use super::{custom::CustomKind, declaration::Declaration};
use crate::cluster::Kind;

const METALLB: Declaration = Declaration {
    group: "metallb.io",
    versions: &["v1beta1"],
    custom: true,
    generation: true,
    ..Declaration::PLAIN
};

const POOL: Declaration =
    Declaration { name: "IPAddressPool", plural: "ipaddresspools", singular: "ipaddresspool", ..METALLB };

const ADVERTISEMENT: Declaration = Declaration {
    name: "L2Advertisement",
    plural: "l2advertisements",
    singular: "l2advertisement",
    ..METALLB
};

const BGP: Declaration = Declaration {
    name: "BGPAdvertisement",
    plural: "bgpadvertisements",
    singular: "bgpadvertisement",
    ..METALLB
};

/// Addresses for Services.
pub const IP_ADDRESS_POOL: Kind = Kind::Custom(CustomKind::known(&POOL));
/// Which pools' addresses the nodes answer for.
pub const L2_ADVERTISEMENT: Kind = Kind::Custom(CustomKind::known(&ADVERTISEMENT));
/// Which pools' addresses routers are told the way to.
pub const BGP_ADVERTISEMENT: Kind = Kind::Custom(CustomKind::known(&BGP));
