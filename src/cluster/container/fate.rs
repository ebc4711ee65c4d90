//! What becomes of a container once it is started: it goes on running, ends, or can not be started at all.
//!
//! What a program does with the network while it runs is not asked here: a `wget` succeeds, a loop that waits for
//! something ends. Only what the image and the command say decides.

use k8s_openapi::api::core::v1::Container;

use super::{
    catalog::{Catalog, Image, base, catalog},
    command::{commands_of, script, words},
};

/// What becomes of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Runs,
    /// It exits by itself with this code.
    Ends(i32),
    /// No registry has the image: neither by name, or not in this version.
    NoImage {
        known_name: bool,
    },
    /// The image does not hold the program.
    NoProgram(String),
}

/// A program that is asked to sleep for so many seconds is meant to stay.
const LONG_SLEEP: u64 = 300;

/// The fate of a container, by its image and its command.
pub fn fate(container: &Container) -> Fate {
    let catalog = catalog();
    let reference = container.image.as_deref().unwrap_or_default();
    let Some(image) = catalog.image(reference) else { return Fate::NoImage { known_name: false } };
    if !catalog.has_tag(reference) {
        return Fate::NoImage { known_name: true };
    }
    let Some(words) = words(catalog, container) else { return Fate::Runs };
    let Some(first) = words.first() else { return Fate::Runs };
    if !holds(catalog, image, first) {
        return Fate::NoProgram(first.clone());
    }
    if let Some(text) = script(&words) {
        return of_script(catalog, image, text);
    }
    let is_shell = matches!(base(first), "sh" | "bash" | "ash");
    let attached = container.stdin == Some(true) || container.tty == Some(true);
    match words.as_slice() {
        // A shell without a terminal reads the end of its input and is done.
        [_] if is_shell => {
            if attached {
                Fate::Runs
            } else {
                Fate::Ends(0)
            }
        }
        words => of_command(catalog, words).unwrap_or(Fate::Runs),
    }
}

/// Whether an image holds a program: its own, what its shell knows, what is written of it.
pub fn holds(catalog: &Catalog, image: &Image, word: &str) -> bool {
    let name = base(word);
    let has = |program: &str| image.programs.iter().any(|own| own == program);
    image.start.first().is_some_and(|start| base(start) == name)
        || has(name)
        || (has("sh") && catalog.is_silent(word))
}

/// Its end, if it has one.
fn of_command(catalog: &Catalog, words: &[String]) -> Option<Fate> {
    let first = words.first().map(|word| base(word))?;
    let argument = words.get(1).map(String::as_str).unwrap_or_default();
    match first {
        "sleep" => {
            let seconds = argument.trim_end_matches(['s', 'm', 'h', 'd']).parse::<u64>();
            // `infinity`, and what is not a number of seconds, is meant to be long.
            let unit = match argument.chars().last() {
                Some('m') => 60,
                Some('h') => 3_600,
                Some('d') => 86_400,
                _ => 1,
            };
            seconds.ok().filter(|seconds| seconds.saturating_mul(unit) < LONG_SLEEP).map(|_| Fate::Ends(0))
        }
        "tail" | "watch" | "wait" => (first == "tail"
            && !words.iter().any(|word| word.starts_with("-f") || word == "-F"))
        .then_some(Fate::Ends(0)),
        "pause" => None,
        "ping" => words.iter().any(|word| word == "-c").then_some(Fate::Ends(0)),
        "cat" => (words.len() > 1).then_some(Fate::Ends(0)),
        "false" => Some(Fate::Ends(1)),
        "exit" => Some(Fate::Ends(argument.parse().unwrap_or(0))),
        _ if catalog.program(words).is_some() => None,
        _ => Some(Fate::Ends(0)),
    }
}

/// A script runs as long as its first command that does not end; one that it lacks fails and the next is tried.
fn of_script(catalog: &Catalog, image: &Image, text: &str) -> Fate {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if ["while true", "while :", "while sleep", "until false", "for (( ; ; ))", "for ((;;))"]
        .iter()
        .any(|endless| text.contains(endless))
    {
        return Fate::Runs;
    }
    let mut last = 0;
    for words in commands_of(&text) {
        let Some(first) = words.first() else { continue };
        if !holds(catalog, image, first) && !matches!(first.as_str(), "nginx" | "wait") {
            last = 127;
            continue;
        }
        match of_command(catalog, &words) {
            None => return Fate::Runs,
            Some(Fate::Ends(code)) if base(first) == "exit" => return Fate::Ends(code),
            Some(Fate::Ends(code)) => last = code,
            Some(other) => return other,
        }
    }
    Fate::Ends(last)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(image: &str, command: &[&str]) -> Fate {
        let container = json!({"name": "c", "image": image, "command": command});
        fate(&serde_json::from_value(container).unwrap())
    }

    #[test]
    fn arguments_that_are_a_command_are_run_in_place_of_the_image_s() {
        let of = |image: &str, args: &[&str]| {
            fate(&serde_json::from_value(json!({"name": "c", "image": image, "args": args})).unwrap())
        };
        assert_eq!(of("nginx", &["curl", "web"]), Fate::Ends(0));
        assert_eq!(of("nginx", &["nginx", "-g", "daemon off;"]), Fate::Runs);
        assert_eq!(of("curlimages/curl", &["-s", "web"]), of("curlimages/curl", &["curl", "-s", "web"]));
        assert_eq!(of("redis", &["--port", "7000"]), Fate::Runs);
        assert_eq!(of("hashicorp/http-echo", &["-text=hi"]), Fate::Runs);
    }

    #[test]
    fn an_image_and_a_command_decide() {
        for (image, command, expected) in [
            ("nginx", &[] as &[&str], Fate::Runs),
            ("nginx:nope", &[], Fate::NoImage { known_name: true }),
            ("ngnix", &[], Fate::NoImage { known_name: false }),
            ("nginx", &["ngnix"], Fate::NoProgram("ngnix".to_owned())),
            ("nginx", &["nginx", "-g", "daemon off;"], Fate::Runs),
            ("busybox", &[], Fate::Ends(0)),
            ("busybox", &["sleep", "3600"], Fate::Runs),
            ("busybox:1.36", &["sleep", "1d"], Fate::Runs),
            ("busybox", &["sleep", "5"], Fate::Ends(0)),
            ("busybox", &["sleep", "infinity"], Fate::Runs),
            ("busybox", &["true"], Fate::Ends(0)),
            ("busybox", &["false"], Fate::Ends(1)),
            ("busybox", &["sh", "-c", "echo hello; exit 3"], Fate::Ends(3)),
            ("busybox", &["sh", "-c", "echo hello && sleep 3600"], Fate::Runs),
            ("busybox", &["sh", "-c", "while true; do date; sleep 1; done"], Fate::Runs),
            ("busybox", &["sh", "-c", "nosuchthing"], Fate::Ends(127)),
            ("busybox", &["nc", "-lk", "-p", "80"], Fate::Runs),
            ("redis:7", &["redis-server", "--port", "7000"], Fate::Runs),
            ("registry.k8s.io/e2e-test-images/agnhost:2.53", &["/agnhost", "netexec"], Fate::Runs),
        ] {
            assert_eq!(of(image, command), expected, "{image} {command:?}");
        }
    }
}
