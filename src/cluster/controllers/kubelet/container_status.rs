//! A container's status as the API shows it. What was true before keeps its times, its count of restarts and its id.

use serde_json::{Value, json};

use super::life::{End, Life, State};
use crate::cluster::container::{digest, in_full};

/// After some minutes of starting and failing.
const RESTARTS: i64 = 4;

/// Statuses of a list of containers; `before` is the same list as it was.
pub fn list(lives: &[Life], before: Option<&Value>, uid: &str, now: &str, init: bool) -> Vec<Value> {
    let old = |name: &str| before?.as_array()?.iter().find(|one| one["name"] == name);
    lives.iter().map(|life| status(life, old(&life.name), uid, now, init)).collect()
}

fn status(life: &Life, old: Option<&Value>, uid: &str, now: &str, init: bool) -> Value {
    let image = in_full(&life.image);
    let same_image =
        old.is_some_and(|old| old["image"] == image.as_str() || old["image"] == life.image.as_str());
    let restarts = old.and_then(|old| old["restartCount"].as_i64()).unwrap_or(0);
    let ran = old.is_some_and(|old| old.pointer("/containerID").is_some_and(|id| id != ""));
    // Another image in a running Pod is another container: a restart.
    let restarts = if ran && !same_image { restarts + 1 } else { restarts };
    let started = matches!(life.state, State::Running { .. });
    let (state, last, restarts) = match &life.state {
        State::Running { .. } => (json!({"running": {"startedAt": now}}), json!({}), restarts),
        State::Ended(end) => (json!({"terminated": terminated(end, now)}), json!({}), restarts),
        State::BackingOff(end) => {
            let message = format!("back-off 5m0s restarting failed container={}", life.name);
            let waiting = json!({"waiting": {"reason": "CrashLoopBackOff", "message": message}});
            (waiting, json!({"terminated": terminated(end, now)}), restarts.max(RESTARTS))
        }
        State::Waiting { reason, message } => {
            let mut waiting = json!({"reason": reason});
            if !message.is_empty() {
                waiting["message"] = message.as_str().into();
            }
            (json!({"waiting": waiting}), json!({}), restarts)
        }
    };
    let was_made = !matches!(life.state, State::Waiting { .. });
    let id = |what: &str| digest(&format!("{uid}/{}/{restarts}/{what}", life.name));
    let repository = image.rsplit_once([':', '@']).map_or(image.as_str(), |(name, _)| name);
    // A container of init has served when it has ended well.
    let done = init && matches!(&life.state, State::Ended(end) if end.code == 0);
    let mut status = json!({
        "name": life.name, "ready": life.is_ready() || done, "started": started, "restartCount": restarts,
        "image": if was_made { image.as_str() } else { life.image.as_str() },
        "imageID": if was_made { format!("{repository}@sha256:{}", digest(&image)) } else { String::new() },
        "lastState": last, "state": state,
    });
    if was_made {
        status["containerID"] = format!("containerd://{}", id("id")).into();
    }
    if let Some(old) =
        old.filter(|old| old["restartCount"] == restarts && is_alike(&old["state"], &status["state"]))
    {
        for field in ["state", "lastState"] {
            status[field] = old[field].clone();
        }
    }
    status
}

/// The same state but for its times.
fn is_alike(one: &Value, other: &Value) -> bool {
    ["running", "waiting", "terminated"].iter().all(|kind| match (one.get(kind), other.get(kind)) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            ["reason", "message", "exitCode"].iter().all(|field| one.get(field) == other.get(field))
        }
        _ => false,
    })
}

fn terminated(end: &End, now: &str) -> Value {
    let mut json = json!({"exitCode": end.code, "reason": end.reason, "startedAt": now, "finishedAt": now});
    if !end.message.is_empty() {
        json["message"] = end.message.as_str().into();
    }
    json
}
