//! Things that one could take for another: two numbers exchanged, a default not known, another type.

use super::thing::Thing;
use crate::course::Mistake;

/// A thing that is nearly it, and why it is not.
pub struct Slip {
    pub thing: Thing,
    pub mistake: Mistake,
    /// True of the thing, whether it stands as an object or as a command; "here" is the thing, "it has to be" what is wanted.
    pub why: String,
}

fn slip(thing: Thing, mistake: Mistake, why: impl Into<String>) -> Slip {
    Slip { thing, mistake, why: why.into() }
}

impl Thing {
    /// Things that are nearly this one.
    pub fn slips(&self) -> Vec<Slip> {
        match self {
            Self::Expose { .. } => self.expose_slips(),
            Self::Service { headless: true, .. } => self.headless_slips(),
            Self::Service { .. } => self.service_slips(),
            Self::Ingress { .. } => self.ingress_slips(),
            Self::Deployment { .. } => self.deployment_slips(),
        }
    }

    fn expose_slips(&self) -> Vec<Slip> {
        let Self::Expose { deployment, name, port, target, form, listens } = self else { return Vec::new() };
        let with = |name: &str, port: &u16, target: &u16, form: &'static str| Self::Expose {
            deployment: deployment.clone(),
            name: name.to_owned(),
            port: *port,
            target: *target,
            form,
            listens: *listens,
        };
        let other = if *form == "ClusterIP" { "NodePort" } else { "ClusterIP" };
        let type_why =
            format!("The type is {other} here; it has to be {form}. Without `--type` it is ClusterIP.");
        let mut all = vec![slip(with(name, port, target, other), Mistake::ServiceType, type_why)];
        all.push(if target == port {
            slip(
                with(name, port, listens, form),
                Mistake::WrongDefault,
                format!("Without `--target-port` it is {port} again, the Service's port: nobody looks at what the Pods listen on."),
            )
        } else {
            slip(
                with(name, port, port, form),
                Mistake::WrongDefault,
                format!("The Pods' port is {port} here, as it is without `--target-port`; it has to be {target}."),
            )
        });
        all.push(if target == port {
            slip(
                with(name, listens, listens, form),
                Mistake::ServicePort,
                format!("`--port` is the Service's port, {port}; here it is {listens}, that of the Pods."),
            )
        } else {
            slip(
                with(name, target, port, form),
                Mistake::ServicePort,
                "`--port` is the Service's port, `--target-port` that of the Pods; here they are exchanged.",
            )
        });
        all.push(if deployment == name {
            slip(
                with(&format!("{name}-service"), port, target, form),
                Mistake::WrongDefault,
                "Without `--name` the Service has the Deployment's name, and nothing is added to it.",
            )
        } else {
            slip(
                with(deployment, port, target, form),
                Mistake::WrongDefault,
                format!("The Service is called as the Deployment here, as it is without `--name`; it has to be `{name}`."),
            )
        });
        all
    }

    /// All of them have an address, which a headless Service has not.
    fn headless_slips(&self) -> Vec<Slip> {
        let Self::Service { name, port, target, .. } = self else { return Vec::new() };
        let with = |port: &u16, target: &u16, node_port| Self::Service {
            name: name.clone(),
            port: *port,
            target: *target,
            node_port,
            headless: false,
        };
        let why = "It has an address of its own here: only `--clusterip=None` makes a headless Service.";
        vec![
            slip(with(port, target, None), Mistake::ServiceType, why),
            slip(with(target, target, None), Mistake::ServiceType, why),
            slip(with(port, target, Some(30_080)), Mistake::ServiceType, why),
        ]
    }

    fn service_slips(&self) -> Vec<Slip> {
        let Self::Service { name, port, target, node_port, .. } = self else { return Vec::new() };
        let with = |port: &u16, target: &u16, node_port: Option<u16>, headless| Self::Service {
            name: name.clone(),
            port: *port,
            target: *target,
            node_port,
            headless,
        };
        let (other_type, type_why) = match node_port {
            Some(number) => (
                None,
                format!("The type is ClusterIP here; it has to be NodePort, with the node port {number}."),
            ),
            None => (Some(30_080), "The type is NodePort here; it has to be ClusterIP.".to_owned()),
        };
        vec![
            slip(
                with(target, port, *node_port, false),
                Mistake::ServicePort,
                "`--tcp` has the Service's port first and that of the Pods behind the colon; here they are exchanged.",
            ),
            slip(
                with(port, port, *node_port, false),
                Mistake::WrongDefault,
                format!("The Pods' port is {port} here, too; it has to be {target}."),
            ),
            slip(with(port, target, other_type, false), Mistake::ServiceType, type_why),
            slip(
                with(port, target, None, true),
                Mistake::ServiceType,
                "`--clusterip=None` makes a headless Service, without ports; it has to have one, and an address.",
            ),
            slip(
                with(target, target, *node_port, false),
                Mistake::ServicePort,
                format!("The Service's port is {target} here, that of the Pods; it has to be {port}."),
            ),
        ]
    }

    fn ingress_slips(&self) -> Vec<Slip> {
        let Self::Ingress { name, class, host, path, prefix, service, port } = self else {
            return Vec::new();
        };
        let with = |path: &'static str, prefix: bool, service: &str, port: u16| Self::Ingress {
            name: name.clone(),
            class,
            host: host.clone(),
            path,
            prefix,
            service: service.to_owned(),
            port,
        };
        let other = if *path == "/" { "/api" } else { "/" };
        let type_why = if *prefix {
            "Without a `*` behind the path its type is `Exact`; it has to be `Prefix`."
        } else {
            "A `*` behind the path makes its type `Prefix`; it has to be `Exact`."
        };
        vec![
            slip(with(path, !prefix, service, *port), Mistake::ExactForPrefix, type_why),
            slip(
                with(other, *prefix, service, *port),
                Mistake::CommandForm,
                format!("The path, between the host and the `=`, is `{other}` here; it has to be `{path}`."),
            ),
            slip(
                with(path, *prefix, service, 8080),
                Mistake::ServicePort,
                format!("The number behind the Service's name is the Service's port: it has to be {port}."),
            ),
            slip(
                with(path, *prefix, &format!("{service}-svc"), *port),
                Mistake::CommandForm,
                format!("Behind the `=` stands the name of the Service, as it is: it has to be `{service}`."),
            ),
        ]
    }

    fn deployment_slips(&self) -> Vec<Slip> {
        let Self::Deployment { name, image, replicas, port } = self else { return Vec::new() };
        let with = |name: &str, replicas: u16, port: u16| Self::Deployment {
            name: name.to_owned(),
            image: image.clone(),
            replicas,
            port,
        };
        let more = replicas + 1;
        vec![
            slip(
                with(name, 1, *port),
                Mistake::WrongDefault,
                format!("There is one replica here, as without `--replicas`; it has to be {replicas}."),
            ),
            slip(
                with(name, *replicas, 80),
                Mistake::WrongDefault,
                format!("The port is that of `--port`, which has no default: it has to be {port}."),
            ),
            slip(
                with(name, more, *port),
                Mistake::WrongDefault,
                if *replicas == 1 {
                    format!("There are {more} replicas here; without `--replicas` it is one.")
                } else {
                    format!("There are {more} replicas here; it has to be {replicas}.")
                },
            ),
            slip(
                with(&format!("{name}-deployment"), *replicas, *port),
                Mistake::CommandForm,
                format!(
                    "The name is taken as it is, for the label `app`, too: it has to be `{name}`. The container is named after the image."
                ),
            ),
        ]
    }
}
