//! How long a line takes in the lab's shell: `cargo bench --bench shell`. The bar: a median under 2 ms in release.

#![allow(clippy::expect_used, reason = "a benchmark")]

use divan::Bencher;
use kubedrill::{
    cluster::{LoadOptions, Source, load},
    content::Library,
    lab::{Attempt, run_script},
    shell::{Place, Session, complete},
};

const NOW: &str = "2026-11-27T08:00:00Z";

const CLUSTER: &[u8] = br"
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {containers: [{name: c, image: nginx}]}
---
apiVersion: v1
kind: Pod
metadata: {name: tools}
spec: {containers: [{name: c, image: nicolaka/netshoot}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec: {podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {}}]}]}
";

const LINES: [&str; 6] = [
    "echo hello",
    "for i in 1 2 3; do echo $i | sed 's/^/n/' | grep -v 2; done",
    "cat > f.yaml <<EOF\napiVersion: v1\nkind: Service\nEOF\ngrep -c kind f.yaml && awk '{print $2}' f.yaml",
    "kubectl get pods -A",
    "curl -s -m 2 web | head -n 1",
    "nslookup web",
];

fn main() {
    divan::main();
}

fn session(line: &str) -> Session {
    let loaded =
        load(&[Source { name: "bench", bytes: CLUSTER }], &LoadOptions::default()).expect("good input");
    let mut session = Session::new(loaded.cluster, NOW, 1);
    if line.starts_with("curl") || line.starts_with("nslookup") {
        session.enter(Place::Container {
            namespace: "default".to_owned(),
            pod: "tools".to_owned(),
            container: "c".to_owned(),
        });
    }
    session
}

#[divan::bench(args = LINES, sample_count = 100)]
fn a_line(bencher: Bencher<'_, '_>, line: &str) {
    bencher.with_inputs(|| session(line)).bench_local_values(|mut session| session.run(line, NOW));
}

#[divan::bench]
fn tab(bencher: Bencher<'_, '_>) {
    let session = session("");
    bencher.bench_local(|| complete(&session, "cat /etc/h", 10));
}

/// A lab after its first solution.
fn solved(id: &str) -> Attempt {
    let lab = Library::embedded().lab(id, 0).expect("ours");
    let solution = lab.solutions.first().cloned().expect("every lab has one");
    let mut attempt = Attempt::begin(lab, 0, NOW).expect("it starts");
    for (path, text) in &solution.files {
        attempt.write(path, text);
    }
    run_script(&mut attempt.session, &solution.lines, NOW);
    attempt
}

/// The bar for one grade is 50 ms.
#[divan::bench(sample_count = 20)]
fn grades_of_all_labs(bencher: Bencher<'_, '_>) {
    let labs = Library::embedded();
    let solved: Vec<Attempt> = labs.catalog().labs.iter().map(|entry| solved(&entry.id)).collect();
    bencher.bench_local(|| solved.iter().map(|attempt| attempt.grade().points).sum::<u32>());
}

#[divan::bench(args = ["four-tasks-against-the-clock", "least-permissive-policy", "find-the-policy-that-blocks"], sample_count = 20)]
fn a_grade(bencher: Bencher<'_, '_>, id: &str) {
    let attempt = solved(id);
    bencher.bench_local(|| attempt.grade());
}
