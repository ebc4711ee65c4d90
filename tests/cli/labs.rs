//! `kubedrill lab`: listed, shown, run from a script, proven, and a sandbox.

use std::fs;

use crate::home::Home;

const LAB: &str = "expose-a-deployment";
const RIGHT: &str =
    "kubectl -n shop expose deployment storefront --name=web-service --port=80 --target-port=8080\n";

#[test]
fn labs_are_listed_and_shown() {
    let home = Home::new();
    let listed = home.json(&["lab", "list", "-o", "json"]);
    let ids: Vec<&str> = listed.as_array().unwrap().iter().map(|lab| lab["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&LAB) && home.good(&["lab", "list"]).lines().count() == ids.len());
    let shown = home.json(&["lab", "show", LAB, "-o", "json", "--seed", "0"]);
    assert_eq!((&shown["names"]["ns"], &shown["namespace"]), (&"shop".into(), &"shop".into()));
    assert!(shown.get("solutions").is_none() && shown["criteria"].as_array().unwrap().len() > 2);
    let text = home.good(&["lab", "show", LAB, "--solutions"]);
    assert!(text.contains("Namespace: shop") && text.contains("kubectl -n shop expose"), "{text}");
    let text = home.refused(&["lab", "show", "no-such-lab"]);
    assert!(text.starts_with("kubedrill: there is no lab `no-such-lab`\n"), "{text}");
}

#[test]
fn a_script_is_graded_with_reasons() {
    let home = Home::new();
    let script = home.file("answer.sh");
    let script_path = script.to_str().unwrap();
    fs::write(&script, RIGHT).unwrap();
    let full = home.json(&["lab", "run", LAB, "--script", script_path, "-o", "json"]);
    assert_eq!((&full["score"], &full["transcript"][0]["status"]), (&100.into(), &0.into()));
    assert!(full["transcript"][0]["stdout"].as_str().unwrap().contains("service/web-service exposed"));

    fs::write(&script, RIGHT.replace(" --target-port=8080", "")).unwrap();
    let run = home.run(&["lab", "run", LAB, "--script", script_path]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.out.contains("Score: 30 of 100"), "{}", run.out);
    assert!(run.out.contains("sends to port 80 of its Pods, not to 8080"), "{}", run.out);
    home.refused(&["lab", "run", LAB, "--script", "no-such-file"]);
    home.refused(&["lab", "run", "no-such-lab", "--script", script_path]);
}

#[test]
fn a_lab_is_proven_and_one_that_claims_too_much_is_not() {
    let home = Home::new();
    assert!(home.good(&["lab", "verify", LAB]).ends_with("1 of 1 labs proven\n"));
    let shown = concat!(env!("CARGO_MANIFEST_DIR"), "/content/labs/expose-a-deployment");
    let text = fs::read_to_string(format!("{shown}/lab.toml")).unwrap();
    let changed = text.replace("loses = [\"inside-only\"]", "loses = [\"reached-on-80\"]");
    assert_ne!(text, changed);
    Home::write(&home.file("mine/labs/my-lab/lab.toml"), &changed);
    let start = fs::read_to_string(format!("{shown}/start.yaml")).unwrap();
    Home::write(&home.file("mine/labs/my-lab/start.yaml"), &start);
    let run = home.run(&["lab", "verify", "mine/labs/my-lab"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(
        run.out.contains("does not lose reached-on-80") && run.out.contains("also loses inside-only"),
        "{}",
        run.out
    );
    Home::write(&home.file("mine/labs/my-lab/start.yaml"), &start.replace("name: helper", "name: Helper"));
    assert_eq!(home.run(&["check", "mine"]).code, Some(1));
}

#[test]
fn a_lab_is_proven_wherever_its_folder_lies() {
    let home = Home::new();
    let shown = concat!(env!("CARGO_MANIFEST_DIR"), "/content/labs/expose-a-deployment");
    let (text, start) = (
        fs::read_to_string(format!("{shown}/lab.toml")).unwrap(),
        fs::read_to_string(format!("{shown}/start.yaml")).unwrap(),
    );
    for folder in ["somewhere/first", "somewhere/second"] {
        Home::write(&home.file(&format!("{folder}/lab.toml")), &text);
        Home::write(&home.file(&format!("{folder}/start.yaml")), &start);
    }
    assert!(home.good(&["lab", "verify", "somewhere/first"]).ends_with("1 of 1 labs proven\n"));
    assert!(home.good(&["lab", "verify", "somewhere"]).ends_with("2 of 2 labs proven\n"));
    // A machine that is not there can not be the one to work on.
    let host = text.replacen("minutes = 4\n", "minutes = 4\nhost = \"cka-42\"\n", 1);
    Home::write(&home.file("somewhere/first/lab.toml"), &host);
    let run = home.run(&["lab", "verify", "somewhere/first"]);
    assert!(
        run.code == Some(1) && run.out.contains("cka-42 is no node of the cluster"),
        "{}{}",
        run.out,
        run.err
    );
    home.refused(&["lab", "verify", "nowhere"]);
}

#[test]
fn a_sandbox_answers_line_by_line() {
    let home = Home::new();
    Home::write(
        &home.file("web.yaml"),
        "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: c, image: nginx}]}}\n",
    );
    Home::write(&home.file("lines.sh"), "kubectl get pods\nkubectl get pod nobody\n");
    let run = home.run(&["lab", "sandbox", "-f", "web.yaml", "--script", "lines.sh", "-o", "json"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert!(report["transcript"][0]["stdout"].as_str().unwrap().contains("web "));
    assert!(report["transcript"][1]["stderr"].as_str().unwrap().contains("NotFound"));
}

#[test]
fn a_sandbox_has_the_kinds_that_its_manifests_define() {
    let home = Home::new();
    let pool = "{apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: office, namespace: default}, spec: {addresses: [192.0.2.0/28]}}\n";
    let definition = "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: ipaddresspools.metallb.io}, spec: {group: metallb.io, scope: Namespaced, names: {kind: IPAddressPool, plural: ipaddresspools}, versions: [{name: v1beta1, served: true, storage: true}]}}\n";
    Home::write(&home.file("all/1-pool.yaml"), pool);
    Home::write(&home.file("all/2-definition.yaml"), definition);
    Home::write(&home.file("lines.sh"), "kubectl get ipaddresspools -o name\n");
    let run = home.run(&["lab", "sandbox", "-f", "all", "--script", "lines.sh"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{}", run.out);
    assert!(run.out.ends_with("ipaddresspool.metallb.io/office\n"), "{}", run.out);
    // Without the definition it is said what was left out, and why.
    let run = home.run(&["lab", "sandbox", "-f", "all/1-pool.yaml", "--script", "lines.sh"]);
    let why = "skipped 1 object of a kind that is neither built in nor defined here";
    assert!(run.err.contains(why) && run.err.contains("1 metallb.io/v1beta1 IPAddressPool"), "{}", run.err);
}
