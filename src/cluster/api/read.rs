//! `get`, `list` and `watch`.

use std::sync::Arc;

use super::{
    request::Target,
    status::{Reason, Status},
};
use crate::cluster::{Cluster, FieldSelector, Object, Selector};

/// One object.
///
/// # Errors
/// `NotFound`.
pub fn get<'a>(cluster: &'a Cluster, target: &Target<'_>) -> Result<&'a Arc<Object>, Status> {
    cluster.get(&target.key()).ok_or_else(|| Status::not_found(target.kind, target.name))
}

/// Which objects of a kind, in the notation of `-l` and `--field-selector`; empty selects all.
struct Wanted {
    labels: Selector,
    fields: FieldSelector,
}

impl Wanted {
    fn read(target: &Target<'_>, labels: &str, fields: &str) -> Result<Self, Status> {
        let bad = |error: &dyn std::fmt::Display| Status::plain(Reason::BadRequest, error.to_string());
        let labels = Selector::parse(labels).map_err(|error| bad(&error))?;
        let fields = FieldSelector::parse(target.kind, fields).map_err(|error| bad(&error))?;
        Ok(Self { labels, fields })
    }

    fn matches(&self, object: &Object) -> bool {
        self.labels.matches(object.labels()) && self.fields.matches(object)
    }
}

fn everywhere(target: &Target<'_>) -> bool {
    target.namespace.is_empty() || !target.kind.namespaced()
}

/// Objects of a kind, in one namespace or (empty) in all, by namespace and name. The selectors are in the notation of
/// `-l` and `--field-selector`; empty selects all. A namespace that does not exist has no objects.
///
/// # Errors
/// `BadRequest` for a selector that cannot be read.
pub fn list<'a>(
    cluster: &'a Cluster,
    target: &Target<'_>,
    labels: &str,
    fields: &str,
) -> Result<Vec<&'a Arc<Object>>, Status> {
    let wanted = Wanted::read(target, labels, fields)?;
    let matching = |object: &&Arc<Object>| wanted.matches(object);
    Ok(if everywhere(target) {
        cluster.objects(target.kind).filter(matching).collect()
    } else {
        cluster.objects_in(target.kind, target.namespace).filter(matching).collect()
    })
}

/// One page of a list.
#[derive(Debug)]
pub struct Page<'a> {
    pub objects: Vec<&'a Arc<Object>>,
    /// What to ask for the next page with: `metadata.continue`. Empty on the last one.
    pub next: String,
    /// How many objects are on the pages to come; unknown (`None`) for a list that selects, as a server has it.
    pub remaining: Option<usize>,
    /// `metadata.resourceVersion` of the list: a watch may begin there.
    pub revision: u64,
}

/// At most `limit` objects (0: all) of a [`list`], after the page that said `next`. Pages show the cluster as it is when
/// they are asked for, which a server does too once it has forgotten the state of the first page.
///
/// # Errors
/// As for [`list`]; `BadRequest` for a `next` that no page gave.
pub fn list_page<'a>(
    cluster: &'a Cluster,
    target: &Target<'_>,
    labels: &str,
    fields: &str,
    limit: usize,
    next: &str,
) -> Result<Page<'a>, Status> {
    let mut objects = list(cluster, target, labels, fields)?;
    if !next.is_empty() {
        let (namespace, name) = next
            .split_once('/')
            .ok_or_else(|| Status::plain(Reason::BadRequest, format!("continue key is not valid: {next}")))?;
        let after = (namespace, name);
        let place = objects.partition_point(|object| (object.namespace(), object.name()) <= after);
        objects.drain(..place);
    }
    let rest = if limit == 0 { 0 } else { objects.len().saturating_sub(limit) };
    objects.truncate(objects.len() - rest);
    let last = objects.last().filter(|_| rest > 0);
    let next = last.map(|object| format!("{}/{}", object.namespace(), object.name())).unwrap_or_default();
    let selects = !labels.is_empty() || !fields.is_empty();
    let remaining = (rest > 0 && !selects).then_some(rest);
    Ok(Page { objects, next, remaining, revision: cluster.revision() })
}

/// What happened to an object, for one who watches.
#[derive(Debug, Clone)]
pub enum Watched {
    Added(Arc<Object>),
    Modified(Arc<Object>),
    /// As it was last.
    Deleted(Arc<Object>),
}

impl Watched {
    /// `ADDED`, `MODIFIED`, `DELETED`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Added(_) => "ADDED",
            Self::Modified(_) => "MODIFIED",
            Self::Deleted(_) => "DELETED",
        }
    }

    pub fn object(&self) -> &Arc<Object> {
        match self {
            Self::Added(object) | Self::Modified(object) | Self::Deleted(object) => object,
        }
    }
}

/// What happened after a revision to the objects of a [`list`]: one that no longer matches is deleted for the watcher, one
/// that begins to match is added.
///
/// # Errors
/// As for [`list`]; `Expired` when what happened then is forgotten.
pub fn watch(
    cluster: &Cluster,
    target: &Target<'_>,
    labels: &str,
    fields: &str,
    since: u64,
) -> Result<Vec<Watched>, Status> {
    let wanted = Wanted::read(target, labels, fields)?;
    let seen = |object: &&Arc<Object>| {
        let here = everywhere(target) || object.namespace() == target.namespace;
        object.kind() == target.kind && here && wanted.matches(object)
    };
    let history = cluster.history();
    let changes = history.since(since).ok_or_else(|| {
        let text = format!("too old resource version: {since} ({})", history.oldest());
        Status::plain(Reason::Expired, text)
    })?;
    Ok(changes
        .filter_map(|change| {
            let (old, new) = (change.old.as_ref().filter(seen), change.new.as_ref().filter(seen));
            match (old, new) {
                (None, Some(new)) => Some(Watched::Added(Arc::clone(new))),
                (Some(_), Some(new)) => Some(Watched::Modified(Arc::clone(new))),
                (Some(old), None) => Some(Watched::Deleted(Arc::clone(old))),
                (None, None) => None,
            }
        })
        .collect())
}
