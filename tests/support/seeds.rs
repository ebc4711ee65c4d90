//! Where the cases lie that once made a law fail: beside those of the library's laws, which proptest finds by itself.

use proptest::test_runner::{Config, FileFailurePersistence};

/// So many cases of a law, after those in `file`.
pub fn laws(cases: u32, file: &'static str) -> Config {
    let failure_persistence = Some(Box::new(FileFailurePersistence::Direct(file)) as _);
    Config { cases, failure_persistence, ..Config::default() }
}
