//! From an address to names: PTR records, and the name servers of the zone.

use std::net::IpAddr;

use super::{find::Sight, miss::Miss};

impl Sight<'_> {
    /// The names of an address: the Service that has it as cluster IP, or else every endpoint that has it.
    pub fn names_of(&self, address: IpAddr) -> Result<Vec<String>, Miss> {
        let served =
            |namespace: &str| self.settings.namespaces.is_empty() || self.check_namespace(namespace).is_ok();
        let zone = &self.settings.primary;
        let services = self.objects.cluster_ips.get(&address).into_iter().flatten();
        let service =
            services.filter(|name| self.service(name).is_some()).find(|(namespace, _)| served(namespace));
        if let Some((namespace, service)) = service {
            return Ok(vec![format!("{service}.{namespace}.svc.{zone}")]);
        }
        let mut names = Vec::new();
        for name in self
            .objects
            .endpoint_ips
            .get(&address)
            .into_iter()
            .flatten()
            .filter(|(namespace, _)| served(namespace))
        {
            let addresses = self
                .slices(name)
                .flat_map(|slice| &slice.addresses)
                .filter(|endpoint| endpoint.ip == address);
            let (namespace, service) = name;
            names.extend(
                addresses
                    .map(|endpoint| format!("{}.{service}.{namespace}.svc.{zone}", self.hostname(endpoint))),
            );
        }
        names.sort();
        names.dedup();
        if names.is_empty() { Err(Miss::NobodyHasAddress(address)) } else { Ok(names) }
    }

    /// The Services in front of the `CoreDNS` Pods with their addresses; the Pods themselves where there is none.
    pub fn name_servers(&self, zone: &str) -> Vec<(String, IpAddr)> {
        let mut found = Vec::new();
        for own in &self.objects.servers {
            for name in self.objects.endpoint_ips.get(own).into_iter().flatten() {
                let Some(known) = self.service(name) else { continue };
                let full = format!("{}.{}.svc.{zone}", name.1, name.0);
                if known.headless {
                    let addresses = self.slices(name).flat_map(|slice| &slice.addresses);
                    found.extend(
                        addresses
                            .map(|endpoint| (format!("{}.{full}", self.hostname(endpoint)), endpoint.ip)),
                    );
                } else {
                    found.extend(known.cluster_ips.first().map(|ip| (full, *ip)));
                }
            }
        }
        if found.is_empty() {
            found = self.objects.servers.iter().take(1).map(|own| (format!("ns.dns.{zone}"), *own)).collect();
        }
        found.sort();
        found.dedup();
        found
    }
}
