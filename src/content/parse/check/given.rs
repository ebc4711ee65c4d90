//! A line that begins with `given`: a Pod, a Service, a Namespace, a node, or a plugin without enforcement.

use super::words::{Fault, Words, label, pair, port};
use crate::content::parse::nearest::did_you_mean;
use crate::course::{Given, GivenPod, GivenPort, GivenService, Listens};

const POD: &str = "given pod NS/NAME [LABEL=VALUE ...] [listens PORT[/udp][=NAME] ...] [local PORT] [on NODE] [at ADDRESS] [unready] [host-network]";
const SERVICE: &str = "given service NS/NAME [LABEL=VALUE ...] PORT[:TARGET][/udp][=NAME] ... [headless]";

pub fn read(text: &str) -> Result<Given, Fault> {
    let mut words = Words::new(text);
    let hint = "write given pod, service, namespace, node, or no enforcement";
    match words.needed("what is given", hint)? {
        "pod" => pod(words).map(Given::Pod),
        "service" => service(words).map(Given::Service),
        "namespace" => {
            let name = words.needed("a name", "given namespace NAME [LABEL=VALUE ...]")?.to_owned();
            Ok(Given::Namespace { name, labels: labels(words)? })
        }
        "node" => {
            let name = words.needed("a name", "given node NAME [LABEL=VALUE ...]")?.to_owned();
            Ok(Given::Node { name, labels: labels(words)? })
        }
        "no" if words.take("enforcement") => Ok(Given::NoEnforcement),
        other => {
            let known = ["pod", "service", "namespace", "node"];
            Err(Fault::new(format!("unknown `given {other}`"), did_you_mean(other, known)))
        }
    }
}

fn labels(mut words: Words<'_>) -> Result<Vec<(String, String)>, Fault> {
    let mut labels = Vec::new();
    while let Some(word) = words.next() {
        labels
            .push(label(word).ok_or_else(|| Fault::new(format!("`{word}` is no label"), "write KEY=VALUE"))?);
    }
    Ok(labels)
}

fn pod(mut words: Words<'_>) -> Result<GivenPod, Fault> {
    let (namespace, name) = pair(words.needed("NAMESPACE/NAME", POD)?, POD)?;
    let mut pod = GivenPod { namespace, name, ..GivenPod::default() };
    while let Some(word) = words.next() {
        match word {
            "listens" => pod.listens.push(listens(words.needed("a port", POD)?, false)?),
            "local" => pod.listens.push(listens(words.needed("a port", POD)?, true)?),
            "on" => pod.node = Some(words.needed("a node", POD)?.to_owned()),
            "at" => pod.address = Some(words.needed("an address", POD)?.to_owned()),
            "unready" => pod.unready = true,
            "host-network" => pod.host_network = true,
            _ => pod.labels.push(
                label(word).ok_or_else(|| Fault::new(format!("cannot read `{word}` about a Pod"), POD))?,
            ),
        }
    }
    Ok(pod)
}

fn listens(word: &str, localhost: bool) -> Result<Listens, Fault> {
    let (number, name) = word.split_once('=').map_or((word, None), |(number, name)| (number, Some(name)));
    let (port, protocol) = port(number, POD)?;
    Ok(Listens { port, protocol, name: name.map(str::to_owned), localhost })
}

fn service(mut words: Words<'_>) -> Result<GivenService, Fault> {
    let (namespace, name) = pair(words.needed("NAMESPACE/NAME", SERVICE)?, SERVICE)?;
    let mut service = GivenService { namespace, name, ..GivenService::default() };
    while let Some(word) = words.next() {
        if word == "headless" {
            service.headless = true;
        } else if word.starts_with(|first: char| first.is_ascii_digit()) {
            service.ports.push(service_port(word)?);
        } else {
            let pair = label(word)
                .ok_or_else(|| Fault::new(format!("cannot read `{word}` about a Service"), SERVICE))?;
            service.selector.push(pair);
        }
    }
    if service.ports.is_empty() {
        return Err(Fault::new("a given Service has no port", SERVICE));
    }
    Ok(service)
}

fn service_port(word: &str) -> Result<GivenPort, Fault> {
    let (word, name) = word.split_once('=').map_or((word, None), |(word, name)| (word, Some(name)));
    let (ports, protocol) = word.split_once('/').unwrap_or((word, "TCP"));
    let (number, target) = ports.split_once(':').unwrap_or((ports, ports));
    let (port, _) = port(number, SERVICE)?;
    let (target, protocol) = (target.to_owned(), protocol.to_ascii_uppercase());
    Ok(GivenPort { port, target, protocol, name: name.map(str::to_owned) })
}
