//! Things that one could take for another: two numbers exchanged, a default not known, another type.

use super::thing::Thing;
use crate::course::Mistake;

/// A thing that is nearly it, and why it is not.
pub struct Slip {
    pub thing: Thing,
    pub mistake: Mistake,
    pub why: &'static str,
}

fn slip(thing: Thing, mistake: Mistake, why: &'static str) -> Slip {
    Slip { thing, mistake, why }
}

impl Thing {
    /// Things that are nearly this one.
    pub fn slips(&self) -> Vec<Slip> {
        match self {
            Self::Expose { .. } => self.expose_slips(),
            Self::Service { .. } => self.service_slips(),
            Self::Ingress { .. } => self.ingress_slips(),
            Self::Deployment { .. } => self.deployment_slips(),
        }
    }

    fn expose_slips(&self) -> Vec<Slip> {
        let Self::Expose { deployment, name, port, target, form } = self else { return Vec::new() };
        let with = |name: &String, port: &u16, target: &u16, form: &'static str| Self::Expose {
            deployment: deployment.clone(),
            name: name.clone(),
            port: *port,
            target: *target,
            form,
        };
        let other = if *form == "ClusterIP" { "NodePort" } else { "ClusterIP" };
        vec![
            slip(
                with(name, target, port, form),
                Mistake::ServicePort,
                "`--port` is the Service's port, `--target-port` that of the Pods; here they are exchanged.",
            ),
            slip(
                with(name, port, port, form),
                Mistake::WrongDefault,
                "That is what one gets without `--target-port`: the Service's port once more.",
            ),
            slip(
                with(deployment, port, target, form),
                Mistake::WrongDefault,
                "That is what one gets without `--name`: the Service is called as the Deployment.",
            ),
            slip(
                with(name, port, target, other),
                Mistake::ServiceType,
                "The type is another: without `--type` it is ClusterIP.",
            ),
        ]
    }

    fn service_slips(&self) -> Vec<Slip> {
        let Self::Service { name, port, target, node_port, headless } = self else { return Vec::new() };
        let with = |port: &u16, target: &u16, node_port: Option<u16>, headless| Self::Service {
            name: name.clone(),
            port: *port,
            target: *target,
            node_port,
            headless,
        };
        let other_type = if node_port.is_some() { None } else { Some(30_080) };
        vec![
            slip(
                with(target, port, *node_port, false),
                Mistake::ServicePort,
                "`--tcp` has the Service's port first and that of the Pods behind the colon; here they are exchanged.",
            ),
            slip(
                with(port, port, *node_port, false),
                Mistake::WrongDefault,
                "That is what `--tcp` with one number makes: the same port twice.",
            ),
            slip(with(port, target, other_type, false), Mistake::ServiceType, "The type is another."),
            slip(
                with(port, target, None, !headless),
                Mistake::ServiceType,
                "A headless Service is one with `--clusterip=None`, and nothing else makes one.",
            ),
            slip(
                with(target, target, *node_port, false),
                Mistake::ServicePort,
                "The Service's port is another than that of the Pods.",
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
        vec![
            slip(
                with(path, !prefix, service, *port),
                Mistake::ExactForPrefix,
                "A `*` behind the path makes `Prefix`; without it the type is `Exact`.",
            ),
            slip(
                with(other, *prefix, service, *port),
                Mistake::CommandForm,
                "The path is another: it stands between the host and the `=`.",
            ),
            slip(
                with(path, *prefix, service, 8080),
                Mistake::ServicePort,
                "The number behind the Service's name is the Service's port.",
            ),
            slip(
                with(path, *prefix, &format!("{service}-svc"), *port),
                Mistake::CommandForm,
                "Behind the `=` stands the name of the Service, as it is.",
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
        vec![
            slip(
                with(name, 1, *port),
                Mistake::WrongDefault,
                "One replica is what one gets without `--replicas`.",
            ),
            slip(
                with(name, *replicas, 80),
                Mistake::WrongDefault,
                "The port is that of `--port`: it is written down as it is, and has no default.",
            ),
            slip(with(name, replicas + 1, *port), Mistake::CommandForm, "The number of replicas is another."),
            slip(
                with(&format!("{name}-deployment"), *replicas, *port),
                Mistake::CommandForm,
                "The name is taken as it is; labels and container are called so, too.",
            ),
        ]
    }
}
