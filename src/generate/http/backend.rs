//! Which Service answers this request through an Ingress?

use serde_json::Value;

use super::{
    INGRESS,
    near::{Request, host_fits, rule_text},
    scene::{Rule, answering, backend, doors, get, ground, ingress},
};
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        words::{App, NAMESPACES, web_apps},
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
    let site = Site::draw(draw, level)?;
    let asked_host = match draw.between(0, 9) {
        0 if level != Level::EASY => "www.example.org".to_owned(),
        1 | 2 if site.wildcard => "www.example.com".to_owned(),
        3 if site.wildcard => format!("eu.{}.example.com", site.space),
        _ => site.host.clone(),
    };
    let asked_path = *draw.pick(ASKED)?;
    let (shown, told) = (vec![ingress(site.space, "web", &site.rules, site.default)], site.told());
    let all: Vec<_> = told.iter().chain(&shown).cloned().collect();
    let routed = get(&doors(&all)?, &asked_host, asked_path)?;
    let right = answering(&routed);
    if right.is_none() && routed.status != Some(404) {
        return None;
    }
    // A request that no path is near teaches nothing; one that depends on whether a more specific host shuts out the others has
    // no answer in the API.
    if routed.near.is_empty() || !site.pooled(&asked_host, asked_path, right.as_deref())? {
        return None;
    }
    let asked = Request { host: &asked_host, path: asked_path };
    let mut options: Vec<Opt> = Vec::new();
    for app in &site.apps {
        let rule = site.rules.iter().find(|rule| rule.service == app.name);
        let (mistake, why) = match rule {
            Some(rule) => asked.slip(rule),
            None => (Mistake::HttpStatus, "The default backend gets only what no rule takes.".to_owned()),
        };
        options.push(Opt::of(format!("`{}`", app.name), right.as_deref() == Some(app.name), mistake, why));
    }
    let winner = site.rules.iter().find(|rule| right.as_deref() == Some(rule.service));
    let none_why = match (winner, site.default) {
        (Some(rule), _) => format!("The rule {} takes it.", rule_text(rule)),
        (None, Some(default)) => format!("No rule takes it, so it goes to the default backend, `{default}`."),
        (None, None) => String::new(),
    };
    options.push(Opt::of("None of them: 404", right.is_none(), Mistake::HttpStatus, none_why));
    let explanation = match (winner, &right) {
        (Some(rule), _) => format!(
            "Of the paths that match, the longest wins, and of equal ones `Exact`. Here that is {}.",
            rule_text(rule)
        ),
        (None, Some(_)) => {
            "No rule takes this host and path, so the default backend of the Ingress gets it.".to_owned()
        }
        (None, None) => "No rule takes this host and path, and there is no default backend.".to_owned(),
    };
    let mut others = site.rules.iter().filter(|rule| right.as_deref() != Some(rule.service));
    let nearly = others.find_map(|rule| asked.nearly(rule));
    let nearly = nearly.map_or_else(String::new, |nearly| format!(" Close, but not it: {nearly}"));
    Some(Draft {
        stem: format!(
            "Every Service named here is in the same namespace, on port 80, with ready Pods; the Ingress is served by a controller that answers 404 where nothing fits. Which Service answers a GET of `http://{asked_host}{asked_path}`?"
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

/// An Ingress with its Services.
struct Site {
    space: &'static str,
    host: String,
    /// Some of the rules are for a wildcard host.
    wildcard: bool,
    apps: Vec<App>,
    rules: Vec<Rule>,
    default: Option<&'static str>,
}

impl Site {
    fn draw(draw: &mut Draw, level: Level) -> Option<Self> {
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
        Some(Self { space, host, wildcard, apps, rules, default })
    }

    fn told(&self) -> Vec<Value> {
        let mut told = ground(&[self.space]);
        told.extend(self.apps.iter().flat_map(|app| backend(self.space, *app)));
        told
    }

    /// Whether the same would answer if the rules of all hosts that match were one list.
    fn pooled(&self, host: &str, path: &str, right: Option<&str>) -> Option<bool> {
        let mut rules: Vec<Rule> = self.rules.iter().filter(|rule| host_fits(rule, host)).cloned().collect();
        for rule in &mut rules {
            host.clone_into(&mut rule.host);
        }
        let mut all = self.told();
        all.push(ingress(self.space, "web", &rules, self.default));
        Some(answering(&get(&doors(&all)?, host, path)?).as_deref() == right)
    }
}

pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
