//! What lets a connection through that a task wants stopped: the item of the rule, and what it allows besides.

use crate::{
    cluster::{
        Selector,
        selector::{Operator, Requirement},
    },
    network::policy::{
        Connection, Direction, Ground, Namespaces, Party, Peer, Policies, Rule, RuleName, Side,
    },
};

/// `report-7d9f in app`, or for a Pod that was made for the question what it is.
pub fn who(party: Party<'_>) -> String {
    match party {
        Party::Address(address) => format!("an address outside the cluster ({address})"),
        Party::Pod(object, _) if object.name().starts_with("kubedrill-witness-") => {
            let labels: Vec<String> =
                object.labels().iter().map(|(key, value)| format!("{key}={value}")).collect();
            let labels = if labels.is_empty() {
                "without labels".to_owned()
            } else {
                format!("labelled {}", labels.join(","))
            };
            let namespace = match object.namespace() {
                other if other.starts_with("elsewhere") => "another Namespace".to_owned(),
                own => format!("Namespace {own}"),
            };
            format!("a Pod {labels} in {namespace}")
        }
        Party::Pod(object, _) => format!("{} in {}", object.name(), object.namespace()),
    }
}

pub fn port(connection: Connection) -> String {
    format!("{}/{}", connection.port, connection.protocol)
}

/// The reason, as a sentence about the policy of the Pod that should be closed.
pub fn why(side: &Side, own: Party<'_>, policies: &Policies, direction: Direction) -> String {
    let way = direction.field();
    match side.ground {
        Ground::NotEnforced => "the network plugin of this cluster enforces no policies".to_owned(),
        Ground::NotIsolated => format!("no policy selects {} for {way}, so that way is open", who(own)),
        Ground::AllowedByRule => match side.allowing.first() {
            Some(name) => by_rule(name, policies),
            None => format!("a rule allows it for {way}"),
        },
        _ => format!("nothing stops it for {way}"),
    }
}

fn by_rule(name: &RuleName, policies: &Policies) -> String {
    let policy =
        policies.of_namespace(&name.policy.namespace).iter().find(|policy| policy.name == name.policy);
    let rule = policy.and_then(|policy| policy.rules(name.direction)?.get(name.rule));
    let Some(rule) = rule else { return format!("{name} allows it") };
    let peers = name.direction.peers_field();
    let place = format!("{}[{}] of NetworkPolicy {}", name.direction.field(), name.rule, name.policy);
    let who = match (name.peer, &rule.peers) {
        (Some(index), Some(list)) => {
            let Some(peer) = list.get(index) else { return format!("{name} allows it") };
            let meant = meant(peer, name.direction);
            if list.len() > 1 {
                format!(
                    "the {} item of `{peers}` in {place} stands alone, so it allows {meant}",
                    ordinal(index)
                )
            } else {
                format!("`{peers}` in {place} allows {meant}")
            }
        }
        _ => format!("{place} has no `{peers}`, so it allows everyone"),
    };
    format!("{who}{}", ports(rule))
}

fn ports(rule: &Rule) -> &'static str {
    if rule.ports.is_none() { ", on every port, for the rule has no `ports`" } else { "" }
}

fn ordinal(index: usize) -> String {
    let number = index + 1;
    let ending = match number % 10 {
        _ if (11..=13).contains(&(number % 100)) => "th",
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    };
    match number {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        _ => format!("{number}{ending}"),
    }
}

/// Whom an item of `from` or `to` means.
fn meant(peer: &Peer, direction: Direction) -> String {
    match peer {
        Peer::Block { cidr, except } if except.is_empty() => format!("every address in {cidr}"),
        Peer::Block { cidr, except } => {
            let holes: Vec<String> = except.iter().map(ToString::to_string).collect();
            format!("every address in {cidr} but {}", holes.join(", "))
        }
        Peer::Pods { namespaces, pods } => {
            let pods = if pods.is_everything() {
                "every Pod".to_owned()
            } else {
                format!("every Pod {}", selected(pods))
            };
            match namespaces {
                Namespaces::Own(own) => format!("{pods} of {own}, the policy's own Namespace"),
                Namespaces::Selected(selector) if selector.is_everything() => {
                    format!("{pods} of any Namespace")
                }
                Namespaces::Selected(selector) => {
                    let to = if direction == Direction::Ingress { "of" } else { "in" };
                    format!("{pods} {to} any Namespace {}", selected(selector))
                }
            }
        }
    }
}

/// `labelled app=web`, `with a label tier`.
fn selected(selector: &Selector) -> String {
    let Selector::All(requirements) = selector else { return "of none".to_owned() };
    let one = |requirement: &Requirement| {
        let Requirement { key, operator, values } = requirement;
        match operator {
            Operator::In if values.len() == 1 => format!("labelled {key}={}", values.join("")),
            Operator::In => format!("labelled {key}={}", values.join(" or ")),
            Operator::NotIn => format!("not labelled {key}={}", values.join(" or ")),
            Operator::Exists => format!("with a label {key}"),
            Operator::DoesNotExist => format!("without a label {key}"),
        }
    };
    requirements.iter().map(one).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn items_are_counted_as_one_speaks() {
        let shown: Vec<String> = [0, 3, 10, 11, 12, 20, 21, 22, 100, 110].map(ordinal).into();
        assert_eq!(shown, ["first", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "101st", "111th"]);
    }
}
