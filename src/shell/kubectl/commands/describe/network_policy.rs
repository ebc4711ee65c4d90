//! `describe networkpolicy`: what a policy allows, in words.

use serde_json::Value;

use super::{
    common::{annotations, go_time, head, items, labels, plain, text},
    selector,
};
use crate::{cluster::Object, shell::kubectl::client::Client};

pub fn describe(_: &mut Client<'_, '_>, object: &Object) -> String {
    let json = object.json();
    let created = go_time(text(json, "/metadata/creationTimestamp"));
    let mut out =
        format!("{}Created on:\t{created}\n{}{}Spec:\n", head(object), labels(object), annotations(object));
    let pods = match selector::shown(json.pointer("/spec/podSelector")).as_str() {
        "<none>" => "<none> (Allowing the specific traffic to all pods in this namespace)".to_owned(),
        shown => shown.to_owned(),
    };
    out.push_str(&format!("  PodSelector:     {pods}\n"));
    let types: Vec<&str> = items(json, "/spec/policyTypes").iter().filter_map(Value::as_str).collect();
    for (direction, word, peers, whence) in
        [("Ingress", "ingress", "from", "source"), ("Egress", "egress", "to", "destination")]
    {
        if types.contains(&direction) {
            out.push_str(&format!("  Allowing {word} traffic:\n"));
            out.push_str(&rules(items(json, &format!("/spec/{word}")), word, peers, whence));
        } else {
            out.push_str(&format!("  Not affecting {word} traffic\n"));
        }
    }
    out.push_str(&format!("  Policy Types: {}\n", types.join(", ")));
    out
}

fn rules(rules: &[Value], word: &str, peers: &str, whence: &str) -> String {
    if rules.is_empty() {
        return format!("    <none> (Selected pods are isolated for {word} connectivity)\n");
    }
    let title = if peers == "from" { "From" } else { "To" };
    let each = rules.iter().map(|rule| {
        let mut out = String::new();
        let ports = items(rule, "/ports");
        if ports.is_empty() {
            out.push_str("    To Port: <any> (traffic allowed to all ports)\n");
        }
        for port in ports {
            let number = port.get("port").map_or_else(|| "<nil>".to_owned(), plain);
            let last = port.get("endPort").map_or_else(String::new, |end| format!("-{end}"));
            let protocol =
                Some(text(port, "/protocol")).filter(|protocol| !protocol.is_empty()).unwrap_or("TCP");
            out.push_str(&format!("    To Port: {number}{last}/{protocol}\n"));
        }
        let all = items(rule, &format!("/{peers}"));
        if all.is_empty() {
            out.push_str(&format!("    {title}: <any> (traffic not restricted by {whence})\n"));
        }
        for peer in all {
            out.push_str(&format!("    {title}:\n"));
            if let Some(block) = peer.get("ipBlock") {
                let except: Vec<&str> = items(block, "/except").iter().filter_map(Value::as_str).collect();
                out.push_str(&format!(
                    "      IPBlock:\n        CIDR: {}\n        Except: {}\n",
                    text(block, "/cidr"),
                    except.join(", ")
                ));
            }
            for (field, name) in [("namespaceSelector", "NamespaceSelector"), ("podSelector", "PodSelector")]
            {
                if let Some(found) = peer.get(field) {
                    out.push_str(&format!("      {name}: {}\n", selector::shown(Some(found))));
                }
            }
        }
        out
    });
    each.collect::<Vec<_>>().join("    ----------\n")
}
