//! `nginx.ingress.kubernetes.io/rewrite-target` and `use-regex`: annotations of ingress-nginx alone, as its template reads them.
//!
//! Source: `internal/ingress/controller/template/template.go` (`buildLocation`, `buildProxyPass`) and
//! <https://kubernetes.github.io/ingress-nginx/examples/rewrite/>. Other annotations are left alone on purpose.

use regex_lite::Regex;

use crate::cluster::Object;

const REWRITE: &str = "nginx.ingress.kubernetes.io/rewrite-target";
const EXPRESSIONS: &str = "nginx.ingress.kubernetes.io/use-regex";

/// What becomes of the path.
#[derive(Debug)]
pub struct Rewrite {
    /// The rule's path, found anywhere in the request's, in any case.
    expression: Option<Regex>,
    target: String,
}

impl Rewrite {
    /// `None` without the annotation, and where target and path are the same: the template leaves that alone.
    pub fn read(object: &Object, path: &str) -> Option<Self> {
        let target = object.annotation(REWRITE).filter(|target| !target.is_empty() && *target != path)?;
        Some(Self { expression: Regex::new(&format!("(?i){path}")).ok(), target: target.to_owned() })
    }

    /// The whole path becomes the target, `$1` and so on replaced by what the groups caught; a query in the target is kept.
    pub fn apply(&self, path: &str) -> String {
        let captures = self.expression.as_ref().and_then(|expression| expression.captures(path));
        let Some(captures) = captures else { return path.to_owned() };
        let mut out = String::with_capacity(self.target.len());
        let mut rest = self.target.chars().peekable();
        while let Some(one) = rest.next() {
            let digit = rest.peek().and_then(|next| next.to_digit(10)).filter(|_| one == '$');
            if let Some(digit) = digit {
                rest.next();
                let group = usize::try_from(digit).ok().and_then(|digit| captures.get(digit));
                out.push_str(group.map_or("", |group| group.as_str()));
            } else {
                out.push(one);
            }
        }
        if out.starts_with('/') { out } else { format!("/{out}") }
    }
}

pub fn uses_expressions(object: &Object) -> bool {
    object.annotation(EXPRESSIONS) == Some("true")
}
