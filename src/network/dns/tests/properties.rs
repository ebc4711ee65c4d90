//! Laws of the server and the resolver, on any text.

use proptest::prelude::*;

use super::*;
use crate::network::dns::{Rcode, corefile};

const WORDS: &[&str] = &[
    "kubernetes",
    "cluster.local",
    "in-addr.arpa",
    "{",
    "}",
    "\n",
    "\n",
    "\n",
    "pods",
    "insecure",
    "fallthrough",
    "ttl",
    "30",
    "forward",
    ".",
    "10.96.0.10",
    "/etc/resolv.conf",
    "hosts",
    "192.0.2.1",
    "a.corp",
    "rewrite",
    "name",
    "regex",
    "(.*)",
    "{1}",
    "suffix",
    "answer",
    "auto",
    "loop",
    "cache",
    "health",
    "lameduck",
    "5s",
    "errors",
    "template",
    "IN",
    "A",
    "continue",
    "stop",
    "labels",
    "a=b",
    "namespaces",
    "shop",
];

fn corefiles() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(WORDS), 0..30)
        .prop_map(|words| format!(". {{\n{}\n}}\n", words.join(" ")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_corefile_is_served_or_refused(text in corefiles(), name in "[a-z0-9.-]{0,20}(\\.corp|\\.cluster\\.local|\\.arpa)?\\.?") {
        let cluster = cluster("");
        if let Ok(server) = Server::read(&text) {
            let printed = corefile::parse(&text).unwrap().to_string();
            prop_assert!(Server::read(&printed).is_ok(), "{printed}");
            let dns = Dns::with(&cluster, Ok(server), NodeResolver::assumed(&cluster));
            for kind in RecordType::ALL {
                let _ = dns.answer(&name, *kind);
            }
        }
    }

    #[test]
    fn case_changes_nothing_but_the_spelling(name in "[a-z0-9-]{1,8}(\\.[a-z0-9-]{1,8}){0,3}", kind in proptest::sample::select(RecordType::ALL)) {
        let dns = dns(&service("web", "clusterIP: 10.96.10.1, ports: [{port: 80}]"));
        for name in [name.clone(), format!("{name}.svc.cluster.local")] {
            let (lower, upper) = (dns.answer(&name, kind).unwrap(), dns.answer(&name.to_uppercase(), kind).unwrap());
            prop_assert_eq!(lower.rcode, upper.rcode);
            prop_assert_eq!(lower.answers.len(), upper.answers.len());
        }
    }

    #[test]
    fn a_resolution_agrees_with_its_last_question(name in "(web|db|x)(\\.shop|\\.other)?(\\.svc)?(\\.cluster\\.local)?\\.?") {
        let cluster = cluster(&(service("web", "clusterIP: 10.96.10.1, ports: [{port: 80}]") + &pod("client", "c", "10.244.1.9", true, "")));
        let resolution = resolve(&cluster, &name);
        let (last, before) = resolution.tried.split_last().unwrap();
        prop_assert!(before.iter().all(|tried| tried.rcode == Rcode::NameError || tried.no_data));
        if !last.no_data {
            prop_assert_eq!(last.rcode, resolution.rcode());
        }
        prop_assert!(!name.ends_with('.') || before.is_empty());
    }
}
