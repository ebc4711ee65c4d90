//! SRV records of Services, and records of Pods by their address.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::SOURCE;
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{give_address, labels, make_ready, namespace, pod, port, service},
        words::{App, NAMESPACES, web_apps},
        world,
    },
    network::dns::{Data, Dns, RecordType},
};

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let space = draw.pick(NAMESPACES)?.0;
    let app = *draw.pick(&web_apps())?;
    // At the highest level there is a third number at each port.
    let at_nodes = level == Level::HARD && draw.chance(70);
    let (http, metrics) = (*draw.pick(&[80, 8000, 8888])?, draw.between(9100, 9199));
    let outer = *draw.pick(&[9090_u16, 9000, 2112, 8125])?;
    let ports = [
        json!({"name": "http", "port": http, "targetPort": app.port}),
        json!({"name": "metrics", "port": outer, "targetPort": metrics}),
    ];
    let selector = labels(&[("app", app.name)]);
    let mut own = service(space, app.name, &selector, &ports);
    if at_nodes {
        own["spec"]["type"] = "NodePort".into();
        own["spec"]["ports"][0]["nodePort"] = draw.between(30_100, 31_000).into();
        own["spec"]["ports"][1]["nodePort"] = draw.between(31_001, 32_700).into();
    }
    let mut behind = pod(
        space,
        &format!("{}-0", app.name),
        &selector,
        &[port("http", app.port, app.protocol), port("metrics", metrics, app.protocol)],
    );
    let address = format!("10.244.{}.{}", draw.between(1, 9), draw.between(2, 250));
    give_address(&mut behind, &address);
    make_ready(&mut behind);
    let told = vec![namespace(space, &labels(&[]))];
    let shown = vec![own, behind];
    let dns = Dns::of(&world::cluster(&told.iter().chain(&shown).cloned().collect::<Vec<Value>>())?);
    let about = About { space, app, address: &address, outer };
    match draw.between(0, 2) {
        0 => about.srv_name(draw, told, shown, &dns),
        1 => about.srv_port(draw, told, shown, &dns),
        _ => about.pod_name(draw, told, shown, &dns),
    }
}

struct About<'a> {
    space: &'a str,
    app: App,
    address: &'a str,
    /// The Service's port `metrics`.
    outer: u16,
}

/// Whether a name has records of the type.
fn exists(dns: &Dns, name: &str, kind: RecordType) -> bool {
    dns.answer(name, kind).is_ok_and(|answer| !answer.answers.is_empty())
}

impl About<'_> {
    fn draft(
        told: Vec<Value>,
        shown: Vec<Value>,
        stem: String,
        options: Vec<Opt>,
        explanation: String,
    ) -> Draft {
        Draft {
            stem,
            told,
            shown,
            options,
            explanation,
            source: SOURCE,
            section: "dns#other-records",
            look: Look::Nothing,
            ..Draft::default()
        }
    }

    fn srv_name(&self, draw: &mut Draw, told: Vec<Value>, shown: Vec<Value>, dns: &Dns) -> Option<Draft> {
        let (name, space, outer) = (self.app.name, self.space, self.outer);
        let candidates = [
            (format!("_metrics._tcp.{name}.{space}.svc.cluster.local"), String::new()),
            (
                format!("_tcp._metrics.{name}.{space}.svc.cluster.local"),
                "The port's name comes first, then the protocol.".to_owned(),
            ),
            (
                format!("_metrics.{name}.{space}.svc.cluster.local"),
                "The protocol is missing: a port's name may stand for a TCP and a UDP port.".to_owned(),
            ),
            (
                format!("_{outer}._tcp.{name}.{space}.svc.cluster.local"),
                "The name of the port stands there, not its number.".to_owned(),
            ),
            (
                format!("_metrics._tcp.{space}.{name}.svc.cluster.local"),
                "The Service comes before its namespace.".to_owned(),
            ),
            (format!("_metrics._udp.{name}.{space}.svc.cluster.local"), "The port is a TCP port.".to_owned()),
        ];
        let (right, wrong): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|(name, _)| exists(dns, &format!("{name}."), RecordType::SRV));
        let [(right, _)] = right.as_slice() else { return None };
        let mut options = vec![Opt::right(format!("`{right}`"))];
        options.extend(
            draw.few(&wrong, 3)
                .into_iter()
                .map(|(name, why)| Opt::wrong(format!("`{name}`"), Mistake::DnsForm, why)),
        );
        let stem = "Which name has the SRV record of the Service's port `metrics`?".to_owned();
        let explanation = format!(
            "A named port of a Service has an SRV record `_PORT._PROTOCOL.SERVICE.NAMESPACE.svc.DOMAIN`: here `{right}`. Ports without a name have none."
        );
        Some(Self::draft(told, shown, stem, options, explanation))
    }

    fn srv_port(&self, draw: &mut Draw, told: Vec<Value>, shown: Vec<Value>, dns: &Dns) -> Option<Draft> {
        let asked = format!("_metrics._tcp.{}.{}.svc.cluster.local", self.app.name, self.space);
        let answer = dns.answer(&format!("{asked}."), RecordType::SRV).ok()?;
        let Some(Data::Service { port: right, .. }) = answer.answers.first().map(|record| &record.data)
        else {
            return None;
        };
        let mut numbers: BTreeMap<u64, (Mistake, &str)> = BTreeMap::new();
        for (index, field, mistake, why) in [
            (0, "port", Mistake::NamedPort, "That belongs to the port `http`."),
            (0, "targetPort", Mistake::NamedPort, "That belongs to the port `http`."),
            (1, "port", Mistake::ServicePort, ""),
            (
                1,
                "targetPort",
                Mistake::ServicePort,
                "That is the Pod's port. A client of the Service's address has to dial the Service's port, and gets that.",
            ),
            (
                1,
                "nodePort",
                Mistake::ServicePort,
                "That port is on the nodes. The record leads to the Service's own address.",
            ),
        ] {
            if let Some(number) = shown.first()?["spec"]["ports"][index][field].as_u64() {
                numbers.insert(number, (mistake, why));
            }
        }
        let own = *right;
        numbers.remove(&u64::from(own))?;
        let mut options = vec![Opt::right(own.to_string())];
        let wrong: Vec<_> = numbers.into_iter().collect();
        // A number that belongs to two ports would be wrong and right, or have two reasons.
        if wrong.len() < 3 {
            return None;
        }
        options.extend(
            draw.few(&wrong, 3)
                .into_iter()
                .map(|(number, (mistake, why))| Opt::wrong(number.to_string(), mistake, why)),
        );
        let stem = format!("A client asks for the SRV record `{asked}`. Which port is in the answer?");
        let explanation = format!(
            "The record leads to the Service, so it has the Service's port, {own}; what lies behind it is kube-proxy's business."
        );
        Some(Self::draft(told, shown, stem, options, explanation))
    }

    fn pod_name(&self, draw: &mut Draw, told: Vec<Value>, shown: Vec<Value>, dns: &Dns) -> Option<Draft> {
        let (space, name, address) = (self.space, self.app.name, self.address);
        let dashed = address.replace('.', "-");
        let candidates = [
            (format!("{dashed}.{space}.pod.cluster.local"), String::new()),
            (
                format!("{address}.{space}.pod.cluster.local"),
                "The dots of the address become dashes: each dot would begin another part of the name."
                    .to_owned(),
            ),
            (
                format!("{name}-0.{space}.pod.cluster.local"),
                "Names below `pod` are made of addresses, not of the names of Pods.".to_owned(),
            ),
            (format!("{dashed}.pod.{space}.cluster.local"), "The namespace comes before `pod`.".to_owned()),
            (
                format!("{dashed}.{space}.svc.cluster.local"),
                "Below `svc` there are Services; an address is looked up below `pod`.".to_owned(),
            ),
            (
                format!("{name}-0.{name}.{space}.svc.cluster.local"),
                "A Pod has such a name only with `hostname` and `subdomain`, and this one has neither."
                    .to_owned(),
            ),
        ];
        let (right, wrong): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|(name, _)| exists(dns, &format!("{name}."), RecordType::A));
        let [(right, _)] = right.as_slice() else { return None };
        let mut options = vec![Opt::right(format!("`{right}`"))];
        options.extend(
            draw.few(&wrong, 3)
                .into_iter()
                .map(|(name, why)| Opt::wrong(format!("`{name}`"), Mistake::DnsForm, why)),
        );
        let stem = format!(
            "CoreDNS runs as kubeadm sets it up (`pods insecure`). Which name gives the address of the Pod `{name}-0`?"
        );
        let explanation = format!(
            "Below `NAMESPACE.pod.DOMAIN` an address with dashes for dots is answered with that address: `{right}`. With `pods insecure` CoreDNS does not even look whether such a Pod exists."
        );
        Some(Self::draft(told, shown, stem, options, explanation))
    }
}
