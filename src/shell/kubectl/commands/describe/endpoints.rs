//! `describe endpoints`.

use serde_json::Value;

use super::common::{annotations, events_of, head, items, labels, or_none, text};
use crate::{cluster::Object, shell::kubectl::client::Client};

pub fn describe(client: &mut Client<'_, '_>, object: &Object) -> String {
    let mut out = format!("{}{}{}Subsets:\n", head(object), labels(object), annotations(object));
    for subset in items(object.json(), "/subsets") {
        let addresses = |list: &str| {
            items(subset, list).iter().map(|address| text(address, "/ip")).collect::<Vec<_>>().join(",")
        };
        out.push_str(&format!(
            "  Addresses:\t{}\n  NotReadyAddresses:\t{}\n",
            or_none(&addresses("/addresses")),
            or_none(&addresses("/notReadyAddresses"))
        ));
        let ports = items(subset, "/ports");
        if !ports.is_empty() {
            out.push_str("  Ports:\n    Name\tPort\tProtocol\n    ----\t----\t--------\n");
        }
        for port in ports {
            let name = Some(text(port, "/name")).filter(|name| !name.is_empty()).unwrap_or("<unset>");
            out.push_str(&format!(
                "    {name}\t{}\t{}\n",
                port.get("port").and_then(Value::as_i64).unwrap_or(0),
                text(port, "/protocol")
            ));
        }
        out.push('\n');
    }
    out + &events_of(client, object)
}
