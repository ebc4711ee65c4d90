//! Where a value stands in a tree, in the two notations that messages use. It is a chain along the calls that read the
//! tree, so that it costs nothing until somebody asks.

/// One step down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    Root,
    Field { structure: &'static str, name: &'a str },
    Key(&'a str),
    Index(usize),
}

/// A step, and those above it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    above: Option<&'a Place<'a>>,
    step: Step<'a>,
}

impl<'a> Place<'a> {
    pub const ROOT: Self = Self { above: None, step: Step::Root };

    pub fn inner(&'a self, step: Step<'a>) -> Self {
        Self { above: Some(self), step }
    }

    fn steps(&self) -> Vec<Step<'a>> {
        let mut steps = vec![self.step];
        let mut above = self.above;
        while let Some(place) = above {
            steps.push(place.step);
            above = place.above;
        }
        steps.reverse();
        steps
    }

    /// `spec.ports[0].port`
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.steps() {
            match step {
                Step::Root => {}
                Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
                Step::Key(name) | Step::Field { name, .. } => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
            }
        }
        path
    }

    /// `spec.ports.port`: Go's messages do not name keys and indices.
    pub fn fields(&self) -> String {
        let names = self.steps().into_iter().filter_map(|step| match step {
            Step::Field { name, .. } => Some(name),
            _ => None,
        });
        names.collect::<Vec<_>>().join(".")
    }

    /// The innermost struct around the value, and the field of it.
    fn innermost(&self) -> (&'static str, &'a str) {
        let mut place = *self;
        loop {
            match (place.step, place.above) {
                (Step::Field { structure, name }, _) => return (structure, name),
                (_, Some(above)) => place = *above,
                (_, None) => return ("", ""),
            }
        }
    }

    pub fn structure(&self) -> &'static str {
        self.innermost().0
    }

    pub fn last_field(&self) -> &'a str {
        self.innermost().1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_in_both_notations() {
        let spec = Place::ROOT.inner(Step::Field { structure: "Pod", name: "spec" });
        let list = spec.inner(Step::Field { structure: "PodSpec", name: "containers" });
        let item = list.inner(Step::Index(2));
        let labels = item.inner(Step::Key("a"));
        assert_eq!(
            (labels.path().as_str(), labels.fields().as_str()),
            ("spec.containers[2].a", "spec.containers")
        );
        assert_eq!((labels.structure(), labels.last_field()), ("PodSpec", "containers"));
        assert_eq!((Place::ROOT.path().as_str(), Place::ROOT.structure()), ("", ""));
    }
}
