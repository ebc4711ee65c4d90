//! A semantic fault before its line is known, and the lines for all of them at once.

use super::{document::Text, field_line::field_lines, problem::LoadProblem};

/// A fault in a field of a document.
#[derive(Debug, Clone)]
pub struct Fault<'a> {
    pub text: Text<'a>,
    /// From the document's root: `items[3].spec.ports[0].port`.
    pub path: String,
    pub object: Option<String>,
    /// From the object's root.
    pub field: String,
    pub message: String,
}

/// Turns faults into problems, in their order: each document with faults is read once more to find the lines.
pub fn locate(faults: Vec<Fault<'_>>) -> Vec<LoadProblem> {
    let mut lines = Vec::with_capacity(faults.len());
    for of_one_document in faults.chunk_by(|one, two| one.text.is_same(&two.text)) {
        let paths: Vec<String> = of_one_document.iter().map(|fault| fault.path.clone()).collect();
        lines.extend(
            of_one_document.first().into_iter().flat_map(|fault| field_lines(fault.text.content, &paths)),
        );
    }
    let faults = faults.into_iter().zip(lines);
    faults
        .map(|(fault, line)| LoadProblem {
            source: fault.text.source.to_owned(),
            line: fault.text.first_line + line - 1,
            column: 0,
            object: fault.object,
            field: (!fault.field.is_empty()).then_some(fault.field),
            message: fault.message,
        })
        .collect()
}
