//! The line on which a field of a document stands. Asked only when there is something to say about it: the quick read
//! keeps no places.

use serde_saphyr::granit_parser::{Event, Parser};

/// The line (from 1, within `text`) of the field `path`, such as `items[3].spec.ports[0].port`; of the nearest field
/// around it when it is not there. 1 when nothing of it is found.
pub fn field_line(text: &str, path: &str) -> usize {
    let wanted = steps(path);
    let mut found = (0, 1);
    let mut open: Vec<Level> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let line = span.start.line();
        match event {
            Event::Scalar(value, ..) if wants_key(&open) => {
                if let Some(Level::Mapping { key, .. }) = open.last_mut() {
                    *key = Some(value.into_owned());
                }
                note(&open, &wanted, line, &mut found);
            }
            Event::Scalar(..) | Event::Alias(..) => {
                advance(&mut open);
                note(&open, &wanted, line, &mut found);
                settle(&mut open);
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                advance(&mut open);
                note(&open, &wanted, line, &mut found);
                let sequence = matches!(event, Event::SequenceStart(..));
                open.push(if sequence { Level::Sequence { next: 0 } } else { Level::Mapping { key: None } });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                settle(&mut open);
            }
            _ => {}
        }
    }
    found.1
}

enum Level {
    Mapping { key: Option<String> },
    /// `next` is one more than the index of the item being read.
    Sequence { next: usize },
}

fn wants_key(open: &[Level]) -> bool {
    matches!(open.last(), Some(Level::Mapping { key: None }))
}

/// A value begins: in a sequence that is the next item.
fn advance(open: &mut [Level]) {
    if let Some(Level::Sequence { next }) = open.last_mut() {
        *next += 1;
    }
}

/// A value has ended: its key is used up.
fn settle(open: &mut [Level]) {
    if let Some(Level::Mapping { key }) = open.last_mut() {
        *key = None;
    }
}

/// Remembers the line if we now stand at the longest beginning of the wanted path so far.
fn note(open: &[Level], wanted: &[String], line: usize, found: &mut (usize, usize)) {
    let depth = open.len();
    let same = depth <= wanted.len()
        && open.iter().zip(wanted).all(|(level, step)| match level {
            Level::Mapping { key } => key.as_ref() == Some(step),
            Level::Sequence { next } => next.checked_sub(1).is_some_and(|index| index.to_string() == *step),
        });
    if same && depth > found.0 {
        *found = (depth, line);
    }
}

/// `spec.ports[0].port` as `spec`, `ports`, `0`, `port`.
fn steps(path: &str) -> Vec<String> {
    path.split(['.', '[', ']']).filter(|step| !step.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\nkind: Service\nspec:\n  ports:\n  - name: a\n    port: 1\n  - {name: b,\n     port: 2}\n  selector: &s\n    app: web\nother: *s\n";

    #[test]
    fn a_field_is_found_by_its_path() {
        assert_eq!(field_line(TEXT, "kind"), 2);
        assert_eq!(field_line(TEXT, "spec.ports[0].port"), 6);
        assert_eq!(field_line(TEXT, "spec.ports[1].port"), 8);
        assert_eq!(field_line(TEXT, "spec.selector.app"), 10);
        assert_eq!(field_line(TEXT, "other"), 11);
    }

    #[test]
    fn a_missing_field_is_where_it_is_missing() {
        assert_eq!(field_line(TEXT, "spec.ports[0].protocol"), 5);
        assert_eq!(field_line(TEXT, "spec.clusterIP"), 3);
        assert_eq!(field_line(TEXT, "status"), 1);
        assert_eq!(field_line("a: [", "a"), 1);
    }
}
