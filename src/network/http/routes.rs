//! A cluster's rules for HTTP, compiled: every class of Ingress, every Gateway; and which of them a request comes to.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::{Ingress, IngressClass};

use super::{
    Missing,
    gateway::{Gateway, Gateways},
    host,
    ingress::{Controller, PAGE, Served, Table, served},
    request::{Entry, HttpRequest, RouteError},
    routed::Routed,
};
use crate::cluster::Cluster;

/// Everything that takes HTTP requests from outside. Compile once, ask often: a change of the cluster wants a new one.
#[derive(Debug)]
pub struct Routes {
    classes: BTreeMap<String, Table>,
    /// Ingresses one by one: as if each were alone.
    ingresses: BTreeMap<(String, String), Table>,
    /// Ingresses that nobody serves, and why.
    unserved: BTreeMap<(String, String), (Option<String>, String)>,
    gateways: Gateways,
}

/// Routes one request. For many, compile [`Routes`] once.
///
/// # Errors
/// When the entry does not exist, or is not said and there are several; when no client could send such a request.
pub fn route(cluster: &Cluster, request: &HttpRequest, entry: &Entry) -> Result<Routed, RouteError> {
    Routes::compile(cluster, Missing::Counts).route(request, entry)
}

/// One door.
#[derive(Debug, Clone, Copy)]
enum Door<'a> {
    Class(&'a str, &'a Table),
    Gateway(&'a str, &'a Gateway),
}

impl Door<'_> {
    fn knows(&self, host: &str, by_name: bool) -> bool {
        match self {
            Self::Class(_, table) => table.knows(host, by_name),
            Self::Gateway(_, gateway) => gateway.knows(host, by_name),
        }
    }

    fn option(&self) -> String {
        match self {
            Self::Class(name, _) => format!("--class {name}"),
            Self::Gateway(name, _) => format!("--gateway {}", name.trim_start_matches("Gateway ")),
        }
    }
}

impl Routes {
    pub fn compile(cluster: &Cluster, missing: Missing) -> Self {
        let mut routes = Self {
            classes: BTreeMap::new(),
            ingresses: BTreeMap::new(),
            unserved: BTreeMap::new(),
            gateways: Gateways::compile(cluster, missing),
        };
        for (object, ingress) in cluster.list::<Ingress>() {
            let key = (object.namespace().to_owned(), object.name().to_owned());
            let name = object.key().to_string();
            let mut alone = match served(cluster, object, ingress, missing) {
                Served::By { class, controller, note } => {
                    let title = if class.is_empty() {
                        "the Ingress controller".to_owned()
                    } else {
                        format!("Ingress class {class}")
                    };
                    let table = routes.classes.entry(class).or_insert_with(|| Table::new(title, controller));
                    table.add(cluster, object, ingress, note.clone());
                    let mut alone = Table::new(name, controller);
                    alone.add(cluster, object, ingress, note);
                    alone
                }
                Served::Nobody { class, why } => {
                    let mut alone = Table::new(name, Controller::Other);
                    alone.add(
                        cluster,
                        object,
                        ingress,
                        Some(format!("in this cluster nobody serves it: {why}")),
                    );
                    routes.unserved.insert(key.clone(), (class, why));
                    alone
                }
            };
            alone.finish();
            routes.ingresses.insert(key, alone);
        }
        // A class that has no Ingress yet has a controller all the same.
        for (object, class) in cluster.list::<IngressClass>() {
            let title = format!("Ingress class {}", object.name());
            routes
                .classes
                .entry(object.name().to_owned())
                .or_insert_with(|| Table::new(title, Controller::of(class)));
        }
        routes.classes.values_mut().for_each(Table::finish);
        routes
    }

    pub fn gateways(&self) -> &Gateways {
        &self.gateways
    }

    /// Why nobody serves an Ingress, if so: it gets no address then.
    pub fn unserved(&self, namespace: &str, name: &str) -> Option<&str> {
        self.unserved.get(&(namespace.to_owned(), name.to_owned())).map(|(_, why)| why.as_str())
    }

    /// Routes one request.
    ///
    /// # Errors
    /// When the entry does not exist, or is not said and there are several; when no client could send such a request.
    pub fn route(&self, request: &HttpRequest, entry: &Entry) -> Result<Routed, RouteError> {
        request.check()?;
        let mut routed = match entry {
            Entry::Gateway { namespace, name } => match self.gateways.get(namespace, name) {
                Some(gateway) => gateway.route(request),
                None => return Err(self.no_gateway(namespace, name)),
            },
            Entry::Class(class) => match self.classes.get(class) {
                Some(table) => table.route(request),
                None => self.nobody_in_class(class)?,
            },
            Entry::Ingress { namespace, name } => {
                match self.ingresses.get(&(namespace.clone(), name.clone())) {
                    Some(table) => table.route(request),
                    None => return Err(self.no_ingress(namespace, name)),
                }
            }
            Entry::Only => match self.only(&request.bare_host())? {
                Door::Class(_, table) => table.route(request),
                Door::Gateway(_, gateway) => gateway.route(request),
            },
        };
        if routed.status == Some(404) && !matches!(entry, Entry::Ingress { .. } | Entry::Gateway { .. }) {
            let told = self.unserved.iter().take(3);
            routed.notes.extend(told.map(|((namespace, name), (_, why))| {
                format!("Ingress {namespace}/{name} counts for nothing: {why}")
            }));
        }
        Ok(routed)
    }

    /// Whether some door has rules that name this host.
    pub fn names(&self, host: &str) -> bool {
        let host = host::bare(host);
        self.doors().iter().any(|door| door.knows(&host, true))
    }

    /// Whether some door takes this host, by name or because it takes all.
    pub fn takes(&self, host: &str) -> bool {
        let host = host::bare(host);
        self.doors().iter().any(|door| door.knows(&host, false))
    }

    fn doors(&self) -> Vec<Door<'_>> {
        let classes = self
            .classes
            .iter()
            .filter(|(_, table)| !table.is_empty())
            .map(|(name, table)| Door::Class(name, table));
        classes
            .chain(self.gateways.iter().map(|(_, gateway)| Door::Gateway(&gateway.name, gateway)))
            .collect()
    }

    /// The only door; or of several the only one that names the host; or else the only one that takes all hosts.
    fn only(&self, host: &str) -> Result<Door<'_>, RouteError> {
        let doors = self.doors();
        let knowing =
            |by_name| doors.iter().copied().filter(|door| door.knows(host, by_name)).collect::<Vec<_>>();
        for candidates in [doors.clone(), knowing(true), knowing(false)] {
            if let [only] = candidates.as_slice() {
                return Ok(*only);
            }
        }
        if doors.is_empty() {
            let unserved: Vec<String> = self.unserved.values().map(|(_, why)| why.clone()).take(3).collect();
            let message = if unserved.is_empty() {
                "there is no Ingress and no Gateway".to_owned()
            } else {
                format!("no Ingress is served: {}", unserved.join("; "))
            };
            return Err(RouteError::new(
                message,
                "give manifests that hold one; --ingress NS/NAME asks one whether it is served or not",
            ));
        }
        let options: Vec<String> = doors.iter().take(4).map(Door::option).collect();
        Err(RouteError::new(
            format!("the request may come through {} doors", doors.len()),
            format!("say which: {}", options.join(", ")),
        ))
    }

    fn no_gateway(&self, namespace: &str, name: &str) -> RouteError {
        let names: Vec<&str> =
            self.gateways.iter().map(|(_, one)| one.name.trim_start_matches("Gateway ")).take(5).collect();
        RouteError::new(format!("there is no Gateway {namespace}/{name}"), have(&names))
    }

    fn no_ingress(&self, namespace: &str, name: &str) -> RouteError {
        let names: Vec<String> =
            self.ingresses.keys().map(|(namespace, name)| format!("{namespace}/{name}")).take(5).collect();
        RouteError::new(format!("there is no Ingress {namespace}/{name}"), have(&names))
    }

    /// A class that Ingresses name and nobody has made.
    fn nobody_in_class(&self, class: &str) -> Result<Routed, RouteError> {
        let own = self.unserved.values().find(|(name, _)| name.as_deref() == Some(class));
        if let Some((_, why)) = own {
            return Ok(Routed::plain(None, format!("Ingress class {class}"), why.clone(), PAGE));
        }
        let names: Vec<&str> =
            self.classes.keys().map(String::as_str).filter(|name| !name.is_empty()).take(5).collect();
        Err(RouteError::new(
            format!("there is no IngressClass {class:?}, and no Ingress names it"),
            have(&names),
        ))
    }
}

fn have<S: AsRef<str>>(names: &[S]) -> String {
    if names.is_empty() {
        return "there is none".to_owned();
    }
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    format!("there is {}", names.join(", "))
}
