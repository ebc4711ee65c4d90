//! Laws: nothing typed panics or runs for ever, and the same input gives the same bytes.

#![allow(clippy::literal_string_with_formatting_args, reason = "expansions of the shell")]

use proptest::prelude::*;

use super::*;
use crate::cluster::{self, LoadOptions, Source};

const NOW: &str = "2026-11-27T08:00:00Z";

/// A cluster with a Service, so that programs of the network have something to ask.
fn cluster() -> cluster::Cluster {
    let yaml = br"
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {containers: [{name: c, image: nginx, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
";
    cluster::load(&[Source { name: "c.yaml", bytes: yaml }], &LoadOptions::default()).unwrap().cluster
}

/// Pieces that lines are made of: words of the shell, programs with their options, and what is not expected there.
fn piece() -> impl Strategy<Value = String> {
    let names: Vec<String> = PROGRAMS.iter().map(|program| program.name.to_owned()).collect();
    let signs = [
        "|", "||", "&&", ";", "&", "(", ")", "{", "}", "((", "))", "[[", "]]", "<", ">", ">>", "2>&1",
        "<<EOF", "EOF", "\n", "'", "\"", "`", "\\", "$", "$(", "${", "$((", "<(", "*", "?", "[", "]", "!",
        "#", "~", "=", "if", "then", "else", "fi", "for", "in", "do", "done", "while", "until", "case",
        "esac", "function", "f()", "return", "exit", "break",
    ];
    let words = [
        "-n",
        "-r",
        "-c",
        "-i",
        "-v",
        "-e",
        "-x",
        "--",
        "-",
        "a",
        "web",
        "web:80",
        "http://web/",
        "10.96.0.10",
        "1",
        "-1",
        "99999999999999999999",
        "s/a/b/g",
        "{print $1}",
        ".items[]",
        "x=1",
        "$x",
        "${x:-y}",
        "${x%.*}",
        "${x//a/b}",
        "{1..9}",
        "{a,b}",
        "f",
        "/etc/hosts",
        "/",
        "..",
        "é",
        "%s\\n",
        "+%s",
        "NR>1",
        "$((1/0))",
        "$(($x+1))",
        "yes",
        "@10.96.0.10",
    ];
    prop_oneof![
        3 => proptest::sample::select(names),
        3 => proptest::sample::select(signs.to_vec()).prop_map(str::to_owned),
        3 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ]
}

fn line() -> impl Strategy<Value = String> {
    let glued = proptest::collection::vec((piece(), any::<bool>()), 0..14).prop_map(|pieces| {
        pieces.into_iter().map(|(text, blank)| if blank { text + " " } else { text }).collect::<String>()
    });
    prop_oneof![
        4 => proptest::collection::vec(piece(), 0..14).prop_map(|pieces| pieces.join(" ")),
        2 => glued,
        1 => proptest::collection::vec(any::<u8>(), 0..60).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn nothing_typed_panics_and_the_same_lines_give_the_same_bytes(lines in proptest::collection::vec(line(), 1..5)) {
        let start = Session::new(cluster(), NOW, 7);
        let (mut one, mut two) = (start.clone(), start);
        for line in &lines {
            let (first, second) = (one.run(line, NOW), two.run(line, NOW));
            prop_assert_eq!(&first, &second);
            let written = first.output.size();
            // A message on why a line was stopped comes on top.
            prop_assert!(written <= budget::OUTPUT + 2048, "{} bytes", written);
            let cursor = line.len() / 2;
            let _ = complete(&one, line, cursor);
        }
        prop_assert_eq!(one.prompt(), two.prompt());
        one.interrupt();
        one.run("exit; exit; exit", NOW);
        one.interrupt();
        let reply = one.run("echo still here", NOW);
        prop_assert!(!one.logins.is_empty());
        prop_assert!(reply.stdout().ends_with("still here\n") || reply.status == 127 || !reply.stderr().is_empty() || reply.stdout().is_empty());
    }
}
