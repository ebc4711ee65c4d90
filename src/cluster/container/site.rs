//! What a program that listens says over HTTP: its pages, its word for what it lacks, the folder of its files.

use k8s_openapi::api::core::v1::Container;

use super::{
    catalog::{HttpAnswer, Program, tag},
    command::commands_of,
};

/// The path of an answer that is given to every other path.
const ANY: &str = "*";
const VERSION: &str = "{version}";
const PATH: &str = "{path}";

/// All that one server answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    answers: Vec<HttpAnswer>,
    missing: String,
    /// The header `Server`; empty where it sends none.
    pub server: String,
    /// The folder of its files, where that is known.
    pub root: Option<String>,
}

impl Site {
    /// That of a program started with `arguments`, in a container whose shell runs `script`; `None` where it does not
    /// speak HTTP.
    pub(super) fn of(
        program: &Program,
        body: Option<&str>,
        container: &Container,
        script: Option<&str>,
    ) -> Option<Self> {
        if program.answers.is_empty() {
            let spoken = script.filter(|_| program.only_with.is_some()).and_then(spoken)?;
            return Some(Self { answers: vec![spoken], ..Self::default() });
        }
        let number = version(container.image.as_deref().unwrap_or_default(), &program.version);
        let serves_files = program.files || program.root.is_some();
        let written = script.filter(|_| serves_files).and_then(written_page);
        let answer = |answer: &HttpAnswer| {
            let own = body.filter(|_| matches!(answer.path.as_str(), ANY | "/")).map(str::to_owned);
            let page = written.clone().filter(|_| answer.path == "/");
            HttpAnswer { body: own.or(page).unwrap_or_else(|| answer.body.clone()), ..answer.clone() }
        };
        Some(Self {
            answers: program.answers.iter().map(answer).collect(),
            missing: program.missing.replace(VERSION, &number),
            server: program.server.replace(VERSION, &number),
            root: program.root.clone(),
        })
    }

    /// What a GET of the path is answered with.
    pub fn answer(&self, path: &str) -> HttpAnswer {
        let bare = path.split(['?', '#']).next().unwrap_or(path);
        let bare = if bare.is_empty() { "/" } else { bare };
        let find = |wanted: &str| self.answers.iter().find(|answer| answer.path == wanted);
        let found = find(bare).or_else(|| find(ANY)).cloned();
        let mut answer = found.unwrap_or_else(|| self.missing());
        answer.body = answer.body.replace(PATH, path);
        bare.clone_into(&mut answer.path);
        answer
    }

    /// What it says of a path that it lacks.
    pub fn missing(&self) -> HttpAnswer {
        HttpAnswer { path: String::new(), status: 404, body: self.missing.clone() }
    }

    /// What it says of a folder that has no page of its own.
    pub fn forbidden(&self) -> HttpAnswer {
        let body = self.missing.replace("404 Not Found", "403 Forbidden");
        HttpAnswer { path: String::new(), status: 403, body }
    }
}

/// The version that a tag begins with, in three numbers; `own` where the tag says none.
fn version(reference: &str, own: &str) -> String {
    let number = tag(reference).split('-').next().unwrap_or_default();
    let parts: Vec<&str> = number.split('.').collect();
    if !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit())) {
        return own.to_owned();
    }
    match parts.as_slice() {
        [major, minor] => format!("{major}.{minor}.0"),
        [_, _, ..] => number.to_owned(),
        // `nginx:1` is the newest of them.
        _ => own.to_owned(),
    }
}

/// The page that a script writes before its server starts: `echo hello > /www/index.html`.
fn written_page(script: &str) -> Option<String> {
    commands_of(script).into_iter().find_map(|words| {
        let (name, words) = words.split_first()?;
        let at = words.iter().position(|word| word.starts_with('>'))?;
        let target = words.get(at)?.trim_start_matches('>');
        let target = if target.is_empty() { words.get(at + 1)?.as_str() } else { target };
        let said = words.get(..at)?.iter().filter(|word| !matches!(word.as_str(), "-n" | "-e"));
        let text = said.map(String::as_str).collect::<Vec<_>>().join(" ");
        (name == "echo" && target.ends_with("index.html")).then_some(text)
    })
}

/// What a script pipes into `nc` as an answer of HTTP: status and body, whatever is asked for.
fn spoken(script: &str) -> Option<HttpAnswer> {
    let said = script.get(script.find("HTTP/1.")?..)?;
    let said = said.split(['"', '\'']).next()?;
    let status = said.split_whitespace().nth(1)?.get(..3)?.parse().ok()?;
    let body =
        said.split_once("\\r\\n\\r\\n").or_else(|| said.split_once("\\n\\n")).map_or("", |(_, body)| body);
    let body = body.trim_end_matches("\\n").replace("\\n", "\n");
    Some(HttpAnswer { path: ANY.to_owned(), status, body })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::cluster::container::listening::listening;

    /// Status, body and header of a GET, with the container's fields.
    #[allow(clippy::needless_pass_by_value, reason = "called with `json!`")]
    fn get(mut container: serde_json::Value, path: &str) -> (u16, String, String) {
        container["name"] = "c".into();
        let pod = json!({"spec": {"containers": [container]}, "status": {"phase": "Running"}});
        let listening = listening(&serde_json::from_value(pod).unwrap());
        let site = listening[0].ports[0].site.clone().unwrap();
        let answer = site.answer(path);
        (answer.status, answer.body, site.server)
    }

    #[test]
    fn servers_of_files_have_one_page_and_say_what_they_lack() {
        let (status, body, server) = get(json!({"image": "nginx:1.27"}), "/");
        assert_eq!((status, body.len(), server.as_str()), (200, 614, "nginx/1.27.0"));
        let (status, body, _) = get(json!({"image": "nginx:1.27.4-alpine"}), "/nope?a=b");
        assert!(status == 404 && body.contains("<hr><center>nginx/1.27.4</center>"), "{status} {body}");
        assert_eq!(get(json!({"image": "nginx:alpine"}), "/").2, "nginx/1.29.0");
        let (status, body, server) = get(json!({"image": "httpd:2.4"}), "/nope");
        assert!(status == 404 && body.contains("<p>The requested URL was not found"), "{body}");
        assert_eq!(server, "Apache/2.4.0 (Unix)");
    }

    #[test]
    fn echo_servers_answer_every_path() {
        for image in [
            "hashicorp/http-echo:1.0",
            "registry.k8s.io/echoserver:1.10",
            "traefik/whoami",
            "gcr.io/google-samples/hello-app:1.0",
            "jmalloc/echo-server",
            "nginxdemos/hello",
        ] {
            assert_eq!(get(json!({"image": image}), "/any/path").0, 200, "{image}");
        }
        let echo = json!({"image": "hashicorp/http-echo:1.0", "args": ["-text=hi"]});
        assert_eq!(get(echo.clone(), "/a/b").1, "hi");
        assert_eq!(get(echo, "/health").1, "{\"status\":\"ok\"}");
        let agnhost = json!({"image": "registry.k8s.io/e2e-test-images/agnhost:2.53", "args": ["netexec"]});
        assert_eq!(get(agnhost, "/some/where").0, 200);
        assert_eq!(get(json!({"image": "stefanprodan/podinfo"}), "/nope").0, 404);
    }

    #[test]
    fn a_script_decides_what_its_server_says() {
        let page = json!({"image": "busybox", "command": ["sh", "-c", "echo hi there > /www/index.html; httpd -f -p 8080 -h /www"]});
        assert_eq!(get(page.clone(), "/").1, "hi there");
        assert_eq!(get(page, "/other").0, 404);
        let own = json!({"image": "nginx", "command": ["sh", "-c", "echo 'own page' > /usr/share/nginx/html/index.html && exec nginx -g 'daemon off;'"]});
        assert_eq!(get(own, "/").1, "own page");
        let loops = r#"while true; do echo -e "HTTP/1.1 200 OK\n\nhello" | nc -l -p 8080; done"#;
        let loops = json!({"image": "busybox", "command": ["sh", "-c", loops]});
        assert_eq!(get(loops, "/x").1, "hello");
    }
}
