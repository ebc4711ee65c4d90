//! What a current server or client says in place of what was recorded with 1.20 and 1.32: the notes of the vectors applied.

use serde_json::Value;

/// What a step has to print.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub stdout: String,
    pub stderr: String,
    pub exit: u64,
}

/// Steps with an answer of their own, by flow and number: exit status, standard output, standard error.
const OWN: &[(&str, usize, u64, &str, &str)] = &[];

const ENDPOINTS: &str =
    "Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n";

/// The step in its newer form.
pub fn newer(flow: &str, number: usize, step: &Value) -> Wanted {
    let text = |field: &str| step[field].as_str().unwrap().to_owned();
    let (command, mut stdout, mut stderr) = (text("cmd"), text("stdout"), text("stderr"));
    let mut exit = step["exit"].as_u64().unwrap();
    if let Some((_, _, status, out, err)) = OWN.iter().find(|(of, at, ..)| *of == flow && *at == number) {
        return Wanted { stdout: (*out).to_owned(), stderr: (*err).to_owned(), exit: *status };
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
    if command.contains("describe svc") || command.contains("describe service") {
        stdout = lines(&stdout, |line| line.to_owned());
        if !stdout.contains("ExternalName") {
            stdout = stdout.replacen("Events: ", "Internal Traffic Policy:  Cluster\nEvents: ", 1);
        }
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
    if touches_endpoints(&command) {
        stderr.insert_str(0, ENDPOINTS);
    }
    stderr = stderr
        .replace("Ingress.extensions ", "Ingress.networking.k8s.io ")
        .replace("not a valid CIDR", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    if stderr.contains("allowed formats are") {
        stderr = stderr.replace("jsonpath-file,name", "jsonpath-file,kyaml,name");
    }
    Wanted { stdout, stderr, exit: std::mem::take(&mut exit) }
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

fn touches_endpoints(command: &str) -> bool {
    let words: Vec<&str> = command.split_whitespace().collect();
    let named = words
        .iter()
        .any(|word| matches!(*word, "ep" | "endpoints") || word.split(',').any(|part| part == "ep"));
    let verb = words.iter().any(|word| matches!(*word, "get" | "describe"));
    verb && named || command.contains("kind: Endpoints\n")
}
