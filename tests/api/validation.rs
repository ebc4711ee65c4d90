//! Rules whose breach would teach something false: each is broken by one manifest or patch, and answered in the server's words
//! (`pkg/apis/core/validation`, `pkg/apis/networking/validation`, `pkg/apis/apps/validation`, the Service allocators).

use super::*;

/// No controller sees what should have been refused: one might never end with it.
const DRY: How<'static> = How { dry_run: true, ..HOW };

/// What the server finds wrong with a new object; empty where it takes it.
fn faults_of(cluster: &Cluster, manifest: Value) -> String {
    let kind = api::kind_of_body(&manifest).unwrap();
    told(api::create(&mut cluster.clone(), &at(kind, ""), &Body::from(manifest), &DRY))
}

/// The same of a change to an object that is there.
fn faults_of_change(cluster: &Cluster, kind: Kind, name: &str, change: &Value) -> String {
    told(api::patch(&mut cluster.clone(), &at(kind, name), PatchType::Merge, change, &DRY))
}

fn told(answer: Result<Arc<Object>, Status>) -> String {
    let message = answer.err().map(|status| status.message).unwrap_or_default();
    message.split_once(" is invalid: ").map_or(message.clone(), |(_, faults)| faults.to_owned())
}

fn with_spec(api_version: &str, kind: &str, spec: &Value) -> Value {
    json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "x"}, "spec": spec})
}

/// Every case that is not answered so, all at once: one build shows what each rule guards.
#[track_caller]
fn all_so(cases: Vec<(String, &str)>) {
    let wrong: Vec<String> = cases
        .into_iter()
        .filter(|(said, wanted)| said != wanted)
        .map(|(said, wanted)| format!("says {said:?}\n not {wanted:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn services_that_could_not_work_are_refused() {
    let mut cluster = cluster();
    create(&mut cluster, service("web")).unwrap();
    let mut taken = service("taken");
    taken["spec"]["type"] = "NodePort".into();
    taken["spec"]["ports"][0]["nodePort"] = 30_123.into();
    taken["spec"]["clusterIP"] = "10.96.0.77".into();
    create(&mut cluster, taken).unwrap();
    let new = |spec: Value| faults_of(&cluster, with_spec("v1", "Service", &spec));
    let change = |spec: Value| faults_of_change(&cluster, Kind::Service, "web", &json!({"spec": spec}));
    all_so(vec![
        (
            change(json!({"clusterIP": "10.96.7.7"})),
            r#"spec.clusterIPs[0]: Invalid value: ["10.96.7.7"]: may not change once set"#,
        ),
        (
            new(json!({"ports": [{"name": "a", "port": 80}, {"name": "b", "port": 80}]})),
            r#"spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}"#,
        ),
        (
            new(json!({"ports": [{"name": "a", "port": 80}, {"port": 81}]})),
            "spec.ports[1].name: Required value",
        ),
        (
            new(json!({"ports": [{"name": "a", "port": 80}, {"name": "a", "port": 81}]})),
            r#"spec.ports[1].name: Duplicate value: "a""#,
        ),
        (
            new(json!({"ports": [{"port": 80, "nodePort": 30_100}]})),
            "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
        ),
        (
            new(json!({"type": "NodePort", "clusterIP": "None", "ports": [{"port": 80}]})),
            r#"spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services"#,
        ),
        (
            new(json!({"type": "NodePort", "ports": [{"port": 80, "nodePort": 80}]})),
            "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767",
        ),
        (
            new(json!({"type": "NodePort", "ports": [{"port": 80, "nodePort": 30_123}]})),
            "spec.ports[0].nodePort: Invalid value: 30123: provided port is already allocated",
        ),
        (
            new(json!({"clusterIP": "10.96.0.77", "ports": [{"port": 80}]})),
            r#"spec.clusterIPs: Invalid value: ["10.96.0.77"]: failed to allocate IP 10.96.0.77: provided IP is already allocated"#,
        ),
        (
            new(json!({"externalTrafficPolicy": "Local", "ports": [{"port": 80}]})),
            r#"spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services"#,
        ),
        (
            new(json!({"ports": [{"port": 70_000, "targetPort": 80}]})),
            "spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive",
        ),
    ]);
}

#[test]
fn policies_that_would_mean_something_else_are_refused() {
    let cluster = cluster();
    let rule = |rule: Value| {
        let spec = json!({"podSelector": {}, "ingress": [rule]});
        faults_of(&cluster, with_spec("networking.k8s.io/v1", "NetworkPolicy", &spec))
    };
    all_so(vec![
        (
            rule(json!({"ports": [{"port": 70_000}]})),
            "spec.ingress[0].ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive",
        ),
        (
            rule(json!({"ports": [{"port": 90, "endPort": 80}]})),
            "spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`",
        ),
        (
            rule(json!({"ports": [{"port": "http", "endPort": 90}]})),
            "spec.ingress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is non-numeric",
        ),
        (
            rule(json!({"from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["11.0.0.0/16"]}}]})),
            r#"spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`"#,
        ),
        (
            rule(json!({"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}, "podSelector": {}}]})),
            "spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer",
        ),
        (rule(json!({"from": [{}]})), "spec.ingress[0].from[0]: Required value: must specify a peer"),
    ]);
}

#[test]
fn an_ingress_must_say_where_to() {
    let cluster = cluster();
    let new = |spec: &Value| faults_of(&cluster, with_spec("networking.k8s.io/v1", "Ingress", spec));
    let backend = |port: Value| json!({"service": {"name": "web", "port": port}});
    let path = |path: &str, kind: &str, port: Value| {
        new(
            &json!({"rules": [{"http": {"paths": [{"path": path, "pathType": kind, "backend": backend(port)}]}}]}),
        )
    };
    all_so(vec![
        (
            path("shop", "Prefix", json!({"number": 80})),
            r#"spec.rules[0].http.paths[0].path: Invalid value: "shop": must be an absolute path"#,
        ),
        (
            path("/shop//new", "Exact", json!({"number": 80})),
            r#"spec.rules[0].http.paths[0].path: Invalid value: "/shop//new": must not contain '//'"#,
        ),
        (
            path("/", "Prefix", json!({"number": 80, "name": "http"})),
            r#"spec.rules[0].http.paths[0].backend: Invalid value: "": cannot set both port name & port number"#,
        ),
        (
            path("/", "Prefix", json!({})),
            "spec.rules[0].http.paths[0].backend: Required value: port name or number is required",
        ),
        (new(&json!({})), "spec: Invalid value: null: either `defaultBackend` or `rules` must be specified"),
    ]);
}

#[test]
fn workloads_and_pods_keep_what_identifies_them() {
    let mut cluster = cluster();
    create(&mut cluster, deployment("web", 1)).unwrap();
    let set = json!({"serviceName": "db", "selector": {"matchLabels": {"app": "db"}}, "template": {"metadata": {"labels": {"app": "db"}}, "spec": {"containers": [{"name": "c", "image": "redis"}]}}});
    create(&mut cluster, with_spec("apps/v1", "StatefulSet", &set)).unwrap();
    let pod = json!({"containers": [{"name": "c", "image": "nginx", "ports": [{"containerPort": 80}]}]});
    create(&mut cluster, with_spec("v1", "Pod", &pod)).unwrap();
    let slice = json!({"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "metadata": {"name": "x"}, "addressType": "IPv4", "endpoints": [{"addresses": ["192.0.2.1"]}]});
    create(&mut cluster, slice.clone()).unwrap();
    let mut stranger = deployment("stranger", 1);
    stranger["spec"]["template"]["metadata"]["labels"] = json!({"app": "other"});
    let mut everyone = deployment("everyone", 1);
    everyone["spec"]["selector"] = json!({});
    let mut six = slice;
    six["metadata"]["name"] = "six".into();
    six["endpoints"][0]["addresses"][0] = "2001:db8::1".into();
    let labels = json!({"spec": {"selector": {"matchLabels": {"tier": "x"}}, "template": {"metadata": {"labels": {"tier": "x"}}}}});
    let moved = json!({"spec": {"serviceName": "other"}});
    let ports =
        json!({"spec": {"containers": [{"name": "c", "image": "nginx", "ports": [{"containerPort": 81}]}]}});
    all_so(vec![
        (
            faults_of(&cluster, stranger),
            r#"spec.template.metadata.labels: Invalid value: {"app":"other"}: `selector` does not match template `labels`"#,
        ),
        (
            faults_of(&cluster, everyone),
            "spec.selector: Invalid value: {}: empty selector is invalid for deployment",
        ),
        (
            faults_of_change(&cluster, Kind::Deployment, "web", &labels),
            r#"spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"x"}}: field is immutable"#,
        ),
        (
            faults_of_change(&cluster, Kind::StatefulSet, "x", &moved),
            "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        ),
        (
            faults_of_change(&cluster, Kind::Pod, "x", &ports),
            "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
        ),
        (
            faults_of(&cluster, six),
            r#"endpoints[0].addresses[0]: Invalid value: "2001:db8::1": must be a valid IPv4 address"#,
        ),
        (
            faults_of_change(&cluster, Kind::EndpointSlice, "x", &json!({"addressType": "FQDN"})),
            r#"addressType: Invalid value: "FQDN": field is immutable"#,
        ),
    ]);
}
