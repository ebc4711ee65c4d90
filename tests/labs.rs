//! Every lab is proven: starts, solutions, mistakes, five seeds each.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on fails")]
#![allow(clippy::print_stdout, reason = "the counts are part of what is tested")]

use kubedrill::content::Library;
use kubedrill::proof::labs::{SEEDS, starts, verify};

#[test]
fn every_lab_starts() {
    let problems = starts(&Library::embedded());
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
#[ignore = "until the shell and kubectl have landed"]
fn every_lab_is_proven() {
    let library = Library::embedded();
    let (mut attempts, mut varied) = (0, 0);
    let mut told = String::new();
    for entry in &library.catalog().labs {
        let proven = verify(&library, &entry.id);
        attempts += proven.attempts;
        varied += usize::from(!library.lab(&entry.id, 0).unwrap().names.is_empty());
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
