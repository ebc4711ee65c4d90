//! The user's folder: merged in, kept in a cache, and whatever a disk may hold told instead of failed on.

use std::fs;
use std::path::Path;

use kubedrill::content::{Library, check_dir};
use kubedrill::course::{CardKind, Item, ItemId, Problem};
use tempfile::TempDir;

use crate::golden::{CHAPTER, ITEMS};

fn write(dir: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The golden course, without the link to our DNS chapter.
fn course() -> TempDir {
    let dir = TempDir::new().unwrap();
    write(dir.path(), "chapters/a.md", CHAPTER.replace("(dns#names)", "(tiny#ports)"));
    write(dir.path(), "cards/a.toml", ITEMS);
    dir
}

fn card(id: &str) -> String {
    format!(
        "[[card]]\nid = \"{id}\"\nrow = \"V1\"\nkind = \"basic\"\nfront = \"F\"\nback = \"B\"\nexplanation = \"E\"\nsource = \"S\"\n\n"
    )
}

fn told(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| format!("{}:{}: {}", problem.file, problem.line, problem.message)).collect()
}

#[test]
fn a_good_folder_is_counted() {
    let dir = course();
    write(dir.path(), "README.md", "hello");
    write(dir.path(), "cards/.swp.toml", "hello");
    let report = check_dir(dir.path());
    assert_eq!(told(&report.problems), [""; 0]);
    assert_eq!((report.files, report.chapters, report.cards, report.questions), (2, 1, 3, 5));
}

#[test]
fn what_leads_from_file_to_file_is_checked() {
    let dir = course();
    let chapter = CHAPTER
        .replace("\"tiny\"", "\"other\"")
        .replace("ask=v1-q", "ask=v1-qq")
        .replace("(dns#names)", "(tiny#port)")
        .replace("row=V2}", "row=V2 ask=v1-basic}")
        .replace("break.", "[break](tinny).");
    write(dir.path(), "chapters/b.md", chapter);
    write(dir.path(), "chapters/c.md", CHAPTER.replace("(dns#names)", "(tiny)").replace("= 21", "= 22"));
    write(
        dir.path(),
        "questions/b.toml",
        card("v1-x") + &card("v1-basic").replace("\"S\"", "\"S\"\nsection = \"tiny#prots\""),
    );
    let report = check_dir(dir.path());
    assert_eq!(
        told(&report.problems),
        [
            "chapters/b.md:3: the chapter number 21 is taken",
            "chapters/b.md:11: `ask` names no question: `v1-qq`",
            "chapters/b.md:18: chapter `tiny` has no section `port`",
            "chapters/b.md:28: `ask` names no question: `v1-basic`",
            "chapters/b.md:38: there is no chapter `tinny`",
            "chapters/c.md:2: the chapter id `tiny` is taken",
            "questions/b.toml:11: the id `v1-basic` is taken",
            "questions/b.toml:18: chapter `tiny` has no section `prots`",
        ]
    );
    let hints: Vec<&str> = report.problems.iter().filter_map(|problem| problem.hint.as_deref()).collect();
    assert_eq!(
        hints,
        [
            "by chapters/a.md; choose another",
            "did you mean `v1-q`?",
            "did you mean `ports`?",
            "it is a card; a section asks a question",
            "did you mean `tiny`?",
            "by chapters/a.md; choose another",
            "by cards/a.toml; choose another",
            "did you mean `ports`?",
        ]
    );
    assert_eq!((report.files, report.chapters, report.cards, report.questions), (5, 2, 4, 5));
}

#[cfg(unix)]
#[test]
fn whatever_a_disk_may_hold_is_told() {
    use std::os::unix::fs::symlink;

    let dir = TempDir::new().unwrap();
    let root = dir.path();
    write(root, "cards/good.toml", card("good"));
    write(root, "cards/latin.toml", b"[[card]]\nid = \"\xe9\"\n");
    write(root, "cards/sub/chapter.md", "x");
    write(root, "cards/bad\u{1b}name.toml", "");
    write(root, "card/lost.toml", card("lost"));
    write(root, "lost.toml", card("lost"));
    fs::create_dir_all(root.join("cards/folder.toml")).unwrap();
    fs::File::create(root.join("cards/huge.toml")).unwrap().set_len(65 << 20).unwrap();
    symlink("..", root.join("cards/sub/loop")).unwrap();
    symlink("nowhere", root.join("cards/dangling.toml")).unwrap();
    symlink("self", root.join("questions")).unwrap();
    let report = check_dir(root);
    assert_eq!(
        told(&report.problems),
        [
            "card:0: this folder is not read",
            "cards/bad␛name.toml:0: unusable file name",
            "cards/dangling.toml:0: cannot be read: No such file or directory (os error 2)",
            "cards/huge.toml:0: is too large: 65 MiB, 64 are allowed",
            "cards/latin.toml:2: not UTF-8",
            "cards/sub/chapter.md:0: this file is not read",
            "cards/sub/loop:0: a link to a folder that is read already",
            "lost.toml:0: this file is not read",
            "questions:0: cannot be read: No such file or directory (os error 2)",
        ]
    );
    assert_eq!(report.cards, 1);
    let mut library = Library::embedded();
    let before = library.catalog().cards.len();
    assert_eq!(library.add_user(root, None).len(), 7);
    assert_eq!(library.catalog().cards.len(), before + 1);
}

#[test]
fn nothing_is_told_as_such() {
    let dir = TempDir::new().unwrap();
    assert!(told(&check_dir(dir.path()).problems)[0].ends_with("there is nothing to check"));
    assert!(told(&check_dir(&dir.path().join("none")).problems)[0].ends_with("there is no such folder"));
    let mut library = Library::embedded();
    let before = library.catalog().clone();
    assert_eq!(library.add_user(&dir.path().join("none"), Some(&dir.path().join("cache"))), []);
    assert_eq!(*library.catalog(), before);
}

#[test]
fn items_come_in_the_order_asked_and_from_an_edited_file() {
    let dir = course();
    let mut library = Library::embedded();
    assert_eq!(library.add_user(dir.path(), None), []);
    let ids = ["v1-order", "nobody", "v1-basic", "v1-q"].map(ItemId::new);
    let names = |library: &Library| -> Vec<String> {
        library.items(&ids).iter().map(|item| item.id().to_string()).collect()
    };
    assert_eq!(names(&library), ["v1-order", "v1-basic", "v1-q"]);
    assert_eq!(library.chapter("tiny").unwrap().sections.len(), 2);
    assert!(library.chapter("nobody").is_err());
    // Something is put before and into it while the program runs.
    let edited = card("new") + &ITEMS.replace("Front?", "A longer front than before?");
    write(dir.path(), "cards/a.toml", edited);
    assert_eq!(names(&library), ["v1-order", "v1-basic", "v1-q"]);
    let Some(Item::Card(basic)) = library.items(&ids[2..3]).pop() else { panic!() };
    let CardKind::Basic { front, .. } = basic.kind else { panic!() };
    assert_eq!(kubedrill::course::plain_text(&front), "A longer front than before?");
    fs::remove_file(dir.path().join("cards/a.toml")).unwrap();
    assert_eq!(library.items(&ids), []);
}

#[test]
fn an_untouched_file_is_not_read_again() {
    let (dir, cache) = (course(), TempDir::new().unwrap());
    write(dir.path(), "cards/b.toml", card("b-1") + &card("b-2").replace("back", "bakc"));
    let read = || {
        let mut library = Library::embedded();
        let problems = library.add_user(dir.path(), Some(cache.path()));
        (problems, library.catalog().clone())
    };
    let first = read();
    assert_eq!(
        told(&first.0),
        ["cards/b.toml:10: card `b-2` has no `back`", "cards/b.toml:15: unknown key `bakc` in card `b-2`"]
    );
    assert_eq!(read(), first, "from the cache");
    // The same size and time: only who reads the file notices.
    let path = dir.path().join("cards/b.toml");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let same_size = fs::read_to_string(&path).unwrap().replace("b-1", "c-1");
    fs::write(&path, same_size).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(read(), first, "from the cache");
    // Damaged in any place, the cache is as good as none.
    let cached = cache.path().join("content-index");
    let good = fs::read(&cached).unwrap();
    let has_new =
        |catalog: &kubedrill::course::Catalog| catalog.cards.iter().any(|card| card.id.as_str() == "c-1");
    for at in (0..good.len()).step_by(97) {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&cached, bad).unwrap();
        assert!(has_new(&read().1), "byte {at}");
        fs::write(&cached, &good[..at]).unwrap();
        assert!(has_new(&read().1), "cut at {at}");
    }
    // A file that changed is read again.
    fs::write(&cached, &good).unwrap();
    fs::write(&path, card("a-new-one")).unwrap();
    let (problems, catalog) = read();
    assert_eq!(problems, []);
    assert!(catalog.cards.iter().any(|card| card.id.as_str() == "a-new-one"));
    assert_eq!(read().1, catalog);
    // A cache that cannot be kept does not matter.
    let mut library = Library::embedded();
    assert_eq!(library.add_user(dir.path(), Some(&path)), []);
    assert_eq!(*library.catalog(), catalog);
}

#[test]
fn the_first_of_equal_ids_wins() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), "cards/a.toml", card("one").replace("\"F\"", "\"first\""));
    write(dir.path(), "cards/b.toml", card("two") + &card("one"));
    let mut library = Library::embedded();
    assert_eq!(told(&library.add_user(dir.path(), None)), ["cards/b.toml:11: the id `one` is taken"]);
    let Some(Item::Card(one)) = library.items(&[ItemId::new("one")]).pop() else { panic!() };
    let CardKind::Basic { front, .. } = one.kind else { panic!() };
    assert_eq!(kubedrill::course::plain_text(&front), "first");
    let (course, _) = library.whole();
    assert_eq!(course.cards.iter().filter(|card| card.id.as_str() == "one").count(), 1);
    let ours = Library::embedded().catalog().cards.first().map(|card| card.id.clone());
    if let Some(ours) = ours {
        write(dir.path(), "cards/c.toml", card(ours.as_str()));
        let mut library = Library::embedded();
        let problems = library.add_user(dir.path(), None);
        assert!(problems.last().unwrap().hint.as_deref().unwrap().starts_with("by kubedrill's own cards/"));
    }
}
