//! The form of a `GRPCRoute`.
//!
//! <https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutespec>

use super::{
    filters::only_with,
    parts::{
        EXTENSION, HEADER_FILTER, HOSTNAMES, MATCH_TYPE, MIRROR_FILTER, NAMED_MATCHES, PARENT_REFS, SECTION,
        WEIGHT, backend, object, text,
    },
};
use crate::cluster::form::{Field, Form, Rule};

pub const GRPC_ROUTE: Form = object!(Form::fields(&[
    Field::new("parentRefs", PARENT_REFS),
    Field::new("hostnames", HOSTNAMES),
    Field::new("rules", Form::list(&RULE, 16)),
]));

const RULE: Form = Form::fields(&[
    Field::new("name", SECTION),
    Field::new("matches", Form::list(&MATCH, 64)),
    Field::new("filters", FILTERS),
    Field::new("backendRefs", Form::list(&backend!(WEIGHT, Field::new("filters", FILTERS)), 16)),
]);

const MATCH: Form = Form::fields(&[Field::new("method", METHOD), Field::new("headers", NAMED_MATCHES)]);

const METHOD: Form = Form::fields(&[
    Field::new("type", MATCH_TYPE).or(|| "Exact".into()),
    Field::new("service", Form::text(1_024)),
    Field::new("method", Form::text(1_024)),
])
.ruled(&[
    Rule {
        says: "One or both of 'service' or 'method' must be specified",
        holds: |one| one.get("service").is_some() || one.get("method").is_some(),
    },
    Rule {
        says: r"service must only contain valid characters (matching ^(?i)\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$)",
        holds: |one| {
            let service = text(one, "service");
            one.get("service").is_none() || text(one, "type") != "Exact" || {
                let parts = service.strip_prefix('.').unwrap_or(service);
                parts.split('.').all(is_word)
            }
        },
    },
    Rule {
        says: "method must only contain valid characters (matching ^[A-Za-z_][A-Za-z_0-9]*$)",
        holds: |one| {
            one.get("method").is_none() || text(one, "type") != "Exact" || is_word(text(one, "method"))
        },
    },
]);

/// Letters, digits and underscores, not beginning with a digit.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

const FILTERS: Form = Form::list(
    &Form::fields(&[
        Field::new(
            "type",
            Form::one_of(&[
                "ResponseHeaderModifier",
                "RequestHeaderModifier",
                "RequestMirror",
                "ExtensionRef",
            ]),
        )
        .required(),
        Field::new("requestHeaderModifier", HEADER_FILTER),
        Field::new("responseHeaderModifier", HEADER_FILTER),
        Field::new("requestMirror", MIRROR_FILTER),
        Field::new("extensionRef", EXTENSION),
    ])
    .ruled(only_with![
        "RequestHeaderModifier" "requestHeaderModifier",
        "ResponseHeaderModifier" "responseHeaderModifier",
        "RequestMirror" "requestMirror",
        "ExtensionRef" "extensionRef",
    ]),
    16,
);
