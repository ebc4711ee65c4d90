//! A command line that clap does not understand, told like every other error: one line, then a hint.

use clap::Error;
use clap::error::ErrorKind;

use super::Failure;
use crate::content::visible;

/// Help and version, asked for or shown since a command lacks its command: clap prints them.
pub fn is_help(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// clap says what is wrong in its first paragraph, and tips and the usage in the others.
pub fn failure(error: &Error) -> Failure {
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n");
    let what = joined(paragraphs.next().unwrap_or_default().lines());
    let rest: Vec<&str> = paragraphs.flat_map(str::lines).map(str::trim).collect();
    let tips = joined(rest.iter().filter_map(|line| line.strip_prefix("tip: ")));
    let hint = if !tips.is_empty() {
        tips
    } else if let Some(usage) = rest.iter().find_map(|line| line.strip_prefix("Usage: ")) {
        format!("usage: {usage}; --help says more")
    } else {
        "the same command with `--help` says what there is".to_owned()
    };
    Failure::new(what.strip_prefix("error: ").unwrap_or(&what)).hint(visible(&hint))
}

fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;

    fn told(arguments: &[&str]) -> String {
        let error = command().try_get_matches_from(arguments).unwrap_err();
        assert!(!is_help(&error), "{arguments:?}");
        let mut out = Vec::new();
        failure(&error).print(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn usage_errors_are_a_line_and_a_hint() {
        assert_eq!(
            told(&["kubedrill", "cuorse"]),
            "kubedrill: unrecognized subcommand 'cuorse'\nhint: a similar subcommand exists: 'course'\n"
        );
        assert_eq!(
            told(&["kubedrill", "stats", "-o", "yaml"]),
            "kubedrill: invalid value 'yaml' for '--output <FORMAT>' [possible values: text, json]\n\
             hint: the same command with `--help` says what there is\n"
        );
        for arguments in [
            &["kubedrill", "export", "anki"][..],
            &["kubedrill", "quiz", "--count", "0"],
            &["kubedrill", "\u{1b}[31m\n"],
            &["kubedrill", "stats", "--\u{1b}]0;x\u{7}"],
        ] {
            let text = told(arguments);
            assert_eq!(text.lines().count(), 2, "{text:?}");
            assert!(!text.contains('\u{1b}'), "{text:?}");
        }
    }
}
