//! Server-side apply: who manages which field, and what a conflict says.

use super::*;

fn by(manager: &str) -> How<'_> {
    How { manager, ..HOW }
}

fn apply(cluster: &mut Cluster, manifest: Value, how: &How<'_>) -> Result<Arc<Object>, Status> {
    let kind = api::kind_of_body(&manifest)?;
    let name = manifest["metadata"]["name"].as_str().unwrap().to_owned();
    api::apply(cluster, &at(kind, &name), &Body::from(manifest), how)
}

#[test]
fn a_field_of_another_manager_is_a_conflict_until_it_is_forced() {
    let mut cluster = cluster();
    api::create(&mut cluster, &at(Kind::Deployment, ""), &deployment("web", 2).into(), &by("kubectl-create"))
        .unwrap();
    let error = apply(&mut cluster, deployment("web", 3), &by("kubectl")).unwrap_err();
    assert_eq!(error.reason, Reason::Conflict);
    assert_eq!(
        error.message,
        "Apply failed with 1 conflict: conflict with \"kubectl-create\" using apps/v1: .spec.replicas"
    );
    assert_eq!(error.to_json()["details"]["causes"][0]["reason"], "FieldManagerConflict");
    let mut other = deployment("web", 3);
    other["spec"]["template"]["spec"]["containers"][0]["image"] = "httpd".into();
    let error = apply(&mut cluster, other, &by("kubectl")).unwrap_err();
    assert_eq!(
        error.message,
        "Apply failed with 2 conflicts: conflicts with \"kubectl-create\" using apps/v1:\n- .spec.replicas\n- .spec.template.spec.containers[name=\"web\"].image"
    );
    let force = How { force: true, ..by("kubectl") };
    let stored = apply(&mut cluster, deployment("web", 3), &force).unwrap();
    assert_eq!(stored.json()["spec"]["replicas"], 3);
    // Now they are the applier's, and it may change them unforced.
    let stored = apply(&mut cluster, deployment("web", 4), &by("kubectl")).unwrap();
    assert_eq!(
        (&stored.json()["spec"]["replicas"], &stored.json()["metadata"]["generation"]),
        (&json!(4), &json!(3))
    );
}

#[test]
fn what_is_no_longer_applied_goes_unless_somebody_else_has_it() {
    let mut cluster = cluster();
    let ports = |ports: Value| json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "labels": {"a": "1", "b": "2"}}, "spec": {"selector": {"app": "web"}, "ports": ports}});
    let both = ports(json!([{"name": "http", "port": 80}, {"name": "https", "port": 443}]));
    let stored = apply(&mut cluster, both.clone(), &by("kubectl")).unwrap();
    assert_eq!(stored.json()["spec"]["ports"].as_array().unwrap().len(), 2);
    let again = apply(&mut cluster, both.clone(), &by("kubectl")).unwrap();
    assert_eq!(again.json(), stored.json(), "apply twice is unchanged");
    let shared =
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "labels": {"b": "2"}}});
    apply(&mut cluster, shared, &by("other")).unwrap();
    let mut one = ports(json!([{"name": "http", "port": 80}]));
    one["metadata"]["labels"] = json!({"c": "3"});
    let stored = apply(&mut cluster, one, &by("kubectl")).unwrap();
    let json = stored.json();
    assert_eq!(json["metadata"]["labels"], json!({"b": "2", "c": "3"}));
    assert_eq!(
        json["spec"]["ports"],
        json!([{"name": "http", "port": 80, "protocol": "TCP", "targetPort": 80}])
    );
    assert!(json["spec"]["clusterIP"].is_string(), "what nobody applied stays");
}
