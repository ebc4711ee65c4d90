//! Laws that hold for every cluster, tried on random ones.

use std::net::IpAddr;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Matrix, PortAsked, Question};
use crate::{
    cluster::{Kind, Protocol, pod},
    network::policy::{
        Connection, Party, Policies, Verdict,
        random::{cluster, objects, rule},
    },
};

fn outside() -> Vec<IpAddr> {
    ["198.51.100.9", "192.0.2.1", "10.0.0.77"].iter().map(|text| text.parse().unwrap()).collect()
}

fn question() -> impl Strategy<Value = Question> {
    let port = prop_oneof![
        Just(PortAsked::Number(80)),
        Just(PortAsked::Number(8080)),
        Just(PortAsked::Named("http".to_owned()))
    ];
    (port, prop_oneof![Just(Protocol::Tcp), Just(Protocol::Udp)])
        .prop_map(|(port, protocol)| Question { port, protocol })
}

fn matrix(objects: &[Value], question: &Question) -> Matrix {
    let cluster = cluster(objects);
    Matrix::compute(&cluster, &Policies::compile(&cluster), question, &outside())
}

/// Every verdict of a matrix, `None` where nothing is asked.
fn cells(matrix: &Matrix) -> Vec<Option<Verdict>> {
    (0..matrix.len())
        .flat_map(|from| (0..matrix.len()).map(move |to| (from, to)))
        .map(|(from, to)| matrix.verdict(from, to))
        .collect()
}

fn is_policy(object: &Value) -> bool {
    object["kind"] == "NetworkPolicy"
}

/// Alike in everything but the number that a port's name has: random clusters hardly ever have two such Pods.
#[test]
fn a_name_for_another_number_tells_pods_apart() {
    let pod = |name: &str, http: u16| {
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": [
            {"name": "c", "ports": [{"name": "http", "containerPort": http}]}]}})
    };
    let policy = json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"},
        "spec": {"podSelector": {}, "ingress": [{"ports": [{"port": "http"}]}]}});
    let matrix = matrix(&[pod("a", 80), pod("b", 8080), policy], &Question::tcp(80));
    assert_eq!(
        (matrix.row(0)[..2].to_owned(), matrix.row(1)[..2].to_owned()),
        ("-X".to_owned(), ".-".to_owned())
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_matrix_is_what_each_pair_is_told(objects in objects(), question in question()) {
        let cluster = cluster(&objects);
        let policies = Policies::compile(&cluster);
        let matrix = Matrix::compute(&cluster, &policies, &question, &outside());
        let mut parties: Vec<Party<'_>> = cluster.pods_asked_about().into_iter().map(|(object, pod)| Party::Pod(object, pod)).collect();
        let pods = parties.len();
        parties.extend(outside().into_iter().map(Party::Address));
        prop_assert_eq!(matrix.names(), parties.iter().map(Party::name).collect::<Vec<_>>());
        for (from, source) in parties.iter().enumerate() {
            for (to, target) in parties.iter().enumerate() {
                let port = match &question.port {
                    PortAsked::Number(port) => Some(*port),
                    PortAsked::Named(name) => target.as_pod().and_then(|(_, pod)| pod::named_port(pod, name, question.protocol)),
                };
                let asked = from != to && (from < pods || to < pods);
                let expected = port.filter(|_| asked).map(|port| policies.verdict(*source, *target, Connection { port, protocol: question.protocol }));
                prop_assert_eq!(matrix.verdict(from, to), expected, "{} -> {}", source.name(), target.name());
            }
        }
    }

    #[test]
    fn another_rule_never_closes_a_connection(objects in objects(), from in rule("from"), to in rule("to"), question in question()) {
        let mut wider = objects.clone();
        for policy in wider.iter_mut().filter(|object| is_policy(object)) {
            // The types are written out first: an egress rule more would isolate a policy that leaves them out.
            let spec = &mut policy["spec"];
            if spec["policyTypes"].as_array().is_none_or(Vec::is_empty) {
                let egress = spec["egress"].as_array().is_some_and(|rules| !rules.is_empty());
                spec["policyTypes"] = if egress { json!(["Ingress", "Egress"]) } else { json!(["Ingress"]) };
            }
            for (field, rule) in [("ingress", &from), ("egress", &to)] {
                let mut rules = spec[field].as_array().cloned().unwrap_or_default();
                rules.push(rule.clone());
                spec[field] = rules.into();
            }
        }
        for (before, after) in cells(&matrix(&objects, &question)).into_iter().zip(cells(&matrix(&wider, &question))) {
            if before == Some(Verdict::Allow) {
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn without_policies_all_is_open(mut objects in objects()) {
        objects.retain(|object| !is_policy(object));
        let finished = |cell: &Option<Verdict>| matches!(cell, None | Some(Verdict::Undefined));
        let done = objects.iter().any(|object| object["status"]["phase"] == "Succeeded");
        let matrix = matrix(&objects, &Question::tcp(80));
        prop_assert!(cells(&matrix).iter().all(|cell| *cell == Some(Verdict::Allow) || finished(cell)));
        prop_assert!(done || matrix.counts().allowed == matrix.len() * (matrix.len() - 1) - 6, "all but the outside pairs");
    }

    #[test]
    fn a_clone_is_not_changed_with_its_original(objects in objects()) {
        let mut changed = cluster(&objects);
        let copy = changed.clone();
        let before = format!("{copy:?}");
        let keys: Vec<_> = changed.objects(Kind::Pod).map(|pod| pod.key().clone()).collect();
        for key in keys {
            changed.change(&key, |json| json["metadata"]["labels"] = json!({"app": "changed"})).unwrap();
        }
        let policies: Vec<_> = changed.objects(Kind::NetworkPolicy).map(|policy| policy.key().clone()).collect();
        for key in policies {
            changed.remove(&key);
        }
        prop_assert_eq!(format!("{copy:?}"), before);
    }

    #[test]
    fn the_same_input_gives_the_same_bytes(objects in objects(), question in question()) {
        let text = |matrix: &Matrix| matrix.rows().collect::<Vec<_>>().join("\n");
        prop_assert_eq!(format!("{:?}", cluster(&objects)), format!("{:?}", cluster(&objects)));
        prop_assert_eq!(text(&matrix(&objects, &question)), text(&matrix(&objects, &question)));
    }

    #[test]
    fn what_is_settled_stays(objects in objects()) {
        let mut cluster = cluster(&objects);
        let before = format!("{cluster:?}");
        crate::cluster::derive::settle(&mut cluster);
        prop_assert_eq!(format!("{cluster:?}"), before);
    }
}
