//! What the directives of a Corefile mean: settings by type, read as each plugin's setup reads them.

mod forward;
mod hosts;
mod kubernetes;
mod quiet;
mod reader;
mod rewrite;
mod zone;

pub use forward::{Forward, Upstream};
pub use hosts::Hosts;
pub use kubernetes::{Kubernetes, Pods};
pub use rewrite::{AnswerRule, Pattern, Rewrite, Rule, expand};
pub use zone::{Fallthrough, Key};

use super::{
    corefile::{CorefileError, Directive},
    name,
    record::RecordType,
};
use reader::Reader;

/// A plugin that has a say in answers.
#[derive(Debug, Clone)]
pub enum Plugin {
    Rewrite(Vec<Rewrite>),
    Hosts(Hosts),
    Kubernetes(Box<Kubernetes>),
    Loop { line: usize },
    Forward(Vec<Forward>),
    NotSimulated(NotSimulated),
}

/// A plugin that may say something which is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSimulated {
    pub name: &'static str,
    pub line: usize,
    zones: Vec<String>,
    only: Option<RecordType>,
}

impl NotSimulated {
    /// Whether it has a say in this question.
    pub fn concerns(&self, name: &str, kind: RecordType) -> bool {
        self.zones.iter().any(|zone| name::is_within(name, zone)) && self.only.is_none_or(|only| only == kind)
    }
}

/// Sets up all uses of one plugin in one server block; `None` for those that change nothing said.
pub fn set_up(uses: &[&Directive], block_zones: &[String]) -> Result<Option<Plugin>, CorefileError> {
    let Some((first, again)) = uses.split_first() else { return Ok(None) };
    let mut reader = Reader::new(first);
    let line = reader.line();
    match first.name {
        "rewrite" => each(uses, Rewrite::read).map(|rules| Some(Plugin::Rewrite(rules))),
        "forward" => each(uses, Forward::read).map(|stanzas| Some(Plugin::Forward(stanzas))),
        "hosts" => once(first, again, |reader| Hosts::read(reader, block_zones))
            .map(|hosts| Some(Plugin::Hosts(hosts))),
        "kubernetes" => once(first, again, |reader| Kubernetes::read(reader, block_zones))
            .map(|settings| Some(Plugin::Kubernetes(Box::new(settings)))),
        "loop" => once(first, again, quiet::check).map(|()| Some(Plugin::Loop { line })),
        "errors" | "cache" => once(first, again, quiet::check).map(|()| None),
        "health" | "ready" | "prometheus" | "reload" | "loadbalance" => {
            each(uses, quiet::check).map(|_| None)
        }
        known if quiet::UNCHECKED.contains(&known) => Ok(None),
        "template" => not_simulated_template(&mut reader, line, block_zones).map(Some),
        "file" | "secondary" | "auto" => {
            let arguments = reader.arguments();
            let zones = if first.name == "file" {
                arguments.get(1..).unwrap_or_default()
            } else {
                arguments.as_slice()
            };
            let zones = zone::zones_or(zones, block_zones).map_err(|why| reader.plain(why))?;
            Ok(Some(Plugin::NotSimulated(NotSimulated { name: first.name, line, zones, only: None })))
        }
        name => Ok(Some(Plugin::NotSimulated(NotSimulated {
            name,
            line,
            zones: block_zones.to_vec(),
            only: None,
        }))),
    }
}

fn one<T>(
    directive: &Directive,
    read: impl Fn(&mut Reader<'_>) -> Result<T, CorefileError>,
) -> Result<T, CorefileError> {
    let mut reader = Reader::new(directive);
    let read = read(&mut reader)?;
    reader.finish()?;
    Ok(read)
}

fn each<T>(
    uses: &[&Directive],
    read: impl Fn(&mut Reader<'_>) -> Result<T, CorefileError>,
) -> Result<Vec<T>, CorefileError> {
    uses.iter().map(|directive| one(directive, &read)).collect()
}

fn once<T>(
    first: &Directive,
    again: &[&Directive],
    read: impl Fn(&mut Reader<'_>) -> Result<T, CorefileError>,
) -> Result<T, CorefileError> {
    let read = one(first, read)?;
    match again.first() {
        None => Ok(read),
        Some(second) => Err(Reader::new(second).plain("this plugin can only be used once per Server Block")),
    }
}

/// `template CLASS TYPE [ZONE...]`
fn not_simulated_template(
    reader: &mut Reader<'_>,
    line: usize,
    block_zones: &[String],
) -> Result<Plugin, CorefileError> {
    let arguments = reader.arguments();
    let [_, kind, zones @ ..] = arguments.as_slice() else { return Err(reader.wrong_count()) };
    let kind = RecordType::read(kind).ok_or_else(|| reader.fault(format!("invalid RR type {kind}")))?;
    let zones = zone::zones_or(zones, block_zones).map_err(|why| reader.plain(why))?;
    let only = Some(kind).filter(|kind| *kind != RecordType::ANY);
    Ok(Plugin::NotSimulated(NotSimulated { name: "template", line, zones, only }))
}
