//! The cells of an event.

use super::{Shown, or, since};

pub fn last_seen(shown: &Shown<'_>) -> String {
    let series = shown.text(".series.lastObservedTime");
    match or(series, shown.text(".lastTimestamp")) {
        "" => first_seen(shown),
        time => since(Some(time), shown.now),
    }
}

pub fn first_seen(shown: &Shown<'_>) -> String {
    let time = or(shown.text(".firstTimestamp"), shown.text(".eventTime"));
    since(Some(time), shown.now)
}

/// `pod/web`.
pub fn about(shown: &Shown<'_>) -> String {
    let kind = shown.text(".involvedObject.kind").to_lowercase();
    match shown.text(".involvedObject.name") {
        "" => kind,
        name => format!("{kind}/{name}"),
    }
}

/// `kubelet, node01`.
pub fn source(shown: &Shown<'_>) -> String {
    let component = or(shown.text(".source.component"), shown.text(".reportingComponent"));
    let host = or(shown.text(".source.host"), shown.text(".reportingInstance"));
    if host.is_empty() { component.to_owned() } else { format!("{component}, {host}") }
}

pub fn message(shown: &Shown<'_>) -> String {
    shown.text(".message").trim().to_owned()
}

/// How often it was seen: once, when it does not say.
pub fn count(shown: &Shown<'_>) -> String {
    let number = |pointer: &str| shown.object.json().pointer(pointer).and_then(serde_json::Value::as_i64);
    number("/series/count").or_else(|| number("/count")).filter(|count| *count > 0).unwrap_or(1).to_string()
}
