//! Every lab is proven: starts, solutions, mistakes, five seeds each.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on fails")]
#![allow(clippy::print_stdout, reason = "the counts are part of what is tested")]

use std::fs;

use kubedrill::content::Library;
use kubedrill::lab::{Attempt, run_script};
use kubedrill::proof::labs::{SEEDS, starts, verify};

#[test]
fn every_lab_starts() {
    let problems = starts(&Library::embedded());
    assert!(problems.is_empty(), "{problems:#?}");
}

/// Programs that solutions type and that the shell may lack, with how they are typed.
const NEEDED: [(&str, &str); 2] = [("sed", "sed "), ("openssl", "openssl ")];

#[test]
fn every_lab_is_proven() {
    let library = Library::embedded();
    let (mut attempts, mut varied) = (0, 0);
    let mut told = String::new();
    for entry in &library.catalog().labs {
        let lab = library.lab(&entry.id, 0).unwrap();
        let typed = |program: &str| lab.solutions.iter().any(|solution| solution.lines.contains(program));
        if let Some((missing, _)) = NEEDED
            .iter()
            .find(|(program, words)| typed(words) && kubedrill::shell::program(program).is_none())
        {
            println!("left out: {}: the shell has no {missing}", entry.id);
            continue;
        }
        let proven = verify(&library, &entry.id);
        attempts += proven.attempts;
        varied += usize::from(!lab.names.is_empty());
        for problem in &proven.problems {
            let seed = problem.seed.to_string();
            let parts = [&entry.id, " seed ", &seed, ", ", &problem.what, ": ", &problem.message, "\n"];
            told.extend(parts);
        }
    }
    let labs = library.catalog().labs.len();
    println!("{labs} labs, {varied} with names that vary, {SEEDS} seeds, {attempts} attempts graded");
    assert!(told.is_empty(), "{told}");
}

const NOW: &str = "2026-11-27T09:00:00Z";

/// In a lab that begins with a `GatewayClass` a load balancer is there, too, so that a learner can wait for a Gateway.
#[test]
fn gateways_of_labs_become_programmed() {
    let library = Library::embedded();
    let mut seen = 0;
    for entry in &library.catalog().labs {
        let lab = library.lab(&entry.id, 0).unwrap();
        if !lab.start.contains("kind: GatewayClass") {
            continue;
        }
        seen += 1;
        let mut attempt = Attempt::begin(lab.clone(), 0, NOW).unwrap();
        let solution = &lab.solutions[0];
        for (path, text) in &solution.files {
            attempt.write(path, text);
        }
        run_script(&mut attempt.session, &solution.lines, NOW);
        let wait = "kubectl wait --for=condition=Programmed gateway --all --all-namespaces --timeout=5s";
        let reply = attempt.run(wait, NOW);
        assert_eq!((reply.status, reply.stderr().as_str()), (0, ""), "{}", entry.id);
        assert!(reply.stdout().contains("condition met"), "{}", entry.id);
    }
    assert_eq!(seen, 3);
}

const DEFINITION: &str = "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: ipaddresspools.metallb.io}, spec: {group: metallb.io, scope: Namespaced, names: {kind: IPAddressPool, plural: ipaddresspools}, versions: [{name: v1beta1, served: true, storage: true}]}}";

/// What `check` says of a lab with these criteria, on this cluster, with this file: line, message, hint.
fn told(criteria: &[&str], cluster: &str, file: &str) -> Vec<(usize, String, String)> {
    let dir = tempfile::tempdir().unwrap();
    let lab = dir.path().join("labs/mine");
    fs::create_dir_all(&lab).unwrap();
    let mut text = "title = \"T\"\nrows = [\"P2\"]\nlevel = \"drill\"\nminutes = 3\nstory = \"s\"\nhints = [\"h\"]\nexplanation = \"e\"\nsource = \"s\"\n".to_owned();
    for (number, criterion) in criteria.iter().enumerate() {
        let place = format!("[[criterion]]\nid = \"c{number}\"\ntitle = \"T\"\nweight = 1\n");
        text.extend([place.as_str(), criterion, "\n"]);
    }
    if !file.is_empty() {
        text.extend(["[files]\n\"kinds.yaml\" = '''", file, "'''\n"]);
    }
    fs::write(lab.join("lab.toml"), text).unwrap();
    fs::write(lab.join("start.yaml"), cluster).unwrap();
    let mut library = Library::empty();
    assert_eq!(library.add_user(dir.path(), None), []);
    let problems = starts(&library);
    assert!(problems.iter().all(|problem| problem.file == "labs/mine/lab.toml"), "{problems:?}");
    problems.into_iter().map(|one| (one.line, one.message, one.hint.unwrap_or_default())).collect()
}

#[test]
fn what_a_criterion_names_must_be_known_to_the_cluster() {
    let namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}";
    let criteria = [
        "kind = \"field\"\nobject = \"Namespace shop\"\npresent = true",
        "kind = \"unbroken\"\nuntouched = [\"Servcie shop/*\", \"Namespace shop\", \"Namespace shpo\"]",
        "kind = \"flow\"\nfrom = \"shop/deploymnt/web\"\nto = \"web\"",
        "kind = \"field\"\nobject = \"IPAddressPool shop/office\"\npresent = true",
    ];
    let found = told(&criteria, namespace, "");
    let lines: Vec<usize> = found.iter().map(|(line, ..)| *line).collect();
    assert_eq!(lines, [16, 16, 22, 29], "{found:?}");
    let (_, message, hint) = &found[0];
    assert_eq!(message, "criterion `c1`: the lab's cluster serves no kind `Servcie`");
    assert_eq!(hint, "did you mean `Service`?");
    assert_eq!(found[1].1, "criterion `c1`: there is no Namespace shpo at the start");
    assert_eq!(found[2].2, "did you mean `Deployment`?");
    assert!(found[3].1.ends_with("serves no kind `IPAddressPool`"), "{found:?}");
    // The cluster's own definition brings the kind, or one that the learner is given.
    let pool = &criteria[3..];
    assert_eq!(told(pool, &format!("{namespace}\n---\n{DEFINITION}\n"), ""), []);
    assert_eq!(told(pool, namespace, DEFINITION), []);
}
