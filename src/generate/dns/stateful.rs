//! The name of one Pod of a `StatefulSet`.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Value, json};

use super::SOURCE;
use crate::{
    cluster::pod,
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{labels, namespace, pod as pod_object, service},
        words::{APPS, NAMESPACES},
        world,
    },
    network::dns::{Dns, RecordType},
};

/// Names that Services in front of `StatefulSet`s have.
const HEADS: &[&str] = &["nodes", "members", "peers", "headless", "cluster"];

/// A `StatefulSet` with its Service, and a Pod that asks.
struct Setting {
    set: &'static str,
    governing: String,
    second: Option<String>,
    home: &'static str,
    from: &'static str,
    /// The Pod asked for.
    one: String,
    shown: Vec<Value>,
    told: Vec<Value>,
}

impl Setting {
    fn draw(draw: &mut Draw, level: Level) -> Option<Self> {
        let app = *draw.pick(APPS)?;
        let [home, away] = draw.few(NAMESPACES, 2).try_into().ok()?;
        let (home, away) = (home.0, away.0);
        let set = app.name;
        let ending = if level == Level::EASY { "headless" } else { draw.pick(HEADS)? };
        let governing = format!("{set}-{ending}");
        let replicas = draw.between(2, 4);
        let one = format!("{set}-{}", draw.between(0, replicas - 1));
        let selector = labels(&[("app", set)]);
        let ports = [json!({"name": app.port_name, "port": app.port, "protocol": app.protocol.name()})];
        let mut head = service(home, &governing, &selector, &ports);
        head["spec"]["clusterIP"] = "None".into();
        let container = json!({
            "name": "main", "image": format!("registry.example/{set}:2.0"),
            "ports": [{"name": app.port_name, "containerPort": app.port, "protocol": app.protocol.name()}],
        });
        let set_object = json!({
            "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": set, "namespace": home},
            "spec": {
                "serviceName": governing, "replicas": replicas, "selector": {"matchLabels": selector},
                "template": {"metadata": {"labels": selector}, "spec": {"containers": [container]}},
            },
        });
        let mut shown: Vec<Value> = vec![head, set_object];
        // A second Service with the same Pods, which their names are not under: it is not the one in `serviceName`.
        let second = (level == Level::HARD).then(|| format!("{set}-read"));
        if let Some(second) = &second {
            let mut other = service(home, second, &selector, &ports);
            if draw.chance(50) {
                other["spec"]["clusterIP"] = "None".into();
            }
            shown.push(other);
        }
        let from = if draw.chance(50) { home } else { away };
        let told = vec![
            namespace(home, &labels(&[])),
            namespace(away, &labels(&[])),
            pod_object(from, "toolbox", &labels(&[("app", "toolbox")]), &[]),
        ];
        Some(Self { set, governing, second, home, from, one, shown, told })
    }

    /// Names that one may think of, and why each is none.
    fn names(&self) -> Vec<(String, Mistake, String)> {
        let Self { set, governing, home, from, one, .. } = self;
        let domain = "svc.cluster.local";
        let why = |text: &str| text.to_owned();
        let mut names = vec![
            (format!("{one}.{governing}.{home}.{domain}"), Mistake::DnsForm, String::new()),
            (
                format!("{one}.{home}.{domain}"),
                Mistake::Headless,
                why("A Pod has no name directly below its namespace; the Service stands between."),
            ),
            (
                format!("{one}.{set}.{home}.{domain}"),
                Mistake::Headless,
                format!(
                    "`{set}` is the name of the StatefulSet; DNS uses that of the Service in `serviceName`, `{governing}`."
                ),
            ),
            (
                format!("{governing}.{one}.{home}.{domain}"),
                Mistake::DnsForm,
                why("The Pod's name comes first: the most specific part is the leftmost."),
            ),
            (
                format!("{one}.{governing}.{home}.pod.cluster.local"),
                Mistake::DnsForm,
                why("Names below `pod` are made of addresses."),
            ),
        ];
        if from == home {
            names.push((format!("{one}.{governing}"), Mistake::DnsForm, String::new()));
            names.push((
                one.clone(),
                Mistake::Headless,
                why("A Pod's bare name is no name in DNS, only its own hostname."),
            ));
        } else {
            let elsewhere = format!("The search domains of a Pod of `{from}` do not lead to `{home}`.");
            names.push((format!("{one}.{governing}"), Mistake::OtherNamespace, elsewhere));
            names.push((format!("{one}.{governing}.{home}"), Mistake::DnsForm, String::new()));
        }
        if let Some(second) = &self.second {
            let why = format!(
                "The names of the Pods stand below the Service in `serviceName`, `{governing}`; `{second}` has the same endpoints, but not their names."
            );
            names.push((format!("{one}.{second}.{home}.{domain}"), Mistake::Headless, why));
        }
        names
    }
}

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let setting = Setting::draw(draw, level)?;
    let Setting { governing, home, from, one, .. } = &setting;
    let objects: Vec<Value> = setting.told.iter().chain(&setting.shown).cloned().collect();
    let cluster = world::cluster(&objects)?;
    let dns = Dns::of(&cluster);
    let (_, target) = cluster.fetch::<Pod>(home, one)?;
    let target: BTreeSet<_> = pod::address(target).into_iter().collect();
    let (_, client) = cluster.fetch::<Pod>(from, "toolbox")?;
    let finds = |name: &str| {
        let found: BTreeSet<_> =
            dns.resolve(from, client, name, RecordType::A).addresses().into_iter().collect();
        found == target && !found.is_empty()
    };
    let (right, wrong): (Vec<_>, Vec<_>) = setting.names().into_iter().partition(|(name, ..)| finds(name));
    let (name, ..) = draw.pick(&right)?.clone();
    let mut options = vec![Opt::right(format!("`{name}`"))];
    options.extend(
        draw.few(&wrong, 3)
            .into_iter()
            .map(|(name, mistake, why)| Opt::wrong(format!("`{name}`"), mistake, why)),
    );
    if options.len() < 4 || wrong.iter().any(|(.., why)| why.is_empty()) {
        return None;
    }
    let full = format!("{one}.{governing}.{home}.svc.cluster.local");
    let short = if name == full {
        String::new()
    } else {
        format!(" From `{from}` the search path completes `{name}` to it.")
    };
    Some(Draft {
        stem: format!(
            "All Pods of this StatefulSet are ready. By which of these names does a Pod of namespace `{from}` reach the Pod `{one}`, and no other?"
        ),
        explanation: format!(
            "Each Pod of a StatefulSet has its own name as `hostname` and the Service in `serviceName` as `subdomain`, so Pod `{one}` is `{full}`.{short}"
        ),
        options,
        source: SOURCE,
        section: "endpoints#statefulset",
        look: Look::Lookup { from: ((*from).to_owned(), "toolbox".to_owned()), name, kind: RecordType::A },
        told: setting.told,
        shown: setting.shown,
        ..Draft::default()
    })
}
