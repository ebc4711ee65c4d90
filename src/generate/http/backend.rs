//! Which Service answers this request through an Ingress?

use super::{
    INGRESS,
    scene::{Rule, answering, backend, doors, get, ground, ingress},
};
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        words::{NAMESPACES, web_apps},
    },
};

const PATHS: &[&str] = &["/", "/api", "/api/v2", "/cart", "/static", "/api/orders", "/help"];
/// What a client may ask for; close to the paths above, and not quite.
const ASKED: &[&str] = &[
    "/",
    "/api",
    "/api/",
    "/api/v2",
    "/api/v2/items",
    "/api/v1",
    "/apiary",
    "/cart",
    "/cart/7",
    "/carts",
    "/static/logo.png",
    "/api/orders",
    "/api/orders/12",
    "/helpdesk",
    "/API",
    "/about",
];

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let space = draw.pick(NAMESPACES)?.0;
    let count = if level == Level::EASY { 3 } else { 4 };
    let apps = draw.few(&web_apps(), count);
    let host = format!("{space}.example.com");
    let wildcard = level == Level::HARD && draw.chance(60);
    let paths = draw.few(PATHS, count);
    let mut rules = Vec::new();
    for (index, (app, path)) in apps.iter().zip(&paths).enumerate() {
        let exact = level != Level::EASY && draw.chance(35);
        let host = if wildcard && index > 1 { "*.example.com".to_owned() } else { host.clone() };
        rules.push(Rule { host, path: (*path).to_owned(), exact, service: app.name });
    }
    // Two types of one path, which is where Exact comes first.
    if level != Level::EASY && draw.chance(30) {
        let twin = rules.first()?.clone();
        if let Some(second) = rules.get_mut(1).filter(|second| second.host == twin.host) {
            (second.path, second.exact) = (twin.path, !twin.exact);
        }
    }
    let default =
        (level == Level::HARD && draw.chance(40)).then(|| apps.last().map(|app| app.name)).flatten();
    if default.is_some() {
        rules.pop();
    }
    let asked_host = match draw.between(0, 9) {
        0 if level != Level::EASY => "www.example.org".to_owned(),
        1 | 2 if wildcard => "www.example.com".to_owned(),
        3 if wildcard => format!("eu.{space}.example.com"),
        _ => host,
    };
    let asked_path = *draw.pick(ASKED)?;
    let shown = vec![ingress(space, "web", &rules, default)];
    let mut told = ground(&[space]);
    told.extend(apps.iter().flat_map(|app| backend(space, *app)));
    let all: Vec<_> = told.iter().chain(&shown).cloned().collect();
    let routed = get(&doors(&all)?, &asked_host, asked_path)?;
    let right = answering(&routed);
    if right.is_none() && routed.status != Some(404) {
        return None;
    }
    // A request that no path is near teaches nothing.
    if routed.near.is_empty() {
        return None;
    }
    let mut options: Vec<Opt> = Vec::new();
    for app in &apps {
        let rule = rules.iter().find(|rule| rule.service == app.name);
        let (mistake, why) = match rule {
            Some(rule) => slip(rule, &asked_host, asked_path, &routed.near),
            None => (Mistake::HttpStatus, "The default backend gets only what no rule takes.".to_owned()),
        };
        options.push(Opt::of(format!("`{}`", app.name), right.as_deref() == Some(app.name), mistake, why));
    }
    let none_why = "A rule takes it, or the default backend does.";
    options.push(Opt::of(
        "None of them: the controller answers 404",
        right.is_none(),
        Mistake::HttpStatus,
        none_why,
    ));
    let explanation = match &routed.rule {
        Some(rule) if rule.place == "spec.defaultBackend" => {
            "No rule takes this host and path, so the default backend of the Ingress gets it.".to_owned()
        }
        Some(rule) => format!(
            "First the most specific host decides, and only its rules count then. Of their paths that match, the longest wins, and of equal ones `Exact`. Here that is {}.",
            rule.text
        ),
        None => "No rule takes this host and path, and there is no default backend, so the controller answers by itself, with 404.".to_owned(),
    };
    let nearly = routed
        .near
        .first()
        .map(|near| format!(" Close, but not it: {}; {}.", near.rule.text, near.why))
        .unwrap_or_default();
    Some(Draft {
        stem: format!(
            "Every Service named here is in the same namespace, on port 80, with ready Pods; the Ingress is served. Which Service answers a GET of `http://{asked_host}{asked_path}`?"
        ),
        told,
        shown,
        options,
        explanation: format!("{explanation}{nearly}"),
        source: INGRESS,
        section: "ingress#path-type",
        look: Look::Request { host: asked_host, path: asked_path.to_owned() },
        ..Draft::default()
    })
}

/// Why a rule does not take the request, in the engine's words where it has some.
fn slip(rule: &Rule, host: &str, path: &str, near: &[crate::network::http::NearMiss]) -> (Mistake, String) {
    let kind = if rule.exact { "Exact" } else { "Prefix" };
    let text = format!("{kind} {}", rule.path);
    let said =
        near.iter().find(|near| near.rule.text.ends_with(&text) && near.rule.text.starts_with(&rule.host));
    let own = rule.host.is_empty() || rule.host == host;
    let mistake = if !own {
        Mistake::Hostname
    } else if path == rule.path || path.starts_with(&format!("{}/", rule.path.trim_end_matches('/'))) {
        if rule.exact && path != rule.path { Mistake::ExactForPrefix } else { Mistake::RuleOrder }
    } else {
        Mistake::PathElements
    };
    let why = said.map_or_else(
        || format!("Its rule is for {} and {text}.", rule.host),
        |near| format!("{}.", capital(&near.why)),
    );
    // A sentence does not begin with an asterisk.
    let why = if why.starts_with('*') { format!("The host {why}") } else { why };
    (mistake, why)
}

pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
