//! Kinds that a `CustomResourceDefinition` brings: read from the definition, served as JSON.
//!
//! <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/>

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    fmt,
    hash::{Hash, Hasher},
    sync::{Mutex, PoisonError},
};

use serde_json::{Value, json};

use super::{KINDS, declaration::Declaration};
use crate::cluster::{
    Kind,
    api::{defaults, validate},
    table::{AGE, Column, NAME},
};

pub const CUSTOM_RESOURCE_DEFINITION: Declaration = Declaration {
    kind: Kind::CustomResourceDefinition,
    name: "CustomResourceDefinition",
    group: "apiextensions.k8s.io",
    plural: "customresourcedefinitions",
    singular: "customresourcedefinition",
    short: &["crd", "crds"],
    categories: &["api-extensions"],
    namespaced: false,
    columns: &[NAME, Column::CREATED],
    generation: true,
    defaults: defaults::custom_resource_definition,
    rules: validate::custom_resource_definition,
    ..Declaration::PLAIN
};

/// A kind that is not built in. It is handed around by value like the others, so its declaration is kept for the rest of
/// the program's life. Two are the same when their group and names are.
#[derive(Clone, Copy)]
pub struct CustomKind(&'static Declaration);

/// The declarations that were made so far, by all that they hold. This is a table of equal values: what is found in it
/// depends on the definition alone, as long as there are no more than [`MOST`] different ones. Rejected: `Arc` in [`Kind`],
/// which would no longer be `Copy`, for the sake of kinds that most clusters do not have.
static MADE: Mutex<BTreeMap<String, &'static Declaration>> = Mutex::new(BTreeMap::new());

/// Kinds beyond this many are not served, though their definitions are stored: each costs memory that is not given back.
const MOST: usize = 4_096;

impl CustomKind {
    /// One that we know beforehand; it is served only where its definition is.
    pub const fn known(declaration: &'static Declaration) -> Self {
        Self(declaration)
    }

    pub fn declaration(self) -> &'static Declaration {
        self.0
    }

    fn names(self) -> (&'static str, &'static str, &'static str) {
        (self.0.group, self.0.plural, self.0.name)
    }

    /// The kind that a definition defines: a built-in one if it is that. None while the definition lacks what it must have.
    pub fn defined_by(definition: &Value) -> Option<Kind> {
        let spec = definition.get("spec")?;
        let text =
            |pointer: &str| spec.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
        let (group, plural, name) = (text("/group")?, text("/names/plural")?, text("/names/kind")?);
        if let Some(built_in) = KINDS.iter().find(|one| one.group == group && one.plural == plural) {
            return Some(built_in.kind);
        }
        let mut versions: Vec<&Value> =
            list(spec.get("versions")).filter(|one| one.get("served") == Some(&true.into())).collect();
        versions.sort_by_key(|one| one.get("storage") != Some(&true.into()));
        let first = versions.first()?;
        let names: Vec<Option<&Value>> = versions.iter().map(|one| one.get("name")).collect();
        let key = json!([
            group,
            spec.get("names"),
            spec.get("scope"),
            names,
            first.get("additionalPrinterColumns")
        ])
        .to_string();
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.get(&key) {
            return Some(Kind::Custom(Self(known)));
        }
        if made.len() >= MOST {
            return None;
        }
        let singular = text("/names/singular").map_or_else(|| name.to_lowercase(), str::to_owned);
        let words = |pointer: &str| {
            leak_all(list(spec.pointer(pointer)).filter_map(Value::as_str).map(str::to_owned))
        };
        let declaration: &'static mut Declaration = Box::leak(Box::new(Declaration {
            name: leak(name),
            group: leak(group),
            versions: leak_all(
                versions.iter().filter_map(|one| one.get("name")?.as_str()).map(str::to_owned),
            ),
            plural: leak(plural),
            singular: leak(&singular),
            short: words("/names/shortNames"),
            categories: words("/names/categories"),
            namespaced: text("/scope") != Some("Cluster"),
            columns: columns(first),
            custom: true,
            generation: true,
            ..Declaration::PLAIN
        }));
        let kept: &'static Declaration = declaration;
        made.insert(key, kept);
        Some(Kind::Custom(Self(kept)))
    }
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn leak_all(texts: impl Iterator<Item = String>) -> &'static [&'static str] {
    Box::leak(texts.map(|text| leak(&text)).collect::<Vec<_>>().into_boxed_slice())
}

/// `additionalPrinterColumns`, or the age.
fn columns(version: &Value) -> &'static [Column] {
    let mut columns = vec![NAME];
    for one in list(version.get("additionalPrinterColumns")) {
        let text = |field: &str| one.get(field).and_then(Value::as_str).unwrap_or_default();
        let (name, path) = (leak(&text("name").to_uppercase()), leak(text("jsonPath")));
        let column = match text("type") {
            "date" => Column::date(name, path),
            _ => Column::text(name, path, ""),
        };
        let wide = one.get("priority").and_then(Value::as_i64).unwrap_or(0) > 0;
        columns.push(if wide { column.wide() } else { column });
    }
    if columns.len() == 1 {
        columns.push(AGE);
    }
    Box::leak(columns.into_boxed_slice())
}

impl PartialEq for CustomKind {
    fn eq(&self, other: &Self) -> bool {
        self.names() == other.names()
    }
}

impl Eq for CustomKind {}

impl Ord for CustomKind {
    fn cmp(&self, other: &Self) -> Ordering {
        self.names().cmp(&other.names())
    }
}

impl PartialOrd for CustomKind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for CustomKind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.names().hash(state);
    }
}

impl fmt::Debug for CustomKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.resource())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(kind: &str, plural: &str, group: &str) -> Value {
        json!({"spec": {
            "group": group, "scope": "Namespaced", "names": {"kind": kind, "plural": plural, "shortNames": ["pool"]},
            "versions": [{"name": "v1beta1", "served": true, "storage": true, "additionalPrinterColumns": [
                {"name": "Auto Assign", "type": "boolean", "jsonPath": ".spec.autoAssign"},
                {"name": "Since", "type": "date", "jsonPath": ".metadata.creationTimestamp", "priority": 1},
            ]}],
        }})
    }

    #[test]
    fn a_definition_declares_a_kind() {
        let kind =
            CustomKind::defined_by(&definition("IPAddressPool", "ipaddresspools", "metallb.io")).unwrap();
        let declaration = kind.declaration();
        assert_eq!((kind.name(), kind.api_version().as_str()), ("IPAddressPool", "metallb.io/v1beta1"));
        assert!(declaration.is_called("pool") && declaration.is_called("ipaddresspool.metallb.io"));
        let columns: Vec<_> = declaration.columns.iter().map(|column| (column.name, column.wide)).collect();
        assert_eq!(columns, [("NAME", false), ("AUTO ASSIGN", false), ("SINCE", true)]);
        assert_eq!(
            CustomKind::defined_by(&definition("IPAddressPool", "ipaddresspools", "metallb.io")),
            Some(kind)
        );
    }

    #[test]
    fn a_declaration_is_made_once_for_all_that_it_holds() {
        let made = |definition: &Value| match CustomKind::defined_by(definition) {
            Some(Kind::Custom(kind)) => kind.declaration(),
            other => panic!("{other:?}"),
        };
        let plain = definition("Widget", "widgets", "shop.example");
        let mut with_schema = plain.clone();
        with_schema["spec"]["versions"][0]["schema"] = json!({"openAPIV3Schema": {"type": "object"}});
        with_schema["spec"]["conversion"] = json!({"strategy": "None"});
        assert!(std::ptr::eq(made(&plain), made(&with_schema)));
        let mut renamed = plain.clone();
        renamed["spec"]["versions"][0]["additionalPrinterColumns"][0]["name"] = "Other".into();
        assert_eq!(made(&renamed).columns[1].name, "OTHER");
        assert_eq!(made(&plain).columns[1].name, "AUTO ASSIGN");
    }

    #[test]
    fn the_definition_of_a_built_in_kind_is_that_kind() {
        let group = "gateway.networking.k8s.io";
        assert_eq!(
            CustomKind::defined_by(&definition("HTTPRoute", "httproutes", group)),
            Some(Kind::HTTPRoute)
        );
        assert_eq!(CustomKind::defined_by(&json!({"spec": {"group": "a.b"}})), None);
    }
}
