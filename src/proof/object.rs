//! Claims about objects: a field as the API server stores it, the endpoints of a Service.

use std::collections::BTreeSet;

use serde_json::Value;

use super::manifest;
use super::verdict::{Asked, Stage, Verdict};
use crate::cluster::{KINDS, Kind, read_documents};

/// `KIND NS/NAME has PATH VALUE`: the manifests are sent to the API, so that defaults are filled in.
pub fn has(stage: &Stage<'_>, (kind, object): (&str, &str), path: &str, value: &str) -> Asked {
    let declared = KINDS.iter().find(|one| one.name == kind);
    let kind: Kind = declared.ok_or_else(|| Verdict::Impossible(format!("there is no kind {kind}")))?.kind;
    let key = Stage::key(kind, object)?;
    let mut cluster = manifest::empty();
    for manifest in stage.manifests {
        let documents =
            read_documents("", &manifest.text).map_err(|problem| Verdict::Impossible(problem.message))?;
        for (_, document) in documents {
            manifest::request(&mut cluster, &document).map_err(Verdict::Impossible)?;
        }
    }
    // What is only given was loaded, not sent; its defaults are those of the loading door.
    let stored = cluster.get(&key).or_else(|| stage.cluster.get(&key));
    let object = stored.ok_or_else(|| Verdict::Impossible(format!("there is no {key}")))?;
    let found = object.json().pointer(&pointer(path));
    if value == "absent" {
        return Ok(match found {
            None => Verdict::Holds,
            Some(found) => Verdict::Fails(format!("it is {found}")),
        });
    }
    let wanted = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
    Ok(match found {
        Some(found) if *found == wanted => Verdict::Holds,
        Some(found) => Verdict::Fails(format!("it is {found}")),
        None => Verdict::Fails("there is no such field".to_owned()),
    })
}

/// `spec.ports[0].targetPort` as a JSON pointer.
fn pointer(path: &str) -> String {
    let path = path.replace('[', ".").replace(']', "");
    path.split('.')
        .fold(String::new(), |pointer, part| pointer + "/" + &part.replace('~', "~0").replace('/', "~1"))
}

/// `service NS/NAME has pods ...`, `addresses ...`, `no endpoints`: those that are ready.
pub fn endpoints(stage: &Stage<'_>, service: &str, wanted: &[String]) -> Asked {
    let Some((namespace, name)) = service.split_once('/') else {
        return Err(Verdict::Impossible(format!("`{service}` is not NAMESPACE/NAME")));
    };
    if stage.cluster.find(Kind::Service, namespace, name).is_none() {
        return Err(Verdict::Impossible(format!("there is no Service {service}")));
    }
    let (mut pods, mut addresses) = (BTreeSet::new(), BTreeSet::new());
    for (_, slice) in stage.cluster.slices_of(namespace, name) {
        for endpoint in slice.endpoints.iter().flatten() {
            let ready = endpoint.conditions.as_ref().and_then(|conditions| conditions.ready).unwrap_or(true);
            if ready {
                let target = endpoint.target_ref.as_ref().and_then(|target| target.name.clone());
                pods.extend(target.map(|pod| format!("{namespace}/{pod}")));
                addresses.extend(endpoint.addresses.iter().cloned());
            }
        }
    }
    let words: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let good = match words.as_slice() {
        [] => addresses.is_empty(),
        ["pod" | "pods", names @ ..] => {
            let named: Result<BTreeSet<String>, Verdict> = names
                .iter()
                .map(|pod| stage.pod(pod).map(|(namespace, name)| format!("{namespace}/{name}")))
                .collect();
            pods == named?
        }
        ["address" | "addresses", list @ ..] => {
            addresses == list.iter().map(|one| (*one).to_owned()).collect()
        }
        [number, "endpoint" | "endpoints"] => addresses.len().to_string() == **number,
        _ => {
            return Err(Verdict::Impossible(
                "write `pods NS/A NS/B`, `addresses ...`, `2 endpoints`, `no endpoints`".to_owned(),
            ));
        }
    };
    let shown = if pods.is_empty() { &addresses } else { &pods };
    let shown = shown.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    Ok(if good { Verdict::Holds } else { Verdict::Fails(format!("its ready endpoints are: {shown}")) })
}
