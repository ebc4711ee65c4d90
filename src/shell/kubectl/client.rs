//! One running command: the call, its flags, and the requests that it makes.
//!
//! Every request goes through here, so that what is the same for all of them stands once: the time, the namespace, the
//! warnings that a server sends beside its answer.

use std::sync::Arc;

use k8s_openapi::api::core::v1::Pod;
use serde_json::{Value, json};

use super::{failure::Failure, flag::Flags, resource::Item};
use crate::{
    cluster::{
        Cluster, Kind, Object,
        api::{
            self, Body, DeleteOptions, How, PatchType, Propagation, Status, Target, Unknown, Warnings,
            Watched,
        },
        container,
    },
    shell::call::Call,
};

/// What a command runs with.
pub struct Client<'c, 'a> {
    pub call: &'c mut Call<'a>,
    pub flags: Flags,
    pub arguments: Vec<String>,
    /// How many arguments stood before `--`.
    pub dash: Option<usize>,
    /// `kubectl create deployment`.
    pub path: String,
    /// Warnings that were printed: each once.
    pub warned: Vec<String>,
}

/// `--dry-run`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DryRun {
    No,
    Client,
    Server,
}

impl DryRun {
    /// What a message ends with.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::No => "",
            Self::Client => " (dry run)",
            Self::Server => " (server dry run)",
        }
    }
}

impl Client<'_, '_> {
    pub fn cluster(&self) -> &Cluster {
        &self.call.session.cluster
    }

    /// RFC 3339, UTC.
    pub fn now(&self) -> String {
        self.call.session.now.clone()
    }

    /// The namespace of `-n`, or of the current context.
    pub fn namespace(&self) -> String {
        match self.flags.text("namespace") {
            "" => self.call.session.kubeconfig.namespace().to_owned(),
            given => given.to_owned(),
        }
    }

    /// The namespace of `-n` alone: what a generated object carries.
    pub fn enforced_namespace(&self) -> Option<String> {
        self.flags.given("namespace").then(|| self.namespace())
    }

    /// Where objects of the kind are: nowhere for those of the whole cluster.
    pub fn namespace_for(&self, kind: Kind) -> String {
        if kind.namespaced() { self.namespace() } else { String::new() }
    }

    pub fn argument(&self, at: usize) -> &str {
        self.arguments.get(at).map_or("", String::as_str)
    }

    /// Arguments before `--`, and those after it.
    pub fn parted(&self) -> (Vec<String>, Vec<String>) {
        let at = self.dash.unwrap_or(self.arguments.len()).min(self.arguments.len());
        (self.arguments[..at].to_vec(), self.arguments[at..].to_vec())
    }

    pub fn out(&mut self, text: &str) {
        self.call.print(text);
    }

    pub fn line(&mut self, text: &str) {
        self.call.line(text);
    }

    pub fn error_line(&mut self, text: &str) {
        self.call.error_line(text);
    }

    /// `--dry-run`, if the command knows it.
    ///
    /// # Errors
    /// A word that it does not take.
    pub fn dry_run(&mut self) -> Result<DryRun, Failure> {
        match self.flags.text("dry-run") {
            "" | "none" => Ok(DryRun::No),
            "client" => Ok(DryRun::Client),
            "server" => Ok(DryRun::Server),
            "unchanged" => {
                let stamp = log_stamp(&self.now());
                self.error_line(&format!("W{stamp}    4711 helpers.go:719] --dry-run is deprecated and can be replaced with --dry-run=client."));
                Ok(DryRun::Client)
            }
            other => Err(Failure::plain(format!(
                "Invalid dry-run value ({other}). Must be \"none\", \"server\", or \"client\"."
            ))),
        }
    }

    /// A warning of the server, once.
    pub fn warn(&mut self, text: &str) {
        if !self.warned.iter().any(|said| said == text) {
            self.warned.push(text.to_owned());
            self.error_line(&format!("Warning: {text}"));
        }
    }

    /// A request: its settings are the same for all, and what the server warns of is printed.
    fn request<T>(
        &mut self,
        dry_run: DryRun,
        force: bool,
        send: impl FnOnce(&mut Cluster, &How<'_>) -> Result<T, Status>,
    ) -> Result<T, Status> {
        let (now, manager, warnings) = (self.now(), self.manager(), Warnings::default());
        let how = How {
            unknown: self.validation(),
            dry_run: dry_run == DryRun::Server,
            time: &now,
            manager: &manager,
            force,
            warnings: Some(&warnings),
        };
        let answer = send(&mut self.call.session.cluster, &how);
        for warning in warnings.take() {
            self.warn(&warning);
        }
        answer
    }

    /// Who the server notes as the writer of fields: `kubectl-create`.
    fn manager(&self) -> String {
        let verb = self.path.split(' ').nth(1).unwrap_or_default();
        match verb {
            _ if self.flags.given("field-manager") => self.flags.text("field-manager").to_owned(),
            "apply" if self.flags.is("server-side") => "kubectl".to_owned(),
            "apply" => "kubectl-client-side-apply".to_owned(),
            verb => format!("kubectl-{verb}"),
        }
    }

    /// What reading a kind is answered with beside the objects.
    fn read_warning(&mut self, kind: Kind) {
        if let Some(warning) = api::deprecation(kind) {
            self.warn(&warning);
        }
    }

    pub fn get(&mut self, kind: Kind, namespace: &str, name: &str) -> Result<Arc<Object>, Status> {
        self.read_warning(kind);
        api::get(self.cluster(), &Target { kind, namespace, name }).cloned()
    }

    /// Objects of a kind in one namespace or, with none, in all.
    pub fn list(
        &mut self,
        kind: Kind,
        namespace: &str,
        labels: &str,
        fields: &str,
    ) -> Result<Vec<Arc<Object>>, Status> {
        self.read_warning(kind);
        let target = Target { kind, namespace, name: "" };
        // Commands without the flag ask for all at once.
        let limit = usize::try_from(self.flags.number("chunk-size")).unwrap_or(0);
        let (mut found, mut next) = (Vec::new(), String::new());
        loop {
            let page = api::list_page(self.cluster(), &target, labels, fields, limit, &next)?;
            found.extend(page.objects.into_iter().cloned());
            if page.next.is_empty() {
                return Ok(found);
            }
            next = page.next;
        }
    }

    /// What happened after a revision to objects that [`list`](Self::list) would find.
    pub fn watch(
        &self,
        kind: Kind,
        namespace: &str,
        labels: &str,
        fields: &str,
        since: u64,
    ) -> Result<Vec<Watched>, Status> {
        api::watch(self.cluster(), &Target { kind, namespace, name: "" }, labels, fields, since)
    }

    pub fn create(
        &mut self,
        kind: Kind,
        namespace: &str,
        body: &Value,
        dry_run: DryRun,
    ) -> Result<Arc<Object>, Status> {
        let (target, body) = (Target { kind, namespace, name: "" }, Body::from(body.clone()));
        self.request(dry_run, false, |cluster, how| api::create(cluster, &target, &body, how))
    }

    pub fn update(
        &mut self,
        kind: Kind,
        namespace: &str,
        name: &str,
        body: &Value,
        dry_run: DryRun,
    ) -> Result<Arc<Object>, Status> {
        let (target, body) = (Target { kind, namespace, name }, Body::from(body.clone()));
        self.request(dry_run, false, |cluster, how| api::update(cluster, &target, &body, how))
    }

    /// Replaces `status` alone.
    pub fn update_status(
        &mut self,
        item: &Item,
        body: &Value,
        dry_run: DryRun,
    ) -> Result<Arc<Object>, Status> {
        let target = Target { kind: item.kind, namespace: &item.namespace, name: &item.name };
        let body = Body::from(body.clone());
        self.request(dry_run, false, |cluster, how| api::update_status(cluster, &target, &body, how))
    }

    pub fn get_scale(&self, (kind, namespace, name): (Kind, &str, &str)) -> Result<Value, Status> {
        api::get_scale(self.cluster(), &Target { kind, namespace, name })
    }

    pub fn update_scale(
        &mut self,
        (kind, namespace, name): (Kind, &str, &str),
        scale: &Value,
        dry_run: DryRun,
    ) -> Result<Value, Status> {
        let target = Target { kind, namespace, name };
        self.request(dry_run, false, |cluster, how| api::update_scale(cluster, &target, scale, how))
    }

    pub fn patch_scale(
        &mut self,
        (kind, namespace, name): (Kind, &str, &str),
        patch_type: PatchType,
        patch: &Value,
        dry_run: DryRun,
    ) -> Result<Value, Status> {
        let target = Target { kind, namespace, name };
        self.request(dry_run, false, |cluster, how| {
            api::patch_scale(cluster, &target, patch_type, patch, how)
        })
    }

    pub fn patch(
        &mut self,
        (kind, namespace, name): (Kind, &str, &str),
        patch_type: PatchType,
        patch: &Value,
        dry_run: DryRun,
    ) -> Result<Arc<Object>, Status> {
        let target = Target { kind, namespace, name };
        self.request(dry_run, false, |cluster, how| api::patch(cluster, &target, patch_type, patch, how))
    }

    /// Changes `status` alone, as a controller would.
    pub fn patch_status(
        &mut self,
        (kind, namespace, name): (Kind, &str, &str),
        patch_type: PatchType,
        patch: &Value,
        dry_run: DryRun,
    ) -> Result<Arc<Object>, Status> {
        let target = Target { kind, namespace, name };
        self.request(dry_run, false, |cluster, how| {
            api::patch_status(cluster, &target, patch_type, patch, how)
        })
    }

    /// Server-side apply: makes the object if it is not there.
    pub fn apply(
        &mut self,
        item: &Item,
        body: &Value,
        force: bool,
        dry_run: DryRun,
    ) -> Result<Arc<Object>, Status> {
        let target = Target { kind: item.kind, namespace: &item.namespace, name: &item.name };
        let body = Body::from(body.clone());
        self.request(dry_run, force, |cluster, how| api::apply(cluster, &target, &body, how))
    }

    pub fn delete(
        &mut self,
        (kind, namespace, name): (Kind, &str, &str),
        propagation: Propagation,
        dry_run: DryRun,
    ) -> Result<Arc<Object>, Status> {
        let target = Target { kind, namespace, name };
        let options = DeleteOptions { propagation, ..DeleteOptions::default() };
        self.request(dry_run, false, |cluster, how| api::delete_as(cluster, &target, &options, how))
    }

    /// Deletes a Pod, if its disruption budget allows it.
    pub fn evict(&mut self, pod: &Object, dry_run: DryRun) -> Result<Arc<Object>, Status> {
        let target = Target { kind: Kind::Pod, namespace: pod.namespace(), name: pod.name() };
        self.request(dry_run, false, |cluster, how| api::evict(cluster, &target, how))
    }

    /// Adds an ephemeral container to a Pod, behind those that it has.
    pub fn add_ephemeral_container(
        &mut self,
        pod: &Object,
        container: &Value,
    ) -> Result<Arc<Object>, Status> {
        let target = Target { kind: Kind::Pod, namespace: pod.namespace(), name: pod.name() };
        let own = pod.json().pointer("/spec/ephemeralContainers").and_then(Value::as_array);
        let others = own.into_iter().flatten().filter(|one| one["name"] != container["name"]);
        let order: Vec<Value> = others.chain([container]).map(|one| json!({"name": one["name"]})).collect();
        let patch = json!({"spec": {"$setElementOrder/ephemeralContainers": order, "ephemeralContainers": [container]}});
        self.request(DryRun::No, false, |cluster, how| {
            api::patch_ephemeral_containers(cluster, &target, PatchType::Strategic, &patch, how)
        })
    }

    /// What a container has written, as far as that is known: the log of `CoreDNS`, and why a port could not be had.
    pub fn log_of(&self, pod: &Object, container: &str, runs: bool) -> String {
        if let Some(process) = self.call.session.cluster.process(pod) {
            return process.log.join("\n") + "\n";
        }
        // One that runs has its ports, whatever its image and arguments let one think.
        let spec = pod.typed::<Pod>().filter(|_| !runs).and_then(|pod| pod.spec.as_ref());
        spec.and_then(|spec| container::clash(spec, container)).unwrap_or_default()
    }

    /// Lets simulated time pass, in seconds.
    pub fn spend(&mut self, seconds: i64) {
        self.call.session.pass(u64::try_from(seconds).unwrap_or(0));
    }

    /// The names in a folder; none when it is none.
    pub fn folder(&self, path: &str) -> Vec<String> {
        let path = self.call.session.absolute(path);
        let names =
            self.call.session.disk().map(|disk| disk.names(&path).map(|(name, _)| name.to_owned()).collect());
        names.unwrap_or_default()
    }

    /// `--validate`: strict unless it was turned off.
    fn validation(&self) -> Unknown {
        match self.flags.text("validate") {
            // Commands without the flag leave it to the server, which warns.
            "" | "warn" => Unknown::Warn,
            "false" | "ignore" => Unknown::Ignore,
            _ => Unknown::Strict,
        }
    }
}

/// `1122 08:14:41.000000` of `2026-11-22T08:14:41Z`.
fn log_stamp(now: &str) -> String {
    let part = |from: usize, to: usize| now.get(from..to).unwrap_or_default();
    format!("{}{} {}.000000", part(5, 7), part(8, 10), part(11, 19))
}
