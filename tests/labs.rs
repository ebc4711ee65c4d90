//! Every lab is proven: starts, solutions, mistakes, five seeds each.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on fails")]
#![allow(clippy::print_stdout, reason = "the counts are part of what is tested")]

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
