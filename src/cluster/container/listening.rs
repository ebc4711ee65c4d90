//! On which ports a Pod answers, and what.

use k8s_openapi::api::core::v1::{Container, Pod};
use serde::Serialize;

use super::{
    catalog::{Bind, Catalog, Listen, Program, catalog},
    command::{commands, script, words},
    site::Site,
};
use crate::cluster::{Protocol, pod};

/// What one container listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listening {
    pub container: String,
    pub ports: Vec<Listener>,
    /// All its open ports are listed; else those that it declares, and there may be more.
    pub certain: bool,
}

/// One open port of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    pub port: u16,
    pub protocol: Protocol,
    /// Bound to 127.0.0.1: nobody outside the Pod reaches it.
    pub localhost_only: bool,
    /// What it says over HTTP, where it does.
    pub site: Option<Site>,
}

/// What happens to a connection that reaches a Pod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Hearing {
    /// This container accepts it.
    Accepted { container: String },
    /// A container listens there on 127.0.0.1 only: refused to all others.
    LocalhostOnly { container: String },
    /// Nobody listens there: refused. What is listened on instead.
    Nobody { instead: Vec<String> },
    /// The Pod's containers do not run.
    NotRunning,
    /// The image is not known, and the port not declared.
    Unknown { image: String },
}

/// What each running container of a Pod listens on.
pub fn listening(pod: &Pod) -> Vec<Listening> {
    running(pod).map(|container| of_container(catalog(), container)).collect()
}

/// Who answers at this port of a Pod. `from_itself`: the client is in the same Pod, where 127.0.0.1 is reached, too.
pub fn hearing(pod: &Pod, port: u16, protocol: Protocol, from_itself: bool) -> Hearing {
    if pod::phase(pod) != "Running" || running(pod).next().is_none() {
        let declares_nothing = pod.spec.as_ref().is_none_or(|spec| spec.containers.is_empty());
        if pod::phase(pod) == "Running" && declares_nothing {
            return Hearing::Unknown { image: "no container is written".to_owned() };
        }
        return Hearing::NotRunning;
    }
    let mut local = None;
    let mut unknown = None;
    let mut instead = Vec::new();
    for container in running(pod) {
        let found = of_container(catalog(), container);
        match found.ports.iter().find(|one| one.port == port && one.protocol == protocol) {
            Some(one) if one.localhost_only && !from_itself => {
                local = Some(Hearing::LocalhostOnly { container: found.container });
            }
            Some(_) => return Hearing::Accepted { container: found.container },
            None if !found.certain => {
                unknown = unknown.or_else(|| {
                    Some(Hearing::Unknown { image: container.image.clone().unwrap_or_default() })
                });
            }
            None => instead.extend(found.ports.iter().map(|one| format!("{}/{}", one.port, one.protocol))),
        }
    }
    local.or(unknown).unwrap_or(Hearing::Nobody { instead })
}

/// The container of a Pod that speaks HTTP on this port, and what it says.
pub fn site(pod: &Pod, port: u16) -> Option<(String, Site)> {
    listening(pod).into_iter().find_map(|one| {
        let listener = one.ports.into_iter().find(|own| own.port == port && own.protocol == Protocol::Tcp)?;
        Some((one.container, listener.site?))
    })
}

/// Containers and sidecars, but for those whose status says that they wait or have ended.
fn running(pod: &Pod) -> impl Iterator<Item = &Container> {
    let spec = pod.spec.iter();
    let all = spec.flat_map(|spec| {
        let sidecars = spec
            .init_containers
            .iter()
            .flatten()
            .filter(|one| one.restart_policy.as_deref() == Some("Always"));
        spec.containers.iter().chain(sidecars)
    });
    all.filter(|container| {
        let status = pod.status.as_ref();
        let statuses = status.into_iter().flat_map(|status| {
            status.container_statuses.iter().flatten().chain(status.init_container_statuses.iter().flatten())
        });
        let state =
            statuses.filter(|status| status.name == container.name).find_map(|status| status.state.as_ref());
        state.is_none_or(|state| {
            state.running.is_some() || (state.waiting.is_none() && state.terminated.is_none())
        })
    })
}

pub(super) fn of_container(catalog: &Catalog, container: &Container) -> Listening {
    let declared = || {
        let ports = container.ports.iter().flatten().filter_map(|port| {
            let number = u16::try_from(port.container_port).ok()?;
            Some(Listener {
                port: number,
                protocol: Protocol::of_field(port.protocol.as_deref())?,
                localhost_only: false,
                site: None,
            })
        });
        Listening { container: container.name.clone(), ports: ports.collect(), certain: false }
    };
    let Some(commands) = commands(catalog, container) else { return declared() };
    let started = words(catalog, container);
    let text = started.as_deref().and_then(script);
    let mut ports = Vec::new();
    for words in &commands {
        let Some(first) = words.first() else { continue };
        match catalog.program(words) {
            Some(program) if !program.unknown && !is_reconfigured(program, container) => {
                ports.extend(open(program, words, container, text));
            }
            None if catalog.is_silent(first) => {}
            _ => return declared(),
        }
    }
    Listening { container: container.name.clone(), ports, certain: true }
}

fn is_reconfigured(program: &Program, container: &Container) -> bool {
    let mounts = container.volume_mounts.iter().flatten();
    let is_in = |path: &str| {
        program.config.iter().any(|config| path.starts_with(config.as_str()) || config.starts_with(path))
    };
    mounts.into_iter().any(|mount| is_in(mount.mount_path.trim_end_matches('/')))
}

/// The open ports of a program started with these words.
fn open(program: &Program, words: &[String], container: &Container, script: Option<&str>) -> Vec<Listener> {
    let arguments = words.get(program.name.split(' ').count()..).unwrap_or_default();
    // `-l` may be written in a cluster: `nc -lkp 80`.
    let has = |flag: &str| {
        let letter = flag.strip_prefix('-').filter(|letter| letter.len() == 1);
        let in_cluster = |word: &String| {
            letter.is_some_and(|letter| {
                !word.starts_with("--") && word.starts_with('-') && word.contains(letter)
            })
        };
        arguments.iter().any(|word| word == flag || in_cluster(word))
    };
    if program.only_with.as_deref().is_some_and(|flag| !has(flag)) {
        return Vec::new();
    }
    let mut listens = program.listens.clone();
    let environment = |name: &String| {
        container.env.iter().flatten().find(|one| one.name == *name).and_then(|one| one.value.as_deref())
    };
    let written =
        value(&program.port_flags, arguments).or_else(|| program.port_env.as_ref().and_then(environment));
    let positional = || {
        arguments
            .iter()
            .rev()
            .find(|word| program.positional && word.parse::<u16>().is_ok())
            .map(String::as_str)
    };
    if let Some((address, port)) = written.or_else(positional).and_then(address_and_port) {
        if listens.is_empty() {
            listens.push(Listen { port, protocol: Protocol::Tcp, bind: Bind::All });
        }
        if let Some(first) = listens.first_mut() {
            first.port = port;
            if is_local(address) {
                first.bind = Bind::Localhost;
            }
        }
    }
    if value(&program.bind_flags, arguments).is_some_and(|address| address.split([',', ' ']).all(is_local)) {
        for listen in &mut listens {
            listen.bind = Bind::Localhost;
        }
    }
    if program.udp_flag.as_deref().is_some_and(has) {
        for listen in &mut listens {
            listen.protocol = Protocol::Udp;
        }
    }
    let site = Site::of(program, value(&program.body_flags, arguments), container, script);
    let listener = |listen: Listen| Listener {
        port: listen.port,
        protocol: listen.protocol,
        localhost_only: listen.bind == Bind::Localhost,
        site: site.clone().filter(|_| listen.protocol == Protocol::Tcp),
    };
    listens.into_iter().map(listener).collect()
}

/// The value of an option: `--port=80`, `--port 80`, `-p80`.
fn value<'a>(flags: &[String], arguments: &'a [String]) -> Option<&'a str> {
    for (place, word) in arguments.iter().enumerate() {
        for flag in flags {
            if let Some(rest) = word.strip_prefix(flag.as_str()) {
                match rest.strip_prefix('=') {
                    Some(value) => return Some(value),
                    None if rest.is_empty() => return arguments.get(place + 1).map(String::as_str),
                    None if flag.len() == 2 => return Some(rest),
                    None => {}
                }
            }
        }
    }
    None
}

/// `8080`, `:8080`, `127.0.0.1:8080`.
fn address_and_port(text: &str) -> Option<(&str, u16)> {
    let (address, port) = text.rsplit_once(':').unwrap_or(("", text));
    Some((address, port.parse().ok()?))
}

fn is_local(address: &str) -> bool {
    matches!(address.trim_matches(['[', ']']), "127.0.0.1" | "localhost" | "::1")
}
