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
        words::{App, NAMESPACES, web_apps},
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

/// Service and Pods.
struct Setting {
    space: &'static str,
    app: App,
    members: Vec<Member>,
    headless: bool,
    /// The Service's own address, where it has one.
    address: String,
    publish: bool,
    service: Value,
    told: Vec<Value>,
    /// The Pods as kubectl lists them.
    listed: String,
}

impl Setting {
    fn draw(draw: &mut Draw, level: Level) -> Option<Self> {
        let space = draw.pick(NAMESPACES)?.0;
        let apps = draw.few(&web_apps(), 2);
        let [app, other] = apps.as_slice() else { return None };
        let (net, start) = (draw.between(1, 9), draw.between(10, 60));
        let members: Vec<Member> = (0..4)
            .map(|index| Member {
                address: format!("10.244.{net}.{}", start + index * 7),
                matches: draw.chance(75),
                ready: draw.chance(65),
            })
            .collect();
        let publish = level == Level::HARD && draw.chance(50);
        let headless = level == Level::EASY || draw.chance(80);
        let address = format!("10.96.{}.{}", draw.between(1, 200), draw.between(2, 250));
        let selector = labels(&[("app", app.name)]);
        let mut service = service(space, app.name, &selector, &[json!({"port": 80, "targetPort": app.port})]);
        service["spec"]["clusterIP"] = if headless { "None".into() } else { address.as_str().into() };
        if publish {
            service["spec"]["publishNotReadyAddresses"] = true.into();
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
            let ready = if member.ready { "1/1" } else { "0/1" };
            rows.push(row(&[name.as_str(), ready, &member.address, &label_text(&own_labels)]));
            told.push(one);
        }
        let listed = fenced("text", &table(&rows));
        Some(Self { space, app: *app, members, headless, address, publish, service, told, listed })
    }

    fn group(&self, keep: impl Fn(&Member) -> bool) -> BTreeSet<String> {
        self.members.iter().filter(|member| keep(member)).map(|member| member.address.clone()).collect()
    }

    fn not_ready(&self) -> &'static str {
        if self.publish {
            "With `publishNotReadyAddresses` those not ready are published as well."
        } else {
            "Pods that are not ready are left out."
        }
    }

    /// Sets of addresses that one may think of.
    fn options(&self, right: &BTreeSet<String>) -> Vec<Opt> {
        let others =
            format!("The selector is `app={}`; the others are not behind this Service.", self.app.name);
        let one = self.group(|member| member.matches && member.ready).into_iter().take(1).collect();
        let groups = [
            (self.group(|member| member.matches && member.ready), Mistake::NotReady, self.not_ready()),
            (self.group(|member| member.matches), Mistake::NotReady, self.not_ready()),
            (self.group(|member| member.ready), Mistake::Selector, others.as_str()),
            (one, Mistake::Headless, "All addresses are in the answer; it is the client that takes one."),
            (self.group(|_| true), Mistake::Selector, others.as_str()),
            ([self.address.clone()].into(), Mistake::Headless, ""),
        ];
        let mut options = Vec::new();
        let mut seen: Vec<BTreeSet<String>> = Vec::new();
        for (set, mistake, why) in groups {
            // A headless Service's own address is none: the option without an address stands for it.
            if set.is_empty() || seen.contains(&set) || self.headless && set.contains(&self.address) {
                continue;
            }
            let (mistake, why) = if self.headless {
                (mistake, why)
            } else {
                (
                    Mistake::Headless,
                    "A Service with an address answers with that, whichever Pods are behind it.",
                )
            };
            options.push(Opt::of(list(&set.iter().collect::<Vec<_>>()), set == *right, mistake, why));
            seen.push(set);
        }
        if self.headless {
            let why = "The Service has no address of its own, but its name has those of its Pods.";
            options.push(Opt::wrong("None: a headless Service has no address", Mistake::Headless, why));
        }
        options
    }
}

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let setting = Setting::draw(draw, level)?;
    let all: Vec<Value> = setting.told.iter().chain([&setting.service]).cloned().collect();
    let cluster = world::cluster(&all)?;
    let (space, app) = (setting.space, setting.app);
    let name = format!("{}.{space}.svc.cluster.local", app.name);
    let dns = Dns::of(&cluster);
    let answer = dns.answer(&format!("{name}."), RecordType::A).ok()?;
    let right: BTreeSet<String> = answer.addresses().iter().map(ToString::to_string).collect();
    if right.is_empty() {
        return None;
    }
    let (keep, wrong): (Vec<Opt>, Vec<Opt>) =
        setting.options(&right).into_iter().partition(|option| option.wrong.is_none());
    let mut options = keep;
    options.extend(draw.few(&wrong, 3));
    if options.len() < 3 {
        return None;
    }
    let explanation = if setting.headless {
        format!(
            "The Service is headless (`clusterIP: None`): its name gives the addresses of the Pods that its selector matches. {}",
            setting.not_ready()
        )
    } else {
        format!(
            "This Service is not headless: its name gives its own address, {}, and kube-proxy sends what comes there to one of its endpoints{}.",
            setting.address,
            if setting.publish {
                " (with `publishNotReadyAddresses` also to Pods that are not ready)"
            } else {
                ""
            }
        )
    };
    Some(Draft {
        stem: format!(
            "Namespace `{space}` has these Pods.\n\n{}\n\nWhich addresses (A records) does a lookup of `{name}` give?",
            setting.listed
        ),
        told: setting.told,
        shown: vec![setting.service],
        options,
        explanation,
        source: SOURCE,
        section: "endpoints#headless",
        look: Look::Lookup { from: (space.to_owned(), "toolbox".to_owned()), name, kind: RecordType::A },
        ..Draft::default()
    })
}
