//! `export anki`.

use std::fs;

use kubedrill::content::Library;

use crate::home::Home;

#[test]
fn every_card_is_a_note() {
    let home = Home::new();
    let text = home.good(&["export", "anki", "-"]);
    let headers: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
    let wanted = [
        "#separator:tab",
        "#html:true",
        "#guid column:1",
        "#notetype column:2",
        "#deck column:3",
        "#tags column:6",
    ];
    assert_eq!(headers, wanted);
    let notes: Vec<Vec<&str>> =
        text.lines().skip(headers.len()).map(|line| line.split('\t').collect()).collect();
    assert_eq!(notes.len(), Library::embedded().catalog().cards.len());
    assert!(notes.iter().all(|note| note.len() == 6 && ["Basic", "Cloze"].contains(&note[1])));
    assert!(notes.iter().any(|note| note[1] == "Cloze" && note[3].contains("{{c1::")));
    assert!(notes.iter().all(|note| note[4].contains("Source: ")));
    assert!(notes.iter().any(|note| note[5] == "kubedrill::dns::D1"));
}

#[test]
fn a_file_is_replaced_only_when_told_to() {
    let home = Home::new();
    home.good(&["export", "anki", "cards.txt"]);
    let whole = fs::read(home.file("cards.txt")).unwrap();
    assert_eq!(whole, home.good(&["export", "anki", "-"]).as_bytes());
    fs::write(home.file("cards.txt"), "mine").unwrap();
    assert!(home.refused(&["export", "anki", "cards.txt"]).contains("already there"));
    assert_eq!(fs::read(home.file("cards.txt")).unwrap(), b"mine");
    home.good(&["export", "anki", "cards.txt", "--force"]);
    assert_eq!(fs::read(home.file("cards.txt")).unwrap(), whole);

    home.refused(&["export", "anki", "none/cards.txt"]);
    home.refused(&["export", "anki", ".", "--force"]);
}
