//! What a named target port gives: each Pod's own number for it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::SOURCE;
use crate::{
    cluster::Protocol,
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{labels, make_ready, make_unready, namespace, pod, port, service},
        words::{NAMESPACES, web_apps},
        world,
    },
    network::service::{Endpoint, endpoints},
};

const NONE: &str = "To none: this Pod gets no connections from the Service";

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let app = *draw.pick(&web_apps())?;
    let space = draw.pick(NAMESPACES)?.0;
    let numbers = draw.few(&[3000_u16, 5000, 8000, 8080, 8081, 8090, 9000], 3);
    let [old, new, admin] = numbers.as_slice() else { return None };
    let selector = labels(&[("app", app.name)]);
    let by_name = draw.chance(75);
    let target: Value = if by_name { "http".into() } else { (*old).into() };
    let own =
        service(space, app.name, &selector, &[json!({"name": "web", "port": 80, "targetPort": target})]);
    let told = vec![namespace(space, &labels(&[]))];
    let mut shown = vec![own];
    // How the second Pod is odd.
    let odd = match level {
        Level::EASY => 0,
        Level::MIDDLE => draw.between(0, 2),
        _ => draw.between(0, 4),
    };
    let pods = [("v1", *old), ("v2", *new)];
    for (version, number) in pods {
        let second = version == "v2";
        let ports = match (second, odd) {
            (true, 1) => vec![port("admin", *admin, Protocol::Tcp), port("http", number, Protocol::Tcp)],
            (true, 2) => vec![port("web", number, Protocol::Tcp)],
            (true, 3) => vec![port("http", number, Protocol::Udp), port("admin", *admin, Protocol::Tcp)],
            _ => vec![port("http", number, Protocol::Tcp)],
        };
        let mut one = pod(space, &format!("{}-{version}", app.name), &selector, &ports);
        if second && odd == 4 {
            make_unready(&mut one);
        } else {
            make_ready(&mut one);
        }
        shown.push(one);
    }
    let all: Vec<Value> = told.iter().chain(&shown).cloned().collect();
    let cluster = world::cluster(&all)?;
    let about = if draw.chance(70) { "v2" } else { "v1" };
    let name = format!("{}-{about}", app.name);
    let found = endpoints(&cluster, space, app.name, "web", Protocol::Tcp);
    let own = |one: &&Endpoint| one.ready && one.pod.as_deref() == Some(&format!("{space}/{name}"));
    let mine = found.iter().find(own).map(|one| one.port);
    let mut numbers: BTreeSet<u16> = BTreeSet::from([80, *old, *new]);
    if odd == 1 || odd == 3 {
        numbers.insert(*admin);
    }
    let why = |number: u16| match number {
        80 => (
            Mistake::ServicePort,
            "80 is the Service's port: clients dial it, the Pods do not see it.".to_owned(),
        ),
        _ if odd == 4 && about == "v2" => {
            (Mistake::NotReady, format!("`{name}` is not ready, so nothing is sent to it."))
        }
        _ if !by_name => (
            Mistake::NamedPort,
            "`targetPort` is a number here: it is used as it is, whatever the ports of the Pods are called."
                .to_owned(),
        ),
        _ if number == *admin => {
            (Mistake::NamedPort, "That is the port `admin`; `targetPort` asks for `http`.".to_owned())
        }
        _ if (number == *new) == (about == "v2") => {
            (Mistake::NamedPort, format!("`{name}` has no TCP port named `http`, so nothing is sent to it."))
        }
        _ => (
            Mistake::NamedPort,
            "That is the other Pod's number: the name is looked up in each Pod by itself.".to_owned(),
        ),
    };
    let mut options: Vec<Opt> = numbers
        .into_iter()
        .map(|number| {
            let (mistake, why) = why(number);
            Opt::of(format!("To {number}"), mine == Some(number), mistake, why)
        })
        .collect();
    let none_why = if by_name {
        "It is ready and has a TCP port named `http`, so it is an endpoint."
    } else {
        "It is ready, and a number needs no declared port, so it is an endpoint."
    };
    options.push(Opt::of(NONE, mine.is_none(), Mistake::NotReady, none_why));
    Some(Draft {
        stem: format!(
            "Somebody connects to the Service on port 80. To which port of the Pod `{name}` can that connection go?"
        ),
        told,
        shown,
        options,
        explanation: explanation(&name, mine, by_name, if about == "v2" { odd } else { 0 }),
        source: SOURCE,
        section: "services#ports",
        look: Look::Nothing,
        ..Draft::default()
    })
}

/// `odd` is how the Pod is odd, 0 if it is not.
fn explanation(name: &str, mine: Option<u16>, by_name: bool, odd: u16) -> String {
    match (mine, by_name) {
        (Some(number), true) => format!(
            "`targetPort: http` is the name of a container port, and each Pod has its own number for it: in `{name}` that is {number}. So versions with different ports can stand behind one Service."
        ),
        (Some(number), false) => format!(
            "`targetPort` is the number {number} and is taken as it is, for every Pod. Nothing checks whether a container listens there."
        ),
        (None, _) if odd == 4 => {
            format!("`{name}` is not ready, so nothing is sent to it, whatever its ports are.")
        }
        (None, _) => {
            let instead = if odd == 3 { "its `http` is UDP" } else { "its port has another name" };
            format!(
                "`{name}` has no TCP port named `http` ({instead}), so its address stands in an EndpointSlice without a port, and nothing is sent to it."
            )
        }
    }
}
