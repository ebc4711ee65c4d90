//! `kubectl completion`: this shell completes by itself; the script only has to be accepted.

use crate::shell::kubectl::{client::Client, command::Command, failure::Failure};

pub const COMMAND: Command = Command {
    name: "completion",
    summary: "Output shell completion code for the specified shell (bash, zsh, fish, or powershell)",
    about: "Output shell completion code for the specified shell (bash, zsh, fish, or powershell).",
    usage: "SHELL",
    run: Some(run),
    ..Command::PLAIN
};

#[allow(clippy::unnecessary_wraps, reason = "every command has this signature")]
fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    match client.argument(0) {
        "" => Err(Failure::Usage("Shell not specified.".to_owned())),
        "bash" => {
            client.line("# bash completion for kubectl\n# This shell completes kubectl by itself.\n__start_kubectl() { :; }\ncomplete -o default -F __start_kubectl kubectl");
            Ok(())
        }
        "zsh" | "fish" | "powershell" => {
            client.line("# This shell completes kubectl by itself.");
            Ok(())
        }
        other => Err(Failure::Usage(format!("Unsupported shell type {other:?}."))),
    }
}
