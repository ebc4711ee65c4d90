//! Resource words, names and selectors of a line into objects: kubectl's `resource.Builder`.

use super::{
    documents::{is_given, read_files},
    item::Item,
};
use crate::{
    cluster::Kind,
    shell::kubectl::{client::Client, failure::Failure},
};

/// What a command asks for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub arguments: Vec<String>,
    /// A type without names means all of that type.
    pub all_without_names: bool,
    /// Objects of all namespaces: `-A`.
    pub all_namespaces: bool,
    /// Objects named on the line need not be there.
    pub may_be_missing: bool,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    pub items: Vec<Item>,
    /// What was named and is not there.
    pub failures: Vec<Failure>,
    /// One object was named: output is the object, not a list.
    pub single: bool,
    /// The kinds, in the order in which they were asked for.
    pub kinds: Vec<Kind>,
}

/// The words when nothing was named.
const NOTHING: &str = "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'";
const NO_NAME: &str = "resource(s) were provided, but no name was specified";
const SLASH: &str = "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

impl Client<'_, '_> {
    /// Finds what the arguments name; a type alone means all objects of it.
    ///
    /// # Errors
    /// As [`Client::select`].
    pub fn selected(&mut self) -> Result<Selection, Failure> {
        self.select(&Query { arguments: self.arguments.clone(), all_without_names: true, ..Query::default() })
    }

    /// Finds what the line and its flags name.
    ///
    /// # Errors
    /// When the line can not be understood; objects that are missing are in [`Selection::failures`].
    pub fn select(&mut self, query: &Query) -> Result<Selection, Failure> {
        if is_given(&self.flags) {
            if !query.arguments.is_empty() {
                return Err(Failure::plain(
                    "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
                ));
            }
            return self.in_files();
        }
        let Some(first) = query.arguments.first() else { return Err(Failure::plain(NOTHING)) };
        if query.arguments.iter().any(|word| word.contains('/')) {
            self.by_pairs(query)
        } else {
            self.by_type(query, first)
        }
    }

    fn in_files(&mut self) -> Result<Selection, Failure> {
        let (items, failures) = read_files(self)?;
        let labels = self.flags.text("selector").to_owned();
        let kinds = items.iter().map(|item| item.kind).collect();
        let mut selection = Selection { single: items.len() == 1, items, failures, kinds };
        if !labels.is_empty() {
            let selector =
                crate::cluster::Selector::parse(&labels).map_err(|why| Failure::plain(why.message))?;
            selection.items.retain(|item| {
                let labels = item
                    .body
                    .as_ref()
                    .and_then(|body| body.pointer("/metadata/labels"))
                    .cloned()
                    .unwrap_or_default();
                selector.matches(&serde_json::from_value(labels).unwrap_or_default())
            });
        }
        Ok(selection)
    }

    /// `deploy/web svc/web`.
    fn by_pairs(&mut self, query: &Query) -> Result<Selection, Failure> {
        if !self.flags.text("selector").is_empty() || self.flags.is("all") {
            return Err(Failure::plain("name cannot be provided when a selector is specified"));
        }
        if query.all_namespaces {
            return Err(Failure::plain("a resource cannot be retrieved by name across all namespaces"));
        }
        let mut selection = Selection { single: query.arguments.len() == 1, ..Selection::default() };
        for word in &query.arguments {
            let Some((kind, name)) = word.split_once('/') else { return Err(Failure::plain(SLASH)) };
            if name.contains('/') || kind.is_empty() || name.is_empty() {
                return Err(Failure::plain(format!(
                    "arguments in resource/name form may not have more than one slash: {word:?}"
                )));
            }
            let [kind] = self.kinds_of(kind)?[..] else {
                return Err(Failure::plain(
                    "arguments in resource/name form must have a single resource and name",
                ));
            };
            self.named(kind, name, query, &mut selection);
        }
        Ok(selection)
    }

    fn by_type(&mut self, query: &Query, types: &str) -> Result<Selection, Failure> {
        let mut kinds: Vec<Kind> = Vec::new();
        for word in types.split(',').filter(|word| !word.is_empty()) {
            for kind in self.kinds_of(word)? {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
        }
        let names = &query.arguments[1..];
        let (labels, fields) =
            (self.flags.text("selector").to_owned(), self.flags.text("field-selector").to_owned());
        let selects = !labels.is_empty() || !fields.is_empty() || self.flags.is("all");
        if !names.is_empty() {
            if selects {
                return Err(Failure::plain("name cannot be provided when a selector is specified"));
            }
            if query.all_namespaces {
                return Err(Failure::plain("a resource cannot be retrieved by name across all namespaces"));
            }
            let mut selection =
                Selection { single: names.len() == 1 && kinds.len() == 1, ..Selection::default() };
            for kind in &kinds {
                for name in names {
                    self.named(*kind, name, query, &mut selection);
                }
            }
            return Ok(selection);
        }
        if !selects && !query.all_without_names {
            return Err(Failure::plain(NO_NAME));
        }
        let mut selection = Selection { kinds: kinds.clone(), ..Selection::default() };
        for kind in kinds {
            let namespace = if query.all_namespaces { String::new() } else { self.namespace_for(kind) };
            match self.list(kind, &namespace, &labels, &fields) {
                Ok(objects) => selection.items.extend(objects.iter().map(|object| Item::of(object))),
                Err(status) => selection.failures.push(status.into()),
            }
        }
        Ok(selection)
    }

    fn named(&mut self, kind: Kind, name: &str, query: &Query, selection: &mut Selection) {
        let namespace = self.namespace_for(kind);
        if !selection.kinds.contains(&kind) {
            selection.kinds.push(kind);
        }
        match self.get(kind, &namespace, name) {
            Err(status) if !query.may_be_missing => selection.failures.push(status.into()),
            _ => selection.items.push(Item {
                kind,
                namespace,
                name: name.to_owned(),
                source: String::new(),
                body: None,
            }),
        }
    }

    /// The kinds that a word means.
    ///
    /// # Errors
    /// When it means none.
    pub fn kinds_of(&self, word: &str) -> Result<Vec<Kind>, Failure> {
        let kinds = self.cluster().kinds_of_word(word);
        if kinds.is_empty() {
            return Err(Failure::plain(format!("the server doesn't have a resource type {word:?}")));
        }
        Ok(kinds)
    }
}
