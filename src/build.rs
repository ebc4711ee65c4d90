//! Build script: puts the course files of `content/` into the program, with their index, read by the program's own
//! reader. A file with something that must be left out stops the build; lesser faults are for the tests to tell.

#![allow(dead_code, reason = "shares modules with the program and uses a part of them")]
#![allow(unused_imports, reason = "as above")]
#![allow(clippy::print_stdout, reason = "this is how a build script speaks with cargo")]

mod content {
    pub mod parse;
}
mod course;
mod link;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::{env, fs, io};

use content::parse::{FileIndex, Folder, Stamp, encode, index};
use course::ROWS;

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let (root, out) = (Path::new(&root), Path::new(&out));
    link::link(out)?;
    println!("cargo::rerun-if-changed=content");
    println!("cargo::rerun-if-changed=src/content/parse");
    println!("cargo::rerun-if-changed=src/course");

    let mut code = String::from("pub const FILES: &[(&str, &str)] = &[\n");
    let mut starts = String::from("pub const STARTS: &[(&str, &str)] = &[\n");
    let mut files = Indexed::new();
    for folder in Folder::ALL {
        for name in names(&root.join("content").join(folder.name()), folder.extension())? {
            let path = format!("{}/{name}", folder.name());
            let file = root.join("content").join(&path);
            let text = fs::read_to_string(&file)
                .map_err(|error| io::Error::other(format!("content/{path}: {error}")))?;
            let indexed = index(folder, &path, &text);
            let index = indexed.index;
            if indexed.faulty {
                for problem in &index.problems {
                    println!("cargo::error=content/{}", problem.to_string().replace('\n', "; "));
                }
            }
            let _ = writeln!(code, "    ({path:?}, include_str!({:?})),", file.display().to_string());
            let index = FileIndex { problems: Vec::new(), ..index };
            files.push((Stamp { path, ..Stamp::default() }, index));
        }
    }
    refuse_clashes(&files);
    for name in names(&root.join("content/labs"), "yaml")? {
        let file = root.join("content/labs").join(&name);
        let _ = writeln!(
            starts,
            "    ({:?}, include_str!({:?})),",
            format!("labs/{name}"),
            file.display().to_string()
        );
    }
    let _ = writeln!(code, "];\n{starts}];\npub const READER: u64 = {:#018x};", reader_hash(root)?);
    let (heads, places) = parted(&files);
    for (name, list) in [("CARDS", entries(&places, false)), ("QUESTIONS", entries(&places, true))] {
        let _ = writeln!(code, "pub static {name}: &[ItemEntry] = &[\n{list}];");
    }
    for (name, file, part) in [("HEADS", "heads.txt", &heads), ("PLACES", "places.txt", &places)] {
        let _ = writeln!(code, "pub const {name}: &str = include_str!({file:?});");
        fs::write(out.join(file), encode(part.iter().map(|(stamp, file)| (stamp, file))))?;
    }
    fs::write(out.join("embedded.rs"), code)
}

/// The files of a folder and the folders in it, sorted, relative to it; a folder that is missing has none.
fn names(folder: &Path, extension: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if path.is_dir() {
                names.extend(self::names(&path, extension)?.iter().map(|inner| format!("{name}/{inner}")));
            } else if path.extension().is_some_and(|end| end == extension) {
                names.push(name.to_owned());
            }
        }
    }
    names.sort();
    Ok(names)
}

type Indexed = Vec<(Stamp, FileIndex)>;

/// The index without its items, which is read at each start, and of the items alone, which is read to find one.
fn parted(files: &Indexed) -> (Indexed, Indexed) {
    let head = |file: &FileIndex| FileIndex { items: Vec::new(), ..file.clone() };
    let items = |file: &FileIndex| FileIndex { items: file.items.clone(), ..FileIndex::default() };
    let part = |of: &dyn Fn(&FileIndex) -> FileIndex| {
        files.iter().map(|(stamp, file)| (stamp.clone(), of(file))).collect()
    };
    (part(&head), part(&items))
}

/// The cards or the questions as values of the program: nothing is left to do for them at a start.
fn entries(files: &Indexed, questions: bool) -> String {
    let mut code = String::new();
    for (number, (_, file)) in files.iter().enumerate() {
        for item in file.items.iter().filter(|item| item.is_question == questions) {
            let row = ROWS.iter().position(|row| *row == item.row).unwrap_or_default();
            let _ = writeln!(
                code,
                "    ItemEntry {{ id: ItemId::embedded({:?}), row: ROWS[{row}], file: FileNumber({number}) }},",
                item.id.as_str()
            );
        }
    }
    code
}

fn refuse_clashes(files: &[(Stamp, FileIndex)]) {
    let mut seen: HashMap<String, String> = HashMap::new();
    for (stamp, file) in files {
        let items = file.items.iter().map(|item| (item.line, format!("id `{}`", item.id)));
        let chapter = file.chapter.iter().flat_map(|chapter| {
            [
                (chapter.id_line, format!("chapter id `{}`", chapter.entry.id)),
                (chapter.number_line, format!("chapter number {}", chapter.entry.number)),
            ]
        });
        for (line, what) in items.chain(chapter) {
            let place = format!("content/{}:{line}", stamp.path);
            if let Some(first) = seen.get(&what) {
                println!("cargo::error={place}: {what} is used already at {first}");
            } else {
                seen.insert(what, place);
            }
        }
    }
}

/// Changes whenever the reader changes: an index that another reader made is not to be trusted.
fn reader_hash(root: &Path) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    for folder in ["src/content/parse", "src/course"] {
        for name in names(&root.join(folder), "rs")? {
            fs::read(root.join(folder).join(name))?.hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}
