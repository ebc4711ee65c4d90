//! The settings of the plugin `kubernetes`. <https://coredns.io/plugins/kubernetes/>

use std::collections::BTreeSet;

use super::{
    reader::Reader,
    zone::{Fallthrough, zones_or},
};
use crate::{
    cluster::Selector,
    network::dns::{corefile::CorefileError, name},
};

/// `pods MODE`: what is said to names such as `10-244-1-5.shop.pod.cluster.local`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pods {
    /// No such name exists. The default of the plugin, not of kubeadm.
    #[default]
    Disabled,
    /// The address in the name, whether a Pod has it or not.
    Insecure,
    /// Only where a Pod of that namespace has the address.
    Verified,
}

/// One `kubernetes` stanza.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kubernetes {
    pub line: usize,
    /// At least one is not a reverse zone.
    pub zones: Vec<String>,
    /// The first zone that is not a reverse one: in it PTR records point.
    pub primary: String,
    pub pods: Pods,
    pub endpoint_pod_names: bool,
    /// Only these are served, if any are named.
    pub namespaces: BTreeSet<String>,
    pub namespace_labels: Option<Selector>,
    /// Only objects with these labels are seen.
    pub labels: Option<Selector>,
    pub fallthrough: Fallthrough,
    /// In seconds.
    pub ttl: u32,
    /// False with `noendpoints`: no endpoint is known then.
    pub endpoints: bool,
    pub ignore_empty_service: bool,
}

impl Kubernetes {
    pub fn read(reader: &mut Reader<'_>, block_zones: &[String]) -> Result<Self, CorefileError> {
        let line = reader.line();
        let zones = zones_or(&reader.arguments(), block_zones).map_err(|why| reader.plain(why))?;
        let Some(primary) = zones.iter().find(|zone| !name::is_reverse(&format!(".{zone}"))).cloned() else {
            return Err(reader.plain("non-reverse zone name must be used"));
        };
        let mut settings = Self {
            line,
            zones,
            primary,
            pods: Pods::default(),
            endpoint_pod_names: false,
            namespaces: BTreeSet::new(),
            namespace_labels: None,
            labels: None,
            fallthrough: Fallthrough::default(),
            ttl: 5,
            endpoints: true,
            ignore_empty_service: false,
        };
        while let Some(property) = reader.property() {
            settings.property(property, reader)?;
        }
        if !settings.namespaces.is_empty() && settings.namespace_labels.is_some() {
            return Err(reader.fault("namespaces and namespace_labels cannot both be set"));
        }
        Ok(settings)
    }

    fn property(&mut self, property: &str, reader: &mut Reader<'_>) -> Result<(), CorefileError> {
        match property {
            "pods" => {
                self.pods = match reader.only_argument()? {
                    "disabled" => Pods::Disabled,
                    "insecure" => Pods::Insecure,
                    "verified" => Pods::Verified,
                    // Two spaces: so it is printed.
                    other => {
                        return Err(reader.plain(format!(
                            "wrong value for pods: {other},  must be one of: disabled, verified, insecure"
                        )));
                    }
                };
            }
            "endpoint_pod_names" => {
                reader.no_arguments()?;
                self.endpoint_pod_names = true;
            }
            "namespaces" => {
                let names = reader.arguments();
                if names.is_empty() {
                    return Err(reader.wrong_count());
                }
                self.namespaces.extend(names.into_iter().map(str::to_owned));
            }
            "labels" => self.labels = Some(selector(reader, "label selector value")?),
            "namespace_labels" => {
                self.namespace_labels = Some(selector(reader, "namespace_label selector value")?);
            }
            "fallthrough" => self.fallthrough = Fallthrough::of_arguments(&reader.arguments()),
            "ttl" => {
                let Some(text) = reader.arguments().first().copied() else {
                    return Err(reader.wrong_count());
                };
                let ttl: i64 = reader.number(text)?;
                self.ttl = u32::try_from(ttl)
                    .ok()
                    .filter(|ttl| *ttl <= 3600)
                    .ok_or_else(|| reader.fault(format!("ttl must be in range [0, 3600]: {ttl}")))?;
            }
            "noendpoints" => {
                reader.no_arguments()?;
                self.endpoints = false;
            }
            "ignore" => match reader.arguments().first() {
                Some(&"empty_service") => self.ignore_empty_service = true,
                Some(other) => return Err(reader.plain(format!("unable to parse ignore value: '{other}'"))),
                None => {}
            },
            // Where the API server is reached and how: the simulated one always is.
            "endpoint" | "tls" | "kubeconfig" | "startup_timeout" => {
                if reader.arguments().is_empty() {
                    return Err(reader.wrong_count());
                }
            }
            "multicluster" => return Err(reader.not_simulated("multicluster zones")),
            _ => return Err(reader.unknown_property()),
        }
        Ok(())
    }
}

fn selector(reader: &mut Reader<'_>, what: &str) -> Result<Selector, CorefileError> {
    let words = reader.arguments();
    if words.is_empty() {
        return Err(reader.wrong_count());
    }
    let text = words.join(" ");
    Selector::parse(&text).map_err(|why| reader.plain(format!("unable to parse {what}: '{text}': {why}")))
}
