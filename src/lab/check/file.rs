//! A file that the learner was asked to write. Blank lines and spaces at line ends never matter.

use std::collections::BTreeSet;

use super::field;
use crate::{
    cluster::pod,
    course::lab::{FileContent, FileRule},
    lab::{find, scene::Scene},
};

pub fn met(file: &FileContent, scene: &Scene<'_>) -> Result<(), String> {
    let path = &file.path;
    let text = (scene.files)(path).ok_or_else(|| format!("there is no file {path}"))?;
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return Err(format!("the file {path} is empty"));
    }
    match &file.rule {
        FileRule::Is(wanted) => {
            let same =
                wanted.lines().map(str::trim_end).filter(|line| !line.is_empty()).eq(lines.iter().copied());
            if same { Ok(()) } else { Err(format!("the file {path} says {}", quoted(&lines))) }
        }
        FileRule::Lines(wanted) => as_set(path, &lines, wanted),
        FileRule::Has(wanted) => match wanted.iter().find(|word| !text.contains(word.as_str())) {
            Some(word) => Err(format!("the file {path} does not have {word}")),
            None => Ok(()),
        },
        FileRule::FieldOf(object, pointer) => {
            let found = find::object(scene.cluster, object).ok_or_else(|| format!("there is no {object}"))?;
            let values = field::values(found.json(), pointer);
            let written = lines.join("\n");
            let is_it = values.iter().any(|value| field::text(value) == written);
            if is_it {
                Ok(())
            } else {
                Err(format!(
                    "the file {path} says {}, which is not {} of {object}",
                    quoted(&lines),
                    field::shown(pointer)
                ))
            }
        }
        FileRule::AddressesOf(pods) => {
            let pods = find::pods(scene.cluster, pods)?;
            let wanted: Vec<String> = pods
                .iter()
                .filter_map(|(_, one)| pod::address(one))
                .map(|address| address.to_string())
                .collect();
            as_set(path, &lines, &wanted)
        }
    }
}

fn as_set(path: &str, lines: &[&str], wanted: &[String]) -> Result<(), String> {
    let found: BTreeSet<&str> = lines.iter().map(|line| line.trim()).collect();
    let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
    if let Some(missing) = wanted.difference(&found).next() {
        return Err(format!("the file {path} lacks the line {missing}"));
    }
    match found.difference(&wanted).next() {
        Some(extra) => Err(format!("the file {path} has the line {extra}, which does not belong there")),
        None => Ok(()),
    }
}

fn quoted(lines: &[&str]) -> String {
    let shown: String = lines.join(" / ").chars().take(80).collect();
    format!("\"{shown}\"")
}
