//! The table of programs.

use super::{cat, echo, printf, read, shells, state, test, variables};
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

use Where::{Everywhere, Machines, Shell};

/// Every program there is. What changes the shell's course (`exit`, `source`, ...) is no program: see `run/control.rs`.
pub const PROGRAMS: &[Listed] = &[
    row(":", Shell, state::nothing, ": [ARGUMENT...]"),
    row("[", Shell, test::test, "[ EXPRESSION ]"),
    row("alias", Shell, state::alias, "alias [NAME[=VALUE]...]"),
    row("bash", Everywhere, shells::shell, "bash [-c COMMAND] [FILE]"),
    row("cat", Everywhere, cat::cat, "cat [-n] [FILE...]"),
    row("cd", Shell, state::cd, "cd [FOLDER]"),
    row("complete", Shell, state::nothing, "complete [-F FUNCTION] NAME"),
    row("compopt", Shell, state::nothing, "compopt [-o OPTION]"),
    row("declare", Shell, variables::declare, "declare [-x] [NAME[=VALUE]...]"),
    row("disown", Shell, state::nothing, "disown"),
    row("echo", Everywhere, echo::echo, "echo [-neE] [TEXT...]"),
    row("env", Everywhere, variables::env, "env [NAME=VALUE...] [COMMAND]"),
    row("export", Shell, variables::export, "export [NAME[=VALUE]...]"),
    row("false", Everywhere, state::fails, "false"),
    row("hash", Shell, state::nothing, "hash"),
    row("history", Shell, state::history, "history [N]"),
    row("jobs", Shell, state::nothing, "jobs"),
    row("kill", Shell, state::nothing, "kill PROCESS"),
    dear("kubectl", Machines, kubectl, "kubectl COMMAND"),
    row("let", Shell, state::nothing, "let EXPRESSION"),
    row("local", Shell, variables::local, "local NAME[=VALUE]..."),
    row("printenv", Everywhere, variables::env, "printenv [NAME]"),
    row("printf", Everywhere, printf::printf, "printf FORMAT [ARGUMENT...]"),
    row("pwd", Everywhere, state::pwd, "pwd"),
    row("read", Shell, read::read, "read [-r] [-p PROMPT] [NAME...]"),
    row("readonly", Shell, variables::declare, "readonly NAME[=VALUE]..."),
    row("set", Shell, state::set, "set [-euxf] [-o OPTION] [--] [ARGUMENT...]"),
    row("sh", Everywhere, shells::shell, "sh [-c COMMAND] [FILE]"),
    row("shift", Shell, state::shift, "shift [N]"),
    row("shopt", Shell, state::nothing, "shopt [-su] [OPTION]"),
    row("test", Everywhere, test::test, "test EXPRESSION"),
    row("trap", Shell, state::nothing, "trap COMMAND SIGNAL"),
    row("true", Everywhere, state::nothing, "true"),
    row("type", Shell, state::kind, "type NAME..."),
    row("typeset", Shell, variables::declare, "typeset [NAME[=VALUE]...]"),
    row("ulimit", Shell, state::nothing, "ulimit"),
    row("umask", Shell, state::nothing, "umask"),
    row("unalias", Shell, state::unalias, "unalias NAME..."),
    row("unset", Shell, variables::unset, "unset NAME..."),
    row("wait", Shell, state::nothing, "wait"),
    row("which", Everywhere, state::which, "which NAME..."),
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
