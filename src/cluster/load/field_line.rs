//! The lines on which fields of a document stand. Asked only when there is something to say about them: the quick read
//! keeps no places.

use std::collections::BTreeMap;

use serde_saphyr::granit_parser::{Event, Parser};

/// The lines (from 1, within `text`) of the fields with these paths, such as `items[3].spec.ports[0].port`; of the
/// nearest field around one that is not there. One read of the text answers for all paths.
pub fn field_lines(text: &str, paths: &[String]) -> Vec<usize> {
    let mut wanted = Wanted::of(paths);
    let mut open: Vec<Level> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let line = span.start.line();
        match event {
            Event::Scalar(value, ..)
                if matches!(open.last(), Some(Level::Mapping { key: Key::Awaited, .. })) =>
            {
                if let Some(Level::Mapping { at, key }) = open.last_mut() {
                    *key = Key::Read(wanted.enter(*at, &value, line));
                }
            }
            Event::Scalar(..) | Event::Alias(..) => {
                wanted.value(&mut open, line);
                settle(&mut open);
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let at = wanted.value(&mut open, line);
                let sequence = matches!(event, Event::SequenceStart(..));
                open.push(if sequence {
                    Level::Sequence { at, next: 0 }
                } else {
                    Level::Mapping { at, key: Key::Awaited }
                });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                settle(&mut open);
            }
            _ => {}
        }
    }
    paths.iter().map(|path| wanted.line(path)).collect()
}

/// A collection being read, and the wanted field that it is, if it is one.
enum Level {
    Mapping {
        at: Option<usize>,
        key: Key,
    },
    /// `next` is the index of the item that comes.
    Sequence {
        at: Option<usize>,
        next: usize,
    },
}

/// Where a mapping stands.
#[derive(Clone, Copy)]
enum Key {
    Awaited,
    /// Its value is awaited: the wanted field that it leads to, if any.
    Read(Option<usize>),
}

/// The paths as a tree: one read walks along all of them at once.
struct Wanted {
    steps: Vec<Step>,
}

#[derive(Default)]
struct Step {
    next: BTreeMap<String, usize>,
    /// 0 until it is met.
    line: usize,
}

impl Wanted {
    fn of(paths: &[String]) -> Self {
        let mut steps = vec![Step::default()];
        for path in paths {
            let mut at = 0;
            for name in names(path) {
                let new = steps.len();
                let Some(step) = steps.get_mut(at) else { break };
                at = *step.next.entry(name.to_owned()).or_insert(new);
                if at == new {
                    steps.push(Step::default());
                }
            }
        }
        Self { steps }
    }

    /// The wanted field `name` inside another; its line is noted the first time.
    fn enter(&mut self, at: Option<usize>, name: &str, line: usize) -> Option<usize> {
        let next = *self.steps.get(at?)?.next.get(name)?;
        let step = self.steps.get_mut(next)?;
        if step.line == 0 {
            step.line = line;
        }
        Some(next)
    }

    /// A value begins: which wanted field is it?
    fn value(&mut self, open: &mut [Level], line: usize) -> Option<usize> {
        match open.last_mut() {
            None => {
                if let Some(root) = self.steps.first_mut().filter(|root| root.line == 0) {
                    root.line = line;
                }
                Some(0)
            }
            Some(Level::Mapping { key: Key::Read(at), .. }) => *at,
            Some(Level::Mapping { key: Key::Awaited, .. }) => None,
            Some(Level::Sequence { at, next }) => {
                *next += 1;
                let (at, index) = (*at, (*next - 1).to_string());
                self.enter(at, &index, line)
            }
        }
    }

    fn line(&self, path: &str) -> usize {
        let root = self.steps.first().map_or(1, |root| root.line.max(1));
        let (mut at, mut line) = (0, root);
        for name in names(path) {
            let Some(next) = self.steps.get(at).and_then(|step| step.next.get(name)) else { break };
            at = *next;
            match self.steps.get(at) {
                Some(step) if step.line > 0 => line = step.line,
                _ => break,
            }
        }
        line
    }
}

/// A value has ended: its key is used up.
fn settle(open: &mut [Level]) {
    if let Some(Level::Mapping { key, .. }) = open.last_mut() {
        *key = Key::Awaited;
    }
}

/// `spec.ports[0].port` as `spec`, `ports`, `0`, `port`.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split(['.', '[', ']']).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\nkind: Service\nspec:\n  ports:\n  - name: a\n    port: 1\n  - {name: b,\n     port: 2}\n  selector: &s\n    app: web\nother: *s\n";

    fn lines(paths: &[&str]) -> Vec<usize> {
        field_lines(TEXT, &paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn fields_are_found_by_their_paths() {
        let paths = ["kind", "spec.ports[0].port", "spec.ports[1].port", "spec.selector.app", "other"];
        assert_eq!(lines(&paths), [2, 6, 8, 10, 11]);
    }

    #[test]
    fn a_missing_field_is_where_it_is_missing() {
        assert_eq!(
            lines(&["spec.ports[0].protocol", "spec.clusterIP", "status", "spec.ports[7].name"]),
            [5, 3, 2, 4]
        );
        assert_eq!(field_lines("a: [", &["a".to_owned()]), [1]);
    }
}
