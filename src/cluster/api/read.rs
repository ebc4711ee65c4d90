//! `get` and `list`.

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
    let bad = |error: &dyn std::fmt::Display| Status::plain(Reason::BadRequest, error.to_string());
    let labels = Selector::parse(labels).map_err(|error| bad(&error))?;
    let fields = FieldSelector::parse(target.kind, fields).map_err(|error| bad(&error))?;
    let wanted = |object: &&Arc<Object>| labels.matches(object.labels()) && fields.matches(object);
    Ok(if target.namespace.is_empty() || !target.kind.namespaced() {
        cluster.objects(target.kind).filter(wanted).collect()
    } else {
        cluster.objects_in(target.kind, target.namespace).filter(wanted).collect()
    })
}
