//! NetworkPolicy in sixty lines, and every question on it by trying.

use serde_json::{Value, json};

use super::asked::{Asked, between, yaml};
use super::cluster::{Labels, Pod, labels, pods as pods_of, selects, text};

struct World {
    namespaces: Vec<(String, Labels)>,
    pods: Vec<Pod>,
    policies: Vec<Value>,
}

impl World {
    fn of(asked: &Asked) -> Self {
        let namespaces = asked
            .kind("Namespace")
            .map(|one| (text(one, "/metadata/name").to_owned(), labels(&one["metadata"]["labels"])));
        Self {
            namespaces: namespaces.collect(),
            pods: pods_of(&asked.objects),
            policies: asked.kind("NetworkPolicy").cloned().collect(),
        }
    }

    fn pod(&self, full: &str) -> &Pod {
        let (namespace, name) = full.trim_matches('`').split_once('/').unwrap();
        self.pods.iter().find(|pod| pod.namespace == namespace && pod.name == name).unwrap()
    }

    fn peer(&self, policy: &Value, item: &Value, pod: &Pod) -> bool {
        let in_namespace = match item.get("namespaceSelector") {
            None => pod.namespace == text(policy, "/metadata/namespace"),
            Some(selector) => {
                let own = self.namespaces.iter().find(|(name, _)| *name == pod.namespace).unwrap();
                selects(selector, &own.1)
            }
        };
        in_namespace && selects(&item["podSelector"], &pod.labels)
    }

    fn port(item: &Value, to: &Pod, (number, protocol): (u64, &str)) -> bool {
        let same = item["protocol"].as_str().unwrap_or("TCP") == protocol;
        same && match &item["port"] {
            Value::Null => true,
            Value::String(name) => to
                .ports
                .iter()
                .any(|(own, port, speaks)| own == name && *port == number && speaks == protocol),
            low => (low.as_u64().unwrap()..=item["endPort"].as_u64().unwrap_or(low.as_u64().unwrap()))
                .contains(&number),
        }
    }

    /// One direction: does some policy isolate, does some rule allow?
    fn side(&self, direction: &str, own: &Pod, other: &Pod, port: (u64, &str)) -> bool {
        let (rules, peers, word) =
            if direction == "in" { ("ingress", "from", "Ingress") } else { ("egress", "to", "Egress") };
        let to = if direction == "in" { own } else { other };
        let mut isolated = false;
        for policy in &self.policies {
            let spec = &policy["spec"];
            if text(policy, "/metadata/namespace") != own.namespace
                || !selects(&spec["podSelector"], &own.labels)
            {
                continue;
            }
            if !directions(spec).contains(&word) {
                continue;
            }
            isolated = true;
            for rule in spec[rules].as_array().into_iter().flatten() {
                let peer_fits = rule.get(peers).and_then(Value::as_array).is_none_or(|items| {
                    items.is_empty() || items.iter().any(|item| self.peer(policy, item, other))
                });
                let port_fits = rule.get("ports").and_then(Value::as_array).is_none_or(|items| {
                    items.is_empty() || items.iter().any(|item| Self::port(item, to, port))
                });
                if peer_fits && port_fits {
                    return true;
                }
            }
        }
        !isolated
    }

    fn allows(&self, from: &Pod, to: &Pod, port: (u64, &str)) -> bool {
        from == to || (self.side("out", from, to, port) && self.side("in", to, from, port))
    }

    /// Every connection on the ports that the Pods listen on.
    fn all(&self) -> Vec<bool> {
        let mut all = Vec::new();
        for to in &self.pods {
            for (_, number, protocol) in &to.ports {
                all.extend(self.pods.iter().map(|from| self.allows(from, to, (*number, protocol))));
            }
        }
        all
    }
}

fn directions(spec: &Value) -> Vec<&str> {
    match spec["policyTypes"].as_array() {
        Some(types) if !types.is_empty() => types.iter().map(|one| one.as_str().unwrap()).collect(),
        _ if spec["egress"].as_array().is_some_and(|rules| !rules.is_empty()) => vec!["Ingress", "Egress"],
        _ => vec!["Ingress"],
    }
}

/// `TCP 80`.
fn port_of(words: &str) -> (u64, &str) {
    let (protocol, number) = words.trim().split_once(' ').unwrap();
    (number.parse().unwrap(), protocol)
}

pub fn reach(asked: &Asked) -> Vec<bool> {
    let world = World::of(asked);
    let (before, rest) = asked.stem.split_once(" the address of ").unwrap();
    let from = world.pod(before.rsplit('`').nth(1).unwrap());
    let (to, rest) = rest.split_once(", ").unwrap();
    let (to, port) = (world.pod(to), port_of(rest.split_once(". What").unwrap().0));
    let (egress, ingress) = (world.side("out", from, to, port), world.side("in", to, from, port));
    let says = |text: &str| match text {
        "It gets through" => (true, true),
        _ if text.contains("neither") => (false, false),
        _ if text.contains("dropped: egress") => (false, true),
        _ => (true, false),
    };
    // A reason speaks of the end that the choice is wrong about.
    for choice in asked.choices.iter().filter(|choice| !choice.right) {
        let said = says(&choice.text);
        assert_eq!(choice.why.contains("or egress"), said.0 != egress, "{}\n{}", choice.why, asked.text());
        assert_eq!(choice.why.contains("or ingress"), said.1 != ingress, "{}\n{}", choice.why, asked.text());
    }
    asked.each(|text| says(text) == (egress, ingress))
}

pub fn pods(asked: &Asked) -> Vec<bool> {
    let world = World::of(asked);
    let verb = if asked.stem.contains(" can send to ") { "can send to `" } else { "can connect to `" };
    let to = world.pod(asked.between(verb, "`").unwrap());
    let (_, rest) = asked.stem.rsplit_once(" on ").unwrap();
    let port = port_of(rest.split_once('?').unwrap().0);
    asked.each(|text| world.allows(world.pod(text), to, port))
}

/// Every address tried against every item, as numbers and masks.
pub fn addresses(asked: &Asked) -> Vec<bool> {
    let world = World::of(asked);
    let own = world.pod(asked.between("The Pod `", "`").unwrap());
    let (_, rest) = asked.stem.rsplit_once(" on ").unwrap();
    let port = port_of(rest.split_once('?').unwrap().0);
    let egress = asked.stem.contains(" connect to on ");
    let (rules, peers) = if egress { ("egress", "to") } else { ("ingress", "from") };
    let allowing = world.policies.iter().filter(|policy| {
        text(policy, "/metadata/namespace") == own.namespace
            && selects(&policy["spec"]["podSelector"], &own.labels)
            && directions(&policy["spec"]).contains(&if egress { "Egress" } else { "Ingress" })
    });
    let rules: Vec<&Value> =
        allowing.flat_map(|policy| policy["spec"][rules].as_array().into_iter().flatten()).collect();
    let listed = |value: &Value| value.as_array().unwrap().clone();
    asked.each(|choice| {
        let address = number(choice.trim_matches('`'));
        rules.iter().any(|rule| {
            let by_peer = listed(&rule[peers]).iter().any(|item| {
                let holes = item["ipBlock"]["except"].as_array().cloned().unwrap_or_default();
                item.get("ipBlock").is_some_and(|block| is_in(address, &block["cidr"]))
                    && !holes.iter().any(|hole| is_in(address, hole))
            });
            by_peer && listed(&rule["ports"]).iter().any(|item| World::port(item, own, port))
        })
    })
}

fn number(address: &str) -> u32 {
    address.split('.').fold(0, |sum, part| (sum << 8) + part.parse::<u32>().unwrap())
}

/// The leading bits are the same.
fn is_in(address: u32, range: &Value) -> bool {
    let (start, bits) = range.as_str().unwrap().split_once('/').unwrap();
    let free = 32 - bits.parse::<u32>().unwrap();
    u64::from(address) >> free == u64::from(number(start)) >> free
}

/// From, to and port of "`a/b` verb `c/d` on TCP 1, and".
fn connection<'w>(
    world: &'w World,
    stem: &'w str,
    verbs: &[&str],
    end: &str,
) -> (&'w Pod, &'w Pod, (u64, &'w str)) {
    let (before, rest) = verbs.iter().find_map(|verb| stem.split_once(verb)).unwrap();
    let from = world.pod(before.trim_end_matches('`').rsplit('`').next().unwrap());
    let (to, rest) = rest.split_once(" on ").unwrap();
    (from, world.pod(to), port_of(rest.split_once(end).unwrap().0))
}

pub fn blocks(asked: &Asked) -> Vec<bool> {
    let mut world = World::of(asked);
    let all = world.policies.clone();
    asked
        .choices
        .iter()
        .map(|choice| {
            let (name, namespace) = choice.text.split_once(" in namespace ").unwrap();
            let is = |policy: &&Value| {
                !(text(policy, "/metadata/name") == name.trim_matches('`')
                    && text(policy, "/metadata/namespace") == namespace.trim_matches('`'))
            };
            world.policies = all.iter().filter(is).cloned().collect();
            assert_eq!(world.policies.len() + 1, all.len());
            let (from, to, port) =
                connection(&world, &asked.stem, &[" tries to connect to ", "` sends to "], ", and ");
            world.allows(from, to, port)
        })
        .collect()
}

pub fn opens(asked: &Asked) -> Vec<bool> {
    let before = World::of(asked);
    let (from, to, port) =
        connection(&before, &asked.stem, &[" cannot connect to ", " cannot send to "], ". Which");
    assert!(!before.allows(from, to, port));
    let wanted: Vec<bool> = {
        let mut all = Vec::new();
        for destination in &before.pods {
            for (_, number, protocol) in &destination.ports {
                all.extend(before.pods.iter().map(|source| {
                    (source == from && destination == to && (*number, protocol.as_str()) == port)
                        || before.allows(source, destination, (*number, protocol))
                }));
            }
        }
        all
    };
    let found = asked.each(|text| {
        let mut after = World::of(asked);
        change(&mut after, text);
        after.all() == wanted
    });
    for (choice, right) in asked.choices.iter().zip(&found) {
        if *right {
            assert_nothing_else_opens(asked, &choice.text);
        }
    }
    found
}

/// The key opens nothing else on any port and with either protocol, not even to a Pod that nobody has thought of.
fn assert_nothing_else_opens(asked: &Asked, text: &str) {
    let mut before = World::of(asked);
    for (name, _) in before.namespaces.clone() {
        let mut stranger = before.pods[0].clone();
        stranger.namespace = name;
        "stranger".clone_into(&mut stranger.name);
        stranger.labels = Labels::from([("app".to_owned(), "stranger".to_owned())]);
        stranger.ports = vec![("odd".to_owned(), 4242, "TCP".to_owned())];
        before.pods.push(stranger);
    }
    let mut after = World {
        namespaces: before.namespaces.clone(),
        pods: before.pods.clone(),
        policies: before.policies.clone(),
    };
    change(&mut after, text);
    let (from, to, port) =
        connection(&before, &asked.stem, &[" cannot connect to ", " cannot send to "], ". Which");
    let mut numbers: Vec<u64> =
        before.pods.iter().flat_map(|pod| pod.ports.iter().map(|(_, number, _)| *number)).collect();
    numbers.extend([80, 81]);
    for source in &before.pods {
        for destination in before.pods.iter().filter(|other| *other != source) {
            for asked_port in numbers.iter().flat_map(|number| [(*number, "TCP"), (*number, "UDP")]) {
                let meant = (source, destination, asked_port) == (from, to, port);
                let (was, is) = (
                    before.allows(source, destination, asked_port),
                    after.allows(source, destination, asked_port),
                );
                assert!(
                    was == is || meant,
                    "{text}\nalso changes {} to {} on {asked_port:?}\n{}",
                    source.name,
                    destination.name,
                    asked.text()
                );
            }
        }
    }
}

fn change(world: &mut World, words: &str) {
    let (head, body) = words.split_once("\n\n").unwrap_or((words, ""));
    if let Some(name) = head.strip_prefix("Delete the policy ") {
        let before = world.policies.len();
        world.policies.retain(|policy| full_name(policy) != name.trim_matches('`'));
        assert_eq!(world.policies.len() + 1, before, "{name}");
        return;
    }
    if head == "Create this policy:" {
        world.policies.push(yaml(body));
        return;
    }
    let place = between(head, " to `", "`").unwrap();
    let name = head.rsplit('`').nth(1).unwrap();
    let policy = world.policies.iter_mut().find(|policy| full_name(policy) == name).unwrap();
    let pointer = format!("/spec/{}", place.replace("[0].", "/0/"));
    if policy.pointer(&pointer).is_none() {
        policy["spec"][place] = json!([]);
    }
    let list = policy.pointer_mut(&pointer).unwrap().as_array_mut().unwrap();
    list.extend(yaml(body).as_array().unwrap().iter().cloned());
}

fn full_name(policy: &Value) -> String {
    format!("{}/{}", text(policy, "/metadata/namespace"), text(policy, "/metadata/name"))
}

pub fn choice(asked: &Asked) -> Vec<bool> {
    let mut world = World::of(asked);
    let mut dns = world.pods[0].clone();
    (dns.namespace, dns.name, dns.labels) = (
        "kube-system".to_owned(),
        "coredns".to_owned(),
        Labels::from([("k8s-app".to_owned(), "kube-dns".to_owned())]),
    );
    world.pods.push(dns);
    world.namespaces.push((
        "kube-system".to_owned(),
        Labels::from([("kubernetes.io/metadata.name".to_owned(), "kube-system".to_owned())]),
    ));
    let egress = asked.stem.contains("must be able to connect");
    let apps: Vec<&str> =
        asked.stem.split("`app=").skip(1).map(|rest| rest.split_once('`').unwrap().0).collect();
    let spaces: Vec<&str> =
        asked.stem.split("of namespace `").skip(1).map(|rest| rest.split_once('`').unwrap().0).collect();
    // Egress names the client first, ingress the server; the client may be in "that namespace".
    let first = (apps[0], spaces[0]);
    let second = (apps[1], if asked.stem.contains("of that namespace") { spaces[0] } else { spaces[1] });
    let (client, server) = if egress { (first, second) } else { (second, first) };
    let after = asked.stem.split_once("on TCP ").unwrap().1;
    let port: u64 = after.split(|one: char| !one.is_ascii_digit()).next().unwrap().parse().unwrap();
    let is = |pod: &Pod, (app, namespace): (&str, &str)| {
        pod.namespace == namespace && pod.labels.get("app").is_some_and(|own| own == app)
    };
    asked.each(|choice| {
        let mut policy = yaml(choice);
        policy["metadata"]["name"] = "it".into();
        world_allows(
            &world,
            &policy,
            |from, to, asked_port| {
                if egress {
                    !is(from, client)
                        || (is(to, server) && asked_port == (port, "TCP"))
                        || (to.namespace == "kube-system" && asked_port.0 == 53)
                } else {
                    !is(to, server) || (is(from, client) && asked_port == (port, "TCP"))
                }
            },
            port,
        )
    })
}

fn world_allows(
    world: &World,
    policy: &Value,
    wanted: impl Fn(&Pod, &Pod, (u64, &str)) -> bool,
    port: u64,
) -> bool {
    let with = World {
        namespaces: world.namespaces.clone(),
        pods: world.pods.clone(),
        policies: vec![policy.clone()],
    };
    with.pods.iter().all(|from| {
        with.pods.iter().filter(|to| *to != from).all(|to| {
            [(port, "TCP"), (port, "UDP"), (80, "TCP"), (53, "UDP"), (53, "TCP"), (4, "TCP")]
                .into_iter()
                .all(|asked| with.allows(from, to, asked) == wanted(from, to, asked))
        })
    })
}

pub fn types(asked: &Asked) -> Vec<bool> {
    let policy = asked.kind("NetworkPolicy").next().unwrap();
    let found = directions(&policy["spec"]);
    asked.each(|text| match text {
        "For ingress only" => found == ["Ingress"],
        "For egress only" => found == ["Egress"],
        "For ingress and egress" => found.len() == 2,
        _ => found.is_empty(),
    })
}
