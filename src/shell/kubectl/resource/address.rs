//! Manifests at well-known addresses: answered by equivalents of our own, for there is no network here.

/// One pattern of addresses, and the manifest that answers it.
struct Known {
    /// Parts that the address has, in this order.
    parts: &'static [&'static str],
    manifest: &'static str,
}

const KNOWN: &[Known] = &[];

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
    let host = address.split("://").nth(1).unwrap_or(address).split(['/', '?']).next().unwrap_or_default();
    Err(format!("Unable to connect to the server: dial tcp: lookup {host}: no such host"))
}
