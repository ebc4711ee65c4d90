//! `course` and `stats`.

use std::collections::BTreeSet;
use std::io::Read as _;

use kubedrill::content::Library;
use serde_json::Value;

use crate::home::Home;

fn ids(items: &Value) -> Vec<&str> {
    items.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[test]
fn the_json_is_the_catalog() {
    let home = Home::new();
    let course = home.json(&["course", "-o", "json"]);
    let library = Library::embedded();
    let catalog = library.catalog();
    assert_eq!(ids(&course["chapters"]), catalog.chapters.iter().map(|c| &c.id[..]).collect::<Vec<_>>());
    assert_eq!(ids(&course["cards"]), catalog.cards.iter().map(|c| c.id.as_str()).collect::<Vec<_>>());
    assert_eq!(
        ids(&course["questions"]),
        catalog.questions.iter().map(|c| c.id.as_str()).collect::<Vec<_>>()
    );
    for (chapter, entry) in course["chapters"].as_array().unwrap().iter().zip(&catalog.chapters) {
        assert_eq!(chapter["number"], entry.number);
        assert_eq!(chapter["words"], entry.words);
        assert!(entry.words >= 1200);
        assert_eq!(ids(&chapter["sections"]).len(), entry.sections.len());
        for section in chapter["sections"].as_array().unwrap() {
            assert!(section["title"].is_string() && section["row"].is_string());
            let ask = section["ask"].as_str();
            assert!(ask.is_none_or(|ask| ids(&course["questions"]).contains(&ask)), "{ask:?}");
        }
    }
    for list in ["cards", "questions"] {
        for item in course[list].as_array().unwrap() {
            for key in ["id", "row", "topic", "kind", "answer", "explanation", "source"] {
                assert!(item[key].as_str().is_some_and(|text| !text.is_empty()), "{key} of {item}");
            }
            assert!(item["own"].is_null());
        }
    }
}

#[test]
fn figures_are_printed_as_the_engine_draws_them() {
    let home = Home::new();
    let printed = home.good(&["course", "-o", "markdown"]);
    for sign in ["```figure title=\"One flat network over all nodes\"", "├─▶ ", " ├─ service "] {
        assert!(printed.contains(sign), "{sign}");
    }
    for declared in ["```reach", "```way", "\ngiven pod ", "can not be drawn"] {
        assert!(!printed.contains(declared), "{declared}");
    }
    let text = home.json(&["course", "-o", "json"])["chapters"][0]["sections"][0]["text"].to_string();
    assert!(text.contains("├─▶ ") && text.contains("✓ yes"), "{text}");
}

#[test]
fn the_counts_are_those_of_the_lists() {
    let course = Home::new().json(&["course", "-o", "json"]);
    let counts = &course["counts"];
    println!("{counts}");
    for list in ["chapters", "cards", "questions"] {
        assert_eq!(counts[list], course[list].as_array().unwrap().len());
    }
    let sum = |key: &str| -> u64 {
        course["rows"].as_array().unwrap().iter().map(|row| row[key].as_u64().unwrap()).sum()
    };
    for key in ["cards", "questions", "applying"] {
        assert_eq!(counts[key], sum(key));
    }
    assert_eq!(counts["chapters"], 11);
    assert!(counts["cards"].as_u64() >= Some(320) && counts["questions"].as_u64() >= Some(260), "{counts}");
    assert!(counts["applying"].as_u64().unwrap() * 3 >= counts["questions"].as_u64().unwrap());
}

#[test]
fn it_can_be_printed() {
    let text = Home::new().good(&["course", "-o", "markdown"]);
    assert!(text.contains("# 1 The network model") && text.contains("# Cards: Services"));
    assert!(text.contains("# Questions: Gateway API") && text.contains("> 10.244.1.5"));
}

#[test]
fn each_subject_has_enough_of_every_kind() {
    let course = Home::new().json(&["course", "-o", "json"]);
    for (list, least, kinds) in [("cards", 25, 3), ("questions", 20, 5)] {
        for topic in ["services", "dns", "network-policy"] {
            let items: Vec<&Value> =
                course[list].as_array().unwrap().iter().filter(|item| item["topic"] == topic).collect();
            assert!(items.len() >= least, "{} {list} on {topic}", items.len());
            let found: BTreeSet<&str> = items.iter().map(|item| item["kind"].as_str().unwrap()).collect();
            assert_eq!(found.len(), kinds, "{list} on {topic} are of {found:?}");
        }
    }
}

#[test]
fn own_content_is_merged_and_marked() {
    let home = Home::new();
    let card = "[[card]]\nid = \"mine\"\nrow = \"D1\"\nkind = \"basic\"\nfront = \"F\u{1b}[31m\"\nback = \"B\"\n\
                explanation = \"E\"\nsource = \"S\"\n";
    Home::write(&home.paths.content().join("cards/a.toml"), card);
    let run = home.run(&["course", "-o", "json"]);
    assert!(run.err.contains("1 problem in your own content"), "{}", run.err);
    let course: Value = serde_json::from_str(&run.out).unwrap();
    let own: Vec<&Value> =
        course["cards"].as_array().unwrap().iter().filter(|card| card["own"] == true).collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["id"], "mine");
    assert_eq!(own[0]["front"], "F␛\\[31m");
}

#[test]
fn the_text_names_chapters_sections_and_counts() {
    let text = Home::new().good(&["course"]);
    let catalog = Library::embedded().catalog().clone();
    for chapter in &catalog.chapters {
        assert!(text.contains(&chapter.title));
        for section in &chapter.sections {
            assert!(text.contains(&format!("{}#{}", chapter.id, section.id)), "{}", section.id);
        }
    }
    let last = text.lines().last().unwrap().split_whitespace().collect::<Vec<_>>();
    assert_eq!(last, ["All", &catalog.cards.len().to_string(), &catalog.questions.len().to_string()]);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let home = Home::new();
    for arguments in
        [&["course", "-o", "json"][..], &["export", "anki", "-"], &["keys"], &["completions", "bash"]]
    {
        let mut child = Home::start(&mut home.command(arguments));
        let mut first = [0; 1];
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut first).unwrap();
        drop(out);
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), "", "{arguments:?}");
    }
}

#[test]
fn statistics_of_one_who_begins() {
    let home = Home::new();
    let stats = home.json(&["stats", "-o", "json"]);
    assert_eq!(stats["totals"]["answers"], 0);
    assert_eq!(stats["now"]["due"], 0);
    assert_eq!(stats["now"]["new"], 10);
    assert_eq!(stats["recall"][0]["actual"], Value::Null);
    assert_eq!(stats["open_quiz"], Value::Null);
    assert_eq!(stats["forecast"].as_array().unwrap().len(), 28);
    assert!(home.good(&["stats"]).contains("0 answers on 0 days"));
    assert!(!home.paths.data_dir.exists(), "reading creates nothing");
}

#[test]
fn statistics_say_what_the_record_says() {
    let home = Home::new();
    let progress = home.study();
    let stats = home.json(&["stats", "-o", "json"]);
    let (cards, questions) = (progress.cards.len(), progress.questions.len());
    assert_eq!(stats["totals"]["answers"], cards + questions);
    assert_eq!(stats["totals"]["cards_seen"], cards);
    let sections: usize = progress.reading.values().map(|reading| reading.finished.len()).sum();
    assert_eq!(stats["totals"]["sections"], sections);
    assert_eq!(stats["streak"], 1);
    assert_eq!(stats["now"]["due"], cards);
    assert_eq!(stats["forecast"][0], cards);
    assert_eq!(stats["missed"].as_array().unwrap().len(), 10);
    assert_eq!(stats["missed"][0]["kind"], "question");
    assert!(stats["missed"][0]["text"].as_str().unwrap().len() > 5);
    assert_eq!(stats["results"][0]["percent"], 66);
    assert_eq!(stats["results"][0]["title"], progress.results[0].title, "escaped, not changed");
    let dns =
        stats["mastery"]["topics"].as_array().unwrap().iter().find(|topic| topic["id"] == "dns").unwrap();
    assert!(dns["percent"].as_u64().is_some_and(|percent| percent > 0));
    let text = home.good(&["stats"]);
    assert!(text.contains(&format!("{cards} cards due")) && text.contains("2 of 3, 5 minutes"), "{text}");
}
