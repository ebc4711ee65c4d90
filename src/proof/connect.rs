//! Claims about connections: what a client sees, and what policies say.

use std::net::IpAddr;

use super::verdict::{Asked, Stage, Verdict};
use crate::figure::ends;
use crate::network::policy::{Connection, Party};
use crate::network::trace::read_protocol;

/// `FROM gets OUTCOME from TO`.
pub fn sees(stage: &Stage<'_>, from: &str, to: &str, node: Option<&str>, outcome: &str) -> Asked {
    let request = ends::request(stage.cluster, from, to, node).map_err(Verdict::Impossible)?;
    let trace = stage.tracer.trace(&request).map_err(|error| impossible(&error))?;
    if trace.outcome.name() == outcome {
        return Ok(Verdict::Holds);
    }
    Ok(Verdict::Fails(format!("it is {}: {}", trace.outcome.name().replace('_', "-"), trace.reason)))
}

/// `FROM may reach TO`, whoever listens there.
pub fn may(stage: &Stage<'_>, from: &str, to: &str) -> Asked {
    let hint = || Verdict::Impossible(format!("`{to}` is not NAMESPACE/POD:PORT or ip:ADDRESS:PORT"));
    let (host, port) = to.rsplit_once(':').ok_or_else(hint)?;
    let (number, protocol) = port.split_once('/').unwrap_or((port, "TCP"));
    let connection = Connection {
        port: number.parse().map_err(|_| hint())?,
        protocol: read_protocol(protocol).map_err(|error| impossible(&error))?,
    };
    let (from, to) = (party(stage, from)?, party(stage, host)?);
    let decision = stage.tracer.policies().decide(from, to, connection);
    match decision.verdict.name() {
        "allow" => Ok(Verdict::Holds),
        "deny" => Ok(Verdict::Fails("policies do not allow it".to_owned())),
        _ => Err(Verdict::Impossible("what policies say of it is not defined".to_owned())),
    }
}

fn party<'c>(stage: &Stage<'c>, text: &str) -> Result<Party<'c>, Verdict> {
    if let Some(address) = text.strip_prefix("ip:") {
        let address: IpAddr =
            address.parse().map_err(|_| Verdict::Impossible(format!("`{address}` is no address")))?;
        return Ok(Party::at(stage.cluster, address));
    }
    let (namespace, name) = stage.pod(text)?;
    Party::pod(stage.cluster, &namespace, &name)
        .ok_or_else(|| Verdict::Impossible(format!("there is no Pod {text}")))
}

fn impossible(error: &dyn std::fmt::Display) -> Verdict {
    Verdict::Impossible(error.to_string())
}
