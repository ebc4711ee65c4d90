#![allow(clippy::literal_string_with_formatting_args, reason = "expansions of the shell")]

use super::*;
use crate::cluster::Cluster;

const NOW: &str = "2026-11-27T08:00:00Z";

/// Everything a line writes, as it stands on the screen.
fn screen(line: &str) -> String {
    let mut session = Session::new(Cluster::default(), NOW, 1);
    session.run(line, NOW).output.screen()
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn programs_do_what_those_of_a_linux_machine_do() {
    let mut wrong = Vec::new();
    for (line, expected) in [
        ("seq 5 | head -n 2", "1\n2\n"),
        (
            "seq 5 | head -2; seq 5 | tail -n 2; seq 5 | tail -n +4; seq 3 | head -n -1",
            "1\n2\n4\n5\n4\n5\n1\n2\n",
        ),
        (
            "printf 'a bb c\\nddd e\\n\\nx:y z\\n' | column -t; echo 'a:b' | column -ts: -o '|'",
            "a    bb  c\nddd  e   \nx:y  z   \na|b\n",
        ),
        (
            "seq 4 | paste -sd+; seq 4 | paste - -; seq 4 | paste -d': ' - - -",
            "1+2+3+4\n1\t2\n3\t4\n1:2 3\n4: \n",
        ),
        ("echo 1 > a; echo 2 > b; echo 3 >> b; paste a b", "1\t2\n\t3\n"),
        ("printf 'a b\\nc\\n' | wc -l; printf 'a b\\nc\\n' | wc -w", "2\n3\n"),
        (
            "printf 'b\\na\\nb\\n' | sort -u; printf '10\\n9\\n' | sort -n; printf '10\\n9\\n' | sort",
            "a\nb\n9\n10\n10\n9\n",
        ),
        (
            "printf 'x 2\\ny 1\\n' | sort -k2 -n; printf 'a\\na\\nb\\n' | uniq -c",
            "y 1\nx 2\n      2 a\n      1 b\n",
        ),
        ("echo a:b:c | cut -d: -f2; echo a:b:c | cut -d: -f1,3; echo abc | cut -c2-", "b\na:c\nbc\n"),
        ("echo abc | tr a-c A-C; echo aabb | tr -s ab; echo a1b2 | tr -d '0-9'", "ABC\nab\nab\n"),
        (
            "printf 'web\\ndb\\nweb2\\n' | grep web; printf 'a\\nb\\n' | grep -v a; echo x | grep y; echo $?",
            "web\nweb2\nb\n1\n",
        ),
        ("printf 'a\\nb\\nc\\nd\\n' | grep -A1 -n b; printf 'aXbX' | grep -o X | wc -l", "2:b\n3-c\n2\n"),
        (
            "printf 'foo=1\\n' | grep -E '^(foo|bar)=[0-9]+$' && echo IP 10.0.0.1 | grep -oE '([0-9]+\\.){3}[0-9]+'",
            "foo=1\n10.0.0.1\n",
        ),
        (
            "printf 'kind: Pod\\nspec: {containers: [{image: nginx, name: c}]}\\n' > p; yq '.spec.containers[0].image' p; yq p; cat p | yq -o json '.spec.containers[]'; yq .spec.nope p; yq .a q",
            "nginx\nkind: Pod\nspec:\n  containers:\n  - image: nginx\n    name: c\n{\n  \"image\": \"nginx\",\n  \"name\": \"c\"\n}\nnull\nError: open q: no such file or directory\n",
        ),
        (
            "mkdir d; echo hit > d/a.yaml; echo hit > d/b.txt; grep -rl hit d --include='*.yaml'; grep -rl hit --exclude=*.yaml d",
            "d/a.yaml\nd/b.txt\n",
        ),
        ("mkdir -p d/e; echo hit > d/e/f; grep -r hit d; grep -rl hit d", "d/e/f:hit\nd/e/f\n"),
        (
            "echo a/b | sed 's/a/x/; s|/|-|'; seq 4 | sed -n '2,3p'; seq 3 | sed 2d; seq 3 | sed '$d'",
            "x-b\n2\n3\n1\n3\n1\n2\n",
        ),
        (
            "echo 'port: 80' > f; sed -i 's/80/8080/' f; cat f; sed -E 's/([a-z]+): (.*)/\\2 \\1/' f",
            "port: 8080\n8080 port\n",
        ),
        (
            "printf 'a\\nb\\n' | sed '/a/a new'; printf 'a\\nb\\n' | sed '1i top'; echo aaa | sed 's/a/b/2g'",
            "a\nnew\nb\ntop\na\nb\nabb\n",
        ),
        (
            "echo a > x; cp x y; mv y z; ls; rm x z; ls; rm nope; rm -f nope",
            "x\nz\nrm: cannot remove 'nope': No such file or directory\n",
        ),
        ("ls nope; echo $?", "ls: cannot access 'nope': No such file or directory\n2\n"),
        (
            "mkdir a; mkdir a; mkdir b/c; rmdir a; touch q; ls",
            "mkdir: cannot create directory ‘a’: File exists\nmkdir: cannot create directory ‘b/c’: No such file or directory\nq\n",
        ),
        ("echo hi | tee t | cat; cat t; echo more | tee -a t > /dev/null; cat t", "hi\nhi\nhi\nmore\n"),
        ("echo -n secret | base64; echo c2VjcmV0 | base64 -d", "c2VjcmV0\nsecret"),
        ("printf 'a\\nb\\n' > 1; printf 'a\\nc\\n' > 2; diff 1 2; echo $?", "2c2\n< b\n---\n> c\n1\n"),
        ("date; date +%Y-%m-%d; sleep 90; date +%T", "Fri Nov 27 08:00:00 UTC 2026\n2026-11-27\n08:01:30\n"),
        (
            "printf 'a\\nb\\n' | xargs -n1 echo x; printf 'a b' | xargs -I{} echo [{}]; echo | xargs echo n",
            "x a\nx b\n[a b]\nn\n",
        ),
        ("echo 'NAME READY\nweb 1/1' | awk 'NR>1{print $1}'; echo 1:2 | awk -F: '{print $2+1}'", "web\n3\n"),
        ("awk '{for(;;)x}' f", "awk: `for (;;)' of awk is not there in this shell\n"),
        (
            "echo '{\"items\":[{\"n\":\"a\"},{\"n\":\"b\"}]}' | jq -r '.items[].n'; echo '[1,2]' | jq -c 'map(.+1)'",
            "a\nb\n[2,3]\n",
        ),
        (
            "echo '{\"a\":{\"b\":1}}' | jq .a; echo '{}' | jq 'def f: f; f'; echo '{\"a\":1}' | jq --arg x 2 '{a,$x}' -c",
            "{\n  \"b\": 1\n}\njq: error: def is not there in this shell\n{\"a\":1,\"x\":\"2\"}\n",
        ),
        ("echo '[[[' | jq .; echo $?", "jq: parse error: Invalid JSON text at line 2, column 0\n2\n"),
        ("yes | head -n 1; yes no | head -n 2 | tail -n 1", "y\nno\n"),
        ("basename /a/b.txt .txt; dirname /a/b; realpath x", "b\n/a\n/home/candidate/x\n"),
        ("find / -name host* -maxdepth 2", "/etc/hostname\n/etc/hosts\n"),
        ("hostname; whoami; sudo whoami; id -u", "base\ncandidate\nroot\n1000\n"),
        ("timeout 2 sleep 5; echo $?; timeout 5 echo ok", "124\nok\n"),
        (
            "head --nope; sort -Q; ls -Q",
            "head: unrecognized option '--nope'\nsort: invalid option -- 'Q'\nTry 'sort --help' for more information.\nls: invalid option -- 'Q'\nTry 'ls --help' for more information.\n",
        ),
        (
            "openssl req -x509 -nodes -days 365 -newkey rsa:2048 -keyout tls.key -out tls.crt -subj '/CN=shop.example/O=shop' 2>/dev/null; head -n 1 tls.crt tls.key; openssl x509 -noout -subject -enddate -in tls.crt",
            "==> tls.crt <==\n-----BEGIN CERTIFICATE-----\n\n==> tls.key <==\n-----BEGIN PRIVATE KEY-----\nsubject=CN=shop.example, O=shop\nnotAfter=Nov 27 08:00:00 2027 GMT\n",
        ),
        ("printf '%s\\n' a b; printf '%-5s|%3d|%05.1f\\n' ab 7 2.55; printf '%s'", "a\nb\nab   |  7|002.5\n"),
        (
            "which ls nope; type cd; type ls; command -v kubectl",
            "/usr/bin/ls\ncd is a shell builtin\nls is /usr/bin/ls\n/usr/bin/kubectl\n",
        ),
        (
            "curl nowhere; echo $?; curl -s nowhere; curl",
            "curl: (6) Could not resolve host: nowhere\n6\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
        ),
    ] {
        let shown = screen(line);
        if shown != expected {
            wrong.push(format!(
                "{line}
  got  {shown:?}
  want {expected:?}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.join(
            "
"
        )
    );
}

#[test]
fn lines_are_sorted_by_the_keys_that_are_given() {
    let mut session = Session::new(Cluster::default(), NOW, 1);
    session.run("printf 'b 2 x\\na 10 x\\nc 2 w\\n' > f; printf 'k:B\\nj:a\\nj:A\\n' > g", NOW);
    for (line, said) in [
        ("sort -k2,2n -k1,1r f", "c 2 w\nb 2 x\na 10 x\n"),
        ("sort -k2,2.18446744073709551615 f", "a 10 x\nc 2 w\nb 2 x\n"),
        ("sort -k2,2 f", "a 10 x\nb 2 x\nc 2 w\n"),
        ("sort -k3 -k2,2nr f", "c 2 w\na 10 x\nb 2 x\n"),
        ("sort -k3,3 -s f", "c 2 w\nb 2 x\na 10 x\n"),
        (
            "sort -t: -k1,1 -s g; sort -t: -k2 g; sort -t: -k2f -u g",
            "j:a\nj:A\nk:B\nj:A\nk:B\nj:a\nj:a\nk:B\n",
        ),
        ("sort -k2.2,2.3 f", "a 10 x\nb 2 x\nc 2 w\n"),
        ("printf 'ax\\nbw\\n' | sort -k1.2", "bw\nax\n"),
        (
            "printf 'x   1\\nx 2\\n' | sort -k2; printf 'x   2\\nx 1\\n' | sort -k2b",
            "x   1\nx 2\nx 1\nx   2\n",
        ),
        ("printf '2K\\n1M\\n30\\n' | sort -h; printf 'v10\\nv9\\n' | sort -V", "30\n2K\n1M\nv9\nv10\n"),
        ("sort -r -o f f; cat f", "c 2 w\nb 2 x\na 10 x\n"),
    ] {
        let reply = session.run(line, NOW);
        assert_eq!((reply.stdout().as_str(), reply.stderr().as_str()), (said, ""), "{line}");
    }
    for (line, said) in [
        ("sort -k0 f", "sort: field number is zero: invalid field specification ‘0’\n"),
        ("sort -k1.0 f", "sort: character offset is zero: invalid field specification ‘1.0’\n"),
        ("sort -kx f", "sort: invalid number at field start: invalid count at start of ‘x’\n"),
        ("sort -k1,x f", "sort: invalid number after ‘,’: invalid count at start of ‘x’\n"),
        ("sort -k1q f", "sort: stray character in field spec: invalid field specification ‘1q’\n"),
        ("sort -t ab f", "sort: multi-character tab ‘ab’\n"),
    ] {
        let reply = session.run(line, NOW);
        assert_eq!((reply.stderr().as_str(), reply.status), (said, 2), "{line}");
    }
}

#[test]
fn an_edit_in_place_keeps_the_old_text_where_it_is_told_to() {
    let mut session = Session::new(Cluster::default(), NOW, 1);
    session.run("mkdir d; echo a > d/f; echo a > g", NOW);
    for (line, files) in [
        ("sed -i.bak s/a/b/ d/f g; cat d/f d/f.bak g g.bak", "b\na\nb\na\n"),
        ("sed --in-place=.old -e s/b/c/ g; cat g g.old", "c\nb\n"),
        ("sed -Ei'old_*' 's/(c)/\\1d/' g; cat g old_g", "cd\nc\n"),
        ("sed -ni -e p g; sed -i -n p g; cat g; ls", "cd\nd\ng\ng.bak\ng.old\nold_g\n"),
    ] {
        let reply = session.run(line, NOW);
        assert_eq!((reply.stdout().as_str(), reply.stderr().as_str()), (files, ""), "{line}");
    }
}

#[test]
fn an_editor_leaves_as_an_effect_and_its_text_comes_back() {
    let mut session = Session::new(Cluster::default(), NOW, 1);
    let reply = session.run("echo a > f; vim f", NOW);
    assert_eq!(
        reply.effect,
        Some(Effect::Edit {
            editor: "vim".to_owned(),
            path: "/home/candidate/f".to_owned(),
            text: "a\n".to_owned()
        })
    );
    session.edited("/home/candidate/f", Some("b\n"), NOW);
    assert_eq!(session.run("cat f", NOW).stdout(), "b\n");
    assert_eq!(session.file_at(&Place::Host, "f").as_deref(), Some("b\n"));
}

/// A session on the cluster that every one has.
fn on_a_cluster() -> Session {
    let loaded = crate::cluster::load(&[], &crate::cluster::LoadOptions::default()).unwrap();
    Session::new(loaded.cluster, NOW, 1)
}

#[test]
fn a_refused_edit_is_opened_again_with_the_reasons_on_top() {
    let mut session = on_a_cluster();
    session.run("kubectl create service clusterip web --tcp=80:80", NOW);
    let opened = |reply: &Reply| match &reply.effect {
        Some(Effect::Edit { path, text, .. }) => (path.clone(), text.clone()),
        other => panic!("{other:?} {}", reply.stderr()),
    };
    let (path, text) = opened(&session.run("kubectl edit service web", NOW));
    let bad = text.replace("port: 80\n", "port: 80000\n");
    let reply = session.edited(&path, Some(&bad), NOW);
    assert_eq!(reply.stderr(), "error: services \"web\" is invalid\n");
    let (path, again) = opened(&reply);
    assert!(again.starts_with("# Please edit the object below."), "{again}");
    let reason = "#\n# services \"web\" was not valid:\n# * spec.ports[0].port: Invalid value: 80000";
    assert!(again.contains(reason) && again.contains("port: 80000\n"), "{again}");
    // A slip in the YAML is told in the same way.
    let reply = session.edited(&path, Some(&again.replace("  ports:", " ports:")), NOW);
    let (path, slip) = opened(&reply);
    assert!(slip.contains("# The edited file had a syntax error: ") && reply.stderr().is_empty(), "{slip}");
    // Left as it is: given up.
    let reply = session.edited(&path, None, NOW);
    let said = "\nerror: Edit cancelled, no valid changes were saved.\n";
    assert!(
        reply.effect.is_none() && reply.status == 1 && reply.stderr().ends_with(said),
        "{}",
        reply.stderr()
    );
    // Once more, put right at the second try.
    let (path, text) = opened(&session.run("kubectl edit service web", NOW));
    let (path, again) =
        opened(&session.edited(&path, Some(&text.replace("port: 80\n", "port: 80000\n")), NOW));
    let reply = session.edited(&path, Some(&again.replace("port: 80000\n", "port: 8080\n")), NOW);
    assert_eq!((reply.stdout().as_str(), reply.status), ("service/web edited\n", 0));
    assert_eq!(session.run("kubectl get svc web -o jsonpath={.spec.ports[0].port}", NOW).stdout(), "8080");
    // Whatever stays of an editor that never closed does not disturb the next one.
    session.run("kubectl edit service web", NOW);
    let (_, text) = opened(&session.run("kubectl edit service web", NOW));
    assert!(text.contains("port: 8080\n"));
    assert!(!session.run("kubectl edit --help", NOW).stdout().contains("--edited"));
    assert!(complete(&session, "kubectl edit --e", 16).candidates.is_empty());
}

#[test]
fn what_is_sent_to_a_node_arrives_there() {
    let mut session = on_a_cluster();
    session.run("printf 'a\\nb\\n' > f", NOW);
    for (line, said) in [
        ("ssh worker 'cat > g; wc -l g' < f", "2 g\n"),
        ("cat f | ssh worker 'sort -r'", "b\na\n"),
        ("ssh worker 'cat > h' <<E\nfrom here\nE\nssh worker cat h", "from here\n"),
        ("ssh worker <<E\nhostname\nE", "worker\n"),
        ("ssh worker ls /etc/cni/net.d", "10-calico.conflist\ncalico-kubeconfig\n"),
        (
            "ssh worker crictl info | jq -r '.lastCNILoadStatus, .status.conditions[1].type'",
            "OK\nNetworkReady\n",
        ),
        ("printf '10-a\\n5-b\\n-3\\n' | sort -n", "-3\n5-b\n10-a\n"),
    ] {
        let reply = session.run(line, NOW);
        assert_eq!((reply.stdout().as_str(), reply.stderr().as_str()), (said, ""), "{line}");
    }
}

#[test]
fn tab_offers_what_is_there() {
    let mut session = Session::new(Cluster::default(), NOW, 1);
    session.run("mkdir dir; touch dir/a.yaml dir/b.yaml deep", NOW);
    let of = |line: &str| complete(&session, line, line.len());
    assert_eq!(of("cat d").candidates, ["deep", "dir/"]);
    assert_eq!(of("cat d").common(), "d");
    assert_eq!(of("cat dir/").candidates, ["dir/a.yaml", "dir/b.yaml"]);
    assert_eq!(of("echo x > de").candidates, ["deep"]);
    assert_eq!(of("echo x | sle").candidates, ["sleep"]);
    assert_eq!(of("k expl").candidates, ["explain"]);
    assert_eq!((of("echo $HOM").candidates, of("echo $HOM").start), (vec!["$HOME".to_owned()], 5));
    assert!(complete(&session, "é", 1).candidates.len() > 10);
}

/// Only on a terminal at which somebody sits, and only there where the text would stand.
#[test]
fn less_leaves_as_an_effect_where_somebody_looks() {
    let mut session = Session::new(Cluster::default(), NOW, 1);
    session.run("printf 'a\\nb\\n' > f", NOW);
    assert_eq!(session.run("less f", NOW).stdout(), "a\nb\n");
    session.watched = true;
    let page = |name: &str, prints_short| {
        Some(Effect::Page { name: name.to_owned(), text: "a\nb\n".to_owned(), prints_short })
    };
    for (line, effect) in [
        ("less f", page("f", false)),
        ("cat f | less", page("", false)),
        ("less -F f", page("f", true)),
        ("cat f | more", page("", true)),
    ] {
        let reply = session.run(line, NOW);
        assert_eq!((reply.stdout().as_str(), reply.effect), ("", effect), "{line}");
    }
    for line in ["less f | cat", "less f > g; cat g", "echo \"$(less f)\"", "sh -c 'less f'"] {
        let reply = session.run(line, NOW);
        assert_eq!((reply.stdout().as_str(), reply.effect), ("a\nb\n", None), "{line}");
    }
    assert_eq!(session.run("less nope", NOW).stderr(), "nope: No such file or directory\n");
}
