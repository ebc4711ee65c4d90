//! Trying a block of a chapter: a cluster of one's own, with what the section showed before in it, and the block applied or typed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::supply::Supply;
use crate::cluster::read_documents;

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

/// The file with what the examples need.
const SUPPLY: &str = "before/0-needed.yaml";
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
        let mut applied = String::new();
        let mut texts: Vec<&str> = Vec::new();
        let manifests = codes.iter().take(place).filter(|code| is_manifest(code) && !code.aside);
        for (index, code) in manifests.enumerate() {
            let name = format!("before/{}.yaml", index + 1);
            applied.push_str(&format_apply(&name));
            texts.push(code.text);
            files.insert(name, code.text.to_owned());
        }
        let typed = match here.language {
            "yaml" if is_manifest(here) => {
                texts.push(here.text);
                let name = here.title.and_then(|title| title.strip_suffix(".yaml")).unwrap_or("manifest");
                let name = &format!("{name}.yaml");
                files.insert(name.clone(), here.text.to_owned());
                vec![format!("kubectl apply -f {name}")]
            }
            "sh" => commands(here.text),
            _ => return None,
        };
        let supply = Supply::of(&documents(&texts));
        let mut setup = String::new();
        if let Some(manifests) = supply.manifests() {
            setup.push_str(&format_apply(SUPPLY));
            files.insert(SUPPLY.to_owned(), manifests);
        }
        // The Namespaces that commands name stand in no manifest.
        let makes = |name: &String| {
            let made =
                |line: &String| line.contains("create n") && line.split_whitespace().any(|word| word == name);
            typed.iter().any(made)
        };
        let named: BTreeSet<String> =
            typed.iter().flat_map(|line| namespaces_of(line)).filter(|name| !makes(name)).collect();
        setup.extend(named.iter().map(|name| format_create(name)));
        let lab = lab(section, files, setup + &applied, &supply);
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

/// The objects of these texts; one that is no YAML is left out.
fn documents(texts: &[&str]) -> Vec<Value> {
    let read = |text: &&str| read_documents("manifest", text).unwrap_or_default();
    texts.iter().flat_map(read).map(|(_, document)| document).collect()
}

/// The Namespaces that a line of kubectl names with `-n`, but for those that every cluster has and those it makes itself.
fn namespaces_of(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let after = words.windows(2).filter(|pair| matches!(pair[0], "-n" | "--namespace")).map(|pair| pair[1]);
    after
        .filter(|name| {
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        })
        .filter(|name| !matches!(*name, "default" | "kube-system" | "kube-public" | "kube-node-lease"))
        .map(ToOwned::to_owned)
        .collect()
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
fn lab(section: &Section, files: BTreeMap<String, String>, setup: String, supply: &Supply) -> Lab {
    let say = |text: &str| {
        Block::Paragraph(vec![Inline::Text { text: text.to_owned(), look: Look::default(), link: None }])
    };
    let rows: Vec<Row> = vec![section.row];
    let mut story = vec![say(
        "A cluster of your own, with what the section showed before in it. Look around, change it, break it: nothing is kept, and nothing outside is touched.",
    )];
    let pods = supply.pods();
    if !pods.is_empty() {
        story.push(say(&format!("There for the example: {}.", pods.join(", "))));
    }
    if let Some(line) = supply.trial() {
        story.push(say(&format!("To try who reaches whom: {line}")));
    }
    story.push(say("F2 shows the map of the cluster, f10 goes back to the chapter."));
    Lab {
        id: String::new(),
        title: format!("Trying: {}", section.title),
        rows,
        level: Level::Drill,
        minutes: 5,
        host: None,
        namespace: None,
        story,
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
