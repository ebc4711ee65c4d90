//! The files of a node: its network plugin, the kubelet's settings, the static Pods of a control plane.

use super::disk::Entry;
use crate::cluster::{CONTROL_PLANE_ROLE, Cluster, Kind, Profile, Settings};

const FOLDERS: [&str; 6] = ["/root", "/tmp", "/home", "/var/log/pods", "/var/lib/kubelet", "/opt/cni/bin"];

/// Programs of the plugins: what each adds to those of the CNI project.
const COMMON_PLUGINS: [&str; 8] =
    ["bandwidth", "bridge", "firewall", "host-local", "loopback", "portmap", "ptp", "tuning"];

/// As much of a kubeconfig as shows what it is.
const KUBECONFIG: &str = "apiVersion: v1\nkind: Config\n";

/// What a node called `name` has.
pub fn node(cluster: &Cluster, name: &str) -> Vec<(String, Entry)> {
    let settings = &cluster.settings;
    let file = |path: &str, text: String| (path.to_owned(), Entry::File(text.into()));
    let mut all: Vec<(String, Entry)> =
        FOLDERS.iter().map(|path| ((*path).to_owned(), Entry::Folder)).collect();
    let resolver = settings.node_range.hosts().next();
    all.extend([
        file("/etc/hostname", format!("{name}\n")),
        file("/etc/hosts", super::host::hosts(cluster, name)),
        file(
            "/etc/resolv.conf",
            resolver.map_or_else(String::new, |address| format!("nameserver {address}\n")),
        ),
        file("/var/lib/kubelet/config.yaml", kubelet(settings)),
        file("/etc/kubernetes/kubelet.conf", KUBECONFIG.to_owned()),
        file(
            "/etc/os-release",
            "PRETTY_NAME=\"Ubuntu 24.04.3 LTS\"\nNAME=\"Ubuntu\"\nID=ubuntu\n".to_owned(),
        ),
    ]);
    let plugin = settings.plugin.name.to_lowercase();
    let (network, kind, own): (&str, &str, &[&str]) = match plugin.as_str() {
        "cilium" => ("cilium", "cilium-cni", &["cilium-cni"]),
        "flannel" => ("cbr0", "flannel", &["flannel"]),
        "antrea" => ("antrea", "antrea", &["antrea"]),
        "kindnet" => ("kindnet", "ptp", &[]),
        "weave" => ("weave", "weave-net", &["weave-ipam", "weave-net"]),
        "calico" => ("k8s-pod-network", "calico", &["calico", "calico-ipam"]),
        _ => ("bridge", "bridge", &[]),
    };
    let own_files = Profile::of(&plugin).map(|profile| profile.files.clone());
    for name in own_files.unwrap_or_else(|| vec![format!("10-{network}.conflist")]) {
        let text = if name.ends_with(".conflist") { conflist(network, kind) } else { KUBECONFIG.to_owned() };
        all.push(file(&format!("/etc/cni/net.d/{name}"), text));
    }
    for program in COMMON_PLUGINS.iter().chain(own) {
        all.push(file(&format!("/opt/cni/bin/{program}"), String::new()));
    }
    if plugin == "flannel" {
        let range = settings.pod_range;
        let text = format!(
            "FLANNEL_NETWORK={range}\nFLANNEL_SUBNET={range}\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n"
        );
        all.push(file("/run/flannel/subnet.env", text));
    }
    let is_control_plane =
        cluster.find(Kind::Node, "", name).is_some_and(|node| node.labels().contains_key(CONTROL_PLANE_ROLE));
    if is_control_plane {
        for (name, arguments) in control_plane(settings) {
            all.push(file(&format!("/etc/kubernetes/manifests/{name}.yaml"), manifest(name, &arguments)));
        }
        all.push(file(
            "/etc/kubernetes/admin.conf",
            "apiVersion: v1\nkind: Config\ncurrent-context: kubernetes-admin@kubernetes\n".to_owned(),
        ));
    }
    all
}

/// A network configuration list. <https://github.com/containernetworking/cni/blob/main/SPEC.md>
fn conflist(network: &str, plugin: &str) -> String {
    format!(
        "{{\n  \"name\": \"{network}\",\n  \"cniVersion\": \"0.3.1\",\n  \"plugins\": [\n    {{\n      \"type\": \"{plugin}\"\n    }},\n    {{\n      \"type\": \"portmap\",\n      \"capabilities\": {{\"portMappings\": true}}\n    }}\n  ]\n}}\n"
    )
}

fn kubelet(settings: &Settings) -> String {
    format!(
        "apiVersion: kubelet.config.k8s.io/v1beta1\ncgroupDriver: systemd\nclusterDNS:\n- {}\nclusterDomain: {}\nkind: KubeletConfiguration\nresolvConf: /run/systemd/resolve/resolv.conf\nstaticPodPath: /etc/kubernetes/manifests\n",
        settings.dns_address, settings.domain
    )
}

/// The static Pods, and the flags of theirs that speak of the network.
fn control_plane(settings: &Settings) -> [(&'static str, Vec<String>); 4] {
    let services = format!("--service-cluster-ip-range={}", settings.service_range);
    let mut server = vec!["--secure-port=6443".to_owned(), services.clone()];
    let (low, high) = (settings.node_ports.start(), settings.node_ports.end());
    if (*low, *high) != (30_000, 32_767) {
        server.push(format!("--service-node-port-range={low}-{high}"));
    }
    let manager = vec![
        "--allocate-node-cidrs=true".to_owned(),
        format!("--cluster-cidr={}", settings.pod_range),
        services,
    ];
    [
        ("etcd", vec!["--data-dir=/var/lib/etcd".to_owned()]),
        ("kube-apiserver", server),
        ("kube-controller-manager", manager),
        ("kube-scheduler", vec!["--leader-elect=true".to_owned()]),
    ]
}

fn manifest(name: &str, arguments: &[String]) -> String {
    let arguments: Vec<String> = arguments.iter().map(|argument| format!("    - {argument}\n")).collect();
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    component: {name}\n    tier: control-plane\n  name: {name}\n  namespace: kube-system\nspec:\n  containers:\n  - command:\n    - {name}\n{}    image: registry.k8s.io/{name}:v1.36.0\n    name: {name}\n  hostNetwork: true\n",
        arguments.concat()
    )
}
