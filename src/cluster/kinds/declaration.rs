//! The form of a declaration: all that the API knows of one kind.

use serde_json::{Map, Value};

use crate::cluster::{
    Kind,
    api::validate::{self, Rule, Rules, UpdateRules},
    form::Form,
    table::{AGE, Column, NAME},
};

/// Fills in what a request left out.
pub type Conversion = fn(&mut Map<String, Value>);

/// What the API says about one kind.
#[derive(Debug, Clone, Copy)]
pub struct Declaration {
    pub kind: Kind,
    /// As written in `kind:`.
    pub name: &'static str,
    /// Empty for the core group.
    pub group: &'static str,
    /// Versions that we read; the first is the one that we write.
    pub versions: &'static [&'static str],
    pub plural: &'static str,
    pub singular: &'static str,
    pub short: &'static [&'static str],
    /// Words that mean this kind among others: `all` of `kubectl get all`.
    pub categories: &'static [&'static str],
    pub namespaced: bool,
    /// The columns of `kubectl get`.
    pub columns: &'static [Column],
    /// Fields that a field selector may name, besides `metadata.name` and `metadata.namespace`.
    pub fields: &'static [&'static str],
    /// The path of the object that holds a Pod's `metadata` and `spec`: empty for a Pod, `spec.template` for a workload.
    pub pod_template: Option<&'static str>,
    /// Lists merged by a strategic merge patch, with the field that tells their elements apart (empty: a list of plain
    /// values). From the `patchStrategy` and `patchMergeKey` tags of the API's Go types; every other list is replaced.
    /// Server-side apply tells elements apart by them, too: there custom resources have some.
    pub merge_keys: &'static [(&'static str, &'static str)],
    /// A custom resource knows no strategic merge patch and keeps its unknown fields here.
    pub custom: bool,
    /// Counts changes of `spec` in `metadata.generation`.
    pub generation: bool,
    /// Where a kind with the subresource `scale` holds the number of replicas that is wanted, as a JSON pointer.
    pub scale: Option<&'static str>,
    /// Objects that no request may delete, by name, and the server's words for it.
    pub kept: (&'static [&'static str], &'static str),
    /// What the server warns of whenever the kind is read or written.
    pub deprecated: Option<&'static str>,
    pub name_rule: Rule,
    /// The fields of a custom kind whose definition we know in full. Without it unknown fields are kept, and nothing is refused.
    pub form: Option<&'static Form>,
    pub defaults: Conversion,
    pub rules: Rules,
    pub update_rules: UpdateRules,
}

impl Declaration {
    /// A kind of which nothing special is known: its row of the file of its group says what is. The kind and its names
    /// are always given.
    pub(super) const PLAIN: Self = Self {
        kind: Kind::ConfigMap,
        name: "",
        group: "",
        versions: &["v1"],
        plural: "",
        singular: "",
        short: &[],
        categories: &[],
        namespaced: true,
        columns: &[NAME, AGE],
        fields: &[],
        pod_template: None,
        merge_keys: &[],
        custom: false,
        generation: false,
        scale: None,
        kept: (&[], ""),
        deprecated: None,
        name_rule: validate::subdomain,
        form: None,
        defaults: |_| {},
        rules: |_, _| {},
        update_rules: |_, _, _| {},
    };

    /// Fills in what an object leaves out.
    pub fn fill(&self, object: &mut Map<String, Value>) {
        (self.defaults)(object);
        if let Some(form) = self.form {
            let mut whole = Value::Object(std::mem::take(object));
            form.fill(&mut whole);
            if let Value::Object(filled) = whole {
                *object = filled;
            }
        }
    }

    /// `services`, `deployments.apps`: how messages name the resource.
    pub fn resource(&self) -> String {
        match self.group {
            "" => self.plural.to_owned(),
            group => format!("{}.{group}", self.plural),
        }
    }

    /// Whether a word typed for a resource means this kind: `po`, `pod`, `pods`, `Pod`, `deploy.apps`, `deployments.v1.apps`.
    /// Case does not matter, as for kubectl.
    pub fn is_called(&self, word: &str) -> bool {
        let (name, rest) = word.split_once('.').unwrap_or((word, ""));
        let named = [self.plural, self.singular, self.name]
            .iter()
            .chain(self.short)
            .any(|own| own.eq_ignore_ascii_case(name));
        named && (rest.is_empty() || self.is_in_group(rest))
    }

    /// `apps` and `v1.apps`, for a kind of the group `apps`; `v1` for one of the core group.
    fn is_in_group(&self, rest: &str) -> bool {
        let in_version = |version: &str| match rest.strip_prefix(version) {
            Some("") => self.group.is_empty(),
            Some(group) => group.strip_prefix('.') == Some(self.group),
            None => false,
        };
        rest == self.group || self.versions.iter().any(|version| in_version(version))
    }
}
