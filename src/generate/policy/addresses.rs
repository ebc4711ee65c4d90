//! Which addresses outside the cluster do policies allow: `ipBlock`, and what `except` cuts out of it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::{Value, json};

use super::{SOURCE, scene::port_text};
use crate::{
    cluster::Protocol,
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{PodSketch, label_text, labels, name_of, namespace, policy},
        text::named,
        words::{APPS, App, NAMESPACES},
        world,
    },
    network::policy::{Connection, Direction, Party, Policies, Side, Verdict},
};

pub const MISTAKES: &[Mistake] = &[Mistake::AddressRange, Mistake::OtherPort];

/// A range, a part that may be cut out of it, a part of that which may be let in again, and addresses that tell them apart.
struct Range {
    cidr: &'static str,
    hole: &'static str,
    again: &'static str,
    telling: &'static [&'static str],
}

const RANGES: &[Range] = &[
    Range {
        cidr: "172.16.0.0/12",
        hole: "172.20.0.0/16",
        again: "172.20.8.0/24",
        telling: &[
            "172.16.0.9",
            "172.31.4.7",
            "172.20.3.4",
            "172.20.8.9",
            "172.21.0.5",
            "172.32.0.6",
            "172.15.7.1",
        ],
    },
    Range {
        cidr: "203.0.113.0/24",
        hole: "203.0.113.128/25",
        again: "203.0.113.192/26",
        telling: &[
            "203.0.113.7",
            "203.0.113.120",
            "203.0.113.130",
            "203.0.113.200",
            "203.0.114.7",
            "203.0.112.250",
        ],
    },
    Range {
        cidr: "198.51.100.0/24",
        hole: "198.51.100.64/26",
        again: "198.51.100.80/28",
        telling: &[
            "198.51.100.9",
            "198.51.100.60",
            "198.51.100.70",
            "198.51.100.85",
            "198.51.100.130",
            "198.51.101.9",
        ],
    },
    Range {
        cidr: "192.0.2.0/25",
        hole: "192.0.2.32/27",
        again: "192.0.2.48/28",
        telling: &["192.0.2.5", "192.0.2.40", "192.0.2.50", "192.0.2.70", "192.0.2.127", "192.0.2.129"],
    },
    Range {
        cidr: "0.0.0.0/0",
        hole: "172.16.0.0/12",
        again: "172.20.0.0/16",
        telling: &["203.0.113.7", "172.16.4.4", "172.20.3.4", "172.31.4.7", "172.32.0.6", "172.15.7.1"],
    },
];

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let range = draw.pick(RANGES)?;
    let space = draw.pick(NAMESPACES)?.0;
    let speakers: Vec<App> = APPS.iter().copied().filter(|app| app.protocol == Protocol::Tcp).collect();
    let app = *draw.pick(&speakers)?;
    let pod = PodSketch {
        namespace: space.to_owned(),
        name: format!("{}-0", app.name),
        app,
        labels: labels(&[("app", app.name)]),
    };
    let direction = if draw.chance(50) { Direction::Ingress } else { Direction::Egress };
    let connection = Connection::tcp(if direction == Direction::Ingress { app.port } else { 443 });
    let policies = policies(draw, level, &pod, range, direction, connection.port);
    let told = vec![namespace(space, &labels(&[])), pod.object()];
    let cluster = world::with(&world::unsettled(&told)?, &policies)?;
    let compiled = Policies::compile(&cluster);
    let own = Party::pod(&cluster, space, &pod.name)?;
    let mut options = Vec::new();
    let mut open_by: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut stopped = None;
    for address in draw.few(range.telling, if level == Level::EASY { 4 } else { 5 }) {
        let outside: IpAddr = address.parse().ok()?;
        let decision = match direction {
            Direction::Ingress => compiled.decide(Party::Address(outside), own, connection),
            Direction::Egress => compiled.decide(own, Party::Address(outside), connection),
        };
        let side = if direction == Direction::Ingress { &decision.ingress } else { &decision.egress };
        let text = format!("`{address}`");
        match decision.verdict {
            Verdict::Undefined => return None,
            Verdict::Allow => {
                open_by.entry(opener(side)?).or_default().push(address);
                options.push(Opt::right(text));
            }
            Verdict::Deny => {
                stopped = Some(address);
                let (mistake, why) = refusal(&policies, side, outside, connection)?;
                options.push(Opt::wrong(text, mistake, why));
            }
        }
    }
    let (from, to) = match direction {
        Direction::Ingress => (format!("ip:{}", stopped?), pod.full_name()),
        Direction::Egress => (pod.full_name(), format!("ip:{}", stopped?)),
    };
    Some(Draft {
        stem: stem(&pod, direction, connection),
        told,
        multiple: true,
        options,
        explanation: explanation(&open_by, &policies),
        source: SOURCE,
        section: "network-policy#peers",
        look: Look::Hops { from, to, port: Some(connection.port), node: None },
        shown: policies,
        ..Draft::default()
    })
}

/// One policy with one block; from the middle level on an item beside it; at the highest a policy beside it.
fn policies(
    draw: &mut Draw,
    level: Level,
    pod: &PodSketch,
    range: &Range,
    direction: Direction,
    port: u16,
) -> Vec<Value> {
    let mut block = json!({"cidr": range.cidr});
    if level != Level::EASY || draw.chance(70) {
        block["except"] = json!([range.hole]);
    }
    let mut items = vec![json!({"ipBlock": block})];
    let again = json!({"ipBlock": {"cidr": range.again}});
    if level == Level::MIDDLE {
        // Every address outside is no Pod, so the second of these means none of them.
        items.push(if draw.chance(60) { again.clone() } else { json!({"podSelector": {}}) });
        draw.shuffle(&mut items);
    }
    let made = |name: &str, items: Value, ports: Value| {
        let (field, peers) = (direction.field(), direction.peers_field());
        let word = if direction == Direction::Ingress { "Ingress" } else { "Egress" };
        let rule = json!({peers: items, "ports": ports});
        let spec = json!({"policyTypes": [word], field: [rule]});
        policy(&pod.namespace, name, &pod.labels, spec)
    };
    let exactly = json!([{"protocol": "TCP", "port": port}]);
    let mut policies = vec![made("outside", json!(items), exactly.clone())];
    if level == Level::HARD {
        let low = port - draw.between(1, 40);
        let ports = match draw.between(0, 2) {
            0 => exactly,
            1 => json!([{"protocol": "TCP", "port": low, "endPort": port + draw.between(0, 20)}]),
            _ => json!([{"protocol": "TCP", "port": low, "endPort": port - 1}]),
        };
        policies.push(made("partners", json!([again]), ports));
        draw.shuffle(&mut policies);
    }
    policies
}

fn stem(pod: &PodSketch, direction: Direction, connection: Connection) -> String {
    let (name, labels, port) = (pod.full_name(), label_text(&pod.labels), port_text(connection));
    let asked = match direction {
        Direction::Ingress => format!(
            "These addresses are outside the cluster, and nothing rewrites them on the way. Which of them can connect to `{name}` on {port}?"
        ),
        Direction::Egress => format!(
            "These addresses are outside the cluster, and a server listens at each. Which of them can `{name}` connect to on {port}?"
        ),
    };
    format!(
        "The manifests are all policies of the cluster, and the network plugin enforces them. The Pod `{name}` has the label `{labels}`. {asked} \
         Choose all that apply."
    )
}

/// The item that allows an address.
fn opener(side: &Side) -> Option<String> {
    let rule = side.allowing.first()?;
    let field = rule.direction.peers_field();
    Some(format!("`{field}[{}]` of `{}`", rule.peer?, rule.policy.name))
}

fn explanation(open_by: &BTreeMap<String, Vec<&str>>, policies: &[Value]) -> String {
    let mut sentences: Vec<String> = open_by
        .iter()
        .map(|(item, addresses)| format!("The item {item} allows {}.", named(addresses)))
        .collect();
    let text = policies.iter().map(ToString::to_string).collect::<String>();
    if text.contains("except") {
        sentences.push("`except` is cut out of the `cidr` of its own item.".to_owned());
        if text.matches("ipBlock").count() > 1 {
            sentences.push(
                "It forbids nothing: what one item leaves out, another item or another policy may allow."
                    .to_owned(),
            );
        }
    } else {
        sentences.push("A range means its addresses and no others.".to_owned());
    }
    sentences.join(" ")
}

/// What of each rule does not fit an address that none allows; the mistake is the port where only that does not.
fn refusal(
    policies: &[Value],
    side: &Side,
    outside: IpAddr,
    connection: Connection,
) -> Option<(Mistake, String)> {
    let (field, peers) = (side.direction.field(), side.direction.peers_field());
    let mut mistake = Mistake::AddressRange;
    let mut sentences = Vec::new();
    for policy in policies {
        let rule = &policy["spec"][field][0];
        let near = side.near_misses.iter().find(|near| near.rule.policy.name == name_of(policy));
        if near.is_some_and(|near| near.peer_matches) {
            mistake = Mistake::OtherPort;
            let port = &rule["ports"][0];
            sentences.push(format!(
                "`{peers}[0]` of `{}` has it, but `ports[0]` is {} to {} and this is {}.",
                name_of(policy),
                port["port"],
                port["endPort"],
                port_text(connection)
            ));
            continue;
        }
        for (index, item) in rule[peers].as_array()?.iter().enumerate() {
            let place = format!("`{peers}[{index}]` of `{}`", name_of(policy));
            sentences.push(misfit(&place, item, outside)?);
        }
    }
    Some((mistake, sentences.join(" ")))
}

/// Why an item does not mean an address.
fn misfit(place: &str, item: &Value, outside: IpAddr) -> Option<String> {
    let Some(block) = item.get("ipBlock") else {
        return Some(format!("{place} means Pods, and an address outside is none."));
    };
    let cidr: IpNet = block["cidr"].as_str()?.parse().ok()?;
    Some(if cidr.contains(&outside) {
        format!("{place} leaves it out: it is in `{}`, under `except`.", block["except"][0].as_str()?)
    } else {
        format!("{place} is `{cidr}`, which is {} to {}.", cidr.network(), cidr.broadcast())
    })
}
