//! What a name gives when this Pod asks for it.

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
            (offer.address.clone(), "No Service has this address: the Service meant is headless.".to_owned())
        } else {
            (
                offer.pods.join(" and "),
                "Those are the Pods. A Service that is not headless answers with its own address.".to_owned(),
            )
        };
        if offer.app == about.app && offer.namespace == about.namespace {
            options.push(Opt::wrong(other, Mistake::Headless, why));
        }
    }
    let found = match &given {
        Given::Addresses(_) => "One of the names that the resolver makes of it exists.",
        Given::Nothing => "",
    };
    options.push(Opt::of(NOTHING, given == Given::Nothing, Mistake::SearchPath, found));
    let (right, wrong): (Vec<Opt>, Vec<Opt>) = options.into_iter().partition(|option| option.wrong.is_none());
    let mut shown = right;
    shown.extend(draw.few(&wrong, 3));
    let tried = tried(&cluster, &dns, &scene.client, &name)?;
    let last = tried.last()?;
    let explanation = match &given {
        Given::Addresses(_) if tried.len() == 1 => {
            format!("The first name tried is `{last}`, and it exists.")
        }
        Given::Addresses(_) => {
            format!("The names tried are, in this order, `{}`; the last of them exists.", tried.join("`, `"))
        }
        Given::Nothing => format!(
            "The names tried are `{}`. None of them exists: a Service's name is `SERVICE.NAMESPACE.svc.cluster.local`, and a Pod of `{}` completes short names with its own \
             namespace first.",
            tried.join("`, `"),
            scene.client.0
        ),
    };
    let headless = if scene.offers.iter().any(|offer| offer.headless) {
        " A headless Service has no address of its own and answers with those of its ready Pods."
    } else {
        ""
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

fn offer_addresses(text: &str) -> Option<std::collections::BTreeSet<std::net::IpAddr>> {
    text.split(" and ").map(|address| address.parse().ok()).collect()
}
