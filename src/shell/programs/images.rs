//! Which kind of image a container has: whose programs speak which dialect.

use k8s_openapi::api::core::v1::Pod;

use crate::{
    cluster::Cluster,
    shell::{place::Place, session::Session},
};

/// The images of a Pod's containers.
pub fn images(cluster: &Cluster, namespace: &str, pod: &str) -> Vec<String> {
    let pod = cluster.fetch::<Pod>(namespace, pod).and_then(|(_, pod)| pod.spec.as_ref());
    pod.iter().flat_map(|spec| &spec.containers).filter_map(|one| one.image.clone()).collect()
}

/// Whether the tools here are those of busybox.
pub fn is_busybox(session: &Session) -> bool {
    image(session).is_some_and(|image| {
        let name = image.rsplit('/').next().unwrap_or(&image);
        let name = name.split([':', '@']).next().unwrap_or(name);
        let tag = image.rsplit('/').next().unwrap_or(&image);
        matches!(name, "busybox" | "alpine" | "radial" | "busyboxplus") || tag.contains("alpine")
    })
}

/// busybox 1.28, whose `nslookup` is another one; many guides ask for it by name.
pub fn is_old_busybox(session: &Session) -> bool {
    image(session).is_some_and(|image| image.contains("busybox:1.28"))
}

fn image(session: &Session) -> Option<String> {
    let Place::Container { namespace, pod, container } = session.place() else { return None };
    super::find::image(&session.cluster, namespace, pod, container)
}
