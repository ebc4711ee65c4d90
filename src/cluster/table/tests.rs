//! Cells against what the server's printers print for the same objects.

use serde_json::{Value, json};

use super::{cells, columns};
use crate::cluster::{Cluster, KINDS, Kind, Object, Origin};

const NOW: &str = "2026-11-22T15:20:06Z";

fn row(kind: Kind, mut json: Value) -> String {
    json["metadata"]["name"] = "x".into();
    json["metadata"]["namespace"] = "default".into();
    json["metadata"]["creationTimestamp"] = "2026-11-22T15:16:54Z".into();
    let object = Object::read(kind, json, Origin::Given).unwrap();
    cells(&Cluster::default(), &object, NOW).join("|")
}

#[test]
fn there_is_a_cell_for_each_column_of_an_object_that_says_nothing() {
    for declaration in KINDS {
        let json = json!({"metadata": {"name": "x", "namespace": "y"}});
        let object = Object::read(declaration.kind, json, Origin::Given).unwrap();
        let cells = cells(&Cluster::default(), &object, NOW);
        assert_eq!(cells.len(), columns(declaration.kind).len(), "{}", declaration.name);
        assert!(!columns(declaration.kind)[0].name.is_empty());
    }
}

fn pod(status: &Value, spec: &Value) -> String {
    row(Kind::Pod, json!({"spec": spec, "status": status}))
}

#[test]
fn the_status_of_a_pod_is_that_of_its_containers() {
    let two = json!({"containers": [{"name": "a"}, {"name": "b"}]});
    let running = json!({"name": "a", "image": "", "imageID": "", "ready": true, "restartCount": 0, "state": {"running": {}}});
    let back_off = json!({"name": "b", "image": "", "imageID": "", "ready": false, "restartCount": 3, "state": {"waiting": {"reason": "CrashLoopBackOff"}},
        "lastState": {"terminated": {"exitCode": 1, "finishedAt": "2026-11-22T15:19:46Z"}}});
    let ended = json!({"name": "b", "image": "", "imageID": "", "ready": false, "restartCount": 0, "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}});
    let killed = json!({"name": "b", "image": "", "imageID": "", "ready": false, "restartCount": 0, "state": {"terminated": {"exitCode": 137, "signal": 9}}});
    for (status, shown) in [
        (json!({"phase": "Pending"}), "x|0/2|Pending|0|3m12s|<none>|<none>|<none>|<none>"),
        (
            json!({"phase": "Running", "podIP": "10.244.1.4", "containerStatuses": [running, back_off]}),
            "x|1/2|CrashLoopBackOff|3 (20s ago)|3m12s|10.244.1.4|<none>|<none>|<none>",
        ),
        (
            json!({"phase": "Running", "containerStatuses": [running, ended], "conditions": [{"type": "Ready", "status": "True"}]}),
            "x|1/2|Running|0|3m12s|<none>|<none>|<none>|<none>",
        ),
        (
            json!({"phase": "Running", "containerStatuses": [running, ended]}),
            "x|1/2|NotReady|0|3m12s|<none>|<none>|<none>|<none>",
        ),
        (
            json!({"phase": "Failed", "containerStatuses": [killed]}),
            "x|0/2|Signal:9|0|3m12s|<none>|<none>|<none>|<none>",
        ),
        (
            json!({"phase": "Failed", "reason": "Evicted"}),
            "x|0/2|Evicted|0|3m12s|<none>|<none>|<none>|<none>",
        ),
    ] {
        assert_eq!(pod(&status, &two), shown);
    }
}

#[test]
fn init_containers_come_first_and_sidecars_count() {
    let spec = json!({
        "containers": [{"name": "a"}],
        "initContainers": [{"name": "i"}, {"name": "s", "restartPolicy": "Always"}],
    });
    let one = |name: &str, state: Value, ready: bool| json!({"name": name, "image": "", "imageID": "", "ready": ready, "started": true, "restartCount": 0, "state": state});
    let done = one("i", json!({"terminated": {"exitCode": 0, "reason": "Completed"}}), false);
    let failed = one("i", json!({"terminated": {"exitCode": 1, "reason": "Error"}}), false);
    let pulling = one("i", json!({"waiting": {"reason": "ImagePullBackOff"}}), false);
    let sidecar = one("s", json!({"running": {}}), true);
    let main = one("a", json!({"running": {}}), true);
    for (init, containers, shown) in [
        (json!([one("i", json!({"running": {}}), false)]), json!([]), "0/2|Init:0/2|0"),
        (json!([failed]), json!([]), "0/2|Init:Error|0"),
        (json!([pulling]), json!([]), "0/2|Init:ImagePullBackOff|0"),
        (json!([done, sidecar]), json!([main]), "2/2|Running|0"),
    ] {
        let status = json!({"phase": if shown.contains("Running") { "Running" } else { "Pending" }, "initContainerStatuses": init, "containerStatuses": containers});
        let row = pod(&status, &spec);
        assert!(row.starts_with(&format!("x|{shown}|")), "{row} is not {shown}");
    }
}

#[test]
fn services_show_where_they_are_reached() {
    for (spec, status, shown) in [
        (
            json!({"type": "NodePort", "clusterIP": "10.96.3.4", "ports": [{"port": 80, "nodePort": 30080, "protocol": "TCP"}], "selector": {"b": "2", "a": "1"}}),
            json!({}),
            "x|NodePort|10.96.3.4|<none>|80:30080/TCP|3m12s|a=1,b=2",
        ),
        (
            json!({"type": "LoadBalancer", "clusterIP": "10.96.3.4"}),
            json!({}),
            "x|LoadBalancer|10.96.3.4|<pending>|<none>|3m12s|<none>",
        ),
        (
            json!({"type": "LoadBalancer", "clusterIP": "10.96.3.4", "externalIPs": ["192.0.2.9"]}),
            json!({"loadBalancer": {"ingress": [{"ip": "192.0.2.2"}, {"hostname": "lb.example.com"}]}}),
            "x|LoadBalancer|10.96.3.4|192.0.2.2,lb.example.com,192.0.2.9|<none>|3m12s|<none>",
        ),
        (
            json!({"type": "ExternalName", "externalName": "db.example.com"}),
            json!({}),
            "x|ExternalName|<none>|db.example.com|<none>|3m12s|<none>",
        ),
    ] {
        assert_eq!(row(Kind::Service, json!({"spec": spec, "status": status})), shown);
    }
}

#[test]
fn endpoints_are_cut_off_after_three() {
    let addresses = |numbers: std::ops::Range<u8>| {
        numbers.map(|n| json!({"ip": format!("10.0.0.{n}")})).collect::<Vec<_>>()
    };
    let of = |count: u8| json!({"subsets": [{"addresses": addresses(1..count + 1), "ports": [{"port": 80}, {"port": 81}]}]});
    assert_eq!(row(Kind::Endpoints, of(1)), "x|10.0.0.1:80,10.0.0.1:81|3m12s");
    assert_eq!(row(Kind::Endpoints, of(2)), "x|10.0.0.1:80,10.0.0.2:80,10.0.0.1:81 + 1 more...|3m12s");
    assert_eq!(row(Kind::Endpoints, json!({})), "x|<none>|3m12s");
    let none_ready = json!({"subsets": [{"notReadyAddresses": addresses(1..2), "ports": [{"port": 80}]}]});
    assert_eq!(row(Kind::Endpoints, none_ready), "x||3m12s");
    let slice = json!({"addressType": "IPv4", "endpoints": [{"addresses": ["10.0.0.1"]}], "ports": [{"port": 80}, {"name": "any"}, {}]});
    assert_eq!(row(Kind::EndpointSlice, slice), "x|IPv4|80,any,*|10.0.0.1|3m12s");
    assert_eq!(
        row(Kind::EndpointSlice, json!({"addressType": "IPv4", "endpoints": []})),
        "x|IPv4|<unset>|<unset>|3m12s"
    );
}

#[test]
fn selectors_hosts_and_conditions_are_cells() {
    let expression = |key: &str, operator: &str, values: &[&str]| json!({"key": key, "operator": operator, "values": values});
    let selector = json!({"matchLabels": {"b": "2"}, "matchExpressions": [expression("a", "In", &["y", "x"]), expression("c", "DoesNotExist", &[])]});
    assert_eq!(
        row(Kind::NetworkPolicy, json!({"spec": {"podSelector": selector}})),
        "x|a in (x,y),b=2,!c|3m12s"
    );
    assert_eq!(row(Kind::NetworkPolicy, json!({"spec": {"podSelector": {}}})), "x|<none>|3m12s");
    let hosts = |hosts: &[&str]| json!({"spec": {"rules": hosts.iter().map(|host| json!({"host": host})).collect::<Vec<_>>(), "tls": [{}], "ingressClassName": "nginx"}});
    assert_eq!(row(Kind::Ingress, hosts(&["a", "b"])), "x|nginx|a,b||80, 443|3m12s");
    assert_eq!(
        row(Kind::Ingress, hosts(&["a", "b", "c", "d", "e"])),
        "x|nginx|a,b,c + 2 more...||80, 443|3m12s"
    );
    assert_eq!(row(Kind::Ingress, json!({"spec": {}})), "x|<none>|*||80|3m12s");
    let gateway = json!({"spec": {"gatewayClassName": "nginx"}, "status": {"addresses": [{"value": "192.0.2.1"}], "conditions": [{"type": "Programmed", "status": "True"}]}});
    assert_eq!(row(Kind::Gateway, gateway), "x|nginx|192.0.2.1|True|3m12s");
    assert_eq!(
        row(Kind::HTTPRoute, json!({"spec": {"hostnames": ["a.b", "c.d"]}})),
        r#"x|["a.b","c.d"]|3m12s"#
    );
    let node = json!({"metadata": {"labels": {"node-role.kubernetes.io/control-plane": ""}}, "spec": {"unschedulable": true},
        "status": {"conditions": [{"type": "Ready", "status": "True"}], "nodeInfo": {"kubeletVersion": "v1.36.0"}, "addresses": [{"type": "InternalIP", "address": "172.30.1.2"}]}});
    assert!(
        row(Kind::Node, node.clone()).starts_with(
            "x|Ready,SchedulingDisabled|control-plane|3m12s|v1.36.0|172.30.1.2|<none>|<unknown>"
        ),
        "{}",
        row(Kind::Node, node)
    );
}

#[test]
fn an_event_shows_when_it_was_seen_last() {
    let event = json!({"type": "Warning", "reason": "BackOff", "count": 4, "message": "Back-off restarting\n", "firstTimestamp": "2026-11-22T15:17:00Z",
        "lastTimestamp": "2026-11-22T15:20:00Z", "involvedObject": {"kind": "Pod", "name": "web"}, "source": {"component": "kubelet", "host": "node01"}});
    assert_eq!(
        row(Kind::Event, event),
        "6s|Warning|BackOff|pod/web||kubelet, node01|Back-off restarting|3m6s|4|x"
    );
}
