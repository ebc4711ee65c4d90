//! `questions`.

use serde_json::Value;

use crate::home::Home;

fn json(home: &Home, arguments: &[&str]) -> Vec<Value> {
    let all: Vec<&str> = ["questions", "-o", "json"].into_iter().chain(arguments.iter().copied()).collect();
    serde_json::from_str(&home.good(&all)).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_questions_and_another_others() {
    let home = Home::new();
    let one = json(&home, &["--count", "7", "--seed", "3"]);
    assert_eq!(one.len(), 7);
    assert_eq!(one, json(&home, &["--count", "7", "--seed", "3"]));
    assert_ne!(one, json(&home, &["--count", "7", "--seed", "4"]));
    for question in &one {
        assert!(question["choices"].as_array().unwrap().iter().any(|choice| choice["right"] == true));
        assert!(question["choices"].as_array().unwrap().iter().any(|choice| choice["mistake"].is_string()));
        assert!(question.get("own").is_none(), "nobody wrote it");
    }
}

#[test]
fn topic_and_level_are_kept() {
    let home = Home::new();
    for question in json(&home, &["--topic", "dns", "--level", "3", "--count", "8", "--seed", "1"]) {
        assert_eq!((&question["topic"], &question["level"]), (&"dns".into(), &3.into()));
    }
}

#[test]
fn manifests_are_for_the_other_tools() {
    let home = Home::new();
    let questions = json(&home, &["--topic", "P2", "--count", "1", "--seed", "5"]);
    std::fs::write(home.file("q.yaml"), questions[0]["manifests"].as_str().unwrap()).unwrap();
    assert!(home.good(&["matrix", "-f", "q.yaml", "--port", "80"]).contains('.'));
}

#[test]
fn a_sheet_has_the_answers_behind_the_questions() {
    let home = Home::new();
    let text = home.good(&["questions", "--count", "3", "--seed", "2"]);
    let (questions, answers) = text.split_once("# Answers\n").unwrap();
    assert_eq!(questions.matches("# Question ").count(), 3);
    assert!(questions.contains("\na) ") && !questions.contains("Kubernetes documentation"));
    assert_eq!(answers.matches("`gen-").count(), 3);
}

#[test]
fn what_can_not_be_asked_is_said() {
    let home = Home::new();
    assert!(home.refused(&["questions", "--topic", "cni"]).contains("no question can be made on CNI"));
    assert!(home.refused(&["questions", "--topic", "nonsense"]).contains("no topic"));
    assert!(home.refused(&["questions", "--level", "4"]).contains("level"));
}
