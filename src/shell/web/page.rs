//! What the server in a Pod answers: its own pages, and the files of its folder as they are now.

use k8s_openapi::api::core::v1::Pod;

use crate::{
    cluster::container::{self, Site, catalog},
    network::trace::{End, Tracer},
    shell::{
        files::{Disk, Entry, path},
        place::Place,
        programs::images,
        session::Session,
    },
};

/// An answer as it is sent.
pub struct Page {
    pub status: u16,
    pub body: String,
    pub server: String,
}

/// The answer of a Pod; `None` where what listens does not speak HTTP.
pub fn page(session: &Session, tracer: &Tracer<'_>, end: &End, asked: &str) -> Option<Page> {
    let (namespace, name) = end.pod.as_deref()?.split_once('/')?;
    let Some(http) = &end.http else { return speaks(tracer, namespace, name).then(nothing_known) };
    let own = Page { status: http.status, body: ended(&http.body), server: String::new() };
    let Some((_, pod)) = tracer.cluster().fetch::<Pod>(namespace, name) else { return Some(own) };
    let Some((container, site)) = container::site(pod, end.port) else { return Some(own) };
    let place = Place::Container {
        namespace: namespace.to_owned(),
        pod: name.to_owned(),
        container: container.clone(),
    };
    let changed = session.has_written(&place) || is_mounted(pod, &container, &site);
    let file = site.root.as_deref().filter(|_| changed).map(|root| {
        let mut found = file(&session.disk_of(&place), root, asked, &site);
        found.server.clone_from(&site.server);
        found
    });
    Some(file.unwrap_or(Page { server: site.server, ..own }))
}

/// What cannot be told answers, with nothing in it.
fn nothing_known() -> Page {
    Page { status: 200, body: String::new(), server: String::new() }
}

/// Whether one of the Pod's containers may speak HTTP: an image that nobody knows, or a server with a configuration of its own.
fn speaks(tracer: &Tracer<'_>, namespace: &str, name: &str) -> bool {
    images(tracer.cluster(), namespace, name).iter().any(|reference| {
        let Some(image) = catalog().image(reference) else { return true };
        catalog().program(&image.start).is_some_and(|program| !program.answers.is_empty())
    })
}

/// Whether a volume lies on the server's folder.
fn is_mounted(pod: &Pod, container: &str, site: &Site) -> bool {
    let Some(root) = &site.root else { return false };
    let containers = pod.spec.iter().flat_map(|spec| &spec.containers).filter(|one| one.name == container);
    let mut mounts = containers.flat_map(|one| one.volume_mounts.iter().flatten());
    mounts.any(|mount| path::is_below(&mount.mount_path, root) || path::is_below(root, &mount.mount_path))
}

fn file(disk: &Disk, root: &str, asked: &str, site: &Site) -> Page {
    let bare = asked.split(['?', '#']).next().unwrap_or(asked);
    let whole = path::absolute(root, bare.trim_start_matches('/'));
    let whole = if path::is_below(&whole, root) { whole } else { root.to_owned() };
    let index = path::join(&whole, "index.html");
    let (status, body) = match (disk.get(&whole), disk.get(&index)) {
        (Some(Entry::File(text)), _) | (Some(Entry::Folder), Some(Entry::File(text))) => {
            (200, text.to_string())
        }
        (Some(Entry::Folder), _) => (403, ended(&site.forbidden().body)),
        (None, _) => (404, ended(&site.missing().body)),
    };
    Page { status, body, server: String::new() }
}

/// Texts of the catalog stand without their last line's end.
fn ended(body: &str) -> String {
    if body.is_empty() { String::new() } else { format!("{body}\n") }
}
