//! kubectl's dialect of `JSONPath`: text with `{expressions}`, `range` and `end`.
//!
//! <https://kubernetes.io/docs/reference/kubectl/jsonpath/> It is no RFC 9535: the crates for that know neither `range`
//! nor text around the expressions, and `-o jsonpath` prints in its own way.

mod evaluate;
mod parse;

use serde_json::Value;

use super::{go_value::go_value, json::escaped};

/// A template that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    nodes: Vec<Node>,
}

/// A part of a template or of an expression.
#[derive(Debug, Clone, PartialEq)]
enum Node {
    Text(String),
    Number(serde_json::Number),
    Truth(bool),
    /// Steps taken one after the other.
    Steps(Vec<Node>),
    Field(String),
    Wildcard,
    Recursive,
    Slice {
        start: Option<i64>,
        end: Option<i64>,
        step: Option<i64>,
        single: bool,
    },
    Union(Vec<Vec<Node>>),
    Filter {
        left: Vec<Node>,
        operator: &'static str,
        right: Vec<Node>,
    },
    Range {
        over: Vec<Node>,
        body: Vec<Node>,
    },
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// kubectl's words for what is wrong: `unclosed action`.
    pub fn parse(text: &str) -> Result<Self, String> {
        parse::parse(text).map(|nodes| Self { nodes })
    }

    /// Reads a path as `--sort-by`, custom columns and `wait` take it: `.a.b`, `a.b`, `{.a.b}`.
    ///
    /// # Errors
    /// When it is no such path.
    pub fn parse_relaxed(text: &str) -> Result<Self, String> {
        let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
        let inner = inner.strip_prefix('.').unwrap_or(inner);
        if inner.is_empty() && text.is_empty() || inner.contains(['{', '}']) {
            return Err("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'".to_owned());
        }
        Self::parse(&format!("{{.{inner}}}"))
    }

    /// The values that each part finds; a text stands for itself.
    ///
    /// # Errors
    /// `array index out of bounds: index 5, length 1`.
    pub fn find(&self, data: &Value) -> Result<Vec<Vec<Value>>, String> {
        evaluate::find(&self.nodes, data)
    }

    /// All values found, whatever part found them.
    ///
    /// # Errors
    /// As [`Template::find`].
    pub fn values(&self, data: &Value) -> Result<Vec<Value>, String> {
        Ok(self.find(data)?.into_iter().flatten().collect())
    }

    /// What `-o jsonpath=TEXT` prints.
    ///
    /// # Errors
    /// kubectl's long message, with the template and the object.
    pub fn print(&self, text: &str, data: &Value) -> Result<String, String> {
        let found = self.find(data).map_err(|why| {
            format!(
                "error executing jsonpath {text:?}: Error executing template: {why}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t{text}\n\tobject given to jsonpath engine was:\n\t\t{}\n\n",
                go_value(data)
            )
        })?;
        let parts = found.iter().map(|values| values.iter().map(shown).collect::<Vec<_>>().join(" "));
        Ok(parts.collect())
    }
}

/// A value between texts: texts bare, the rest as JSON.
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => escaped(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn print(text: &str) -> Result<String, String> {
        let data = json!({"items": [
            {"metadata": {"name": "a", "labels": {"app.kubernetes.io/name": "x"}}, "n": 1, "ports": [{"port": 80}, {"port": 443}]},
            {"metadata": {"name": "b"}, "n": 2, "ports": [{"port": 53}]},
        ]});
        Template::parse(text)?.print(text, &data)
    }

    #[test]
    fn what_the_documentation_shows() {
        for (text, wanted) in [
            ("{.items[*].metadata.name}", "a b"),
            ("{range .items[*]}{.metadata.name}{\"\\t\"}{.n}{\"\\n\"}{end}", "a\t1\nb\t2\n"),
            ("{.items[?(@.metadata.name==\"b\")].n}", "2"),
            ("{.items[?(@.n>1)].metadata.name}", "b"),
            ("{.items[0]['metadata.name', 'n']}", "a 1"),
            ("{.items[-1:].metadata.name}", "b"),
            ("{..port}", "80 443 53"),
            ("{.items[0].metadata.labels.app\\.kubernetes\\.io/name}", "x"),
            ("{.items[0].metadata['labels']['app\\.kubernetes\\.io/name']}", "x"),
            ("{.items[?(@.metadata.labels)].metadata.name}", "a"),
            ("name: {.items[0].metadata.name}!", "name: a!"),
            ("{.nope.nope}", ""),
            ("{.items[0].ports}", "[{\"port\":80},{\"port\":443}]"),
            ("{range .items[*]}{range .ports[*]}{.port},{end};{end}", "80,443,;53,;"),
            ("{$.items[0].n}", "1"),
        ] {
            assert_eq!(print(text).as_deref(), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(print("{.items").unwrap_err(), "unclosed action");
        assert!(print("{.items[5]}").unwrap_err().contains("array index out of bounds: index 5, length 2."));
        assert!(print("{.items[?(@.n==\"x\")]}").unwrap_err().contains("incompatible types for comparison"));
        for text in [
            "{",
            "}",
            "{range",
            "{end}",
            "{[",
            "{.a[?(",
            "{..}",
            "{'",
            "{.a[1:2:3:4]}",
            "{{}}",
            "{range .items[*]}",
        ] {
            let _ = print(text);
        }
    }
}
