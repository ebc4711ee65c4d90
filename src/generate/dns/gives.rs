//! What a name gives when this Pod asks for it.

use super::{
    SOURCE,
    scene::{Given, Offer, Scene, look_up, tried},
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

const NOTHING: &str = "No address: there is no such name";

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let scene = Scene::draw(draw, level)?;
    let cluster = scene.cluster()?;
    let dns = Dns::of(&cluster);
    let about = draw.pick(&scene.offers)?.clone();
    let (service, home) = (about.app.name, about.namespace.as_str());
    let elsewhere = draw.pick(&scene.namespaces)?.clone();
    let name = match draw.between(0, 9) {
        0..=2 => service.to_owned(),
        3..=5 => format!("{service}.{home}"),
        6 => format!("{service}.{elsewhere}.svc.cluster.local"),
        7 => format!("{service}.{home}.svc"),
        // As people write it who trust that a final dot makes a name complete.
        8 if level == Level::HARD => format!("{service}.{home}.svc.cluster.local."),
        9 if level == Level::HARD => format!("{home}.{service}.svc.cluster.local"),
        _ => format!("{service}.{home}.svc.cluster.local"),
    };
    let given = look_up(&cluster, &dns, &scene.client, &name)?;
    let mut options: Vec<Opt> = Vec::new();
    for offer in &scene.offers {
        let own = Given::Addresses(offer_addresses(&offer.addresses())?);
        let mistake = if offer.app == about.app { Mistake::OtherNamespace } else { Mistake::DnsForm };
        let why = format!("That is the Service `{}` of namespace `{}`.", offer.app.name, offer.namespace);
        options.push(Opt::of(offer.addresses(), given == own, mistake, why));
        // The same Service, taken for what it is not.
        let (other, why) = if offer.headless {
            (
                "No address: a headless Service has none".to_owned(),
                "It has none of its own, and its name gives those of its ready Pods.".to_owned(),
            )
        } else {
            (
                offer.pods.join(" and "),
                "Those are the Pods. A Service that is not headless answers with its own address.".to_owned(),
            )
        };
        // Where nothing is found, one who says that there is no address is right, whatever the reason.
        if offer.app == about.app && offer.namespace == about.namespace && given != Given::Nothing {
            options.push(Opt::wrong(other, Mistake::Headless, why));
        }
    }
    let tried = tried(&cluster, &dns, &scene.client, &name)?;
    let last = tried.last()?;
    let found = match &given {
        Given::Addresses(_) => format!("There is `{last}`, which the resolver makes of it."),
        Given::Nothing => String::new(),
    };
    options.push(Opt::of(NOTHING, given == Given::Nothing, Mistake::SearchPath, found));
    let (right, wrong): (Vec<Opt>, Vec<Opt>) = options.into_iter().partition(|option| option.wrong.is_none());
    let mut shown = right;
    shown.extend(draw.few(&wrong, 3));
    let explanation = match &given {
        Given::Addresses(_) if tried.len() == 1 => {
            format!("The first name tried is `{last}`, and it exists.")
        }
        Given::Addresses(_) => {
            format!("The names tried are, in this order, `{}`; the last of them exists.", tried.join("`, `"))
        }
        Given::Nothing => format!(
            "The names tried are `{}`. None of them exists: a Service's name is `SERVICE.NAMESPACE.svc.cluster.local`, and {}.",
            tried.join("`, `"),
            lacking(&scene, &name, service)
        ),
    };
    let of = |offer: &&Offer| {
        offer_addresses(&offer.addresses()).is_some_and(|own| given == Given::Addresses(own))
    };
    let headless = match scene.offers.iter().find(of).map(|offer| offer.headless) {
        Some(true) => {
            " A headless Service has no address of its own and answers with those of its ready Pods."
        }
        Some(false) => " The Service is not headless, so the answer is its own address.",
        None => "",
    };
    Some(Draft {
        stem: format!(
            "The cluster has these Services, and its domain is `cluster.local`.\n\n{}\n\nA Pod of namespace `{}`, with the usual `resolv.conf`, looks up `{name}`. What does it \
             get?",
            scene.services(),
            scene.client.0,
        ),
        options: shown,
        explanation: format!("{explanation}{headless}"),
        source: SOURCE,
        section: "dns#names",
        look: Look::Lookup { from: scene.client.clone(), name, kind: RecordType::A },
        told: scene.objects,
        ..Draft::default()
    })
}

/// What there is instead of the name asked for.
fn lacking(scene: &Scene, name: &str, service: &str) -> String {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let homes: Vec<&str> = scene
        .offers
        .iter()
        .filter(|offer| offer.app.name == service)
        .map(|offer| offer.namespace.as_str())
        .collect();
    if first != service {
        return format!("`{first}` is no Service");
    }
    let asked = rest.split('.').next().filter(|space| !space.is_empty());
    if asked == Some("svc") || asked.is_some_and(|space| homes.contains(&space)) {
        return "no search domain makes that of this one".to_owned();
    }
    format!(
        "`{}` has no Service `{service}`; there is one in {}",
        asked.unwrap_or(&scene.client.0),
        named(&homes)
    )
}

fn offer_addresses(text: &str) -> Option<std::collections::BTreeSet<std::net::IpAddr>> {
    text.split(" and ").map(|address| address.parse().ok()).collect()
}
