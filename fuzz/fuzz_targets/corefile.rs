//! Any text as a Corefile: it is served or refused; what is printed reads the same; any question is answered.
#![no_main]

use kubedrill::{
    cluster::Cluster,
    network::dns::{Dns, NodeResolver, RecordType, Server, corefile},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(read) = corefile::parse(text) else { return };
    let printed = read.to_string();
    let again = corefile::parse(&printed).expect("what is printed can be read");
    assert_eq!(printed, again.to_string());
    let Ok(server) = Server::compile(&read) else { return };
    let cluster = Cluster::default();
    let dns = Dns::with(&cluster, Ok(server), NodeResolver::assumed(&cluster));
    let names = ["web.shop.svc.cluster.local", "1.0.96.10.in-addr.arpa", "example.com", "."];
    for name in names.into_iter().chain(text.split_whitespace().next()) {
        for kind in [RecordType::A, RecordType::PTR, RecordType::SRV] {
            let _ = dns.answer(name, kind);
        }
    }
});
