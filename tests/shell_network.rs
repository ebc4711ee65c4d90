//! What the clients of the network say in the lab's shell: the words and statuses of the real ones, from a Pod, a node and
//! the host, with and without policies.

#![allow(clippy::unwrap_used, reason = "a test that can not go on fails")]

use kubedrill::{
    cluster::{self, LoadOptions, Source},
    shell::{Place, Session},
};

const NOW: &str = "2026-11-27T08:00:00Z";

const CLUSTER: &str = r#"
apiVersion: v1
kind: Node
metadata: {name: cka-control, labels: {node-role.kubernetes.io/control-plane: ""}}
status: {addresses: [{type: InternalIP, address: 172.30.1.2}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {nodeName: cka-control, containers: [{name: c, image: nginx, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {nodeName: cka-control, containers: [{name: c, image: redis}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: NodePort, clusterIP: 10.96.1.1, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
---
apiVersion: v1
kind: Service
metadata: {name: empty, namespace: shop}
spec: {clusterIP: 10.96.1.2, selector: {app: nobody}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {clusterIP: 10.96.1.3, selector: {app: db}, ports: [{port: 6379}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}
---
apiVersion: v1
kind: Pod
metadata: {name: tools, namespace: shop}
spec: {containers: [{name: c, image: nicolaka/netshoot, env: [{name: GREETING, value: hi}], volumeMounts: [{name: m, mountPath: /conf}]}], volumes: [{name: m, configMap: {name: conf}}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: conf, namespace: shop}
data: {key: value}
---
apiVersion: v1
kind: Pod
metadata: {name: box, namespace: shop}
spec: {containers: [{name: c, image: "busybox:1.36", command: [sleep, "3600"]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: mute, namespace: mute}
spec: {containers: [{name: c, image: "nicolaka/netshoot"}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: mute, namespace: mute}
spec: {podSelector: {}, policyTypes: [Egress]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec:
  ingressClassName: nginx
  rules: [{host: shop.example, http: {paths: [{path: /, pathType: Exact, backend: {service: {name: web, port: {number: 80}}}}]}}]
status: {loadBalancer: {ingress: [{ip: 172.30.9.9}]}}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/ingress-nginx}
---
apiVersion: v1
kind: Pod
metadata: {name: controller, namespace: ingress-nginx, labels: {app.kubernetes.io/name: ingress-nginx}}
spec: {containers: [{name: c, image: "registry.k8s.io/ingress-nginx/controller:v1.13.3"}]}
---
apiVersion: v1
kind: Service
metadata: {name: controller, namespace: ingress-nginx}
spec: {type: NodePort, clusterIP: 10.96.1.4, selector: {app.kubernetes.io/name: ingress-nginx}, ports: [{port: 443, nodePort: 30443}]}
"#;

fn session() -> Session {
    let loaded =
        cluster::load(&[Source { name: "cluster.yaml", bytes: CLUSTER.as_bytes() }], &LoadOptions::default())
            .unwrap();
    Session::new(loaded.cluster, NOW, 1)
}

fn in_pod(namespace: &str, pod: &str) -> Session {
    let mut session = session();
    session.enter(Place::Container {
        namespace: namespace.to_owned(),
        pod: pod.to_owned(),
        container: "c".to_owned(),
    });
    session
}

fn check(mut session: Session, lines: &[(&str, &str, u8)]) {
    let mut wrong = Vec::new();
    for (line, screen, status) in lines {
        let reply = session.run(line, NOW);
        let shown = reply.output.screen();
        if (shown.as_str(), reply.status) != (*screen, *status) {
            wrong.push(format!("{line}\n  got  {shown:?} {}\n  want {screen:?} {status}", reply.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn curl_from_a_pod() {
    check(
        in_pod("shop", "tools"),
        &[
            ("curl -s web | grep h1", "<h1>Welcome to nginx!</h1>\n", 0),
            ("curl -s -o /dev/null -w '%{http_code}\\n' http://web.shop.svc.cluster.local:80/", "200\n", 0),
            ("curl -s -o /dev/null -w '%{http_code}' web/nope", "404", 0),
            ("curl -sf web/nope", "", 22),
            ("curl nothere", "curl: (6) Could not resolve host: nothere\n", 6),
            ("curl web:8080 -m 2", "curl: (28) Connection timed out after 2001 milliseconds\n", 28),
            (
                "curl -sS empty",
                "curl: (7) Failed to connect to empty port 80 after 1 ms: Could not connect to server\n",
                7,
            ),
            (
                "date +%T; curl -m 3 db:6379; date +%T",
                "08:00:02\ncurl: (28) Connection timed out after 3001 milliseconds\n08:00:05\n",
                0,
            ),
            ("curl -s -I web | head -n 1 | tr -d '\\r'", "HTTP/1.1 200 OK\n", 0),
            ("curl -s https://web:80", "", 35),
            ("curl -s localhost", "", 7),
        ],
    );
}

#[test]
fn names_are_looked_up_as_the_tools_of_each_image_say_it() {
    check(
        in_pod("shop", "tools"),
        &[
            (
                "nslookup web",
                "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\nName:\tweb.shop.svc.cluster.local\nAddress: 10.96.1.1\n\n",
                0,
            ),
            (
                "nslookup nope",
                "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n** server can't find nope: NXDOMAIN\n\n",
                1,
            ),
            ("dig +short web.shop.svc.cluster.local", "10.96.1.1\n", 0),
            ("dig +short web", "", 0),
            ("dig +search +short web", "10.96.1.1\n", 0),
            ("dig -x 10.96.1.1 +short", "web.shop.svc.cluster.local.\n", 0),
            ("host web.shop.svc.cluster.local", "web.shop.svc.cluster.local has address 10.96.1.1\n", 0),
            (
                "grep nameserver /etc/resolv.conf; cat /conf/key; echo; echo $GREETING $WEB_SERVICE_HOST",
                "nameserver 10.96.0.10\nvalue\nhi 10.96.1.1\n",
                0,
            ),
        ],
    );
    check(
        in_pod("shop", "box"),
        &[
            (
                "nslookup web.shop.svc.cluster.local",
                "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\tweb.shop.svc.cluster.local\nAddress: 10.96.1.1\n\n\n",
                0,
            ),
            ("wget -qO- web | grep h1", "<h1>Welcome to nginx!</h1>\n", 0),
            ("wget -qO- -T 2 db:6379", "wget: download timed out\n", 1),
            ("wget -qO- empty", "wget: can't connect to remote host (10.96.1.2): Connection refused\n", 1),
            ("wget -qO- nope", "wget: bad address 'nope'\n", 1),
            ("wget -qO- web/x", "wget: server returned error: HTTP/1.1 404 Not Found\n", 1),
            ("nc -zv -w 1 web 80; nc -zv -w 1 db 6379", "web (10.96.1.1:80) open\nnc: timed out\n", 1),
            ("curl web", "sh: curl: not found\n", 127),
        ],
    );
}

#[test]
fn a_pod_whose_egress_is_closed_can_not_even_ask() {
    check(
        in_pod("mute", "mute"),
        &[
            ("nslookup web.shop", ";; connection timed out; no servers could be reached\n\n", 1),
            ("curl -m 2 web.shop", "curl: (28) Resolving timed out after 2001 milliseconds\n", 28),
            (
                "nc -zv -w 1 10.96.1.1 80",
                "nc: connect to 10.96.1.1 (10.96.1.1) port 80 (tcp) timed out: Operation now in progress\n",
                1,
            ),
        ],
    );
}

#[test]
fn a_controller_shows_its_own_certificate_where_no_secret_is_for_the_name() {
    let own = "*  subject: O=Acme Co; CN=Kubernetes Ingress Controller Fake Certificate\n";
    let self_signed = "curl: (60) SSL certificate problem: self-signed certificate\nMore details here: https://curl.se/docs/sslcerts.html\n";
    let at = "--resolve shop.example:30443:172.30.1.2 https://shop.example:30443/";
    let subject = format!("curl -skv -o /dev/null {at} 2>&1 | grep -e subject: -e verify");
    let continuing = "*  SSL certificate verify result: self-signed certificate (18), continuing anyway.\n";
    let tls = r#"kubectl -n shop patch ingress shop --type merge -p '{"spec":{"tls":[{"hosts":["shop.example"],"secretName":"shop-tls"}]}}' > /dev/null"#;
    let trusting = format!("curl -s -o /dev/null -w '%{{http_code}}' --cacert tls.crt {at}");
    check(
        session(),
        &[
            (&format!("curl {at}"), self_signed, 60),
            (&subject, &format!("{own}{continuing}"), 0),
            (tls, "", 0),
            (&subject, &format!("{own}{continuing}"), 0),
            (
                "openssl req -x509 -nodes -newkey rsa:2048 -keyout tls.key -out tls.crt -subj /CN=shop.example/O=shop 2> /dev/null",
                "",
                0,
            ),
            (&trusting, "000", 60),
            ("kubectl -n shop create secret tls shop-tls --cert=tls.crt --key=tls.key > /dev/null", "", 0),
            (&subject, &format!("*  subject: CN=shop.example; O=shop\n{continuing}"), 0),
            (&trusting, "200", 0),
            (&format!("curl {at}"), self_signed, 60),
            (&format!("curl -s --cacert nowhere {at}"), "", 77),
            // Another name is not that of the section.
            (
                "curl -skv --resolve x.example:30443:172.30.1.2 https://x.example:30443/ 2>&1 | grep subject:",
                own,
                0,
            ),
        ],
    );
}

#[test]
fn without_a_dns_server_behind_it_the_service_refuses_questions() {
    let down = |pod: &str| {
        let mut session = session();
        session.run("kubectl -n kube-system scale deployment coredns --replicas=0", NOW);
        session.enter(Place::Container {
            namespace: "shop".to_owned(),
            pod: pod.to_owned(),
            container: "c".to_owned(),
        });
        session
    };
    let refused = ";; communications error to 10.96.0.10#53: connection refused\n";
    check(
        down("tools"),
        &[
            (
                "date +%T; nslookup web; date +%T",
                &format!("08:00:00\n{}{}08:00:00\n", refused.repeat(3), ";; no servers could be reached\n\n"),
                0,
            ),
            ("nslookup web", &format!("{}{}", refused.repeat(3), ";; no servers could be reached\n\n"), 1),
            ("host web", &format!("{}{}", refused.repeat(2), ";; no servers could be reached\n"), 1),
            ("dig web | head -n 3", &refused.repeat(3), 0),
            ("curl web", "curl: (6) Could not resolve host: web\n", 6),
            ("curl -s -o /dev/null -w '%{http_code}' 10.96.1.1", "200", 0),
        ],
    );
    check(
        down("box"),
        &[
            (
                "nslookup web",
                "nslookup: write to '10.96.0.10': Connection refused\n;; connection timed out; no servers could be reached\n\n",
                1,
            ),
            ("wget -qO- web", "wget: bad address 'web'\n", 1),
        ],
    );
}

#[test]
fn the_host_reaches_node_ports_and_ingress_and_knows_no_names_of_the_cluster() {
    check(
        session(),
        &[
            ("curl -s cka-control:30080 | grep h1", "<h1>Welcome to nginx!</h1>\n", 0),
            ("curl -s web.shop", "", 6),
            ("curl -s -o /dev/null -w '%{http_code}' -H 'Host: shop.example' http://172.30.9.9/", "200", 0),
            (
                "curl -s -o /dev/null -w '%{http_code}' --resolve shop.example:80:172.30.9.9 http://shop.example/",
                "200",
                0,
            ),
            (
                "curl -s -o /dev/null -w '%{http_code}' -H 'Host: shop.example' http://172.30.9.9/sub",
                "404",
                0,
            ),
            ("curl -s -o /dev/null -w '%{http_code}' http://172.30.9.9/", "404", 0),
            (
                "ssh cka-control 'ls /etc/cni/net.d /etc/kubernetes/manifests'",
                "/etc/cni/net.d:\n10-calico.conflist\ncalico-kubeconfig\n\n/etc/kubernetes/manifests:\netcd.yaml\nkube-apiserver.yaml\nkube-controller-manager.yaml\nkube-scheduler.yaml\n",
                0,
            ),
            (
                "ssh cka-control grep service-cluster-ip-range /etc/kubernetes/manifests/kube-apiserver.yaml",
                "    - --service-cluster-ip-range=10.96.0.0/12\n",
                0,
            ),
            (
                "curl -sS cka-control:8080",
                "curl: (7) Failed to connect to cka-control port 8080 after 1 ms: Could not connect to server\n",
                7,
            ),
            (
                "nc -zv cka-control 30099",
                "nc: connect to cka-control (172.30.1.2) port 30099 (tcp) failed: Connection refused\n",
                1,
            ),
            (
                "nc -zv cka-control 10250",
                "Connection to cka-control (172.30.1.2) 10250 port [tcp/*] succeeded!\n",
                0,
            ),
            ("curl -sk https://cka-control:10250/pods", "Unauthorized", 0),
            ("curl -s cka-control:22", "", 52),
            ("ssh cka-control ss -tln | grep -c -e :22 -e :10250 -e :2379", "3\n", 0),
            ("curl -s -o /dev/null -w '%{http_code}' cka-control:10256/healthz", "200", 0),
            ("curl -s cka-control:10248/healthz", "", 7),
            ("curl -sk https://cka-control:2379/health", "", 56),
            ("ssh cka-control curl -s localhost:10248/healthz", "ok", 0),
            ("ssh cka-control curl -s localhost:10248/", "404 page not found\n", 0),
            ("ssh cka-control curl -sk https://localhost:6443/healthz", "ok", 0),
            ("ssh cka-control curl -sk https://127.0.0.1:10259/healthz", "ok", 0),
            ("ssh cka-control curl -s localhost:8080", "", 7),
            (
                "ssh cka-control nc -zv 127.0.0.1 22",
                "Connection to 127.0.0.1 (127.0.0.1) 22 port [tcp/*] succeeded!\n",
                0,
            ),
            (
                "kubectl -n shop patch service web --type merge -p '{\"spec\":{\"type\":\"LoadBalancer\",\"externalTrafficPolicy\":\"Local\",\"healthCheckNodePort\":32123}}' > /dev/null; ssh cka-control ss -tln | grep -c :32123",
                "1\n",
                0,
            ),
            ("ssh nowhere", "ssh: Could not resolve hostname nowhere: Name or service not known\n", 255),
        ],
    );
    let mut session = session();
    session.run("ssh cka-control", NOW);
    assert_eq!(session.prompt(), "root@cka-control:~# ");
    assert_eq!(
        session.run("curl -s 10.96.1.1 | grep h1; exit", NOW).stdout(),
        "<h1>Welcome to nginx!</h1>\n"
    );
    assert_eq!(session.prompt(), "candidate@base:~$ ");
}

#[test]
fn a_container_that_runs_does_not_say_that_its_port_is_taken() {
    let pod = |state: &str| {
        format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: pair}}, spec: {{nodeName: cka-control, containers: [{{name: a, image: nginx}}, {{name: b, image: nginx}}]}}, \
            status: {{phase: Running, containerStatuses: [{{name: a, state: {{running: {{}}}}}}, {{name: b, state: {state}}}]}}}}"
        )
    };
    for (state, said) in [("{running: {}}", false), ("{waiting: {reason: CrashLoopBackOff}}", true)] {
        let text = format!("{CLUSTER}---\n{}\n", pod(state));
        let source = Source { name: "cluster.yaml", bytes: text.as_bytes() };
        let loaded = cluster::load(&[source], &LoadOptions::default()).unwrap();
        let screen = Session::new(loaded.cluster, NOW, 1).run("kubectl logs pair -c b", NOW).output.screen();
        assert_eq!(screen.contains("in use"), said, "{state}: {screen}");
    }
}
