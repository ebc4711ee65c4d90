//! `kubectl config`: contexts and the namespace of the current one.

use super::super::output::{padded, yaml};
use serde_json::json;

use crate::shell::kubectl::{
    client::Client,
    command::{Command, Completes},
    commands::cluster_info::server,
    failure::Failure,
    flag::{Flag, switch, text},
};

const GET: &[Flag] =
    &[switch("no-headers", '\0', "Leave the headers out."), text("output", 'o', "", "Output format: name.")];
const SET: &[Flag] = &[switch("current", '\0', "Modify the current context.")];
const VIEW: &[Flag] = &[
    switch("minify", '\0', "Remove all information not used by current-context from the output."),
    switch("flatten", '\0', "Flatten the resulting kubeconfig file into self-contained output."),
    switch("raw", '\0', "Display raw byte data and sensitive data."),
    text("output", 'o', "yaml", "Output format: yaml, json, jsonpath."),
];

pub const COMMAND: Command = Command {
    name: "config",
    summary: "Modify kubeconfig files",
    about: "Modify kubeconfig files using subcommands like \"kubectl config set current-context my-context\".",
    usage: "SUBCOMMAND [options]",
    commands: &[
        &Command {
            name: "current-context",
            summary: "Display the current-context",
            about: "Display the current-context.",
            run: Some(current),
            ..Command::PLAIN
        },
        &Command {
            name: "get-clusters",
            summary: "Display clusters defined in the kubeconfig",
            about: "Display clusters defined in the kubeconfig.",
            run: Some(clusters),
            ..Command::PLAIN
        },
        &Command {
            name: "get-contexts",
            summary: "Describe one or many contexts",
            about: "Display one or many contexts from the kubeconfig file.",
            usage: "[(-o|--output=)name)] [options]",
            flags: &[GET],
            completes: Completes::Contexts,
            run: Some(contexts),
            ..Command::PLAIN
        },
        &Command {
            name: "set-context",
            summary: "Set a context entry in kubeconfig",
            about: "Set a context entry in kubeconfig.",
            examples: "# Work in namespace shop from now on\nkubectl config set-context --current --namespace=shop",
            usage: "[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace] [options]",
            flags: &[SET],
            completes: Completes::Contexts,
            run: Some(set_context),
            ..Command::PLAIN
        },
        &Command {
            name: "use-context",
            aliases: &["use"],
            summary: "Set the current-context in a kubeconfig file",
            about: "Set the current-context in a kubeconfig file.",
            usage: "CONTEXT_NAME [options]",
            completes: Completes::Contexts,
            run: Some(use_context),
            ..Command::PLAIN
        },
        &Command {
            name: "view",
            summary: "Display merged kubeconfig settings or a specified kubeconfig file",
            about: "Display merged kubeconfig settings.",
            flags: &[VIEW],
            run: Some(view),
            ..Command::PLAIN
        },
    ],
    ..Command::PLAIN
};

fn current(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let name = client.call.session.kubeconfig.current.clone();
    if name.is_empty() {
        return Err(Failure::plain("current-context is not set"));
    }
    client.line(&name);
    Ok(())
}

#[allow(clippy::unnecessary_wraps, reason = "every command has this signature")]
fn clusters(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let mut names: Vec<String> =
        client.call.session.kubeconfig.contexts.iter().map(|context| context.cluster.clone()).collect();
    names.sort();
    names.dedup();
    client.line("NAME");
    for name in &names {
        client.line(name);
    }
    Ok(())
}

fn contexts(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let config = client.call.session.kubeconfig.clone();
    let wanted = client.argument(0).to_owned();
    let mut contexts: Vec<_> =
        config.contexts.iter().filter(|context| wanted.is_empty() || context.name == wanted).collect();
    if contexts.is_empty() && !wanted.is_empty() {
        return Err(Failure::plain(format!("context {wanted} not found")));
    }
    contexts.sort_by(|a, b| a.name.cmp(&b.name));
    if client.flags.text("output") == "name" {
        for context in contexts {
            client.line(&context.name);
        }
        return Ok(());
    }
    let mut rows = Vec::new();
    if !client.flags.is("no-headers") {
        rows.push(["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"].map(str::to_owned).to_vec());
    }
    for context in contexts {
        let mark = if context.name == config.current { "*" } else { "" };
        rows.push(vec![
            mark.to_owned(),
            context.name.clone(),
            context.cluster.clone(),
            context.user.clone(),
            context.namespace.clone().unwrap_or_default(),
        ]);
    }
    let table = padded(&rows, 3);
    client.out(&table);
    Ok(())
}

fn set_context(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let config = &client.call.session.kubeconfig;
    let name = match (client.argument(0), client.flags.is("current")) {
        ("", false) | (_, true)
            if client.arguments.len() > usize::from(!client.flags.is("current"))
                || client.arguments.is_empty() && !client.flags.is("current") =>
        {
            return Err(Failure::plain("you must specify a non-empty context name or --current"));
        }
        (_, true) => config.current.clone(),
        (name, false) => name.to_owned(),
    };
    if name.is_empty() {
        return Err(Failure::plain("no current context is set"));
    }
    let given = |flag: &str| client.flags.given(flag).then(|| client.flags.text(flag).to_owned());
    let (namespace, cluster, user) = (given("namespace"), given("cluster"), given("user"));
    let config = &mut client.call.session.kubeconfig;
    let model = config.context().cloned();
    let known = config.contexts.iter().any(|context| context.name == name);
    if !known {
        let Some(mut context) = model else { return Err(Failure::plain("no current context is set")) };
        context.name.clone_from(&name);
        context.namespace = None;
        config.contexts.push(context);
    }
    if let Some(context) = config.contexts.iter_mut().find(|context| context.name == name) {
        if let Some(namespace) = namespace {
            context.namespace = Some(namespace).filter(|namespace| !namespace.is_empty());
        }
        context.cluster = cluster.unwrap_or_else(|| context.cluster.clone());
        context.user = user.unwrap_or_else(|| context.user.clone());
    }
    let did = if known { "modified" } else { "created" };
    client.line(&format!("Context {name:?} {did}."));
    Ok(())
}

fn use_context(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    if client.arguments.len() != 1 {
        return Err(Failure::Usage(format!("Unexpected args: [{}]", client.arguments.join(" "))));
    }
    let name = client.argument(0).to_owned();
    let config = &mut client.call.session.kubeconfig;
    if !config.contexts.iter().any(|context| context.name == name) {
        return Err(Failure::plain(format!("no context exists with the name: {name:?}")));
    }
    config.current.clone_from(&name);
    client.line(&format!("Switched to context {name:?}."));
    Ok(())
}

fn view(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let address = server(client);
    let config = client.call.session.kubeconfig.clone();
    let minify = client.flags.is("minify");
    let mut contexts: Vec<_> =
        config.contexts.iter().filter(|context| !minify || context.name == config.current).collect();
    contexts.sort_by(|a, b| a.name.cmp(&b.name));
    let mut clusters: Vec<&str> = contexts.iter().map(|context| context.cluster.as_str()).collect();
    let mut users: Vec<&str> = contexts.iter().map(|context| context.user.as_str()).collect();
    for names in [&mut clusters, &mut users] {
        names.sort_unstable();
        names.dedup();
    }
    let shown = |context: &crate::shell::Context| {
        let mut inner = json!({"cluster": context.cluster, "user": context.user});
        if let Some(namespace) = &context.namespace {
            inner["namespace"] = namespace.as_str().into();
        }
        json!({"context": inner, "name": context.name})
    };
    let value = json!({
        "apiVersion": "v1",
        "clusters": clusters.iter().map(|name| json!({"cluster": {"certificate-authority-data": "DATA+OMITTED", "server": address}, "name": name})).collect::<Vec<_>>(),
        "contexts": contexts.iter().map(|context| shown(context)).collect::<Vec<_>>(),
        "current-context": config.current,
        "kind": "Config",
        "users": users.iter().map(|name| json!({"name": name, "user": {"client-certificate-data": "DATA+OMITTED", "client-key-data": "DATA+OMITTED"}})).collect::<Vec<_>>(),
    });
    let form = super::super::output::Form::of(&client.flags, super::super::output::Offer::Objects)?;
    let text = if form.is_usual() { yaml(&value) } else { form.print(&value, false)? };
    client.out(&text);
    Ok(())
}
