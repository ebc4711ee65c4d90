//! `kubectl create role`, `rolebinding` and their kin: printed with `--dry-run=client`; who may do what is not simulated.

use serde_json::{Value, json};

use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
    flag::{Flag, list, text},
};

const RULES: &[Flag] = &[
    list("verb", '\0', "Verb that applies to the resources contained in the rule."),
    list("resource", '\0', "Resource that the rule applies to."),
    list("resource-name", '\0', "Resource in the white list that the rule applies to."),
];
const SUBJECTS: &[Flag] = &[
    text("role", '\0', "", "Role this RoleBinding should reference."),
    text("clusterrole", '\0', "", "ClusterRole this RoleBinding should reference."),
    list("serviceaccount", '\0', "Service accounts to bind to the role, in the format <namespace>:<name>."),
    list("user", '\0', "Usernames to bind to the role."),
    list("group", '\0', "Groups to bind to the role."),
];

pub const COMMAND: Command = Command {
    name: "role",
    summary: "Create a role with single rule",
    about: "Create a role with single rule.",
    usage: "NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none] [options]",
    flags: &[RULES, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(|client| role(client, "Role")),
    ..Command::PLAIN
};
pub const CLUSTER_ROLE: Command = Command {
    name: "clusterrole",
    summary: "Create a cluster role",
    about: "Create a cluster role.",
    run: Some(|client| role(client, "ClusterRole")),
    ..COMMAND
};
pub const BINDING: Command = Command {
    name: "rolebinding",
    summary: "Create a role binding for a particular role or cluster role",
    about: "Create a role binding for a particular role or cluster role.",
    usage: "NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none] [options]",
    flags: &[SUBJECTS, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(|client| binding(client, "RoleBinding")),
    ..Command::PLAIN
};
pub const CLUSTER_ROLE_BINDING: Command = Command {
    name: "clusterrolebinding",
    summary: "Create a cluster role binding for a particular cluster role",
    about: "Create a cluster role binding for a particular cluster role.",
    run: Some(|client| binding(client, "ClusterRoleBinding")),
    ..BINDING
};

fn role(client: &mut Client<'_, '_>, kind: &str) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let (verbs, resources) = (client.flags.list("verb"), client.flags.list("resource"));
    if verbs.is_empty() {
        return Err(Failure::plain("at least one verb must be specified"));
    }
    if resources.is_empty() {
        return Err(Failure::plain("at least one resource must be specified"));
    }
    let mut rules: Vec<(String, Vec<String>)> = Vec::new();
    for resource in resources {
        let (bare, part) =
            resource.split_once('/').map_or((resource.as_str(), None), |(bare, part)| (bare, Some(part)));
        let kind = client.kinds_of(bare)?.first().copied();
        let declaration = kind.map(crate::cluster::Kind::declaration);
        let plural = declaration.map_or(bare, |declaration| declaration.plural);
        let called = part.map_or_else(|| plural.to_owned(), |part| format!("{plural}/{part}"));
        let group = declaration.map_or("", |declaration| declaration.group).to_owned();
        match rules.iter_mut().find(|(known, _)| *known == group) {
            Some((_, names)) => names.push(called),
            None => rules.push((group, vec![called])),
        }
    }
    let names = client.flags.list("resource-name");
    let rules: Vec<Value> = rules
        .into_iter()
        .map(|(group, resources)| {
            let mut rule = json!({"apiGroups": [group], "resources": resources, "verbs": verbs});
            if !names.is_empty() {
                rule["resourceNames"] = json!(names);
            }
            rule
        })
        .collect();
    let object = json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": name}, "rules": rules});
    client.create_generated(object, &format!("failed to create {}: ", kind.to_lowercase()))
}

const GROUP: &str = "rbac.authorization.k8s.io";

fn binding(client: &mut Client<'_, '_>, kind: &str) -> Result<(), Failure> {
    let name = exactly_one_name(&client.arguments)?;
    let (role, cluster_role) =
        (client.flags.text("role").to_owned(), client.flags.text("clusterrole").to_owned());
    let (to, target) = match (role.as_str(), cluster_role.as_str()) {
        ("", "") | (_, _) if role.is_empty() == cluster_role.is_empty() => {
            return Err(Failure::plain("exactly one of clusterrole or role must be specified"));
        }
        ("", cluster_role) => ("ClusterRole", cluster_role),
        (role, _) => ("Role", role),
    };
    let mut subjects: Vec<Value> = Vec::new();
    subjects.extend(
        client.flags.list("user").iter().map(|user| json!({"apiGroup": GROUP, "kind": "User", "name": user})),
    );
    subjects.extend(
        client
            .flags
            .list("group")
            .iter()
            .map(|group| json!({"apiGroup": GROUP, "kind": "Group", "name": group})),
    );
    for account in client.flags.list("serviceaccount") {
        let Some((namespace, account)) = account.split_once(':') else {
            return Err(Failure::plain("serviceaccount must be <namespace>:<name>"));
        };
        subjects.push(json!({"kind": "ServiceAccount", "name": account, "namespace": namespace}));
    }
    let object = json!({
        "apiVersion": format!("{GROUP}/v1"), "kind": kind, "metadata": {"name": name},
        "roleRef": {"apiGroup": GROUP, "kind": to, "name": target}, "subjects": subjects,
    });
    client.create_generated(object, &format!("failed to create {}: ", kind.to_lowercase()))
}
