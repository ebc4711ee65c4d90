//! A few Services in two or three namespaces, and a Pod that asks for their names.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde_json::{Value, json};

use crate::{
    cluster::Cluster,
    generate::{
        Level,
        draw::Draw,
        objects::{give_address, labels, namespace, pod, port, service},
        table::{row, table},
        text::fenced,
        words::{App, NAMESPACES, web_apps},
        world,
    },
    network::dns::{Dns, RecordType, resolve::Outcome},
};

/// A Service with its Pods' addresses.
#[derive(Debug, Clone)]
pub struct Offer {
    pub namespace: String,
    pub app: App,
    pub headless: bool,
    pub address: String,
    pub pods: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Scene {
    pub namespaces: Vec<String>,
    pub offers: Vec<Offer>,
    /// The Pod that asks.
    pub client: (String, String),
    pub objects: Vec<Value>,
}

/// What a lookup comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    Addresses(BTreeSet<IpAddr>),
    /// No such name, or one without addresses.
    Nothing,
}

impl Scene {
    /// Two namespaces at level 1, three above; from level 2 on one name exists in two of them, and some are headless.
    pub fn draw(draw: &mut Draw, level: Level) -> Option<Self> {
        let count = if level == Level::EASY { 2 } else { 3 };
        let namespaces: Vec<String> =
            draw.few(NAMESPACES, count).into_iter().map(|(name, _)| name.to_owned()).collect();
        let apps = draw.few(&web_apps(), 2);
        let [one, two] = apps.as_slice() else { return None };
        let (first, second) = (namespaces.first()?.clone(), namespaces.get(1)?.clone());
        let mut places = vec![(first.clone(), *one), (second.clone(), *two)];
        if level != Level::EASY {
            places.push((second, *one));
        }
        let mut used = BTreeSet::new();
        let mut fresh = |draw: &mut Draw, lead: &str, low: u16| loop {
            let address = format!("{lead}.{}.{}", draw.between(low, 250), draw.between(2, 250));
            if used.insert(address.clone()) {
                return address;
            }
        };
        let mut offers = Vec::new();
        for (namespace, app) in places {
            let headless = level != Level::EASY && draw.chance(35);
            let address = fresh(draw, "10.96", 1);
            let pods = (0..2).map(|_| fresh(draw, "10.244", 1)).collect();
            offers.push(Offer { namespace, app, headless, address, pods });
        }
        let home = draw.pick(&namespaces)?.clone();
        let client = (home, "toolbox".to_owned());
        let mut objects: Vec<Value> = namespaces.iter().map(|name| namespace(name, &labels(&[]))).collect();
        objects.push(pod(&client.0, &client.1, &labels(&[("app", "toolbox")]), &[]));
        objects.extend(offers.iter().flat_map(Offer::objects));
        Some(Self { namespaces, offers, client, objects })
    }

    pub fn cluster(&self) -> Option<Cluster> {
        world::cluster(&self.objects)
    }

    /// The Services as `kubectl get` shows them.
    pub fn services(&self) -> String {
        let mut rows = vec![row(&["NAMESPACE", "SERVICE", "CLUSTER-IP", "PORT", "READY POD IPS"])];
        rows.extend(self.offers.iter().map(|offer| {
            let address = if offer.headless { "None" } else { offer.address.as_str() };
            row(&[offer.namespace.as_str(), offer.app.name, address, "80/TCP", &offer.pods.join(",")])
        }));
        fenced("text", &table(&rows))
    }
}

impl Offer {
    fn objects(&self) -> Vec<Value> {
        let selector = labels(&[("app", self.app.name)]);
        let ports = [json!({"name": self.app.port_name, "port": 80, "targetPort": self.app.port})];
        let mut own = service(&self.namespace, self.app.name, &selector, &ports);
        own["spec"]["clusterIP"] = if self.headless { "None".into() } else { self.address.as_str().into() };
        let mut found = vec![own];
        for (index, address) in self.pods.iter().enumerate() {
            let ports = [port(self.app.port_name, self.app.port, self.app.protocol)];
            let mut one = pod(&self.namespace, &format!("{}-{index}", self.app.name), &selector, &ports);
            give_address(&mut one, address);
            found.push(one);
        }
        found
    }

    /// What its name gives.
    pub fn addresses(&self) -> String {
        if self.headless { self.pods.join(" and ") } else { self.address.clone() }
    }
}

/// What the Pod's resolver makes of a name; `None` where a server outside has the last word, which nobody here knows. A bare word
/// that all search domains lack goes outside, too, but no top-level domain has addresses.
pub fn look_up(cluster: &Cluster, dns: &Dns, client: &(String, String), name: &str) -> Option<Given> {
    let (_, pod) = cluster.fetch::<k8s_openapi::api::core::v1::Pod>(&client.0, &client.1)?;
    let resolution = dns.resolve(&client.0, pod, name, RecordType::A);
    match &resolution.outcome {
        Outcome::Found if !resolution.addresses().is_empty() => {
            Some(Given::Addresses(resolution.addresses().into_iter().collect()))
        }
        Outcome::Found | Outcome::NameError | Outcome::NoData => Some(Given::Nothing),
        Outcome::Outside { name, .. } if !name.trim_end_matches('.').contains('.') => Some(Given::Nothing),
        _ => None,
    }
}

/// The names that were tried, the last of which had the answer, if any had.
pub fn tried(cluster: &Cluster, dns: &Dns, client: &(String, String), name: &str) -> Option<Vec<String>> {
    let (_, pod) = cluster.fetch::<k8s_openapi::api::core::v1::Pod>(&client.0, &client.1)?;
    let resolution = dns.resolve(&client.0, pod, name, RecordType::A);
    Some(resolution.tried.iter().map(|tried| tried.name.clone()).collect())
}
