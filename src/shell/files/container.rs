//! The files of a container: what the kubelet writes into it, and what it mounts.

use std::{collections::BTreeMap, sync::Arc};

use k8s_openapi::api::core::v1::{ConfigMap, Container, KeyToPath, Pod, Secret, Volume};

use super::{disk::Entry, path};
use crate::{
    cluster::{Cluster, Object, container, pod},
    network::dns::Dns,
};

const FOLDERS: [&str; 6] = ["/root", "/tmp", "/home", "/var", "/usr/bin", "/etc"];

/// Where the kubelet puts the `ServiceAccount`'s token.
const ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

/// What a container of a Pod has.
pub fn container(cluster: &Cluster, namespace: &str, name: &str, container: &str) -> Vec<(String, Entry)> {
    let mut all: Vec<(String, Entry)> =
        FOLDERS.iter().map(|path| ((*path).to_owned(), Entry::Folder)).collect();
    let Some((object, typed)) = cluster.fetch::<Pod>(namespace, name) else { return all };
    let file = |path: &str, text: &str| (path.to_owned(), Entry::File(Arc::from(text)));
    all.push(file("/etc/resolv.conf", &Dns::of(cluster).resolv_conf(namespace, typed).to_string()));
    all.push(file("/etc/hosts", &hosts(cluster, object, typed)));
    all.push(file("/etc/hostname", &format!("{name}\n")));
    let spec = typed.spec.as_ref();
    let own = spec.and_then(|spec| spec.containers.iter().find(|one| one.name == container));
    if let Some(own) = own {
        for (root, page) in pages(typed, own) {
            all.push(file(&path::join(&root, "index.html"), &page));
        }
        mount(cluster, namespace, typed, own, &mut all);
    }
    if spec.is_none_or(|spec| spec.automount_service_account_token != Some(false)) {
        all.push(file(&path::join(ACCOUNT, "namespace"), namespace));
        all.push(file(&path::join(ACCOUNT, "token"), "eyJhbGciOiJSUzI1NiJ9.simulated.token"));
        all.push(file(
            &path::join(ACCOUNT, "ca.crt"),
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        ));
    }
    all
}

/// The pages that the image's server is shipped with, by their folders; a volume lies over them.
fn pages(typed: &Pod, own: &Container) -> Vec<(String, String)> {
    let listening = container::listening(typed).into_iter().filter(|one| one.container == own.name);
    let sites = listening.flat_map(|one| one.ports).filter_map(|port| port.site);
    let is_covered =
        |root: &str| own.volume_mounts.iter().flatten().any(|mount| path::is_below(root, &mount.mount_path));
    sites
        .filter_map(|site| {
            let root = site.root.clone().filter(|root| !is_covered(root))?;
            Some((root, site.answer("/").body + "\n"))
        })
        .collect()
}

/// <https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/>
fn hosts(cluster: &Cluster, object: &Object, typed: &Pod) -> String {
    let spec = typed.spec.as_ref();
    let mut text = "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n".to_owned();
    if let Some(address) = pod::address(typed) {
        let own = spec.and_then(|spec| spec.hostname.as_deref()).unwrap_or(object.name());
        let line = match spec.and_then(|spec| spec.subdomain.as_deref()) {
            Some(subdomain) => {
                let domain = &cluster.settings.domain;
                format!("{address}\t{own}.{subdomain}.{}.svc.{domain}\t{own}\n", object.namespace())
            }
            None => format!("{address}\t{own}\n"),
        };
        text.push_str(&line);
    }
    let aliases: Vec<_> = spec.iter().flat_map(|spec| spec.host_aliases.iter().flatten()).collect();
    if !aliases.is_empty() {
        text.push_str("\n# Entries added by HostAliases.\n");
    }
    for alias in aliases {
        let names = alias.hostnames.clone().unwrap_or_default().join("\t");
        text.push_str(&alias.ip);
        text.push('\t');
        text.push_str(&names);
        text.push('\n');
    }
    text
}

fn mount(cluster: &Cluster, namespace: &str, typed: &Pod, own: &Container, all: &mut Vec<(String, Entry)>) {
    let volumes = typed.spec.iter().flat_map(|spec| spec.volumes.iter().flatten()).collect::<Vec<_>>();
    for mounted in own.volume_mounts.iter().flatten() {
        let target = path::absolute("/", &mounted.mount_path);
        let Some(volume) = volumes.iter().find(|volume| volume.name == mounted.name) else { continue };
        let files = contents(cluster, namespace, volume);
        match &mounted.sub_path {
            Some(inside) => {
                if let Some(text) = files.get(inside) {
                    all.push((target, Entry::File(Arc::from(text.as_str()))));
                }
            }
            None => {
                all.push((target.clone(), Entry::Folder));
                all.extend(
                    files
                        .into_iter()
                        .map(|(name, text)| (path::join(&target, &name), Entry::File(Arc::from(text)))),
                );
            }
        }
    }
}

/// The files of a volume of a `ConfigMap` or a `Secret`; other volumes begin empty.
fn contents(cluster: &Cluster, namespace: &str, volume: &Volume) -> BTreeMap<String, String> {
    if let Some(source) = &volume.config_map {
        return picked(&config_map(cluster, namespace, &source.name), source.items.as_deref());
    }
    if let Some(source) = &volume.secret {
        let name = source.secret_name.as_deref().unwrap_or_default();
        return picked(&secret(cluster, namespace, name), source.items.as_deref());
    }
    BTreeMap::new()
}

/// The data of a `ConfigMap`.
pub fn config_map(cluster: &Cluster, namespace: &str, name: &str) -> BTreeMap<String, String> {
    let found = cluster.fetch::<ConfigMap>(namespace, name);
    found.and_then(|(_, map)| map.data.clone()).unwrap_or_default()
}

/// The data of a `Secret`, decoded.
pub fn secret(cluster: &Cluster, namespace: &str, name: &str) -> BTreeMap<String, String> {
    let found = cluster.fetch::<Secret>(namespace, name).and_then(|(_, secret)| secret.data.as_ref());
    let data = found.into_iter().flatten();
    data.map(|(key, bytes)| (key.clone(), String::from_utf8_lossy(&bytes.0).into_owned())).collect()
}

fn picked(data: &BTreeMap<String, String>, items: Option<&[KeyToPath]>) -> BTreeMap<String, String> {
    match items.filter(|items| !items.is_empty()) {
        None => data.clone(),
        Some(items) => {
            items.iter().filter_map(|item| Some((item.path.clone(), data.get(&item.key)?.clone()))).collect()
        }
    }
}
