//! What a headless Service answers: the addresses of which Pods?

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::SOURCE;
use crate::{
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{give_address, label_text, labels, make_unready, namespace, pod, port, service},
        table::{row, table},
        text::{fenced, list},
        words::{NAMESPACES, web_apps},
        world,
    },
    network::dns::{Dns, RecordType},
};

/// A Pod of the question: address, whether it matches, whether it is ready.
struct Member {
    address: String,
    matches: bool,
    ready: bool,
}

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let space = draw.pick(NAMESPACES)?.0;
    let apps = draw.few(&web_apps(), 2);
    let [app, other] = apps.as_slice() else { return None };
    let net = draw.between(1, 9);
    let start = draw.between(10, 60);
    let members: Vec<Member> = (0..4)
        .map(|index| Member {
            address: format!("10.244.{net}.{}", start + index * 7),
            matches: draw.chance(75),
            ready: draw.chance(65),
        })
        .collect();
    let publish = level == Level::HARD && draw.chance(50);
    let headless = level == Level::EASY || draw.chance(80);
    let own_address = format!("10.96.{}.{}", draw.between(1, 200), draw.between(2, 250));
    let selector = labels(&[("app", app.name)]);
    let mut own = service(space, app.name, &selector, &[json!({"port": 80, "targetPort": app.port})]);
    own["spec"]["clusterIP"] = if headless { "None".into() } else { own_address.as_str().into() };
    if publish {
        own["spec"]["publishNotReadyAddresses"] = true.into();
    }
    let mut rows = vec![row(&["POD", "READY", "IP", "LABELS"])];
    let mut told =
        vec![namespace(space, &labels(&[])), pod(space, "toolbox", &labels(&[("app", "toolbox")]), &[])];
    for (index, member) in members.iter().enumerate() {
        let role = if member.matches { app } else { other };
        let own_labels = labels(&[("app", role.name)]);
        let name = format!("{}-{index}", role.name);
        let mut one = pod(space, &name, &own_labels, &[port("http", role.port, role.protocol)]);
        give_address(&mut one, &member.address);
        if !member.ready {
            make_unready(&mut one);
        }
        rows.push(row(&[
            name.as_str(),
            if member.ready { "1/1" } else { "0/1" },
            &member.address,
            &label_text(&own_labels),
        ]));
        told.push(one);
    }
    let shown: Vec<Value> = vec![own];
    let cluster = world::cluster(&told.iter().chain(&shown).cloned().collect::<Vec<_>>())?;
    let name = format!("{}.{space}.svc.cluster.local", app.name);
    let dns = Dns::of(&cluster);
    let answer = dns.answer(&format!("{name}."), RecordType::A).ok()?;
    let right: BTreeSet<String> = answer.addresses().iter().map(ToString::to_string).collect();
    if right.is_empty() {
        return None;
    }
    let group = |keep: &dyn Fn(&Member) -> bool| -> BTreeSet<String> {
        members.iter().filter(|member| keep(member)).map(|member| member.address.clone()).collect()
    };
    let not_ready = if publish {
        "With `publishNotReadyAddresses` those not ready are published as well."
    } else {
        "Pods that are not ready are left out."
    };
    let groups = [
        (group(&|member| member.matches && member.ready), Mistake::NotReady, not_ready.to_owned()),
        (group(&|member| member.matches), Mistake::NotReady, not_ready.to_owned()),
        (
            group(&|member| member.ready),
            Mistake::Selector,
            format!("The selector is `app={}`; the others are not behind this Service.", app.name),
        ),
        (
            members
                .iter()
                .find(|member| member.matches && member.ready)
                .map(|member| member.address.clone())
                .into_iter()
                .collect(),
            Mistake::Headless,
            "All addresses are in the answer; it is the client that takes one.".to_owned(),
        ),
        (
            group(&|_| true),
            Mistake::Selector,
            format!("The selector is `app={}`; the others are not behind this Service.", app.name),
        ),
        (
            [own_address.clone()].into(),
            Mistake::Headless,
            "The Service is headless: it has no address of its own.".to_owned(),
        ),
    ];
    let mut options = Vec::new();
    let mut seen: Vec<BTreeSet<String>> = Vec::new();
    for (set, mistake, why) in groups {
        if set.is_empty() || seen.contains(&set) {
            continue;
        }
        let is_right = set == right;
        let why = if headless {
            why
        } else {
            "A Service with an address answers with that, whichever Pods are behind it.".to_owned()
        };
        let mistake = if headless { mistake } else { Mistake::Headless };
        options.push(Opt::of(list(&set.iter().collect::<Vec<_>>()), is_right, mistake, why));
        seen.push(set);
    }
    let (keep, wrong): (Vec<Opt>, Vec<Opt>) = options.into_iter().partition(|option| option.wrong.is_none());
    let mut options = keep;
    options.extend(draw.few(&wrong, 3));
    if options.len() < 3 {
        return None;
    }
    let explanation = if headless {
        format!(
            "The Service is headless (`clusterIP: None`): its name gives the addresses of the Pods that its selector matches. {not_ready}"
        )
    } else {
        format!(
            "This Service is not headless: its name gives its own address, {own_address}, and kube-proxy sends what comes there to a ready Pod."
        )
    };
    Some(Draft {
        stem: format!(
            "Namespace `{space}` has these Pods.\n\n{}\n\nWhich addresses (A records) does a lookup of `{name}` give?",
            fenced("text", &table(&rows))
        ),
        told,
        shown,
        options,
        explanation,
        source: SOURCE,
        section: "endpoints#headless",
        look: Look::Lookup { from: (space.to_owned(), "toolbox".to_owned()), name, kind: RecordType::A },
        ..Draft::default()
    })
}
