//! A small table of what kubectl makes without a file: parameters to command, and parameters to object.
//!
//! The lab's kubectl stands above this module, so it cannot be asked here; `tests/generated.rs` holds the two against each
//! other.

use serde_json::{Value, json};

use crate::{
    course::Mistake,
    generate::{
        draw::Draw,
        objects::labels,
        words::{App, web_apps},
    },
};

pub const MISTAKES: &[Mistake] = &[
    Mistake::ServicePort,
    Mistake::WrongDefault,
    Mistake::CommandForm,
    Mistake::ServiceType,
    Mistake::ExactForPrefix,
];

/// Something that one command makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// `kubectl expose deployment`; `listens` is the port of the Deployment's containers, which it does not look at.
    Expose { deployment: String, name: String, port: u16, target: u16, form: &'static str, listens: u16 },
    /// `kubectl create service clusterip` or `nodeport`.
    Service { name: String, port: u16, target: u16, node_port: Option<u16>, headless: bool },
    /// `kubectl create ingress`.
    Ingress {
        name: String,
        class: &'static str,
        host: String,
        path: &'static str,
        prefix: bool,
        service: String,
        port: u16,
    },
    /// `kubectl create deployment`.
    Deployment { name: String, image: String, replicas: u16, port: u16 },
}

/// The name that kubectl gives to a container: the last part of its image, without the tag.
fn container(image: &str) -> &str {
    let last = image.rsplit('/').next().unwrap_or(image);
    last.split([':', '@']).next().unwrap_or(last)
}

/// A command that does not do it, and why.
pub struct WrongCommand {
    pub text: String,
    pub mistake: Mistake,
    pub why: String,
}

impl Thing {
    pub fn draw(draw: &mut Draw) -> Option<Self> {
        let app: App = *draw.pick(&web_apps())?;
        let name = app.name.to_owned();
        let port = *draw.pick(&[80, 8000, 443])?;
        Some(match draw.between(0, 3) {
            0 => Self::Expose {
                name: format!("{name}-{}", draw.pick(&["service", "internal", "public"])?),
                deployment: name,
                port,
                target: app.port,
                listens: app.port,
                form: draw.pick(&["ClusterIP", "NodePort", "LoadBalancer"])?,
            },
            1 => {
                let headless = draw.chance(25);
                let node_port = (!headless && draw.chance(60)).then(|| draw.between(30_100, 32_700));
                Self::Service { name, port, target: app.port, node_port, headless }
            }
            2 => Self::Ingress {
                host: format!("{name}.example.com"),
                class: draw.pick(&["edge", "public", "internal"])?,
                path: draw.pick(&["/", "/api", "/shop"])?,
                prefix: draw.chance(60),
                service: name.clone(),
                port,
                name,
            },
            _ => Self::Deployment {
                image: format!("registry.example/{name}:1.{}", draw.between(1, 9)),
                replicas: draw.between(2, 5),
                port: app.port,
                name,
            },
        })
    }

    /// The command that makes it.
    pub fn command(&self) -> String {
        match self {
            Self::Expose { deployment, name, port, target, form, .. } => {
                let form = if *form == "ClusterIP" { String::new() } else { format!(" --type={form}") };
                format!(
                    "kubectl expose deployment {deployment} --name={name} --port={port} --target-port={target}{form}"
                )
            }
            Self::Service { name, headless: true, .. } => {
                format!("kubectl create service clusterip {name} --clusterip=None")
            }
            Self::Service { name, port, target, node_port: Some(node_port), .. } => {
                format!(
                    "kubectl create service nodeport {name} --tcp={port}:{target} --node-port={node_port}"
                )
            }
            Self::Service { name, port, target, .. } => {
                format!("kubectl create service clusterip {name} --tcp={port}:{target}")
            }
            Self::Ingress { name, class, host, path, prefix, service, port } => {
                format!(
                    "kubectl create ingress {name} --class={class} --rule=\"{host}{path}{}={service}:{port}\"",
                    if *prefix { "*" } else { "" }
                )
            }
            Self::Deployment { name, image, replicas, port } => {
                format!(
                    "kubectl create deployment {name} --image={image} --replicas={replicas} --port={port}"
                )
            }
        }
    }

    /// What the command makes, without what the server fills in and without what matters to nobody.
    pub fn object(&self) -> Value {
        match self {
            Self::Expose { deployment, name, port, target, form, .. } => {
                let mut object = json!({
                    "apiVersion": "v1", "kind": "Service", "metadata": {"name": name},
                    "spec": {"selector": labels(&[("app", deployment)]), "ports": [{"protocol": "TCP", "port": port, "targetPort": target}]},
                });
                if *form != "ClusterIP" {
                    object["spec"]["type"] = (*form).into();
                }
                object
            }
            Self::Service { name, headless: true, .. } => json!({
                "apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "labels": {"app": name}},
                "spec": {"type": "ClusterIP", "clusterIP": "None", "selector": {"app": name}},
            }),
            Self::Service { name, port, target, node_port, .. } => {
                let mut object = json!({
                    "apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "labels": {"app": name}},
                    "spec": {
                        "type": if node_port.is_some() { "NodePort" } else { "ClusterIP" }, "selector": {"app": name},
                        "ports": [{"name": format!("{port}-{target}"), "protocol": "TCP", "port": port, "targetPort": target}],
                    },
                });
                if let Some(node_port) = node_port {
                    object["spec"]["ports"][0]["nodePort"] = (*node_port).into();
                }
                object
            }
            Self::Ingress { name, class, host, path, prefix, service, port } => json!({
                "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": name},
                "spec": {"ingressClassName": class, "rules": [{"host": host, "http": {"paths": [{
                    "path": path, "pathType": if *prefix { "Prefix" } else { "Exact" },
                    "backend": {"service": {"name": service, "port": {"number": port}}},
                }]}}]},
            }),
            Self::Deployment { name, image, replicas, port } => json!({
                "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, "labels": {"app": name}},
                "spec": {"replicas": replicas, "selector": {"matchLabels": {"app": name}}, "template": {
                    "metadata": {"labels": {"app": name}},
                    "spec": {"containers": [{"name": container(image), "image": image, "ports": [{"containerPort": port}]}]},
                }},
            }),
        }
    }

    /// Commands that do something else, or that kubectl refuses.
    pub fn wrong_commands(&self) -> Vec<WrongCommand> {
        let mut all: Vec<WrongCommand> = self
            .slips()
            .into_iter()
            .map(|slip| WrongCommand { text: slip.thing.command(), mistake: slip.mistake, why: slip.why })
            .collect();
        let mut refused = |text: String, why: &str| {
            all.push(WrongCommand { text, mistake: Mistake::CommandForm, why: why.to_owned() });
        };
        match self {
            Self::Expose { deployment, name, port, target, form, .. } => {
                refused(
                    format!(
                        "kubectl create service {} {name} --port={port} --target-port={target}",
                        form.to_lowercase()
                    ),
                    "`create service` has `--tcp=PORT:TARGET`; `--port` and `--target-port` belong to `expose`.",
                );
                refused(
                    format!("kubectl expose {deployment} --name={name} --port={port}:{target}"),
                    "`expose` wants the kind of what is exposed, and `--port` one number.",
                );
            }
            Self::Service { name, port, target, node_port, .. } => {
                if let Some(node_port) = node_port {
                    refused(
                        format!(
                            "kubectl expose deployment {name} --type=NodePort --port={port} --target-port={target} --node-port={node_port}"
                        ),
                        "`expose` has no option for the node port: only `create service nodeport` has.",
                    );
                }
                refused(
                    format!("kubectl create service {name} --port={port} --target-port={target}"),
                    "`create service` wants the type first, and has `--tcp=PORT:TARGET`.",
                );
            }
            Self::Ingress { name, class, host, path, service, port, .. } => {
                refused(
                    format!(
                        "kubectl create ingress {name} --class={class} --host={host} --path={path} --service={service}:{port}"
                    ),
                    "`create ingress` has no such options: host, path, Service and port are in one `--rule`.",
                );
                refused(
                    format!(
                        "kubectl create ingress {name} --class={class} --rule=\"{host}{path}={service}\""
                    ),
                    "The Service's port is missing: it stands behind a colon.",
                );
            }
            Self::Deployment { name, image, replicas, port } => {
                refused(
                    format!("kubectl run {name} --image={image} --replicas={replicas} --port={port}"),
                    "`kubectl run` makes a single Pod, and has no `--replicas`.",
                );
                refused(
                    format!("kubectl create deployment {name} {image} --replicas={replicas} --port={port}"),
                    "The image has to be named by `--image`.",
                );
            }
        }
        all
    }

    /// What has to be there before its command is run, for the stem.
    pub fn ground(&self) -> String {
        match self {
            Self::Expose { deployment, listens, .. } => format!(
                "There is a Deployment `{deployment}` without labels of its own; it selects Pods by `app={deployment}`, which listen on {listens}. "
            ),
            _ => String::new(),
        }
    }

    /// Why its command has the form that it has.
    pub fn explanation(&self) -> &'static str {
        match self {
            Self::Expose { .. } => {
                "`expose` copies the selector of the Deployment. `--port` is the Service's port, `--target-port` that of the Pods (left out: the same number), `--name` the Service's name (left out: that of the Deployment), `--type` its type (left out: ClusterIP)."
            }
            Self::Service { .. } => {
                "`create service TYPE NAME --tcp=PORT:TARGET` makes a Service whose selector is `app=NAME`, whether such Pods exist or not. `--node-port` is for `nodeport` only, and `--clusterip=None` makes it headless."
            }
            Self::Ingress { .. } => {
                "`create ingress NAME --class=CLASS --rule=\"HOST/PATH=SERVICE:PORT\"`: with a `*` behind the path its type is `Prefix`, without it `Exact`. The quotes keep the shell away from the `*`."
            }
            Self::Deployment { .. } => {
                "`create deployment NAME --image=IMAGE` labels everything `app=NAME` and names the container after the image; `--replicas` is 1 where it is left out, and `--port` only writes down a container port."
            }
        }
    }
}
