//! A check is run: each of its claims holds, fails, or can not be asked.

use std::cell::RefCell;

use super::manifest::Manifest;
use super::{choice, connect, manifest, object, resolve, route, typed};
use crate::cluster::{Cluster, Key, Kind, read_documents};
use crate::course::{Check, Claim, Problem};
use crate::figure::{ends, scenery};
use crate::network::http::{Missing, Routes};
use crate::network::trace::Tracer;
use crate::shell::Session;

/// What became of a claim.
pub enum Verdict {
    Holds,
    /// What is true instead.
    Fails(String),
    /// It speaks of something that is not there: no verdict, not even for a negated claim.
    Impossible(String),
}

/// A verdict, or why there is none: `?` leads out with it.
pub type Asked = Result<Verdict, Verdict>;

/// What became of a check.
pub struct Ran {
    pub problems: Vec<Problem>,
    pub claims: usize,
}

/// What claims are asked of.
pub struct Stage<'c> {
    pub cluster: &'c Cluster,
    pub tracer: Tracer<'c>,
    pub routes: Routes,
    pub manifests: &'c [&'c Manifest],
    /// The commands shown in the same place.
    commands: &'c [String],
    /// Begun with the first command.
    session: RefCell<Option<Session>>,
}

/// Where a check stands, and what stands beside it.
#[derive(Clone, Copy, Default)]
pub struct Beside<'c> {
    pub manifests: &'c [&'c Manifest],
    /// Choices and answers, and whether each is right.
    pub alternatives: &'c [(String, bool)],
    /// Shown with `$ ` in front.
    pub commands: &'c [String],
}

impl Stage<'_> {
    /// `NAMESPACE/POD`, or the first Pod of the workload of that name.
    pub fn pod(&self, text: &str) -> Result<(String, String), Verdict> {
        ends::pod(self.cluster, text).map_err(Verdict::Impossible)
    }

    /// Works in the session of the check.
    fn in_shell(&self, work: impl FnOnce(&mut Session) -> Verdict) -> Verdict {
        let mut session = self.session.borrow_mut();
        work(session.get_or_insert_with(|| typed::session(self.cluster, self.manifests)))
    }

    pub fn key(kind: Kind, text: &str) -> Result<Key, Verdict> {
        match text.split_once('/') {
            Some((namespace, name)) if kind.namespaced() => Ok(Key::new(kind, namespace, name)),
            None if !kind.namespaced() => Ok(Key::new(kind, "", text)),
            _ => Err(Verdict::Impossible(format!("`{text}` is no name of a {kind}"))),
        }
    }
}

/// Runs a check. A claim about `CHOICE` or `ANSWER` is asked once for each of `alternatives`: right ones must hold, wrong
/// ones must not.
pub fn check(file: &str, check: &Check, beside: Beside<'_>) -> Ran {
    let Beside { manifests, alternatives, commands } = beside;
    let mut ran = Ran { problems: Vec::new(), claims: 0 };
    let texts: Vec<(&str, &str)> =
        manifests.iter().map(|one| (one.title.as_deref().unwrap_or("manifest"), one.text.as_str())).collect();
    let cluster = match scenery::cluster(&check.given, &texts) {
        Ok(cluster) => cluster,
        Err(_) if check.claims.iter().all(|one| matches!(one.claim, Claim::Refused { .. })) => {
            manifest::empty()
        }
        Err(why) => {
            let message = format!("the cluster of this check can not be made: {why}");
            ran.problems
                .push(Problem::new(file, check.line, message).hint("correct the manifests or what is given"));
            return ran;
        }
    };
    let stage = Stage {
        cluster: &cluster,
        tracer: Tracer::new(&cluster).assuming(Missing::Assumed),
        routes: Routes::compile(&cluster, Missing::Assumed),
        manifests,
        commands,
        session: RefCell::new(None),
    };
    for placed in &check.claims {
        let asked = choice::alternatives(&placed.claim, alternatives);
        if asked.is_empty() {
            let message = "the claim speaks of CHOICE or ANSWER, and the item has none".to_owned();
            ran.problems.push(
                Problem::new(file, placed.line, message)
                    .hint("only questions with choices or typed answers have"),
            );
        }
        for (claim, right, alternative) in asked {
            ran.claims += 1;
            let wanted = right != placed.negated;
            if let Some(message) = told(ask(&stage, &claim), wanted, alternative) {
                ran.problems.push(Problem::new(file, placed.line, message).hint(HINT));
            }
        }
    }
    ran
}

const HINT: &str =
    "correct the text and the check, or the manifests; `kubedrill trace` and `resolve` tell why";

fn told(verdict: Verdict, wanted: bool, alternative: Option<&str>) -> Option<String> {
    let of = alternative.map(|text| format!(" (`{text}`)")).unwrap_or_default();
    match (verdict, wanted) {
        (Verdict::Holds, true) | (Verdict::Fails(_), false) => None,
        (Verdict::Holds, false) if alternative.is_some() => Some(format!("a wrong choice is right{of}")),
        (Verdict::Holds, false) => Some("the claim holds, and it is said not to".to_owned()),
        (Verdict::Fails(why), true) => Some(format!("the claim is wrong{of}: {why}")),
        (Verdict::Impossible(why), _) => Some(format!("the claim can not be asked{of}: {why}")),
    }
}

fn ask(stage: &Stage<'_>, claim: &Claim) -> Verdict {
    let asked = match claim {
        Claim::Connects { from, to, node, outcome } => {
            connect::sees(stage, from, to, node.as_deref(), outcome)
        }
        Claim::May { from, to } => connect::may(stage, from, to),
        Claim::Resolves { from, name, to, at } => resolve::ask(stage, from, name, to, *at),
        Claim::Routes(claim) => route::ask(stage, claim),
        Claim::Has { kind, object, path, value } => object::has(stage, (kind, object), path, value),
        Claim::Endpoints { service, ready } => object::endpoints(stage, service, ready),
        Claim::Condition { object, condition, reason } => {
            route::condition(stage, object, condition, reason.as_deref())
        }
        Claim::Types { line, succeeds, prints } => {
            Ok(stage.in_shell(|session| typed::line(session, line, *succeeds, prints)))
        }
        Claim::Lesson { except } => {
            Ok(stage.in_shell(|session| typed::lesson(session, stage.commands, except)))
        }
        Claim::Refused { text } => Ok(refused(stage.manifests, text)),
    };
    asked.unwrap_or_else(|verdict| verdict)
}

/// One of the manifests is refused, with these words among those of the server.
fn refused(manifests: &[&Manifest], text: &str) -> Verdict {
    let mut said = Vec::new();
    for manifest in manifests {
        let mut cluster = manifest::empty();
        match read_documents("", &manifest.text) {
            Err(problem) => said.push(problem.message),
            Ok(documents) => said.extend(
                documents.iter().filter_map(|(_, document)| manifest::request(&mut cluster, document).err()),
            ),
        }
    }
    if said.iter().any(|one| one.contains(text)) {
        return Verdict::Holds;
    }
    Verdict::Fails(match said.first() {
        Some(words) => format!("the API server says: {words}"),
        None => "the API server accepts it".to_owned(),
    })
}
