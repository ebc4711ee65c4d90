//! Help, the manual pages, completions, the key table.

use kubedrill::app::BINDINGS;
use kubedrill::cli::command;

use crate::home::Home;

/// Every command, as the words that call it.
fn commands(command: &clap::Command, before: &[String]) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for sub in command.get_subcommands() {
        let mut words = before.to_vec();
        words.push(sub.get_name().to_owned());
        all.extend(commands(sub, &words));
        all.push(words);
    }
    all
}

#[test]
fn every_command_has_help_and_a_page() {
    let home = Home::new();
    let all = commands(&command(), &[]);
    assert!(all.len() >= 15, "{all:?}");
    for words in all {
        let mut help = words.clone();
        help.push("--help".to_owned());
        let run = home.run(&help);
        assert_eq!(run.code, Some(0), "{words:?}");
        let is_leaf = !run.out.contains("Commands:");
        let is_screen = ["learn", "review", "quiz"].contains(&words[0].as_str());
        assert!(!is_leaf || is_screen || run.out.contains("Example"), "{words:?} has no example");
        let mut page = vec!["man".to_owned()];
        page.extend(words.clone());
        let run = home.run(&page);
        assert!(run.out.contains(&format!(".TH kubedrill-{} 1", words.join("-"))), "{}", run.out);
    }
    assert!(home.good(&["man"]).contains(".SH SUBCOMMANDS"));
    assert!(home.refused(&["man", "nonsense"]).contains("stats"));
    assert!(home.good(&["--help"]).contains("Exit codes: 0 done"));
    assert!(home.good(&["--version"]).starts_with("kubedrill "));
}

#[test]
fn shells_complete_the_commands() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]);
        assert!(script.out.contains("progress") && script.out.contains("anki"), "{shell}");
    }
    home.refused(&["completions", "tcsh"]);
}

#[test]
fn the_key_table_is_that_of_the_program() {
    let text = Home::new().good(&["keys"]);
    assert_eq!(text.lines().filter(|line| line.starts_with("| `")).count(), BINDINGS.len());
}
