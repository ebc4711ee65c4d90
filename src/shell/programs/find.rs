//! What a command's name means where the shell stands.

use k8s_openapi::api::core::v1::Pod;

use super::table::{Listed, Where, program};
use crate::{
    cluster::{Cluster, container::catalog},
    shell::{Place, Session, files::path},
};

/// What was found.
pub enum Found {
    Program(&'static Listed),
    Script(String),
    /// What the shell says about it.
    Nothing(String),
}

/// Folders of programs.
const FOLDERS: [&str; 6] = ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"];

/// Finds a command for a shell.
pub fn find(session: &Session, name: &str) -> Found {
    let plain = plain(name);
    let shell_only = plain.is_none();
    if let Some(plain) = plain
        && let Some(program) = program(plain)
        && (program.place == Where::Shell || exists(&session.cluster, session.place(), plain))
    {
        return Found::Program(program);
    }
    if shell_only {
        return match session.read_file(name) {
            Ok(text) => Found::Script(text),
            Err(fault) => Found::Nothing(format!("{name}: {fault}")),
        };
    }
    Found::Nothing(match session.login().shell {
        "sh" => format!("{name}: not found"),
        _ => format!("{name}: command not found"),
    })
}

/// The name of a program, without a folder of programs before it; `None` for the path of something else.
fn plain(name: &str) -> Option<&str> {
    if !name.contains('/') {
        return Some(name);
    }
    FOLDERS.contains(&path::folder(name)).then(|| path::name(name))
}

/// Whether there is such a program at a place, as a file that can be started: what `kubectl exec` asks.
pub fn exists(cluster: &Cluster, place: &Place, name: &str) -> bool {
    let Some(program) = plain(name).and_then(program) else { return false };
    match place {
        Place::Host | Place::Node(_) => program.place != Where::Shell,
        Place::Container { namespace, pod, container } => {
            let Some(image) = image(cluster, namespace, pod, container) else { return false };
            // An image that nobody knows is taken for a common one: a shell and its tools.
            let Some(image) = catalog().image(&image) else { return program.place == Where::Everywhere };
            let named = |name: &str| image.programs.iter().any(|program| program == name);
            match program.place {
                Where::Everywhere if program.name == "bash" => named("bash"),
                Where::Everywhere => named(program.name) || named("sh"),
                Where::Named => named(program.name),
                Where::Shell | Where::Machines => false,
            }
        }
    }
}

/// The image of a container, an ephemeral one included.
pub fn image(cluster: &Cluster, namespace: &str, pod: &str, container: &str) -> Option<String> {
    let (object, typed) = cluster.fetch::<Pod>(namespace, pod)?;
    let spec = typed.spec.as_ref()?;
    let all = spec.containers.iter().chain(spec.init_containers.iter().flatten());
    let image = all.filter(|one| one.name == container).find_map(|one| one.image.clone());
    image.or_else(|| {
        let ephemeral = object.json().pointer("/spec/ephemeralContainers")?.as_array()?;
        let one = ephemeral.iter().find(|one| one["name"] == container)?;
        one["image"].as_str().map(str::to_owned)
    })
}
