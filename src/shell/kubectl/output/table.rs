//! Tables of objects: the cells that the cluster gives, with the columns that flags add.

use std::sync::Arc;

use super::pad::padded;
use crate::cluster::{Cluster, Kind, Object, table};

/// What to add to a table, and what to leave out.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools, reason = "five independent flags of the line")]
pub struct Columns {
    pub wide: bool,
    pub namespace: bool,
    pub kind: bool,
    pub show_labels: bool,
    /// `-L`: each label a column.
    pub labels: Vec<String>,
    pub no_headers: bool,
}

/// One object of a table.
pub type Row = Arc<Object>;

/// Objects of one kind as a table; empty for no objects.
pub fn print_table(cluster: &Cluster, kind: Kind, objects: &[Row], columns: &Columns, now: &str) -> String {
    let declared = table::columns(kind);
    let shown = |index: usize| declared.get(index).is_some_and(|column| columns.wide || !column.wide);
    let mut rows: Vec<Vec<String>> = Vec::new();
    if !columns.no_headers {
        let mut header: Vec<String> = Vec::new();
        if columns.namespace {
            header.push("NAMESPACE".to_owned());
        }
        header.extend(
            declared
                .iter()
                .enumerate()
                .filter(|(index, _)| shown(*index))
                .map(|(_, column)| column.name.to_owned()),
        );
        header.extend(
            columns.labels.iter().map(|label| label.rsplit('/').next().unwrap_or(label).to_uppercase()),
        );
        if columns.show_labels {
            header.push("LABELS".to_owned());
        }
        rows.push(header);
    }
    for object in objects {
        let mut row = Vec::new();
        if columns.namespace {
            row.push(object.namespace().to_owned());
        }
        let cells = table::cells(cluster, object, now);
        for (index, mut cell) in cells.into_iter().enumerate().filter(|(index, _)| shown(*index)) {
            if index == 0 && columns.kind {
                cell = format!("{}/{cell}", crate::shell::kubectl::resource::qualified(kind));
            }
            row.push(cell);
        }
        row.extend(
            columns.labels.iter().map(|label| object.labels().get(label).cloned().unwrap_or_default()),
        );
        if columns.show_labels {
            row.push(label_text(object));
        }
        rows.push(row);
    }
    padded(&rows, 3)
}

fn label_text(object: &Object) -> String {
    let pairs: Vec<String> = object.labels().iter().map(|(key, value)| format!("{key}={value}")).collect();
    if pairs.is_empty() { "<none>".to_owned() } else { pairs.join(",") }
}
