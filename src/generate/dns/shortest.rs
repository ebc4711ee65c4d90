//! The shortest of four names by which a Pod finds a Service.

use serde_json::json;

use super::{
    SOURCE,
    scene::{Given, Scene, look_up, tried},
};
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        text::named,
    },
    network::dns::{Dns, RecordType},
};

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let mut scene = Scene::draw(draw, level)?;
    // At level 3 the Pod may have fewer search domains than usual.
    let bare = level == Level::HARD && draw.chance(50);
    if bare {
        let client = scene.objects.iter_mut().find(|object| object["metadata"]["name"] == "toolbox")?;
        client["spec"]["dnsPolicy"] = "None".into();
        client["spec"]["dnsConfig"] = json!({"nameservers": ["10.96.0.10"], "searches": ["svc.cluster.local"], "options": [{"name": "ndots", "value": "5"}]});
    }
    let cluster = scene.cluster()?;
    let dns = Dns::of(&cluster);
    let wanted = draw.pick(&scene.offers)?.clone();
    // In the Pod's own namespace nothing is shorter than the name alone, and always the shortest would be right.
    if !bare && wanted.namespace == scene.client.0 && draw.chance(60) {
        return None;
    }
    let (service, home) = (wanted.app.name, wanted.namespace.as_str());
    let full = format!("{service}.{home}.svc.cluster.local");
    let Some(Given::Addresses(target)) = look_up(&cluster, &dns, &scene.client, &full) else { return None };
    let mut names = vec![
        service.to_owned(),
        format!("{service}.{home}"),
        format!("{home}.{service}"),
        format!("{service}.{home}.svc"),
        format!("{service}.svc.{home}"),
        full.clone(),
        format!("{service}.svc"),
    ];
    names.sort_by_key(String::len);
    let mut finding = Vec::new();
    let mut options = Vec::new();
    for name in &names {
        match look_up(&cluster, &dns, &scene.client, name) {
            Some(Given::Addresses(found)) if found == target => finding.push(name.clone()),
            Some(Given::Addresses(_)) => options.push(Opt::wrong(
                format!("`{name}`"),
                Mistake::OtherNamespace,
                format!(
                    "From `{}` this is the Service of that name in the Pod's own namespace.",
                    scene.client.0
                ),
            )),
            // Where a server outside is asked, it has never heard of the name of a Service.
            Some(Given::Nothing) | None => options.push(Opt::wrong(
                format!("`{name}`"),
                if name.contains("svc") || *name == format!("{home}.{service}") {
                    Mistake::DnsForm
                } else {
                    Mistake::SearchPath
                },
                format!(
                    "None of the names that the resolver makes of it exists: {}.",
                    named(&tried(&cluster, &dns, &scene.client, name)?)
                ),
            )),
        }
    }
    let (shortest, longer) = finding.split_first()?;
    let mut shown = vec![Opt::right(format!("`{shortest}`"))];
    let longer: Vec<Opt> = longer
        .iter()
        .map(|name| {
            Opt::wrong(
                format!("`{name}`"),
                Mistake::SearchPath,
                format!("It works, but `{shortest}` is shorter and works as well."),
            )
        })
        .collect();
    shown.extend(draw.few(&longer, 2));
    let missing = 4_usize.saturating_sub(shown.len());
    shown.extend(draw.few(&options, missing));
    let by = tried(&cluster, &dns, &scene.client, shortest)?;
    // Names stand in backticks.
    let shorter = if shown.iter().any(|option| option.text.len() < shortest.len() + 2) {
        " What is shorter leads elsewhere or nowhere."
    } else {
        ""
    };
    let (special, mut explanation) = told(bare, &scene.client.0, shortest, &by);
    explanation.push_str(shorter);
    Some(Draft {
        stem: format!(
            "The cluster has these Services, and its domain is `cluster.local`.\n\n{}\n\nA Pod of namespace `{}` wants to reach the Service `{service}` of namespace \
             `{home}`.{special} Which is the shortest of these names that works?",
            scene.services(),
            scene.client.0,
        ),
        options: shown,
        explanation,
        source: SOURCE,
        section: "dns#search-path",
        look: Look::Lookup { from: scene.client.clone(), name: shortest.clone(), kind: RecordType::A },
        told: scene.objects,
        ..Draft::default()
    })
}

/// What the stem says of the Pod, and the explanation.
fn told(bare: bool, home: &str, shortest: &str, by: &[String]) -> (&'static str, String) {
    let (special, domains) = if bare {
        (
            " It has `dnsPolicy: None`, and its `dnsConfig` names the cluster's DNS, the one search domain `svc.cluster.local` and `ndots:5`.",
            "; this Pod has only `svc.cluster.local`".to_owned(),
        )
    } else {
        (
            "",
            format!(
                ": for a Pod of `{home}` these are `{home}.svc.cluster.local`, `svc.cluster.local` and `cluster.local`"
            ),
        )
    };
    let attempt = if by.len() > 1 {
        if by.len() == 2 {
            "after one failed query".to_owned()
        } else {
            format!("after {} failed queries", by.len() - 1)
        }
    } else {
        "at the first attempt".to_owned()
    };
    let found = by.last().map(String::as_str).unwrap_or_default();
    let explanation = format!(
        "The resolver appends the search domains of the Pod one after the other{domains}. `{shortest}` is found as `{found}`, {attempt}."
    );
    (special, explanation)
}
