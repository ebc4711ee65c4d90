//! Manifests at well-known addresses: answered by equivalents of our own, for there is no network here.

/// One pattern of addresses, and the manifest that answers it.
struct Known {
    /// Parts that the address has, in this order; versions between them do not matter.
    parts: &'static [&'static str],
    manifest: &'static str,
}

macro_rules! known {
    ($($parts:expr => $file:literal,)+) => {
        &[$(Known { parts: &$parts, manifest: include_str!(concat!("../../../../assets/manifests/", $file)) },)+]
    };
}

/// The addresses that the Kubernetes documentation and study notes use.
const KNOWN: &[Known] = known! {
    ["k8s.io/", "examples/", "dns/dnsutils.yaml"] => "dnsutils.yaml",
    ["k8s.io/", "examples/", "dns/busybox.yaml"] => "busybox.yaml",
    ["k8s.io/", "examples/", "run-my-nginx.yaml"] => "run-my-nginx.yaml",
    ["k8s.io/", "examples/", "nginx-svc.yaml"] => "nginx-svc.yaml",
    ["k8s.io/", "examples/", "load-balancer-example.yaml"] => "load-balancer-example.yaml",
    ["k8s.io/", "examples/", "nginx-policy.yaml"] => "nginx-policy.yaml",
    ["kubernetes/ingress-nginx/", "/deploy.yaml"] => "ingress-nginx.yaml",
    ["traefik", ".y"] => "traefik.yaml",
    ["haproxy", ".yaml"] => "haproxy-ingress.yaml",
    ["projectcontour", ".yaml"] => "contour.yaml",
    ["kong", ".yaml"] => "kong.yaml",
    ["kubernetes-sigs/gateway-api/", "install.yaml"] => "gateway-api.yaml",
    ["metallb/metallb/", "/metallb-"] => "metallb.yaml",
    ["projectcalico/calico/", "calico.yaml"] => "calico.yaml",
    ["flannel", "kube-flannel.yml"] => "flannel.yaml",
    ["antrea", "antrea.yml"] => "antrea.yaml",
    ["cilium/cilium/", ".yaml"] => "cilium.yaml",
};

/// The manifest at an address.
///
/// # Errors
/// The words of a machine without network.
pub fn manifest(address: &str) -> Result<String, String> {
    let found = KNOWN.iter().find(|known| {
        let mut rest = address;
        known.parts.iter().all(|part| match rest.split_once(part) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
    });
    if let Some(known) = found {
        return Ok(known.manifest.to_owned());
    }
    let after = address.split_once("://").map_or(address, |(_, after)| after);
    let host = after.split(['/', '?', ':']).next().unwrap_or_default();
    Err(format!("Unable to connect to the server: dial tcp: lookup {host}: no such host"))
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, manifest};
    use crate::cluster::{LoadOptions, Source, load};

    #[test]
    fn every_manifest_is_one_and_its_kinds_are_known() {
        for known in KNOWN {
            let source = Source { name: "manifest", bytes: known.manifest.as_bytes() };
            let loaded = load(&[source], &LoadOptions::default()).unwrap();
            assert!(loaded.skipped.is_empty(), "{:?}: {:?}", known.parts, loaded.skipped);
        }
    }

    #[test]
    fn versions_do_not_matter_and_other_hosts_do_not_answer() {
        let nginx = "https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.12.0/deploy/static/provider/cloud/deploy.yaml";
        assert!(manifest(nginx).unwrap().contains("ingress-nginx-controller"));
        assert!(
            manifest("https://k8s.io/examples/admin/dns/dnsutils.yaml").unwrap().contains("name: dnsutils")
        );
        assert_eq!(
            manifest("https://example.com:8443/a.yaml").unwrap_err(),
            "Unable to connect to the server: dial tcp: lookup example.com: no such host"
        );
    }
}
