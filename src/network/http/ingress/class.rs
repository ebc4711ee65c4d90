//! Which class an Ingress has, and whether anybody serves it.

use k8s_openapi::api::networking::v1::{Ingress, IngressClass};

use crate::{
    cluster::{Cluster, DEFAULT_CLASS, Object, controllers},
    network::http::Missing,
};

/// The annotation that `spec.ingressClassName` replaced.
const OLD_ANNOTATION: &str = "kubernetes.io/ingress.class";

/// The controllers of whom something of their own is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Controller {
    /// `k8s.io/ingress-nginx`, retired in March 2026, and still in many clusters.
    IngressNginx,
    Traefik,
    Other,
}

/// Who serves an Ingress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Served {
    By {
        /// Empty when it has none and one is assumed.
        class: String,
        controller: Controller,
        /// What was assumed.
        note: Option<String>,
    },
    /// Nobody: it gets no address, and no request arrives. Why.
    Nobody { class: Option<String>, why: String },
}

/// Who serves it. <https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class>
pub fn served(cluster: &Cluster, object: &Object, ingress: &Ingress, missing: Missing) -> Served {
    let named = ingress.spec.as_ref().and_then(|spec| spec.ingress_class_name.as_deref());
    let old = object.annotation(OLD_ANNOTATION);
    let classes = || cluster.list::<IngressClass>();
    let none_at_all = missing == Missing::Assumed && classes().next().is_none();
    match (named, old) {
        (Some(name), _) => match cluster.fetch::<IngressClass>("", name) {
            Some((_, class)) if is_idle(cluster, class) => {
                Served::Nobody { class: Some(name.to_owned()), why: idle(name) }
            }
            Some((_, class)) => {
                Served::By { class: name.to_owned(), controller: Controller::of(class), note: None }
            }
            None if none_at_all => Served::By {
                class: name.to_owned(),
                controller: Controller::guessed(name),
                note: Some(format!(
                    "no IngressClass is in the manifests: a controller for class {name} is assumed"
                )),
            },
            None => {
                let why = format!(
                    "there is no IngressClass {name}, so no controller serves it{}",
                    list(classes().map(|(one, _)| one.name()))
                );
                Served::Nobody { class: Some(name.to_owned()), why }
            }
        },
        (None, Some(name)) => {
            let found = cluster.fetch::<IngressClass>("", name);
            if found.is_some_and(|(_, class)| is_idle(cluster, class)) {
                return Served::Nobody { class: Some(name.to_owned()), why: idle(name) };
            }
            let known = found.map(|(_, class)| Controller::of(class));
            let note = format!(
                "its class is told by the annotation {OLD_ANNOTATION}, which is deprecated: use spec.ingressClassName"
            );
            Served::By {
                class: name.to_owned(),
                controller: known.unwrap_or(Controller::guessed(name)),
                note: Some(note),
            }
        }
        (None, None) => classless(cluster, object, none_at_all),
    }
}

/// Admission would have written the default class into it.
fn classless(cluster: &Cluster, object: &Object, none_at_all: bool) -> Served {
    match cluster.default_ingress_classes().as_slice() {
        [(first, class), ..] if is_idle(cluster, class) => {
            Served::Nobody { class: Some(first.name().to_owned()), why: idle(first.name()) }
        }
        all @ [(first, class), others @ ..] => Served::By {
            class: first.name().to_owned(),
            controller: Controller::of(class),
            note: (!others.is_empty()).then(|| {
                let all = list(all.iter().map(|(one, _)| one.name()));
                format!(
                    "several IngressClasses are the default{all}: the one created last counts, {}",
                    first.name()
                )
            }),
        },
        [] if none_at_all => {
            let nginx = object.json().pointer("/metadata/annotations").and_then(|all| all.as_object());
            let nginx = nginx
                .is_some_and(|all| all.keys().any(|key| key.starts_with("nginx.ingress.kubernetes.io/")));
            Served::By {
                class: String::new(),
                controller: if nginx { Controller::IngressNginx } else { Controller::Other },
                note: Some("no IngressClass is in the manifests: a default class is assumed".to_owned()),
            }
        }
        [] => Served::Nobody {
            class: None,
            why: format!("it names no class and no IngressClass is the default ({DEFAULT_CLASS}: \"true\")"),
        },
    }
}

/// In a cluster that lives, the Pods of a controller that we know can be seen; of files nobody can say.
fn is_idle(cluster: &Cluster, class: &IngressClass) -> bool {
    !cluster.installed().is_empty() && controllers::is_idle(cluster, class)
}

fn idle(class: &str) -> String {
    format!("no Pod of the controller of IngressClass {class} is ready, so nobody serves it")
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.take(5).collect();
    if names.is_empty() { String::new() } else { format!(" (there is {})", names.join(", ")) }
}

impl Controller {
    pub fn of(class: &IngressClass) -> Self {
        match class.spec.as_ref().and_then(|spec| spec.controller.as_deref()) {
            Some("k8s.io/ingress-nginx") => Self::IngressNginx,
            Some("traefik.io/ingress-controller") => Self::Traefik,
            _ => Self::Other,
        }
    }

    /// Where there is no class to ask: `nginx` is what ingress-nginx calls its own.
    fn guessed(class: &str) -> Self {
        if class == "nginx" { Self::IngressNginx } else { Self::Other }
    }

    /// The subject and issuer of the certificate that it makes for itself, as OpenSSL writes names.
    /// <https://kubernetes.github.io/ingress-nginx/user-guide/tls/#default-ssl-certificate>,
    /// <https://doc.traefik.io/traefik/https/tls/#default-certificate>
    pub fn own_certificate(self) -> Option<&'static str> {
        match self {
            Self::IngressNginx => Some("O=Acme Co; CN=Kubernetes Ingress Controller Fake Certificate"),
            Self::Traefik => Some("CN=TRAEFIK DEFAULT CERT"),
            Self::Other => None,
        }
    }
}
