//! Containers in a description: of a Pod with their state, of a template without.

use serde_json::Value;

use super::common::{items, number, or_none, plain, text, time};

/// A list of containers under its title. `blank` stands before the title, for templates.
pub fn describe(title: &str, containers: &[Value], statuses: &[Value], blank: &str) -> String {
    if containers.is_empty() {
        return format!("{blank}{title}: <none>\n");
    }
    let mut out = format!("{blank}{title}:\n");
    for container in containers {
        let status = statuses.iter().find(|status| status["name"] == container["name"]);
        out.push_str(&one(container, status, if blank.is_empty() { "" } else { " " }));
    }
    out
}

fn one(container: &Value, status: Option<&Value>, blank: &str) -> String {
    let mut out = format!("  {blank}{}:\n", text(container, "/name"));
    let mut line = |name: &str, value: &str| out.push_str(&format!("    {name}:\t{value}\n"));
    if let Some(status) = status {
        line("Container ID", text(status, "/containerID"));
    }
    line("Image", text(container, "/image"));
    if let Some(status) = status {
        line("Image ID", text(status, "/imageID"));
    }
    for (field, word) in [("containerPort", "Port"), ("hostPort", "Host Port")] {
        let ports = items(container, "/ports").iter().map(|port| {
            let name = Some(text(port, "/name"))
                .filter(|name| !name.is_empty() && field == "containerPort")
                .map_or_else(String::new, |name| format!(" ({name})"));
            format!("{}/{}{name}", number(port, &format!("/{field}")), text(port, "/protocol"))
        });
        let ports: Vec<String> = ports.collect();
        line(&if ports.len() > 1 { format!("{word}s") } else { word.to_owned() }, or_none(&ports.join(", ")));
    }
    for (field, word) in [("command", "Command"), ("args", "Args")] {
        let words = items(container, &format!("/{field}"));
        if !words.is_empty() {
            out.push_str(&format!("    {word}:\n"));
        }
        for word in words {
            plain(word).split('\n').for_each(|part| out.push_str(&format!("      {part}\n")));
        }
    }
    if let Some(status) = status {
        out.push_str(&state("State", &status["state"]));
        if status.pointer("/lastState/terminated").is_some() {
            out.push_str(&state("Last State", &status["lastState"]));
        }
        let ready = status.get("ready").and_then(Value::as_bool).unwrap_or(false);
        out.push_str(&format!(
            "    Ready:\t{}\n    Restart Count:\t{}\n",
            if ready { "True" } else { "False" },
            number(status, "/restartCount")
        ));
    }
    for (field, word) in [("limits", "Limits"), ("requests", "Requests")] {
        let amounts = container.pointer(&format!("/resources/{field}")).and_then(Value::as_object);
        if let Some(amounts) = amounts.filter(|amounts| !amounts.is_empty()) {
            out.push_str(&format!("    {word}:\n"));
            amounts
                .iter()
                .for_each(|(name, amount)| out.push_str(&format!("      {name}:\t{}\n", plain(amount))));
        }
    }
    for (field, word) in
        [("livenessProbe", "Liveness"), ("readinessProbe", "Readiness"), ("startupProbe", "Startup")]
    {
        if let Some(found) = container.get(field) {
            out.push_str(&format!("    {word}:\t{}\n", probe(found)));
        }
    }
    out.push_str(&environment(container));
    out.push_str(&mounts(container));
    out
}

fn state(title: &str, state: &Value) -> String {
    if let Some(running) = state.get("running") {
        return format!("    {title}:\tRunning\n      Started:\t{}\n", time(text(running, "/startedAt")));
    }
    if let Some(ended) = state.get("terminated") {
        let mut out = format!("    {title}:\tTerminated\n");
        for (name, field) in [("Reason", "reason"), ("Message", "message")] {
            if !text(ended, &format!("/{field}")).is_empty() {
                out.push_str(&format!("      {name}:\t{}\n", text(ended, &format!("/{field}"))));
            }
        }
        out.push_str(&format!("      Exit Code:\t{}\n", number(ended, "/exitCode")));
        out.push_str(&format!(
            "      Started:\t{}\n      Finished:\t{}\n",
            time(text(ended, "/startedAt")),
            time(text(ended, "/finishedAt"))
        ));
        return out;
    }
    let reason = state.pointer("/waiting/reason").and_then(Value::as_str).unwrap_or_default();
    let reason = if reason.is_empty() { String::new() } else { format!("      Reason:\t{reason}\n") };
    format!("    {title}:\tWaiting\n{reason}")
}

fn probe(probe: &Value) -> String {
    let attributes = format!(
        "delay={}s timeout={}s period={}s #success={} #failure={}",
        number(probe, "/initialDelaySeconds"),
        number(probe, "/timeoutSeconds"),
        number(probe, "/periodSeconds"),
        number(probe, "/successThreshold"),
        number(probe, "/failureThreshold")
    );
    if let Some(http) = probe.get("httpGet") {
        let scheme =
            Some(text(http, "/scheme")).filter(|scheme| !scheme.is_empty()).unwrap_or("HTTP").to_lowercase();
        let path = Some(text(http, "/path")).filter(|path| !path.is_empty()).unwrap_or("/");
        return format!(
            "http-get {scheme}://{}:{}{path} {attributes}",
            text(http, "/host"),
            plain(&http["port"])
        );
    }
    if let Some(tcp) = probe.get("tcpSocket") {
        return format!("tcp-socket {}:{} {attributes}", text(tcp, "/host"), plain(&tcp["port"]));
    }
    if let Some(exec) = probe.get("exec") {
        let words: Vec<&str> = items(exec, "/command").iter().filter_map(Value::as_str).collect();
        return format!("exec [{}] {attributes}", words.join(" "));
    }
    if let Some(grpc) = probe.get("grpc") {
        return format!("grpc <pod>:{} {} {attributes}", plain(&grpc["port"]), text(grpc, "/service"));
    }
    format!("unknown {attributes}")
}

fn environment(container: &Value) -> String {
    let mut out = String::new();
    let sources = items(container, "/envFrom");
    if !sources.is_empty() {
        out.push_str("    Environment Variables from:\n");
    }
    for source in sources {
        for (field, word) in [("configMapRef", "ConfigMap"), ("secretRef", "Secret")] {
            if let Some(found) = source.get(field) {
                let optional = found.get("optional").and_then(Value::as_bool).unwrap_or(false);
                out.push_str(&format!("      {}\t{word}\tOptional: {optional}\n", text(found, "/name")));
            }
        }
    }
    let variables = items(container, "/env");
    out.push_str(if variables.is_empty() { "    Environment:\t<none>\n" } else { "    Environment:\n" });
    for variable in variables {
        let name = text(variable, "/name");
        let Some(from) = variable.get("valueFrom") else {
            out.push_str(&format!("      {name}:\t{}\n", text(variable, "/value")));
            continue;
        };
        let optional = |found: &Value| found.get("optional").and_then(Value::as_bool).unwrap_or(false);
        if let Some(found) = from.get("configMapKeyRef") {
            out.push_str(&format!(
                "      {name}:\t<set to the key '{}' of config map '{}'>\tOptional: {}\n",
                text(found, "/key"),
                text(found, "/name"),
                optional(found)
            ));
        } else if let Some(found) = from.get("secretKeyRef") {
            out.push_str(&format!(
                "      {name}:\t<set to the key '{}' in secret '{}'>\tOptional: {}\n",
                text(found, "/key"),
                text(found, "/name"),
                optional(found)
            ));
        } else if let Some(found) = from.get("fieldRef") {
            out.push_str(&format!(
                "      {name}:\t ({}:{})\n",
                text(found, "/apiVersion"),
                text(found, "/fieldPath")
            ));
        } else if let Some(found) = from.get("resourceFieldRef") {
            out.push_str(&format!("      {name}:\t0 ({})\n", text(found, "/resource")));
        }
    }
    out
}

fn mounts(container: &Value) -> String {
    let mut mounts: Vec<&Value> = items(container, "/volumeMounts").iter().collect();
    if mounts.is_empty() {
        return "    Mounts:\t<none>\n".to_owned();
    }
    mounts.sort_by_key(|mount| text(mount, "/mountPath"));
    let mut out = "    Mounts:\n".to_owned();
    for mount in mounts {
        let mut flags = vec![if mount.get("readOnly").and_then(Value::as_bool) == Some(true) {
            "ro".to_owned()
        } else {
            "rw".to_owned()
        }];
        if !text(mount, "/subPath").is_empty() {
            flags.push(format!("path={:?}", text(mount, "/subPath")));
        }
        out.push_str(&format!(
            "      {} from {} ({})\n",
            text(mount, "/mountPath"),
            text(mount, "/name"),
            flags.join(",")
        ));
    }
    out
}
