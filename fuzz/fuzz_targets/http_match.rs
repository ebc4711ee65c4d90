//! Any text as host, path, pattern and expression: matching says yes or no and never panics; what two hosts share, both match.
#![no_main]

use kubedrill::network::http::{
    host::{self, Covers, Pattern},
    path::{self, PathRule},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str, &str, &str)| {
    let (one, two, asked, target) = texts;
    let (one_host, two_host, asked) = (Pattern::read(Some(one)), Pattern::read(Some(two)), host::bare(asked));
    let shared = one_host.intersect(&two_host);
    assert_eq!(shared, two_host.intersect(&one_host));
    if shared.is_some_and(|shared| shared.matches(&asked, Covers::Labels)) {
        assert!(one_host.matches(&asked, Covers::Labels) && two_host.matches(&asked, Covers::Labels));
    }
    assert!(!one_host.matches(&asked, Covers::OneLabel) || one_host.matches(&asked, Covers::Labels));
    let (bare, _) = path::split(target);
    let mut rules = vec![PathRule::prefix(one), PathRule::Exact(one.to_owned()), PathRule::Start(one.to_owned())];
    // Long expressions take long to compile, in every engine: the API limits a path match to 1024 characters.
    if one.len() <= 256 {
        rules.extend(PathRule::expression(one).into_iter().chain(PathRule::nginx_expression(one)));
    }
    for rule in rules {
        let _ = (rule.matches(bare), rule.length(), rule.replace_prefix(bare, two), rule.to_string());
    }
});
