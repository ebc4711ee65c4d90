//! `plan`.

use crate::home::Home;

#[test]
fn the_plan_of_one_who_begins() {
    let home = Home::new();
    let plan = home.json(&["plan", "-o", "json"]);
    assert_eq!(plan["exam"], serde_json::Value::Null);
    assert_eq!(plan["minutes"], 45);
    assert_eq!(plan["rows"].as_array().unwrap().len(), 31);
    let days = plan["days"].as_array().unwrap();
    assert_eq!(days.len(), 14);
    for day in days {
        assert!(day["minutes"].as_u64().unwrap() <= 45);
    }
    let first = &days[0]["steps"];
    assert!(first.as_array().unwrap().iter().any(|step| step["chapter"] == "network-model"), "{first}");
    let text = home.good(&["plan", "--days", "1", "--minutes", "60"]);
    assert!(text.contains("read 1 The network model") && text.contains("14 days"), "{text}");
    assert!(!home.paths.data_dir.exists(), "reading creates nothing");
    home.refused(&["plan", "--minutes", "0"]);
}

#[test]
fn a_day_of_the_exam_that_has_come_is_told() {
    let home = Home::new();
    Home::write(&home.paths.config_file, "exam = 2026-01-02\n");
    let text = home.good(&["plan", "--days", "1"]);
    assert!(
        text.starts_with("14 days for the time being, as the day of the exam, 2026-01-02, has come"),
        "{text}"
    );
}
