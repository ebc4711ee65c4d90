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
