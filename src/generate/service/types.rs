//! Which type of Service fits: the one that gives what is wanted, and the least beside it. What each gives, the engine says.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{SOURCE, nodes};
use crate::{
    cluster::Cluster,
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{labels, namespace, pod, service},
        text::fenced,
        words::{App, NAMESPACES, web_apps},
        world, yaml,
    },
    network::{
        dns::RecordType,
        trace::{Outcome, Tracer},
    },
};

/// What a Service can be wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// One lasting address for Pods.
    Inside,
    /// The same port on every node.
    Node,
    /// An address of a load balancer.
    Balancer,
    /// A name for a host outside.
    Alias,
    /// The addresses of the Pods.
    Each,
}

const NODE_PORT: u16 = 30_080;
const BALANCER: &str = "198.51.100.7";
const FORMS: [&str; 5] = ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName", "headless"];

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let app = *draw.pick(&web_apps())?;
    let space = draw.pick(NAMESPACES)?.0;
    let (need, wish) = wish(draw, app, level)?;
    let mut fitting: Vec<(usize, &str)> = Vec::new();
    let mut all = Vec::new();
    let grounds = world::cluster(&world_objects(space, app))?;
    for form in FORMS {
        let object = object(form, space, app);
        let gives = gives(&grounds, (space, app), &object)?;
        if gives.contains(&need) {
            fitting.push((gives.len(), form));
        }
        all.push((form, object, gives));
    }
    fitting.sort_unstable();
    // The least that gives it: were two alike, there would be no answer.
    let (least, right) = *fitting.first()?;
    if fitting.get(1).is_some_and(|(count, _)| *count == least) {
        return None;
    }
    let right_gives = &all.iter().find(|(form, ..)| *form == right)?.2;
    let mut options = Vec::new();
    for (form, object, gives) in &all {
        let text = if level == Level::EASY {
            name(form).to_owned()
        } else {
            fenced("yaml", &yaml::document(&json!({"spec": object["spec"]})))
        };
        let why = if gives.contains(&need) {
            more(form, need, gives, right_gives)
        } else {
            format!("It does not give {}.", word(need))
        };
        let mistake =
            if *form == "headless" || need == Need::Each { Mistake::Headless } else { Mistake::ServiceType };
        options.push(Opt::of(text, *form == right, mistake, why));
    }
    let (keep, wrong): (Vec<Opt>, Vec<Opt>) = options.into_iter().partition(|option| option.wrong.is_none());
    let mut options = keep;
    options.extend(draw.few(&wrong, 3));
    let shown = all.into_iter().find(|(form, ..)| *form == right).map(|(_, object, _)| object)?;
    let mut told = world_objects(space, app);
    told.push(shown);
    let asked = if level == Level::EASY {
        "Which type of Service fits, and does no more?"
    } else {
        "Which `spec` fits, and does no more?"
    };
    Some(Draft {
        stem: format!("{wish} {asked}"),
        told,
        options,
        explanation: explanation(right),
        source: SOURCE,
        section: section(right),
        look: Look::Nothing,
        ..Draft::default()
    })
}

fn name(form: &str) -> &str {
    if form == "headless" { "ClusterIP with `clusterIP: None` (headless)" } else { form }
}

fn section(form: &str) -> &'static str {
    match form {
        "NodePort" => "services#nodeport",
        "LoadBalancer" => "services#loadbalancer",
        "ExternalName" => "services#externalname",
        "headless" => "endpoints#headless",
        _ => "services#clusterip",
    }
}

/// What is wanted, told as people tell it.
fn wish(draw: &mut Draw, app: App, level: Level) -> Option<(Need, String)> {
    let name = app.name;
    let wishes = [
        (
            Need::Inside,
            format!(
                "Other Pods of the cluster call `{name}` by its name. Its Pods are replaced all the time, and the address that the callers keep must stay. Nobody outside calls it."
            ),
        ),
        (
            Need::Inside,
            format!(
                "`{name}` is for the Pods of the same cluster only; kube-proxy has to spread the calls over its Pods."
            ),
        ),
        (
            Need::Node,
            format!(
                "The cluster runs on machines of our own: there is no load balancer and nobody makes one. A machine beside the cluster reaches the nodes' addresses, and through any of them it has to reach `{name}`."
            ),
        ),
        (
            Need::Node,
            format!(
                "A hardware balancer that somebody else looks after sends to a fixed port of every node. Behind that port must be `{name}`."
            ),
        ),
        (
            Need::Balancer,
            format!(
                "The cluster runs at a cloud provider. People on the internet must reach `{name}` at one address of the provider's own load balancer."
            ),
        ),
        (
            Need::Alias,
            format!(
                "Clients use the Service name `{name}`, but the program itself has moved out of the cluster, to `{name}.example.com`. DNS alone must lead there; nothing is to be proxied."
            ),
        ),
        (
            Need::Each,
            format!(
                "The clients of `{name}` balance by themselves: they look the name up and want the addresses of all its ready Pods, not one address in front of them."
            ),
        ),
        (
            Need::Each,
            format!(
                "`{name}` has members of equal rank that find each other by DNS: a lookup of the name must give the address of each member."
            ),
        ),
    ];
    let count = if level == Level::EASY { wishes.len() - 1 } else { wishes.len() };
    draw.pick(wishes.get(..count)?).cloned()
}

fn word(need: Need) -> &'static str {
    match need {
        Need::Inside => "a lasting address for the Pods",
        Need::Node => "a port on the nodes",
        Need::Balancer => "an address of a load balancer",
        Need::Alias => "an alias for a name outside",
        Need::Each => "the addresses of the single Pods",
    }
}

/// Why a form that gives what is wanted is not the one: what it gives beside, of which the right one has nothing.
fn more(form: &str, need: Need, gives: &BTreeSet<Need>, right: &BTreeSet<Need>) -> String {
    if form == "LoadBalancer" && need == Need::Node {
        return "Its node port would do, but it also asks for the address of a load balancer: where nobody gives it one it stays `<pending>`, and where somebody does, that is one way in too many.".to_owned();
    }
    let beside: Vec<&str> = gives.difference(right).map(|one| word(*one)).collect();
    format!("It would do, but it opens more than is wanted: {}.", crate::generate::text::list(&beside))
}

fn explanation(form: &str) -> String {
    let text = match form {
        "ClusterIP" => {
            "A ClusterIP Service has one virtual address for the inside of the cluster, and nothing else. NodePort and LoadBalancer have that as well, and open the cluster to the outside."
        }
        "NodePort" => {
            "A NodePort Service opens the same port on every node, whether one of its Pods runs there or not. A LoadBalancer Service would want somebody who makes an address for it, and without one it stays `<pending>`."
        }
        "LoadBalancer" => {
            "A LoadBalancer Service asks the provider for an address and sends what comes there to the nodes; it has a node port and a cluster IP as well."
        }
        "ExternalName" => {
            "An ExternalName Service is a CNAME in DNS: no address, no endpoints, no proxy. Its ports mean nothing."
        }
        _ => {
            "A headless Service (`clusterIP: None`) has no virtual address; its name gives the addresses of its ready Pods, and kube-proxy has no part in it."
        }
    };
    text.to_owned()
}

fn object(form: &str, space: &str, app: App) -> Value {
    let selector = labels(&[("app", app.name)]);
    let mut object = service(space, app.name, &selector, &[json!({"port": 80, "targetPort": app.port})]);
    match form {
        "headless" => object["spec"]["clusterIP"] = "None".into(),
        "ExternalName" => {
            object["spec"] =
                json!({"type": "ExternalName", "externalName": format!("{}.example.com", app.name)});
        }
        other => object["spec"]["type"] = other.into(),
    }
    if form == "NodePort" || form == "LoadBalancer" {
        object["spec"]["ports"][0]["nodePort"] = NODE_PORT.into();
    }
    object
}

fn world_objects(space: &str, app: App) -> Vec<Value> {
    let mut objects = nodes::objects();
    objects.push(namespace(space, &labels(&[])));
    objects.push(pod(space, "toolbox", &labels(&[("app", "toolbox")]), &[]));
    for (index, (node, _)) in nodes::NODES.into_iter().enumerate() {
        let address = format!("10.244.{}.20", index + 1);
        objects.push(nodes::placed(
            space,
            &format!("{}-{index}", app.name),
            &labels(&[("app", app.name)]),
            app,
            (node, &address),
        ));
    }
    objects
}

/// What a Service gives, tried by the engine; a load balancer is there that gives it an address if it asks for one.
fn gives(grounds: &Cluster, (space, app): (&str, App), object: &Value) -> Option<BTreeSet<Need>> {
    let mut object = object.clone();
    if object["spec"]["type"] == "LoadBalancer" {
        object["status"] = json!({"loadBalancer": {"ingress": [{"ip": BALANCER}]}});
    }
    let cluster = world::settled_with(grounds, &[object])?;
    let tracer = Tracer::new(&cluster);
    let delivered = |from: &str, to: &str, port: u16| {
        world::trace(&tracer, from, to, Some(port), None)
            .is_some_and(|trace| trace.outcome == Outcome::Delivered)
    };
    let full = format!("{}.{space}.svc.cluster.local.", app.name);
    let answer = tracer.dns().answer(&full, RecordType::A).ok()?;
    let pods: Vec<_> =
        (1..=nodes::NODES.len()).filter_map(|net| format!("10.244.{net}.20").parse().ok()).collect();
    let found = answer.addresses();
    let (_, service) = cluster.fetch::<k8s_openapi::api::core::v1::Service>(space, app.name)?;
    let node_port =
        service.spec.as_ref()?.ports.iter().flatten().find_map(|port| u16::try_from(port.node_port?).ok());
    let mut gives = BTreeSet::new();
    if !found.is_empty()
        && found.iter().all(|address| !pods.contains(address))
        && delivered(&format!("{space}/toolbox"), &full, 80)
    {
        gives.insert(Need::Inside);
    }
    if node_port
        .is_some_and(|port| nodes::NODES.iter().all(|(_, node)| delivered("ip:203.0.113.9", node, port)))
    {
        gives.insert(Need::Node);
    }
    if delivered("ip:203.0.113.9", BALANCER, 80) {
        gives.insert(Need::Balancer);
    }
    if answer.answers.iter().any(|record| record.kind == RecordType::CNAME) {
        gives.insert(Need::Alias);
    }
    if !pods.is_empty() && pods.iter().all(|pod| found.contains(pod)) {
        gives.insert(Need::Each);
    }
    Some(gives)
}
