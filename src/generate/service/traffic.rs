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
        text::fenced,
        words::{App, NAMESPACES, web_apps},
        world,
    },
    network::trace::{Outcome, Tracer},
};

const SOURCE: &str = "Kubernetes documentation: Virtual IPs and Service Proxies (https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies)";

/// The Service, its Pods, and the client.
struct Setting {
    space: &'static str,
    app: App,
    inside: bool,
    local: bool,
    node_port: u16,
    address: String,
    /// Name, node, whether it is ready.
    pods: Vec<(String, &'static str, bool)>,
    /// Where the connection arrives.
    node: (&'static str, &'static str),
    service: Value,
}

impl Setting {
    fn draw(draw: &mut Draw, level: Level) -> Option<Self> {
        let app = *draw.pick(&web_apps())?;
        let space = draw.pick(NAMESPACES)?.0;
        let inside = level != Level::EASY && draw.chance(50);
        let local = draw.chance(70);
        let node_port = draw.between(30_100, 32_700);
        let address = format!("10.96.{}.{}", draw.between(1, 200), draw.between(2, 250));
        let ports = [json!({"port": 80, "targetPort": app.port})];
        let mut service = service(space, app.name, &labels(&[("app", app.name)]), &ports);
        let spec = &mut service["spec"];
        spec["clusterIP"] = address.as_str().into();
        if local || draw.chance(50) {
            spec[field(inside)] = if local { "Local".into() } else { "Cluster".into() };
        }
        // At the highest level the other field may be Local: it does not matter for this client.
        let both = level == Level::HARD && draw.chance(50);
        if both {
            spec[field(!inside)] = "Local".into();
        }
        if both || !inside {
            spec["type"] = "NodePort".into();
            spec["ports"][0]["nodePort"] = node_port.into();
        }
        let mut pods = Vec::new();
        let none = draw.chance(12);
        for index in 0..3 {
            let node = draw.pick(&nodes::NODES)?.0;
            let ready = !none && (level == Level::EASY || draw.chance(75));
            pods.push((format!("{}-{index}", app.name), node, ready));
        }
        Some(Self {
            space,
            app,
            inside,
            local,
            node_port,
            address,
            pods,
            node: *draw.pick(&nodes::NODES)?,
            service,
        })
    }

    fn told(&self) -> Vec<Value> {
        let mut told = nodes::objects();
        told.push(namespace(self.space, &labels(&[])));
        for (index, (name, node, ready)) in self.pods.iter().enumerate() {
            let address = format!("10.244.{}.{}", index + 1, 20 + index);
            let labels = labels(&[("app", self.app.name)]);
            let mut one = nodes::placed(self.space, name, &labels, self.app, (node, &address));
            if !ready {
                make_unready(&mut one);
            }
            told.push(one);
        }
        let mut client = pod(self.space, "toolbox", &labels(&[("app", "toolbox")]), &[]);
        client["spec"]["nodeName"] = self.node.0.into();
        told.push(client);
        told
    }

    /// The Pods that are ready, everywhere or on the node.
    fn ready(&self, here: bool) -> BTreeSet<&str> {
        let counts = |pod: &&(String, &'static str, bool)| pod.2 && (!here || pod.1 == self.node.0);
        self.pods.iter().filter(counts).map(|(name, ..)| name.as_str()).collect()
    }

    /// Pods that may get the connection, or how it fails; which is right, the engine has said.
    fn options(&self, outcome: Outcome, ends: &BTreeSet<&str>) -> Vec<Opt> {
        let (everywhere, here) = (self.ready(false), self.ready(true));
        let own = field(self.inside);
        let local =
            format!("`{own}` is `Local`: only Pods on `{}` count, the others are not asked.", self.node.0);
        let cluster = format!(
            "`{own}` is `Cluster`, which is the default too: every ready Pod counts, wherever it runs."
        );
        let unready = || "A Pod that is not ready gets nothing.".to_owned();
        let all: BTreeSet<&str> = self.pods.iter().map(|(name, ..)| name.as_str()).collect();
        let on_node = self.pods.iter().filter(|(_, node, _)| *node == self.node.0);
        let on_node: BTreeSet<&str> = on_node.map(|(name, ..)| name.as_str()).collect();
        let mut groups = vec![
            (everywhere.clone(), Mistake::TrafficLocal, local),
            (here.clone(), Mistake::TrafficLocal, cluster),
            (all, Mistake::NotReady, unready()),
        ];
        if everywhere.is_empty() {
            groups.push((on_node, Mistake::NotReady, unready()));
        }
        let mut options: Vec<Opt> = Vec::new();
        let mut seen: Vec<BTreeSet<&str>> = vec![BTreeSet::new()];
        for (pods, mistake, why) in groups {
            if !seen.contains(&pods) {
                let right = outcome == Outcome::Delivered && *ends == pods;
                options.push(Opt::of(pods_text(&pods), right, mistake, why));
                seen.push(pods);
            }
        }
        let why = match (outcome, here.is_empty()) {
            (Outcome::Refused, _) => {
                "Packets are dropped where all ready Pods are on other nodes. Where none is ready at all, kube-proxy refuses."
            }
            (_, true) => "The policy is `Cluster`: the node sends it on to another node's Pod.",
            (_, false) => "There is a ready Pod that counts, and it gets the connection.",
        };
        let text = "Nowhere: it times out";
        options.push(Opt::of(text, outcome == Outcome::TimedOut, Mistake::TrafficLocal, why));
        let why = if outcome == Outcome::TimedOut {
            "Refused is what a Service without any ready endpoint does. Here there are endpoints, only none that counts at this node, and then the packets are dropped."
        } else {
            "A connection is refused where no Pod at all is ready."
        };
        let text = "Nowhere: it is refused at once";
        options.push(Opt::of(text, outcome == Outcome::Refused, Mistake::TrafficLocal, why));
        options
    }

    fn stem(&self) -> String {
        let (node, node_address) = self.node;
        let mut rows = vec![row(&["POD", "READY", "NODE"])];
        rows.extend(
            self.pods
                .iter()
                .map(|(name, node, ready)| row(&[name.as_str(), if *ready { "1/1" } else { "0/1" }, *node])),
        );
        let asked = if self.inside {
            format!("A Pod on node `{node}` connects to `{}:80`.", self.address)
        } else {
            format!("A client outside connects to node `{node}` at `{node_address}:{}`.", self.node_port)
        };
        format!(
            "The cluster has the nodes `worker` and `worker2`; kube-proxy runs on both. These are the Pods behind the Service.\n\n{}\n\n{asked} Where does the connection go?",
            fenced("text", &table(&rows))
        )
    }

    fn explanation(&self, outcome: Outcome, ends: &BTreeSet<&str>) -> String {
        let own = field(self.inside);
        let rule = if self.local {
            format!(
                "`{own}: Local` lets only the ready Pods on the node where the connection arrives count, here `{}`.",
                self.node.0
            )
        } else {
            format!("`{own}` is `Cluster`, by default or by name: any node sends to any ready Pod.")
        };
        let end = match outcome {
            Outcome::TimedOut => {
                "There is none on it, though there are some elsewhere: the packets are dropped silently, and the client times out."
                    .to_owned()
            }
            Outcome::Refused => {
                "No Pod is ready anywhere, so the Service has no endpoint to send to, and kube-proxy refuses the connection at once."
                    .to_owned()
            }
            _ => format!("So it goes {}.", pods_text(ends).replacen("To ", "to ", 1)),
        };
        let other = if self.service["spec"][field(!self.inside)] == "Local" {
            format!(" `{}` is about other clients.", field(!self.inside))
        } else {
            String::new()
        };
        format!("{rule} {end}{other}")
    }
}

/// The field that is about clients inside, or about those outside.
fn field(inside: bool) -> &'static str {
    if inside { "internalTrafficPolicy" } else { "externalTrafficPolicy" }
}

fn pods_text(pods: &BTreeSet<&str>) -> String {
    let names: Vec<String> = pods.iter().map(|name| format!("`{name}`")).collect();
    if let [one] = names.as_slice() { format!("To {one} only") } else { format!("To {}", names.join(" or ")) }
}

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let setting = Setting::draw(draw, level)?;
    let (everywhere, here) = (setting.ready(false), setting.ready(true));
    // Where all ready Pods are on the one node, the policy makes no difference.
    if !everywhere.is_empty() && everywhere == here {
        return None;
    }
    let told = setting.told();
    let cluster = world::cluster(&told.iter().chain([&setting.service]).cloned().collect::<Vec<_>>())?;
    let tracer = Tracer::new(&cluster);
    let (from, to, port, node) = if setting.inside {
        (format!("{}/toolbox", setting.space), setting.address.clone(), 80, None)
    } else {
        let (node, address) = setting.node;
        ("ip:203.0.113.9".to_owned(), address.to_owned(), setting.node_port, Some(node))
    };
    let trace = world::trace(&tracer, &from, &to, Some(port), node)?;
    let names = trace.ends.iter().filter_map(|end| end.pod.as_deref()?.split_once('/'));
    let ends: BTreeSet<&str> = names.map(|(_, name)| name).collect();
    Some(Draft {
        stem: setting.stem(),
        options: setting.options(trace.outcome, &ends),
        explanation: setting.explanation(trace.outcome, &ends),
        look: Look::Hops { from, to, port: Some(port), node: node.map(str::to_owned) },
        told,
        source: SOURCE,
        section: if setting.inside { "endpoints#internal-policy" } else { "endpoints#external-policy" },
        shown: vec![setting.service],
        ..Draft::default()
    })
}
