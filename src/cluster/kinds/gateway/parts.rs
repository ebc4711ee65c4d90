//! What the forms of Gateway API have in common: names, hostnames, references, and reading a value in a rule.

use serde_json::{Value, json};

use crate::cluster::form::{Field, Form, Rule};

pub const GROUP: &str = "gateway.networking.k8s.io";

pub const GROUP_NAME: Form =
    Form::pattern(0, 253, r"^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$");
pub const KIND_NAME: Form = Form::pattern(1, 63, "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$");
pub const NAMESPACE: Form = Form::pattern(1, 63, "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$");
pub const OBJECT_NAME: Form = Form::some_text(253);
pub const SECTION: Form =
    Form::pattern(1, 253, r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$");
pub const HOSTNAME: Form =
    Form::pattern(1, 253, r"^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$");
pub const PORT: Form = Form::whole(1, 65_535);
pub const MATCH_TYPE: Form = Form::one_of(&["Exact", "RegularExpression"]);
const HEADER_NAME: Form = Form::pattern(1, 256, r"^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$");

/// A whole object: what all kinds have, and its `spec`.
macro_rules! object {
    ($spec:expr) => {
        Form::fields(&[
            Field::new("apiVersion", Form::Free),
            Field::new("kind", Form::Free),
            Field::new("metadata", Form::Free),
            Field::new("spec", $spec).required(),
            Field::new("status", Form::Free),
        ])
    };
}
pub(super) use object;

pub const PARENT_REFS: Form = Form::list(
    &Form::fields(&[
        Field::new("group", GROUP_NAME).or(|| GROUP.into()),
        Field::new("kind", KIND_NAME).or(|| "Gateway".into()),
        Field::new("namespace", NAMESPACE),
        Field::new("name", OBJECT_NAME).required(),
        Field::new("sectionName", SECTION),
        Field::new("port", PORT),
    ]),
    32,
)
.ruled(&[
    Rule {
        says: "sectionName must be specified when parentRefs includes 2 or more references to the same parent",
        holds: |all| {
            pairs(all).all(|(one, other)| {
                let alike = |field: &str| one.get(field).is_some() == other.get(field).is_some();
                !is_same_parent(one, other) || alike("sectionName") && alike("port")
            })
        },
    },
    Rule {
        says: "sectionName must be unique when parentRefs includes 2 or more references to the same parent",
        holds: |all| {
            pairs(all).all(|(one, other)| {
                let same = |field: &str| one.get(field) == other.get(field);
                !(is_same_parent(one, other) && same("sectionName") && same("port"))
            })
        },
    },
]);

pub const HOSTNAMES: Form = Form::list(&HOSTNAME, 16);

fn is_same_parent(one: &Value, other: &Value) -> bool {
    ["group", "kind", "namespace", "name"].iter().all(|field| one.get(field) == other.get(field))
}

pub const BACKEND_NEEDS_PORT: &[Rule] = &[Rule {
    says: "Must have port for Service reference",
    holds: |one| {
        !text(one, "group").is_empty() || text(one, "kind") != "Service" || one.get("port").is_some()
    },
}];

/// The fields of a reference to a backend, with those given.
macro_rules! backend {
    ($($more:expr),*) => {{
        use $crate::cluster::kinds::gateway::parts;
        Form::fields(&[
            Field::new("group", parts::GROUP_NAME).or(|| "".into()),
            Field::new("kind", parts::KIND_NAME).or(|| "Service".into()),
            Field::new("name", parts::OBJECT_NAME).required(),
            Field::new("namespace", parts::NAMESPACE),
            Field::new("port", parts::PORT),
            $($more),*
        ])
        .ruled(parts::BACKEND_NEEDS_PORT)
    }};
}
pub(super) use backend;

pub const WEIGHT: Field = Field::new("weight", Form::whole(0, 1_000_000)).or(|| 1.into());

/// A header or query parameter that a match asks for.
pub const NAMED_MATCHES: Form = Form::list(
    &Form::fields(&[
        Field::new("type", MATCH_TYPE).or(|| "Exact".into()),
        Field::new("name", HEADER_NAME).required(),
        Field::new("value", Form::some_text(4_096)).required(),
    ]),
    16,
)
.keyed("name");

const HEADERS: Form = Form::list(
    &Form::fields(&[
        Field::new("name", HEADER_NAME).required(),
        Field::new("value", Form::some_text(4_096)).required(),
    ]),
    16,
)
.keyed("name");

pub const HEADER_FILTER: Form = Form::fields(&[
    Field::new("set", HEADERS),
    Field::new("add", HEADERS),
    Field::new("remove", Form::list(&Form::text(usize::MAX), 16)),
]);

pub const MIRROR_FILTER: Form = Form::fields(&[
    Field::new("backendRef", backend!()).required(),
    Field::new("percent", Form::whole(0, 100)),
    Field::new(
        "fraction",
        Form::fields(&[
            Field::new("numerator", Form::whole(0, i64::MAX)).required(),
            Field::new("denominator", Form::whole(1, i64::MAX)).or(|| 100.into()),
        ]),
    ),
])
.ruled(&[Rule {
    says: "Only one of percent or fraction may be specified in HTTPRequestMirrorFilter",
    holds: |one| !(one.get("percent").is_some() && one.get("fraction").is_some()),
}]);

pub const EXTENSION: Form = Form::fields(&[
    Field::new("group", GROUP_NAME).required(),
    Field::new("kind", KIND_NAME).required(),
    Field::new("name", OBJECT_NAME).required(),
]);

pub fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

pub fn items<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

pub fn all(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Each element of a list with each that comes after it.
pub fn pairs(list: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    let list = all(list);
    list.iter().enumerate().flat_map(|(index, one)| list[index + 1..].iter().map(move |other| (one, other)))
}

/// A path match without conditions: what a rule has that says nothing of paths.
pub fn every_path() -> Value {
    json!({"type": "PathPrefix", "value": "/"})
}
