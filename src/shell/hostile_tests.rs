//! What a learner, or a cat on the keyboard, may do to a session: each line is answered within bounds, and the session goes on.

use super::*;
use crate::cluster::{self, LoadOptions, Source};

const NOW: &str = "2026-11-27T08:00:00Z";

fn session() -> Session {
    let yaml = b"{apiVersion: v1, kind: Pod, metadata: {name: client}, spec: {containers: [{name: c, image: nicolaka/netshoot, command: [sleep, infinity]}]}}\n---\n{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}\n";
    let loaded = cluster::load(&[Source { name: "c.yaml", bytes: yaml }], &LoadOptions::default()).unwrap();
    let mut session = Session::new(loaded.cluster, NOW, 1);
    cluster::controllers::run(&mut session.cluster, NOW);
    session
}

/// What a line says; the next one is answered as ever.
fn survives(session: &mut Session, line: &str) -> Reply {
    let reply = session.run(line, NOW);
    let written = reply.output.size();
    let shown: String = line.chars().take(40).collect();
    assert!(written <= budget::OUTPUT + 2048, "{shown}: {written} bytes");
    session.interrupt();
    assert_eq!(session.run("echo on", NOW).stdout(), "on\n", "{shown}");
    reply
}

#[test]
fn pipes_without_an_end_are_cut() {
    let mut session = session();
    assert_eq!(survives(&mut session, "yes | head -2").stdout(), "y\ny\n");
    assert_eq!(survives(&mut session, "yes no | cat | cat | head -1").stdout(), "no\n");
    let many = format!("true{}", " | cat".repeat(20_000));
    assert_ne!(survives(&mut session, &many).status, 0);
    survives(&mut session, "yes");
    survives(&mut session, "yes $(yes | head -c 100000) | wc -c");
    survives(&mut session, "while :; do yes; done | cat");
    survives(&mut session, "for i in 1 2 3; do sh -c 'yes; yes >&2' | cat; done");
    let remote = survives(&mut session, "kubectl exec client -- yes | head -1");
    assert_eq!(remote.output.screen(), "y\n");
}

#[test]
fn what_awk_remembers_is_bounded() {
    let many = format!("seq 5000 | awk '{{a[NR]=\"{}\"}} END{{print NR}}'", "x".repeat(10_000));
    let reply = survives(&mut session(), &many);
    assert_eq!(reply.output.screen(), "awk: out of memory: variables may take 4 MiB in this shell\n");
    // What is written over takes no more.
    let same = format!("seq 5000 | awk '{{a=\"{}\"}} END{{print NR}}'", "x".repeat(10_000));
    assert_eq!(survives(&mut session(), &same).stdout(), "5000\n");
}

#[test]
fn pastes_of_a_megabyte_are_refused_or_run() {
    let mut session = session();
    for line in [
        format!("echo {}", "word ".repeat(200_000)),
        format!("echo {}", "x".repeat(1 << 20)),
        format!("echo '{}", "x\n".repeat(1 << 19)),
        format!("cat <<E\n{}E", "line\n".repeat(200_000)),
        "echo a\n".repeat(10_000),
        "é".repeat(1 << 19),
        "\0".repeat(1 << 20),
    ] {
        survives(&mut session, &line);
    }
}

#[test]
fn quotes_that_stay_open_wait_for_more() {
    let mut session = session();
    for line in [
        "echo '",
        "echo \"a",
        "echo `",
        "echo $(",
        "cat <<E",
        "echo ${x:-",
        "echo \\",
        "f() {",
        "if true",
        "[[ a",
    ] {
        let reply = session.run(line, NOW);
        let waits = reply.effect == Some(Effect::More) && session.prompt() == "> ";
        assert!(waits || reply.status == 2, "{line} {reply:?}");
        session.interrupt();
        assert_eq!(session.run("echo on", NOW).stdout(), "on\n", "{line}");
    }
    // The end of the quote ends the waiting.
    session.run("echo 'a", NOW);
    assert_eq!(session.run("b'", NOW).stdout(), "a\nb\n");
}

#[test]
fn what_nests_too_deep_is_refused() {
    let mut session = session();
    let deep = [
        ("(", 20_000),
        ("$(", 20_000),
        ("echo {a,", 5_000),
        ("{ ", 20_000),
        ("if true; then ", 5_000),
        ("echo $((", 10_000),
        ("[[ ( ", 10_000),
        ("case x in ", 5_000),
        ("echo ${a:-", 10_000),
        ("`", 10_001),
        ("while true; do ", 5_000),
        ("f() { ", 5_000),
        ("<(", 5_000),
        ("true && ", 50_000),
        ("! ", 20_000),
    ];
    for (part, times) in deep {
        survives(&mut session, &part.repeat(times));
    }
    for line in [
        "x=1; for i in {1..18}; do x=\"$x+$x\"; done; echo $((x))".to_owned(),
        format!("echo $((1{}))", "+1".repeat(50_000)),
        format!("echo $(({}1))", "-".repeat(50_000)),
        format!("echo $(({}1))", "! ".repeat(50_000)),
        format!("echo $(({}1))", "a=".repeat(50_000)),
        format!("echo $(({}1))", "1?1:".repeat(50_000)),
        format!("echo $(({}1))", "2**".repeat(50_000)),
        format!("echo $(({}1{}))", "a[".repeat(12), "]".repeat(12)),
        format!("a={}1{}; echo $((a))", "a[".repeat(12), "]".repeat(12)),
        format!("echo ${{a:1{}}}", "+1".repeat(50_000)),
        format!("[[ 1{} -eq 1 ]]", "+1".repeat(50_000)),
        format!("[[ a{} ]]", " && a".repeat(50_000)),
        format!("[[ a{} ]]", " || a".repeat(50_000)),
        format!("[[ {}a ]]", "! ".repeat(50_000)),
        format!("[[ ( {}a ) ]]", "! ".repeat(50_000)),
        format!("[[ a =~ {}{} ]]", "(".repeat(5_000), ")".repeat(5_000)),
        format!("test {}a", "! ".repeat(50_000)),
        format!("test a{}", " -a a".repeat(50_000)),
        format!("awk 'BEGIN{{print 1{}}}'", "+1".repeat(50_000)),
        format!("awk 'BEGIN{{print {}1}}'", "-".repeat(50_000)),
        format!("awk 'BEGIN{{print {}1}}'", "a=".repeat(50_000)),
        format!("awk 'BEGIN{{print a{}}}'", " a".repeat(50_000)),
        format!("awk '/{}/'", "(".repeat(5_000)),
        format!("sed '{}'", "s/a/b/;".repeat(20_000)),
        format!("sed 's/{}/b/'", "\\(".repeat(5_000)),
        format!("grep -E '{}'", "(a|".repeat(5_000)),
        format!("jq -n '1{}'", "+1".repeat(990)),
        format!("jq -n '.{}'", "|.".repeat(990)),
        format!("jq -n '{}1'", "-".repeat(1_990)),
        format!("jq -n '{}.'", "try ".repeat(490)),
        format!("jq -n '.{}'", "?".repeat(1_990)),
        format!("jq -n '.{}'", ".a".repeat(990)),
        format!("jq -n '{}1 end'", "if 1 then ".repeat(190)),
        format!("jq -n '1{}'", ",1".repeat(990)),
        format!("kubectl get ns -o jsonpath='{{{}}}'", ".a".repeat(50_000)),
        format!("kubectl get ns -o jsonpath='{{{}}}'", "[?(@.a".repeat(5_000)),
        format!("kubectl get ns -o jsonpath='{}'", "{range .a}".repeat(5_000)),
        format!("kubectl get ns -o go-template='{}'", "{{if .a}}".repeat(5_000)),
        format!("kubectl get ns -o go-template='{{{{{}.}}}}'", "len ".repeat(20_000)),
        format!("kubectl get ns -o go-template='{{{{{}.}}}}'", "index ".repeat(20_000)),
        format!("kubectl explain pod{}", ".spec".repeat(20_000)),
        format!("{}fi", "if false; then :; el".repeat(5_000)),
        format!("if false; then :; {}fi", "elif true; then :; ".repeat(5_000)),
        format!("case a in {} esac", "b) ;; ".repeat(5_000)),
        format!("echo {}", "a=b ".repeat(20_000)),
        format!("echo {}", "<<< a ".repeat(5_000)),
        format!("echo {}", "\\\"".repeat(50_000)),
        format!("echo {}a{}", "\"$(echo ".repeat(30), ")\"".repeat(30)),
        format!("echo ${{a//{}/b}}", "*".repeat(50_000)),
        format!("[[ a == {} ]]", "@(".repeat(5_000)),
        format!("echo {{1..{}}}", "9".repeat(100)),
    ] {
        survives(&mut session, &line);
    }
    let whole = format!("{}echo x{}", "(".repeat(50), ")".repeat(50));
    survives(&mut session, &whole);
    for _ in 0..40 {
        session.run("bash", NOW);
    }
    for _ in 0..40 {
        session.run("kubectl exec -it client -- sh", NOW);
        session.run("ssh worker", NOW);
    }
    assert_eq!(session.run("echo on", NOW).stdout(), "on\n");
}

#[test]
fn a_cluster_without_its_own_parts_still_answers() {
    let mut session = session();
    let refused = survives(&mut session, "kubectl delete namespace kube-system default kube-public");
    assert!(
        refused.status == 1 && refused.stderr().contains("this namespace may not be deleted"),
        "{refused:?}"
    );
    survives(&mut session, "kubectl -n kube-system delete deploy,ds,svc,cm,sa,pod --all --force");
    let asked = survives(&mut session, "kubectl exec client -- nslookup web");
    assert!(asked.status == 1 && asked.stdout().contains("no servers could be reached"), "{asked:?}");
    survives(&mut session, "kubectl delete nodes --all");
    survives(&mut session, "kubectl get all,nodes,events -A -o wide");
    survives(&mut session, "kubectl get nodes; kubectl drain worker --ignore-daemonsets --force");
    let run = survives(&mut session, "kubectl run x --rm -i --image=busybox -- wget -qO- web");
    assert!(run.stderr().contains("bad address 'web'") || run.status == 1, "{run:?}");
    survives(
        &mut session,
        "kubectl delete crd,ns,pv,clusterrole,ingressclass,svc,netpol --all -A; kubectl describe nodes; kubectl cluster-info",
    );
}

#[test]
fn a_corefile_of_nonsense_stops_names_until_it_is_put_right() {
    let mut session = session();
    let asks = |session: &mut Session| survives(session, "kubectl exec client -- nslookup kubernetes").status;
    assert_eq!(asks(&mut session), 0);
    survives(&mut session, "kubectl -n kube-system get cm coredns -o yaml > good.yaml");
    for nonsense in ["no { sense", "}}}}", "", ".:53 { forward . . . }", ".:99999 {\n}", "{{{{", "# nothing"]
    {
        let patch = serde_json::json!({"data": {"Corefile": nonsense}});
        survives(&mut session, &format!("kubectl -n kube-system patch cm coredns -p '{patch}'"));
        survives(&mut session, "sleep 2; kubectl -n kube-system rollout restart deployment coredns");
        survives(&mut session, "kubectl -n kube-system logs -l k8s-app=kube-dns");
        assert_eq!(asks(&mut session), 1, "{nonsense}");
    }
    survives(
        &mut session,
        "kubectl -n kube-system delete cm coredns; sleep 2; kubectl -n kube-system rollout restart deployment coredns",
    );
    survives(
        &mut session,
        "grep -v -e resourceVersion -e uid: good.yaml | kubectl apply -f -; sleep 2; kubectl -n kube-system rollout restart deployment coredns",
    );
    assert_eq!(asks(&mut session), 0);
}
