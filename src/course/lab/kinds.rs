//! The kinds of objects that a criterion names, in its author's words: `Service`, `deployment`, `ipaddresspools`.

use super::{
    criterion::{Check, FileRule, Flow, LookupAnswer},
    subject::{Client, Peer, Pods, Target, Which},
};

impl Check {
    /// Every kind that is named, as often as it is.
    pub fn kinds(&self) -> Vec<&str> {
        match self {
            Self::Flow(flow) => of_flow(flow),
            Self::Blocked(blocked) => {
                let allowed = blocked.allowed.iter().map(|allowed| &allowed.peer);
                let peers = allowed.chain(&blocked.among).filter_map(of_peer);
                of_pods(&blocked.subject).into_iter().chain(peers).collect()
            }
            Self::Name(lookup) => {
                let given = match &lookup.gives {
                    LookupAnswer::Pods(pods) => of_pods(pods),
                    _ => None,
                };
                lookup.from.iter().filter_map(of_client).chain(given).collect()
            }
            Self::Endpoints(endpoints) => of_pods(&endpoints.pods).into_iter().collect(),
            Self::File(file) => match &file.rule {
                FileRule::FieldOf(object, _) => vec![&object.kind],
                FileRule::AddressesOf(pods) => of_pods(pods).into_iter().collect(),
                FileRule::Is(_) | FileRule::Lines(_) | FileRule::Has(_) => Vec::new(),
            },
            Self::Field(field) => vec![&field.object.kind],
            Self::Unbroken(unbroken) => {
                let untouched = unbroken.untouched.iter().map(|object| object.kind.as_str());
                unbroken.flows.iter().flat_map(of_flow).chain(untouched).collect()
            }
            Self::Http(_) | Self::Recreation(_) => Vec::new(),
        }
    }
}

fn of_flow(flow: &Flow) -> Vec<&str> {
    let ends = flow.from.iter().filter_map(of_client).chain(flow.to.iter().filter_map(of_target));
    ends.chain(flow.answered_by.iter().filter_map(of_pods)).collect()
}

fn of_target(target: &Target) -> Option<&str> {
    match target {
        Target::Pods(pods) => of_pods(pods),
        _ => None,
    }
}

fn of_client(client: &Client) -> Option<&str> {
    match client {
        Client::Pods(pods) => of_pods(pods),
        Client::New(_) | Client::Outside(_) | Client::Node(_) => None,
    }
}

fn of_peer(peer: &Peer) -> Option<&str> {
    match peer {
        Peer::Pods(pods) => of_pods(pods),
        Peer::Namespaces(..) | Peer::Block(_) | Peer::Anyone => None,
    }
}

fn of_pods(pods: &Pods) -> Option<&str> {
    match &pods.which {
        Which::Of { kind, .. } => Some(kind),
        Which::All | Which::Labelled(_) => None,
    }
}
