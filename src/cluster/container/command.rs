//! The commands that a container runs, as words: `command` and `args`, and the commands inside a `sh -c` text.

use k8s_openapi::api::core::v1::Container;

use super::{
    catalog::{Catalog, Image, catalog},
    fate::holds,
};

/// Each command that runs, as words; `None` when neither the manifest nor the image says.
pub fn commands(catalog: &Catalog, container: &Container) -> Option<Vec<Vec<String>>> {
    let words = words(catalog, container)?;
    Some(script(&words).map_or_else(|| vec![words.clone()], commands_of))
}

/// What the container is started with.
/// <https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/>
pub fn words(catalog: &Catalog, container: &Container) -> Option<Vec<String>> {
    let image = container.image.as_deref().and_then(|image| catalog.image(image));
    let given = |list: &Option<Vec<String>>| list.clone().filter(|list| !list.is_empty());
    // `command` replaces the image's entry point and its default arguments, `args` the latter only.
    Some(match (given(&container.command), given(&container.args)) {
        (Some(command), args) => [command, args.unwrap_or_default()].concat(),
        (None, args) => {
            let image = image?;
            match args {
                None => [image.start.clone(), image.arguments.clone()].concat(),
                // Entry points run a command that they are given, and take options for their own program.
                Some(args) if runs(catalog, image, &args) => args,
                Some(args) => [image.start.clone(), args].concat(),
            }
        }
    })
}

/// Whether arguments are a command of their own in the image.
fn runs(catalog: &Catalog, image: &Image, args: &[String]) -> bool {
    let starts_shell = image.start.first().is_some_and(|word| word == "sh" || word == "bash");
    starts_shell || args.first().is_some_and(|word| holds(catalog, image, word))
}

/// What a container is started with, as far as its image is known.
pub fn started_with(container: &Container) -> Option<Vec<String>> {
    words(catalog(), container)
}

/// The text that a shell is given with `-c`.
pub fn script(words: &[String]) -> Option<&str> {
    let shell = words.first()?.rsplit('/').next()?;
    let flag = words.iter().position(|word| word.starts_with('-') && word.ends_with('c'))?;
    matches!(shell, "sh" | "bash" | "ash").then(|| words.get(flag + 1).map(String::as_str))?
}

const KEYWORDS: [&str; 12] =
    ["while", "do", "done", "if", "then", "else", "fi", "for", "in", ":", "!", "exec"];

/// A rough cut: enough to see which programs run. What it can not read counts as a program that nobody knows.
pub fn commands_of(script: &str) -> Vec<Vec<String>> {
    let parts = script.split([';', '&', '|', '\n', '(', ')', '{', '}']);
    let words = parts.map(|part| {
        let words = part.split_whitespace().map(|word| word.trim_matches(['"', '\'']).to_owned());
        words.skip_while(|word| KEYWORDS.contains(&word.as_str()) || is_assignment(word)).collect::<Vec<_>>()
    });
    words
        .filter(|words| words.first().is_some_and(|word| !word.starts_with('>') && !word.is_empty()))
        .collect()
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
    })
}
