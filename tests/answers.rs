//! The four questions of the exam that the labs follow, answered by typing: `tests/answers/*.sh`, each in another way, run by
//! `kubedrill lab run`. The first line of a script says what it comes to: `# LAB: SCORE, loses CRITERION...`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on fails")]
#![allow(clippy::print_stdout, reason = "the counts are part of what is tested")]

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use serde_json::Value;

/// What a script says that it comes to.
struct Claim {
    lab: String,
    score: u64,
    loses: Vec<String>,
}

fn claim(script: &str) -> Claim {
    let line = script.lines().next().unwrap().strip_prefix("# ").unwrap();
    let (lab, rest) = line.split_once(": ").unwrap();
    let (score, loses) = rest.split_once(", loses ").unwrap_or((rest, ""));
    let mut loses: Vec<String> = loses.split_whitespace().map(str::to_owned).collect();
    loses.sort();
    Claim { lab: lab.to_owned(), score: score.parse().unwrap(), loses }
}

fn run(home: &Path, lab: &str, script: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_kubedrill"))
        .args(["lab", "run", lab, "-o", "json", "--script"])
        .arg(script)
        .env_clear()
        .env("HOME", home)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn answers_score_what_they_are_worth() {
    let home = tempfile::tempdir().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/answers");
    let mut scripts: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    scripts.sort();
    let (mut right, mut wrong, mut told) = (BTreeMap::<String, usize>::new(), 0, String::new());
    for script in &scripts {
        let claim = claim(&fs::read_to_string(script).unwrap());
        let report = run(home.path(), &claim.lab, script);
        let criteria = report["criteria"].as_array().unwrap().iter();
        let lost =
            criteria.filter(|one| one["met"] == false).map(|one| one["id"].as_str().unwrap().to_owned());
        let mut lost: Vec<String> = lost.collect();
        lost.sort();
        if report["score"] != claim.score || lost != claim.loses {
            let name = script.file_name().unwrap().to_string_lossy().into_owned();
            let shown: Vec<String> = report["transcript"]
                .as_array()
                .unwrap()
                .iter()
                .map(|step| {
                    format!("  {} => {} {}{}", step["line"], step["status"], step["stdout"], step["stderr"])
                })
                .collect();
            told.extend([
                name,
                format!(": {} and lost {lost:?}\n", report["score"]),
                shown.join("\n"),
                "\n".to_owned(),
            ]);
        }
        if claim.score == 100 {
            *right.entry(claim.lab).or_default() += 1;
        } else {
            wrong += 1;
        }
    }
    println!(
        "{} right answers to {} questions, {wrong} wrong ones",
        right.values().sum::<usize>(),
        right.len()
    );
    assert!(told.is_empty(), "{told}");
    assert!(right.len() >= 4 && right.values().all(|ways| *ways >= 3) && wrong >= 8, "{right:?} {wrong}");
}
