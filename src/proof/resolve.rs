//! Claims about names: what a Pod's resolver gets, and at which try.

use std::collections::BTreeSet;

use super::verdict::{Asked, Stage, Verdict};
use crate::cluster::{Kind, pod};
use crate::network::dns::resolve::Outcome;
use crate::network::dns::{Data, RecordType, Resolution};
use k8s_openapi::api::core::v1::Pod;

/// `FROM resolves NAME to TO at try N`.
pub fn ask(stage: &Stage<'_>, from: &str, name: &str, to: &[String], at: Option<usize>) -> Asked {
    let (namespace, pod_name) = stage.pod(from)?;
    let Some((_, pod)) = stage.cluster.fetch::<Pod>(&namespace, &pod_name) else {
        return Err(Verdict::Impossible(format!("there is no Pod {from}")));
    };
    let kind = if name.starts_with('_') { RecordType::SRV } else { RecordType::A };
    let resolution = stage.tracer.dns().resolve(&namespace, pod, name, kind);
    let tries = resolution.tried.len();
    if let Some(at) = at.filter(|at| *at != tries) {
        return Ok(Verdict::Fails(format!("it is decided at try {tries}, not {at}")));
    }
    let given = shown(&resolution);
    if matches(stage, &resolution, to)? {
        return Ok(Verdict::Holds);
    }
    Ok(Verdict::Fails(format!("it gives {given}")))
}

fn matches(stage: &Stage<'_>, resolution: &Resolution, to: &[String]) -> Result<bool, Verdict> {
    let words: Vec<&str> = to.iter().map(String::as_str).collect();
    let found = resolution.outcome == Outcome::Found;
    let addresses: BTreeSet<String> = resolution.addresses().iter().map(ToString::to_string).collect();
    Ok(match words.as_slice() {
        // The last name tried may go out of the cluster, where nobody knows a name that is meant for it.
        ["nothing"] => {
            resolution.answers.is_empty()
                && matches!(
                    resolution.outcome,
                    Outcome::NameError | Outcome::NoData | Outcome::Outside { .. }
                )
        }
        ["outside"] => matches!(resolution.outcome, Outcome::Outside { .. }),
        ["alias", name] => resolution.answers.iter().any(|record| match &record.data {
            Data::Name(target) => target.trim_end_matches('.').eq_ignore_ascii_case(name),
            _ => false,
        }),
        ["port", port] => resolution.answers.iter().any(
            |record| matches!(&record.data, Data::Service { port: own, .. } if own.to_string() == *port),
        ),
        ["service", service] => {
            let key = Stage::key(Kind::Service, service)?;
            let object = stage.cluster.get(&key);
            let address = object.and_then(|object| object.json().pointer("/spec/clusterIP")?.as_str());
            let address =
                address.ok_or_else(|| Verdict::Impossible(format!("there is no Service {service}")))?;
            found && addresses == BTreeSet::from([address.to_owned()])
        }
        ["pod" | "pods", pods @ ..] => {
            let mut wanted = BTreeSet::new();
            for text in pods {
                let (namespace, name) = stage.pod(text)?;
                let fetched = stage.cluster.fetch::<Pod>(&namespace, &name);
                wanted.extend(
                    fetched.and_then(|(_, pod)| pod::address(pod)).map(|address| address.to_string()),
                );
            }
            found && addresses == wanted
        }
        wanted => found && addresses == wanted.iter().map(|word| (*word).to_owned()).collect(),
    })
}

fn shown(resolution: &Resolution) -> String {
    let records: Vec<String> = resolution.answers.iter().map(ToString::to_string).collect();
    if records.is_empty() { format!("{} and no record", resolution.rcode()) } else { records.join(", ") }
}
