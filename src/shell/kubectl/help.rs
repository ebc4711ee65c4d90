//! `--help`: a command's page, made from its declaration, in kubectl's layout.

use super::{
    command::Command,
    commands::{GROUPS, KUBECTL},
    flag::{Flag, Takes},
};

/// The page of a command.
pub fn page(command: &Command, path: &str) -> String {
    let mut page = format!("{}\n", if command.about.is_empty() { command.summary } else { command.about });
    let mut part = |title: &str, body: &str| {
        page.push_str(&format!("\n{title}\n{}\n", body.trim_end_matches('\n')));
    };
    if !command.aliases.is_empty() {
        part("Aliases:", &format!("{}, {}", command.name, command.aliases.join(", ")));
    }
    if !command.examples.is_empty() {
        let lines: Vec<String> =
            command.examples.lines().map(|line| format!("  {}", line.trim()).trim_end().to_owned()).collect();
        part("Examples:", &lines.join("\n"));
    }
    if command.name == KUBECTL.name {
        for (title, commands) in GROUPS {
            part(title, &listed(commands));
        }
    } else if !command.commands.is_empty() {
        part("Available Commands:", &listed(command.commands));
    }
    let mut flags: Vec<&Flag> = command.own_flags().collect();
    if !flags.is_empty() {
        flags.sort_by_key(|flag| flag.name);
        part("Options:", &options(&flags));
    }
    part("Usage:", &format!("  {path} {}", command.usage));
    if !command.commands.is_empty() {
        page.push_str(&format!(
            "\nUse \"{path} <command> --help\" for more information about a given command."
        ));
    }
    page.push_str(
        "\nUse \"kubectl options\" for a list of global command-line options (applies to all commands).\n",
    );
    page
}

fn listed(commands: &[&Command]) -> String {
    // The column is as wide as the longest name of all, but for the root, whose groups share one width.
    let longest = commands.iter().map(|command| command.name.len()).max().unwrap_or_default();
    let width = longest.max(11).max(if commands.len() > 4 { 13 } else { 0 });
    let lines = commands.iter().map(|command| format!("  {:width$}   {}", command.name, command.summary));
    lines.collect::<Vec<_>>().join("\n")
}

/// Flags as help lists them.
pub fn options(flags: &[&Flag]) -> String {
    let each = flags.iter().map(|flag| {
        let short = if flag.short == '\0' { String::new() } else { format!("-{}, ", flag.short) };
        let default = match flag.takes {
            Takes::Text | Takes::Optional(_) => format!("'{}'", flag.default),
            Takes::List | Takes::Array => format!("[{}]", flag.default),
            Takes::Switch | Takes::Number | Takes::Duration => flag.default.to_owned(),
        };
        format!("    {short}--{}={default}:\n\t{}", flag.name, flag.help)
    });
    each.collect::<Vec<_>>().join("\n\n")
}
