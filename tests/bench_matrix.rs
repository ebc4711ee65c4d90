//! The matrices of `../shared/bench`: counts and checksums as two upstream engines gave them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test")]

#[path = "support/vectors.rs"]
mod vectors;

use std::{fmt::Write as _, fs};

use kubedrill::{
    cluster::{LoadOptions, Source, load},
    network::{
        matrix::{Matrix, Question},
        policy::{Policies, Verdict},
    },
};
use sha2::{Digest, Sha256};
use vectors::bench;

fn check(file: &str, allowed: usize, checksum: &str) {
    let Some(path) = bench(file) else { return };
    let bytes = fs::read(path).unwrap();
    let cluster = load(&[Source { name: file, bytes: &bytes }], &LoadOptions::default()).unwrap().cluster;
    let matrix = Matrix::compute(&cluster, &Policies::compile(&cluster), &Question::tcp(80), &[]);
    let mut order: Vec<usize> = (0..matrix.len()).collect();
    order.sort_by_key(|index| &matrix.names()[*index]);
    let (mut hash, mut count, mut line) = (Sha256::new(), 0, String::new());
    for from in &order {
        line.clear();
        for to in order.iter().filter(|to| *to != from) {
            let verdict = matrix.verdict(*from, *to).expect("every pair is asked");
            count += usize::from(verdict == Verdict::Allow);
            writeln!(line, "{} {} {}", matrix.names()[*from], matrix.names()[*to], verdict.name()).unwrap();
        }
        hash.update(&line);
    }
    println!("{file}: {} Pods in {} groups, {count} pairs allowed", matrix.len(), matrix.groups().len());
    assert_eq!(count, allowed);
    assert_eq!(
        hash.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")),
        checksum
    );
}

#[test]
fn a_hundred_pods() {
    check("matrix-100.yaml", 5_873, "d359c59ab27a2407eeaca69045c0f62bd42280da8f5c67e53f44593c27cbc0be");
}

#[test]
fn a_thousand_pods() {
    check("matrix-1000.yaml", 626_883, "45a52e704436761189acb822e373da64b792f637ce0cfbaf7dd1eb9646975e55");
}

/// Hashing its 1.7 GB takes longer than all other tests: `cargo test --release --test bench_matrix -- --ignored`.
#[test]
#[ignore = "hashes 1.7 GB"]
fn five_thousand_pods() {
    check("matrix-5000.yaml", 11_012_420, "3b746c0a60ac7bb3febb8f376c802657326702513250ea5bc3595332803c4860");
}
