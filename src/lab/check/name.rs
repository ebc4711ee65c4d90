//! What a name gives inside Pods: the lookup must reach DNS, and the answer must be the one that is asked for.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::clients::with_clients;
use crate::{
    cluster::pod,
    course::lab::{Lookup, LookupAnswer},
    lab::{find, loss::Loss, scene::Scene, words},
    network::{
        dns::{Data, Outcome, RecordType, Resolution},
        trace::{Dns, From, Tracer},
    },
};

pub fn met(lookup: &Lookup, scene: &Scene<'_>) -> Result<(), Loss> {
    with_clients(scene, &lookup.from, |tracer, clients| looked_up(lookup, scene, tracer, clients))
}

fn looked_up(lookup: &Lookup, scene: &Scene<'_>, tracer: &Tracer<'_>, clients: &[From]) -> Result<(), Loss> {
    let name = &lookup.name;
    for client in clients {
        let From::Pod { namespace, name: pod } = client else {
            return Err("only Pods ask the cluster's DNS".to_owned().into());
        };
        let (object, typed) = tracer.find_pod(namespace, pod).map_err(|error| error.to_string())?;
        let reached = tracer.reaches_dns(namespace, pod, name).map_err(|error| error.to_string())?;
        if let Some((_, why)) = reached.filter(|(dns, _)| *dns != Dns::Resolved) {
            let told =
                format!("the question of {} for {name} gets no answer", words::client(&client.to_string()));
            return Err(Loss::of(told, why));
        }
        let resolution = tracer.dns().resolve(object.namespace(), typed, name, RecordType::A);
        answered(lookup, scene, &resolution)
            .map_err(|why| format!("{name}, asked by {}: {why}", words::client(&client.to_string())))?;
    }
    Ok(())
}

fn answered(lookup: &Lookup, scene: &Scene<'_>, resolution: &Resolution) -> Result<(), String> {
    let found: BTreeSet<IpAddr> = resolution.addresses().into_iter().collect();
    let wanted: BTreeSet<IpAddr> = match &lookup.gives {
        LookupAnswer::Nothing => {
            return if resolution.answers.is_empty() {
                Ok(())
            } else {
                Err(format!("gives {}", told(resolution)))
            };
        }
        LookupAnswer::Something => {
            return if resolution.answers.is_empty() { Err(told(resolution)) } else { Ok(()) };
        }
        LookupAnswer::Outside => {
            let is_outside = matches!(resolution.outcome, Outcome::Outside { .. });
            return if is_outside {
                Ok(())
            } else {
                Err(format!("{}; it should be asked outside the cluster", told(resolution)))
            };
        }
        LookupAnswer::Alias(host) => {
            let is_it = resolution.answers.iter().any(|record| {
                matches!(&record.data, Data::Name(name) if name.trim_end_matches('.').eq_ignore_ascii_case(host))
            });
            return if is_it { Ok(()) } else { Err(format!("{}, not an alias of {host}", told(resolution))) };
        }
        LookupAnswer::Service(service) => {
            find::virtual_addresses(find::service(scene.cluster, service)?).into_iter().collect()
        }
        LookupAnswer::Pods(pods) => {
            find::pods(scene.cluster, pods)?.into_iter().filter_map(|(_, one)| pod::address(one)).collect()
        }
        LookupAnswer::Addresses(addresses) => addresses.iter().copied().collect(),
    };
    if !found.is_empty() && found == wanted {
        return Ok(());
    }
    let wanted: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    Err(format!("{}, not {}", told(resolution), wanted.join(", ")))
}

fn told(resolution: &Resolution) -> String {
    match &resolution.outcome {
        Outcome::Found => {
            let records: Vec<String> =
                resolution.answers.iter().map(|record| record.data.to_string()).collect();
            records.join(", ")
        }
        Outcome::NameError => "there is no such name".to_owned(),
        Outcome::NoData => "the name is there, without an address".to_owned(),
        Outcome::ServerFailure => "DNS fails (SERVFAIL)".to_owned(),
        Outcome::Refused => "DNS refuses to answer (REFUSED)".to_owned(),
        Outcome::Outside { name, .. } if !name.trim_end_matches('.').contains('.') => {
            "there is no such name in the cluster".to_owned()
        }
        Outcome::Outside { name, .. } => {
            format!("a server outside the cluster is asked for {}", name.trim_end_matches('.'))
        }
        Outcome::Unsupported { why } | Outcome::NoServer { why } => why.clone(),
    }
}
