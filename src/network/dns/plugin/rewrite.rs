//! The settings of the plugin `rewrite`: names changed on the way in, and changed back on the way out.
//! <https://coredns.io/plugins/rewrite/>

use regex_lite::Regex;

use super::reader::Reader;
use crate::network::dns::{corefile::CorefileError, name};

/// One `rewrite` stanza.
#[derive(Debug, Clone)]
pub struct Rewrite {
    pub line: usize,
    /// `continue`: later rules see the new name.
    pub goes_on: bool,
    pub rule: Rule,
}

#[derive(Debug, Clone)]
pub enum Rule {
    Name {
        from: Pattern,
        to: String,
        /// `answer auto`; always so for `exact`.
        auto: bool,
        answers: Vec<AnswerRule>,
    },
    /// A field that no question here has (`edns0`, `class`).
    WithoutEffect,
    /// `type`, `ttl`, `cname`, `rcode`.
    NotSimulated(String),
}

#[derive(Debug, Clone)]
pub enum Pattern {
    Exact(String),
    Prefix(String),
    Suffix(String),
    Substring(String),
    Regex(Regex),
}

/// `answer name FROM TO`, `answer value FROM TO`.
#[derive(Debug, Clone)]
pub struct AnswerRule {
    /// Of the record's data instead of its name.
    pub value: bool,
    pub from: Regex,
    pub to: String,
}

impl Rewrite {
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, CorefileError> {
        let line = reader.line();
        let mut words = reader.arguments();
        if words.len() < 2 {
            while let Some(word) = reader.property() {
                words.push(word);
                words.extend(reader.arguments());
            }
        }
        let Some(first) = words.first().map(|word| word.to_lowercase()) else {
            return Err(reader.plain("no rule type specified for rewrite"));
        };
        let moded = matches!(first.as_str(), "stop" | "continue");
        let rest = words.get(usize::from(moded)..).unwrap_or_default();
        let Some((field, arguments)) = rest.split_first() else {
            return Err(reader.plain(format!("invalid rule type {first:?}")));
        };
        let rule = match field.to_lowercase().as_str() {
            "name" => name_rule(arguments).map_err(|why| reader.plain(why))?,
            "answer" => return Err(reader.plain("response rewrites must begin with a name rule")),
            "edns0" | "class" => Rule::WithoutEffect,
            field @ ("type" | "ttl" | "cname" | "rcode") => Rule::NotSimulated(format!("rewrite {field}")),
            _ => {
                return Err(reader
                    .plain(format!("invalid rule type {:?}", words.first().copied().unwrap_or_default())));
            }
        };
        Ok(Self { line, goes_on: first == "continue", rule })
    }
}

fn name_rule(arguments: &[&str]) -> Result<Rule, String> {
    let (kind, from, to, rest) = match arguments {
        [] | [_] => return Err("too few arguments for a name rule".to_owned()),
        [from, to] => ("exact".to_owned(), *from, *to, &[][..]),
        [kind, from, to, rest @ ..] => (kind.to_lowercase(), *from, *to, rest),
    };
    let (mut auto, answers) = answer_rules(&kind, rest)?;
    let pattern = match kind.as_str() {
        "exact" => {
            auto = true;
            Pattern::Exact(name::normal(from))
        }
        "suffix" => Pattern::Suffix(name::normal(from)),
        // A prefix and a part get a dot at their end, too: `rewrite name prefix api web` matches names that begin with "api.".
        "prefix" => Pattern::Prefix(name::normal(from)),
        "substring" => Pattern::Substring(name::normal(from)),
        "regex" => Pattern::Regex(regex(from, to)?),
        _ => {
            return Err(format!(
                "name rule supports only exact, prefix, suffix, substring, and regex name matching, received: {kind}"
            ));
        }
    };
    Ok(Rule::Name { from: pattern, to: name::normal(to), auto, answers })
}

fn answer_rules(kind: &str, mut rest: &[&str]) -> Result<(bool, Vec<AnswerRule>), String> {
    let (mut auto, mut rules, mut last) = (false, Vec::new(), "");
    if rest.len() == 1 {
        return Err(format!("invalid arguments for {kind} rule"));
    }
    while let Some((word, after)) = rest.split_first() {
        if *word == "answer" {
            rest = after;
        } else if last.is_empty() {
            return Err(format!(
                "exceeded the number of arguments for a non-answer rule argument for {kind} rule"
            ));
        }
        let Some((what, after)) = rest.split_first() else {
            return Err(format!("type missing for answer rule for {kind} rule"));
        };
        (last, rest) = (what, after);
        match last {
            "auto" => auto = true,
            "name" | "value" => {
                let [from, to, after @ ..] = rest else {
                    return Err(format!("{last} answer rule for {kind} rule: 2 arguments required"));
                };
                let pattern =
                    regex(from, to).map_err(|why| format!("{last} answer rule for {kind} rule: {why}"))?;
                rules.push(AnswerRule { value: last == "value", from: pattern, to: name::normal(to) });
                rest = after;
            }
            _ => return Err(format!("invalid type {last:?} for answer rule for {kind} rule")),
        }
    }
    if auto && rules.iter().any(|rule| !rule.value) {
        // The word is misspelled there, too.
        return Err("auto name answer rule cannot be combined with explicit name anwer rules".to_owned());
    }
    Ok((auto, rules))
}

fn regex(from: &str, to: &str) -> Result<Regex, String> {
    let pattern = Regex::new(from).map_err(|_| format!("invalid regex matching pattern: {from}"))?;
    let used = (0..=100).filter(|index| to.contains(&format!("{{{index}}}"))).count();
    if used > pattern.captures_len() - 1 {
        return Err(format!(
            "the rewrite regex pattern ({to}) uses more subexpressions than its corresponding matching regex pattern ({from})"
        ));
    }
    Ok(pattern)
}

impl Pattern {
    /// The new name, if the pattern is in the name (lower case).
    pub fn apply(&self, name: &str, to: &str) -> Option<String> {
        match self {
            Self::Exact(from) => (name == from).then(|| to.to_owned()),
            Self::Prefix(from) => name.strip_prefix(from.as_str()).map(|rest| format!("{to}{rest}")),
            Self::Suffix(from) => name.strip_suffix(from.as_str()).map(|rest| format!("{rest}{to}")),
            Self::Substring(from) => name.contains(from.as_str()).then(|| name.replace(from.as_str(), to)),
            Self::Regex(from) => expand(from, name, to),
        }
    }
}

/// `{0}`, `{1}`, ... in the replacement are the groups of the match.
pub fn expand(pattern: &Regex, text: &str, to: &str) -> Option<String> {
    let groups = pattern.captures(text)?;
    let group = |index| groups.get(index).map_or("", |found| found.as_str());
    Some(
        (0..groups.len())
            .fold(to.to_owned(), |made, index| made.replace(&format!("{{{index}}}"), group(index))),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(arguments: &[&str], name: &str) -> Option<String> {
        match name_rule(arguments).unwrap() {
            Rule::Name { from, to, .. } => from.apply(name, &to),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_match_exactly_by_prefix_suffix_part_or_expression() {
        assert_eq!(rewritten(&["a.example", "b.example"], "a.example.").as_deref(), Some("b.example."));
        assert_eq!(rewritten(&["exact", "a.example", "b.example"], "x.a.example."), None);
        assert_eq!(
            rewritten(&["suffix", ".corp", ".svc.cluster.local"], "web.shop.corp.").as_deref(),
            Some("web.shop.svc.cluster.local.")
        );
        assert_eq!(rewritten(&["prefix", "old.", "new."], "old.shop.").as_deref(), Some("new.shop."));
        assert_eq!(rewritten(&["substring", ".a.", ".b."], "x.a.y.").as_deref(), Some("x.b.y."));
        let groups = ["regex", r"(.*)-(us)\.example\.org", "{1}.service.{2}.consul"];
        assert_eq!(rewritten(&groups, "ftp-us.example.org.").as_deref(), Some("ftp.service.us.consul."));
    }

    #[test]
    fn wrong_rules_are_refused_in_the_words_of_coredns() {
        assert_eq!(name_rule(&["a"]).unwrap_err(), "too few arguments for a name rule");
        assert!(name_rule(&["like", "a", "b"]).unwrap_err().ends_with("received: like"));
        assert_eq!(name_rule(&["regex", "(", "b"]).unwrap_err(), "invalid regex matching pattern: (");
        assert!(name_rule(&["regex", "a", "{1}"]).unwrap_err().contains("more subexpressions"));
        assert!(name_rule(&["exact", "a", "b", "c", "d"]).unwrap_err().starts_with("exceeded"));
        assert!(
            name_rule(&["suffix", "a", "b", "answer", "auto", "answer", "name", "a", "b"])
                .unwrap_err()
                .contains("anwer")
        );
    }
}
