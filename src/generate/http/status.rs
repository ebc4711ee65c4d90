//! With which status a Gateway answers: 200, 404, 500 or 503.

use serde_json::{Value, json};

use super::{
    GATEWAY as SOURCE,
    scene::{GATEWAY, backend, doors, gateway, get, ground, route},
};
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{make_ready, make_unready},
        words::{NAMESPACES, web_apps},
    },
    network::http::Routed,
};

const STATUSES: [(u16, &str); 4] =
    [(200, "200: a backend answers"), (404, "404"), (500, "500"), (503, "503")];

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let space = draw.pick(NAMESPACES)?.0;
    let apps = draw.few(&web_apps(), 2);
    let [one, two] = apps.as_slice() else { return None };
    let host = format!("{space}.example.com");
    let mut told = ground(&[space]);
    let mut shown = vec![gateway(space, &json!([{"name": "http", "port": 80, "protocol": "HTTP"}]))];
    // What is wrong, if anything is; each as often.
    let fault = *draw.pick(&["nothing", "host", "path", "service", "port", "pods", "selector"])?;
    let path = *draw.pick(&["/api", "/cart", "/shop"])?;
    let mut backend_ref = json!({"name": one.name, "port": 80});
    if fault == "service" {
        backend_ref["name"] = format!("{}-svc", one.name).into();
    }
    if fault == "port" {
        backend_ref["port"] = one.port.into();
    }
    let mut rules = vec![
        json!({"matches": [{"path": {"type": "PathPrefix", "value": path}}], "backendRefs": [backend_ref]}),
    ];
    if level != Level::EASY {
        let other = json!({"matches": [{"path": {"type": "Exact", "value": format!("{path}/status")}}], "backendRefs": [{"name": two.name, "port": 80}]});
        if draw.chance(50) { rules.insert(0, other) } else { rules.push(other) }
    }
    shown.push(route(space, "web", &json!({"name": GATEWAY}), json!({"hostnames": [host], "rules": rules})));
    for (app, broken) in [(one, true), (two, false)] {
        let mut objects = backend(space, *app);
        objects.get_mut(1).map(make_ready)?;
        if broken && fault == "pods" {
            objects.get_mut(1).map(make_unready)?;
        }
        if broken && fault == "selector" {
            objects.get_mut(0)?["spec"]["selector"] = json!({"app": format!("{}-web", app.name)});
        }
        // The Services are to be seen; their Pods too, where they are what is wrong.
        let service = objects.remove(0);
        let pod = objects.pop()?;
        if broken || level != Level::EASY {
            shown.push(service);
            if broken { shown.push(pod) } else { told.push(pod) }
        } else {
            told.extend([service, pod]);
        }
    }
    let asked_host = if fault == "host" { "www.example.org".to_owned() } else { host };
    let asked_path = match fault {
        "path" => format!("{path}s"),
        _ if level == Level::HARD && draw.chance(30) => format!("{path}/status"),
        _ => format!("{path}/7"),
    };
    let all: Vec<Value> = told.iter().chain(&shown).cloned().collect();
    let routed = get(&doors(&all)?, &asked_host, &asked_path)?;
    let status = routed.status?;
    let options = STATUSES
        .into_iter()
        .map(|(code, text)| Opt::of(text, code == status, Mistake::HttpStatus, meaning(code)))
        .collect();
    Some(Draft {
        stem: format!(
            "The route is accepted by the Gateway; Services and Pods that are not shown are there, and ready. With which status does the Gateway API want a GET of `http://{asked_host}{asked_path}` answered?"
        ),
        told,
        shown,
        options,
        explanation: format!("{} {}", outcome(&routed), meaning(status)),
        source: SOURCE,
        section: "gateway#backends",
        look: Look::Request { host: asked_host, path: asked_path },
        ..Draft::default()
    })
}

fn meaning(status: u16) -> &'static str {
    match status {
        200 => "200 needs a rule that takes the request, and behind it a Service with a ready endpoint.",
        404 => "404 is the answer where no rule of any route takes the request.",
        500 => {
            "500 is the answer where a rule takes the request and its reference leads nowhere: no such Service, no such port, or no permission."
        }
        _ => {
            "503 is what the specification recommends where the reference is good, and the Service has no ready endpoint."
        }
    }
}

/// What became of the request.
fn outcome(routed: &Routed) -> String {
    routed.backend().map_or_else(
        || format!("{}.", super::backend::capital(&routed.reason)),
        |backend| {
            format!("It is forwarded to Service `{}`, which has a ready endpoint.", backend.target.name)
        },
    )
}
