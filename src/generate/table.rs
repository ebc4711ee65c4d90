//! Tables as kubectl prints them: columns parted by three spaces.

use super::{
    objects::{Labels, NAME_LABEL, PodSketch, label_text},
    text::fenced,
};

/// Head and rows, each column as wide as its widest cell.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("   ").trim_end());
        text.push('\n');
    }
    text
}

/// A row of cells.
pub fn row<S: AsRef<str>>(cells: &[S]) -> Vec<String> {
    cells.iter().map(|cell| cell.as_ref().to_owned()).collect()
}

/// Pods with their labels, as a block for a stem; with the names of their container ports where those decide something.
pub fn pods(pods: &[PodSketch], named: bool) -> String {
    let listens = if named { "LISTENS ON (PORT NAME)" } else { "LISTENS ON" };
    let mut rows = vec![row(&["NAMESPACE", "POD", listens, "LABELS"])];
    rows.extend(pods.iter().map(|pod| {
        let mut port = format!("{} {}", pod.app.protocol, pod.app.port);
        if named {
            port = format!("{port} ({})", pod.app.port_name);
        }
        row(&[&pod.namespace, &pod.name, &port, &label_text(&pod.labels)])
    }));
    fenced("text", &table(&rows))
}

/// Namespaces with their labels, as a block for a stem.
pub fn namespaces(namespaces: &[(String, Labels)]) -> String {
    let mut rows = vec![row(&["NAMESPACE", "LABELS"])];
    rows.extend(namespaces.iter().map(|(name, labels)| {
        let mut labels = labels.clone();
        labels.insert(NAME_LABEL.to_owned(), name.clone());
        row(&[name, &label_text(&labels)])
    }));
    fenced("text", &table(&rows))
}
