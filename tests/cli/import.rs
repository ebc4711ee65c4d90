//! `import anki`.

use std::fs;

use kubedrill::content::Library;

use crate::home::Home;

#[test]
fn notes_become_own_cards_once() {
    let home = Home::new();
    let notes = "#separator:tab\n#html:true\n#tags column:3\nWhat is <b>DNS</b>?\tNames\tkubedrill::dns::D1\nonly a front\t\t\n";
    fs::write(home.file("My Notes.txt"), notes).unwrap();
    let run = home.run(&["import", "anki", "My Notes.txt"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(
        run.err.contains("My Notes.txt:5: left out") && run.err.contains("1 card written"),
        "{}",
        run.err
    );
    let file = home.paths.content().join("cards/anki-my-notes.toml");
    let first = fs::read_to_string(&file).unwrap();
    let course = home.json(&["course", "-o", "json"]);
    let own = course["cards"].as_array().unwrap().iter().find(|card| card["own"] == true).unwrap();
    assert_eq!((own["front"].as_str(), own["back"].as_str()), (Some("What is **DNS**?"), Some("Names")));

    let again = home.run(&["import", "anki", "My Notes.txt"]);
    assert!(again.err.contains("1 card there already"), "{}", again.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), first);
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing new, nothing written");
    fs::write(home.file("My Notes.txt"), "another\tcard\n").unwrap();
    home.good(&["import", "anki", "My Notes.txt", "--row", "V3"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), first, "never written over");
    assert!(home.paths.content().join("cards/anki-my-notes-2.toml").is_file());
}

#[test]
fn what_was_exported_is_known_when_it_comes_back() {
    let home = Home::new();
    home.good(&["export", "anki", "cards.txt"]);
    let run = home.run(&["import", "anki", "cards.txt"]);
    let cards = Library::embedded().catalog().cards.len();
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains(&format!("{cards} cards there already")), "{}", run.err);
    assert!(!home.paths.content().exists());
}

#[test]
fn what_can_not_be_read_is_told() {
    let home = Home::new();
    fs::write(home.file("notes.txt"), "front\tback\n").unwrap();
    assert!(home.run(&["import", "anki", "notes.txt"]).err.contains("give --row"));
    assert!(home.refused(&["import", "anki", "notes.txt", "--row", "Z9"]).contains("no syllabus row"));
    assert!(home.refused(&["import", "anki", "none.txt"]).contains("cannot read"));
    fs::write(home.file("empty.txt"), "#html:true\n").unwrap();
    assert!(home.refused(&["import", "anki", "empty.txt"]).contains("no notes"));
    fs::write(home.file("bytes.txt"), [0xff, 0xfe, 0x00]).unwrap();
    assert!(home.refused(&["import", "anki", "bytes.txt"]).contains("not UTF-8"));
    let shown = home.good(&["import", "anki", "notes.txt", "--row", "D1", "--dry-run"]);
    assert!(shown.contains("front = \"front\""), "{shown}");
    assert!(!home.paths.content().exists());
}
