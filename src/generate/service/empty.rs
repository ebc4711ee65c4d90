//! Why a Service has no endpoint to send to: exactly one cause is planted, and the engine confirms that it is enough.

use serde_json::{Value, json};

use super::SOURCE;
use crate::{
    cluster::{Cluster, Protocol},
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        insight::Look,
        objects::{Labels, give_address, labels, make_ready, make_unready, namespace, pod, port, service},
        words::{App, NAMESPACES, web_apps},
        world,
    },
    network::service::endpoints,
};

pub const MISTAKES: &[Mistake] = &[
    Mistake::Selector,
    Mistake::OtherNamespace,
    Mistake::NotReady,
    Mistake::NamedPort,
    Mistake::ServicePort,
];

/// What can be at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Selector,
    Namespace,
    NotReady,
    NamedPort,
}

impl Cause {
    pub const ALL: [Self; 4] = [Self::Selector, Self::Namespace, Self::NotReady, Self::NamedPort];

    pub fn mistake(self) -> Mistake {
        match self {
            Self::Selector => Mistake::Selector,
            Self::Namespace => Mistake::OtherNamespace,
            Self::NotReady => Mistake::NotReady,
            Self::NamedPort => Mistake::NamedPort,
        }
    }

    pub fn sentence(self) -> &'static str {
        match self {
            Self::Selector => "The selector asks for a label that the Pods do not have",
            Self::Namespace => "The Pods are in another namespace than the Service",
            Self::NotReady => "The Pods are not ready",
            Self::NamedPort => "No container port has the name that `targetPort` asks for",
        }
    }

    /// Why it is not the cause in a scene.
    pub fn not(self, scene: &Scene) -> String {
        match self {
            Self::Selector => "Every label of the selector is on the Pods.".to_owned(),
            Self::Namespace => "Service and Pods are in the same namespace.".to_owned(),
            Self::NotReady => "The Pods are ready.".to_owned(),
            Self::NamedPort => scene.service["spec"]["ports"][0]["targetPort"].as_str().map_or_else(
                || {
                    "`targetPort` is a number here: no name is looked up, and a number goes into the endpoints unchecked.".to_owned()
                },
                |name| format!("A container port is named `{name}`, as `targetPort` asks."),
            ),
        }
    }
}

/// A Service with two Pods, and what is at fault with them.
pub struct Scene {
    pub space: &'static str,
    pub app: App,
    pub service: Value,
    pub pods: Vec<Value>,
    pub namespaces: Vec<Value>,
}

impl Scene {
    /// `herring`: `targetPort` has a number on which nobody listens, which breaks connections, not endpoints.
    pub fn draw(draw: &mut Draw, level: Level, cause: Cause, herring: bool) -> Option<Self> {
        let app = *draw.pick(&web_apps())?;
        let [home, away] = draw.few(NAMESPACES, 2).try_into().ok()?;
        let (home, away): (&'static str, &'static str) = (home.0, away.0);
        let mut own = labels(&[("app", app.name)]);
        if level != Level::EASY {
            own.insert("tier".to_owned(), app.tier.to_owned());
        }
        let mut selector: Labels = own.clone();
        if cause == Cause::Selector {
            spoil(draw, app, &mut selector, level)?;
        }
        let named = cause == Cause::NamedPort || (!herring && draw.chance(50));
        let target: Value = match (named, cause) {
            (true, Cause::NamedPort) => (*draw.pick(&["web", "http-web", "https"])?).into(),
            (true, _) => app.port_name.into(),
            (false, _) if herring => (app.port + 1000).into(),
            (false, _) => app.port.into(),
        };
        let place = if cause == Cause::Namespace { away } else { home };
        let mut pods = Vec::new();
        for index in 0..2 {
            let mut one = pod(
                place,
                &format!("{}-{index}", app.name),
                &own,
                &[port(app.port_name, app.port, Protocol::Tcp)],
            );
            give_address(&mut one, &format!("10.244.{}.{}", index + 1, app.port % 200 + 2));
            if cause == Cause::NotReady {
                make_unready(&mut one);
            } else {
                make_ready(&mut one);
            }
            pods.push(one);
        }
        let service = service(home, app.name, &selector, &[json!({"port": 80, "targetPort": target})]);
        let namespaces = vec![namespace(home, &labels(&[])), namespace(away, &labels(&[]))];
        Some(Self { space: home, app, service, pods, namespaces })
    }

    pub fn objects(&self) -> Vec<Value> {
        let own = std::iter::once(&self.service);
        self.namespaces.iter().chain(own).chain(&self.pods).cloned().collect()
    }

    /// How many ready endpoints with a port it has.
    pub fn ready(&self) -> Option<usize> {
        let cluster: Cluster = world::cluster(&self.objects())?;
        Some(
            endpoints(&cluster, self.space, self.app.name, "", Protocol::Tcp)
                .iter()
                .filter(|one| one.ready)
                .count(),
        )
    }
}

/// A selector that is nearly right: another value, a plural, a label more.
fn spoil(draw: &mut Draw, app: App, selector: &mut Labels, level: Level) -> Option<()> {
    match draw.between(0, 2) {
        0 => selector.insert("app".to_owned(), format!("{}-v2", app.name)),
        1 if level != Level::EASY => {
            selector.insert("tier".to_owned(), (*draw.pick(&["edge", "batch"])?).to_owned())
        }
        2 if level == Level::HARD => selector.insert("version".to_owned(), "v1".to_owned()),
        _ => selector.insert("app".to_owned(), format!("{}s", app.name)),
    };
    Some(())
}

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let cause = *draw.pick(&Cause::ALL)?;
    let herring = level == Level::HARD && cause != Cause::NamedPort && draw.chance(60);
    let scene = Scene::draw(draw, level, cause, herring)?;
    if scene.ready()? != 0 {
        return None;
    }
    let mut options: Vec<Opt> = Cause::ALL
        .into_iter()
        .map(|one| Opt::of(one.sentence(), one == cause, one.mistake(), one.not(&scene)))
        .collect();
    if herring {
        options.push(Opt::wrong(
            "`targetPort` is not the number on which the containers listen",
            Mistake::ServicePort,
            "It is not, and the Pods would refuse connections; but a number goes into the endpoints unchecked, so that does not leave kube-proxy without one.",
        ));
    }
    let name = scene.app.name;
    let end = match cause {
        Cause::Selector => {
            "A selector asks for all of its labels, and one of them is not on the Pods. Compare `kubectl get pods --show-labels` with the selector."
        }
        Cause::Namespace => {
            "A Service selects Pods of its own namespace only, whatever labels Pods have elsewhere."
        }
        Cause::NotReady => {
            "The Pods are in the EndpointSlice, but with `ready: false`, and kube-proxy sends nothing to them. Look at the readiness probe."
        }
        Cause::NamedPort => {
            "A `targetPort` that is a name is looked up among the container ports of each Pod, for the same protocol. No Pod has a port of that name, so the EndpointSlice has their addresses, but no port (`kubectl get endpointslices` shows `PORTS <unset>`), and kube-proxy has nowhere to send to."
        }
    };
    let mut shown = vec![scene.service.clone()];
    // The Pods are alike: one is enough to see.
    shown.extend(scene.pods.first().cloned());
    Some(Draft {
        stem: format!(
            "`{name}` has two Pods, alike but for their names and addresses; one is shown. kube-proxy has no endpoint to which it could send what comes to port 80 of the Service `{name}` of namespace `{}`. Why?",
            scene.space
        ),
        told: scene.namespaces.iter().cloned().chain(scene.pods.get(1).cloned()).collect(),
        shown,
        options,
        explanation: end.to_owned(),
        source: SOURCE,
        section: "endpoints#why-empty",
        look: Look::Nothing,
        ..Draft::default()
    })
}
