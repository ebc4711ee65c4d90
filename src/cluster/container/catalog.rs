//! The images and programs that we know, read once from `assets/images.toml`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::cluster::{Protocol, derive::fingerprint, identity::scatter};

const SOURCE: &str = include_str!("../../../assets/images.toml");

/// The file as it is written; its comment explains each field.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    silent: Vec<String>,
    #[serde(rename = "program")]
    programs: Vec<Program>,
    /// Words that tags are made of, besides version numbers.
    tags: Vec<String>,
    #[serde(rename = "image")]
    images: Vec<Image>,
}

/// Something that runs in a container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Program {
    /// The words that it is started with.
    pub name: String,
    pub listens: Vec<Listen>,
    pub port_flags: Vec<String>,
    pub port_env: Option<String>,
    pub positional: bool,
    pub bind_flags: Vec<String>,
    pub body_flags: Vec<String>,
    pub only_with: Option<String>,
    pub udp_flag: Option<String>,
    pub config: Vec<String>,
    pub answers: Vec<HttpAnswer>,
    /// The body of its answer to any other path: 404.
    pub missing: String,
    /// The header `Server`.
    pub server: String,
    /// Where the image's tag says none.
    pub version: String,
    /// The folder of the files that it serves.
    pub root: Option<String>,
    /// It serves the files of a folder that its command says.
    pub files: bool,
    /// Seconds.
    pub ready_after: u32,
    /// It is known not to be known: its arguments say too little.
    pub unknown: bool,
    /// What it writes before it ends because somebody else has its port.
    pub in_use: String,
}

/// One open port.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listen {
    pub port: u16,
    #[serde(default)]
    pub protocol: Protocol,
    #[serde(default)]
    pub bind: Bind,
}

/// Who reaches an open port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bind {
    #[default]
    All,
    /// The Pod itself only.
    Localhost,
}

/// What is answered to an HTTP request for this path; for any other one where it is `*`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HttpAnswer {
    pub path: String,
    pub status: u16,
    /// `{pod}` stands for the Pod's name, `{path}` for what was asked for.
    pub body: String,
}

/// An image: what it starts, and what it holds for those who `exec` into it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Image {
    pub names: Vec<String>,
    /// Its entry point.
    pub start: Vec<String>,
    /// Its default arguments.
    #[serde(default)]
    pub arguments: Vec<String>,
    #[serde(default)]
    pub programs: Vec<String>,
}

/// The catalog. Read at the first use; a mistake in the file leaves it empty, and fails a test.
pub fn catalog() -> &'static Catalog {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(|| toml::from_str(SOURCE).unwrap_or_default());
    &CATALOG
}

impl Catalog {
    /// The image of a container's `image:` field, whatever its registry, tag or digest.
    pub fn image(&self, reference: &str) -> Option<&Image> {
        let name = repository(reference);
        let known = |known: &String| {
            // A mirror puts its own path before the name: `public.ecr.aws/docker/library/nginx`.
            known == name
                || name.strip_prefix("docker/library/").or_else(|| name.strip_prefix("library/"))
                    == Some(known)
        };
        self.images.iter().find(|image| image.names.iter().any(known))
    }

    /// The program that these words start: the one with the longest name.
    pub fn program(&self, words: &[String]) -> Option<&Program> {
        let starts = |program: &&Program| {
            let name: Vec<&str> = program.name.split(' ').collect();
            words.len() >= name.len() && name.iter().zip(words).all(|(name, word)| *name == base(word))
        };
        self.programs.iter().filter(starts).max_by_key(|program| program.name.len())
    }

    /// Whether a registry has the image under that tag. Nobody can list all versions of everything: a tag is there if it
    /// is made of version numbers and the words that tags are made of.
    pub fn has_tag(&self, reference: &str) -> bool {
        let is_version = |part: &str| {
            let number = part.strip_prefix('v').unwrap_or(part);
            number.starts_with(|first: char| first.is_ascii_digit())
                && number.chars().all(|one| one.is_ascii_alphanumeric() || one == '.' || one == '_')
        };
        let word = |part: &str| {
            let name = part.trim_end_matches(|one: char| one.is_ascii_digit() || one == '.');
            self.tags.iter().any(|tag| tag == name)
        };
        reference.contains('@') || tag(reference).split('-').all(|part| is_version(part) || word(part))
    }

    /// Whether it listens on nothing.
    pub fn is_silent(&self, word: &str) -> bool {
        self.silent.iter().any(|silent| silent == base(word))
    }
}

/// `/usr/bin/python3` is `python`.
pub fn base(word: &str) -> &str {
    match word.rsplit('/').next().unwrap_or(word) {
        "python3" => "python",
        "netcat" => "nc",
        base => base,
    }
}

/// The tag; `latest` where there is none.
pub fn tag(reference: &str) -> &str {
    let name = reference.split('@').next().unwrap_or(reference);
    match name.rsplit_once(':') {
        Some((_, tag)) if !tag.contains('/') => tag,
        _ => "latest",
    }
}

/// The reference in full, as a node's runtime shows it: `docker.io/library/nginx:latest`.
pub fn in_full(reference: &str) -> String {
    let (name, digest) = reference.split_once('@').map_or((reference, ""), |(name, digest)| (name, digest));
    let plain = name.strip_suffix(tag(name)).and_then(|name| name.strip_suffix(':')).unwrap_or(name);
    let is_registry = |first: &str| first.contains('.') || first.contains(':') || first == "localhost";
    let full = match plain.split_once('/') {
        Some((first, _)) if is_registry(first) => plain.to_owned(),
        Some(_) => format!("docker.io/{plain}"),
        None => format!("docker.io/library/{plain}"),
    };
    if digest.is_empty() { format!("{full}:{}", tag(name)) } else { format!("{full}@{digest}") }
}

/// 64 hexadecimal digits that depend on the text alone; they look like a SHA-256 and are none.
pub fn digest(text: &str) -> String {
    let seed = fingerprint(text);
    let [one, two, three, four] = [0, 1, 2, 3].map(|turn| scatter(seed.wrapping_add(turn)));
    format!("{one:016x}{two:016x}{three:016x}{four:016x}")
}

/// The name without registry, tag and digest. A first part with a dot or a port is a registry.
pub fn repository(reference: &str) -> &str {
    let name = reference.split('@').next().unwrap_or(reference);
    let name = match name.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => name,
    };
    let is_registry = |first: &str| first.contains('.') || first.contains(':') || first == "localhost";
    let name = match name.split_once('/') {
        Some((first, rest)) if is_registry(first) => rest,
        _ => name,
    };
    name.strip_prefix("library/").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_good_and_each_image_starts_something_known() {
        let catalog: Catalog = toml::from_str(SOURCE).unwrap();
        for image in &catalog.images {
            let words: Vec<String> = image.start.iter().chain(&image.arguments).cloned().collect();
            let known = catalog.program(&words).is_some() || catalog.is_silent(&words[0]);
            assert!(known, "{:?} starts {words:?}, of which nothing is known", image.names);
        }
    }

    #[test]
    fn a_tag_is_made_of_versions_and_words() {
        for tag in [
            "nginx",
            "nginx:1.27-alpine",
            "nginx:alpine3.20",
            "coredns:v1.13.1",
            "redis:7.2-bookworm",
            "a@sha256:0",
        ] {
            assert!(catalog().has_tag(tag), "{tag}");
        }
        for tag in ["nginx:nope", "nginx:1.27-alpin", "nginx:lates"] {
            assert!(!catalog().has_tag(tag), "{tag}");
        }
    }

    #[test]
    fn a_runtime_shows_references_in_full() {
        for (short, full) in [
            ("nginx", "docker.io/library/nginx:latest"),
            ("nginx:1.27", "docker.io/library/nginx:1.27"),
            ("traefik/whoami:v1", "docker.io/traefik/whoami:v1"),
            ("localhost:5000/a", "localhost:5000/a:latest"),
            ("registry.k8s.io/pause:3.10", "registry.k8s.io/pause:3.10"),
            ("nginx@sha256:ab", "docker.io/library/nginx@sha256:ab"),
        ] {
            assert_eq!(in_full(short), full);
        }
    }

    #[test]
    fn a_reference_is_found_whatever_its_registry_tag_and_digest() {
        for reference in [
            "nginx",
            "nginx:1.27",
            "docker.io/library/nginx:1@sha256:ab",
            "localhost:5000/nginx",
            "public.ecr.aws/docker/library/nginx",
        ] {
            assert_eq!(
                catalog().image(reference).map(|image| image.names[0].as_str()),
                Some("nginx"),
                "{reference}"
            );
        }
        assert_eq!(
            catalog().image("registry.k8s.io/e2e-test-images/agnhost:2.53").unwrap().start,
            ["agnhost"]
        );
        assert!(catalog().image("shop/nginx").is_none());
    }
}
