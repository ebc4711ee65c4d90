//! Whether a route may attach to a Gateway's listeners, and for which hostnames.
//! <https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways>

use super::{api::ParentRef, condition::Condition, listener::Listener};
use crate::{cluster::Cluster, network::http::host::Pattern};

/// What one `parentRef` comes to.
#[derive(Debug)]
pub struct Attachment {
    /// Listeners by their place, and the hostnames that route and listener share.
    pub listeners: Vec<(usize, Vec<Pattern>)>,
    pub accepted: Condition,
}

/// `kind` and `namespace` are the route's.
pub fn attach(
    cluster: &Cluster,
    (kind, namespace): (&str, &str),
    hostnames: &[String],
    parent: &ParentRef,
    listeners: &[Listener],
) -> Attachment {
    let refused = |reason, why: String| Attachment {
        listeners: vec![],
        accepted: Condition::no("Accepted", reason, why),
    };
    let named = |listener: &Listener| {
        parent.section_name.as_deref().is_none_or(|name| name == listener.name)
            && parent.port.is_none_or(|port| port == listener.port)
    };
    let meant: Vec<(usize, &Listener)> = listeners.iter().enumerate().filter(|(_, one)| named(one)).collect();
    if meant.is_empty() {
        let have: Vec<String> =
            listeners.iter().map(|one| format!("{} (port {})", one.name, one.port)).collect();
        let section = parent.section_name.as_deref().map(|name| format!(" named {name}")).unwrap_or_default();
        let port = parent.port.map(|port| format!(" on port {port}")).unwrap_or_default();
        return refused(
            "NoMatchingParent",
            format!("the Gateway has no listener{section}{port}: it has {}", have.join(", ")),
        );
    }
    let mut refusals = Vec::new();
    let mut allowed = Vec::new();
    for (place, listener) in meant {
        match listener.allows(cluster, kind, namespace) {
            Ok(()) => allowed.push((place, listener)),
            Err(why) => refusals.push(why),
        }
    }
    if allowed.is_empty() {
        return refused("NotAllowedByListeners", refusals.join("; "));
    }
    let shared: Vec<(usize, Vec<Pattern>)> = allowed
        .iter()
        .map(|(place, listener)| (*place, shared_with(&listener.host, hostnames)))
        .filter(|(_, hosts)| !hosts.is_empty())
        .collect();
    if shared.is_empty() {
        let own: Vec<String> =
            allowed.iter().map(|(_, one)| format!("{} ({})", one.name, one.host)).collect();
        let why = format!(
            "none of its hostnames ({}) is among those of listener {}",
            hostnames.join(", "),
            own.join(", ")
        );
        return refused("NoMatchingListenerHostname", why);
    }
    Attachment { listeners: shared, accepted: Condition::yes("Accepted", "Accepted") }
}

fn shared_with(listener: &Pattern, hostnames: &[String]) -> Vec<Pattern> {
    if hostnames.is_empty() {
        return vec![listener.clone()];
    }
    let mut shared: Vec<Pattern> = Vec::new();
    for host in hostnames {
        if let Some(both) =
            Pattern::read(Some(host)).intersect(listener).filter(|both| !shared.contains(both))
        {
            shared.push(both);
        }
    }
    shared
}
