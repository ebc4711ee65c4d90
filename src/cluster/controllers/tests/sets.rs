//! `StatefulSet` and `DaemonSet` with their revisions, and whose a Pod is.

use serde_json::{Value, json};

use super::{Lab, deployment};
use crate::cluster::Kind;

#[test]
fn a_stateful_set_waits_for_each_pod() {
    let mut lab = Lab::new();
    let set = |image: &str| {
        json!({"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "db"}, "spec": {
            "serviceName": "db", "replicas": 3, "selector": {"matchLabels": {"app": "db"}},
            "template": {"metadata": {"labels": {"app": "db"}}, "spec": {"containers": [{"name": "c", "image": image}]}}}})
    };
    lab.create(set("redis:nope"));
    assert_eq!(lab.pods(), ["db-0"]);
    lab.delete(Kind::StatefulSet, "db");
    lab.create(set("redis:7"));
    assert_eq!(lab.pods(), ["db-0", "db-1", "db-2"]);
    let status = lab.status(Kind::StatefulSet, "db");
    assert_eq!(
        (&status["readyReplicas"], &status["updatedReplicas"], &status["currentReplicas"]),
        (&json!(3), &json!(3), &json!(3))
    );
    assert_eq!(
        lab.events(Kind::StatefulSet).last().unwrap(),
        "SuccessfulCreate: create Pod db-2 in StatefulSet db successful"
    );
    lab.patch(
        Kind::StatefulSet,
        "db",
        json!({"spec": {"template": {"spec": {"containers": [{"name": "c", "image": "redis:nope"}]}}}}),
    );
    let images: Vec<_> = lab
        .all(Kind::Pod)
        .iter()
        .map(|pod| {
            (pod.name().to_owned(), pod.json()["spec"]["containers"][0]["image"].as_str().unwrap().to_owned())
        })
        .collect();
    assert!(
        images.contains(&("db-2".to_owned(), "redis:nope".to_owned()))
            && images.contains(&("db-1".to_owned(), "redis:7".to_owned())),
        "{images:?}"
    );
    lab.patch(Kind::StatefulSet, "db", json!({"spec": {"replicas": 1}}));
    assert_eq!(lab.pods(), ["db-0"]);
}

#[test]
fn a_pod_that_is_made_again_has_its_name_and_another_address() {
    let mut lab = Lab::new();
    lab.create(json!({"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "db"}, "spec": {
        "serviceName": "db", "replicas": 2, "selector": {"matchLabels": {"app": "db"}},
        "template": {"metadata": {"labels": {"app": "db"}}, "spec": {"containers": [{"name": "c", "image": "redis:7"}]}}}}));
    let address = |lab: &Lab| lab.status(Kind::Pod, "db-0")["podIP"].as_str().unwrap().to_owned();
    let first = address(&lab);
    lab.delete(Kind::Pod, "db-0");
    let second = address(&lab);
    lab.delete(Kind::Pod, "db-0");
    let third = address(&lab);
    assert!(first != second && second != third && third != first, "{first} {second} {third}");
    // A block with room for five: when all were had, the first is given again.
    lab.patch(Kind::Node, "worker", json!({"spec": {"podCIDR": "10.9.0.0/29"}}));
    lab.patch(Kind::Node, "worker2", json!({"spec": {"unschedulable": true}}));
    let had: Vec<String> = (0..6)
        .map(|_| {
            lab.delete(Kind::Pod, "db-0");
            address(&lab)
        })
        .collect();
    assert_eq!(had, ["10.9.0.2", "10.9.0.3", "10.9.0.4", "10.9.0.5", "10.9.0.6", "10.9.0.2"]);
}

#[test]
fn a_daemon_set_follows_the_nodes() {
    let mut lab = Lab::new();
    lab.create(json!({"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "log"}, "spec": {
        "selector": {"matchLabels": {"app": "log"}},
        "template": {"metadata": {"labels": {"app": "log"}}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}}}}));
    assert_eq!(lab.pods().len(), 2);
    lab.create(json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "worker3"}, "spec": {}}));
    assert_eq!((lab.pods().len(), lab.status(Kind::DaemonSet, "log")["numberReady"].clone()), (3, json!(3)));
    lab.patch(
        Kind::DaemonSet,
        "log",
        json!({"spec": {"template": {"spec": {"containers": [{"name": "c", "image": "nginx:1.25"}]}}}}),
    );
    let images: Vec<_> =
        lab.all(Kind::Pod).iter().map(|pod| pod.json()["spec"]["containers"][0]["image"].clone()).collect();
    assert_eq!(images, ["nginx:1.25"; 3]);
    lab.patch(
        Kind::DaemonSet,
        "log",
        json!({"spec": {"template": {"spec": {"nodeSelector": {"disk": "ssd"}}}}}),
    );
    assert_eq!(lab.pods().len(), 0);
}

#[test]
fn a_set_adopts_orphans_and_releases_what_it_no_longer_selects() {
    let mut lab = Lab::new();
    lab.create(deployment("nginx", 2));
    let name = lab.pods()[0].clone();
    lab.patch(Kind::Pod, &name, json!({"metadata": {"labels": {"app": "debug"}}}));
    assert_eq!(lab.pods().len(), 3, "one was released, so one more was made");
    assert_eq!(lab.get(Kind::Pod, &name).json()["metadata"]["ownerReferences"], json!([]));
    lab.patch(Kind::Pod, &name, json!({"metadata": {"labels": {"app": "web"}}}));
    assert_eq!(lab.pods().len(), 2, "it was adopted again, and one was too many");
}

/// `kind name revision image` of all revisions, by their numbers.
fn revisions(lab: &Lab) -> Vec<String> {
    let mut all: Vec<(i64, String)> = lab
        .all(Kind::ControllerRevision)
        .into_iter()
        .map(|one| {
            let number = one.json()["revision"].as_i64().unwrap();
            let image = &one.json()["data"]["spec"]["template"]["spec"]["containers"][0]["image"];
            let owner = &one.json()["metadata"]["ownerReferences"][0]["kind"];
            (number, format!("{} {number} {}", owner.as_str().unwrap(), image.as_str().unwrap()))
        })
        .collect();
    all.sort();
    all.into_iter().map(|(_, text)| text).collect()
}

fn template(image: &str) -> Value {
    json!({"metadata": {"labels": {"app": "db"}}, "spec": {"containers": [{"name": "c", "image": image}]}})
}

#[test]
fn each_template_is_kept_as_a_revision_and_one_that_is_used_again_is_the_newest() {
    for kind in [Kind::StatefulSet, Kind::DaemonSet] {
        let mut lab = Lab::new();
        let mut spec = json!({"selector": {"matchLabels": {"app": "db"}}, "template": template("redis:7"), "revisionHistoryLimit": 1});
        if kind == Kind::StatefulSet {
            spec["serviceName"] = "db".into();
        }
        lab.create(
            json!({"apiVersion": "apps/v1", "kind": kind.name(), "metadata": {"name": "db"}, "spec": spec}),
        );
        let to = |lab: &mut Lab, image: &str| {
            lab.patch(kind, "db", json!({"spec": {"template": template(image)}}));
        };
        let name = kind.name();
        assert_eq!(revisions(&lab), [format!("{name} 1 redis:7")]);
        to(&mut lab, "redis:8");
        assert_eq!(revisions(&lab), [format!("{name} 1 redis:7"), format!("{name} 2 redis:8")]);
        to(&mut lab, "redis:7");
        assert_eq!(revisions(&lab), [format!("{name} 2 redis:8"), format!("{name} 3 redis:7")]);
        // One is kept besides the one in use.
        to(&mut lab, "redis:6");
        assert_eq!(revisions(&lab), [format!("{name} 3 redis:7"), format!("{name} 4 redis:6")]);
        let hash = lab.all(Kind::Pod)[0].labels()["controller-revision-hash"].clone();
        let newest =
            lab.all(Kind::ControllerRevision).into_iter().max_by_key(|one| one.json()["revision"].as_i64());
        assert!(newest.unwrap().name().ends_with(&hash), "{hash}");
        lab.delete(kind, "db");
        assert!(revisions(&lab).is_empty());
    }
}

#[test]
fn a_pod_below_the_partition_is_made_again_of_the_revision_in_use() {
    let mut lab = Lab::new();
    lab.create(json!({"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "db"}, "spec": {
        "serviceName": "db", "replicas": 2, "selector": {"matchLabels": {"app": "db"}}, "template": template("redis:7"),
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}}}}));
    lab.patch(Kind::StatefulSet, "db", json!({"spec": {"template": template("redis:8")}}));
    let images = |lab: &Lab| -> Vec<Value> {
        let mut pods = lab.all(Kind::Pod);
        pods.sort_by_key(|pod| pod.name().to_owned());
        pods.iter().map(|pod| pod.json()["spec"]["containers"][0]["image"].clone()).collect()
    };
    assert_eq!(images(&lab), ["redis:7", "redis:8"]);
    lab.delete(Kind::Pod, "db-0");
    assert_eq!(images(&lab), ["redis:7", "redis:8"]);
    lab.patch(
        Kind::StatefulSet,
        "db",
        json!({"spec": {"updateStrategy": {"rollingUpdate": {"partition": 0}}}}),
    );
    assert_eq!(images(&lab), ["redis:8", "redis:8"]);
}
