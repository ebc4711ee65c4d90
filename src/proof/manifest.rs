//! The manifests of a text, and what the API says of each: accepted, or refused where it is meant to be.

use serde_json::Value;

use super::Tally;
use crate::cluster::api::{self, Body, How, Target};
use crate::cluster::{Cluster, Kind, LoadOptions, load, read_documents};
use crate::course::{Block, Card, CardKind, Problem, Question, QuestionKind, Scene, is_titled};

/// The time at which the requests are made; no claim depends on it.
pub const TIME: &str = "2026-11-22T12:00:00Z";

/// A YAML block of the content.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    pub title: Option<String>,
    pub text: String,
    /// Why it is wrong on purpose.
    pub wrong: Option<String>,
    /// Of its first line, from 1; 0 when it is not known.
    pub line: usize,
    /// The manifest of a question about a wrong line, with that line mended.
    pub fixed: bool,
}

impl Manifest {
    pub fn of_scene(scene: &Scene) -> Self {
        Self {
            title: Some(scene.title.clone()),
            text: scene.text.clone(),
            line: scene.line + 1,
            ..Self::default()
        }
    }

    /// Whether it is a part of an object only.
    pub fn is_fragment(&self) -> bool {
        read_documents("", &self.text)
            .is_ok_and(|documents| documents.iter().all(|(_, document)| is_fragment(document)))
    }

    pub fn is_titled(&self, title: &str) -> bool {
        self.title.as_deref().is_some_and(|own| is_titled(own, title))
    }
}

/// The YAML blocks among blocks, those inside of lists and quotes included.
pub fn in_blocks(blocks: &[Block]) -> Vec<Manifest> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Code { language, title, wrong, text } if language == "yaml" => found.push(Manifest {
                title: title.clone(),
                text: text.clone(),
                wrong: wrong.clone(),
                ..Manifest::default()
            }),
            Block::List { items, .. } => items.iter().for_each(|item| found.extend(in_blocks(item))),
            Block::Quote { blocks, .. } => found.extend(in_blocks(blocks)),
            _ => {}
        }
    }
    found
}

pub fn of_card(card: &Card) -> Vec<Manifest> {
    let texts: Vec<&[Block]> = match &card.kind {
        CardKind::Basic { front, back } => vec![front, back, &card.explanation],
        CardKind::Cloze { shown, .. } => vec![shown, &card.explanation],
        CardKind::Typed { front, .. } => vec![front, &card.explanation],
    };
    texts.into_iter().flat_map(in_blocks).collect()
}

pub fn of_question(question: &Question) -> Vec<Manifest> {
    let mut found: Vec<Manifest> =
        question.manifest.iter().flat_map(|block| in_blocks(std::slice::from_ref(block))).collect();
    if let QuestionKind::Line { lines, wrong, fix } = &question.kind
        && let Some(first) = found.first_mut()
    {
        first.wrong = Some("a line of it is wrong".to_owned());
        let mended =
            lines.iter().enumerate().map(|(at, line)| if at == *wrong { fix.as_str() } else { line });
        let text = mended.collect::<Vec<_>>().join("\n");
        found.push(Manifest { text, fixed: true, ..Manifest::default() });
    }
    found.extend(in_blocks(&question.stem));
    found.extend(in_blocks(&question.explanation));
    if let QuestionKind::Single { choices } | QuestionKind::Multiple { choices } = &question.kind {
        for choice in choices {
            let shown = in_blocks(&choice.text).into_iter();
            let wrong = (!choice.right).then(|| "a wrong choice".to_owned());
            found.extend(shown.map(|one| Manifest { wrong: wrong.clone(), ..one }));
        }
    }
    found
}

/// Asks the API about a manifest. `refused`: a check says that it is, with which words, and tells when it is not.
pub fn judge(file: &str, manifest: &Manifest, refused: bool, tally: &mut Tally) -> Vec<Problem> {
    let told = |line: usize, message: String, hint: &str| vec![Problem::new(file, line, message).hint(hint)];
    let at = |line: usize| if manifest.line == 0 { 0 } else { manifest.line + line - 1 };
    let documents = match read_documents("", &manifest.text) {
        Ok(documents) => documents,
        Err(_) if refused => {
            tally.refused += 1;
            return Vec::new();
        }
        Err(problem) => {
            let message = format!("not YAML: {}", problem.message);
            return told(at(problem.line.max(1)), message, "indent it as in a file that kubectl applies");
        }
    };
    let mut cluster = empty();
    for (line, document) in documents {
        if is_fragment(&document) {
            tally.fragments += 1;
            continue;
        }
        match request(&mut cluster, &document) {
            Ok(true) => tally.accepted += 1,
            Ok(false) => tally.unserved += 1,
            Err(_) if refused => {
                tally.refused += 1;
                return Vec::new();
            }
            Err(_) if manifest.wrong.is_some() => tally.refused += 1,
            Err(message) => {
                let hint = "correct it; one that is wrong on purpose says so: yaml wrong=\"...\", or a check with `refused`";
                return told(at(line), format!("the API server refuses this manifest: {message}"), hint);
            }
        }
    }
    Vec::new()
}

/// YAML without `apiVersion` and `kind` is shown as a part of an object.
fn is_fragment(document: &Value) -> bool {
    document.get("apiVersion").is_none() && document.get("kind").is_none()
}

/// A cluster with what every cluster has, and nothing of the user's.
pub fn empty() -> Cluster {
    load(&[], &LoadOptions::default()).map(|loaded| loaded.cluster).unwrap_or_default()
}

/// Creates the object; `false` when its kind is one that is not served here. Its Namespace is made first.
pub fn request(cluster: &mut Cluster, document: &Value) -> Result<bool, String> {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    if document.get("kind").and_then(Value::as_str) == Some("List") {
        let mut all = true;
        for item in document.get("items").and_then(Value::as_array).into_iter().flatten() {
            all &= request(cluster, item)?;
        }
        return Ok(all);
    }
    let Ok(kind) = api::kind_of_body(document) else {
        let (version, kind) = (text("/apiVersion"), text("/kind"));
        return if is_ours(version) {
            Err(format!("there is no kind {kind} in {version}"))
        } else {
            Ok(false)
        };
    };
    let namespace = match text("/metadata/namespace") {
        "" => "default",
        own => own,
    };
    let how = How { time: TIME, ..How::default() };
    if kind.namespaced() && cluster.find(Kind::Namespace, "", namespace).is_none() {
        let body =
            serde_json::json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}});
        let target = Target { kind: Kind::Namespace, namespace: "", name: "" };
        api::create(cluster, &target, &Body::from(body), &how).map_err(|status| status.message)?;
    }
    let namespace = if kind.namespaced() { namespace } else { "" };
    // A chapter may show what every cluster has, such as a CoreDNS ConfigMap: that one is written anew.
    let name = text("/metadata/name");
    if cluster.find(kind, namespace, name).is_some() {
        let target = Target { kind, namespace, name };
        api::delete(cluster, &target, &how).map_err(|status| status.message)?;
    }
    let target = Target { kind, namespace, name: "" };
    api::create(cluster, &target, &Body::from(document.clone()), &how).map_err(|status| status.message)?;
    Ok(true)
}

/// Whether a group is one that we know whole: a kind that it lacks is a mistake.
fn is_ours(version: &str) -> bool {
    ["v1", "apps/v1", "networking.k8s.io/v1", "discovery.k8s.io/v1", "extensions/v1beta1"].contains(&version)
}
