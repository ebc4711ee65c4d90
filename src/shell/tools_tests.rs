//! The tools that images have, each in the dialect of its image.

use super::*;
use crate::cluster::{self, LoadOptions, Source};

const NOW: &str = "2026-11-27T08:00:00Z";

const CLUSTER: &[u8] = br#"
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: c, image: nginx, ports: [{containerPort: 80}]}, {name: net, image: nicolaka/netshoot, command: [sleep, 1d]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {clusterIP: 10.96.1.1, selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bb, namespace: shop}
spec: {containers: [{name: c, image: "busybox:1.36", command: [sleep, 1d]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: old, namespace: shop}
spec: {containers: [{name: c, image: "busybox:1.28", command: [sleep, 1d]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: agn, namespace: shop}
spec: {containers: [{name: c, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec]}]}
"#;

/// What a command prints in a container of Namespace `shop`, and its status.
fn exec(pod: &str, container: &str, command: &str) -> (String, u8) {
    let loaded =
        cluster::load(&[Source { name: "c.yaml", bytes: CLUSTER }], &LoadOptions::default()).unwrap();
    let mut session = Session::new(loaded.cluster, NOW, 7);
    let reply = session.run(&format!("kubectl -n shop exec {pod} -c {container} -- {command}"), NOW);
    (reply.output.screen(), reply.status)
}

const SERVER: &str = "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n";
const ENDED: &str = "command terminated with exit code 1\n";

/// It completes names without a dot only; whatever is not found makes it fail, although something was.
#[test]
fn busybox_s_own_resolver_completes_names_without_a_dot() {
    let fails = |name: &str| format!("** server can't find {name}: NXDOMAIN\n\n");
    let (near, far) = (fails("web.svc.cluster.local"), fails("web.cluster.local"));
    let found = "Name:\tweb.shop.svc.cluster.local\nAddress: 10.96.1.1\n\n";
    assert_eq!(
        exec("bb", "c", "nslookup web"),
        (format!("{SERVER}{found}{near}{far}\n{near}{far}{ENDED}"), 1)
    );
    // Nobody answers for what CoreDNS forwards out of this cluster.
    let dotted = "** server can't find web.shop: SERVFAIL\n\n";
    assert_eq!(exec("bb", "c", "nslookup web.shop"), (format!("{SERVER}{dotted}{dotted}{ENDED}"), 1));
    let whole = "nslookup web.shop.svc.cluster.local";
    assert_eq!(exec("bb", "c", whole), (format!("{SERVER}{found}\n"), 0));
    assert_eq!(
        exec("bb", "c", "nslookup -type=a web.shop.svc.cluster.local"),
        (format!("{SERVER}{found}"), 0)
    );
    // The C library of 1.28 and bind complete both.
    assert!(
        exec("old", "c", "nslookup web.shop")
            .0
            .ends_with("Name:      web.shop\nAddress 1: 10.96.1.1 web.shop.svc.cluster.local\n")
    );
    assert_eq!(exec("agn", "c", "nslookup web.shop").1, 0);
}

#[test]
fn sockets_are_listed_as_ss_and_netstat_do() {
    let head = "State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n";
    let row = "LISTEN 0      4096         0.0.0.0:80        0.0.0.0:*          \n";
    assert_eq!(exec("web", "net", "ss -tlnp"), (format!("{head}{row}"), 0));
    let head = "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n";
    let rows = "tcp   LISTEN 0      4096         0.0.0.0:8080      0.0.0.0:*          \n\
                udp   UNCONN 0      0            0.0.0.0:8081      0.0.0.0:*          \n";
    assert_eq!(exec("agn", "c", "ss -tuln"), (format!("{head}{rows}"), 0));
    let head = "Active Internet connections (only servers)\n\
                Proto Recv-Q Send-Q Local Address           Foreign Address         State       ";
    let row = "tcp        0      0 0.0.0.0:80              0.0.0.0:*               LISTEN      ";
    assert_eq!(exec("web", "net", "netstat -tln"), (format!("{head}\n{row}\n"), 0));
    assert_eq!(exec("web", "net", "netstat -tlnp"), (format!("{head}PID/Program name\n{row}-\n"), 0));
}

/// `apk add` in the Dockerfiles of agnhost (kubernetes/kubernetes) and netshoot (nicolaka/netshoot).
#[test]
fn images_have_what_was_put_into_them() {
    for (pod, container, tool, there) in [
        ("agn", "c", "nc -zv web 80", true),
        ("agn", "c", "bash -c true", true),
        ("agn", "c", "ss -tln", true),
        ("web", "net", "jq -n 1", true),
        ("web", "net", "openssl version", true),
        ("bb", "c", "ss -tln", false),
        ("bb", "c", "netstat -tln", true),
        ("bb", "c", "curl web", false),
        ("bb", "c", "jq -n 1", false),
        ("web", "c", "ss -tln", false),
        ("web", "c", "dig web", false),
    ] {
        let (said, _) = exec(pod, container, tool);
        assert_eq!(!said.contains("executable file not found"), there, "{pod} {tool}: {said}");
    }
}
