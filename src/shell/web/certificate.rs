//! The certificate that a TLS server shows, as its clients judge it.

use k8s_openapi::api::core::v1::Secret;

use crate::{
    cluster::Cluster,
    network::http::{
        self,
        host::{Covers, Pattern},
    },
    shell::programs::Holder,
};

/// What a client sees of it. Names are written as OpenSSL writes them: `O=Acme Co; CN=example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub subject: String,
    pub issuer: String,
    /// The names it is for; empty where they are not known.
    hosts: Vec<String>,
    /// As it lies in a Secret; `None` where nobody has it as a file.
    pem: Option<String>,
}

/// Why a client does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distrust {
    SelfSigned,
    UnknownIssuer,
    /// It is trusted, and for somebody else.
    OtherName,
}

impl Certificate {
    pub fn self_signed(subject: impl Into<String>) -> Self {
        let subject = subject.into();
        Self { issuer: subject.clone(), subject, hosts: vec![], pem: None }
    }

    /// By an authority of the cluster, whose own certificate lies in files.
    pub fn signed(subject: &str, issuer: &str) -> Self {
        Self { issuer: issuer.to_owned(), ..Self::self_signed(subject) }
    }

    /// What Ingress or a Gateway shows: that of a Secret, or the controller's own.
    pub fn shown(cluster: &Cluster, shown: &http::Certificate) -> Self {
        let Some((namespace, name)) = shown.secret.as_deref().and_then(|secret| secret.split_once('/'))
        else {
            return Self::self_signed(shown.own_subject.unwrap_or("CN=the controller's own certificate"));
        };
        let secret = cluster.fetch::<Secret>(namespace, name);
        let bytes = secret.and_then(|(_, secret)| secret.data.as_ref()?.get("tls.crt"));
        let pem = bytes.map(|bytes| String::from_utf8_lossy(&bytes.0).into_owned());
        // Courses write placeholders into Secrets: such a one is taken to be for the name that was asked for.
        let holder = pem
            .as_deref()
            .and_then(Holder::of)
            .unwrap_or_else(|| Holder { subject: format!("CN={}", shown.server_name), hosts: vec![] });
        Self { hosts: holder.hosts, pem, ..Self::self_signed(holder.subject) }
    }

    /// Why a client that asks for `host` does not trust it. `trusted`: a file with what it trusts besides the
    /// authorities of the world, none of which has signed this one.
    pub fn distrust(&self, trusted: Option<&str>, host: &str) -> Option<Distrust> {
        let self_signed = self.subject == self.issuer;
        let is_trusted = trusted.is_some_and(|file| match &self.pem {
            Some(pem) => file.contains(pem.trim()),
            None => !self_signed,
        });
        let covers = |name: &String| Pattern::read(Some(name)).matches(host, Covers::OneLabel);
        match (is_trusted, self_signed) {
            (false, true) => Some(Distrust::SelfSigned),
            (false, false) => Some(Distrust::UnknownIssuer),
            (true, _) => {
                (!self.hosts.is_empty() && !self.hosts.iter().any(covers)).then_some(Distrust::OtherName)
            }
        }
    }
}
