//! How fast the engine is on `../shared/bench`: loading, compiling policies, the whole matrix, one decision.
//! `cargo bench --bench engine`; the bars are in the issue that asked for the engine, the figures in the README.

#![allow(clippy::expect_used, reason = "a benchmark")]

use std::{fs, path::PathBuf};

use divan::Bencher;
use kubedrill::{
    cluster::{Cluster, LoadOptions, Source, load},
    network::{
        matrix::{Matrix, Question},
        policy::{Connection, Party, Policies},
    },
};

const FILES: [&str; 3] = ["matrix-100.yaml", "matrix-1000.yaml", "matrix-5000.yaml"];

fn main() {
    divan::main();
}

fn bytes(file: &str) -> Vec<u8> {
    let folder = std::env::var_os("KUBEDRILL_BENCH")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/bench"), PathBuf::from);
    fs::read(folder.join(file)).expect("the inputs of ../shared/bench")
}

fn cluster(file: &str) -> Cluster {
    load_bytes(&bytes(file))
}

fn load_bytes(bytes: &[u8]) -> Cluster {
    load(&[Source { name: "bench", bytes }], &LoadOptions::default()).expect("good input").cluster
}

#[divan::bench(args = FILES, sample_count = 20, sample_size = 1)]
fn loading(bencher: Bencher<'_, '_>, file: &str) {
    let bytes = bytes(file);
    bencher.bench(|| load_bytes(&bytes));
}

#[divan::bench(args = FILES, sample_count = 20, sample_size = 1)]
fn compile_and_matrix(bencher: Bencher<'_, '_>, file: &str) {
    let cluster = cluster(file);
    bencher.bench(|| Matrix::compute(&cluster, &Policies::compile(&cluster), &Question::tcp(80), &[]));
}

#[divan::bench(args = FILES, sample_count = 100)]
fn one_decision(bencher: Bencher<'_, '_>, file: &str) {
    let cluster = cluster(file);
    let policies = Policies::compile(&cluster);
    let parties: Vec<Party<'_>> =
        cluster.pods_asked_about().into_iter().map(|(object, pod)| Party::Pod(object, pod)).collect();
    let pairs: Vec<_> = parties.iter().zip(parties.iter().rev()).collect();
    let mut next = pairs.iter().cycle();
    bencher.bench_local(|| next.next().map(|(from, to)| policies.decide(**from, **to, Connection::tcp(80))));
}

#[divan::bench(args = FILES)]
fn clone(bencher: Bencher<'_, '_>, file: &str) {
    let cluster = cluster(file);
    bencher.bench(|| cluster.clone());
}
