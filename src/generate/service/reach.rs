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
        words::{App, NAMESPACES, web_apps},
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

/// The Service and what stands around it.
struct Setting {
    space: &'static str,
    app: App,
    form: &'static str,
    outside: bool,
    port: u16,
    node_port: u16,
    address: String,
    /// The address of its only Pod, on the first node: the other node answers all the same.
    behind: String,
}

impl Setting {
    fn draw(draw: &mut Draw, level: Level) -> Option<Self> {
        let outside = draw.chance(50);
        let form = match (level, outside) {
            (Level::EASY, false) => *draw.pick(&["ClusterIP", "NodePort"])?,
            (Level::EASY | Level::MIDDLE, true) => "NodePort",
            _ => *draw.pick(&["NodePort", "LoadBalancer"])?,
        };
        Some(Self {
            space: draw.pick(NAMESPACES)?.0,
            app: *draw.pick(&web_apps())?,
            form,
            outside,
            port: *draw.pick(&[80, 8000, 8888])?,
            node_port: draw.between(30_100, 32_700),
            address: format!("10.96.{}.{}", draw.between(1, 200), draw.between(2, 250)),
            behind: format!("10.244.1.{}", draw.between(10, 200)),
        })
    }

    fn service(&self) -> Value {
        let selector = labels(&[("app", self.app.name)]);
        let ports = [json!({"port": self.port, "targetPort": self.app.port})];
        let mut own = service(self.space, self.app.name, &selector, &ports);
        own["spec"]["type"] = self.form.into();
        own["spec"]["clusterIP"] = self.address.as_str().into();
        if self.form != "ClusterIP" {
            own["spec"]["ports"][0]["nodePort"] = self.node_port.into();
        }
        if self.form == "LoadBalancer" {
            own["status"] = json!({"loadBalancer": {"ingress": [{"ip": BALANCER}]}});
        }
        own
    }

    fn told(&self) -> Vec<Value> {
        let selector = labels(&[("app", self.app.name)]);
        let mut told = nodes::objects();
        told.push(namespace(self.space, &labels(&[])));
        told.push(pod(self.space, "toolbox", &labels(&[("app", "toolbox")]), &[]));
        let name = format!("{}-0", self.app.name);
        told.push(nodes::placed(self.space, &name, &selector, self.app, (nodes::NODES[0].0, &self.behind)));
        told
    }

    fn places(&self) -> Vec<Place> {
        let (own, listens, at_nodes) = (self.port, self.app.port, self.node_port);
        let place = |address: &str, port, mistake| Place { address: address.to_owned(), port, mistake };
        let mut places: Vec<Place> = nodes::NODES
            .into_iter()
            .flat_map(|(_, node)| {
                [
                    place(node, at_nodes, Mistake::ServiceType),
                    place(node, own, Mistake::WayIn),
                    place(node, listens, Mistake::ServicePort),
                ]
            })
            .collect();
        if !self.outside {
            // From outside these depend on how the network around the cluster is routed, which no manifest says.
            places.extend([
                place(&self.address, own, Mistake::WayIn),
                place(&self.address, listens, Mistake::ServicePort),
                place(&self.address, at_nodes, Mistake::WayIn),
                place(&self.behind, listens, Mistake::WayIn),
                place(&self.behind, own, Mistake::ServicePort),
            ]);
        }
        if self.form == "LoadBalancer" {
            places.extend([
                place(BALANCER, own, Mistake::WayIn),
                place(BALANCER, listens, Mistake::ServicePort),
                place(BALANCER, at_nodes, Mistake::WayIn),
            ]);
        }
        places
    }

    fn stem(&self) -> String {
        let client = if self.outside {
            "A machine outside of the cluster, which reaches the nodes' addresses,".to_owned()
        } else {
            format!("A Pod of namespace `{}`", self.space)
        };
        let nodes = nodes::NODES.map(|(name, address)| row(&[name, address]));
        let nodes: Vec<_> = std::iter::once(row(&["NODE", "ADDRESS"])).chain(nodes).collect();
        let name = format!("{}-0", self.app.name);
        let pods = [
            row(&["POD", "IP", "NODE", "LISTENS ON"]),
            row(&[&name, &self.behind, nodes::NODES[0].0, &format!("TCP {}", self.app.port)]),
        ];
        let balancer = if self.form == "LoadBalancer" {
            format!(" The load balancer has given the Service the address `{BALANCER}`.")
        } else {
            String::new()
        };
        format!(
            "The Service's only Pod is ready. There are no policies.{balancer}\n\n{}\n\n{}\n\n{client} connects to these addresses. Which of them lead to the Pod? Choose all that apply.",
            fenced("text", &table(&nodes)),
            fenced("text", &table(&pods))
        )
    }

    /// Why a place leads nowhere.
    fn why(&self, place: &Place) -> String {
        let Self { port, node_port, app, form, .. } = self;
        if place.address == self.behind {
            return format!(
                "The Pod listens on {} only; on its own address nothing is translated.",
                app.port
            );
        }
        if place.address == BALANCER {
            return format!(
                "The load balancer listens on the Service's `port` ({port}) only; the node port is behind it, on the nodes, and the Pods' port behind that."
            );
        }
        if place.address == self.address {
            return format!(
                "The Service's own address has its `port` ({port}) only, and kube-proxy translates no other: iptables lets it time out, nftables refuses it."
            );
        }
        if *form == "ClusterIP" {
            return "A Service of type ClusterIP opens no port on the nodes.".to_owned();
        }
        let asked = if place.port == *port { "the Service's port" } else { "the Pods' port" };
        format!("On a node only the node port ({node_port}) leads to the Service; {} is {asked}.", place.port)
    }

    fn explanation(&self) -> String {
        let Self { port, node_port, .. } = self;
        let ways = match self.form {
            "ClusterIP" => ", and nowhere else".to_owned(),
            "NodePort" => {
                format!(
                    ", and on every node at `nodePort` ({node_port}), whether a Pod of it runs there or not"
                )
            }
            _ => format!(
                ", on every node at `nodePort` ({node_port}), and at the load balancer's address on `port`"
            ),
        };
        format!(
            "The Service answers at its own address on `port` ({port}){ways}. On the Pod itself the port is that on which its container listens, {}. A Pod does not listen on the Service's port, nor the Service on the Pod's.",
            self.app.port
        )
    }
}

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let setting = Setting::draw(draw, level)?;
    let (shown, told) = (vec![setting.service()], setting.told());
    let cluster = world::cluster(&told.iter().chain(&shown).cloned().collect::<Vec<_>>())?;
    let tracer = Tracer::new(&cluster);
    let from =
        if setting.outside { "ip:203.0.113.9".to_owned() } else { format!("{}/toolbox", setting.space) };
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for place in setting.places() {
        let trace = world::trace(&tracer, &from, &place.address, Some(place.port), None)?;
        let text = format!("`{}:{}`", place.address, place.port);
        match trace.outcome {
            Outcome::Delivered => right.push(Opt::right(&text)),
            Outcome::Refused | Outcome::TimedOut => {
                let why = setting.why(&place);
                wrong.push(Opt::wrong(text, place.mistake, why));
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
    Some(Draft {
        stem: setting.stem(),
        multiple: true,
        explanation: setting.explanation(),
        look: Look::Hops { from, to: setting.address, port: Some(setting.port), node: None },
        told,
        shown,
        options,
        source: SOURCE,
        section: "services#ports",
        ..Draft::default()
    })
}
