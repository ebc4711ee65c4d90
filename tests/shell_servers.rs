//! What servers in Pods say to the lab's clients, and the ways to them: by `kubectl run`, through forwarded ports, from the
//! host through its own `hosts` file and the ports of an Ingress controller.

#![allow(clippy::unwrap_used, reason = "a test that can not go on fails")]

use kubedrill::{
    cluster::{self, Kind, LoadOptions, Source},
    shell::Session,
};

const NOW: &str = "2026-11-27T08:00:00Z";

const CLUSTER: &str = r#"
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: c, image: "nginx:1.27", ports: [{name: http, containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {clusterIP: 10.96.1.1, selector: {app: web}, ports: [{name: web, port: 8080, targetPort: http}]}
---
apiVersion: v1
kind: Pod
metadata: {name: echo, namespace: shop, labels: {app: echo}}
spec: {containers: [{name: c, image: "hashicorp/http-echo:1.0", args: ["-text=hi"]}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: pages, namespace: shop}
data: {index.html: "<p>own page</p>"}
---
apiVersion: v1
kind: Pod
metadata: {name: pages, namespace: shop}
spec:
  containers: [{name: c, image: httpd, volumeMounts: [{name: p, mountPath: /usr/local/apache2/htdocs}]}]
  volumes: [{name: p, configMap: {name: pages}}]
---
apiVersion: v1
kind: Pod
metadata: {name: shared, namespace: shop, labels: {app: shared}}
spec: {hostNetwork: true, containers: [{name: c, image: "nginx:1.27"}]}
---
apiVersion: v1
kind: Service
metadata: {name: shared, namespace: shop}
spec: {type: NodePort, selector: {app: shared}, ports: [{port: 80, nodePort: 30081}]}
---
apiVersion: v1
kind: Pod
metadata: {name: client, namespace: shop}
spec: {containers: [{name: c, image: "nicolaka/netshoot:v0.13", command: [sleep, infinity]}]}
"#;

fn session() -> Session {
    let source = Source { name: "cluster.yaml", bytes: CLUSTER.as_bytes() };
    let loaded = cluster::load(&[source], &LoadOptions::default()).unwrap();
    let mut session = Session::new(loaded.cluster, NOW, 1);
    session.run("kubectl config set-context --current --namespace=shop", NOW);
    session
}

/// Types lines; each answers with all of this, and ends with this status.
fn check(session: &mut Session, lines: &[(&str, &str, u8)]) {
    let mut wrong = Vec::new();
    for (line, part, status) in lines {
        let reply = session.run(line, NOW);
        let shown = reply.output.screen();
        let fits = if part.is_empty() { shown.is_empty() } else { shown.contains(part) };
        if !fits || reply.status != *status {
            wrong.push(format!("{line}\n  got  {shown:?} {}\n  want {part:?} {status}", reply.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn servers_say_what_they_have_and_what_they_lack() {
    let mut session = session();
    session.run("kubectl exec -it client -- bash", NOW);
    check(
        &mut session,
        &[
            ("curl -s web:8080 | wc -c", "615", 0),
            (
                "curl -si web:8080/nope | head -2 | tr -d '\\r'",
                "HTTP/1.1 404 Not Found\nServer: nginx/1.27.0\n",
                0,
            ),
            ("curl -s web:8080/nope", "<hr><center>nginx/1.27.0</center>", 0),
        ],
    );
    session.run("exit", NOW);
    check(
        &mut session,
        &[
            (
                "E=$(kubectl get pod echo -o jsonpath='{.status.podIP}'); kubectl exec client -- curl -s $E:5678/any/path",
                "hi\n",
                0,
            ),
            (
                "P=$(kubectl get pod pages -o jsonpath='{.status.podIP}'); kubectl exec client -- curl -s $P",
                "<p>own page</p>",
                0,
            ),
            (
                "kubectl exec client -- curl -s $P/nope",
                "<p>The requested URL was not found on this server.</p>",
                0,
            ),
            ("kubectl exec web -- sh -c 'echo changed > /usr/share/nginx/html/index.html'", "", 0),
            ("kubectl exec client -- curl -s web:8080", "changed\n", 0),
            ("kubectl exec web -- rm /usr/share/nginx/html/index.html", "", 0),
            (
                "kubectl exec web -- sh -c 'mkdir /usr/share/nginx/html/a; echo b > /usr/share/nginx/html/a/index.html'",
                "",
                0,
            ),
            ("kubectl exec client -- curl -s web:8080/a/", "b\n", 0),
        ],
    );
}

#[test]
fn a_pod_for_one_question_asks_and_is_gone() {
    let mut session = session();
    let gone = "</html>\npod \"t\" deleted from shop namespace\n";
    check(
        &mut session,
        &[
            ("kubectl run t --rm -i --image=busybox -- wget -qO- -T2 http://web:8080", gone, 0),
            ("kubectl run t --rm -it --image=busybox -- wget -qO- -T2 http://web:8080", gone, 0),
            ("kubectl run t --rm -i --restart=Never --image=curlimages/curl -- curl -s web:8080", gone, 0),
            ("kubectl run t --rm -i --restart=Never --image=curlimages/curl -- -s web:8080", gone, 0),
            ("kubectl run t --rm -it --restart=Never --image=nicolaka/netshoot -- curl -s web:8080", gone, 0),
            ("kubectl run t --rm -i --restart=Never --image=busybox -- sh -c 'wget -qO- web:8080'", gone, 0),
            (
                "kubectl run t --rm -i --restart=Never --image=busybox -- wget -qO- -T2 http://web:9999",
                "wget: download timed out\npod \"t\" deleted from shop namespace\npod shop/t terminated (Error)\n",
                1,
            ),
            // A Pod that restarts has no exit code.
            (
                "kubectl run t --rm -i --image=busybox -- wget -qO- -T2 http://web:9999",
                "download timed out",
                0,
            ),
            (
                "kubectl run left -i --restart=Never --image=busybox -- wget -qO- nothere",
                "pod shop/left terminated (Error)",
                1,
            ),
            ("kubectl get pod left", "Error", 0),
            ("kubectl run left2 -i --restart=Never --image=busybox -- hostname", "left2\n", 0),
            ("kubectl get pod left2", "Completed", 0),
        ],
    );
    assert!(session.cluster.find(Kind::Pod, "shop", "t").is_none());
}

#[test]
fn a_port_is_forwarded_while_the_command_runs_in_the_background() {
    let mut session = session();
    check(
        &mut session,
        &[
            (
                "kubectl port-forward svc/web 8080:8080",
                "Forwarding from 127.0.0.1:8080 -> 80\nForwarding from [::1]:8080 -> 80\n",
                0,
            ),
            ("curl -s localhost:8080", "", 7),
            ("kubectl port-forward svc/web 8080:web > /dev/null &", "[1]", 0),
            ("curl -s http://localhost:8080/ | grep -c nginx", "6", 0),
            ("kubectl port-forward pod/web 8080:80", "address already in use", 1),
            ("kubectl port-forward pod/web 8081:81 & ", "-> 81", 0),
            ("curl -s 127.0.0.1:8081", "", 7),
            ("jobs | head -1", "[1]   Running                 kubectl port-forward svc/web 8080:web &\n", 0),
            ("kill %1; curl -s localhost:8080", "", 7),
            (
                "kubectl port-forward svc/web 8080:99",
                "error: Service web does not have a service port 99\n",
                1,
            ),
            (
                "kubectl port-forward pod/web 8080:ftp",
                "error: Pod 'web' does not have a named port 'ftp'\n",
                1,
            ),
            ("kubectl port-forward pod/web :http | head -1", "Forwarding from 127.0.0.1:4", 0),
            (
                "for i in $(seq 30); do kubectl port-forward pod/web 9$((i+100)):80 > /dev/null & done; jobs | wc -l",
                "16\n",
                0,
            ),
            ("kubectl delete pod web --now > /dev/null; curl -s localhost:9101", "", 7),
        ],
    );
}

#[test]
fn the_host_knows_the_names_that_are_written_into_its_file() {
    let mut session = session();
    let manifest = "https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.12.0/deploy/static/provider/cloud/deploy.yaml";
    session.run(&format!("kubectl apply -f {manifest}"), NOW);
    session.run("kubectl create ingress web --class=nginx --rule='shop.test/*=web:8080'", NOW);
    check(
        &mut session,
        &[
            ("curl -s http://shop.test/", "", 6),
            (
                "IP=$(kubectl get ingress web -o jsonpath='{.status.loadBalancer.ingress[0].ip}'); echo $IP",
                ".",
                0,
            ),
            ("curl -s -H 'Host: shop.test' $IP | grep h1", "Welcome to nginx!", 0),
            ("curl -s --resolve shop.test:80:$IP http://shop.test/ | grep h1", "Welcome to nginx!", 0),
            (
                "echo \"$IP shop.test\" | sudo tee -a /etc/hosts > /dev/null; curl -s http://shop.test/ | grep h1",
                "Welcome to nginx!",
                0,
            ),
            ("curl -s -o /dev/null -w '%{http_code}' http://$IP/", "404", 0),
            // The controller's node port answers as its address does.
            (
                "NP=$(kubectl -n ingress-nginx get svc ingress-nginx-controller -o jsonpath='{.spec.ports[0].nodePort}'); NODE=$(kubectl -n ingress-nginx get pods -o jsonpath='{.items[0].status.hostIP}'); echo $NP",
                "3",
                0,
            ),
            (
                "curl -s -m 2 $NODE:$NP",
                "<center><h1>404 Not Found</h1></center>\n<hr><center>nginx</center>",
                0,
            ),
            ("curl -s -m 2 -H 'Host: shop.test' $NODE:$NP | grep h1", "Welcome to nginx!", 0),
        ],
    );
}

#[test]
fn pods_on_the_host_network_answer_at_their_node() {
    let mut session = session();
    check(
        &mut session,
        &[
            (
                "NODE=$(kubectl get pod shared -o jsonpath='{.status.podIP}'); curl -s -m 2 $NODE | grep -c h1",
                "1",
                0,
            ),
            ("curl -s -m 2 $NODE:30081 | grep -c h1", "1", 0),
            (
                "for n in $(kubectl get nodes -o jsonpath='{.items[*].status.addresses[0].address}'); do curl -s -m 2 $n:30081 | grep -c '<h1>'; done",
                "1\n1\n1\n",
                0,
            ),
            ("kubectl exec client -- curl -s -m 2 shared | grep -c h1", "1", 0),
            ("kubectl exec client -- curl -s -m 2 $NODE:30081 | grep -c h1", "1", 0),
        ],
    );
}
