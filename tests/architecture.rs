//! Keeps the layers of ARCHITECTURE.md: a module uses only what its row allows, and every file says what it is for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module and what it may use. A module uses only rows above it, so there are no circles.
const LAYERS: &[(&str, &[&str])] = &[
    ("course", &[]),
    ("study", &["course"]),
    ("cluster", &[]),
    ("network", &["cluster"]),
    ("shell", &["cluster", "network"]),
    ("lab", &["course", "cluster", "network", "shell"]),
    ("generate", &["course", "cluster", "network"]),
    ("figure", &["course", "cluster", "network"]),
    ("content", &["course"]),
    ("proof", &["course", "cluster", "network", "shell", "lab", "figure", "content"]),
    ("storage", &["course", "study"]),
    ("app", &["course", "study", "cluster", "network", "shell", "lab", "generate", "figure"]),
    ("tui", &["course", "study", "app"]),
    ("runtime", &["course", "study", "generate", "content", "storage", "app", "tui"]),
    (
        "cli",
        &[
            "course", "study", "cluster", "network", "shell", "lab", "generate", "figure", "content",
            "proof", "storage", "app", "tui", "runtime",
        ],
    ),
];

/// Modules that are pure: what they may not name, for time, randomness and the world enter them as values.
const PURE: &[&str] = &["course", "study", "cluster", "network", "shell", "lab", "generate", "figure", "app"];
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::io",
    "std::net::Tcp",
    "std::net::Udp",
    "std::process",
    "std::thread",
    "std::time",
    "SystemTime",
    "Instant",
    "crossterm",
    "ratatui",
    "jiff::Zoned",
    "jiff::Timestamp",
];

/// The length beyond which a file no longer has one idea that a reader can hold.
const LONGEST: usize = 400;

#[test]
fn every_module_has_its_row() {
    let declared: BTreeSet<String> = fs::read_to_string(source("lib.rs"))
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect();
    let rows: BTreeSet<String> = LAYERS.iter().map(|(module, _)| (*module).to_owned()).collect();
    assert_eq!(declared, rows, "lib.rs and the table of layers differ");
    for (index, (module, uses)) in LAYERS.iter().enumerate() {
        for used in *uses {
            let above = LAYERS[..index].iter().any(|(name, _)| name == used);
            assert!(above, "{module} may use {used}, which is not above it");
        }
    }
}

#[test]
fn modules_use_only_what_their_row_allows() {
    let mut wrong = Vec::new();
    for (module, uses) in LAYERS {
        for file in files(module) {
            for used in crate_paths(&code(&file)) {
                if used != *module && !uses.contains(&used.as_str()) {
                    wrong.push(format!("{}: {module} uses {used}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_modules_touch_nothing_of_the_world() {
    let mut wrong = Vec::new();
    for module in PURE {
        for file in files(module) {
            let code = code(&file);
            for name in IMPURE.iter().filter(|name| code.contains(**name)) {
                wrong.push(format!("{}: {name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_say_what_they_are_for_and_stay_short() {
    let mut wrong = Vec::new();
    let mut lengths = Vec::new();
    for file in all_files(&source("")) {
        let text = fs::read_to_string(&file).unwrap();
        let lines = text.lines().count();
        lengths.push(lines);
        let is_tests = file.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests"));
        if !text.starts_with("//! ") && !is_tests {
            wrong.push(format!("{}: the first line is no `//!` sentence", file.display()));
        }
        if lines > LONGEST && !is_tests {
            wrong.push(format!("{}: {lines} lines", file.display()));
        }
        for word in ["todo!", "dbg!", "FIXME", "unimplemented!"] {
            if text.contains(word) {
                wrong.push(format!("{}: {word}", file.display()));
            }
        }
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    println!("{} files, median {median} lines, longest {}", lengths.len(), lengths[lengths.len() - 1]);
    assert!((40..=150).contains(&median), "the median file has {median} lines");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn views_mirror_screens() {
    let names = |dir: &str| -> BTreeSet<String> {
        fs::read_dir(source(dir))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .filter(|name| name != "mod")
            .collect()
    };
    let views = names("tui/view");
    // A question is a part of the quiz's screen and is drawn with it.
    let missing: Vec<_> =
        names("app/screen").into_iter().filter(|name| name != "question" && !views.contains(name)).collect();
    assert!(missing.is_empty(), "screens without a view of the same name: {missing:?}");
}

#[test]
fn the_document_has_the_same_table() {
    let document = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for (module, uses) in LAYERS {
        let row = document
            .lines()
            .find(|line| line.starts_with(&format!("| `{module}` |")))
            .unwrap_or_else(|| panic!("ARCHITECTURE.md has no row for `{module}`"));
        let last = row.trim_end_matches(" |").rsplit('|').next().unwrap();
        let said: BTreeSet<&str> =
            last.split(',').map(|name| name.trim().trim_matches('`')).filter(|n| *n != "-").collect();
        assert_eq!(said, uses.iter().copied().collect(), "the row of `{module}` in ARCHITECTURE.md");
    }
}

/// The modules that `crate::...` paths name: the word behind it, or of a group in braces the first word of each part.
fn crate_paths(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(first_word(rest));
            continue;
        };
        let mut depth = 0;
        let mut part = String::new();
        for character in group.chars() {
            match character {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    found.insert(first_word(&part));
                    part.clear();
                }
                _ => part.push(character),
            }
        }
        found.insert(first_word(&part));
    }
    found.remove("");
    found
}

fn first_word(path: &str) -> String {
    path.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

/// A file's code without comments and without what is only compiled for tests.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut code = Vec::new();
    while let Some(line) = lines.next() {
        if line.trim_start() == "#[cfg(test)]" {
            skip_item(&mut lines, line.len() - line.trim_start().len());
        } else {
            code.push(line);
        }
    }
    code.join("\n")
}

/// Takes the item behind an attribute of this indentation, as rustfmt lays it out: a line that ends it, or all up to the
/// brace that stands as far in as it began.
fn skip_item<'t>(lines: &mut impl Iterator<Item = &'t str>, indentation: usize) {
    let end = format!("{}}}", " ".repeat(indentation));
    let mut item = lines.skip_while(|line| line.trim_start().starts_with("#["));
    if item.next().is_some_and(|first| !first.ends_with([';', '}'])) {
        item.find(|line| line.starts_with(&end));
    }
}

#[test]
fn only_what_is_for_tests_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mod.rs");
    let text = "mod a;\n#[cfg(test)]\n#[path = \"b_tests.rs\"]\nmod b;\nuse crate::c;\n    #[cfg(test)]\n    fn d() {\n        d\n    }\n    e\n#[cfg(test)]\nmod tests {\n    f\n}\ng // h\n// i\n";
    fs::write(&file, text).unwrap();
    assert_eq!(code(&file), "mod a;\nuse crate::c;\n    e\ng // h");
}

fn files(module: &str) -> Vec<PathBuf> {
    all_files(&source(module))
        .into_iter()
        .filter(|file| !file.to_string_lossy().ends_with("tests.rs"))
        .collect()
}

fn all_files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn source(path: &str) -> PathBuf {
    root().join("src").join(path)
}
