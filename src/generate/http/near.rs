//! Why a rule of an Ingress does not take a request: another host, another case, half an element, a longer path.

use super::scene::Rule;
use crate::course::Mistake;

/// Whether a rule's host is this one, by name or by an asterisk for its first label.
pub fn host_fits(rule: &Rule, host: &str) -> bool {
    rule.host == host
        || rule.host.strip_prefix("*.").is_some_and(|rest| {
            host.split_once('.').is_some_and(|(label, own)| !label.is_empty() && own == rest)
        })
}

/// `Prefix /api` for `shop.example.com`.
pub fn rule_text(rule: &Rule) -> String {
    let kind = if rule.exact { "Exact" } else { "Prefix" };
    format!("`{kind} {}` for `{}`", rule.path, rule.host)
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub host: &'a str,
    pub path: &'a str,
}

impl Request<'_> {
    /// Why a rule does not get the request.
    pub fn slip(self, rule: &Rule) -> (Mistake, String) {
        let text = rule_text(rule);
        if !host_fits(rule, self.host) {
            let why = if rule.host.starts_with("*.") {
                format!("Its rule is {text}, where `*` stands for exactly one label.")
            } else {
                format!("Its rule is {text}, and for no other host.")
            };
            return (Mistake::Hostname, why);
        }
        if let Some(nearly) = self.nearly(rule) {
            let mistake = if rule.exact && self.path.starts_with(&rule.path) {
                Mistake::ExactForPrefix
            } else {
                Mistake::PathElements
            };
            return (mistake, nearly);
        }
        if self.path == rule.path || (!rule.exact && below(self.path, &rule.path)) {
            let why = format!("{text} fits, too, but a longer path wins, and of equal ones `Exact`.");
            return (Mistake::RuleOrder, why);
        }
        if rule.path == "/" {
            let why = format!("{text} fits the path `/` and no other.");
            return (Mistake::ExactForPrefix, why);
        }
        let not = if rule.exact { "is another path" } else { "does not begin with its path" };
        (Mistake::PathElements, format!("{text} does not fit: `{}` {not}.", self.path))
    }

    /// Why a rule for this host that one may take for fitting does not fit.
    pub fn nearly(self, rule: &Rule) -> Option<String> {
        if !host_fits(rule, self.host) || rule.path == "/" {
            return None;
        }
        let (text, path) = (rule_text(rule), self.path);
        let fold = |text: &str| text.to_ascii_lowercase();
        if self.path == rule.path || (!rule.exact && below(path, &rule.path)) {
            None
        } else if fold(path) == fold(&rule.path) || (!rule.exact && below(&fold(path), &fold(&rule.path))) {
            Some(format!("{text} does not fit `{path}`: paths are compared with their case."))
        } else if rule.exact && below(path, &rule.path) {
            Some(format!("{text} fits the whole path only, and `{path}` is not the same."))
        } else if path.starts_with(&rule.path) {
            Some(format!(
                "{text} does not fit `{path}`: paths are compared by whole elements between the slashes."
            ))
        } else if below(&rule.path, path) && path != "/" {
            Some(format!("{text} does not fit `{path}`: the rule's path is longer."))
        } else {
            None
        }
    }
}

/// Whether a path is this one or below it, element by element.
fn below(path: &str, above: &str) -> bool {
    let above = above.trim_end_matches('/');
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
