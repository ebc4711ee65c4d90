//! `crictl`: what the container runtime of a node says of itself, its Pods, containers and images.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::Pod;
use serde_json::json;

use crate::{
    cluster::{
        container::{digest, in_full},
        pod,
    },
    shell::{call::Call, files::Disk, place::Place},
};

/// Where the runtime looks for a network configuration.
const CONFIGURATIONS: &str = "/etc/cni/net.d";
const HELP: &str = "crictl: a command is needed; here are info, version, pods, ps and images";

pub fn crictl(call: &mut Call<'_>) -> u8 {
    let Place::Node(node) = call.session.place().clone() else {
        return call.fail("no container runtime on this machine", 1);
    };
    let word = call.arguments.iter().find(|word| !word.starts_with('-')).map(String::as_str);
    match word {
        Some("info") => info(call),
        Some("version") => call.line(
            "Version:  0.1.0\nRuntimeName:  containerd\nRuntimeVersion:  2.1.4\nRuntimeApiVersion:  v1",
        ),
        Some("pods") => pods(call, &node),
        Some("ps") => containers(call, &node),
        Some("images" | "img" | "image") => images(call, &node),
        Some(other) => {
            call.error_line(&format!("crictl: the command {other:?} is not there in this shell"));
            call.error_line(HELP);
            return 1;
        }
        None => {
            call.error_line(HELP);
            return 1;
        }
    }
    0
}

/// As long as the runtime finds a network configuration, it is ready.
fn info(call: &mut Call<'_>) {
    let names = |disk: &Disk| disk.names(CONFIGURATIONS).map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
    let names = call.session.disk().map(names).unwrap_or_default();
    let config = names.into_iter().find(|name| name.ends_with("conflist"));
    let ready = config.is_some();
    let status = if ready {
        "OK"
    } else {
        "cni config load failed: no network config found in /etc/cni/net.d: cni plugin not initialized: failed to load cni config"
    };
    let condition = |kind: &str, status: bool, reason: &str, message: &str| json!({"message": message, "reason": reason, "status": status, "type": kind});
    let network = if ready {
        condition("NetworkReady", true, "", "")
    } else {
        let message = "Network plugin returns error: cni plugin not initialized";
        condition("NetworkReady", false, "NetworkPluginNotReady", message)
    };
    let text = json!({
        "cniconfig": {
            "Networks": [{"Config": {"Name": "cni-loopback"}, "IFName": "lo"}, {"Config": {"Source": config}, "IFName": "eth0"}],
            "PluginConfDir": "/etc/cni/net.d",
            "PluginDirs": ["/opt/cni/bin"],
            "PluginMaxConfNum": 1,
            "Prefix": "eth",
        },
        "config": {"containerdEndpoint": "/run/containerd/containerd.sock", "containerdRootDir": "/var/lib/containerd"},
        "lastCNILoadStatus": status,
        "lastCNILoadStatus.default": status,
        "status": {"conditions": [condition("RuntimeReady", true, "", ""), network]},
    });
    call.line(&format!("{text:#}"));
}

fn here<'c>(
    call: &'c Call<'_>,
    node: &'c str,
) -> impl Iterator<Item = (&'c crate::cluster::Object, &'c Pod)> {
    let on_node = move |pod: &Pod| pod::node(pod) == Some(node) && !pod::is_finished(pod);
    call.session.cluster.pods().filter(move |(_, pod)| on_node(pod))
}

/// A name's own number, the same at each look.
fn id(text: &str) -> String {
    digest(text).chars().take(13).collect()
}

fn pods(call: &mut Call<'_>, node: &str) {
    let mut rows = vec![["POD ID", "STATE", "NAME", "NAMESPACE"].map(str::to_owned).to_vec()];
    rows.extend(here(call, node).map(|(object, _)| {
        let (name, namespace) = (object.name().to_owned(), object.namespace().to_owned());
        vec![id(&object.full_name()), "Ready".to_owned(), name, namespace]
    }));
    table(call, &rows);
}

fn containers(call: &mut Call<'_>, node: &str) {
    let mut rows = vec![["CONTAINER", "IMAGE", "STATE", "NAME", "POD"].map(str::to_owned).to_vec()];
    for (object, pod) in here(call, node) {
        for container in pod.spec.iter().flat_map(|spec| &spec.containers) {
            let own = id(&format!("{}/{}", object.full_name(), container.name));
            let image = container.image.clone().unwrap_or_default();
            rows.push(vec![
                own,
                image,
                "Running".to_owned(),
                container.name.clone(),
                object.name().to_owned(),
            ]);
        }
    }
    table(call, &rows);
}

fn images(call: &mut Call<'_>, node: &str) {
    let all: BTreeSet<String> = here(call, node)
        .flat_map(|(_, pod)| pod.spec.iter().flat_map(|spec| &spec.containers))
        .filter_map(|container| container.image.as_deref().map(in_full))
        .collect();
    let mut rows = vec![["IMAGE", "TAG", "IMAGE ID"].map(str::to_owned).to_vec()];
    rows.extend(all.iter().map(|image| {
        let (name, tag) = image.rsplit_once(':').unwrap_or((image, "<none>"));
        vec![name.to_owned(), tag.to_owned(), id(image)]
    }));
    table(call, &rows);
}

fn table(call: &mut Call<'_>, rows: &[Vec<String>]) {
    let widest = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len)).filter_map(widest).collect();
    for row in rows {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}", width = *width)).collect();
        call.line(cells.join("   ").trim_end());
    }
}
