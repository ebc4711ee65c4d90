//! From an Ingress to an `HTTPRoute`: which does the same, and what changes all the same.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    GATEWAY as SOURCE,
    scene::{GATEWAY, Rule, answering, backend, doors_in, gateway, get, ground, ingress, route, route_rules},
};
use crate::{
    cluster::Cluster,
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        text::fenced,
        words::{App, NAMESPACES, web_apps},
        world, yaml,
    },
};

const PATHS: &[&str] = &["/", "/api", "/cart", "/api/v2", "/static"];
/// Requests by which an Ingress and a route are compared.
const PROBES: &[&str] = &[
    "/",
    "/api",
    "/api/",
    "/api/v1",
    "/api/v2",
    "/api/v2/x",
    "/apiary",
    "/cart",
    "/cart/7",
    "/carts",
    "/static",
    "/static/x",
    "/about",
];

/// What is migrated.
struct Site {
    space: &'static str,
    host: String,
    apps: Vec<App>,
    rules: Vec<Rule>,
}

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let space = draw.pick(NAMESPACES)?.0;
    let apps = draw.few(&web_apps(), if level == Level::EASY { 2 } else { 3 });
    let wildcard = level == Level::HARD;
    let host = if wildcard { format!("*.{space}.example.com") } else { format!("{space}.example.com") };
    let mut rules = Vec::new();
    for (app, path) in apps.iter().zip(draw.few(PATHS, apps.len())) {
        rules.push(Rule {
            host: host.clone(),
            path: path.to_owned(),
            exact: draw.chance(40),
            service: app.name,
        });
    }
    let site = Site { space, host, apps, rules };
    if wildcard { site.what_changes(draw) } else { site.which_is_the_same(draw) }
}

impl Site {
    fn ground(&self) -> Vec<Value> {
        let mut objects = ground(&[self.space]);
        objects.extend(self.apps.iter().flat_map(|app| backend(self.space, *app)));
        objects
    }

    fn gateway(&self) -> Value {
        gateway(self.space, &json!([{"name": "http", "port": 80, "protocol": "HTTP"}]))
    }

    /// Who answers each of these requests with these objects in place: a Service, or a status.
    fn answers(ground: &Cluster, more: &[Value], requests: &[(String, String)]) -> Option<Vec<String>> {
        let doors = doors_in(ground, more)?;
        requests
            .iter()
            .map(|(host, path)| {
                let routed = get(&doors, host, path)?;
                Some(answering(&routed).map_or_else(
                    || format!("status {}", routed.status.unwrap_or_default()),
                    |name| format!("`{name}`"),
                ))
            })
            .collect()
    }

    fn which_is_the_same(&self, draw: &mut Draw) -> Option<Draft> {
        let own = ingress(self.space, "web", &self.rules, None);
        let hosts = [self.host.clone(), "www.example.org".to_owned()];
        let requests: Vec<(String, String)> = hosts
            .iter()
            .flat_map(|host| PROBES.iter().map(move |path| (host.clone(), (*path).to_owned())))
            .collect();
        let ground = world::cluster(&self.ground())?;
        let before = Self::answers(&ground, std::slice::from_ref(&own), &requests)?;
        if before.iter().collect::<BTreeSet<_>>().len() < 3 {
            return None;
        }
        let parent = json!({"name": GATEWAY});
        let spec = |rules: Value| json!({"hostnames": [self.host], "rules": rules});
        let good = route_rules(&self.rules);
        let mut flipped = self.rules.clone();
        let turn = flipped.get_mut(usize::from(draw.between(0, 1)))?;
        turn.exact = !turn.exact;
        let turned = turn.path.clone();
        let mut swapped = self.rules.clone();
        let (first, second) = (swapped.first()?.service, swapped.get(1)?.service);
        swapped.get_mut(0)?.service = second;
        swapped.get_mut(1)?.service = first;
        let mut ports = good.clone();
        let listens = self.apps.first()?.port;
        ports[0]["backendRefs"][0]["port"] = listens.into();
        let mut together = good.clone();
        together[0]["matches"].as_array_mut()?.extend(good[1]["matches"].as_array()?.iter().cloned());
        let candidates = [
            (spec(good.clone()), Mistake::RuleOrder, String::new()),
            (spec(route_rules(&flipped)), Mistake::ExactForPrefix, format!("The path `{turned}` has the other type than in the Ingress.")),
            (json!({"rules": good}), Mistake::Hostname, "Without `hostnames` the route takes every host, which the Ingress does not.".to_owned()),
            (spec(route_rules(&swapped)), Mistake::RuleOrder, format!("Two Services are exchanged: `{first}` and `{second}`.")),
            (spec(ports), Mistake::ServicePort, format!("`port` is the Service's port, as in the Ingress; {listens} is that of the Pod, and the reference leads nowhere (500).")),
            (spec(together), Mistake::PathElements, "Several `matches` of one rule are alternatives: the first rule then takes paths that belong to the second.".to_owned()),
            (spec(good.as_array()?.iter().take(1).cloned().collect()), Mistake::RuleOrder, "All rules but the first are missing.".to_owned()),
        ];
        let mut options = Vec::new();
        let (right, wrong) = candidates.split_first()?;
        for (index, (spec, mistake, why)) in
            std::iter::once(right).chain(draw.few(&wrong.iter().collect::<Vec<_>>(), 3)).enumerate()
        {
            let made = route(self.space, "web", &parent, spec.clone());
            let after = Self::answers(&ground, &[self.gateway(), made], &requests)?;
            // Each distractor must be wrong for at least one request, and the right one for none.
            if (after == before) != (index == 0) {
                return None;
            }
            let text = fenced("yaml", &yaml::document(&json!({"spec": spec})));
            let differs =
                requests.iter().zip(before.iter().zip(&after)).find(|(_, (before, after))| before != after);
            let example = differs.map_or_else(String::new, |((host, path), (before, after))| {
                format!(" `{host}{path}` was answered by {before} and is now answered by {after}.")
                    .replace("by status", "with status")
            });
            options.push(if index == 0 {
                Opt::right(text)
            } else {
                Opt::wrong(text, *mistake, format!("{why}{example}"))
            });
        }
        let mut told = self.ground();
        told.push(self.gateway());
        Some(Draft {
            stem: format!(
                "This Ingress is to be replaced by an HTTPRoute at the Gateway `{GATEWAY}` of the same namespace, whose one listener has port 80 and no host name. The right `parentRefs` are \
                 left out below. Which `spec` does the same?"
            ),
            told,
            shown: vec![own],
            options,
            explanation: format!(
                "`host` becomes `hostnames`, `Prefix` becomes `PathPrefix`, `Exact` stays, and a backend becomes a `backendRefs` item with the Service's port number. {} requests were sent \
                 through both; only this route answers all of them as the Ingress did.",
                requests.len()
            ),
            source: SOURCE,
            section: "gateway#mapping",
            look: Look::Nothing,
            ..Draft::default()
        })
    }

    /// A wildcard host means one label in an Ingress, and any number in a route.
    fn what_changes(&self, draw: &mut Draw) -> Option<Draft> {
        let own = ingress(self.space, "web", &self.rules, None);
        let made = route(
            self.space,
            "web",
            &json!({"name": GATEWAY}),
            json!({"hostnames": [self.host], "rules": route_rules(&self.rules)}),
        );
        let base = self.host.trim_start_matches("*.").to_owned();
        let hosts = [
            format!("www.{base}"),
            format!("eu.www.{base}"),
            base.clone(),
            format!("a.b.c.{base}"),
            "www.example.org".to_owned(),
        ];
        let mut requests = Vec::new();
        for host in hosts {
            let path = if host == base || host.ends_with("org") {
                self.rules.first()?.path.as_str()
            } else {
                draw.pick(PROBES)?
            };
            requests.push((host, path.to_owned()));
        }
        let ground = world::cluster(&self.ground())?;
        let before = Self::answers(&ground, std::slice::from_ref(&own), &requests)?;
        let after = Self::answers(&ground, &[self.gateway(), made.clone()], &requests)?;
        let (mut right, mut wrong) = (Vec::new(), Vec::new());
        for ((host, path), (before, after)) in requests.iter().zip(before.iter().zip(&after)) {
            let text = format!("`http://{host}{path}`");
            if before == after {
                let why = if before.starts_with("status") {
                    format!("Answered with {before} by both.")
                } else {
                    format!("Answered by {before} both times.")
                };
                wrong.push(Opt::wrong(text, Mistake::Hostname, why));
            } else {
                right.push((
                    Opt::right(text),
                    format!(
                        "Through the Ingress it is answered {}, through the route {}.",
                        by(before),
                        by(after)
                    ),
                ));
            }
        }
        let (option, difference) = draw.pick(&right)?.clone();
        let mut options = vec![option];
        options.extend(draw.few(&wrong, 3));
        let mut told = self.ground();
        told.push(self.gateway());
        Some(Draft {
            stem: "This Ingress was replaced by the HTTPRoute below it, at a Gateway whose listener has no host name. All Services are there with ready Pods. Which of these requests is \
                 answered differently from before?".to_owned(),
            told,
            shown: vec![own, made],
            options,
            explanation: format!(
                "In an Ingress the `*` of `{}` stands for exactly one label; in a route it stands for one or more. Neither takes `{base}` itself. {difference}",
                self.host
            ),
            source: SOURCE,
            section: "gateway#mapping",
            look: Look::Nothing,
            ..Draft::default()
        })
    }
}

fn by(answer: &str) -> String {
    if answer.starts_with("status") { format!("with {answer}") } else { format!("by {answer}") }
}
