//! Labs as files: what is read, what a seed draws, what an author is told.

use std::fs;

use kubedrill::content::{Library, check_dir, parse_lab};
use kubedrill::course::lab::{Check, Level};

const MINIMAL: &str = r#"title = "T"
rows = ["P2"]
level = "drill"
minutes = 3
story = "Do it in `{{ns}}`."
hints = ["h"]
explanation = "e"
source = "s"

[vary]
ns = ["one", "two", "three"]

[[criterion]]
id = "works"
title = "It works"
kind = "flow"
weight = 2
from = "{{ns}}/app=web"
to = "db.{{ns}}"
port = "80"
"#;

#[test]
fn every_embedded_lab_is_read_with_its_start_for_any_seed() {
    let library = Library::embedded();
    assert!(!library.catalog().labs.is_empty());
    for entry in &library.catalog().labs {
        for seed in 0..5 {
            let lab = library.lab(&entry.id, seed).unwrap_or_else(|problems| panic!("{problems:?}"));
            assert_eq!(
                (&lab.id, &lab.rows, lab.level, lab.minutes),
                (&entry.id, &entry.rows, entry.level, entry.minutes)
            );
            assert!(!lab.start.contains("{{") && !lab.criteria.is_empty());
        }
    }
}

#[test]
fn the_names_of_a_seed_are_in_every_text() {
    let drawn: Vec<String> = (0..12)
        .map(|seed| {
            let (lab, problems) = parse_lab("labs/x/lab.toml", MINIMAL, seed);
            assert_eq!(problems, []);
            let lab = lab.unwrap();
            assert_eq!((lab.id.as_str(), lab.level), ("x", Level::Drill));
            let Check::Flow(flow) = &lab.criteria[0].check else { panic!() };
            let name = lab.names["ns"].clone();
            assert!(format!("{:?}{:?}", lab.story, flow.to).matches(&name).count() >= 2);
            name
        })
        .collect();
    assert_eq!(drawn[0], "one");
    assert!(drawn.iter().any(|name| *name != drawn[0]), "{drawn:?}");
}

#[test]
fn faults_are_told_with_their_lines() {
    let changed = [
        ("level = \"drill\"", "level = \"drll\"", 3, "unknown level"),
        ("`{{ns}}`", "`{{nt}}`", 5, "nothing is named `nt`"),
        ("kind = \"flow\"", "kind = \"flew\"", 16, "unknown kind"),
        (
            "from = \"{{ns}}/app=web\"",
            "from = \"web\"",
            18,
            "`from` of criterion `works`: `web` names no Pods",
        ),
        ("weight = 2", "weight = 0", 17, "`weight`"),
        ("port = \"80\"", "prt = 80", 20, "unknown key `prt`"),
        ("weight = 2", "weight = 2\nguard = true", 1, "every criterion is a guard"),
    ];
    for (from, to, line, words) in changed {
        let text = MINIMAL.replace(from, to);
        let (_, problems) = parse_lab("labs/x/lab.toml", &text, 0);
        let told = problems.iter().any(|problem| problem.line == line && problem.message.contains(words));
        assert!(told, "{to}: {problems:?}");
    }
}

#[test]
fn a_folder_of_ones_own_is_checked_and_merged() {
    let dir = tempfile::tempdir().unwrap();
    let lab = dir.path().join("labs/my-lab");
    fs::create_dir_all(&lab).unwrap();
    fs::write(lab.join("lab.toml"), MINIMAL).unwrap();
    let report = check_dir(dir.path());
    assert!(
        report.problems.iter().any(|problem| problem.file == "labs/my-lab/start.yaml"),
        "{:?}",
        report.problems
    );
    fs::write(lab.join("start.yaml"), "a: {{ns}}\nb: {{nn}}\n").unwrap();
    let report = check_dir(dir.path());
    let told: Vec<_> = report.problems.iter().map(|problem| (problem.file.as_str(), problem.line)).collect();
    assert_eq!((told, report.labs), (vec![("labs/my-lab/start.yaml", 2)], 1));
    let mut library = Library::embedded();
    library.add_user(dir.path(), None);
    assert_eq!(library.lab("my-lab", 0).unwrap().start, "a: one\nb: {{nn}}\n");
    assert!(library.lab("no-lab", 0).is_err());
}
