//! What the status of an `HTTPRoute` says: accepted or not, its references good or not, and for which reason.

use serde_json::Value;

use super::{
    GATEWAY as SOURCE,
    attachment::{Attachment, Fault},
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

const GOOD: &str = "It is accepted, and its references are good";

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let [infra, home] = draw.few(NAMESPACES, 2).try_into().ok()?;
    let app = *draw.pick(&web_apps())?;
    let scene = Attachment::draw(draw, level, (infra.0, home.0), app)?;
    let faults = scene.faults();
    // Two things at once: the specification does not say which of them the status names.
    if faults.len() > 1 {
        return None;
    }
    let fault = faults.first().copied();
    // A good one comes as often as each of the faults, not more.
    if fault.is_none() && draw.chance(40) {
        return None;
    }
    let (told, shown) = (scene.told(), scene.shown());
    let all: Vec<Value> = told.iter().chain(&shown).cloned().collect();
    let routes = Routes::compile(&world::cluster(&all)?, Missing::Counts);
    let [status] = routes.gateways().route_status(scene.route_space, "web") else { return None };
    let (accepted, resolved) = (status.condition("Accepted")?, status.condition("ResolvedRefs")?);
    let reason = match (accepted.holds(), resolved.holds()) {
        (true, true) => None,
        (false, true) => Some(accepted.reason),
        (true, false) => Some(resolved.reason),
        (false, false) => return None,
    };
    // The engine has the last word.
    if reason != fault.map(Fault::reason) {
        return None;
    }
    let right = fault.map_or(GOOD, sentence);
    let mut options = vec![Opt::right(right)];
    let mut others: Vec<Opt> = Fault::ALL
        .into_iter()
        .filter(|one| Some(*one) != fault)
        .map(|one| Opt::wrong(sentence(one), mistake(one), scene.fine(one)))
        .collect();
    if let Some(fault) = fault {
        let why = format!("It is not. {}", scene.here(fault));
        others.push(Opt::wrong(GOOD, mistake(fault), why));
    }
    options.extend(draw.few(&others, 3));
    Some(Draft {
        stem: format!(
            "The Service's Pods are ready, and a controller serves the Gateway's class. What does the status of the HTTPRoute `web` of namespace `{}` say?",
            scene.route_space
        ),
        options,
        explanation: explanation(&scene, fault),
        source: SOURCE,
        section: if fault == Some(Fault::NotPermitted) {
            "gateway#reference-grant"
        } else {
            "gateway#attachment"
        },
        look: Look::Nothing,
        told,
        shown,
        ..Draft::default()
    })
}

fn sentence(fault: Fault) -> &'static str {
    match fault {
        Fault::NotAllowed => {
            "Not accepted: the listener does not allow routes of this namespace (`NotAllowedByListeners`)"
        }
        Fault::Hostname => {
            "Not accepted: no host name of the route is one of the listener's (`NoMatchingListenerHostname`)"
        }
        Fault::NoListener => "Not accepted: the Gateway has no such listener (`NoMatchingParent`)",
        Fault::NotPermitted => {
            "Accepted, but the reference to the Service is not permitted (`RefNotPermitted`)"
        }
        Fault::NoBackend => "Accepted, but there is no such Service or port (`BackendNotFound`)",
    }
}

/// What one overlooks who sees this fault where it is not, or none where it is.
fn mistake(fault: Fault) -> Mistake {
    match fault {
        Fault::NotAllowed | Fault::NotPermitted => Mistake::AllowedRoutes,
        Fault::Hostname => Mistake::Hostname,
        Fault::NoListener => Mistake::ParentRef,
        Fault::NoBackend => Mistake::HttpStatus,
    }
}

fn explanation(scene: &Attachment, fault: Option<Fault>) -> String {
    let Some(fault) = fault else {
        let all = [Fault::NotAllowed, Fault::Hostname, Fault::NotPermitted, Fault::NoBackend];
        return all.map(|one| scene.fine(one)).join(" ");
    };
    let rule = match fault {
        Fault::NotAllowed => {
            "`allowedRoutes` of a listener says from which namespaces routes may come, and left out it means only the Gateway's own (`Same`). A ReferenceGrant does not help here: it is about what a route refers to, not where it attaches."
        }
        Fault::Hostname => {
            "Where listener and route both have host names, at least one of the route's must be covered by the listener's."
        }
        Fault::NoListener => "`sectionName` is the name of a listener.",
        Fault::NotPermitted => {
            "A reference into another namespace needs a ReferenceGrant in that other namespace, where the Service is. `allowedRoutes` does not help here: it is about who may attach to the Gateway."
        }
        Fault::NoBackend => {
            "`backendRefs` names a Service and a port of the Service, not of its Pods; where one of the two is missing, the route is accepted all the same, and requests are answered with 500."
        }
    };
    format!("{rule} {}", scene.here(fault))
}
