//! What is admitted: quota, definitions, warnings, service accounts.

use super::*;

#[test]
fn a_quota_refuses_what_is_too_much() {
    let mut cluster = cluster();
    let quota = json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "small"}, "spec": {"hard": {"pods": "2", "services.nodeports": 0}}});
    create(&mut cluster, quota).unwrap();
    let pod = |name: &str| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}});
    create(&mut cluster, pod("a")).unwrap();
    create(&mut cluster, pod("b")).unwrap();
    let error = create(&mut cluster, pod("c")).unwrap_err();
    assert_eq!(
        error.message,
        "pods \"c\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2"
    );
    create(&mut cluster, service("web")).unwrap();
    let open = json!({"spec": {"type": "NodePort"}});
    let error =
        api::patch(&mut cluster, &at(Kind::Service, "web"), PatchType::Strategic, &open, &HOW).unwrap_err();
    assert_eq!(
        error.message,
        "services \"web\" is forbidden: exceeded quota: small, requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0"
    );
    let wrong = json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "wrong"}, "spec": {"hard": {"pod": "2", "pods": "-1"}}});
    assert_eq!(create(&mut cluster, wrong).unwrap_err().details.unwrap().causes.len(), 3);
}

#[test]
fn what_a_definition_defines_is_served() {
    let mut cluster = cluster();
    let definition = json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "ipaddresspools.metallb.io"}, "spec": {
        "group": "metallb.io", "scope": "Namespaced", "names": {"kind": "IPAddressPool", "plural": "ipaddresspools"},
        "versions": [{"name": "v1beta1", "served": true, "storage": true, "schema": {}}],
    }});
    let pool = json!({"apiVersion": "metallb.io/v1beta1", "kind": "IPAddressPool", "metadata": {"name": "first"}, "spec": {"addresses": ["192.0.2.0/24"]}});
    assert_eq!(api::served_kind(&cluster, &pool).unwrap_err().reason, Reason::NotFound);
    let stored = create(&mut cluster, definition.clone()).unwrap();
    assert_eq!(stored.json()["status"]["conditions"][1]["type"], "Established");
    let kind = api::served_kind(&cluster, &pool).unwrap();
    assert_eq!(cluster.kinds_of_word("ipaddresspools"), [kind]);
    let stored = api::create(&mut cluster, &at(kind, ""), &pool.into(), &HOW).unwrap();
    assert_eq!(stored.json()["spec"]["addresses"][0], "192.0.2.0/24");
    let error =
        api::create(&mut cluster, &at(kind, ""), &json!({"metadata": {"name": "first"}}).into(), &HOW)
            .unwrap_err();
    assert_eq!(error.message, "ipaddresspools.metallb.io \"first\" already exists");
    api::delete(&mut cluster, &at(Kind::CustomResourceDefinition, "ipaddresspools.metallb.io"), &HOW)
        .unwrap();
    assert!(api::get(&cluster, &at(kind, "first")).is_err(), "objects go with their definition");
    let mut wrong = definition;
    wrong["metadata"]["name"] = "pools".into();
    assert_eq!(
        create(&mut cluster, wrong).unwrap_err().message,
        "CustomResourceDefinition.apiextensions.k8s.io \"pools\" is invalid: metadata.name: Invalid value: \"pools\": must be spec.names.plural+\".\"+spec.group"
    );
}

#[test]
fn the_server_warns_and_does_it_anyway() {
    let mut cluster = cluster();
    let warnings = api::Warnings::default();
    let how = How { unknown: Unknown::Warn, warnings: Some(&warnings), ..HOW };
    let mut create = |manifest: Value| {
        let kind = api::kind_of_body(&manifest).unwrap();
        api::create(&mut cluster, &at(kind, ""), &manifest.into(), &how).unwrap();
        warnings.take()
    };
    let policy = json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"}, "spec": {"podSelector": {}, "ingres": [],
        "ingress": [{"from": [{"ipBlock": {"cidr": "10.0.0.5/24"}}]}]}});
    assert_eq!(
        create(policy),
        [
            "unknown field \"spec.ingres\"",
            "spec.ingress[0].from[0].ipBlock.cidr: CIDR value \"10.0.0.5/24\" is ambiguous in this context (should be \"10.0.0.0/24\" or \"10.0.0.5/32\"?)",
        ]
    );
    let endpoints = json!({"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": "e"}});
    assert_eq!(
        create(endpoints),
        ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"]
    );
    let ingress = json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "i", "annotations": {"kubernetes.io/ingress.class": "nginx"}},
        "spec": {"defaultBackend": {"service": {"name": "s", "port": {"number": 80}}}}});
    assert_eq!(
        create(ingress),
        [
            "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"
        ]
    );
}

#[test]
fn a_pod_has_its_service_account() {
    let mut cluster = cluster();
    let pod = |account: &str| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"serviceAccountName": account, "containers": [{"name": "c", "image": "nginx"}]}});
    let error = create(&mut cluster, pod("robot")).unwrap_err();
    assert_eq!(
        error.message,
        "pods \"p\" is forbidden: error looking up service account default/robot: serviceaccount \"robot\" not found"
    );
    let stored = create(&mut cluster, pod("default")).unwrap();
    let mount = &stored.json()["spec"]["containers"][0]["volumeMounts"][0];
    assert_eq!(mount["mountPath"], "/var/run/secrets/kubernetes.io/serviceaccount");
    assert_eq!(mount["name"], stored.json()["spec"]["volumes"][0]["name"]);
}

/// Creates a class as a learner does, from standard input.
fn create_class(name: &str, fields: &str) -> String {
    format!(
        "kubectl create -f - <<'END'\n{{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {{name: {name}}}, {fields}}}\nEND"
    )
}

/// The words are those of `pkg/apis/scheduling/validation` and of `pkg/registry/scheduling/priorityclass` of 1.36.
#[test]
fn a_priority_class_is_served_and_keeps_its_rules() {
    const RESERVED: &str = "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error:";
    let mut session = kubedrill::shell::Session::new(cluster(), HOW.time, 1);
    let mut wrong = Vec::new();
    for (line, shown) in [
        (create_class("low", "value: 1000"), "priorityclass.scheduling.k8s.io/low created\n".to_owned()),
        (
            create_class("top", "value: 1000000000, globalDefault: true, preemptionPolicy: Never"),
            "priorityclass.scheduling.k8s.io/top created\n".to_owned(),
        ),
        (
            create_class("zero", "globalDefault: false"),
            "priorityclass.scheduling.k8s.io/zero created\n".to_owned(),
        ),
        (
            "kubectl get pc".to_owned(),
            "NAME                      VALUE        GLOBAL-DEFAULT   AGE   PREEMPTIONPOLICY\n\
             low                       1000         false            0s    PreemptLowerPriority\n\
             system-cluster-critical   2000000000   false            0s    PreemptLowerPriority\n\
             system-node-critical      2000001000   false            0s    PreemptLowerPriority\n\
             top                       1000000000   true             0s    Never\n\
             zero                      0            false            0s    PreemptLowerPriority\n"
                .to_owned(),
        ),
        (
            "kubectl get priorityclass.scheduling.k8s.io zero -o jsonpath='{.value} {.globalDefault} {.metadata.generation} {.metadata.namespace}'".to_owned(),
            "0  1 ".to_owned(),
        ),
        (
            "kubectl describe priorityclasses low | grep -E '^(Name|Kind|Value|Preemption Policy): ' | tr -s ' '".to_owned(),
            "Name: low\nKind: PriorityClass\nPreemption Policy: PreemptLowerPriority\nValue: 1000\n".to_owned(),
        ),
        (
            create_class("high", "value: 1000000001"),
            "The PriorityClass \"high\" is invalid: value: Forbidden: maximum allowed value of a user defined priority is 1000000000\n".to_owned(),
        ),
        (
            create_class("system-mine", "value: 1, preemptionPolicy: Sometimes"),
            format!("The PriorityClass \"system-mine\" is invalid: \n* {RESERVED} system-mine is not a known system priority class\n* preemptionPolicy: Unsupported value: \"Sometimes\": supported values: \"PreemptLowerPriority\", \"Never\"\n"),
        ),
        (
            create_class("system-node-critical", "value: 5"),
            format!("The PriorityClass \"system-node-critical\" is invalid: {RESERVED} value of system-node-critical PriorityClass must be 2000001000\n"),
        ),
        (
            create_class("system-cluster-critical", "value: 2000000000, globalDefault: true, preemptionPolicy: ''"),
            format!("The PriorityClass \"system-cluster-critical\" is invalid: \n* {RESERVED} globalDefault of system-cluster-critical PriorityClass must be false\n* preemptionPolicy: Required value\n"),
        ),
        (
            create_class("system-cluster-critical", "value: 2000000000"),
            "Error from server (AlreadyExists): error when creating \"STDIN\": priorityclasses.scheduling.k8s.io \"system-cluster-critical\" already exists\n".to_owned(),
        ),
        (
            create_class("typed", "value: 1, preemptionPolicy: 7"),
            "Error from server (BadRequest): error when creating \"STDIN\": PriorityClass in version \"v1\" cannot be handled as a PriorityClass: json: cannot unmarshal number into Go struct field PriorityClass.preemptionPolicy of type v1.PreemptionPolicy\n".to_owned(),
        ),
        (
            "kubectl patch pc low --type=merge -p '{\"value\": 1000000001, \"preemptionPolicy\": \"Sometimes\"}'".to_owned(),
            "The PriorityClass \"low\" is invalid: \n* value: Forbidden: may not be changed in an update.\n* preemptionPolicy: Invalid value: \"Sometimes\": field is immutable\n".to_owned(),
        ),
        (
            "kubectl patch pc low --type=merge -p '{\"description\": \"for batches\", \"preemptionPolicy\": null}'".to_owned(),
            "priorityclass.scheduling.k8s.io/low patched\n".to_owned(),
        ),
        (
            "kubectl delete pc system-cluster-critical".to_owned(),
            "Error from server (Forbidden): priorityclasses.scheduling.k8s.io \"system-cluster-critical\" is forbidden: this is a system priority class and cannot be deleted\n".to_owned(),
        ),
        ("kubectl delete pc low".to_owned(), "priorityclass.scheduling.k8s.io \"low\" deleted\n".to_owned()),
        (
            "kubectl get pc low".to_owned(),
            "Error from server (NotFound): priorityclasses.scheduling.k8s.io \"low\" not found\n".to_owned(),
        ),
    ] {
        let screen: String =
            session.run(&line, HOW.time).output.screen();
        if screen != shown {
            wrong.push(format!("{line}\n--- shows\n{screen}--- not\n{shown}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The words are those of `pkg/apis/core/validation`.
#[test]
fn a_load_balancer_keeps_its_class_and_has_a_port_for_its_health_check() {
    let mut cluster = cluster();
    let mut web = service("web");
    web["spec"]["type"] = "LoadBalancer".into();
    web["spec"]["loadBalancerClass"] = "example.com/internal".into();
    web["spec"]["externalTrafficPolicy"] = "Local".into();
    let stored = create(&mut cluster, web).unwrap();
    let (node_port, health) = (
        stored.json()["spec"]["ports"][0]["nodePort"].clone(),
        stored.json()["spec"]["healthCheckNodePort"].clone(),
    );
    assert!(health.is_number() && health != node_port, "{health} {node_port}");
    let change = |cluster: &mut Cluster, spec: Value| {
        let patch = json!({"spec": spec});
        let patched = api::patch(cluster, &at(Kind::Service, "web"), PatchType::Strategic, &patch, &HOW);
        patched.map(|object| object.json()["spec"].clone()).map_err(|status| status.message)
    };
    for (spec, why) in [
        (
            json!({"loadBalancerClass": "example.com/other"}),
            "spec.loadBalancerClass: Invalid value: \"example.com/other\": may not change once set",
        ),
        (
            json!({"loadBalancerClass": null}),
            "spec.loadBalancerClass: Invalid value: null: may not change once set",
        ),
        (json!({"healthCheckNodePort": 32099}), "spec.healthCheckNodePort: Forbidden: field is immutable"),
        (
            json!({"trafficDistribution": "PreferNear"}),
            "spec.trafficDistribution: Unsupported value: \"PreferNear\": supported values: \"PreferClose\", \"PreferSameZone\", \"PreferSameNode\"",
        ),
    ] {
        let error = change(&mut cluster, spec).unwrap_err();
        assert_eq!(error, format!("Service \"web\" is invalid: {why}"));
    }
    // What a replacement does not say stays; the port goes with the policy, and the class with the type.
    let kept = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"type": "LoadBalancer", "externalTrafficPolicy": "Local", "loadBalancerClass": "example.com/internal", "ports": [{"port": 8080}]}});
    let kept = api::update(&mut cluster, &at(Kind::Service, "web"), &kept.into(), &HOW).unwrap();
    let spec = &kept.json()["spec"];
    assert_eq!((&spec["healthCheckNodePort"], &spec["ports"][0]["nodePort"]), (&health, &node_port));
    let spec = change(&mut cluster, json!({"externalTrafficPolicy": "Cluster"})).unwrap();
    assert_eq!(spec.get("healthCheckNodePort"), None);
    let why = "Service \"web\" is invalid: spec.healthCheckNodePort: Invalid value: 32099: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    assert_eq!(change(&mut cluster, json!({"healthCheckNodePort": 32099})).unwrap_err(), why);
    let spec = change(&mut cluster, json!({"type": "NodePort"})).unwrap();
    assert_eq!(spec.get("loadBalancerClass"), None);
    let mut taken = service("taken");
    taken["spec"]["type"] = "LoadBalancer".into();
    taken["spec"]["externalTrafficPolicy"] = "Local".into();
    taken["spec"]["healthCheckNodePort"] = node_port.clone();
    let error = create(&mut cluster, taken.clone()).unwrap_err();
    assert_eq!(
        error.message,
        format!(
            "Internal error occurred: failed to allocate requested HealthCheck NodePort {node_port}: provided port is already allocated"
        )
    );
    taken["spec"]["healthCheckNodePort"] = health;
    create(&mut cluster, taken).unwrap();
}

#[test]
fn the_lists_of_a_dns_config_are_limited() {
    let mut cluster = cluster();
    let mut faults = |config: Value| {
        let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"dnsConfig": config, "containers": [{"name": "c", "image": "nginx"}]}});
        let status = create(&mut cluster, pod).unwrap_err();
        status.details.unwrap().causes.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let servers = json!(["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"]);
    assert_eq!(
        faults(json!({"nameservers": servers, "options": [{"value": "2"}]})),
        [
            format!(
                "spec.dnsConfig.nameservers: Invalid value: {servers}: must not have more than 3 nameservers"
            ),
            "spec.dnsConfig.options[0]: Required value: must not be empty".to_owned()
        ]
    );
    let many: Vec<String> = (0..33).map(|number| format!("{number}.example")).collect();
    let said = faults(json!({"searches": many}));
    assert!(said.len() == 1 && said[0].ends_with("must not have more than 32 search paths"), "{said:?}");
    let long: Vec<String> =
        (10..32).map(|number| format!("{number}.{}", "abcdefghi.".repeat(9) + "x")).collect();
    let said = faults(json!({"searches": long}));
    assert!(
        said.len() == 1
            && said[0]
                .ends_with("must not have more than 2048 characters (including spaces) in the search list"),
        "{said:?}"
    );
    let said = faults(json!({"searches": [".", "_tcp.example.", "Bad"]}));
    assert!(
        said.len() == 1
            && said[0].starts_with(
                "spec.dnsConfig.searches[2]: Invalid value: \"Bad\": a lowercase RFC 1123 subdomain"
            ),
        "{said:?}"
    );
}
