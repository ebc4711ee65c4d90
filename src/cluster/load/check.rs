//! What is wrong inside one object: types first, then the meaning of its fields.
//!
//! Errors are what leaves us without a meaning (a CIDR that is none, a port 70000); what the API server would refuse but
//! whose meaning is clear is a warning.

use super::{address_check, entry::Known, name_check, policy_check, unknown_field::unknown_fields};
use crate::cluster::{
    object::{Object, Origin},
    typed::Typed,
};

/// Field and message of each finding, and the object if it could be read.
#[derive(Debug, Default)]
pub struct Findings {
    pub errors: Vec<(String, String)>,
    pub warnings: Vec<(String, String)>,
    pub object: Option<Object>,
}

impl Findings {
    pub fn error(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.errors.push((field.into(), message.into()));
    }

    pub fn warn(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.warnings.push((field.into(), message.into()));
    }
}

/// Reads and checks one object; takes its JSON.
pub fn check(known: &mut Known<'_>) -> Findings {
    let mut findings = Findings::default();
    let object = match Object::read(known.key.kind, std::mem::take(&mut known.entry.value), Origin::Given) {
        Ok(object) => object,
        Err(wrong) => {
            findings.error(wrong.field, wrong.message);
            return findings;
        }
    };
    name_check::check(&object, &mut findings);
    for field in unknown_fields(object.json(), object.as_typed()) {
        findings.warn(
            field,
            "unknown field: a server refuses it, and it has no effect here; is it misspelt or misplaced?",
        );
    }
    match object.as_typed() {
        Typed::NetworkPolicy(policy) => policy_check::check(policy, &mut findings),
        Typed::Pod(pod) => address_check::pod(pod, &mut findings),
        Typed::Service(service) => address_check::service(service, &mut findings),
        Typed::EndpointSlice(slice) => address_check::slice(slice, &mut findings),
        _ => {}
    }
    findings.object = Some(object);
    findings
}
