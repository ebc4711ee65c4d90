//! Claims about HTTP: which Service a request from outside comes to, and what a route's status says.

use super::verdict::{Asked, Stage, Verdict};
use crate::course::RouteClaim;
use crate::network::http::gateway::Gateways;
use crate::network::http::{Entry, Headers, HttpRequest, Missing, Routed, Scheme};

/// `GET URL goes to GOAL`, `GET URL answers STATUS`.
pub fn ask(stage: &Stage<'_>, claim: &RouteClaim) -> Asked {
    let bad = |why: String| Verdict::Impossible(why);
    let (scheme, rest) =
        claim.url.split_once("://").ok_or_else(|| bad(format!("`{}` is no URL", claim.url)))?;
    let (host, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
    let scheme = Scheme::read(scheme).ok_or_else(|| bad(format!("`{scheme}` is no scheme")))?;
    let mut request = HttpRequest::get(scheme, host, path);
    claim.method.clone_into(&mut request.method);
    request.headers = claim.headers.iter().cloned().collect::<Headers>();
    let routed = stage.routes.route(&request, &door(claim)?).map_err(|error| bad(error.message))?;
    if claim.goal.parse::<u16>().is_ok() {
        let status = routed.status.map_or_else(|| "none".to_owned(), |status| status.to_string());
        return Ok(holds(status == claim.goal, || format!("the status is {status}: {}", routed.reason)));
    }
    let goal = goal(&routed);
    if goal.as_deref() != Some(claim.goal.as_str()) {
        let goal = goal.unwrap_or_else(|| "nowhere".to_owned());
        return Ok(Verdict::Fails(format!("it goes to {goal}: {}", routed.reason)));
    }
    let arrives =
        routed.backends.first().and_then(|backend| backend.request.as_ref()).map(|one| one.path.as_str());
    let wanted = claim.arrives.as_deref();
    Ok(holds(wanted.is_none() || wanted == arrives, || {
        format!("it arrives as {}", arrives.unwrap_or("nothing"))
    }))
}

fn holds(holds: bool, instead: impl FnOnce() -> String) -> Verdict {
    if holds { Verdict::Holds } else { Verdict::Fails(instead()) }
}

/// The Service of the greatest share, whether or not somebody is behind it: rules choose without asking.
fn goal(routed: &Routed) -> Option<String> {
    let share =
        routed.backends.iter().reduce(|best, one| if one.weight > best.weight { one } else { best })?;
    let port = share.target.port.map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}/{}{port}", share.target.namespace, share.target.name))
}

fn door(claim: &RouteClaim) -> Result<Entry, Verdict> {
    let Some((kind, name)) = &claim.door else { return Ok(Entry::Only) };
    let pair = || {
        let (namespace, name) = name.split_once('/')?;
        Some((namespace.to_owned(), name.to_owned()))
    };
    match (kind.as_str(), pair()) {
        ("class", _) => Ok(Entry::Class(name.clone())),
        ("gateway", Some((namespace, name))) => Ok(Entry::Gateway { namespace, name }),
        ("ingress", Some((namespace, name))) => Ok(Entry::Ingress { namespace, name }),
        _ => Err(Verdict::Impossible(format!("there is no door `{kind} {name}`"))),
    }
}

/// `HTTPRoute NS/NAME is CONDITION`: some parent says so; with a reason, some parent says no for that reason.
pub fn condition(stage: &Stage<'_>, object: &str, condition: &str, reason: Option<&str>) -> Asked {
    let Some((namespace, name)) = object.split_once('/') else {
        return Err(Verdict::Impossible(format!("`{object}` is not NAMESPACE/NAME")));
    };
    let gateways = Gateways::compile(stage.cluster, Missing::Assumed);
    let parents = gateways.route_status(namespace, name);
    let found: Vec<_> = parents.iter().filter_map(|parent| parent.condition(condition)).collect();
    let said: Vec<String> =
        found.iter().map(|one| format!("{}={} ({})", one.kind, one.status.name(), one.reason)).collect();
    let good = match reason {
        None => found.iter().any(|one| one.holds()),
        Some(reason) => found.iter().any(|one| !one.holds() && one.reason == reason),
    };
    Ok(holds(good, || {
        if said.is_empty() { "no Gateway says anything of it".to_owned() } else { said.join(", ") }
    }))
}
