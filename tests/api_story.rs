//! A shop in three tiers comes to life by requests alone, is opened to the world by an Ingress, and moves to Gateway API.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests")]

use kubedrill::cluster::{
    self, Cluster, Kind, LoadOptions,
    api::{self, How, PatchType, Target},
    table,
};
use serde_json::{Value, json};

const NOW: &str = "2026-11-22T15:20:06Z";
const HOW: How<'static> = How { manager: "kubectl-create", ..How::at(NOW) };

/// The person at the keyboard: who makes requests and looks at the answers.
struct Story {
    cluster: Cluster,
    namespace: &'static str,
}

impl Story {
    fn begin() -> Self {
        let mut cluster = cluster::load(&[], &LoadOptions::default()).unwrap().cluster;
        cluster.install(kubedrill::network::CONTROLLERS);
        Self { cluster, namespace: "shop" }
    }

    fn create(&mut self, manifest: Value) {
        let kind = api::served_kind(&self.cluster, &manifest).unwrap();
        let target = Target { kind, namespace: self.namespace, name: "" };
        api::create(&mut self.cluster, &target, &manifest.into(), &HOW)
            .unwrap_or_else(|status| panic!("{status}"));
    }

    fn patch(&mut self, kind: Kind, name: &str, patch: &Value) {
        let target = Target { kind, namespace: self.namespace, name };
        let patch_type = if kind.declaration().custom { PatchType::Merge } else { PatchType::Strategic };
        api::patch(&mut self.cluster, &target, patch_type, patch, &HOW)
            .unwrap_or_else(|status| panic!("{status}"));
    }

    fn delete(&mut self, kind: Kind, name: &str) {
        let target = Target { kind, namespace: self.namespace, name };
        api::delete(&mut self.cluster, &target, &HOW).unwrap_or_else(|status| panic!("{status}"));
    }

    fn object(&self, kind: Kind, name: &str) -> Value {
        let target = Target { kind, namespace: self.namespace, name };
        api::get(&self.cluster, &target).unwrap_or_else(|status| panic!("{status}")).json().clone()
    }

    /// Some cells of `kubectl get KIND`, a line for each object.
    fn get(&self, kind: Kind, wanted: &[&str]) -> Vec<String> {
        let target = Target { kind, namespace: self.namespace, name: "" };
        let columns = table::columns(kind);
        let row = |object: &std::sync::Arc<cluster::Object>| {
            let cells = table::cells(&self.cluster, object, NOW);
            let of =
                |name: &&str| cells[columns.iter().position(|column| column.name == *name).unwrap()].clone();
            wanted.iter().map(of).collect::<Vec<_>>().join(" ")
        };
        api::list(&self.cluster, &target, "", "").unwrap().into_iter().map(row).collect()
    }

    /// The conditions of an object that say something: `Available=True MinimumReplicasAvailable`.
    fn conditions(&self, kind: Kind, name: &str, pointer: &str) -> Vec<String> {
        let object = self.object(kind, name);
        let text = |one: &Value, field: &str| one[field].as_str().unwrap_or_default().to_owned();
        let all = object.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
        all.iter()
            .map(|one| format!("{}={} {}", text(one, "type"), text(one, "status"), text(one, "reason")))
            .collect()
    }

    fn reasons_about(&self, name: &str) -> Vec<String> {
        let about = |event: &&std::sync::Arc<cluster::Object>| event.json()["involvedObject"]["name"] == name;
        let events = self.cluster.objects(Kind::Event).filter(about);
        events.map(|event| event.json()["reason"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

fn tier(name: &str, image: &str, port: u16, replicas: u16) -> Value {
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, "labels": {"app": name}}, "spec": {
        "replicas": replicas, "selector": {"matchLabels": {"app": name}},
        "template": {"metadata": {"labels": {"app": name}}, "spec": {
            "containers": [{"name": name, "image": image, "ports": [{"name": "main", "containerPort": port}]}],
        }},
    }})
}

fn service(name: &str, port: u16) -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": {
        "selector": {"app": name}, "ports": [{"port": port, "targetPort": "main"}],
    }})
}

#[test]
fn a_shop_opens_and_moves_to_gateway_api() {
    let mut story = Story::begin();

    // A namespace of its own, with what every namespace has.
    story.create(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}));
    assert_eq!(story.object(Kind::Namespace, "shop")["status"]["phase"], "Active");
    assert_eq!(story.get(Kind::ServiceAccount, &["NAME"]), ["default"]);
    assert_eq!(story.get(Kind::ConfigMap, &["NAME", "DATA"]), ["kube-root-ca.crt 1"]);

    // Three tiers; all their Pods run at once, for nothing takes time here.
    story.create(tier("web", "nginx:1.27", 80, 3));
    story.create(tier("api", "nginx:1.27", 80, 2));
    story.create(tier("db", "postgres:16", 5432, 1));
    let deployments = ["NAME", "READY", "UP-TO-DATE", "AVAILABLE"];
    assert_eq!(story.get(Kind::Deployment, &deployments), ["api 2/2 2 2", "db 1/1 1 1", "web 3/3 3 3"]);
    assert_eq!(
        story.conditions(Kind::Deployment, "web", "/status/conditions"),
        ["Available=True MinimumReplicasAvailable", "Progressing=True NewReplicaSetAvailable"]
    );
    assert_eq!(story.reasons_about("web"), ["ScalingReplicaSet"]);
    assert_eq!(story.get(Kind::Pod, &["READY", "STATUS", "RESTARTS"]), vec!["1/1 Running 0"; 6]);

    // Services find them.
    for (name, port) in [("web", 80), ("api", 80), ("db", 5432)] {
        story.create(service(name, port));
    }
    let services = story.get(Kind::Service, &["NAME", "TYPE", "EXTERNAL-IP", "PORT(S)"]);
    assert_eq!(
        services,
        ["api ClusterIP <none> 80/TCP", "db ClusterIP <none> 5432/TCP", "web ClusterIP <none> 80/TCP"]
    );
    let endpoints = |story: &Story| -> Vec<usize> {
        let rows = story.get(Kind::EndpointSlice, &["ENDPOINTS"]);
        rows.iter().map(|cell| cell.split(',').filter(|address| address.contains('.')).count()).collect()
    };
    assert_eq!(endpoints(&story), [2, 1, 3]);

    // Policies: nothing comes in but what each tier needs.
    story.create(json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "none"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}));
    for (to, from) in [("api", "web"), ("db", "api")] {
        story.create(json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": to}, "spec": {
            "podSelector": {"matchLabels": {"app": to}}, "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": from}}}]}],
        }}));
    }
    assert_eq!(
        story.get(Kind::NetworkPolicy, &["NAME", "POD-SELECTOR"]),
        ["api app=api", "db app=db", "none <none>"]
    );

    // A rollout with a picture that nobody has stands still, and the old Pods go on.
    let picture = |image: &str| json!({"spec": {"template": {"spec": {"containers": [{"name": "web", "image": image}]}}}});
    story.patch(Kind::Deployment, "web", &picture("nginx:1.27-typo.example"));
    let web = |story: &Story| story.get(Kind::Deployment, &deployments)[2].clone();
    let stuck = web(&story);
    assert!(stuck.starts_with("web 3/3") || stuck.starts_with("web 4/3"), "{stuck}");
    story.patch(Kind::Deployment, "web", &picture("nginx:1.27"));
    assert_eq!(web(&story), "web 3/3 3 3");

    // The Ingress is there; no controller of its class is, so it has no address.
    story.create(json!({"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": "nginx"}, "spec": {"controller": "k8s.io/ingress-nginx"}}));
    story.create(json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "shop"}, "spec": {
        "ingressClassName": "nginx", "rules": [{"host": "shop.example.com", "http": {"paths": [
            {"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"number": 80}}}},
            {"path": "/api", "pathType": "Prefix", "backend": {"service": {"name": "api", "port": {"number": 80}}}},
        ]}}],
    }}));
    let ingress = ["NAME", "CLASS", "HOSTS", "ADDRESS", "PORTS"];
    assert_eq!(story.get(Kind::Ingress, &ingress), ["shop nginx shop.example.com  80"]);

    // The controller is installed: the Ingress has the address of its node.
    story.namespace = "ingress-nginx";
    story.create(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ingress-nginx"}}));
    story.create(tier("controller", "registry.k8s.io/ingress-nginx/controller:v1.14.0", 80, 1));
    let host = story.get(Kind::Pod, &["NODE"]).remove(0);
    story.namespace = "shop";
    let node = story.object(Kind::Node, &host)["status"]["addresses"][0]["address"].clone();
    let address = node.as_str().unwrap().to_owned();
    assert_eq!(story.get(Kind::Ingress, &ingress), [format!("shop nginx shop.example.com {address} 80")]);

    moves_to_gateway_api(&mut story);

    // The old door is closed, and nothing else goes with it.
    story.delete(Kind::Ingress, "shop");
    assert!(story.get(Kind::Ingress, &["NAME"]).is_empty());
    assert_eq!(story.get(Kind::Deployment, &deployments), ["api 2/2 2 2", "db 1/1 1 1", "web 3/3 3 3"]);

    // The shop is given up: the namespace takes everything with it.
    story.delete(Kind::Namespace, "shop");
    assert!(story.cluster.all().all(|object| object.namespace() != "shop"));
    assert!(story.cluster.find(Kind::Namespace, "", "shop").is_none());
}

/// The same routes, attached to a Gateway, with every status on the way.
fn moves_to_gateway_api(story: &mut Story) {
    // Gateway API: the same routes, attached to a Gateway.
    story.create(json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "GatewayClass", "metadata": {"name": "nginx"}, "spec": {"controllerName": "gateway.nginx.org/nginx-gateway-controller"}}));
    story.create(json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "shop"}, "spec": {
        "gatewayClassName": "nginx", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP", "hostname": "*.example.com"}],
    }}));
    story.create(json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "shop"}, "spec": {
        "parentRefs": [{"name": "shop"}], "hostnames": ["shop.example.com"], "rules": [
            {"matches": [{"path": {"type": "PathPrefix", "value": "/api"}}], "backendRefs": [{"name": "api", "port": 80}]},
            {"backendRefs": [{"name": "web", "port": 80}]},
        ],
    }}));
    assert_eq!(
        story.conditions(Kind::GatewayClass, "nginx", "/status/conditions"),
        ["Accepted=True Accepted"]
    );
    // Nobody gives addresses to load balancers yet: the Gateway is accepted and waits for one.
    assert_eq!(
        story.conditions(Kind::Gateway, "shop", "/status/conditions"),
        ["Accepted=True Accepted", "Programmed=False AddressNotAssigned"]
    );
    let gateway = ["NAME", "CLASS", "ADDRESS", "PROGRAMMED"];
    assert_eq!(story.get(Kind::Gateway, &gateway), ["shop nginx  False"]);
    story.cluster.settings.load_balancers = Some([192, 0, 2, 10].into()..=[192, 0, 2, 20].into());
    story.patch(Kind::Gateway, "shop", &json!({"metadata": {"labels": {"seen": "yes"}}}));
    assert_eq!(
        story.conditions(Kind::Gateway, "shop", "/status/conditions"),
        ["Accepted=True Accepted", "Programmed=True Programmed"]
    );
    assert_eq!(story.object(Kind::Gateway, "shop")["status"]["listeners"][0]["attachedRoutes"], 1);
    // The route is taken, and finds its Services; a slip in a name is told, and mended.
    let route = |story: &Story| story.conditions(Kind::HTTPRoute, "shop", "/status/parents/0/conditions");
    assert_eq!(route(story), ["Accepted=True Accepted", "ResolvedRefs=True ResolvedRefs"]);
    let to = |host: &str, api: &str| {
        json!({"spec": {"hostnames": [host], "rules": [
            {"matches": [{"path": {"type": "PathPrefix", "value": "/api"}}], "backendRefs": [{"name": api, "port": 80}]},
            {"backendRefs": [{"name": "web", "port": 80}]},
        ]}})
    };
    story.patch(Kind::HTTPRoute, "shop", &to("shop.example.com", "apis"));
    assert_eq!(route(story), ["Accepted=True Accepted", "ResolvedRefs=False BackendNotFound"]);
    story.patch(Kind::HTTPRoute, "shop", &to("shop.example.org", "api"));
    assert_eq!(route(story)[0], "Accepted=False NoMatchingListenerHostname");
    story.patch(Kind::HTTPRoute, "shop", &to("shop.example.com", "api"));
    assert_eq!(route(story), ["Accepted=True Accepted", "ResolvedRefs=True ResolvedRefs"]);
    assert_eq!(story.get(Kind::HTTPRoute, &["NAME", "HOSTNAMES"]), [r#"shop ["shop.example.com"]"#]);
}
