//! `check DIR`.

use std::fs;

use crate::home::Home;

const FAULTY: &str = "[[card]]\nid = \"A\"\nrow = \"D1\"\nkind = \"basic\"\nfront = \"F\"\nback = \"B\"\n\
                      explanation = \"E\"\nsource = \"S\"\n\n[[card]]\nid = \"b\"\nrow = \"Z9\"\nkind = \"basic\"\n\
                      front = \"F\"\nback = \"B\"\nexplanation = \"E\"\nsource = \"S\"\n";

#[test]
fn the_course_itself_is_clean() {
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/content");
    let home = Home::new();
    let text = home.good(&["check", content]);
    assert!(text.ends_with("; 0 problems\n"), "{text}");
    let report = home.json(&["check", content, "-o", "json"]);
    assert_eq!(report["problems"].as_array().unwrap().len(), 0);
    assert_eq!(report["chapters"], kubedrill::course::TOPICS.len());
}

#[test]
fn faults_are_told_with_file_line_and_hint() {
    let home = Home::new();
    Home::write(&home.file("mine/cards/a.toml"), FAULTY);
    let run = home.run(&["check", "mine"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.out.contains("mine/cards/a.toml:2: ") && run.out.contains("mine/cards/a.toml:12: "),
        "{}",
        run.out
    );
    assert!(run.out.lines().filter(|line| line.starts_with("  hint: ")).count() >= 2, "{}", run.out);
    assert!(run.out.ends_with("; 2 problems\n"), "{}", run.out);

    let run = home.run(&["check", "mine", "-o", "json"]);
    assert_eq!(run.code, Some(1));
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["problems"][0]["file"], "cards/a.toml");
    assert_eq!(report["problems"][0]["line"], 2);
    assert_eq!(report["problems"][1]["line"], 12);
}

#[test]
fn without_a_folder_it_is_your_own() {
    let home = Home::new();
    assert!(home.good(&["check"]).contains("no content of your own yet"));
    assert_eq!(home.json(&["check", "-o", "json"])["files"], 0);
    Home::write(&home.paths.content().join("cards/a.toml"), FAULTY);
    let run = home.run(&["check"]);
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("/content/cards/a.toml:2: "), "{}", run.out);
}

#[test]
fn what_is_no_folder_or_nasty_is_a_problem_too() {
    let home = Home::new();
    assert_eq!(home.run(&["check", "nowhere"]).code, Some(1));
    Home::write(&home.file("nasty/cards/a\u{1b}[31m.toml"), "x = \u{1b}\n");
    Home::write(&home.file("nasty/cards/b.toml"), "\"\u{1b}]0;title\u{7}\" = 1\n");
    fs::write(home.file("nasty/cards/c.toml"), [0xff, 0xfe, 0]).unwrap();
    let run = home.run(&["check", "nasty"]);
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("c.toml:1: not UTF-8"), "{}", run.out);
}
