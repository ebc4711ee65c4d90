//! Who and where: `hostname`, `whoami`, `id`, `uname`, `sudo`, `su`, `ssh`, `systemctl`, editors.

use crate::shell::{call::Call, place::Place, reply::Effect};

pub fn hostname(call: &mut Call<'_>) -> u8 {
    let name = call.session.place().hostname().to_owned();
    let name = match call.arguments.first().map(String::as_str) {
        Some("-i" | "-I") => {
            super::addresses::own(call.session).map_or_else(|| "127.0.0.1".to_owned(), |own| own.to_string())
        }
        _ => name,
    };
    call.line(&name);
    0
}

/// `whoami`, `id`, `uname`, `arch`, `nproc`.
pub fn identity(call: &mut Call<'_>) -> u8 {
    let user = call.session.login().user;
    let number = if user == "root" { 0 } else { 1000 };
    let host = call.session.place().hostname().to_owned();
    let text = match (call.name, call.arguments.first().map(String::as_str)) {
        ("whoami", _) | ("id", Some("-un")) => user.to_owned(),
        ("id", Some("-u" | "-g")) => number.to_string(),
        ("id", _) => format!("uid={number}({user}) gid={number}({user}) groups={number}({user})"),
        ("uname", Some("-a")) => {
            format!("Linux {host} 6.8.0-60-generic #63-Ubuntu SMP x86_64 x86_64 x86_64 GNU/Linux")
        }
        ("uname", Some("-r")) => "6.8.0-60-generic".to_owned(),
        ("uname", Some("-m")) | ("arch", _) => "x86_64".to_owned(),
        ("uname", Some("-n")) => host,
        ("nproc", _) => "2".to_owned(),
        _ => "Linux".to_owned(),
    };
    call.line(&text);
    0
}

/// `sudo`: `-i`, `-s`, `su -`, or a command as root.
pub fn sudo(call: &mut Call<'_>) -> u8 {
    let shell =
        matches!(call.arguments.first().map(String::as_str), Some("-i" | "-s" | "su" | "-" | "bash") | None);
    if shell && call.arguments.len() <= 2 {
        if !call.terminal {
            let text = call.take_input().to_owned();
            let ran = call.session.run_script(&text, &[], Some(""));
            return call.pass_on(&ran);
        }
        let place = call.session.place().clone();
        call.session.enter_as(place, "bash");
        call.session.login_mut().become_root();
        return 0;
    }
    let words: Vec<String> =
        call.arguments.iter().skip_while(|word| word.starts_with('-')).cloned().collect();
    let user = std::mem::replace(&mut call.session.login_mut().user, "root");
    let ran = call.run(&words, call.stdin);
    call.session.login_mut().user = user;
    call.pass_on(&ran)
}

pub fn ssh(call: &mut Call<'_>) -> u8 {
    let given = match call.leading_options("o: i: l: p: t T v q A X N f L: F: 4", 255) {
        Ok(given) => given,
        Err(status) => return status,
    };
    let Some((target, words)) = given.rest.split_first() else {
        call.error_line(
            "usage: ssh [-i identity_file] [-l login_name] [-o option] destination [command [argument ...]]",
        );
        return 255;
    };
    let name = target.rsplit('@').next().unwrap_or(target);
    let nodes = call.session.cluster.nodes();
    let by_address = |node: &k8s_openapi::api::core::v1::Node| {
        let all = node.status.iter().flat_map(|status| status.addresses.iter().flatten());
        all.into_iter().any(|address| address.address == name)
    };
    let node = nodes.into_iter().find(|(object, node)| object.name() == name || by_address(node));
    let place = match node.map(|(object, _)| object.name().to_owned()) {
        Some(node) => Place::Node(node),
        None if name == Place::Host.hostname() || name == "localhost" => Place::Host,
        None => {
            call.error_line(&format!("ssh: Could not resolve hostname {name}: Name or service not known"));
            return 255;
        }
    };
    if words.is_empty() && call.terminal {
        call.session.enter(place);
        return 0;
    }
    let stdin = if call.terminal { "" } else { call.take_input() };
    // Without a command, the shell there reads its commands from what is sent.
    let (script, stdin) = if words.is_empty() { (stdin.to_owned(), "") } else { (words.join(" "), stdin) };
    let words = ["bash".to_owned(), "-c".to_owned(), script];
    let ran = call.run_at(place, &words, stdin);
    call.pass_on(&ran)
}

pub fn systemctl(call: &mut Call<'_>) -> u8 {
    let words: Vec<&str> =
        call.arguments.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let (verb, unit) =
        (words.first().copied().unwrap_or("status"), words.get(1).copied().unwrap_or("kubelet"));
    let unit = unit.trim_end_matches(".service");
    let node = matches!(call.session.place(), Place::Node(_));
    if !node || !matches!(unit, "kubelet" | "containerd") {
        call.error_line(&format!("Unit {unit}.service could not be found."));
        return 4;
    }
    match verb {
        "status" => {
            let about = if unit == "kubelet" {
                "kubelet: The Kubernetes Node Agent"
            } else {
                "containerd container runtime"
            };
            call.line(&format!("● {unit}.service - {about}"));
            call.line(&format!(
                "     Loaded: loaded (/usr/lib/systemd/system/{unit}.service; enabled; preset: enabled)"
            ));
            call.line("     Active: active (running)");
        }
        "is-active" => call.line("active"),
        "is-enabled" => call.line("enabled"),
        "start" | "stop" | "restart" | "enable" | "disable" | "daemon-reload" => {}
        other => return call.fail(&format!("Unknown command verb {other}."), 1),
    }
    0
}

/// `vi`, `vim`, `nano`: the editor is not ours, it leaves as an effect.
pub fn editor(call: &mut Call<'_>) -> u8 {
    let Some(file) = call.arguments.iter().rfind(|word| !word.starts_with(['-', '+'])) else {
        return call.fail("a file is needed here", 1);
    };
    let whole = call.session.absolute(file);
    let text = match call.session.read_file(file) {
        Ok(text) => text,
        Err(crate::shell::FileFault::Missing) => String::new(),
        Err(fault) => return call.fail(&format!("{file}: {fault}"), 1),
    };
    call.session.effect = Some(Effect::Edit { editor: call.name.to_owned(), path: whole, text });
    0
}
