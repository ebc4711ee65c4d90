//! `kubectl create secret tls`.

use serde_json::json;

use super::key_values::{base64, read};
use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
    flag::{Flag, text},
};

const OWN: &[Flag] = &[
    text("cert", '\0', "", "Path to PEM encoded public key certificate."),
    text("key", '\0', "", "Path to private key associated with given certificate."),
];

pub const COMMAND: Command = Command {
    name: "tls",
    summary: "Create a TLS secret",
    about: "Create a TLS secret from the given public/private key pair.\n\nThe certificate must be PEM encoded and match the key.",
    examples: "# Create a new TLS secret named tls-secret with the given key pair\nkubectl create secret tls tls-secret --cert=path/to/tls.crt --key=path/to/tls.key",
    usage: "NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none] [options]",
    flags: &[OWN, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let (certificate, key) = (client.flags.text("cert").to_owned(), client.flags.text("key").to_owned());
    if certificate.is_empty() || key.is_empty() {
        return Err(Failure::plain("key and cert must be specified"));
    }
    let certificate = read(client, &certificate)
        .map_err(|why| Failure::plain(format!("Cannot read file {certificate}, {why}")))?;
    let key = read(client, &key).map_err(|why| Failure::plain(format!("Cannot read file {key}, {why}")))?;
    check(&certificate, &key).map_err(|why| Failure::plain(format!("tls: {why}")))?;
    let object = json!({
        "apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "type": "kubernetes.io/tls",
        "data": {"tls.crt": base64(&certificate), "tls.key": base64(&key)},
    });
    client.create_generated(object, "failed to create secret ")
}

/// What Go's `X509KeyPair` finds without reading into the blocks; whether the two belong together is not seen here.
fn check(certificate: &str, key: &str) -> Result<(), String> {
    let blocks = |text: &str| -> Vec<String> {
        let names =
            text.lines().filter_map(|line| line.trim().strip_prefix("-----BEGIN ")?.strip_suffix("-----"));
        names.map(str::to_owned).collect()
    };
    let is_key = |name: &String| name == "PRIVATE KEY" || name.ends_with(" PRIVATE KEY");
    let (found, keys) = (blocks(certificate), blocks(key));
    if !found.iter().any(|name| name == "CERTIFICATE") {
        return Err(match found.as_slice() {
            [] => "failed to find any PEM data in certificate input".to_owned(),
            [one] if is_key(one) => "failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched".to_owned(),
            many => format!("failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the following types: [{}]", many.join(" ")),
        });
    }
    if !keys.iter().any(is_key) {
        return Err(match keys.as_slice() {
            [] => "failed to find any PEM data in key input".to_owned(),
            [one] if one == "CERTIFICATE" => {
                "found a certificate rather than a key in the PEM for the private key".to_owned()
            }
            many => format!(
                "failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks of the following types: [{}]",
                many.join(" ")
            ),
        });
    }
    Ok(())
}
