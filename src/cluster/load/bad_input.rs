//! Bad input: each fault is told with its place, semantic faults all at once, and nothing panics.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::json;

use super::{LARGEST_INPUT, LoadOptions, LoadProblem, Source, load};

fn problems(bytes: &[u8]) -> Vec<LoadProblem> {
    load(&[Source { name: "f.yaml", bytes }], &LoadOptions::default()).err().unwrap_or_default()
}

fn told(text: &str) -> Vec<String> {
    problems(text.as_bytes()).iter().map(ToString::to_string).collect()
}

fn warned(text: &str) -> Vec<String> {
    let loaded = load(&[Source { name: "f.yaml", bytes: text.as_bytes() }], &LoadOptions::default()).unwrap();
    loaded.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn syntax_errors_have_line_and_column() {
    let place = |bytes: &[u8]| {
        let found = problems(bytes);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            !found[0].message.contains("line") && !found[0].message.contains("DuplicateKeyPolicy"),
            "{found:?}"
        );
        (found[0].line, found[0].column)
    };
    assert_eq!(place(b"a: 1\n---\nkind: Pod\nspec:\n\tb: 2\n"), (5, 2));
    assert_eq!(place(b"kind: Pod\na: [1, 2\nb: 3\n").0, 3);
    assert_eq!(place(b"a: 1\n---\na: 1\na: 2\n"), (4, 1));
    assert_eq!(place(b"a: 1\nb: \xff\n"), (2, 4));
    assert_eq!(place(b"a: *nowhere\n"), (1, 4));
    assert_eq!(place(b"{\"a\": 1,\n \"a\": 2}"), (2, 2));
    // What opens and does not close is told where it opens.
    assert_eq!(place(b"{\"a\": \n").0, 1);
}

#[test]
fn each_source_tells_its_first_syntax_error() {
    let sources = [
        Source { name: "a", bytes: b"[" },
        Source { name: "b", bytes: b"x: 1" },
        Source { name: "c", bytes: b"}" },
    ];
    let found = load(&sources, &LoadOptions::default()).unwrap_err();
    assert_eq!(found.iter().map(|problem| problem.source.as_str()).collect::<Vec<_>>(), ["a", "c"]);
}

#[test]
fn semantic_faults_come_all_at_once() {
    let text = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p}
spec:
  podSelector:
    matchExpressions:
    - {key: a, operator: Is, values: [b]}
  policyTypes: [Ingres]
  ingress:
  - from:
    - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, 11.0.0.0/8, 10.0.0.0/8]}
    - ipBlock: {cidr: 10.0.0.0}
    - ipBlock: {cidr: 10.0.0.0/8}
      podSelector: {}
    - {}
    ports:
    - {port: 70000}
    - {port: 80, endPort: 70}
    - {port: http, endPort: 90}
    - {endPort: 90}
    - {port: 80, protocol: tcp}
---
apiVersion: v1
kind: Pod
metadata: {name: 3}
---
apiVersion: v1
kind: Pod
metadata: {namespace: x}
---
apiVersion: v1
kind: Pod
metadata:
  name: twice
  labels:
    level: 5
---
kind: Pod
---
- 1
---
apiVersion: v1
kind: Service
metadata: {name: s}
spec: {clusterIP: 10.0.0, ports: [{port: 0}, {port: eighty}]}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: default}}
";
    let expected = [
        "f.yaml:7: NetworkPolicy default/p: spec.podSelector.matchExpressions[0].operator: \"Is\" is not a valid label selector operator: use In, NotIn, Exists or DoesNotExist",
        "f.yaml:8: NetworkPolicy default/p: spec.policyTypes[0]: \"Ingres\" is no policy type: use Ingress or Egress",
        "f.yaml:17: NetworkPolicy default/p: spec.ingress[0].ports[0].port: port 70000 is out of range: must be between 1 and 65535",
        "f.yaml:18: NetworkPolicy default/p: spec.ingress[0].ports[1].endPort: 70 is less than port 80: a range goes upwards",
        "f.yaml:19: NetworkPolicy default/p: spec.ingress[0].ports[2].endPort: not together with a named port: write numbers",
        "f.yaml:20: NetworkPolicy default/p: spec.ingress[0].ports[3].endPort: needs a port with which the range begins",
        "f.yaml:21: NetworkPolicy default/p: spec.ingress[0].ports[4].protocol: \"tcp\" is no protocol: use TCP, UDP or SCTP (upper case)",
        "f.yaml:11: NetworkPolicy default/p: spec.ingress[0].from[0].ipBlock.except[1]: 11.0.0.0/8 must lie inside 10.0.0.0/8 and be smaller",
        "f.yaml:11: NetworkPolicy default/p: spec.ingress[0].from[0].ipBlock.except[2]: 10.0.0.0/8 must lie inside 10.0.0.0/8 and be smaller",
        "f.yaml:12: NetworkPolicy default/p: spec.ingress[0].from[1].ipBlock.cidr: \"10.0.0.0\" is no CIDR: write an address and a prefix length, such as 10.0.0.0/8",
        "f.yaml:13: NetworkPolicy default/p: spec.ingress[0].from[2].ipBlock: not together with podSelector or namespaceSelector: make it an item of its own",
        "f.yaml:15: NetworkPolicy default/p: spec.ingress[0].from[3]: a peer needs podSelector, namespaceSelector or ipBlock",
        "f.yaml:25: metadata.name: expected a text, found 3: put it in quotes",
        "f.yaml:29: metadata.name: this Pod has no name",
        "f.yaml:36: Pod default/twice: metadata.labels.level: invalid type: integer `5`, expected a string",
        "f.yaml:38: apiVersion: apiVersion is missing: every object has apiVersion, kind and metadata",
        "f.yaml:40: not an object: expected apiVersion, kind and metadata",
        "f.yaml:49: ConfigMap default/c: metadata.name: written twice: the first is at f.yaml:47; remove one or rename it",
    ];
    let found = told(text);
    for line in expected {
        assert!(found.iter().any(|one| one == line), "missing: {line}\nfound: {found:#?}");
    }
    assert!(
        found
            .iter()
            .any(|one| one.starts_with("f.yaml:45: Service default/s: spec.ports[1].port: invalid type")),
        "{found:#?}"
    );
    assert_eq!(found.len(), expected.len() + 1, "{found:#?}");
}

#[test]
fn what_a_server_would_refuse_but_is_clear_is_a_warning() {
    let found = warned(
        "apiVersion: v1\nkind: Service\nmetadata: {name: My_Service, namespace: shop}\nspec:\n  ports: [{port: 80, targetport: 8080}]\n---\n\
         apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.1.2.3/8}}]}]}\n",
    );
    let has = |text: &str| assert!(found.iter().any(|one| one.contains(text)), "{text}: {found:#?}");
    has("f.yaml:3: Service shop/My_Service: metadata.name: a server refuses");
    has("f.yaml:5: Service shop/My_Service: spec.ports[0].targetport: unknown field");
    has(
        "f.yaml:10: NetworkPolicy shop/p: spec.ingress[0].from[0].ipBlock.cidr: 10.1.2.3/8 has bits beyond its prefix: it means 10.0.0.0/8",
    );
    has("Namespace shop: not in the input");
    assert_eq!(found.len(), 4, "{found:#?}");
}

#[test]
fn an_alias_bomb_is_refused_in_time() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let list = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(text, "a{level}: &a{level} [{list}]");
    }
    assert_eq!(told(&text).len(), 1);
    // Many documents, each below a limit of its own.
    let one = "---\na: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n";
    assert_eq!(told(&one.repeat(300)).len(), 1);
}

#[test]
fn deep_nesting_is_refused() {
    for text in [
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "- ".repeat(100_000),
        (0..2_000).map(|depth| " ".repeat(depth) + "a:\n").collect(),
    ] {
        assert_eq!(problems(text.as_bytes()).len(), 1);
    }
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    let big = vec![b' '; LARGEST_INPUT / 2 + 1];
    let sources = [Source { name: "a", bytes: &big }, Source { name: "b", bytes: &big }];
    let found = load(&sources, &LoadOptions::default()).unwrap_err();
    assert!(found[0].to_string().starts_with("b: the input is larger than"), "{found:?}");
}

#[test]
fn many_faults_in_a_list_are_found_in_one_more_read() {
    let items: Vec<_> = (0..3_000)
        .map(|index| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"n": index}}}))
        .collect();
    let text =
        serde_json::to_string_pretty(&json!({"apiVersion": "v1", "kind": "List", "items": items})).unwrap();
    let found = problems(text.as_bytes());
    assert_eq!(found.len(), 3_000);
    assert!(found.windows(2).all(|two| two[0].line < two[1].line));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = problems(&bytes);
    }

    #[test]
    fn no_text_like_a_manifest_makes_it_panic(words in prop::collection::vec(prop::sample::select(vec![
        "apiVersion: v1", "kind: Pod", "kind: Service", "kind: List", "metadata: {name: a}", "spec:", "  ports:", "  - port: 80", "---", "items:",
        "- ", "  ", "\n", "{", "}", "[", "]", "&a", "*a", "<<: *a", "'", "\"", "|", "#", ":", "? ", "!!int", "\t", "%", "...",
    ]), 0..40)) {
        let _ = problems(words.concat().as_bytes());
        let _ = problems(words.join("\n").as_bytes());
    }
}
