//! At which of these addresses and ports does one reach a Service, from inside or from outside?

use serde_json::{Value, json};

use super::{SOURCE, nodes};
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{labels, namespace, pod, service},
        table::{row, table},
        text::fenced,
        words::{NAMESPACES, web_apps},
        world,
    },
    network::trace::{Outcome, Tracer},
};

const BALANCER: &str = "198.51.100.7";

/// A place that one could try.
struct Place {
    address: String,
    port: u16,
    mistake: Mistake,
}

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let app = *draw.pick(&web_apps())?;
    let space = draw.pick(NAMESPACES)?.0;
    let outside = draw.chance(50);
    let form = match (level, outside) {
        (Level::EASY, false) => *draw.pick(&["ClusterIP", "NodePort"])?,
        (Level::EASY | Level::MIDDLE, true) => "NodePort",
        _ => *draw.pick(&["NodePort", "LoadBalancer"])?,
    };
    let port = *draw.pick(&[80, 8000, 8888])?;
    let node_port = draw.between(30_100, 32_700);
    let address = format!("10.96.{}.{}", draw.between(1, 200), draw.between(2, 250));
    let selector = labels(&[("app", app.name)]);
    let mut own = service(space, app.name, &selector, &[json!({"port": port, "targetPort": app.port})]);
    own["spec"]["type"] = form.into();
    own["spec"]["clusterIP"] = address.as_str().into();
    if form != "ClusterIP" {
        own["spec"]["ports"][0]["nodePort"] = node_port.into();
    }
    if form == "LoadBalancer" {
        own["status"] = json!({"loadBalancer": {"ingress": [{"ip": BALANCER}]}});
    }
    // One Pod, on the first node: the other node answers all the same.
    let behind = format!("10.244.1.{}", draw.between(10, 200));
    let mut told = nodes::objects();
    told.push(namespace(space, &labels(&[])));
    told.push(pod(space, "toolbox", &labels(&[("app", "toolbox")]), &[]));
    told.push(nodes::placed(space, &format!("{}-0", app.name), &selector, app, (nodes::NODES[0].0, &behind)));
    let shown: Vec<Value> = vec![own];
    let cluster = world::cluster(&told.iter().chain(&shown).cloned().collect::<Vec<_>>())?;
    let tracer = Tracer::new(&cluster);
    let from = if outside { "ip:203.0.113.9".to_owned() } else { format!("{space}/toolbox") };
    let mut places = Vec::new();
    let mut add =
        |address: &str, port: u16, mistake| places.push(Place { address: address.to_owned(), port, mistake });
    for (_, node) in nodes::NODES {
        add(node, node_port, Mistake::ServiceType);
        add(node, port, Mistake::WayIn);
        add(node, app.port, Mistake::ServicePort);
    }
    if !outside {
        // From outside these depend on how the network around the cluster is routed, which no manifest says.
        add(&address, port, Mistake::WayIn);
        add(&address, app.port, Mistake::ServicePort);
        add(&address, node_port, Mistake::WayIn);
        add(&behind, app.port, Mistake::WayIn);
        add(&behind, port, Mistake::ServicePort);
    }
    if form == "LoadBalancer" {
        add(BALANCER, port, Mistake::WayIn);
        add(BALANCER, app.port, Mistake::ServicePort);
        add(BALANCER, node_port, Mistake::WayIn);
    }
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    let mut ways = Vec::new();
    for place in &places {
        let Place { address, port, mistake } = place;
        let trace = world::trace(&tracer, &from, address, Some(*port), None)?;
        let text = format!("`{address}:{port}`");
        match trace.outcome {
            Outcome::Delivered => {
                right.push(Opt::right(&text));
                ways.push(text);
            }
            Outcome::Refused | Outcome::TimedOut => {
                wrong.push(Opt::wrong(text, *mistake, why(place, &trace.reason, (&behind, app.port))))
            }
            // What a network outside does with an address is not known.
            _ => {}
        }
    }
    let mut options = draw.few(&right, 2);
    options.extend(draw.few(&wrong, 5_usize.saturating_sub(options.len())));
    if options.len() < 4 {
        return None;
    }
    let client = if outside {
        "A machine outside of the cluster, which reaches the nodes' addresses,".to_owned()
    } else {
        format!("A Pod of namespace `{space}`")
    };
    let explanation = format!(
        "The Service answers at its own address on `port` ({port}){}. On the Pod itself the port is that on which its container listens, {}. No Service port is open on a Pod, and no Pod's port on the Service.",
        match form {
            "ClusterIP" => ", and nowhere else".to_owned(),
            "NodePort" => format!(
                ", and on every node at `nodePort` ({node_port}), whether a Pod of it runs there or not"
            ),
            _ => format!(
                ", on every node at `nodePort` ({node_port}), and at the load balancer's address on `port`"
            ),
        },
        app.port
    );
    let rows = [
        row(&["NODE", "ADDRESS"]),
        row(&[nodes::NODES[0].0, nodes::NODES[0].1]),
        row(&[nodes::NODES[1].0, nodes::NODES[1].1]),
    ];
    let pods = [
        row(&["POD", "IP", "NODE", "LISTENS ON"]),
        row(&[&format!("{}-0", app.name), &behind, nodes::NODES[0].0, &format!("TCP {}", app.port)]),
    ];
    let balancer = if form == "LoadBalancer" {
        format!(" The load balancer has given the Service the address `{BALANCER}`.")
    } else {
        String::new()
    };
    Some(Draft {
        stem: format!(
            "The Service's only Pod is ready. There are no policies.{balancer}\n\n{}\n\n{}\n\n{client} connects to these addresses. Which of them lead to the Pod?",
            fenced("text", &table(&rows)),
            fenced("text", &table(&pods))
        ),
        multiple: true,
        look: Look::Hops { from, to: address, port: Some(port), node: None },
        told,
        shown,
        options,
        explanation,
        source: SOURCE,
        section: "services#ports",
        ..Draft::default()
    })
}

fn why(place: &Place, reason: &str, (behind, listens): (&str, u16)) -> String {
    let mut letters = reason.chars();
    let reason = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect::<String>())
        .unwrap_or_default();
    match (place.address.parse(), place.address == behind) {
        (_, true) => format!("The Pod listens on {listens} only; on its own address nothing is translated."),
        (Ok(address), _) if nodes::is_node(address) => {
            format!("On a node only the node port leads to the Service. {reason}.")
        }
        _ => format!("The Service does not answer on {}. {reason}.", place.port),
    }
}
