//! A Pod's `/etc/resolv.conf`, as its kubelet writes it.
//! <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy>

use std::fmt;

use k8s_openapi::api::core::v1::{Pod, PodDNSConfig};

use super::{Dns, NodeResolver};
use crate::cluster::pod;

/// The most that kubelet writes: nameservers, search domains, characters of the search line, characters of a domain.
const MOST_SERVERS: usize = 3;
const MOST_DOMAINS: usize = 32;
const LONGEST_LINE: usize = 2048;
const LONGEST_DOMAIN: usize = 253;

/// What a resolver reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResolvConf {
    /// As written; the first is asked first.
    pub nameservers: Vec<String>,
    pub search: Vec<String>,
    /// `NAME` or `NAME:VALUE`.
    pub options: Vec<String>,
    /// Which policy it follows, and what was cut off by limits: the events of the Pod.
    pub notes: Vec<String>,
}

impl ResolvConf {
    /// A name with fewer dots is tried with the search domains first. glibc's default is 1, its greatest 15.
    pub fn ndots(&self) -> usize {
        let last = self.options.iter().rev().find_map(|option| option.strip_prefix("ndots:"));
        last.and_then(|count| count.parse().ok()).unwrap_or(1).min(15)
    }

    fn cluster_first(namespace: &str, dns: &Dns) -> Self {
        let domain = &dns.domain;
        let mut search = vec![format!("{namespace}.svc.{domain}"), format!("svc.{domain}"), domain.clone()];
        search.extend(dns.node.search.iter().cloned());
        Self {
            nameservers: vec![dns.address.to_string()],
            search: without_repetition(search),
            options: vec!["ndots:5".to_owned()],
            notes: vec![],
        }
    }

    fn of_node(node: &NodeResolver) -> Self {
        Self {
            nameservers: node.nameservers.iter().map(ToString::to_string).collect(),
            search: node.search.clone(),
            options: node.options.clone(),
            notes: vec![],
        }
    }

    fn merge(&mut self, config: &PodDNSConfig) {
        self.nameservers.extend(config.nameservers.iter().flatten().cloned());
        self.nameservers = without_repetition(std::mem::take(&mut self.nameservers));
        self.search.extend(config.searches.iter().flatten().cloned());
        self.search = without_repetition(std::mem::take(&mut self.search));
        for option in config.options.iter().flatten() {
            let Some(name) = &option.name else { continue };
            self.options.retain(|old| old.split(':').next() != Some(name));
            let value = option.value.as_deref().filter(|value| !value.is_empty());
            self.options.push(value.map_or_else(|| name.clone(), |value| format!("{name}:{value}")));
        }
    }

    fn cut(&mut self) {
        if self.nameservers.len() > MOST_SERVERS {
            self.nameservers.truncate(MOST_SERVERS);
            let left = self.nameservers.join(" ");
            self.notes.push(format!("Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: {left}"));
        }
        let before = self.search.len();
        self.search.truncate(MOST_DOMAINS);
        self.search.retain(|domain| domain.len() <= LONGEST_DOMAIN);
        while self.search.join(" ").len() > LONGEST_LINE {
            self.search.pop();
        }
        if self.search.len() < before {
            let left = self.search.join(" ");
            self.notes.push(format!("Search Line limits were exceeded, some search paths have been omitted, the applied search line is: {left}"));
        }
    }
}

impl Dns {
    /// The file in the containers of a Pod of that namespace.
    pub fn resolv_conf(&self, namespace: &str, pod: &Pod) -> ResolvConf {
        let spec = pod.spec.as_ref();
        let policy = spec.and_then(|spec| spec.dns_policy.as_deref()).unwrap_or("ClusterFirst");
        let (mut conf, note) = match policy {
            "None" => (ResolvConf::default(), "dnsPolicy: None: only what dnsConfig says"),
            "Default" => (
                ResolvConf::of_node(&self.node),
                "dnsPolicy: Default: the node's resolv.conf, not the cluster's DNS",
            ),
            "ClusterFirstWithHostNet" => (
                ResolvConf::cluster_first(namespace, self),
                "dnsPolicy: ClusterFirstWithHostNet: the cluster's DNS",
            ),
            _ if pod::on_host_network(pod) => (
                ResolvConf::of_node(&self.node),
                "hostNetwork with dnsPolicy: ClusterFirst: the node's resolv.conf; ClusterFirstWithHostNet would give the cluster's DNS",
            ),
            _ => (ResolvConf::cluster_first(namespace, self), "dnsPolicy: ClusterFirst: the cluster's DNS"),
        };
        conf.notes.push(note.to_owned());
        if let Some(config) = spec.and_then(|spec| spec.dns_config.as_ref()) {
            conf.merge(config);
        }
        conf.cut();
        conf
    }
}

fn without_repetition(list: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(list.len());
    for one in list {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

/// As the file is written.
impl fmt::Display for ResolvConf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for server in &self.nameservers {
            writeln!(f, "nameserver {server}")?;
        }
        for (word, list) in [("search", &self.search), ("options", &self.options)] {
            if !list.is_empty() {
                writeln!(f, "{word} {}", list.join(" "))?;
            }
        }
        Ok(())
    }
}
