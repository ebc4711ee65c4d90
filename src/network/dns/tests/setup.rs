//! Corefiles that `CoreDNS` refuses, and in which words.

use crate::network::dns::Server;

fn refused(inner: &str) -> String {
    Server::read(&format!(".:53 {{\n    {inner}\n}}")).unwrap_err().to_string()
}

#[test]
fn plugins_refuse_in_their_own_words() {
    let parsing = |plugin: &str, line: usize, text: &str| {
        format!("plugin/{plugin}: /etc/coredns/Corefile:{line} - Error during parsing: {text}")
    };
    let cases = [
        ("kubernetes cluster.local {\n pods maybe\n }", "plugin/kubernetes: wrong value for pods: maybe,  must be one of: disabled, verified, insecure".to_owned()),
        ("kubernetes cluster.local {\n pod insecure\n }", parsing("kubernetes", 3, "unknown property 'pod'")),
        ("kubernetes cluster.local {\n ttl 4000\n }", parsing("kubernetes", 3, "ttl must be in range [0, 3600]: 4000")),
        ("kubernetes cluster.local {\n ttl x\n }", "plugin/kubernetes: strconv.Atoi: parsing \"x\": invalid syntax".to_owned()),
        ("kubernetes cluster.local {\n pods\n }", parsing("kubernetes", 3, "Wrong argument count or unexpected line ending after 'pods'")),
        ("kubernetes 10.in-addr.arpa", "plugin/kubernetes: non-reverse zone name must be used".to_owned()),
        ("kubernetes a.b\n kubernetes c.d", "plugin/kubernetes: this plugin can only be used once per Server Block".to_owned()),
        ("forward .", parsing("forward", 2, "Wrong argument count or unexpected line ending after '.'")),
        ("forward . example.com", "plugin/forward: not an IP address or file: \"example.com\"".to_owned()),
        ("forward . 1.1.1.1 {\n policy best\n }", parsing("forward", 3, "unknown policy 'best'")),
        ("forward . 1.1.1.1 {\n max_concurrent -1\n }", "plugin/forward: max_concurrent can't be negative: -1".to_owned()),
        ("hosts {\n fallthrough\n 192.0.2.1 a\n }", parsing("hosts", 4, "unknown property '192.0.2.1'")),
        ("rewrite name regex ( b", "plugin/rewrite: invalid regex matching pattern: (".to_owned()),
        ("rewrite nam a b", "plugin/rewrite: invalid rule type \"nam\"".to_owned()),
        ("health {\n lameduck 5\n }", "plugin/health: unable to parse lameduck duration value: '5' : time: missing unit in duration \"5\"".to_owned()),
        ("cache 0", "plugin/cache: cache TTL can not be zero or negative: 0".to_owned()),
        ("reload 1s", "plugin/reload: interval value must be greater or equal to 2s".to_owned()),
        ("loop x", parsing("loop", 2, "Wrong argument count or unexpected line ending after 'x'")),
        ("loadbalance fair", "plugin/loadbalance: unknown policy: fair".to_owned()),
        ("errors {\n quiet\n }", parsing("errors", 3, "Unknown field quiet")),
    ];
    for (inner, wanted) in cases {
        assert_eq!(refused(inner), wanted, "{inner}");
    }
}

#[test]
fn faults_are_found_in_the_order_of_execution() {
    // `cache` is set up before `kubernetes`, wherever they stand.
    assert!(refused("kubernetes x {\n nonsense\n }\n cache 0").starts_with("plugin/cache"));
}

#[test]
fn a_zone_is_served_once_on_a_port() {
    let error = |text: &str| Server::read(text).map(|_| ()).unwrap_err().to_string();
    assert_eq!(error(". {\n}\n.:53 {\n}"), "cannot serve dns://.:53 - it is already defined");
    assert_eq!(error("a..b {\n}"), "zone is not a valid domain name: a..b");
    assert!(Server::read(". {\n}\n.:54 {\n}\ntls://. {\n}").is_ok());
    assert!(Server::read(". {\n bind 10.0.0.1\n}\n. {\n bind 10.0.0.2\n}").is_ok());
}

#[test]
fn places_are_line_and_column() {
    let error =
        Server::read(".:53 {\n    kubernetes cluster.local {\n        pod insecure\n    }\n}").unwrap_err();
    assert_eq!((error.line, error.column), (3, 9));
    assert!(!error.hint().is_empty());
}

#[test]
fn kubeadms_own_corefile_is_accepted() {
    let text = include_str!("../../../../assets/cluster/system.yaml");
    let lines = text.lines().skip_while(|line| !line.contains("Corefile: |")).skip(1);
    let corefile = lines.take_while(|line| line.starts_with("    ")).collect::<Vec<_>>().join("\n");
    let server = Server::read(&corefile).unwrap();
    assert!(server.listens_on(53));
}
