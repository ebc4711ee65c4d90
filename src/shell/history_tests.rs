//! The lines typed before: what `!` makes of them, and what is remembered. Expected is what bash 5.2 did with the same lines.

use super::*;
use crate::cluster::Cluster;

const NOW: &str = "2026-11-27T08:00:00Z";

/// A session in which these lines were typed.
fn after(lines: &[&str]) -> Session {
    let mut session = Session::new(Cluster::default(), NOW, 1);
    for line in lines {
        session.run(line, NOW);
    }
    session
}

#[test]
fn what_is_named_is_put_in_shown_and_run() {
    let mut wrong = Vec::new();
    for (typed, shown) in [
        ("!!", "echo a 'b c' /etc/hosts\na b c /etc/hosts\n"),
        ("sudo !!", "sudo echo a 'b c' /etc/hosts\na b c /etc/hosts\n"),
        ("!-2", "x=1 y=2; echo $x>f; cat f\n1\n"),
        ("!2 again", "x=1 y=2; echo $x>f; cat f again\n1\ncat: again: No such file or directory\n"),
        ("!x", "x=1 y=2; echo $x>f; cat f\n1\n"),
        ("!?hosts? z", "echo a 'b c' /etc/hosts z\na b c /etc/hosts z\n"),
        ("echo !$ !^ !:2", "echo /etc/hosts a 'b c'\n/etc/hosts a b c\n"),
        ("echo \"<!$>\"", "echo \"</etc/hosts>\"\n</etc/hosts>\n"),
        (
            "echo !!:2-3 !!:* !!:0",
            "echo 'b c' /etc/hosts a 'b c' /etc/hosts echo\nb c /etc/hosts a b c /etc/hosts echo\n",
        ),
        ("echo !2:1- !-2:5*", "echo y=2 ; echo $x > f ; cat > f ; cat f\ny=2\n"),
        ("echo !$:h !$:t !!:$:r", "echo /etc hosts /etc/hosts\n/etc hosts /etc/hosts\n"),
        ("!!:s/a/A/", "echo A 'b c' /etc/hosts\nA b c /etc/hosts\n"),
        ("!!:gs/c/&&/", "eccho a 'b cc' /etcc/hosts\nbash: eccho: command not found\n"),
        ("^a^A", "echo A 'b c' /etc/hosts\nA b c /etc/hosts\n"),
        ("^a^A^ z", "echo A 'b c' /etc/hosts z\nA b c /etc/hosts z\n"),
        ("!!:p", "echo a 'b c' /etc/hosts\n"),
        ("!foo", "bash: !foo: event not found\n"),
        ("echo Done!; echo on", "bash: !: event not found\n"),
        ("(echo a!)", "bash: !: event not found\n"),
        ("echo a!|cat", "bash: !: event not found\n"),
        ("echo !?", "bash: !?: event not found\n"),
        ("echo !99 b", "bash: !99: event not found\n"),
        ("echo !!:8 z", "bash: :8: bad word specifier\n"),
        ("^nope^x^", "bash: :s^nope^x^: substitution failed\n"),
        ("!!:z", "bash: :z: unrecognized history modifier\n"),
        ("echo '!!' \\!! \"hi!\" hi! ! a!=b", "!! !! hi! hi! ! a!=b\n"),
        ("echo x # !foo", "x\n"),
        ("[ ! -f nope ] && echo no; ! false; echo $?", "no\n0\n"),
        ("case x in [!a]) echo other;; esac; y=x; echo ${!y} [$!]", "other\n1 [4243]\n"),
    ] {
        let mut session = after(&["touch f", "x=1 y=2; echo $x>f; cat f", "echo a 'b c' /etc/hosts"]);
        let got = session.run(typed, NOW).output.screen();
        if got != shown {
            wrong.push(format!("{typed}\n  got  {got:?}\n  want {shown:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What failed is neither run nor remembered, and `$?` is what it was.
#[test]
fn a_line_whose_event_is_not_there_leaves_no_trace() {
    let mut session = after(&["false", "echo one !nope", "echo $?"]);
    assert_eq!(session.history.lines(), ["false", "echo $?"]);
    assert_eq!(session.run("!f; echo $?", NOW).stdout(), "1\n");
    assert_eq!(session.history.last(), "false; echo $?");
}

#[test]
fn only_bash_knows_of_it() {
    let mut session = after(&["echo a", "sh"]);
    assert_eq!(session.run("echo !!", NOW).output.screen(), "!!\n");
}

/// <https://www.gnu.org/software/bash/manual/bash.html#index-HISTCONTROL> and `cmdhist`.
#[test]
fn a_command_of_several_lines_is_one_entry_and_comes_back_whole() {
    let mut wrong = Vec::new();
    for (lines, entry) in [
        (vec!["for i in 1 2", "do", "echo $i", "done"], "for i in 1 2; do echo $i; done"),
        (vec!["if true", "then echo y", "else", "echo n", "fi"], "if true; then echo y; else echo n; fi"),
        (vec!["f() {", "echo f", "}"], "f() { echo f; }"),
        (vec!["false |", "true &&", "echo $?"], "false | true && echo $?"),
        (vec!["echo a \\", "b"], "echo a b"),
        (vec!["cat <<E", "one", "E"], "cat <<E\none\nE"),
        (vec!["echo 'a", "!! b'"], "echo 'a\n!! b'"),
        (vec!["echo \"a", "b\""], "echo \"a\nb\""),
        (vec!["echo \"a \\", "b\""], "echo \"a \\\nb\""),
        (vec!["case x in", "x)", "echo x", ";;", "esac"], "case x in\nx)\necho x\n;;\nesac"),
        (vec!["for i in 1 # one", "do echo $i", "done"], "for i in 1 # one\ndo echo $i; done"),
        (vec!["for i", "in 1 2", "do echo $i; done"], "for i\nin 1 2; do echo $i; done"),
        (vec!["for i in 1", "", "do echo do", "done"], "for i in 1; \ndo echo do\ndone"),
        (vec!["a=(1", "2); echo ${a[1]}"], "a=(1\n2); echo ${a[1]}"),
        (vec!["[[ a == a", "&& b == b ]] && echo y"], "[[ a == a\n&& b == b ]] && echo y"),
        (vec!["echo $(", "echo a", "echo b)"], "echo $(\necho a\necho b)"),
        (vec!["echo `echo a", "echo b`"], "echo `echo a\necho b`"),
        (vec!["for i in 1; do cat <<E", "x", "E", "done"], "for i in 1; do cat <<E\nx\nE\ndone"),
    ] {
        let mut session = after(&[]);
        let typed: String = lines.iter().map(|line| session.run(line, NOW).stdout()).collect();
        let got = (session.history.last().to_owned(), session.run("!!", NOW).stdout());
        if got != (entry.to_owned(), typed.clone()) || session.history.lines().len() != 1 {
            wrong.push(format!("got  {got:?}\nwant {entry:?} {typed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What stands in a here-document is text, while it is typed.
#[test]
fn a_here_document_is_not_looked_at() {
    let mut session = after(&["ls", "cat <<E", "one !! ^a^b"]);
    assert_eq!(session.run("E", NOW).output.screen(), "one !! ^a^b\n");
}

#[test]
fn repetitions_and_lines_behind_a_blank_are_not_remembered() {
    let mut session = after(&["ls", "ls", " echo secret", " for i in 1", "do :; done", "", "history 2"]);
    assert_eq!(session.history.lines(), ["ls", "history 2"]);
    assert_eq!(session.run("history", NOW).stdout(), "    1  ls\n    2  history 2\n    3  history\n");
    session.run("history -c", NOW);
    assert!(session.history.lines().is_empty());
}

/// Whatever is named again and again: the line stays one that can be refused.
#[test]
fn what_grows_without_end_is_bounded() {
    let long = format!("echo {}", "x".repeat(8000));
    let mut session = after(&[&long]);
    let reply = session.run(&"!!".repeat(4000), NOW);
    assert!(reply.output.size() < 1 << 20 && reply.status != 0);
}
