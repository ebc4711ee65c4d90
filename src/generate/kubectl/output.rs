//! What is wrong in this output: a Service described, its Pods listed, nobody answering.

use serde_json::Value;

use super::Cause;
use crate::{
    cluster::Cluster,
    course::Mistake,
    generate::{
        Level,
        draft::{Draft, Opt},
        draw::Draw,
        objects::{Labels, label_text, name_of, namespace_of},
        service::Faulty,
        table::{row, table},
        world,
    },
};

pub const MISTAKES: &[Mistake] = &[
    Mistake::Selector,
    Mistake::OtherNamespace,
    Mistake::NotReady,
    Mistake::NamedPort,
    Mistake::ServicePort,
];

const SOURCE: &str = "Kubernetes documentation: Debug Services (https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/)";

pub fn make(draw: &mut Draw, level: Level) -> Option<Draft> {
    let cause = *draw.pick(&Cause::ALL)?;
    let herring = level == Level::HARD && cause != Cause::NamedPort && draw.chance(50);
    let scene = Faulty::draw(draw, level, cause, herring)?;
    if scene.ready()? != 0 {
        return None;
    }
    let objects = scene.objects();
    let cluster = world::cluster(&objects)?;
    let name = scene.app.name;
    let output = format!(
        "$ kubectl describe service {name} -n {0} | grep -E 'Selector|Port|Endpoints'\n{1}\n$ kubectl get pods -A -l app={name} --show-labels\n{2}\n\
         $ kubectl get pods -A -l app={name} -o yaml | grep -A3 ports:\n{3}",
        scene.space,
        described(&cluster, &scene)?,
        listed(&scene),
        ports(&scene)
    );
    let mut options: Vec<Opt> = Cause::ALL
        .into_iter()
        .map(|one| Opt::of(one.sentence(), one == cause, one.mistake(), one.not(&scene)))
        .collect();
    if herring {
        options.push(Opt::wrong(
            "`targetPort` is not the number on which the containers listen",
            Mistake::ServicePort,
            "That is so, and would be the next fault; but a number goes into the endpoints unchecked, so it is not why kube-proxy has none.",
        ));
    }
    let read = match cause {
        Cause::Selector => {
            "Compare the line `Selector` with the last column of the Pods: a label is asked for that they do not have."
        }
        Cause::Namespace => {
            "Compare the namespace after `-n` with the first column of the Pods: a Service selects in its own namespace only."
        }
        Cause::NotReady => {
            "Look at the column `READY`: no container is ready (`0/1`), so `Endpoints` shows nothing, though the Pods are selected."
        }
        Cause::NamedPort => {
            "`Endpoints` shows addresses without a port: the Pods are selected and ready, but no container declares a TCP port with the name in `TargetPort`, so the EndpointSlice has no port (`kubectl get endpointslices` shows `PORTS <unset>`). Compare `TargetPort` with the names below `ports:`."
        }
    };
    Some(Draft {
        stem: format!(
            "kube-proxy has no endpoint to which it could send what comes to the Service `{name}`. What is the reason, by this output?"
        ),
        output: Some(("text", output)),
        told: objects,
        options,
        explanation: read.to_owned(),
        source: SOURCE,
        section: "troubleshooting#service-checks",
        ..Draft::default()
    })
}

/// The lines of `kubectl describe service` that matter.
fn described(cluster: &Cluster, scene: &Faulty) -> Option<String> {
    let (_, service) = cluster.fetch::<k8s_openapi::api::core::v1::Service>(scene.space, scene.app.name)?;
    let selector: Labels = service.spec.as_ref()?.selector.clone()?;
    let target = &scene.service["spec"]["ports"][0]["targetPort"];
    let target = target.as_str().map_or_else(|| target.to_string(), str::to_owned);
    let line = |field: &str, value: &str| format!("{field:<26}{value}").trim_end().to_owned();
    Some(
        [
            line("Selector:", &label_text(&selector)),
            line("Port:", "<unset>  80/TCP"),
            line("TargetPort:", &format!("{target}/TCP")),
            line("Endpoints:", &endpoints(cluster, scene).join(",")),
        ]
        .join("\n")
            + "\n",
    )
}

/// What `kubectl describe` shows of the slices in which nothing can be reached: the ready addresses of those without ports,
/// bare.
fn endpoints(cluster: &Cluster, scene: &Faulty) -> Vec<String> {
    let slices = cluster.slices_of(scene.space, scene.app.name).map(|(_, slice)| slice);
    let portless = slices.filter(|slice| slice.ports.as_ref().is_none_or(Vec::is_empty));
    let ready = portless
        .flat_map(|slice| slice.endpoints.iter().flatten())
        .filter(|one| one.conditions.as_ref().and_then(|conditions| conditions.ready).unwrap_or(true));
    ready.filter_map(|one| one.addresses.first().cloned()).collect()
}

fn listed(scene: &Faulty) -> String {
    let mut rows = vec![row(&["NAMESPACE", "NAME", "READY", "STATUS", "RESTARTS", "AGE", "LABELS"])];
    rows.extend(scene.pods.iter().map(|pod| {
        let is_ready = pod["status"]["conditions"][0]["status"] == "True";
        let ready = if is_ready { "1/1" } else { "0/1" };
        let labels: Labels = pod["metadata"]["labels"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
            .collect();
        row(&[namespace_of(pod), name_of(pod), ready, "Running", "0", "12m", &label_text(&labels)])
    }));
    table(&rows)
}

/// What the `grep` leaves of the Pods.
fn ports(scene: &Faulty) -> String {
    let lines = scene.pods.iter().map(|pod| {
        let port: &Value = &pod["spec"]["containers"][0]["ports"][0];
        format!(
            "      ports:\n      - containerPort: {}\n        name: {}\n        protocol: TCP",
            port["containerPort"],
            port["name"].as_str().unwrap_or_default()
        )
    });
    lines.collect::<Vec<_>>().join("\n--\n") + "\n"
}
