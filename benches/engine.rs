//! The engine on `../shared/bench`, and beside it what other engines took on the same inputs (their figures are from the
//! folder's `results.json`). Prints the table of the README: `cargo bench --bench engine`.
//!
//! Memory is that of a process of its own for each input, so that one input's peak does not hide another's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock, says what it measured or stops"
)]

use std::hint::black_box;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use kubedrill::cluster::{Cluster, LoadOptions, Source, load};
use kubedrill::network::matrix::{Matrix, Question};
use kubedrill::network::policy::{Connection, Party, Policies};
use kubedrill::network::trace::{From, Port, Request, To, Tracer};
use serde_json::Value;

const INPUTS: [&str; 3] = ["matrix-100", "matrix-1000", "matrix-5000"];
/// Runs of what takes milliseconds, and of what takes microseconds.
const RUNS: usize = 11;
const MANY: usize = 2000;

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let Some(input) =
        arguments.iter().position(|argument| argument == "--memory").and_then(|at| arguments.get(at + 1))
    {
        return measure_memory(input);
    }
    // `cargo test --benches` only asks whether it builds.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    println!(
        "| input | load ms | policies and matrix ms | one trace µs | one decision µs | clone µs | peak RSS MiB | cyclonus: matrix ms | network-config-analyzer: all ms |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let others: Value =
        serde_json::from_slice(&fs::read(folder().join("results.json")).expect("results.json")).unwrap();
    for input in INPUTS {
        println!("{}", row(input, &others));
    }
}

fn row(input: &str, others: &Value) -> String {
    let bytes = bytes(input);
    let loading = median(RUNS, || load_bytes(&bytes));
    let cluster = load_bytes(&bytes);
    let question = Question::tcp(80);
    let matrix = median(RUNS, || Matrix::compute(&cluster, &Policies::compile(&cluster), &question, &[]));
    let requests = requests(&cluster);
    let tracer = Tracer::new(&cluster);
    let mut next = requests.iter().cycle();
    let trace = median(MANY, || tracer.trace(next.next().unwrap()));
    let policies = Policies::compile(&cluster);
    let parties: Vec<Party<'_>> =
        cluster.pods_asked_about().into_iter().map(|(object, pod)| Party::Pod(object, pod)).collect();
    let mut pairs = parties.iter().zip(parties.iter().rev()).cycle();
    let decision =
        median(MANY, || pairs.next().map(|(from, to)| policies.decide(*from, *to, Connection::tcp(80))));
    let clone = median(MANY, || cluster.clone());
    let theirs = |engine: &str, field: &str| {
        let run = &others["runs"][format!("{engine}-{}", input.trim_start_matches("matrix-"))];
        let more = if run["finished"] == 0 { "more than " } else { "" };
        run[field].as_f64().map_or("-".to_owned(), |seconds| format!("{more}{:.0}", seconds * 1000.0))
    };
    format!(
        "| {input} | {loading:.1} | {matrix:.2} | {:.1} | {:.2} | {:.2} | {} | {} | {} |",
        trace * 1000.0,
        decision * 1000.0,
        clone * 1000.0,
        memory_of(input),
        theirs("cyc-plain", "eval_s_median"),
        theirs("nca", "wall_s_median"),
    )
}

/// Milliseconds, the median of so many runs.
fn median<T>(runs: usize, mut of: impl FnMut() -> T) -> f64 {
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(of());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn requests(cluster: &Cluster) -> Vec<Request> {
    let names: Vec<String> =
        cluster.pods_asked_about().iter().map(|(object, _)| object.full_name()).collect();
    let request = |(from, to): (&String, &String)| Request {
        from: From::read(from).unwrap(),
        to: To::read(to).unwrap().0,
        port: Some(Port::Number(80)),
        protocol: None,
        node: None,
    };
    names.iter().zip(names.iter().rev()).map(request).collect()
}

fn folder() -> PathBuf {
    env::var_os("KUBEDRILL_BENCH")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/bench"), PathBuf::from)
}

fn bytes(input: &str) -> Vec<u8> {
    fs::read(folder().join(format!("{input}.yaml"))).expect("the inputs of ../shared/bench")
}

fn load_bytes(bytes: &[u8]) -> Cluster {
    load(&[Source { name: "bench", bytes }], &LoadOptions::default()).expect("good input").cluster
}

fn memory_of(input: &str) -> String {
    let own = env::current_exe().unwrap();
    let output = Command::new(own).args(["--memory", input]).output().unwrap();
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// In the process of its own: the peak after loading, and after the matrix too.
fn measure_memory(input: &str) {
    let cluster = load_bytes(&bytes(input));
    let loaded = peak_memory();
    black_box(Matrix::compute(&cluster, &Policies::compile(&cluster), &Question::tcp(80), &[]));
    println!("{loaded:.0}, with the matrix {:.0}", peak_memory());
}

/// The most that was resident, in MiB (Linux).
fn peak_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1024.0
}
