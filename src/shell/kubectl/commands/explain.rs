//! `kubectl explain`.

use crate::shell::kubectl::{
    client::Client,
    command::{Command, Completes},
    failure::Failure,
};

pub const COMMAND: Command = Command {
    name: "explain",
    summary: "Get documentation for a resource",
    about: "Describe fields and structure of various resources.",
    usage: "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [options]",
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if client.arguments.is_empty() {
        return Err(Failure::plain(
            "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of supported resources.",
        ));
    }
    Ok(())
}
