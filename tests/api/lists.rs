//! Pages of a list, the watch after it, and the subresources.

use super::*;

#[test]
fn a_list_comes_in_pages_and_a_watch_begins_where_it_ends() {
    let mut cluster = cluster();
    for name in ["a", "b", "c"] {
        create(&mut cluster, service(name)).unwrap();
    }
    let target = at(Kind::Service, "");
    let names =
        |page: &api::Page<'_>| page.objects.iter().map(|one| one.name().to_owned()).collect::<Vec<_>>();
    let first = api::list_page(&cluster, &target, "", "", 2, "").unwrap();
    assert_eq!((names(&first), first.remaining), (vec!["a".to_owned(), "b".to_owned()], Some(2)));
    let second = api::list_page(&cluster, &target, "", "", 2, &first.next).unwrap();
    assert_eq!((names(&second), second.next.as_str()), (vec!["c".to_owned(), "kubernetes".to_owned()], ""));
    assert_eq!(
        api::list_page(&cluster, &target, "", "", 2, "nonsense").unwrap_err().reason,
        Reason::BadRequest
    );
    let since = second.revision;
    create(&mut cluster, service("d")).unwrap();
    let label = json!({"metadata": {"labels": {"tier": "front"}}});
    api::patch(&mut cluster, &at(Kind::Service, "d"), PatchType::Merge, &label, &HOW).unwrap();
    api::delete(&mut cluster, &at(Kind::Service, "a"), &HOW).unwrap();
    let seen = |labels: &str, since| -> Vec<String> {
        let seen = api::watch(&cluster, &target, labels, "", since).unwrap();
        seen.iter().map(|one| format!("{} {}", one.name(), one.object().name())).collect()
    };
    let all = seen("", since);
    assert_eq!((all.first().unwrap().as_str(), all.last().unwrap().as_str()), ("ADDED d", "DELETED a"));
    assert!(all.contains(&"MODIFIED d".to_owned()));
    assert_eq!(seen("tier=front", since)[0], "ADDED d", "one that begins to match is added");
    assert_eq!(seen("", cluster.revision()), Vec::<String>::new());
}

#[test]
fn the_scale_is_read_and_written_by_itself() {
    let mut cluster = cluster();
    create(&mut cluster, deployment("web", 1)).unwrap();
    let target = at(Kind::Deployment, "web");
    let scale =
        api::patch_scale(&mut cluster, &target, PatchType::Merge, &json!({"spec": {"replicas": 3}}), &HOW)
            .unwrap();
    assert_eq!((&scale["kind"], &scale["spec"]["replicas"]), (&json!("Scale"), &json!(3)));
    let scale = api::get_scale(&cluster, &target).unwrap();
    assert_eq!(scale["status"], json!({"replicas": 3, "selector": "app=web"}));
    let minus =
        api::patch_scale(&mut cluster, &target, PatchType::Merge, &json!({"spec": {"replicas": -1}}), &HOW);
    assert_eq!(
        minus.unwrap_err().message,
        "Scale.autoscaling \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0"
    );
    assert_eq!(
        api::get_scale(&cluster, &at(Kind::Service, "kubernetes")).unwrap_err().reason,
        Reason::NotFound
    );
}

#[test]
fn a_status_is_written_by_its_own_subresource() {
    let mut cluster = cluster();
    let gateway = json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "g"}, "spec": {"gatewayClassName": "a", "listeners": [{"name": "a", "port": 80, "protocol": "HTTP"}]}});
    create(&mut cluster, gateway).unwrap();
    let both = json!({"spec": {"gatewayClassName": "b"}, "status": {"addresses": [{"value": "192.0.2.1"}]}});
    let target = at(Kind::Gateway, "g");
    let stored = api::patch_status(&mut cluster, &target, PatchType::Merge, &both, &HOW).unwrap();
    let seen = |stored: &Object| {
        (
            stored.json()["spec"]["gatewayClassName"].clone(),
            stored.json()["status"]["addresses"][0]["value"].clone(),
        )
    };
    assert_eq!(seen(&stored), (json!("a"), json!("192.0.2.1")));
    assert_eq!(stored.json()["metadata"]["generation"], 1);
    let other = json!({"spec": {"gatewayClassName": "b"}, "status": null});
    let stored = api::patch(&mut cluster, &target, PatchType::Merge, &other, &HOW).unwrap();
    assert_eq!(seen(&stored), (json!("b"), json!("192.0.2.1")));
}
