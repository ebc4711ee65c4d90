//! `progress reset`.

use kubedrill::content::Library;
use kubedrill::storage::{Access, Store};
use kubedrill::study::Progress;

use crate::home::Home;

#[test]
fn without_a_terminal_it_wants_a_yes() {
    let home = Home::new();
    let before = home.study();
    assert!(home.refused(&["progress", "reset"]).contains("--yes"));
    assert!(home.refused(&["progress", "reset", "--topic", "dns"]).contains("--yes"));
    assert_eq!(home.progress(), before);
}

#[test]
fn a_topic_is_forgotten_and_the_rest_stays() {
    let home = Home::new();
    let before = home.study();
    let text = home.good(&["progress", "reset", "--topic", "dns", "--yes"]);
    let after = home.progress();
    let catalog = Library::embedded().catalog().clone();
    let is_dns = |row: kubedrill::course::Row| row.topic().id() == "dns";
    let cards = catalog.cards.iter().filter(|card| is_dns(card.row)).count();
    let questions = catalog.questions.iter().filter(|question| is_dns(question.row)).count();
    assert_eq!(text, format!("forgotten: {cards} cards, {questions} questions, 1 chapter\n"));
    assert!(catalog.cards.iter().all(|card| after.cards.contains_key(&card.id) != is_dns(card.row)));
    assert_eq!(after.questions.len(), before.questions.len() - questions);
    assert_eq!((after.days, after.results), (before.days, before.results));
    assert!(!after.reading.contains_key("dns") && after.reading.contains_key("services"));
    assert!(home.good(&["progress", "check"]).ends_with("\nsound\n"));
    assert_eq!(home.good(&["progress", "reset", "--topic", "dns", "--yes"]), "there is nothing to forget\n");
}

#[test]
fn everything_is_everything() {
    let home = Home::new();
    home.study();
    assert!(home.good(&["progress", "reset", "--yes"]).starts_with("forgotten: "));
    assert_eq!(home.progress(), Progress::default());
    assert!(home.good(&["progress", "check"]).ends_with("\nsound\n"));
    let empty = Home::new();
    assert_eq!(empty.good(&["progress", "reset", "--yes"]), "there is nothing to forget\n");
    assert!(!empty.paths.data_dir.exists());
}

#[test]
fn while_another_is_open_nothing_is_reset() {
    let home = Home::new();
    let before = home.study();
    let other = Store::open(&home.paths, Access::Write).unwrap();
    assert!(home.refused(&["progress", "reset", "--yes"]).contains("another kubedrill is open"));
    assert!(home.good(&["stats"]).starts_with("Done"), "reading is allowed");
    drop(other);
    assert_eq!(home.progress(), before);
}

#[test]
fn unknown_topics_are_refused() {
    let home = Home::new();
    assert!(home.refused(&["progress", "reset", "--topic", "dsn", "--yes"]).contains("network-policy"));
    assert!(home.refused(&["quiz", "--topic", "dsn"]).contains("no topic or syllabus row `dsn`"));
}
