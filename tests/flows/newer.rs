//! What a current server or client says in place of what was recorded with 1.20 and 1.32: the notes of the vectors applied.

use std::collections::BTreeMap;

use serde_json::Value;

/// What a step has to print.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub stdout: String,
    pub stderr: String,
    pub exit: u64,
}

/// Steps with an answer of their own, by `flow/number`: what a server and client of 1.36 say, and why that differs.
fn own() -> BTreeMap<String, Own> {
    serde_json::from_str(include_str!("newer.json")).unwrap()
}

#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "`why` is for readers of the file")]
struct Own {
    exit: u64,
    stdout: String,
    stderr: String,
    why: String,
}

const ENDPOINTS: &str =
    "Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n";

/// The step in its newer form.
pub fn newer(flow: &str, number: usize, step: &Value) -> Wanted {
    let text = |field: &str| step[field].as_str().unwrap().to_owned();
    let (command, mut stdout, mut stderr) = (text("cmd"), text("stdout"), text("stderr"));
    let exit = step["exit"].as_u64().unwrap();
    if let Some(own) = own().remove(&format!("{flow}/{number}")) {
        return Wanted { stdout: own.stdout, stderr: own.stderr, exit: own.exit };
    }
    stdout = without_lines(&stdout, "creationTimestamp: null");
    if command.contains("delete") {
        let namespace = namespace_of(&command);
        stdout = lines(&stdout, |line| {
            if line.ends_with(" deleted")
                && !line.starts_with("namespace ")
                && !line.starts_with("ingressclass")
            {
                format!("{line} from {namespace} namespace")
            } else {
                line.to_owned()
            }
        });
    }
    let describes = command.contains("describe svc") || command.contains("describe service");
    if describes && !stdout.contains("ExternalName") {
        stdout = stdout.replacen("Events: ", "Internal Traffic Policy:  Cluster\nEvents: ", 1);
    }
    if (command.contains("-o yaml") || command.contains("-o json"))
        && stdout.contains("kind: Service\n")
        && stdout.contains("clusterIP")
    {
        let policy = "  internalTrafficPolicy: Cluster\n";
        stdout = stdout.replacen("  ipFamilies:\n", &format!("{policy}  ipFamilies:\n"), 1);
    }
    if command.contains("-o json") && stdout.contains("\"kind\": \"Service\"") {
        stdout = stdout.replacen(
            "        \"ipFamilies\"",
            "        \"internalTrafficPolicy\": \"Cluster\",\n        \"ipFamilies\"",
            1,
        );
    }
    stdout = lines(&stdout, scaled);
    stdout = stdout
        .replace("v1.20.2", "v1.36.4")
        .replace("control-plane,master", "control-plane")
        .replace(",node-role.kubernetes.io/master=", "");
    stdout = stdout.replace("discovery.k8s.io/v1beta1", "discovery.k8s.io/v1");
    stdout = stdout
        .replace("<TMP>/LIVE", "<TMP>")
        .replace("<TMP>/MERGED", "<TMP>")
        .replace("@@ -18,7 +18,7 @@", "@@ -19,7 +19,7 @@");
    stdout = stdout.replace("https://127.0.0.1:6443", "https://172.30.1.2:6443");
    // The node of the control plane has a taint today, and the scheduler says so.
    stdout = stdout.replace(
        "3 node(s) didn't match node selector.",
        "1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector. <ANYTHING>",
    );
    stdout = of_endpoints(&command, &stdout);
    if command.contains("get pod ") && stdout.contains("kind: Pod\n") {
        let condition = "  - lastProbeTime: null\n    lastTransitionTime: \"<TIME>\"\n    status: \"True\"\n    type: PodReadyToStartContainers\n";
        stdout = stdout.replacen("  labels:\n", "  generation: 1\n  labels:\n", 1).replacen(
            "  conditions:\n",
            &format!("  conditions:\n{condition}"),
            1,
        );
        stdout = lines(&stdout, |line| match line.split_once(": ") {
            Some((name @ ("    image" | "    imageID"), _)) if !line.ends_with(" nginx") => {
                format!("{name}: <ANYTHING>")
            }
            Some(("  hostIP", address)) => format!("{line}\n  hostIPs:\n  - ip: {address}"),
            _ => line.to_owned(),
        });
    }
    if command.contains("describe pod") {
        stdout = lines(&stdout, of_kubelet);
        stdout = stdout.replace("  Initialized ", "  PodReadyToStartContainers  True\n  Initialized ");
    }
    if command.contains("get ns --show-labels") {
        stdout = lines(&stdout, named_label);
    }
    if touches_endpoints(&command) {
        stderr.insert_str(0, ENDPOINTS);
    }
    stderr = stderr
        .replace("Ingress.extensions ", "Ingress.networking.k8s.io ")
        .replace("loopback range (127.0.0.0/8)", "loopback range (127.0.0.0/8, ::1/128)")
        .replace("not a valid CIDR", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    if stderr.contains("allowed formats are") {
        stderr = stderr.replace("jsonpath-file,name", "jsonpath-file,kyaml,name");
    }
    Wanted { stdout, stderr, exit }
}

fn lines(text: &str, each: impl Fn(&str) -> String) -> String {
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(bare) => each(bare) + "\n",
            None => each(line),
        })
        .collect()
}

fn without_lines(text: &str, part: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.contains(part)).collect()
}

fn namespace_of(command: &str) -> String {
    let mut words = command.split_whitespace();
    words.find(|word| *word == "-n");
    words.next().unwrap_or("default").to_owned()
}

/// `Scaled up replica set X to 2` is `... X from 0 to 2` today.
fn scaled(line: &str) -> String {
    match line.split_once("Scaled up replica set ") {
        Some((head, rest)) if !rest.contains(" from ") => {
            format!("{head}Scaled up replica set {}", rest.replacen(" to ", " from 0 to ", 1))
        }
        _ => line.to_owned(),
    }
}

/// References to Pods have no resourceVersion any more, slices no topology; the old object says who manages it.
fn of_endpoints(command: &str, stdout: &str) -> String {
    let mut stdout = without_lines(stdout, "      resourceVersion:");
    stdout = without_lines(&stdout, "    topology:");
    stdout = without_lines(&stdout, "      kubernetes.io/hostname:");
    let managed = stdout.contains("last-change-trigger-time");
    if managed && stdout.contains("kind: Endpoints\n") {
        stdout = stdout.replacen(
            "  labels:\n",
            "  labels:\n    endpoints.kubernetes.io/managed-by: endpoint-controller\n",
            1,
        );
        // Keys are sorted.
        let (own, app) = ("    endpoints.kubernetes.io/managed-by: endpoint-controller\n", "    app: web\n");
        stdout = stdout.replacen(&format!("{own}{app}"), &format!("{app}{own}"), 1);
    }
    if managed && command.contains("describe ep ") {
        let label = "endpoints.kubernetes.io/managed-by=endpoint-controller";
        stdout = stdout.replacen("Annotations:", &format!("              {label}\nAnnotations:"), 1);
    }
    stdout = stdout.replace("    generation: 3\n", "    generation: <N>\n");
    stdout
}

/// The recorder's kubelets had words of their own for images and events.
fn of_kubelet(line: &str) -> String {
    let end = |mark: &str| line.find(mark).map(|at| format!("{}{mark}  <ANYTHING>", &line[..at]));
    end("Image ID:")
        .filter(|_| line.contains("sha256"))
        .or_else(|| end("kubelet"))
        .unwrap_or_else(|| line.to_owned())
}

/// Every namespace has its name as a label.
fn named_label(line: &str) -> String {
    let (head, labels) = line.rsplit_once("  ").unwrap_or((line, ""));
    let name = line.split_whitespace().next().unwrap_or_default();
    match labels.trim() {
        "LABELS" => line.to_owned(),
        "<none>" => format!("{head}  kubernetes.io/metadata.name={name}"),
        others => format!("{head}  kubernetes.io/metadata.name={name},{others}"),
    }
}

fn touches_endpoints(command: &str) -> bool {
    let words: Vec<&str> = command.split_whitespace().collect();
    let named = words
        .iter()
        .any(|word| matches!(*word, "ep" | "endpoints") || word.split(',').any(|part| part == "ep"));
    let verb = words.iter().any(|word| matches!(*word, "get" | "describe"));
    verb && named || command.contains("kind: Endpoints\n")
}
