#![allow(clippy::literal_string_with_formatting_args, reason = "expansions of the shell")]

use super::*;
use crate::cluster::Cluster;

const NOW: &str = "2026-11-27T08:00:00Z";

fn run(session: &mut Session, line: &str) -> Reply {
    session.run(line, NOW)
}

fn fresh() -> Session {
    Session::new(Cluster::default(), NOW, 1)
}

/// Everything a line writes, as it stands on the screen.
fn screen(line: &str) -> String {
    run(&mut fresh(), line).output.screen()
}

#[test]
fn lines_do_what_bash_does() {
    let mut wrong = Vec::new();
    for (line, expected) in [
        ("echo a b   c", "a b c\n"),
        ("echo \"a  b\" 'c  $d' e\\ f", "a  b c  $d e f\n"),
        ("a=1; echo $a ${a}x \"$a\" '$a'", "1 1x 1 $a\n"),
        ("a='x y'; printf '[%s]' $a \"$a\"", "[x][y][x y]"),
        ("echo ${no:-default} ${no-d2} ${HOME:+set}", "default d2 set\n"),
        ("f=a.tar.gz; echo ${f%.*} ${f%%.*} ${f#*.} ${f##*.} ${#f}", "a.tar a tar.gz gz 8\n"),
        ("f=abcabc; echo ${f/b/X} ${f//b/X} ${f:1:2} ${f: -2} ${f^^}", "aXcabc aXcaXc bc bc ABCABC\n"),
        ("echo $((1 + 2 * 3)) $(( (1+2)*3 )) $((7/2)) $((2**10)) $((5>3?1:0))", "7 9 3 1024 1\n"),
        ("i=1; ((i++)); echo $i; i=$((i+5)); echo $i", "2\n7\n"),
        ("echo $(echo a; echo b) `echo c`", "a b c\n"),
        ("echo \"$(printf 'a\\nb\\n\\n')\"", "a\nb\n"),
        ("true && echo yes || echo no; false && echo yes || echo no", "yes\nno\n"),
        ("! true; echo $?; ! false; echo $?", "1\n0\n"),
        ("for i in 1 2 3; do echo -n $i; done; echo", "123\n"),
        ("for i in {1..3} {a,b}; do echo -n $i; done", "123ab"),
        ("for ((i=0; i<3; i++)); do echo -n $i; done", "012"),
        ("i=0; while [ $i -lt 3 ]; do echo -n $i; i=$((i+1)); done", "012"),
        ("i=0; until [[ $i -ge 2 ]]; do echo -n $i; ((i++)); done", "01"),
        ("for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo -n $i; done", "13"),
        ("if [ a = b ]; then echo 1; elif [[ abc == a* ]]; then echo 2; else echo 3; fi", "2\n"),
        ("case web-1 in db*) echo db;; web-?|x) echo web;; *) echo other;; esac", "web\n"),
        ("f() { echo \"$1-$#\"; return 3; }; f a b; echo $?", "a-2\n3\n"),
        ("f() { local x=1; y=2; }; x=0; f; echo $x $y", "0 2\n"),
        ("(cd /tmp; a=1; pwd); pwd; echo [$a]", "/tmp\n/home/candidate\n[]\n"),
        ("{ echo a; echo b; } > x; cat < x", "a\nb\n"),
        ("echo a > x; echo b >> x; cat x", "a\nb\n"),
        ("echo out; echo err >&2", "out\nerr\n"),
        ("nope 2>/dev/null; echo $?", "127\n"),
        ("nope", "bash: nope: command not found\n"),
        ("{ echo a; nope; } 2>&1 | cat", "a\nbash: nope: command not found\n"),
        ("nope &> x; echo -; cat x", "-\nbash: nope: command not found\n"),
        ("cat <<EOF\n$HOME \\$x $(echo hi)\nEOF", "/home/candidate $x hi\n"),
        ("cat <<'EOF'\n$HOME \"q\"\nEOF", "$HOME \"q\"\n"),
        ("cat <<-EOF\n\ta\n\tEOF", "a\n"),
        ("cat <<< \"a $HOME\"", "a /home/candidate\n"),
        ("cat <<EOF | cat -\nx\nEOF\necho after", "x\nafter\n"),
        ("printf 'a 1\\nb 2\\n' | while read n v; do echo $v$n; done", "1a\n2b\n"),
        ("IFS=: read a b <<< 'x:y z'; echo $b $a", "y z x\n"),
        (
            "a=(1 2 '3 4'); echo ${a[2]} ${#a[@]} ${a[-1]}; for x in \"${a[@]}\"; do echo [$x]; done",
            "3 4 3 3 4\n[1]\n[2]\n[3 4]\n",
        ),
        (
            "set -- a 'b c'; for x in \"$@\"; do echo [$x]; done; echo $# $2; shift; echo $1",
            "[a]\n[b c]\n2 b c\nb c\n",
        ),
        ("alias ll='echo list'; alias\nll x", "alias k='kubectl'\nalias ll='echo list'\nlist x\n"),
        (
            "export do='--dry-run=client -o yaml'; echo x $do; printf '[%s]' $do",
            "x --dry-run=client -o yaml\n[--dry-run=client][-o][yaml]",
        ),
        ("X=1 env | cat | while read l; do case $l in X=*) echo $l;; esac; done; echo [$X]", "X=1\n[]\n"),
        ("set -e; false; echo not", ""),
        ("set -u; echo $nope; echo not", "bash: nope: unbound variable\n"),
        ("set -o pipefail; false | true; echo $?", "1\n"),
        ("bash -c 'echo $0 $1' x y", "bash y\n"),
        ("echo 'echo hi $1' > s.sh; bash s.sh you; ./s.sh me", "hi you\nhi me\n"),
        ("eval 'a=5; echo $a'", "5\n"),
        ("touch() { :; }; mkdir() { :; }; echo *; echo '*' \"*\"", "*\n* *\n"),
        ("echo a > a.yaml; echo b > b.yaml; echo *.yaml [!a]*.yaml", "a.yaml b.yaml b.yaml\n"),
        (
            "source <(kubectl completion bash 2>/dev/null); complete -o default -F __start_kubectl k; echo $?",
            "0\n",
        ),
        ("cat <(echo a) <(echo b)", "a\nb\n"),
        ("echo $'a\\tb' ~ ~root", "a\tb /home/candidate /root\n"),
        ("[[ web-12 =~ ^web-([0-9]+)$ ]] && echo ${BASH_REMATCH[1]}", "12\n"),
        (
            "[ -f nope ] || echo no; [ -d /tmp ] && echo dir; [ -z \"\" -a -n x ] && echo both",
            "no\ndir\nboth\n",
        ),
        ("echo a | cat > /nope/x", "bash: /nope/x: No such file or directory\n"),
        ("echo )", "bash: syntax error near unexpected token `)'\n"),
        ("echo one # comment", "one\n"),
        ("echo a;echo b&&echo c", "a\nb\nc\n"),
        ("x=$(false); echo $?; x=$(exit 3); echo $?", "1\n3\n"),
        ("echo é | while read -r x; do echo \"${#x}\"; done", "1\n"),
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

/// What bash 5.2 printed for the same lines: where an order or an exception is easily lost.
#[test]
fn corners_are_those_of_bash() {
    let mut wrong = Vec::new();
    for (line, expected) in [
        ("set -e; false && true; false || true; if false; then :; fi; ! true; echo on", "on\n"),
        ("set -e; f() { false; echo in; }; f && echo and; echo on", "in\nand\non\n"),
        ("set -e; (false); echo not", ""),
        ("echo a > .h; echo b > v; echo *; set -f; echo *; set +f; echo .h*", "v\n*\n.h\n"),
        ("echo a > /nope/x && echo not; echo $?", "bash: /nope/x: No such file or directory\n1\n"),
        ("x=; echo [${x-d}] [${x:-d}] [${x:+s}] [${x+s}]", "[] [d] [] [s]\n"),
        ("echo \"~\" a~ ~/x", "~ a~ /home/candidate/x\n"),
        ("{ echo o; echo e >&2; } 2>&1 >f; cat f", "e\no\n"),
        ("{ echo o; echo e >&2; } >f 2>&1; cat f", "o\ne\n"),
        ("a=1; a=2 b=$a; echo $b $a", "2 2\n"),
        ("export a=~/x b=\"~/y\"; echo $a $b; c=~/z; echo $c", "/home/candidate/x ~/y\n/home/candidate/z\n"),
        ("x='a b'; for i in $x \"$x\"; do echo \"[$i]\"; done", "[a]\n[b]\n[a b]\n"),
        ("x=1; echo {$x,2}-{a,b} \"{1,2}\" {1..3..2} {c..a}", "1-a 1-b 2-a 2-b {1,2} 1 3 c b a\n"),
        ("let x=2*3 y=x+1; echo $x $y; let 0; echo $?; let 1; echo $?", "6 7\n1\n0\n"),
        ("x=1 eval 'echo $x'; echo [$x]", "1\n[]\n"),
        ("false; (exit 4); echo $?; f() { return 5; }; f; echo $?; ! f; echo $?", "4\n5\n0\n"),
        ("IFS=,; x=a,b; set -- $x; echo $# \"$*\"", "2 a,b\n"),
        ("set -- 'a b' c; printf '<%s>' \"$@\" $@", "<a b><c><a><b><c>"),
        ("cat <<E | tr a-z A-Z\n$((1+1)) \\$x `echo hi`\nE", "2 $X HI\n"),
        ("cat <<\\E; cat <<\"E\"\n$HOME\nE\n$(hi)\nE", "$HOME\n$(hi)\n"),
        ("x=abc; case $x in a*) echo 1;;& *c) echo 2;; *) echo 3;; esac", "1\n2\n"),
        ("for i in 1 2; do for j in 1 2; do continue 2; done; done; echo $i$j", "21\n"),
        (
            "set -o pipefail; false | true | true; echo $? ${PIPESTATUS[*]}; true | false; echo ${PIPESTATUS[@]}",
            "1 1 0 0\n0 1\n",
        ),
        (
            "false; echo ${PIPESTATUS[0]}; f() { local x=1; x=2; }; x=0; f; echo $x; (x=9); echo $x",
            "1\n0\n0\n",
        ),
        (
            "mapfile -t a < <(printf '1\\n2 3\\n'); echo ${#a[@]} \"${a[1]}\"; seq 3 | readarray -n 2; echo done",
            "2 2 3\ndone\n",
        ),
    ] {
        let shown = screen(line);
        if shown != expected {
            wrong.push(format!("{line}\n  got  {shown:?}\n  want {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_line_that_goes_on_is_asked_for_and_run_when_it_is_whole() {
    let mut session = fresh();
    for part in ["for i in 1 2", "do echo $i"] {
        let reply = run(&mut session, part);
        assert_eq!((reply.effect, session.prompt().as_str()), (Some(Effect::More), "> "));
    }
    assert_eq!(run(&mut session, "done").stdout(), "1\n2\n");
    assert_eq!(run(&mut session, "echo a\ncat <<E").stdout(), "");
    assert_eq!(run(&mut session, "x\nE").stdout(), "a\nx\n");
    run(&mut session, "echo '");
    session.interrupt();
    assert_eq!(run(&mut session, "echo $?").stdout(), "130\n");
}

#[test]
fn numbers_and_elements_are_those_of_bash() {
    for (line, expected) in [
        ("a=010; echo $((a)) $((010)) $((a + 1))", "8 8 9\n"),
        ("a=08; echo $((a))", "bash: 08: value too great for base (error token is \"08\")\n"),
        ("a=-5; b=a; echo $((b)) $((-b)) $((c))", "-5 5 0\n"),
        ("echo $((2**-1))", "bash: exponent less than 0\n"),
        ("echo $((3**5000)) $((2**62)) $((2**0))", "8516837517657665441 4611686018427387904 1\n"),
        ("((a[1] = 7, a[3] = a[1] + 1)); echo ${a[1]} ${a[3]} ${#a[@]}", "7 8 4\n"),
        ("a=(1 2 3); ((a[-1] += 5)); ((a[0]++)); echo ${a[@]}", "2 2 8\n"),
        ("a=(1); a[-1]=9; echo ${a[0]}; ((a[-2] = 1))", "9\nbash: a: bad array subscript\n"),
        ("r='bad('; [[ x =~ $r ]]; echo $?; [[ ! x =~ $r ]]; echo $?", "2\n0\n"),
        ("r='bad('; [[ x =~ $r && a ]]; echo $?; [[ x =~ $r || a ]]; echo $?", "2\n0\n"),
        ("[[ abc =~ b(.) ]]; echo $? ${BASH_REMATCH[1]}; [[ abc =~ x ]]; echo $?", "0 c\n1\n"),
    ] {
        assert_eq!(screen(line), expected, "{line}");
    }
}

#[test]
fn what_has_no_end_is_stopped_and_told() {
    for line in [
        "while true; do :; done",
        "f() { f; }; f",
        "while true; do echo 0123456789012345678901234567890123456789; done",
    ] {
        let mut session = fresh();
        let reply = run(&mut session, line);
        assert_ne!(reply.status, 0, "{line}");
        assert!(!reply.stderr().is_empty(), "{line}");
        assert!(reply.stdout().len() <= budget::OUTPUT);
        assert_eq!(run(&mut session, "echo on").stdout(), "on\n", "{line}");
    }
}

#[test]
fn shells_are_entered_and_left() {
    let mut session = fresh();
    assert_eq!(session.prompt(), "candidate@base:~$ ");
    run(&mut session, "x=1; export y=2; bash");
    assert_eq!(run(&mut session, "echo [$x]").stdout(), "[]\n");
    let reply = run(&mut session, "exit 3");
    assert_eq!((reply.status, reply.effect), (3, None));
    assert_eq!(run(&mut session, "echo $? $x").stdout(), "3 1\n");
    assert_eq!(run(&mut session, "exit").effect, Some(Effect::Exit));
}
