//! A request from outside through Ingress or Gateway API: its status, its backend, where it is sent, its certificate.

use crate::{
    course::lab::{Door, Http, Namespaced},
    lab::{loss::Loss, scene::Scene},
    network::{
        http::{Entry, Headers, HttpRequest, Routed, Scheme},
        trace::{Host, Port, To},
    },
};

pub fn met(wanted: &Http, scene: &Scene<'_>) -> Result<(), Loss> {
    let entry = match &wanted.door {
        None => Entry::Only,
        Some(Door::Class(class)) => Entry::Class(class.clone()),
        Some(Door::Gateway(Namespaced { namespace, name })) => {
            Entry::Gateway { namespace: namespace.clone(), name: name.clone() }
        }
    };
    let what = format!("{} {}", wanted.method, wanted.url);
    let routed = match scene.routes().route(&request(wanted)?, &entry) {
        Ok(routed) => routed,
        // Where nobody listens, nothing is found either.
        Err(_) if wanted.status == Some(404) => return Ok(()),
        Err(error) => return Err(Loss::of(format!("{what} is answered by nobody"), error.to_string())),
    };
    judged(wanted, &routed).map_err(|loss| Loss::of(format!("{what} {}", loss.symptom), loss.cause))
}

fn request(wanted: &Http) -> Result<HttpRequest, String> {
    let (to, port) = To::read(&wanted.url).map_err(|error| error.to_string())?;
    let To::Url { scheme, host, path } = to else { return Err(format!("{} is no URL", wanted.url)) };
    let host = match host {
        Host::Name(name) => name,
        Host::Address(address) => address.to_string(),
    };
    let scheme = Scheme::read(&scheme).ok_or_else(|| format!("{scheme} is not http or https"))?;
    let port = match port {
        Some(Port::Number(number)) if number != scheme.port() => Some(number),
        _ => None,
    };
    let headers: Headers = wanted.headers.iter().cloned().collect();
    Ok(HttpRequest { scheme, host, port, sni: None, method: wanted.method.clone(), path, headers })
}

fn judged(wanted: &Http, routed: &Routed) -> Result<(), Loss> {
    let status = routed.status.map_or_else(|| "nothing".to_owned(), |status| status.to_string());
    if let Some(expected) = wanted.status
        && (routed.status != Some(expected)
            || routed.statuses().iter().any(|(status, _)| *status != Some(expected)))
    {
        let near =
            routed.near.first().map(|near| format!("; {} nearly matched: {}", near.rule.object, near.why));
        let cause = format!("{}{}", routed.reason, near.unwrap_or_default());
        return Err(Loss::of(format!("gets {status}, not {expected}"), cause));
    }
    if let Some(expected) = &wanted.backend {
        let live = || routed.backends.iter().filter(|backend| backend.weight > 0);
        let is_it = |target: &crate::network::http::Target| {
            target.namespace == expected.namespace && target.name == expected.name
        };
        if let Some(other) = live().find(|backend| !is_it(&backend.target)) {
            let target = &other.target;
            return Err(format!("goes to {}/{}, not to {expected}", target.namespace, target.name).into());
        }
        if live().next().is_none() {
            return Err(Loss::of(format!("gets {status} and comes to no backend"), routed.reason.clone()));
        }
    }
    if let Some(expected) = &wanted.location {
        let location = routed.redirect.as_ref().map(|redirect| redirect.location.as_str());
        if location != Some(expected) {
            let told = location
                .map_or_else(|| format!("gets {status}"), |location| format!("is sent to {location}"));
            return Err(format!("{told}, not sent to {expected}").into());
        }
    }
    if let Some(expected) = &wanted.certificate {
        let shown = routed.certificate.as_ref().and_then(|certificate| certificate.secret.as_deref());
        if shown != Some(expected.to_string().as_str()) {
            let shown = shown.map_or("the controller's own certificate".to_owned(), |secret| {
                format!("that of Secret {secret}")
            });
            return Err(format!("is shown {shown}, not that of Secret {expected}").into());
        }
    }
    Ok(())
}
