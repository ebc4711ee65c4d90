//! What a probe of the kubelet finds, in the kubelet's words.
//!
//! A command of an `exec` probe is judged only where its failure is plain (`false`, a file that nothing makes); all others
//! succeed. <https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/>

use k8s_openapi::{
    api::core::v1::{Container, ExecAction, HTTPGetAction, Probe},
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::{
    catalog::{base, catalog},
    command::{commands, commands_of, script},
    listening::{Listener, of_container},
};
use crate::cluster::Protocol;

/// Asks a running container at the Pod's address.
///
/// # Errors
/// What follows `Readiness probe failed: ` in the event.
pub fn probe(container: &Container, probe: &Probe, address: &str) -> Result<(), String> {
    if let Some(get) = &probe.http_get {
        return http(container, get, address);
    }
    if let Some(socket) = &probe.tcp_socket {
        let host = socket.host.as_deref().unwrap_or(address);
        return open(container, &socket.port).map(drop).map_err(|port| refused(host, &port));
    }
    if let Some(grpc) = &probe.grpc {
        let port = IntOrString::Int(grpc.port);
        return open(container, &port).map(drop).map_err(|port| {
            format!(
                "timeout: failed to connect service {:?} within 1s: context deadline exceeded",
                format!("{address}:{port}")
            )
        });
    }
    probe.exec.as_ref().map_or(Ok(()), |exec| command(container, exec))
}

fn refused(host: &str, port: &str) -> String {
    format!("dial tcp {host}:{port}: connect: connection refused")
}

fn http(container: &Container, get: &HTTPGetAction, address: &str) -> Result<(), String> {
    let host = get.host.as_deref().unwrap_or(address);
    let scheme = get.scheme.as_deref().unwrap_or("HTTP").to_ascii_lowercase();
    let path = get.path.as_deref().unwrap_or("/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    let url = |port: &str| format!("Get \"{scheme}://{host}:{port}{slash}{path}\"");
    let listener =
        open(container, &get.port).map_err(|port| format!("{}: {}", url(&port), refused(host, &port)))?;
    // Nobody knows what it answers.
    let Some(listener) = listener else { return Ok(()) };
    let Some(site) = listener.site else {
        return Err(format!(
            "{}: net/http: HTTP/1.x transport connection broken: malformed HTTP response",
            url(&listener.port.to_string())
        ));
    };
    let status = site.answer(path).status;
    if (200..400).contains(&status) {
        Ok(())
    } else {
        Err(format!("HTTP probe failed with statuscode: {status}"))
    }
}

/// Who listens on the port: `None` where that is not known. Or else the number on which nobody listens.
fn open(container: &Container, port: &IntOrString) -> Result<Option<Listener>, String> {
    let number = match port {
        IntOrString::Int(number) => u16::try_from(*number).ok(),
        IntOrString::String(name) => {
            let named = container.ports.iter().flatten().find(|one| one.name.as_deref() == Some(name));
            named.map_or_else(|| name.parse().ok(), |one| u16::try_from(one.container_port).ok())
        }
    };
    let Some(number) = number else { return Err("0".to_owned()) };
    let found = of_container(catalog(), container);
    let certain = found.certain;
    let listener = found.ports.into_iter().find(|one| one.port == number && one.protocol == Protocol::Tcp);
    match listener {
        // A port bound to 127.0.0.1 is not reached from the node.
        Some(listener) if !listener.localhost_only => Ok(Some(listener).filter(|_| certain)),
        None if !certain => Ok(None),
        _ => Err(number.to_string()),
    }
}

fn command(container: &Container, exec: &ExecAction) -> Result<(), String> {
    let words = exec.command.as_deref().unwrap_or_default();
    let all = script(words).map_or_else(|| vec![words.to_vec()], commands_of);
    let argument = |words: &[String]| {
        words.iter().skip(1).find(|word| !word.starts_with('-')).cloned().unwrap_or_default()
    };
    for words in all {
        match words.first().map(|word| base(word)).unwrap_or_default() {
            "false" => return Err(String::new()),
            "exit" if argument(&words) != "0" => return Err(String::new()),
            "cat" | "ls" | "test" | "[" if is_missing(container, &argument(&words)) => {
                let file = argument(&words);
                return Err(format!("cat: can't open '{file}': No such file or directory\n"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A file under `/tmp` is there only if the container's own command makes it and does not remove it again.
fn is_missing(container: &Container, file: &str) -> bool {
    let own = commands(catalog(), container).unwrap_or_default();
    let does = |verb: &str| {
        own.iter().any(|words| {
            words.first().is_some_and(|word| base(word) == verb) && words.iter().any(|word| word == file)
        })
    };
    file.starts_with("/tmp/") && (!does("touch") || does("rm"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn of(container: Value, asked: Value) -> Result<(), String> {
        let container = serde_json::from_value(container).unwrap();
        probe(&container, &serde_json::from_value(asked).unwrap(), "10.244.1.2")
    }

    #[test]
    fn a_probe_finds_what_the_container_does() {
        let nginx = json!({"name": "c", "image": "nginx", "ports": [{"name": "web", "containerPort": 80}, {"name": "no", "containerPort": 81}]});
        for (asked, expected) in [
            (json!({"httpGet": {"path": "/", "port": 80}}), Ok(())),
            (json!({"httpGet": {"path": "/", "port": "web"}}), Ok(())),
            (json!({"tcpSocket": {"port": 80}}), Ok(())),
            (
                json!({"httpGet": {"path": "/healthz", "port": 80}}),
                Err("HTTP probe failed with statuscode: 404"),
            ),
            (
                json!({"httpGet": {"path": "/", "port": "no"}}),
                Err("Get \"http://10.244.1.2:81/\": dial tcp 10.244.1.2:81: connect: connection refused"),
            ),
            (
                json!({"tcpSocket": {"port": 8080}}),
                Err("dial tcp 10.244.1.2:8080: connect: connection refused"),
            ),
            (json!({"exec": {"command": ["true"]}}), Ok(())),
            (
                json!({"exec": {"command": ["cat", "/tmp/healthy"]}}),
                Err("cat: can't open '/tmp/healthy': No such file or directory\n"),
            ),
        ] {
            assert_eq!(of(nginx.clone(), asked.clone()), expected.map_err(str::to_owned), "{asked}");
        }
        let healthy = json!({"name": "c", "image": "busybox", "command": ["sh", "-c", "touch /tmp/healthy; sleep 3600"]});
        assert_eq!(of(healthy, json!({"exec": {"command": ["cat", "/tmp/healthy"]}})), Ok(()));
    }
}
