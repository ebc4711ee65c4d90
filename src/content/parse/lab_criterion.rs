//! One `[[criterion]]` of a lab.

use super::fields::{Fields, Text};
use super::nearest::did_you_mean;
use super::report::Report;
use crate::course::is_id;
use crate::course::lab::{
    Allowed, Blocked, Check, Client, Criterion, Door, Endpoints, Field, FieldRule, FileContent, FileRule,
    Flow, Http, Lookup, LookupAnswer, Namespaced, ObjectName, Peer, Pods, PortAsked, Ports, Target,
    Transport, Unbroken, read_ports,
};

type Reader = fn(&mut Fields<'_>, &mut Report) -> Option<Check>;

/// The kinds of criteria and what reads them.
const KINDS: [(&str, Reader); 9] = [
    ("flow", |fields, report| flow(fields, report).map(Check::Flow)),
    ("blocked", blocked),
    ("name", name),
    ("endpoints", endpoints),
    ("http", http),
    ("file", file),
    ("field", field),
    ("unbroken", |fields, report| Some(Check::Unbroken(unbroken(fields, report)))),
    ("recreation", |fields, report| Some(Check::Recreation(values(fields.scalars("criteria", report))))),
];

/// Reads a criterion; faults are in `report`.
pub fn read(mut fields: Fields<'_>, report: &mut Report) -> Option<Criterion> {
    let id = fields.needed("id", report);
    if let Some(id) = &id {
        if !is_id(&id.value) {
            let message = format!("`{}` is not an id", id.one_line());
            report.fault(id.line, message, "ids are lowercase-words-with-dashes, at most 80 letters");
        }
        fields.name = format!("criterion `{}`", id.one_line());
    }
    let title = fields.needed("title", report);
    let weight = fields.needed_number("weight", report);
    let guard = fields.flag("guard", report);
    let kind = fields.needed("kind", report)?;
    let Some((_, reader)) = KINDS.iter().find(|(name, _)| *name == kind.value) else {
        let message = format!("unknown kind `{}` of {}", kind.one_line(), fields.name);
        report.fault(kind.line, message, did_you_mean(&kind.value, KINDS.map(|(name, _)| name)));
        return None;
    };
    let check = reader(&mut fields, report);
    let line = fields.line;
    fields.finish(report);
    Some(Criterion { id: id?.value, line, title: title?.one_line(), weight: weight?, guard, check: check? })
}

/// A recreation asks other criteria again, which must be there and be of a kind that can be asked again.
pub fn check_recreations(criteria: &[Criterion], line: usize, report: &mut Report) {
    let again = |criterion: &&Criterion| criterion.check.survives();
    for criterion in criteria {
        let Check::Recreation(ids) = &criterion.check else { continue };
        for id in ids.iter().filter(|id| !criteria.iter().filter(again).any(|other| other.id == **id)) {
            let known: Vec<&str> = criteria.iter().filter(again).map(|other| other.id.as_str()).collect();
            let message = format!("criterion `{}` asks `{id}` again, which can not be", criterion.id);
            report.fault(line, message, did_you_mean(id, known));
        }
    }
}

fn flow(fields: &mut Fields<'_>, report: &mut Report) -> Option<Flow> {
    let from = needed_list(fields, "from", Client::read, report);
    let to = needed_list(fields, "to", Target::read, report);
    let port = one(fields, "port", PortAsked::read, report);
    let transport = one(fields, "protocol", Transport::read, report).unwrap_or_default();
    let answered_by = one(fields, "answered_by", Pods::read, report);
    Some(Flow { from: from?, to: to?, port, transport, answered_by })
}

fn blocked(fields: &mut Fields<'_>, report: &mut Report) -> Option<Check> {
    let to = one(fields, "to", Pods::read, report);
    let from = one(fields, "from", Pods::read, report);
    let allowed = list(fields, "allowed", Allowed::read, report);
    let among = list(fields, "among", Peer::read, report);
    let ports = list(fields, "ports", read_ports, report).into_iter().flatten().collect::<Ports>();
    let (subject, inward) = match (to, from) {
        (Some(to), None) => (to, true),
        (None, Some(from)) => (from, false),
        _ => {
            let hint = "write `to = ...` for what comes in, or `from = ...` for what goes out";
            report.fault(fields.line, format!("{} needs `to` or `from`, one of them", fields.name), hint);
            return None;
        }
    };
    Some(Check::Blocked(Blocked { subject, inward, allowed, among, ports }))
}

fn name(fields: &mut Fields<'_>, report: &mut Report) -> Option<Check> {
    let from = needed_list(fields, "from", Client::read, report);
    let name = fields.needed("name", report);
    let gives = needed(fields, "gives", LookupAnswer::read, report);
    Some(Check::Name(Lookup { from: from?, name: name?.one_line(), gives: gives? }))
}

fn endpoints(fields: &mut Fields<'_>, report: &mut Report) -> Option<Check> {
    let service = needed(fields, "service", Namespaced::read, report);
    let pods = needed(fields, "pods", Pods::read, report);
    let port =
        one(fields, "port", |text| text.parse().map_err(|_| format!("`{text}` is no port number")), report);
    let exactly = !fields.flag("more_may_be", report);
    Some(Check::Endpoints(Endpoints { service: service?, pods: pods?, port, exactly }))
}

fn http(fields: &mut Fields<'_>, report: &mut Report) -> Option<Check> {
    let url = needed(
        fields,
        "url",
        |text| {
            let is_url = text.starts_with("http://") || text.starts_with("https://");
            if is_url {
                Ok(text.to_owned())
            } else {
                Err(format!("`{text}` is no URL: write http://HOST/PATH"))
            }
        },
        report,
    );
    let header = |text: &str| match text.split_once(':') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
        None => Err(format!("`{text}` is no header: write NAME: VALUE")),
    };
    let http = Http {
        method: fields.text("method", report).map_or_else(|| "GET".to_owned(), |text| text.one_line()),
        headers: list(fields, "headers", header, report),
        door: one(fields, "door", Door::read, report),
        status: one(
            fields,
            "status",
            |text| text.parse().map_err(|_| format!("`{text}` is no status")),
            report,
        ),
        backend: one(fields, "backend", Namespaced::read, report),
        location: fields.text("location", report).map(|text| text.one_line()),
        certificate: one(fields, "certificate", Namespaced::read, report),
        url: url?,
    };
    Some(Check::Http(http))
}

fn file(fields: &mut Fields<'_>, report: &mut Report) -> Option<Check> {
    let path = fields.needed("path", report);
    let is = fields.scalar("is", report).map(|text| FileRule::Is(text.value));
    let lines = some(values(fields.scalars("lines", report))).map(FileRule::Lines);
    let has = some(values(fields.scalars("has", report))).map(FileRule::Has);
    let field = fields.text("pointer", report).map(|text| text.value);
    let object = one(fields, "object", ObjectName::read, report);
    let field_of = object.zip(field).map(|(object, field)| FileRule::FieldOf(object, field));
    let addresses = one(fields, "addresses_of", Pods::read, report).map(FileRule::AddressesOf);
    let rules: Vec<FileRule> = [is, lines, has, field_of, addresses].into_iter().flatten().collect();
    let hint = "write one of `is`, `lines`, `has`, `addresses_of`, or `object` and `pointer`";
    let rule = only(rules, hint, fields, report);
    Some(Check::File(FileContent { path: path?.one_line(), rule: rule? }))
}

fn field(fields: &mut Fields<'_>, report: &mut Report) -> Option<Check> {
    let object = needed(fields, "object", ObjectName::read, report);
    let pointer = one(
        fields,
        "pointer",
        |text| {
            if text.starts_with('/') {
                Ok(text.to_owned())
            } else {
                Err(format!("`{text}` is no pointer: write /spec/type"))
            }
        },
        report,
    );
    let is = some(values(fields.scalars("is", report))).map(FieldRule::Is);
    let present = fields.flag("present", report).then_some(FieldRule::Present);
    let absent = fields.flag("absent", report).then_some(FieldRule::Absent);
    let rules: Vec<FieldRule> = [is, present, absent].into_iter().flatten().collect();
    let rule = only(rules, "write one of `is`, `present = true`, `absent = true`", fields, report);
    Some(Check::Field(Field { object: object?, pointer: pointer.unwrap_or_default(), rule: rule? }))
}

fn unbroken(fields: &mut Fields<'_>, report: &mut Report) -> Unbroken {
    let mut flows = Vec::new();
    for mut table in fields.tables("flows", "a flow", report) {
        flows.extend(flow(&mut table, report));
        table.finish(report);
    }
    let untouched = list(fields, "untouched", ObjectName::read, report);
    if flows.is_empty() && untouched.is_empty() {
        report.fault(fields.line, format!("{} asks nothing", fields.name), "write `flows` or `untouched`");
    }
    Unbroken { flows, untouched }
}

/// The only rule there may be.
fn only<T>(mut rules: Vec<T>, hint: &str, fields: &Fields<'_>, report: &mut Report) -> Option<T> {
    if rules.len() != 1 {
        report.fault(fields.line, format!("{} has {} rules, not one", fields.name, rules.len()), hint);
    }
    rules.pop()
}

fn values(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// A value in one of the notations of `course::lab`, if it is there.
fn one<T>(
    fields: &mut Fields<'_>,
    key: &'static str,
    read: impl Fn(&str) -> Result<T, String>,
    report: &mut Report,
) -> Option<T> {
    let text = fields.scalar(key, report)?;
    told(&text, key, &fields.name, read, report)
}

fn needed<T>(
    fields: &mut Fields<'_>,
    key: &'static str,
    read: impl Fn(&str) -> Result<T, String>,
    report: &mut Report,
) -> Option<T> {
    let text = fields.needed(key, report)?;
    told(&text, key, &fields.name, read, report)
}

fn list<T>(
    fields: &mut Fields<'_>,
    key: &'static str,
    read: impl Fn(&str) -> Result<T, String>,
    report: &mut Report,
) -> Vec<T> {
    let texts = fields.scalars(key, report);
    texts.iter().filter_map(|text| told(text, key, &fields.name, &read, report)).collect()
}

fn needed_list<T>(
    fields: &mut Fields<'_>,
    key: &'static str,
    read: impl Fn(&str) -> Result<T, String>,
    report: &mut Report,
) -> Option<Vec<T>> {
    let faults = report.faults();
    let list = list(fields, key, read, report);
    if list.is_empty() && report.faults() == faults {
        fields.missing(key, report);
    }
    some(list)
}

fn told<T>(
    text: &Text,
    key: &str,
    name: &str,
    read: impl Fn(&str) -> Result<T, String>,
    report: &mut Report,
) -> Option<T> {
    match read(text.value.trim()) {
        Ok(value) => Some(value),
        Err(why) => {
            report.fault(text.line, format!("`{key}` of {name}: {why}"), "");
            None
        }
    }
}
