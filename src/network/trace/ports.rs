//! Which port is dialled: as written, by the name that the destination gives it, or the only one it has.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::{Pod, Service, ServicePort};

use super::{
    request::{Port, RequestError},
    tracer::Tracer,
};
use crate::{
    cluster::{Object, Protocol, pod},
    network::service::{Entrance, Form, Owner, facts},
};

/// One that may be meant: name, number, protocol.
struct Offer {
    name: String,
    number: u16,
    protocol: Protocol,
}

impl<'c> Tracer<'c> {
    /// The port at an address. `headless`: the Service whose name gave the address of a Pod.
    pub(super) fn port_at(
        &self,
        address: IpAddr,
        headless: Option<(&Object, &Service)>,
        asked: Option<&Port>,
        protocol: Option<Protocol>,
    ) -> Result<(u16, Protocol), RequestError> {
        if let Some((object, service)) = headless.filter(|_| !matches!(asked, Some(Port::Number(_)))) {
            return choose(
                &self.headless_offers(object, service, asked.is_some()),
                &format!("Service {}", object.full_name()),
                asked,
                protocol,
            );
        }
        if let Some((object, pod)) = self.pod_at(address).and_then(|party| party.as_pod()) {
            return Self::port_of_pod(object, pod, asked, protocol);
        }
        match self.frontends.owner(address) {
            Some(Owner::Service(key, entrance)) if entrance != Entrance::NodePort => {
                let service = self.cluster.fetch::<Service>(&key.namespace, &key.name);
                let ports = service
                    .and_then(|(_, service)| service.spec.as_ref()?.ports.as_deref())
                    .unwrap_or_default();
                choose(&offers(ports), &key.to_string(), asked, protocol)
            }
            _ => choose(&[], &address.to_string(), asked, protocol),
        }
    }

    pub(super) fn port_of_pod(
        object: &Object,
        pod: &Pod,
        asked: Option<&Port>,
        protocol: Option<Protocol>,
    ) -> Result<(u16, Protocol), RequestError> {
        let declared: Vec<Offer> = pod::ports(pod)
            .filter_map(|port| {
                let protocol = Protocol::of_field(port.protocol.as_deref())?;
                Some(Offer {
                    name: port.name.clone().unwrap_or_default(),
                    number: u16::try_from(port.container_port).ok()?,
                    protocol,
                })
            })
            .collect();
        choose(&declared, &format!("Pod {}", object.full_name()), asked, protocol)
    }

    /// The Service that an absolute name is of: `NAME.NAMESPACE.svc.DOMAIN`, or a name below it.
    pub(super) fn service_named(&self, absolute: &str) -> Option<(&'c Object, &'c Service)> {
        let end = format!(".svc.{}.", self.cluster.settings.domain);
        let name = absolute.to_ascii_lowercase();
        let mut labels = name.strip_suffix(&end)?.rsplit('.');
        let (namespace, service) = (labels.next()?, labels.next()?);
        self.cluster.fetch::<Service>(namespace, service)
    }

    /// A client of a headless Service learns the numbers of named ports from SRV records: those of the endpoints. Who
    /// does not ask for a name dials the Service's number, and `targetPort` is not applied.
    fn headless_offers(&self, object: &Object, service: &Service, by_name: bool) -> Vec<Offer> {
        let ports = service.spec.as_ref().and_then(|spec| spec.ports.as_deref()).unwrap_or_default();
        let mut offers = offers(ports);
        for offer in offers.iter_mut().filter(|_| by_name) {
            let endpoints = crate::network::service::endpoints(
                self.cluster,
                object.namespace(),
                object.name(),
                &offer.name,
                offer.protocol,
            );
            offer.number = endpoints.first().map_or(offer.number, |endpoint| endpoint.port);
        }
        offers
    }
}

pub(super) fn is_headless(service: &Service) -> bool {
    service.spec.as_ref().is_some_and(|spec| facts::form(spec) == Form::Headless)
}

fn offers(ports: &[ServicePort]) -> Vec<Offer> {
    let offer = |port: &ServicePort| {
        Some(Offer {
            name: port.name.clone().unwrap_or_default(),
            number: facts::port_number(port)?,
            protocol: facts::port_protocol(port),
        })
    };
    ports.iter().filter_map(offer).collect()
}

fn choose(
    offers: &[Offer],
    whose: &str,
    asked: Option<&Port>,
    protocol: Option<Protocol>,
) -> Result<(u16, Protocol), RequestError> {
    let of_protocol = |offer: &&Offer| protocol.is_none_or(|protocol| protocol == offer.protocol);
    let list = || {
        let texts: Vec<String> = offers
            .iter()
            .map(|one| {
                format!(
                    "{}{}{}/{}",
                    one.name,
                    if one.name.is_empty() { "" } else { " " },
                    one.number,
                    one.protocol
                )
            })
            .collect();
        if texts.is_empty() { "none".to_owned() } else { texts.join(", ") }
    };
    match asked {
        Some(Port::Number(number)) => {
            let same: Vec<&Offer> = offers.iter().filter(|offer| offer.number == *number).collect();
            let tcp = same.is_empty() || same.iter().any(|offer| offer.protocol == Protocol::Tcp);
            let own = same.first().map_or(Protocol::Tcp, |offer| offer.protocol);
            Ok((*number, protocol.unwrap_or(if tcp { Protocol::Tcp } else { own })))
        }
        Some(Port::Named(name)) => offers
            .iter()
            .filter(of_protocol)
            .find(|offer| offer.name == *name)
            .map(|offer| (offer.number, offer.protocol))
            .ok_or_else(|| {
                RequestError::new(
                    format!("{whose} has no port named {name:?}"),
                    format!("its ports: {}", list()),
                )
            }),
        None => match offers.iter().filter(of_protocol).collect::<Vec<_>>().as_slice() {
            [only] => Ok((only.number, only.protocol)),
            [] => Err(RequestError::new(
                format!("no port is given, and {whose} declares none"),
                "say which: --port NUMBER",
            )),
            _ => Err(RequestError::new(
                format!("{whose} has several ports: {}", list()),
                "say which: --port NUMBER or NAME",
            )),
        },
    }
}
