//! Names and labels that an API server would refuse. The meaning is clear all the same, so these are warnings.
//!
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>

use super::check::Findings;
use crate::cluster::{
    kind::Kind,
    object::Object,
    selector::{check_label_key, check_label_value},
};

pub fn check(object: &Object, findings: &mut Findings) {
    let name = object.name();
    let label_only = matches!(object.kind(), Kind::Namespace | Kind::Service);
    let longest = if label_only { 63 } else { 253 };
    let well_formed =
        name.len() <= longest && name.split('.').all(is_dns_label) && !(label_only && name.contains('.'));
    if !well_formed {
        let what = if label_only { "an RFC 1123 label" } else { "an RFC 1123 subdomain" };
        findings.warn("metadata.name", format!("a server refuses the name {name:?}: it must be {what}: lower case letters, digits and '-', at most {longest} characters"));
    }
    for (key, value) in object.labels() {
        for result in [check_label_key(key), check_label_value(value)] {
            if let Err(why) = result {
                findings.warn(format!("metadata.labels.{key}"), format!("a server refuses this: {why}"));
            }
        }
    }
}

fn is_dns_label(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    let ends = [bytes.first(), bytes.last()];
    text.len() <= 63
        && ends.iter().all(|end| end.is_some_and(|end| plain(*end)))
        && bytes.iter().all(|byte| plain(*byte) || *byte == b'-')
}
