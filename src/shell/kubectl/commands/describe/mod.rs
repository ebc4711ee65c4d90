//! `kubectl describe`: one describer a kind, in one table; anything else as its fields.

mod common;
mod config;
mod containers;
mod endpoints;
mod generic;
mod ingress;
mod network_policy;
mod node;
mod node_pods;
mod pod;
mod quota;
mod selector;
mod service;
mod slices;
mod template;
mod volumes;
mod workload;

use std::sync::Arc;

use crate::{
    cluster::{Kind, Object},
    shell::kubectl::{
        client::Client,
        command::{Command, Completes},
        commands::common::{ALL_NAMESPACES, FILES, SELECTOR},
        failure::Failure,
        flag::{Flag, Takes, number, switch},
        output::aligned,
        resource::{Query, is_given},
    },
};

pub use template::pod_template;

const OWN: &[Flag] = &[
    number("chunk-size", '\0', "500", "Return large lists in chunks."),
    Flag {
        takes: Takes::Switch,
        default: "true",
        ..switch("show-events", '\0', "If true, display events related to the described object.")
    },
];

pub const COMMAND: Command = Command {
    name: "describe",
    summary: "Show details of a specific resource or group of resources",
    about: "Show details of a specific resource or group of resources.\n\nPrint a detailed description of the selected resources, including related resources such as events or controllers. You may select a single object by name, all objects of that type, provide a name prefix, or label selector.",
    examples: "# Describe a service\nkubectl describe svc web\n\n# Describe a pod\nkubectl describe pods/nginx\n\n# Describe all pods\nkubectl describe pods\n\n# Describe pods by label name=myLabel\nkubectl describe pods -l name=myLabel",
    usage: "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [options]",
    flags: &[OWN, FILES, SELECTOR, ALL_NAMESPACES],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

/// Describes one object: text with tabs.
type Describer = fn(&mut Client<'_, '_>, &Object) -> String;

const DESCRIBERS: &[(Kind, Describer)] = &[
    (Kind::Pod, pod::describe),
    (Kind::Service, service::describe),
    (Kind::Deployment, workload::deployment),
    (Kind::ReplicaSet, workload::replica_set),
    (Kind::DaemonSet, workload::daemon_set),
    (Kind::StatefulSet, workload::stateful_set),
    (Kind::Ingress, ingress::describe),
    (Kind::IngressClass, ingress::class),
    (Kind::NetworkPolicy, network_policy::describe),
    (Kind::Endpoints, endpoints::describe),
    (Kind::EndpointSlice, slices::describe),
    (Kind::Node, node::describe),
    (Kind::Namespace, quota::namespace),
    (Kind::ResourceQuota, quota::describe),
    (Kind::ConfigMap, config::config_map),
    (Kind::Secret, config::secret),
    (Kind::ServiceAccount, config::service_account),
];

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if client.arguments.is_empty() && !is_given(&client.flags) {
        return Err(Failure::plain(
            "You must specify the type of resource to describe. Use \"kubectl api-resources\" for a complete list of supported resources.",
        ));
    }
    let all_namespaces = client.flags.is("all-namespaces");
    let query = Query {
        arguments: client.arguments.clone(),
        all_without_names: true,
        all_namespaces,
        may_be_missing: false,
    };
    let selection = client.select(&query)?;
    let mut failures = selection.failures;
    let mut texts = Vec::new();
    for item in &selection.items {
        match client.get(item.kind, &item.namespace, &item.name) {
            Ok(object) => texts.push(described(client, &object)),
            Err(status) => failures.push(status.into()),
        }
    }
    if let ([kind, prefix], true) =
        (&client.arguments.clone()[..], texts.is_empty() && failures.iter().any(Failure::is_not_found))
    {
        let found = by_prefix(client, kind, prefix)?;
        if !found.is_empty() {
            for object in found {
                let text = described(client, &object);
                client.line(&text);
            }
            return Ok(());
        }
    }
    if texts.is_empty() && failures.is_empty() {
        let namespace = client.namespace();
        client.error_line(&if all_namespaces {
            "No resources found".to_owned()
        } else {
            format!("No resources found in {namespace} namespace.")
        });
    }
    client.out(&texts.join("\n\n"));
    Failure::of(failures)
}

/// Objects whose names begin so.
fn by_prefix(client: &mut Client<'_, '_>, word: &str, prefix: &str) -> Result<Vec<Arc<Object>>, Failure> {
    let mut found = Vec::new();
    for kind in client.kinds_of(word)? {
        let namespace = client.namespace_for(kind);
        found.extend(
            client
                .list(kind, &namespace, "", "")?
                .into_iter()
                .filter(|object| object.name().starts_with(prefix)),
        );
    }
    Ok(found)
}

fn described(client: &mut Client<'_, '_>, object: &Object) -> String {
    let describer = DESCRIBERS
        .iter()
        .find(|(kind, _)| *kind == object.kind())
        .map_or(generic::describe as Describer, |(_, describer)| *describer);
    aligned(&describer(client, object))
}
