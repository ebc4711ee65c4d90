//! Trying a block of a chapter: a cluster of one's own, with what the section showed before in it, and the block applied or typed.

use std::collections::{BTreeMap, BTreeSet};

use crate::course::lab::Level;
use crate::course::{Block, Chapter, Inline, Lab, Look, Row, Section};

/// A cluster to try something in.
#[derive(Debug, Clone)]
pub struct Sandbox {
    pub lab: Lab,
    /// What is typed for the learner.
    pub typed: Vec<String>,
}

/// A block of code in a chapter.
struct Code<'a> {
    language: &'a str,
    title: Option<&'a str>,
    text: &'a str,
    /// It is refused on purpose, or only a part of an object.
    aside: bool,
}

/// Commands of a block that are typed at most; the rest can be typed by hand.
const MOST_COMMANDS: usize = 20;

impl Sandbox {
    /// Code block `number` of the chapter, counted as the page counts them; `None` if it is nothing that a cluster takes.
    pub fn of(chapter: &Chapter, number: usize) -> Option<Self> {
        let mut before = count(&chapter.opening);
        let (section, place) = chapter.sections.iter().find_map(|section| {
            let first = before;
            before += count(&section.blocks);
            (first..before).contains(&number).then(|| (section, number - first))
        })?;
        let mut codes = Vec::new();
        collect(&section.blocks, &mut codes);
        let here = codes.get(place)?;
        let mut files = BTreeMap::new();
        let mut setup = String::new();
        let mut namespaces = BTreeSet::new();
        let manifests = codes.iter().take(place).filter(|code| is_manifest(code) && !code.aside);
        for (index, code) in manifests.enumerate() {
            let name = format!("before/{}.yaml", index + 1);
            setup.push_str(&format_apply(&name));
            namespaces.extend(namespaces_of(code.text));
            files.insert(name, code.text.to_owned());
        }
        let typed = match here.language {
            "yaml" if is_manifest(here) => {
                namespaces.extend(namespaces_of(here.text));
                let name = here.title.and_then(|title| title.strip_suffix(".yaml")).unwrap_or("manifest");
                let name = &format!("{name}.yaml");
                files.insert(name.clone(), here.text.to_owned());
                vec![format!("kubectl apply -f {name}")]
            }
            "sh" => commands(here.text),
            _ => return None,
        };
        let created: String = namespaces.iter().map(|name| format_create(name)).collect();
        let lab = lab(section, files, created + &setup);
        Some(Self { lab, typed })
    }
}

fn format_apply(file: &str) -> String {
    format!("kubectl apply -f {file}\n")
}

fn format_create(namespace: &str) -> String {
    format!("kubectl create namespace {namespace}\n")
}

fn count(blocks: &[Block]) -> usize {
    let mut codes = Vec::new();
    collect(blocks, &mut codes);
    codes.len()
}

/// In the order in which a page numbers them.
fn collect<'a>(blocks: &'a [Block], out: &mut Vec<Code<'a>>) {
    for block in blocks {
        match block {
            Block::Code { language, title, wrong, text } => {
                let aside = wrong.is_some();
                out.push(Code { language, title: title.as_deref(), text, aside });
            }
            Block::List { items, .. } => items.iter().for_each(|item| collect(item, out)),
            Block::Quote { blocks, .. } => collect(blocks, out),
            _ => {}
        }
    }
}

fn is_manifest(code: &Code<'_>) -> bool {
    code.language == "yaml" && code.text.lines().any(|line| line.starts_with("kind:"))
}

/// The Namespaces that a manifest stands in; those of the cluster are there.
fn namespaces_of(text: &str) -> impl Iterator<Item = String> {
    text.lines()
        .filter_map(|line| line.trim().strip_prefix("namespace:"))
        .map(|name| name.trim().trim_matches('"').to_owned())
        .filter(|name| !name.is_empty() && !matches!(name.as_str(), "default" | "kube-system"))
}

/// The lines of a block that are typed: those with a prompt, or all where none has one.
fn commands(text: &str) -> Vec<String> {
    let prompted: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    let lines = if prompted.is_empty() { text.lines().collect() } else { prompted };
    lines
        .into_iter()
        .filter(|line| !line.trim().is_empty())
        .take(MOST_COMMANDS)
        .map(ToOwned::to_owned)
        .collect()
}

/// A lab without a task.
fn lab(section: &Section, files: BTreeMap<String, String>, setup: String) -> Lab {
    let say = |text: &str| {
        Block::Paragraph(vec![Inline::Text { text: text.to_owned(), look: Look::default(), link: None }])
    };
    let rows: Vec<Row> = vec![section.row];
    Lab {
        id: String::new(),
        title: format!("Trying: {}", section.title),
        rows,
        level: Level::Drill,
        minutes: 5,
        host: None,
        namespace: None,
        story: vec![
            say(
                "A cluster of your own, with what the section showed before in it. Look around, change it, break it: nothing is kept, and nothing outside is touched.",
            ),
            say("F2 shows the map of the cluster, f10 goes back to the chapter."),
        ],
        hints: Vec::new(),
        explanation: Vec::new(),
        source: String::new(),
        section: None,
        plugin: None,
        start: String::new(),
        setup,
        files,
        criteria: Vec::new(),
        solutions: Vec::new(),
        mistakes: Vec::new(),
        names: BTreeMap::new(),
    }
}
