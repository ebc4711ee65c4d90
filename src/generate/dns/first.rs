//! Which query a resolver sends first for a name: the search path and `ndots`.

use serde_json::{Value, json};

use super::{SOURCE, scene};
use crate::{
    course::{Mistake, counted},
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{labels, namespace, pod},
        words::{NAMESPACES, web_apps},
        world,
    },
    network::dns::{Dns, RecordType, search::candidates as candidates_of},
};

const OUTSIDE: &[&str] =
    &["api.example.com", "registry.example.com", "example.org", "deep.mirror.eu.example.net"];

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let [home, away] = draw.few(NAMESPACES, 2).try_into().ok()?;
    let (home, away) = (home.0, away.0);
    let service = draw.pick(&web_apps())?.name;
    let name = match draw.between(0, 6) {
        0 => service.to_owned(),
        1 => format!("{service}.{away}"),
        2 => format!("{service}.{away}.svc"),
        3 => format!("{service}.{away}.svc.cluster.local"),
        4 if level != Level::EASY => format!("{}.", draw.pick(OUTSIDE)?),
        _ => (*draw.pick(OUTSIDE)?).to_owned(),
    };
    let mut client = pod(home, "toolbox", &labels(&[("app", "toolbox")]), &[]);
    let ndots = match level {
        Level::EASY => None,
        _ if draw.chance(40) => None,
        _ => Some(draw.between(1, 4)),
    };
    let mut config = json!({});
    if let Some(ndots) = ndots {
        config["options"] = json!([{"name": "ndots", "value": ndots.to_string()}]);
    }
    let more = (level == Level::HARD && draw.chance(50)).then(|| format!("{away}.svc.cluster.local"));
    if let Some(more) = &more {
        config["searches"] = json!([more]);
    }
    if config != json!({}) {
        client["spec"]["dnsConfig"] = config;
    }
    let shown: Vec<Value> = vec![client];
    let told = vec![namespace(home, &labels(&[])), namespace(away, &labels(&[]))];
    let cluster = world::cluster(&told.iter().chain(&shown).cloned().collect::<Vec<_>>())?;
    let dns = Dns::of(&cluster);
    let key = (home.to_owned(), "toolbox".to_owned());
    let first = scene::tried(&cluster, &dns, &key, &name)?.into_iter().next()?;
    let (_, pod) = cluster.fetch::<k8s_openapi::api::core::v1::Pod>(home, "toolbox")?;
    let conf = dns.resolv_conf(home, pod);
    let bare = name.trim_end_matches('.');
    let mut candidates = vec![format!("{bare}.")];
    candidates.extend(conf.search.iter().map(|domain| format!("{bare}.{domain}.")));
    // Where the DNS server is has nothing to do with it; and so the right one is not always the longest.
    candidates.extend([away, "kube-system"].map(|space| format!("{bare}.{space}.svc.cluster.local.")));
    candidates.dedup();
    let order: Vec<String> = candidates_of(&name, &conf).into_iter().map(|one| one.name).collect();
    let rule = rule(&name, conf.ndots());
    let (right, wrong): (Vec<String>, Vec<String>) =
        candidates.into_iter().partition(|candidate| *candidate == first);
    let mut options = vec![Opt::right(format!("`{}`", right.first()?))];
    let wrong: std::collections::BTreeSet<String> = wrong.into_iter().collect();
    let wrong: Vec<String> = wrong.into_iter().collect();
    options.extend(draw.few(&wrong, 3).into_iter().map(|candidate| {
        let why = match order.iter().position(|one| *one == candidate) {
            Some(place) => format!(
                "That is name number {} in the order, tried only if those before it do not exist.",
                place + 1
            ),
            None if name.ends_with('.') => {
                "That name is not tried at all: what is asked for ends with a dot.".to_owned()
            }
            None => "That name is not tried at all: its domain is not in the search path.".to_owned(),
        };
        Opt::wrong(format!("`{candidate}`"), Mistake::SearchPath, why)
    }));
    if options.len() < 4 {
        return None;
    }
    Some(Draft {
        stem: format!(
            "The Pod has the `dnsPolicy` that Pods have by default, and the nodes have no search domains of their own. A program in it asks for the address of `{name}`. Which name does its resolver (glibc) \
             send to DNS first?"
        ),
        told,
        shown,
        options,
        explanation: format!(
            "Its `resolv.conf` says `search {}` and `options {}`. {rule} The first query is for `{first}`.",
            conf.search.join(" "),
            conf.options.join(" ")
        ),
        source: SOURCE,
        section: "dns#search-path",
        look: Look::Lookup { from: key, name, kind: RecordType::A },
        ..Draft::default()
    })
}

/// Which rule decides the order.
fn rule(name: &str, ndots: usize) -> String {
    let dots = name.matches('.').count();
    let counted = counted(dots, "dot");
    if name.ends_with('.') {
        "The name ends with a dot: it is complete, and nothing is appended.".to_owned()
    } else if dots >= ndots {
        format!(
            "The name has {counted}, which is not fewer than `ndots` ({ndots}): it is tried as it is first."
        )
    } else {
        format!(
            "The name has {counted}, fewer than `ndots` ({ndots}): the search domains come first, in their order, and that of the Pod's own namespace leads them."
        )
    }
}
