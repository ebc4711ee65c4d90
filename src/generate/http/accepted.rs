//! What the status of an `HTTPRoute` says: accepted or not, its references good or not, and for which reason.

use serde_json::{Value, json};

use super::{
    GATEWAY as SOURCE,
    scene::{GATEWAY, backend, gateway, ground, route},
};
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        words::{NAMESPACES, web_apps},
        world,
    },
    network::http::{Missing, Routes},
};

/// What can be said: reason, sentence, why it would be said, the mistake of one who believes it wrongly.
const SAID: [(&str, &str, &str, Mistake); 6] = [
    (
        "",
        "It is accepted, and its references are good",
        "It is not: look at what the listener allows and at what the references name.",
        Mistake::AllowedRoutes,
    ),
    (
        "NotAllowedByListeners",
        "Not accepted: the listener does not allow routes of this namespace (`NotAllowedByListeners`)",
        "`allowedRoutes` lets routes of this namespace in.",
        Mistake::AllowedRoutes,
    ),
    (
        "NoMatchingListenerHostname",
        "Not accepted: no host name of the route is one of the listener's (`NoMatchingListenerHostname`)",
        "A host name of the route is covered by the listener's.",
        Mistake::Hostname,
    ),
    (
        "NoMatchingParent",
        "Not accepted: the Gateway has no such listener (`NoMatchingParent`)",
        "The listener that `parentRefs` names is there.",
        Mistake::ParentRef,
    ),
    (
        "RefNotPermitted",
        "Accepted, but the reference to the Service is not permitted (`RefNotPermitted`)",
        "The Service is in the route's own namespace, or a ReferenceGrant there permits it.",
        Mistake::AllowedRoutes,
    ),
    (
        "BackendNotFound",
        "Accepted, but there is no such Service or port (`BackendNotFound`)",
        "Service and port are there.",
        Mistake::HttpStatus,
    ),
];

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let [infra, home] = draw.few(NAMESPACES, 2).try_into().ok()?;
    let (infra, home) = (infra.0, home.0);
    let app = *draw.pick(&web_apps())?;
    let host = format!("{home}.example.com");
    // Where the route stands beside its Gateway, and the Service beside its route.
    let apart = draw.chance(60);
    let route_space = if apart { home } else { infra };
    let service_apart = level != Level::EASY && draw.chance(40);
    let service_space = if service_apart { if apart { infra } else { home } } else { route_space };
    let mut listener = json!({"name": "http", "port": 80, "protocol": "HTTP"});
    match draw.between(0, 3) {
        0 | 1 => listener["allowedRoutes"] = json!({"namespaces": {"from": "All"}}),
        2 if level != Level::EASY => {
            let selected = if draw.chance(60) { route_space } else { "edge" };
            listener["allowedRoutes"] = json!({"namespaces": {"from": "Selector", "selector": {"matchLabels": {"kubernetes.io/metadata.name": selected}}}});
        }
        _ => {}
    }
    match draw.between(0, 4) {
        0 => listener["hostname"] = "*.example.com".into(),
        1 => listener["hostname"] = host.as_str().into(),
        2 => listener["hostname"] = "*.example.org".into(),
        _ => {}
    }
    let mut parent = json!({"name": GATEWAY});
    if apart {
        parent["namespace"] = infra.into();
    }
    if draw.chance(30) {
        parent["sectionName"] = (*draw.pick(&["http", "https"])?).into();
    }
    let mut reference = json!({"name": app.name, "port": 80});
    if service_apart {
        reference["namespace"] = service_space.into();
    }
    if draw.chance(12) {
        reference["port"] = app.port.into();
    }
    let mut shown = vec![
        gateway(infra, &json!([listener])),
        route(
            route_space,
            "web",
            &parent,
            json!({"hostnames": [host], "rules": [{"backendRefs": [reference]}]}),
        ),
    ];
    let mut told = ground(&[infra, home]);
    let mut behind = backend(service_space, app);
    shown.push(behind.remove(0));
    told.extend(behind);
    // A grant may be there, and may be written the wrong way round: it belongs to the Service's namespace.
    if service_apart && draw.chance(50) {
        let wrong_way = level == Level::HARD && draw.chance(40);
        let (at, from) = if wrong_way { (route_space, service_space) } else { (service_space, route_space) };
        shown.push(json!({
            "apiVersion": "gateway.networking.k8s.io/v1beta1", "kind": "ReferenceGrant", "metadata": {"namespace": at, "name": "routes"},
            "spec": {"from": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": from}], "to": [{"group": "", "kind": "Service"}]},
        }));
    }
    let all: Vec<Value> = told.iter().chain(&shown).cloned().collect();
    let cluster = world::cluster(&all)?;
    let routes = Routes::compile(&cluster, Missing::Counts);
    let [status] = routes.gateways().route_status(route_space, "web") else { return None };
    let (accepted, resolved) = (status.condition("Accepted")?, status.condition("ResolvedRefs")?);
    let reason = match (accepted.holds(), resolved.holds()) {
        (true, true) => "",
        (false, true) => accepted.reason,
        (true, false) => resolved.reason,
        // Two things at once: no single answer.
        (false, false) => return None,
    };
    // A good one comes as often as each of the faults, not more.
    if reason.is_empty() && draw.chance(40) {
        return None;
    }
    let message = if accepted.holds() { &resolved.message } else { &accepted.message };
    let right = SAID.iter().find(|(own, ..)| *own == reason)?;
    let others: Vec<_> = SAID.iter().filter(|(own, ..)| *own != reason).collect();
    let mut options = vec![Opt::right(right.1)];
    options.extend(draw.few(&others, 3).into_iter().map(|(_, text, why, mistake)| {
        let why = if reason.is_empty() || *text != SAID[0].1 {
            (*why).to_owned()
        } else {
            format!("It is not: {message}.")
        };
        Opt::wrong(*text, *mistake, why)
    }));
    Some(Draft {
        stem: format!(
            "The Service's Pods are ready, and a controller serves the Gateway's class. What does the status of the HTTPRoute `web` of namespace `{route_space}` say?"
        ),
        told,
        shown,
        options,
        explanation: explanation(reason, message),
        source: SOURCE,
        section: if reason == "RefNotPermitted" { "gateway#reference-grant" } else { "gateway#attachment" },
        look: Look::Nothing,
        ..Draft::default()
    })
}

fn explanation(reason: &str, message: &str) -> String {
    let rule = match reason {
        "" => {
            "The listener lets routes of this namespace in, shares a host name with it, and what the route refers to is there and may be referred to."
        }
        "NotAllowedByListeners" => {
            "`allowedRoutes` of a listener says from which namespaces routes may come, and left out it means only the Gateway's own (`Same`). A ReferenceGrant does not help here: it is about what a route refers to, not where it attaches."
        }
        "NoMatchingListenerHostname" => {
            "Where listener and route both have host names, at least one of the route's must be covered by the listener's."
        }
        "NoMatchingParent" => {
            "`sectionName` is the name of a listener, and this Gateway has none of that name."
        }
        "RefNotPermitted" => {
            "A reference into another namespace needs a ReferenceGrant in that other namespace, where the Service is. `allowedRoutes` does not help here: it is about who may attach to the Gateway."
        }
        _ => {
            "`backendRefs` names a Service and a port of the Service, not of its Pods; where one of the two is missing, the route is accepted all the same, and requests are answered with 500."
        }
    };
    if message.is_empty() { rule.to_owned() } else { format!("{rule} Here: {message}.") }
}
