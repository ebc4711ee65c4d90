//! The name of one Pod of a StatefulSet.

use std::collections::BTreeSet;

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

/// Names that Services in front of StatefulSets have.
const HEADS: &[&str] = &["nodes", "members", "peers", "headless", "cluster"];

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let app = *draw.pick(APPS)?;
    let [home, away] = draw.few(NAMESPACES, 2).try_into().ok()?;
    let (home, away) = (home.0, away.0);
    let set = app.name;
    let governing =
        if level == Level::EASY { format!("{set}-headless") } else { format!("{set}-{}", draw.pick(HEADS)?) };
    let replicas = draw.between(2, 4);
    let ordinal = draw.between(0, replicas - 1);
    let selector = labels(&[("app", set)]);
    let ports = [json!({"name": app.port_name, "port": app.port, "protocol": app.protocol.name()})];
    let mut head = service(home, &governing, &selector, &ports);
    head["spec"]["clusterIP"] = "None".into();
    let set_object = json!({
        "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": set, "namespace": home},
        "spec": {
            "serviceName": governing, "replicas": replicas, "selector": {"matchLabels": selector},
            "template": {"metadata": {"labels": selector}, "spec": {"containers": [{"name": "main", "image": format!("registry.example/{set}:2.0"), "ports": [{"name": app.port_name, "containerPort": app.port, "protocol": app.protocol.name()}]}]}},
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
    let objects: Vec<Value> = told.iter().chain(&shown).cloned().collect();
    let cluster = world::cluster(&objects)?;
    let dns = Dns::of(&cluster);
    let one = format!("{set}-{ordinal}");
    let (_, target) = cluster.fetch::<k8s_openapi::api::core::v1::Pod>(home, &one)?;
    let target: BTreeSet<_> = pod::address(target).into_iter().collect();
    let (_, client) = cluster.fetch::<k8s_openapi::api::core::v1::Pod>(from, "toolbox")?;
    let finds = |name: &str| {
        let found: BTreeSet<_> =
            dns.resolve(from, client, name, RecordType::A).addresses().into_iter().collect();
        found == target && !found.is_empty()
    };
    let domain = "svc.cluster.local";
    let mut candidates = vec![
        (format!("{one}.{governing}.{home}.{domain}"), Mistake::DnsForm, "".to_owned()),
        (
            format!("{one}.{home}.{domain}"),
            Mistake::Headless,
            "A Pod has no name directly below its namespace; the Service stands between.".to_owned(),
        ),
        (
            format!("{one}.{set}.{home}.{domain}"),
            Mistake::Headless,
            format!(
                "`{set}` is the name of the StatefulSet; in DNS stands that of the Service in `serviceName`, `{governing}`."
            ),
        ),
        (
            format!("{governing}.{one}.{home}.{domain}"),
            Mistake::DnsForm,
            "The Pod's name comes first: the smallest part stands leftmost.".to_owned(),
        ),
        (
            format!("{one}.{governing}.{home}.pod.cluster.local"),
            Mistake::DnsForm,
            "Below `pod` there are only names made of addresses.".to_owned(),
        ),
    ];
    if from == home {
        candidates.push((format!("{one}.{governing}"), Mistake::DnsForm, String::new()));
        candidates.push((
            one.clone(),
            Mistake::Headless,
            "A Pod's bare name is no name in DNS, only its own hostname.".to_owned(),
        ));
    } else {
        candidates.push((
            format!("{one}.{governing}"),
            Mistake::OtherNamespace,
            format!("The search domains of `{from}` do not lead to `{home}`."),
        ));
        candidates.push((format!("{one}.{governing}.{home}"), Mistake::DnsForm, String::new()));
    }
    if let Some(second) = &second {
        let why = format!(
            "The names of the Pods stand below the Service in `serviceName`, `{governing}`; `{second}` has the same endpoints, but not their names."
        );
        candidates.push((format!("{one}.{second}.{home}.{domain}"), Mistake::Headless, why));
    }
    let (right, wrong): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|(name, ..)| finds(name));
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
    let explanation = format!(
        "Each Pod of a StatefulSet gets its own name as `hostname` and the Service in `serviceName` as `subdomain`. So Pod `{one}` is \
         `{one}.{governing}.{home}.{domain}`, and from `{from}` the search path makes {} of it.",
        if name.ends_with("local") {
            "no difference to the full name".to_owned()
        } else {
            format!("the same of `{name}`")
        }
    );
    let explanation = explanation
        .replace("makes no difference to the full name of it", "makes no difference to the full name");
    let explanation = explanation.replace(" of it.", ".");
    Some(Draft {
        stem: format!(
            "All Pods of this StatefulSet are ready. By which of these names does a Pod of namespace `{from}` reach the Pod `{one}`, and no other?"
        ),
        told,
        shown,
        options,
        explanation,
        source: SOURCE,
        section: "endpoints#statefulset",
        look: Look::Lookup { from: (from.to_owned(), "toolbox".to_owned()), name, kind: RecordType::A },
        ..Draft::default()
    })
}
