//! Pipelines whose reader ends first, and the order of what both streams say.

use super::*;
use crate::cluster::Cluster;

const NOW: &str = "2026-11-27T08:00:00Z";

fn reply(line: &str) -> (Session, Reply) {
    let mut session = Session::new(Cluster::default(), NOW, 1);
    let reply = session.run(line, NOW);
    (session, reply)
}

#[test]
fn a_reader_that_has_enough_ends_its_writer() {
    for (line, shown) in [
        ("while :; do echo x; done | head -1", "x\n"),
        ("while true; do echo x; done | head -3; echo after", "x\nx\nx\nafter\n"),
        (
            "yes | head -2; yes no | sed 1q; yes | grep -m2 y; yes | grep -q y && echo found",
            "y\ny\nno\ny\ny\nfound\n",
        ),
        ("yes | awk 'NR==3{print NR; exit}'", "3\n"),
        ("yes | while read -r word; do echo got $word; break; done", "got y\n"),
        ("yes | cat | grep y | head -1", "y\n"),
        ("{ yes | cat; } | head -1; (yes) | (head -1)", "y\ny\n"),
        ("sh -c 'while :; do echo in; done' | head -1; yes | timeout 5 head -1", "in\ny\n"),
        ("echo $(yes | head -2)", "y y\n"),
        ("for i in 1 2; do yes $i | head -1; done", "1\n2\n"),
        ("yes | true; echo $?; set -o pipefail; yes | true; echo $?; echo a | true; echo $?", "0\n141\n0\n"),
        ("yes | head -1; echo ${PIPESTATUS[@]}", "y\n141 0\n"),
        ("seq 100 | head -2 | tail -1", "2\n"),
        ("sh -c yes | head -1; sudo yes | head -1; timeout 3 yes | head -1", "y\ny\ny\n"),
        ("yes | xargs -n1 echo | head -1; echo on", "y\non\n"),
        ("yes | xargs echo | head -c 3", "y y"),
    ] {
        let (_, reply) = reply(line);
        assert_eq!(reply.output.screen(), shown, "{line}");
    }
}

/// A loop that looks every second runs as long as its reader wants lines, and no longer.
#[test]
fn the_writer_has_done_no_more_than_its_reader_needs() {
    let (session, reply) =
        reply("while sleep 1; do echo x >> log; echo tick; echo complaint >&2; done | head -3");
    assert_eq!(reply.stdout(), "tick\ntick\ntick\n");
    let lines = session.file_at(session.place(), "log").map_or(0, |text| text.lines().count());
    assert!((3..16).contains(&lines), "{lines} times");
    assert!(session.now.as_str() < "2026-11-27T08:00:16Z", "{}", session.now);
    assert!(reply.stderr().lines().count() < 16);
}

#[test]
fn a_reader_that_waits_for_the_end_of_what_has_none_is_stopped() {
    for line in [
        "yes | wc -l",
        "yes | sort",
        "while :; do :; done | cat",
        "while :; do sleep 5; done | tail -1",
        "seq 99999 | wc -l",
    ] {
        let (_, reply) = reply(line);
        assert_eq!((reply.stdout().as_str(), reply.status), ("", 130), "{line}");
        assert!(reply.stderr().contains("as Ctrl-C would"), "{line}: {}", reply.stderr());
    }
    // A screen that is full of what stands beside the pipe stays so.
    let (_, full) = reply("for i in 1 2 3; do yes >&2 | cat; done");
    assert!(full.output.size() < budget::OUTPUT + 100 && full.stderr().contains("KiB of output"));
    // What passes lines on has shown those that came.
    let (_, reply) = reply("while sleep 60; do echo tick; done | cat");
    assert!(reply.stdout().starts_with("tick\ntick\n") && reply.status == 130);
}

#[test]
fn both_streams_stand_in_the_order_in_which_they_were_written() {
    let missing = "ls: cannot access 'no': No such file or directory\n";
    for (line, shown) in [
        ("ls no; echo hi", format!("{missing}hi\n")),
        ("{ echo a; echo b >&2; echo c; }", "a\nb\nc\n".to_owned()),
        ("bash -c 'ls no; echo hi; ls no'", format!("{missing}hi\n{missing}")),
        ("sudo sh -c 'echo a; echo b >&2; echo c'", "a\nb\nc\n".to_owned()),
        ("timeout 5 sh -c 'echo a; echo b >&2; echo c' 2>&1 | cat", "a\nb\nc\n".to_owned()),
        ("printf '1\\n2\\n' | xargs -I{} sh -c 'echo {}; echo e{} >&2'", "1\ne1\n2\ne2\n".to_owned()),
        ("echo 1 > f; cat f no f", "1\ncat: no: No such file or directory\n1\n".to_owned()),
        ("sh -c 'echo a; echo b >&2; echo c' > f 2>&1; cat f", "a\nb\nc\n".to_owned()),
        ("sh -c 'echo a; echo b >&2; echo c' 2>/dev/null", "a\nc\n".to_owned()),
    ] {
        let (_, reply) = reply(line);
        assert_eq!(reply.output.screen(), shown, "{line}");
    }
}
