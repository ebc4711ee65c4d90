//! Which of four policies does exactly what is asked? Each is put into the cluster, and every connection is tried.

use serde_json::{Value, json};

use super::SOURCE;
use crate::{
    cluster::{Cluster, Protocol},
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt, beside},
        draw::Draw,
        insight::Look,
        objects::{NAME_LABEL, PodSketch, labels, namespace, policy},
        text::fenced,
        words::{APPS, App, NAMESPACES},
        world, yaml,
    },
    network::policy::{Connection, Party, Policies, Verdict},
};

pub const MISTAKES: &[Mistake] = &[
    Mistake::TwoItems,
    Mistake::OtherNamespace,
    Mistake::ServicePort,
    Mistake::TooWide,
    Mistake::Isolation,
    Mistake::MissingUdp,
    Mistake::NamespaceLabel,
    Mistake::OtherPort,
];

/// Clients, server and where they are.
struct Wish {
    client: (App, String),
    server: (App, String),
    team: String,
    /// The client's egress is asked for, with DNS; else the server's ingress.
    egress: bool,
}

struct Variant {
    policy: Value,
    mistake: Mistake,
    why: &'static str,
}

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let spaces = draw.few(NAMESPACES, 3);
    let apps: Vec<App> =
        draw.few(APPS, 6).into_iter().filter(|app| app.protocol == Protocol::Tcp).take(3).collect();
    let [client, server, other] = apps.as_slice() else { return None };
    let home = spaces.first()?;
    let away = if level == Level::EASY { home } else { spaces.get(1)? };
    let wish = Wish {
        client: (*client, away.0.to_owned()),
        server: (*server, home.0.to_owned()),
        team: away.1.to_owned(),
        egress: level == Level::HARD,
    };
    // Every app in every namespace: whatever a policy opens too far, one of these Pods shows.
    let pods: Vec<PodSketch> =
        spaces.iter().flat_map(|space| [client, server, other].map(|app| sketch(space.0, *app))).collect();
    let mut told: Vec<Value> =
        spaces.iter().map(|(name, team)| namespace(name, &labels(&[("team", team)]))).collect();
    told.extend(pods.iter().map(PodSketch::object));
    let variants = if wish.egress { egress_variants(&wish) } else { ingress_variants(&wish) };
    let (right, wrong) = variants.split_first()?;
    let grounds = world::unsettled(&told)?;
    if !does(&wish, &pods, &grounds, &right.policy)? {
        return None;
    }
    let mut options = vec![Opt::right(shown(&right.policy))];
    let length = |variant: &&Variant| shown(&variant.policy).len();
    for variant in beside(draw, length(&right), &wrong.iter().collect::<Vec<_>>(), 3, length) {
        if does(&wish, &pods, &grounds, &variant.policy)? {
            return None;
        }
        options.push(Opt::wrong(shown(&variant.policy), variant.mistake, variant.why));
    }
    Some(Draft {
        stem: stem(&wish),
        options,
        told,
        explanation: explanation(&wish),
        source: SOURCE,
        section: if wish.egress { "policy-patterns#dns" } else { "policy-patterns#recipe" },
        look: Look::Matrix { port: server.port, protocol: server.protocol, between: Some(wish.between()) },
        ..Draft::default()
    })
}

fn sketch(namespace: &str, app: App) -> PodSketch {
    let name = format!("{}-0", app.name);
    PodSketch { namespace: namespace.to_owned(), name, app, labels: labels(&[("app", app.name)]) }
}

/// A policy as an option: `apiVersion`, `kind` and the name are the same in all of them.
fn shown(policy: &Value) -> String {
    let namespace = &policy["metadata"]["namespace"];
    fenced("yaml", &yaml::document(&json!({"metadata": {"namespace": namespace}, "spec": policy["spec"]})))
}

fn stem(wish: &Wish) -> String {
    let ((client, away), (server, home)) = (&wish.client, &wish.server);
    let ground = format!(
        "Other namespaces and other apps, some with the same labels, are there; Pods have only the label `app`; namespaces have the one with their own name, and `team` \
         (`{away}` has `team={}`). There are no policies yet.",
        wish.team
    );
    if wish.egress {
        return format!(
            "The Pods `app={}` of namespace `{away}` must be able to connect to the Pods `app={}` of namespace `{home}` on TCP {} and to DNS (the Pods of \
             `kube-system` on UDP and TCP 53), and to nothing else. Nothing else may change. {ground} Which policy does exactly that?",
            client.name, server.name, server.port
        );
    }
    let clients = if home == away { "that namespace".to_owned() } else { format!("namespace `{away}`") };
    format!(
        "The Pods `app={}` of namespace `{home}` must be reachable only from the Pods `app={}` of {clients}, and only on TCP {}. Nothing else may change. \
         {ground} A Service in front of `{}` has port 80. Which policy does exactly that?",
        server.name, client.name, server.port, server.name
    )
}

fn explanation(wish: &Wish) -> String {
    let ((client, away), (server, home)) = (&wish.client, &wish.server);
    if wish.egress {
        return format!(
            "The policy belongs in the namespace of the Pods whose connections it limits, `{away}`, and isolates `app={}` for egress. One rule has the server, \
             namespace and Pod in one item of `to`, with its port {}; another has `kube-system` with port 53 for UDP and for TCP. Within a rule every peer goes \
             with every port, so two rules are needed.",
            client.name, server.port
        );
    }
    let peer = if home == away {
        "a `podSelector` alone, which means Pods of the policy's own namespace"
    } else {
        "one item with `namespaceSelector` and `podSelector`: both must hold"
    };
    format!(
        "The policy belongs in the namespace of the Pods that it protects, `{home}`, and selects `app={}`. Its one rule has {peer}, and the port on which the \
         Pods listen, {}, for a policy never sees the Service's port.",
        server.name, server.port
    )
}

/// The first is right.
fn ingress_variants(wish: &Wish) -> Vec<Variant> {
    let ((client, away), (server, home)) = (&wish.client, &wish.server);
    let name = format!("{}-clients", server.name);
    let pods = json!({"matchLabels": {"app": client.name}});
    let by_name = json!({"matchLabels": {NAME_LABEL: away}});
    let both = json!({"namespaceSelector": by_name, "podSelector": pods});
    let same = home == away;
    let item = if same { json!({"podSelector": pods}) } else { both };
    let port = |number: u16| json!([{"protocol": "TCP", "port": number}]);
    let right_ports = port(server.port);
    let make = |namespace: &str, selector: &[(&str, &str)], spec: Value| {
        policy(namespace, &name, &labels(selector), spec)
    };
    let selector = [("app", server.name)];
    let spec = |from: Value, ports: &Value| json!({"policyTypes": ["Ingress"], "ingress": [{"from": from, "ports": ports}]});
    let variant = |policy: Value, mistake: Mistake, why: &'static str| Variant { policy, mistake, why };
    let good = |from: Value| make(home, &selector, spec(from, &right_ports));
    let mut all = vec![
        variant(good(json!([item])), Mistake::Isolation, ""),
        variant(
            make(home, &selector, spec(json!([item]), &port(80))),
            Mistake::ServicePort,
            "Policies see the port of the Pod, after the Service was translated: port 80 opens nothing.",
        ),
        variant(
            make(home, &selector, json!({"policyTypes": ["Ingress"], "ingress": [{"from": [item]}]})),
            Mistake::OtherPort,
            "Without `ports` the rule opens every port, not only the one asked for.",
        ),
        variant(
            make(
                home,
                &selector,
                json!({"policyTypes": ["Ingress"], "ingress": [{"from": [item]}, {"ports": right_ports}]}),
            ),
            Mistake::TooWide,
            "Two rules: the first opens every port to the clients, the second opens the port to everybody.",
        ),
        variant(
            make(
                home,
                &[("app", client.name)],
                spec(json!([{"podSelector": {"matchLabels": {"app": server.name}}}]), &right_ports),
            ),
            Mistake::Isolation,
            "It selects the clients and lets the server in: the wrong way round. The server stays open to everybody.",
        ),
        variant(
            make(home, &[], spec(json!([item]), &right_ports)),
            Mistake::TooWide,
            "An empty `podSelector` selects every Pod of the namespace, so the other apps are closed as well.",
        ),
        variant(
            make(
                home,
                &selector,
                spec(json!([{"namespaceSelector": {}, "podSelector": pods}]), &right_ports),
            ),
            Mistake::TooWide,
            "An empty `namespaceSelector` means all namespaces: Pods with this label in any of them come in.",
        ),
        variant(
            make(
                home,
                &selector,
                json!({"policyTypes": ["Egress"], "ingress": [{"from": [item], "ports": right_ports}]}),
            ),
            Mistake::Isolation,
            "`policyTypes` lists only Egress, so ingress stays open, and the server cannot open connections any more.",
        ),
    ];
    if !same {
        all.extend([
            variant(
                good(json!([{"namespaceSelector": by_name}, {"podSelector": pods}])),
                Mistake::TwoItems,
                "Two items: every Pod of that namespace comes in, and Pods with this label of the policy's own namespace too.",
            ),
            variant(
                good(json!([{"podSelector": pods}])),
                Mistake::OtherNamespace,
                "A `podSelector` alone means Pods of the policy's own namespace: the clients are in another one.",
            ),
            variant(
                make(away, &selector, spec(json!([{"podSelector": pods}]), &right_ports)),
                Mistake::OtherNamespace,
                "A policy selects Pods of its own namespace only, and there it does not meet the server at all.",
            ),
            variant(
                good(json!([{"podSelector": {"matchLabels": {"app": client.name, "team": wish.team}}}])),
                Mistake::NamespaceLabel,
                "A `podSelector` is asked of Pods, and without a `namespaceSelector` of those of the policy's own namespace only; `team` is a label of namespaces.",
            ),
        ]);
    }
    all
}

/// The first is right.
fn egress_variants(wish: &Wish) -> Vec<Variant> {
    let ((client, away), (server, home)) = (&wish.client, &wish.server);
    let name = format!("{}-targets", client.name);
    let to_server = json!({"namespaceSelector": {"matchLabels": {NAME_LABEL: home}}, "podSelector": {"matchLabels": {"app": server.name}}});
    let to_dns = json!({"namespaceSelector": {"matchLabels": {NAME_LABEL: "kube-system"}}});
    let port = json!({"protocol": "TCP", "port": server.port});
    let (udp, tcp) = (json!({"protocol": "UDP", "port": 53}), json!({"protocol": "TCP", "port": 53}));
    let selector = [("app", client.name)];
    let make = |rules: Value| {
        policy(away, &name, &labels(&selector), json!({"policyTypes": ["Egress"], "egress": rules}))
    };
    let server_rule = json!({"to": [to_server], "ports": [port]});
    let variant = |policy: Value, mistake: Mistake, why: &'static str| Variant { policy, mistake, why };
    vec![
        variant(make(json!([server_rule, {"to": [to_dns], "ports": [udp, tcp]}])), Mistake::Isolation, ""),
        variant(
            make(json!([server_rule, {"to": [to_dns], "ports": [{"port": 53}]}])),
            Mistake::MissingUdp,
            "A port without protocol is TCP: the lookups, which use UDP, are dropped.",
        ),
        variant(
            make(json!([server_rule, {"to": [to_dns], "ports": [udp]}])),
            Mistake::MissingUdp,
            "DNS by TCP was asked for, too: it is used when an answer is too long for UDP.",
        ),
        variant(
            make(json!([server_rule])),
            Mistake::MissingUdp,
            "Without a rule for DNS the client cannot look up any name.",
        ),
        variant(
            make(json!([{"to": [to_server, to_dns], "ports": [port, udp, tcp]}])),
            Mistake::TooWide,
            "In one rule every peer has every port: this opens port 53 of the server and the server's port in `kube-system`.",
        ),
        variant(
            make(
                json!([{"to": [{"namespaceSelector": {"matchLabels": {NAME_LABEL: home}}}, {"podSelector": {"matchLabels": {"app": server.name}}}], "ports": [port]}, {"to": [to_dns], "ports": [udp, tcp]}]),
            ),
            Mistake::TwoItems,
            "Two items: all Pods of that namespace are open, and Pods with the server's label in the client's own namespace.",
        ),
        variant(
            make(
                json!([{"to": [{"podSelector": {"matchLabels": {"app": server.name}}}], "ports": [port]}, {"to": [to_dns], "ports": [udp, tcp]}]),
            ),
            Mistake::OtherNamespace,
            "A `podSelector` alone means Pods of the policy's own namespace: the server is in another one.",
        ),
        variant(
            policy(
                away,
                &name,
                &labels(&selector),
                json!({"policyTypes": ["Ingress"], "egress": [server_rule, {"to": [to_dns], "ports": [udp, tcp]}]}),
            ),
            Mistake::Isolation,
            "`policyTypes` lists only Ingress: egress stays open, and nobody may connect to the client any more.",
        ),
        variant(
            make(json!([server_rule, {"ports": [udp, tcp]}])),
            Mistake::TooWide,
            "A rule without `to` means every destination: port 53 of any Pod and of any address outside is open.",
        ),
    ]
}

/// Whether the policy does what is wished, tried with every Pod, on the port asked for, on others, and with UDP.
fn does(wish: &Wish, pods: &[PodSketch], grounds: &Cluster, policy: &Value) -> Option<bool> {
    let cluster = world::with(grounds, std::slice::from_ref(policy))?;
    let policies = Policies::compile(&cluster);
    let port = wish.server.0.port;
    let mut names: Vec<(String, String)> = pods.iter().map(PodSketch::key).collect();
    names.extend(
        cluster
            .pods()
            .filter(|(_, pod)| is_dns(pod))
            .map(|(object, _)| (object.namespace().to_owned(), object.name().to_owned())),
    );
    let party = |name: &(String, String)| Party::pod(&cluster, &name.0, &name.1);
    let parties: Vec<Party<'_>> = names.iter().map(party).collect::<Option<_>>()?;
    let ends: Vec<(&(String, String), Party<'_>)> = names.iter().zip(parties).collect();
    let ports = [
        (port, Protocol::Tcp),
        (port, Protocol::Udp),
        (80, Protocol::Tcp),
        (53, Protocol::Udp),
        (53, Protocol::Tcp),
    ];
    for (from, source) in &ends {
        for (to, target) in ends.iter().filter(|(to, _)| to != from) {
            for (port, protocol) in ports {
                let said = policies.decide(*source, *target, Connection { port, protocol }).verdict;
                if said == Verdict::Undefined {
                    return None;
                }
                if (said == Verdict::Allow) != wish.grants(from, to, (port, protocol)) {
                    return Some(false);
                }
            }
        }
    }
    Some(true)
}

fn is_dns(pod: &k8s_openapi::api::core::v1::Pod) -> bool {
    pod.metadata
        .labels
        .as_ref()
        .is_some_and(|labels| labels.get("k8s-app").is_some_and(|app| app == "kube-dns"))
}

impl Wish {
    /// Client and server by their full names.
    fn between(&self) -> (String, String) {
        let name = |(app, namespace): &(App, String)| format!("{namespace}/{}-0", app.name);
        (name(&self.client), name(&self.server))
    }

    fn grants(
        &self,
        from: &(String, String),
        to: &(String, String),
        (port, protocol): (u16, Protocol),
    ) -> bool {
        let is = |end: &(String, String), (app, namespace): &(App, String)| {
            end.0 == *namespace && end.1 == format!("{}-0", app.name)
        };
        let asked = port == self.server.0.port && protocol == Protocol::Tcp;
        if self.egress {
            !is(from, &self.client)
                || (is(to, &self.server) && asked)
                || (to.0 == "kube-system" && port == 53)
        } else {
            !is(to, &self.server) || (is(from, &self.client) && asked)
        }
    }
}
