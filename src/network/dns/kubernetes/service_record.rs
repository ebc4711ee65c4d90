//! SRV records: one for each port of each thing found, weighted alike, with the addresses beside them.

use super::{Sections, find::Host, miss::Miss, question::Asked};
use crate::network::dns::{
    kubernetes::Sight,
    record::{Data, Record, RecordType},
};

impl Sight<'_> {
    pub(super) fn service_records(&self, asked: &Asked) -> Result<Sections, Miss> {
        let found = self.look(asked, RecordType::SRV)?;
        // Each thing found weighs 100; the specification leaves weights open. Counted before what is alike is dropped.
        let all = found.iter().filter(|one| matches!(one.host, Host::Address(_))).count().max(1);
        let weight = u16::try_from(100 / all).unwrap_or(100).max(1);
        let mut sections = Sections::default();
        for one in found {
            let (Host::Address(address), Some(port)) = (one.host, one.port) else { continue };
            let data = Data::Service { priority: 0, weight, port, target: one.key.clone() };
            push_new(
                &mut sections.answers,
                Record::new(&asked.name, RecordType::SRV, self.settings.ttl, data),
            );
            push_new(&mut sections.additional, Record::address(&one.key, self.settings.ttl, address));
        }
        Ok(sections)
    }
}

fn push_new(records: &mut Vec<Record>, record: Record) {
    if !records.contains(&record) {
        records.push(record);
    }
}
