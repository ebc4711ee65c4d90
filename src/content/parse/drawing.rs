//! The fences `reach` and `way`: a figure as its author declares it, and the manifests that it names.

use super::check::{self, Fault};
use super::nearest::did_you_mean;
use crate::course::{Block, Case, Drawing, Given, Problem, Scene, Section, Shows, is_titled};

/// The languages of fences that the engine draws.
pub const LANGUAGES: [&str; 2] = ["reach", "way"];

const WORDS: [&str; 7] = ["with", "given", "from", "to", "case", "via", "by"];

/// Reads a declaration. Lines of problems count from the fence, which is line 1.
pub fn read(language: &str, title: Option<String>, text: &str) -> (Drawing, Vec<Problem>) {
    let mut lines = Lines::default();
    let mut problems = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Err(Fault { message, hint }) = lines.take(line.trim()) {
            problems.push(Problem::new("", index + 2, message).hint(hint));
        }
    }
    let Lines { with, given, from, to, cases, via, by_node } = lines;
    let complain = |message: &str, hint: &str| Problem::new("", 1, message).hint(hint);
    let shows = if language == "way" {
        if from.len() != 1 || to.len() != 1 || !cases.is_empty() {
            problems.push(complain(
                "a `way` goes from one place to one other",
                "write `from NS/POD` and `to TO`, once each, and no `case`",
            ));
        }
        let (from, to) = (from.into_iter().next(), to.into_iter().next());
        Shows::Way { from: from.unwrap_or_default(), to: to.unwrap_or_default(), node: via }
    } else {
        if to.is_empty() {
            problems.push(complain("`reach` without a destination", "write `to NS/POD:PORT ...`"));
        }
        if via.is_some() {
            problems.push(complain("`via` in a `reach`", "only a `way` goes by a node"));
        }
        Shows::Reach { from, to, cases, by_node }
    };
    let drawing = Drawing { title, source: text.to_owned(), given, with, manifests: Vec::new(), shows };
    (drawing, problems)
}

#[derive(Default)]
struct Lines {
    with: Vec<String>,
    given: Vec<Given>,
    from: Vec<String>,
    to: Vec<String>,
    cases: Vec<Case>,
    via: Option<String>,
    by_node: bool,
}

impl Lines {
    fn take(&mut self, line: &str) -> Result<(), Fault> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let words = || rest.split_whitespace().map(str::to_owned);
        match word {
            "with" => self.with.extend(titles(rest)),
            "given" => self.given.push(check::given(rest)?),
            "from" => self.from.extend(words()),
            "to" => self.to.extend(words()),
            "via" => self.via = words().next(),
            "by" if rest.trim() == "node" => self.by_node = true,
            "case" => {
                let (name, with) = rest.rsplit_once(" with ").ok_or_else(|| {
                    Fault::new("a case names no manifests", "write `case NAME with a.yaml, b.yaml`")
                })?;
                self.cases.push(Case { name: name.trim().to_owned(), with: titles(with).collect() });
            }
            other => {
                return Err(Fault::new(
                    format!("unknown `{other}` in a figure that is drawn"),
                    did_you_mean(other, WORDS),
                ));
            }
        }
        Ok(())
    }
}

fn titles(text: &str) -> impl Iterator<Item = String> {
    text.split(',').map(|title| title.trim().to_owned()).filter(|title| !title.is_empty())
}

/// Gives every figure of a chapter the manifests that it names: blocks with titles, and scenes.
pub fn resolve(opening: &mut [Block], sections: &mut [Section], scenes: &[(usize, Scene)]) {
    let mut known: Vec<(String, String)> =
        scenes.iter().map(|(_, scene)| (scene.title.clone(), scene.text.clone())).collect();
    let mut parts: Vec<&mut [Block]> = vec![opening];
    parts.extend(sections.iter_mut().map(|section| section.blocks.as_mut_slice()));
    for blocks in &parts {
        collect(blocks, &mut known);
    }
    for blocks in parts {
        each(blocks, &mut |drawing| {
            let found = known.iter().filter(|(own, _)| drawing.titles().any(|title| is_titled(own, title)));
            drawing.manifests = found.cloned().collect();
        });
    }
}

fn collect(blocks: &[Block], known: &mut Vec<(String, String)>) {
    for block in blocks {
        match block {
            Block::Code { language, title: Some(title), text, .. } if language == "yaml" => {
                known.push((title.clone(), text.clone()));
            }
            Block::List { items, .. } => items.iter().for_each(|item| collect(item, known)),
            Block::Quote { blocks, .. } => collect(blocks, known),
            _ => {}
        }
    }
}

fn each(blocks: &mut [Block], change: &mut impl FnMut(&mut Drawing)) {
    for block in blocks {
        match block {
            Block::Drawn(drawing) => change(drawing),
            Block::List { items, .. } => items.iter_mut().for_each(|item| each(item, change)),
            Block::Quote { blocks, .. } => each(blocks, change),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_is_read_line_by_line() {
        let text = "with a.yaml, b.yaml\ngiven pod shop/web app=web listens 80\nfrom shop/web ip:10.0.0.1\n\
                    to shop/db:5432\ncase one item: AND with c.yaml\n";
        let (drawing, problems) = read("reach", None, text);
        assert_eq!(problems, []);
        assert_eq!(drawing.titles().collect::<Vec<_>>(), ["a.yaml", "b.yaml", "c.yaml"]);
        let Shows::Reach { from, to, cases, .. } = &drawing.shows else { panic!() };
        assert_eq!((from.len(), to.len(), cases[0].name.as_str()), (2, 1, "one item: AND"));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        for (language, text, line) in [
            ("reach", "to a/b:1\nform a/b\n", 3),
            ("reach", "to a/b:1\ngiven pot a/b\n", 3),
            ("reach", "to a/b:1\ncase x\n", 3),
            ("reach", "from a/b\n", 1),
            ("way", "from a/b c/d\nto a/b:1\n", 1),
            ("reach", "to a/b:1\nvia node-1\n", 1),
        ] {
            let (_, problems) = read(language, None, text);
            assert_eq!(problems.iter().map(|one| one.line).collect::<Vec<_>>(), [line], "{text}");
        }
    }
}
