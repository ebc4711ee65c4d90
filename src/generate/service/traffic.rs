//! What a traffic policy does: which Pods a connection can come to, by the node at which it arrives.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::nodes;
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{labels, make_unready, namespace, pod, service},
        table::{row, table},
        text::{fenced, named},
        words::{NAMESPACES, web_apps},
        world,
    },
    network::trace::{Outcome, Tracer},
};

const SOURCE: &str = "Kubernetes documentation: Virtual IPs and Service Proxies (https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies)";

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let app = *draw.pick(&web_apps())?;
    let space = draw.pick(NAMESPACES)?.0;
    let inside = level != Level::EASY && draw.chance(50);
    let local = draw.chance(70);
    let node_port = draw.between(30_100, 32_700);
    let address = format!("10.96.{}.{}", draw.between(1, 200), draw.between(2, 250));
    let selector = labels(&[("app", app.name)]);
    let mut own = service(space, app.name, &selector, &[json!({"port": 80, "targetPort": app.port})]);
    own["spec"]["clusterIP"] = address.as_str().into();
    if !inside {
        own["spec"]["type"] = "NodePort".into();
        own["spec"]["ports"][0]["nodePort"] = node_port.into();
    }
    let field = if inside { "internalTrafficPolicy" } else { "externalTrafficPolicy" };
    if local || draw.chance(50) {
        own["spec"][field] = if local { "Local".into() } else { "Cluster".into() };
    }
    // At the highest level the other field may be Local: it does not matter for this client.
    if level == Level::HARD && draw.chance(50) {
        if inside {
            own["spec"]["type"] = "NodePort".into();
            own["spec"]["ports"][0]["nodePort"] = node_port.into();
            own["spec"]["externalTrafficPolicy"] = "Local".into();
        } else {
            own["spec"]["internalTrafficPolicy"] = "Local".into();
        }
    }
    let mut told = nodes::objects();
    told.push(namespace(space, &labels(&[])));
    let mut rows = vec![row(&["POD", "READY", "NODE"])];
    let mut ready: BTreeSet<(String, &str)> = BTreeSet::new();
    for index in 0..3 {
        let node = draw.pick(&nodes::NODES)?.0;
        let name = format!("{}-{index}", app.name);
        let mut one = nodes::placed(
            space,
            &name,
            &selector,
            app,
            (node, &format!("10.244.{}.{}", index + 1, 20 + index)),
        );
        let is_ready = level == Level::EASY || draw.chance(75);
        if is_ready {
            ready.insert((name.clone(), node));
        } else {
            make_unready(&mut one);
        }
        rows.push(row(&[name.as_str(), if is_ready { "1/1" } else { "0/1" }, node]));
        told.push(one);
    }
    let (node, node_address) = *draw.pick(&nodes::NODES)?;
    let mut client = pod(space, "toolbox", &labels(&[("app", "toolbox")]), &[]);
    client["spec"]["nodeName"] = node.into();
    told.push(client);
    let shown: Vec<Value> = vec![own];
    let cluster = world::cluster(&told.iter().chain(&shown).cloned().collect::<Vec<_>>())?;
    let tracer = Tracer::new(&cluster);
    let (from, to, port) = if inside {
        (format!("{space}/toolbox"), address.as_str(), 80)
    } else {
        ("ip:203.0.113.9".to_owned(), node_address, node_port)
    };
    let trace = world::trace(&tracer, &from, to, Some(port), Some(node).filter(|_| !inside))?;
    let strip = |full: &String| full.split_once('/').map(|(_, name)| name.to_owned());
    let ends: BTreeSet<String> =
        trace.ends.iter().filter_map(|end| end.pod.as_ref().and_then(strip)).collect();
    let everywhere: BTreeSet<String> = ready.iter().map(|(name, _)| name.clone()).collect();
    let here: BTreeSet<String> =
        ready.iter().filter(|(_, at)| *at == node).map(|(name, _)| name.clone()).collect();
    if everywhere.is_empty() || everywhere == here {
        return None;
    }
    let text = |pods: &BTreeSet<String>| match pods.len() {
        1 => format!("To {}, always", named(&pods.iter().collect::<Vec<_>>())),
        _ => format!("To any of {}", named(&pods.iter().collect::<Vec<_>>())),
    };
    let delivered = trace.outcome == Outcome::Delivered;
    let all_why = format!("`{field}` is `Local`: only Pods on `{node}` count, the others are not asked.");
    let here_why = if local {
        ""
    } else {
        "The policy is `Cluster`, which is the default too: every ready Pod counts, wherever it runs."
    };
    let not_ready = "A Pod that is not ready gets nothing.".to_owned();
    let mut options =
        vec![Opt::of(text(&everywhere), delivered && ends == everywhere, Mistake::TrafficLocal, all_why)];
    if !here.is_empty() {
        options.push(Opt::of(text(&here), delivered && ends == here, Mistake::TrafficLocal, here_why));
    }
    let mentioned: BTreeSet<String> = (0..3).map(|index| format!("{}-{index}", app.name)).collect();
    if mentioned != everywhere {
        options.push(Opt::of(text(&mentioned), delivered && ends == mentioned, Mistake::NotReady, not_ready));
    }
    let drop_why = if here.is_empty() {
        "The policy is `Cluster`: the node sends it on to another node's Pod."
    } else {
        "There is a ready Pod that counts, and it gets the connection."
    };
    options.push(Opt::of(
        "Nowhere: the packets are dropped, and the client times out",
        trace.outcome == Outcome::TimedOut,
        Mistake::TrafficLocal,
        drop_why,
    ));
    options.push(Opt::of(
        "Nowhere: the connection is refused at once",
        trace.outcome == Outcome::Refused,
        Mistake::TrafficLocal,
        if trace.outcome == Outcome::TimedOut {
            "Refused is what a Service without any ready endpoint does. Here there are endpoints, only none that counts at this node, and then the packets are dropped."
        } else {
            "A connection is refused where no Pod at all is ready."
        },
    ));
    let explanation = format!(
        "{} {}",
        if local {
            format!("`{field}: Local` lets only the ready Pods on the node where the connection arrives count, here `{node}`.")
        } else {
            format!("`{field}` is `Cluster`, by default or by name: any node sends to any ready Pod.")
        },
        match trace.outcome {
            Outcome::TimedOut => "There is none on it, though there are some elsewhere: the packets are dropped without a word.".to_owned(),
            _ => format!("So it goes {}.", lower(&text(&ends))),
        }
    );
    let rows = fenced("text", &table(&rows));
    let asked = if inside {
        format!("A Pod on node `{node}` connects to `{address}:80`. Where does the connection go?")
    } else {
        format!(
            "A client outside connects to node `{node}` at `{node_address}:{node_port}`. Where does the connection go?"
        )
    };
    Some(Draft {
        stem: format!(
            "The cluster has the nodes `worker` and `worker2`; kube-proxy runs on both. These are the Pods behind the Service.\n\n{rows}\n\n{asked}"
        ),
        look: Look::Hops {
            from,
            to: to.to_owned(),
            port: Some(port),
            node: Some(node.to_owned()).filter(|_| !inside),
        },
        told,
        shown,
        options,
        explanation,
        source: SOURCE,
        section: if inside { "endpoints#internal-policy" } else { "endpoints#external-policy" },
        ..Draft::default()
    })
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
