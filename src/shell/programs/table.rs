//! The table of programs.

use super::{
    addresses, awk, base64, cat, crictl, curl, diff, dig, echo, folders, grep, jobs, jq, lines, lookup,
    machine, openssl, printf, probe, processes, read, sed, shells, sort, state, test, variables, waiting,
    wget,
};
use crate::shell::{call::Program, kubectl::kubectl};

/// Where a program exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// It is a part of every shell.
    Shell,
    /// In every image that has a shell, and on all machines.
    Everywhere,
    /// On machines, and in the images that name it (`assets/images.toml`).
    Named,
    /// On the host and on nodes.
    Machines,
}

/// One program.
#[derive(Debug, Clone, Copy)]
pub struct Listed {
    pub name: &'static str,
    pub run: Program,
    pub place: Where,
    /// It asks the cluster or the network, and takes a larger part of a line's budget.
    pub dear: bool,
    /// How it is called, as its own usage text would say it.
    pub usage: &'static str,
}

const fn row(name: &'static str, place: Where, run: Program, usage: &'static str) -> Listed {
    Listed { name, run, place, dear: false, usage }
}

const fn dear(name: &'static str, place: Where, run: Program, usage: &'static str) -> Listed {
    Listed { name, run, place, dear: true, usage }
}

use Where::{Everywhere, Machines, Named, Shell};

/// Every program there is. What changes the shell's course (`exit`, `source`, ...) is no program: see `run/control.rs`.
pub const PROGRAMS: &[Listed] = &[
    row(":", Shell, state::nothing, ": [ARGUMENT...]"),
    row("[", Shell, test::test, "[ EXPRESSION ]"),
    row("alias", Shell, state::alias, "alias [NAME[=VALUE]...]"),
    row("arch", Everywhere, machine::identity, "arch"),
    row("awk", Everywhere, awk::awk, "awk [-F SEPARATOR] [-v NAME=VALUE] PROGRAM [FILE...]"),
    row("base64", Everywhere, base64::base64, "base64 [-d] [-w COLUMNS] [FILE]"),
    row("basename", Everywhere, folders::parts, "basename NAME [SUFFIX]"),
    row("bash", Everywhere, shells::shell, "bash [-c COMMAND] [FILE]"),
    row("cat", Everywhere, cat::cat, "cat [-n] [FILE...]"),
    row("cd", Shell, state::cd, "cd [FOLDER]"),
    row("chmod", Everywhere, state::nothing, "chmod MODE FILE..."),
    row("chown", Everywhere, state::nothing, "chown OWNER FILE..."),
    row("complete", Shell, state::nothing, "complete [-F FUNCTION] NAME"),
    row("compopt", Shell, state::nothing, "compopt [-o OPTION]"),
    row("cp", Everywhere, folders::copy, "cp [-r] FILE... TARGET"),
    row("crictl", Machines, crictl::crictl, "crictl info|pods|ps|images"),
    dear("curl", Named, curl::curl, "curl [-s] [-m SECONDS] [-H HEADER] [-o FILE] [-w FORMAT] URL..."),
    row("cut", Everywhere, lines::cut, "cut -d DELIMITER -f LIST [FILE...]"),
    row("date", Everywhere, waiting::date, "date [-u] [-d DATE] [+FORMAT]"),
    row("declare", Shell, variables::declare, "declare [-x] [NAME[=VALUE]...]"),
    row("diff", Everywhere, diff::diff, "diff [-u] FILE FILE"),
    dear("dig", Named, dig::dig, "dig [@SERVER] [+short] [+search] NAME [TYPE]"),
    row("dirname", Everywhere, folders::parts, "dirname NAME"),
    row("disown", Shell, state::nothing, "disown"),
    row("echo", Everywhere, echo::echo, "echo [-neE] [TEXT...]"),
    row("egrep", Everywhere, grep::grep, "egrep PATTERN [FILE...]"),
    row("env", Everywhere, variables::env, "env [NAME=VALUE...] [COMMAND]"),
    row("export", Shell, variables::export, "export [NAME[=VALUE]...]"),
    row("false", Everywhere, state::fails, "false"),
    row("fg", Shell, jobs::fg, "fg"),
    row("fgrep", Everywhere, grep::grep, "fgrep TEXT [FILE...]"),
    row("find", Everywhere, folders::find, "find [FOLDER...] [-name PATTERN] [-type f|d]"),
    row("grep", Everywhere, grep::grep, "grep [-EFivcnoqrlw] [-A N] [-B N] PATTERN [FILE...]"),
    row("hash", Shell, state::nothing, "hash"),
    row("head", Everywhere, lines::ends, "head [-n N] [FILE...]"),
    row("history", Shell, state::history, "history [N]"),
    dear("host", Named, lookup::host, "host [-t TYPE] NAME [SERVER]"),
    row("hostname", Everywhere, machine::hostname, "hostname [-i]"),
    row("id", Everywhere, machine::identity, "id [-un]"),
    row("ifconfig", Named, addresses::ip, "ifconfig"),
    row("ip", Named, addresses::ip, "ip addr|route"),
    row("jobs", Shell, jobs::jobs, "jobs"),
    row("journalctl", Machines, processes::journalctl, "journalctl -u UNIT"),
    row("jq", Machines, jq::jq, "jq [-rcens] FILTER [FILE...]"),
    row("kill", Shell, jobs::kill, "kill %JOB|PROCESS"),
    dear("kubectl", Machines, kubectl, "kubectl COMMAND"),
    row("less", Everywhere, cat::cat, "less [FILE]"),
    row("let", Shell, state::nothing, "let EXPRESSION"),
    row("local", Shell, variables::local, "local NAME[=VALUE]..."),
    row("ls", Everywhere, folders::ls, "ls [-la] [FILE...]"),
    row("mkdir", Everywhere, folders::mkdir, "mkdir [-p] FOLDER..."),
    row("more", Everywhere, cat::cat, "more [FILE]"),
    row("mv", Everywhere, folders::copy, "mv FILE... TARGET"),
    row("nano", Machines, machine::editor, "nano FILE"),
    dear("nc", Named, probe::nc, "nc -zv [-w SECONDS] HOST PORT"),
    dear("ncat", Named, probe::nc, "ncat -zv [-w SECONDS] HOST PORT"),
    row("netstat", Named, addresses::sockets, "netstat -tlnp"),
    row("nl", Everywhere, lines::turned, "nl [FILE]"),
    row("nproc", Everywhere, machine::identity, "nproc"),
    dear("nslookup", Named, lookup::nslookup, "nslookup [-type=TYPE] NAME [SERVER]"),
    row("openssl", Machines, openssl::openssl, "openssl req|x509|rand|genrsa"),
    row("pgrep", Everywhere, processes::pgrep, "pgrep TEXT"),
    dear("ping", Named, probe::ping, "ping HOST"),
    row("printenv", Everywhere, variables::env, "printenv [NAME]"),
    row("printf", Everywhere, printf::printf, "printf FORMAT [ARGUMENT...]"),
    row("ps", Everywhere, processes::ps, "ps aux"),
    row("pwd", Everywhere, state::pwd, "pwd"),
    row("read", Shell, read::read, "read [-r] [-p PROMPT] [NAME...]"),
    row("readlink", Everywhere, folders::parts, "readlink FILE"),
    row("readonly", Shell, variables::declare, "readonly NAME[=VALUE]..."),
    row("realpath", Everywhere, folders::parts, "realpath FILE"),
    row("rev", Everywhere, lines::turned, "rev [FILE]"),
    row("rm", Everywhere, folders::rm, "rm [-rf] FILE..."),
    row("rmdir", Everywhere, folders::rm, "rmdir FOLDER..."),
    row("sed", Everywhere, sed::sed, "sed [-nE] [-i] SCRIPT [FILE...]"),
    row("seq", Everywhere, waiting::seq, "seq [FIRST [STEP]] LAST"),
    row("set", Shell, state::set, "set [-euxf] [-o OPTION] [--] [ARGUMENT...]"),
    row("sh", Everywhere, shells::shell, "sh [-c COMMAND] [FILE]"),
    row("shift", Shell, state::shift, "shift [N]"),
    row("shopt", Shell, state::nothing, "shopt [-su] [OPTION]"),
    row("sleep", Everywhere, waiting::sleep, "sleep SECONDS"),
    row("sort", Everywhere, sort::sort, "sort [-nru] [-k START[,END]] [-t SEPARATOR] [FILE...]"),
    row("ss", Named, addresses::sockets, "ss -tlnp"),
    row("ssh", Machines, machine::ssh, "ssh NODE [COMMAND]"),
    row("su", Machines, machine::sudo, "su -"),
    row("sudo", Machines, machine::sudo, "sudo -i|COMMAND"),
    row("sync", Everywhere, state::nothing, "sync"),
    row("systemctl", Machines, machine::systemctl, "systemctl status|restart UNIT"),
    row("tac", Everywhere, lines::turned, "tac [FILE]"),
    row("tail", Everywhere, lines::ends, "tail [-n N] [FILE...]"),
    row("tee", Everywhere, folders::tee, "tee [-a] FILE..."),
    dear("telnet", Named, probe::telnet, "telnet HOST PORT"),
    row("test", Everywhere, test::test, "test EXPRESSION"),
    row("timeout", Everywhere, waiting::timeout, "timeout SECONDS COMMAND"),
    row("touch", Everywhere, folders::touch, "touch FILE..."),
    row("tr", Everywhere, lines::tr, "tr [-ds] SET [SET]"),
    dear("traceroute", Named, probe::ping, "traceroute HOST"),
    row("trap", Shell, state::nothing, "trap COMMAND SIGNAL"),
    row("true", Everywhere, state::nothing, "true"),
    row("type", Shell, state::kind, "type NAME..."),
    row("typeset", Shell, variables::declare, "typeset [NAME[=VALUE]...]"),
    row("ulimit", Shell, state::nothing, "ulimit"),
    row("umask", Shell, state::nothing, "umask"),
    row("unalias", Shell, state::unalias, "unalias NAME..."),
    row("uname", Everywhere, machine::identity, "uname [-a]"),
    row("uniq", Everywhere, lines::uniq, "uniq [-cdu] [FILE]"),
    row("unset", Shell, variables::unset, "unset NAME..."),
    row("vi", Machines, machine::editor, "vi FILE"),
    row("vim", Machines, machine::editor, "vim FILE"),
    row("wait", Shell, state::nothing, "wait"),
    row("watch", Everywhere, waiting::watch, "watch [-n SECONDS] COMMAND"),
    row("wc", Everywhere, lines::wc, "wc [-lwc] [FILE...]"),
    dear("wget", Named, wget::wget, "wget [-qO-] [-T SECONDS] URL..."),
    row("which", Everywhere, state::which, "which NAME..."),
    row("whoami", Everywhere, machine::identity, "whoami"),
    row("xargs", Everywhere, waiting::xargs, "xargs [-n N] [-I MARK] COMMAND"),
    row("yes", Everywhere, waiting::yes, "yes [TEXT]"),
];

/// The program of that name.
pub fn program(name: &str) -> Option<&'static Listed> {
    PROGRAMS.binary_search_by(|program| program.name.cmp(name)).ok().and_then(|at| PROGRAMS.get(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_no_name_stands_twice() {
        assert!(PROGRAMS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }
}
