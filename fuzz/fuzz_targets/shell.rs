//! Any text as lines typed in the lab's shell: each is answered, within the bounds, and the session goes on.
#![no_main]

use kubedrill::{cluster::Cluster, shell::{Session, complete}};
use libfuzzer_sys::fuzz_target;

const NOW: &str = "2026-11-27T08:00:00Z";

fuzz_target!(|text: &str| {
    let mut session = Session::new(Cluster::default(), NOW, 1);
    let reply = session.run(text, NOW);
    let written = reply.output.size();
    assert!(written <= (256 << 10) + 2048);
    for line in text.lines().take(20) {
        session.run(line, NOW);
        complete(&session, line, line.len() / 2);
    }
    session.interrupt();
    assert!(!session.logins.is_empty());
});
