//! Which certificate a controller shows for a name. <https://kubernetes.io/docs/concepts/services-networking/ingress/#tls>

use k8s_openapi::api::{core::v1::Secret, networking::v1::IngressSpec};

use super::class::Controller;
use crate::{
    cluster::{Cluster, Object},
    network::http::{
        host::{Covers, Pattern},
        routed::Certificate,
    },
};

/// The Secrets of the `tls` sections, by name.
#[derive(Debug, Default)]
pub struct Certificates(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    host: Pattern,
    secret: String,
    fault: Option<String>,
}

impl Certificates {
    pub fn add(&mut self, cluster: &Cluster, object: &Object, spec: &IngressSpec) {
        for tls in spec.tls.iter().flatten() {
            let name = tls.secret_name.as_deref().unwrap_or_default();
            let secret = format!("{}/{name}", object.namespace());
            let fault = fault(cluster, object.namespace(), name);
            for host in tls.hosts.iter().flatten() {
                self.0.push(Entry {
                    host: Pattern::read(Some(host)),
                    secret: secret.clone(),
                    fault: fault.clone(),
                });
            }
        }
    }

    /// The certificate for a name, and what is wrong with it.
    pub fn of(&self, server_name: &str, controller: Controller) -> (Certificate, Option<String>) {
        let own = |entry: &&Entry| entry.host.matches(server_name, Covers::OneLabel);
        let entry =
            self.0.iter().filter(own).max_by_key(|entry| (entry.fault.is_none(), entry.host.specificity()));
        let certificate = |secret: Option<String>| {
            let own_subject = controller.own_certificate().filter(|_| secret.is_none());
            Certificate { server_name: server_name.to_owned(), secret, own_subject }
        };
        match entry {
            Some(Entry { fault: Some(fault), .. }) => (
                certificate(None),
                Some(format!(
                    "{fault}: the controller shows its own certificate, which clients do not trust (curl needs -k)"
                )),
            ),
            Some(entry) => (certificate(Some(entry.secret.clone())), None),
            None => {
                let note = format!(
                    "no tls section names {server_name:?}: the controller shows its own certificate, which clients do not trust (curl needs -k)"
                );
                (certificate(None), Some(note))
            }
        }
    }

    pub fn covers(&self, host: &str) -> bool {
        self.0.iter().any(|entry| entry.host.matches(host, Covers::OneLabel))
    }
}

/// What is wrong with a Secret as a certificate. Its PEM is not read: manifests of a course hold placeholders.
pub fn fault(cluster: &Cluster, namespace: &str, name: &str) -> Option<String> {
    let Some((_, secret)) = cluster.fetch::<Secret>(namespace, name) else {
        return Some(format!("there is no Secret {namespace}/{name}"));
    };
    let has = |key: &str| {
        secret.data.as_ref().is_some_and(|data| data.contains_key(key))
            || secret.string_data.as_ref().is_some_and(|data| data.contains_key(key))
    };
    if secret.type_.as_deref() != Some("kubernetes.io/tls") {
        let own = secret.type_.as_deref().unwrap_or("Opaque");
        return Some(format!("Secret {namespace}/{name} is of type {own}, not kubernetes.io/tls"));
    }
    let missing: Vec<&str> = ["tls.crt", "tls.key"].into_iter().filter(|key| !has(key)).collect();
    (!missing.is_empty()).then(|| format!("Secret {namespace}/{name} lacks {}", missing.join(" and ")))
}
