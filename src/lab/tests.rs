use serde_json::Value;

use super::{Grade, Standing, StartFault, grade, start};
use crate::cluster::api::{self, Body, How, Target};
use crate::cluster::{Cluster, Kind, read_documents};
use crate::content::{Library, parse_lab};
use crate::course::Lab;

const TIME: &str = "2026-11-27T09:00:00Z";
const DATABASE: &str = "only-web-reaches-the-database";

fn embedded(id: &str, seed: u64) -> Lab {
    Library::embedded().lab(id, seed).unwrap()
}

/// A lab with these criteria on this cluster.
fn lab(criteria: &str, cluster: &str) -> Lab {
    let head = "title = \"T\"\nrows = [\"P2\"]\nlevel = \"drill\"\nminutes = 3\nstory = \"s\"\nhints = [\"h\"]\nexplanation = \"e\"\nsource = \"s\"\n";
    let mut text = head.to_owned();
    for (number, criterion) in criteria.split("---").enumerate() {
        let place = format!("[[criterion]]\nid = \"c{number}\"\ntitle = \"T\"\nweight = 1\n");
        text.extend([place.as_str(), criterion.trim(), "\n"]);
    }
    let (lab, problems) = parse_lab("labs/x/lab.toml", &text, 0);
    let mut lab = lab.unwrap_or_else(|| panic!("{problems:?}"));
    lab.start = cluster.to_owned();
    lab
}

fn apply(cluster: &mut Cluster, yaml: &str) {
    let how = How { time: TIME, ..How::default() };
    for (_, document) in read_documents("t", yaml).unwrap() {
        let namespace = document["metadata"]["namespace"].as_str().unwrap_or_default().to_owned();
        let kind = api::kind_of_body(&document).unwrap();
        let target = Target { kind, namespace: &namespace, name: "" };
        api::create(cluster, &target, &Body::from(document), &how).unwrap();
    }
}

fn graded(lab: &Lab, yaml: &str) -> Grade {
    let begun = start(lab, TIME).unwrap();
    let mut cluster = begun.clone();
    apply(&mut cluster, yaml);
    grade(lab, &begun, &cluster, &|_| None)
}

/// The manifest in a script's heredoc.
fn heredoc(script: &str) -> String {
    let body = script.split_once("EOF'\n").unwrap().1;
    body.split_once("\nEOF").unwrap().0.to_owned()
}

#[test]
fn the_untouched_start_scores_nothing_and_guards_say_why() {
    for seed in 0..5 {
        let lab = embedded(DATABASE, seed);
        let begun = start(&lab, TIME).unwrap();
        let grade = grade(&lab, &begun, &begun, &|_| None);
        assert_eq!(grade.score, 0, "{grade:?}");
        let guard = grade.criteria.iter().find(|criterion| criterion.guard).unwrap();
        assert!(guard.reason.starts_with("holds"), "{}", guard.reason);
    }
}

#[test]
fn the_two_items_mistake_is_explained_by_its_item() {
    let lab = embedded(DATABASE, 0);
    let mistake = lab.mistakes.iter().find(|mistake| mistake.script.name.starts_with("two items")).unwrap();
    let grade = graded(&lab, &heredoc(&mistake.script.lines));
    let reason = &grade.lost().next().unwrap().reason;
    assert!(reason.starts_with("report-"), "{reason}");
    assert!(reason.contains("reaches db-") && reason.contains("on 3306/TCP"), "{reason}");
    assert!(reason.contains("the first item of `from`") && reason.contains("stands alone"), "{reason}");
}

const SHOP: &str = "
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: Pod, metadata: {name: tool, namespace: shop, labels: {app: tool}}, spec: {containers: [{name: c, image: nicolaka/netshoot, command: [sleep, inf]}]}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: nginx, ports: [{containerPort: 80, name: http}]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: wbe}, ports: [{port: 8080, targetPort: http}]}}
";

fn one(criterion: &str, change: &str) -> Result<(), String> {
    let lab = lab(
        &format!("{criterion}\n---\nkind = \"field\"\nobject = \"Namespace shop\"\npresent = true"),
        SHOP,
    );
    let grade = if change.is_empty() {
        let begun = start(&lab, TIME).unwrap();
        grade(&lab, &begun, &begun, &|path| (path == "names.txt").then(|| "web.shop  \n\nb\n".to_owned()))
    } else {
        graded(&lab, change)
    };
    if grade.criteria[0].met { Ok(()) } else { Err(grade.criteria[0].reason.clone()) }
}

#[test]
fn each_kind_of_criterion_is_met_or_says_why_not() {
    const SERVICE: &str = "{apiVersion: v1, kind: Service, metadata: {name: good, namespace: shop}, spec: {selector: {app: web}, ports: [{name: http, port: 8080, targetPort: http}], type: NodePort}}";
    let met = [
        ("kind = \"flow\"\nfrom = \"shop/app=tool\"\nto = \"shop/app=web\"\nport = \"http\"", ""),
        (
            "kind = \"flow\"\nfrom = [\"shop/pod/tool\", \"new shop/x=y\"]\nto = [\"good\", \"good.shop\", \"service shop/good\"]\nport = 8080\nanswered_by = \"shop/deployment/web\"",
            SERVICE,
        ),
        ("kind = \"flow\"\nfrom = \"outside\"\nto = \"node-port shop/good\"\nport = 8080", SERVICE),
        (
            "kind = \"name\"\nfrom = \"shop/app=tool\"\nname = \"good\"\ngives = \"service shop/good\"",
            SERVICE,
        ),
        ("kind = \"name\"\nfrom = \"shop/app=tool\"\nname = \"nobody\"\ngives = \"nothing\"", ""),
        ("kind = \"endpoints\"\nservice = \"shop/good\"\npods = \"shop/app=web\"\nport = 80", SERVICE),
        ("kind = \"file\"\npath = \"names.txt\"\nlines = [\"b\", \"web.shop\"]", ""),
        (
            "kind = \"field\"\nobject = \"Service shop/good\"\npointer = \"/spec/ports/*/port\"\nis = 8080",
            SERVICE,
        ),
        ("kind = \"unbroken\"\nuntouched = \"Deployment shop/*\"", SERVICE),
    ];
    for (criterion, change) in met {
        assert_eq!(one(criterion, change), Ok(()), "{criterion}");
    }
    let lost = [
        ("kind = \"flow\"\nfrom = \"shop/app=tool\"\nto = \"web\"\nport = 8080", "refused"),
        (
            "kind = \"flow\"\nfrom = \"shop/app=tool\"\nto = \"nobody\"\nport = 80",
            "there is no Service nobody in Namespace shop",
        ),
        (
            "kind = \"flow\"\nfrom = \"new shop/x=y\"\nto = \"nobody.shop\"\nport = 80",
            "a new Pod in Namespace shop to nobody.shop:80 fails: the name leads nowhere: there is no Service nobody",
        ),
        (
            "kind = \"name\"\nfrom = \"shop/app=tool\"\nname = \"payments\"\ngives = \"10.0.0.9\"",
            "payments, asked by shop/tool: there is no such name in the cluster",
        ),
        (
            "kind = \"flow\"\nfrom = \"shop/app=none\"\nto = \"web\"\nport = 80",
            "there is no Pod shop/app=none",
        ),
        (
            "kind = \"endpoints\"\nservice = \"shop/web\"\npods = \"shop/app=web\"",
            "its selector asks for app=wbe",
        ),
        ("kind = \"name\"\nfrom = \"shop/app=tool\"\nname = \"web\"\ngives = \"10.0.0.9\"", "not 10.0.0.9"),
        ("kind = \"file\"\npath = \"other.txt\"\nis = \"x\"", "there is no file other.txt"),
        ("kind = \"file\"\npath = \"names.txt\"\nis = \"x\"", "says \"web.shop / b\""),
        (
            "kind = \"field\"\nobject = \"Service shop/web\"\npointer = \"/spec/ports/0/port\"\nis = 80",
            "spec.ports[0].port of Service shop/web is 8080, not 80",
        ),
        ("kind = \"http\"\nurl = \"http://shop.example/\"\nstatus = 200", "answered by nobody"),
        ("kind = \"blocked\"\nto = \"shop/app=web\"", "no policy selects"),
    ];
    for (criterion, words) in lost {
        let why = one(criterion, "").unwrap_err();
        assert!(why.contains(words), "{criterion}: {why}");
    }
}

#[test]
fn a_label_that_nobody_has_is_named() {
    let criterion = "kind = \"flow\"\nfrom = \"shop/app=tool\"\nto = \"shop/app=web\"\nport = 80";
    let policy = |peer: &str| {
        format!(
            "{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: p, namespace: shop}}, spec: {{podSelector: {{matchLabels: {{app: web}}}}, ingress: [{{from: [{peer}], ports: [{{port: 80}}]}}]}}}}"
        )
    };
    let why = one(criterion, &policy("{namespaceSelector: {matchLabels: {name: shop}}}")).unwrap_err();
    assert!(why.contains("no Namespace has the label name=shop"), "{why}");
    assert!(why.contains("kubernetes.io/metadata.name"), "{why}");
    let why = one(criterion, &policy("{podSelector: {matchLabels: {app: tol}}}")).unwrap_err();
    assert!(why.contains("no Pod has the label app=tol"), "{why}");
    let right = "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}";
    assert_eq!(one(criterion, &policy(right)), Ok(()));
}

#[test]
fn what_is_seen_is_told_apart_from_what_it_comes_from() {
    let lab = embedded(DATABASE, 0);
    let begun = start(&lab, TIME).unwrap();
    let grade = grade(&lab, &begun, &begun, &|_| None);
    let lost = grade.lost().find(|criterion| !criterion.holds).unwrap();
    assert!(lost.symptom.contains("reaches") && lost.symptom.contains("3306/TCP"), "{}", lost.symptom);
    assert!(!lost.symptom.contains("policy") && lost.reason.contains("no policy selects"), "{}", lost.reason);
    assert!(lost.reason.starts_with(&lost.symptom) || lost.reason.contains("; "), "{}", lost.reason);
    let guard = grade.criteria.iter().find(|criterion| criterion.guard).unwrap();
    assert_eq!(guard.standing(), Standing::Holds);
}

#[test]
fn what_goes_out_is_judged_port_by_port_and_dns_may_be_allowed() {
    let criterion = "kind = \"blocked\"\nfrom = \"shop/app=tool\"\nallowed = [\"shop/app=web on 80\", \"anyone on 53/UDP,53/TCP\"]";
    let policy = |to: &str| {
        format!(
            "{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: p, namespace: shop}}, spec: {{podSelector: {{matchLabels: {{app: tool}}}}, policyTypes: [Egress], egress: [{to}]}}}}"
        )
    };
    let web = "{to: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}";
    let dns = "{ports: [{port: 53, protocol: UDP}, {port: 53}]}";
    assert_eq!(one(criterion, &policy(&format!("{web}, {dns}"))), Ok(()));
    let wide = "{to: [{podSelector: {matchLabels: {app: web}}}]}";
    assert!(one(criterion, &policy(wide)).unwrap_err().contains("on every port"));
    let blocks = "{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}], ports: [{port: 443}]}";
    let why = one(criterion, &policy(blocks)).unwrap_err();
    assert!(why.contains("every address in 0.0.0.0/0 but 10.0.0.0/8"), "{why}");
}

#[test]
fn a_start_with_a_fault_names_its_line() {
    let broken = lab(
        "kind = \"flow\"\nfrom = \"a/b=c\"\nto = \"x\"",
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: Web\nspec:\n  ports: [{port: 80}]\n",
    );
    let faults: Vec<StartFault> = start(&broken, TIME).unwrap_err();
    assert!(faults[0].line > 0 && faults[0].message.contains("Web"), "{faults:?}");
}

#[test]
fn the_start_looks_like_a_cluster_that_has_come_to_rest() {
    let begun = start(&embedded(DATABASE, 0), TIME).unwrap();
    let db = begun.find(Kind::Service, "data", "db").unwrap();
    assert_eq!(db.json()["spec"]["type"], "ClusterIP");
    assert!(db.json()["metadata"]["uid"].is_string() && db.json()["metadata"]["creationTimestamp"] == TIME);
    assert_eq!(begun.slices_of("data", "db").next().unwrap().1.endpoints.as_ref().unwrap().len(), 1);
    assert_ne!(begun.objects(Kind::Pod).count(), 0);
    assert!(begun.objects(Kind::Pod).all(|pod| pod.json()["status"]["phase"] != Value::Null));
}

#[test]
fn a_pod_that_has_ended_reaches_nobody() {
    let pods = |client: &str| {
        format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: web}}, spec: {{containers: [{{name: c, image: nginx}}]}}}}\n---\n\
             {{apiVersion: v1, kind: Pod, metadata: {{name: client}}, spec: {{{client}}}}}\n"
        )
    };
    let flow = "kind = \"flow\"\nfrom = \"default/pod/client\"\nto = \"default/pod/web\"\nport = 80\n";
    for (client, reason) in [
        ("containers: [{name: c, image: busybox, command: [sleep, infinity]}]", ""),
        (
            "restartPolicy: Never, containers: [{name: c, image: busybox, command: [\"true\"]}]",
            "has ended (Succeeded)",
        ),
        (
            "restartPolicy: Never, containers: [{name: c, image: busybox, command: [\"false\"]}]",
            "has ended (Failed)",
        ),
        (
            "containers: [{name: c, image: busybox, command: [\"false\"]}]",
            "no container of Pod default/client runs",
        ),
    ] {
        let lab = lab(flow, &pods(client));
        let begun = start(&lab, TIME).unwrap();
        let grade = grade(&lab, &begun, &begun, &|_| None);
        let told = &grade.criteria[0];
        assert_eq!(told.met, reason.is_empty(), "{told:?}");
        assert!(told.reason.contains(reason), "{told:?}");
    }
}

#[test]
fn everything_at_the_start_is_as_old_as_the_cluster_and_no_history_is_kept_of_it() {
    let begun = start(&embedded(DATABASE, 0), TIME).unwrap();
    let dateless: Vec<String> = begun
        .all()
        .filter(|object| object.json().pointer("/metadata/creationTimestamp").is_none())
        .map(|object| object.full_name())
        .collect();
    assert!(dateless.is_empty(), "{dateless:?}");
    assert!(begun.history().since(begun.revision()).is_some() && begun.history().since(0).is_none());
}

#[test]
fn on_a_lab_s_host_files_lie_and_are_graded() {
    let mut lab = lab(
        "kind = \"file\"\npath = \"answer.txt\"\nis = \"yes\"\n",
        "{apiVersion: v1, kind: Namespace, metadata: {name: a}}\n",
    );
    lab.host = Some("worker".to_owned());
    lab.files.insert("given.txt".to_owned(), "read me\n".to_owned());
    let mut attempt = super::Attempt::begin(lab, 0, TIME).unwrap();
    assert_eq!(attempt.run("ssh worker cat given.txt", TIME).stdout(), "read me\n");
    attempt.run("echo yes > answer.txt", TIME);
    assert_eq!(attempt.grade().score, 0);
    attempt.run("ssh worker 'echo yes > answer.txt'", TIME);
    assert_eq!(attempt.grade().score, 100, "{:?}", attempt.grade());
}

/// A kind that is not built in, and an object of it before its definition.
const POOLS: &str = "
{apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: office, namespace: default}, spec: {addresses: [192.0.2.0/28]}}
---
{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: ipaddresspools.metallb.io}, spec: {group: metallb.io, scope: Namespaced, names: {kind: IPAddressPool, plural: ipaddresspools, singular: ipaddresspool}, versions: [{name: v1beta1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}}
";

#[test]
fn criteria_see_the_kinds_that_definitions_bring() {
    let lab = lab(
        "kind = \"field\"\nobject = \"IPAddressPool default/office\"\npointer = \"/spec/addresses/0\"\nis = \"192.0.2.0/28\"\n---\n\
         kind = \"unbroken\"\nuntouched = \"ipaddresspools default/*\"\n---\n\
         kind = \"file\"\npath = \"range.txt\"\nobject = \"ipaddresspool default/office\"\npointer = \"/spec/addresses/0\"",
        POOLS,
    );
    let begun = start(&lab, TIME).unwrap();
    let file = |_: &str| Some("192.0.2.0/28\n".to_owned());
    let before = grade(&lab, &begun, &begun, &file);
    assert!(before.criteria.iter().all(|criterion| criterion.holds), "{before:?}");
    let mut cluster = begun.clone();
    let pool = lab_pool(&begun);
    cluster.change(&pool, |json| json["spec"]["addresses"][0] = "198.51.100.0/28".into()).unwrap();
    let changed = grade(&lab, &begun, &cluster, &file);
    assert!(changed.criteria.iter().all(|criterion| !criterion.holds), "{changed:?}");
    assert_eq!(changed.criteria[1].reason, "IPAddressPool default/office was changed: its spec");
    cluster.remove(&pool);
    assert_eq!(
        grade(&lab, &begun, &cluster, &file).criteria[1].reason,
        "IPAddressPool default/office is gone"
    );
}

fn lab_pool(cluster: &Cluster) -> crate::cluster::Key {
    let pool = cluster.all().find(|object| object.kind().name() == "IPAddressPool");
    pool.unwrap().key().clone()
}
