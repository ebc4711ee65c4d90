//! The form of an `HTTPRoute`.
//!
//! <https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec>

use serde_json::{Value, json};

use super::{
    filters::FILTERS,
    parts::{
        HOSTNAMES, NAMED_MATCHES, PARENT_REFS, SECTION, WEIGHT, all, backend, every_path, items, object, text,
    },
};
use crate::cluster::form::{Field, Form, Rule};

pub const HTTP_ROUTE: Form = object!(Form::fields(&[
    Field::new("parentRefs", PARENT_REFS),
    Field::new("hostnames", HOSTNAMES),
    Field::new("rules", RULES).or(|| json!([{"matches": [{"path": every_path()}]}])),
]));

const RULES: Form = Form::list(&RULE, 16).ruled(&[Rule {
    says: "While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128",
    holds: |rules| all(rules).iter().map(|rule| items(rule, "matches").len()).sum::<usize>() <= 128,
}]);

const RULE: Form = Form::fields(&[
    Field::new("name", SECTION),
    Field::new("matches", Form::list(&MATCH, 64)).or(|| json!([{"path": every_path()}])),
    Field::new("filters", FILTERS),
    Field::new("backendRefs", Form::list(&backend!(WEIGHT, Field::new("filters", FILTERS)), 16)),
    Field::new("timeouts", Form::fields(&[Field::new("request", DURATION), Field::new("backendRequest", DURATION)])),
])
.ruled(&[
    Rule {
        says: "RequestRedirect filter must not be used together with backendRefs",
        holds: |rule| {
            items(rule, "backendRefs").is_empty()
                || items(rule, "filters").iter().all(|one| one.get("requestRedirect").is_none())
        },
    },
    Rule {
        says: "When using RequestRedirect filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
        holds: |rule| !replaces_prefix(rule, "requestRedirect") || has_one_prefix(rule),
    },
    Rule {
        says: "When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
        holds: |rule| !replaces_prefix(rule, "urlRewrite") || has_one_prefix(rule),
    },
    Rule {
        says: "Within backendRefs, when using RequestRedirect filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
        holds: |rule| !a_backend_replaces_prefix(rule, "requestRedirect") || has_one_prefix(rule),
    },
    Rule {
        says: "Within backendRefs, When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
        holds: |rule| !a_backend_replaces_prefix(rule, "urlRewrite") || has_one_prefix(rule),
    },
]);

const DURATION: Form = Form::pattern(0, usize::MAX, "^([0-9]{1,5}(h|m|s|ms)){1,4}$");

fn replaces_prefix(holder: &Value, filter: &str) -> bool {
    let replaces = |one: &&Value| {
        one.get(filter)
            .and_then(|one| one.get("path"))
            .is_some_and(|path| path.get("replacePrefixMatch").is_some())
    };
    items(holder, "filters").iter().filter(replaces).count() == 1
}

fn a_backend_replaces_prefix(rule: &Value, filter: &str) -> bool {
    items(rule, "backendRefs").iter().filter(|one| replaces_prefix(one, filter)).count() == 1
}

fn has_one_prefix(rule: &Value) -> bool {
    let [one] = items(rule, "matches") else { return false };
    one.get("path").is_some_and(|path| text(path, "type") == "PathPrefix")
}

const MATCH: Form = Form::fields(&[
    Field::new("path", PATH).or(every_path),
    Field::new("headers", NAMED_MATCHES),
    Field::new("queryParams", NAMED_MATCHES),
    Field::new(
        "method",
        Form::one_of(&["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]),
    ),
]);

/// The rules of a path, all of which are for plain paths only.
macro_rules! plain_paths {
    ($($says:literal $holds:expr),+ $(,)?) => {
        &[$(Rule {
            says: concat!($says, " when type one of ['Exact', 'PathPrefix']"),
            holds: |one| !matches!(text(one, "type"), "Exact" | "PathPrefix") || $holds(text(one, "value")),
        },)+]
    };
}

const PATH: Form = Form::fields(&[
    Field::new("type", Form::one_of(&["Exact", "PathPrefix", "RegularExpression"]))
        .or(|| "PathPrefix".into()),
    Field::new("value", Form::text(1_024)).or(|| "/".into()),
])
.ruled(plain_paths![
    "value must be an absolute path and start with '/'" |path: &str| path.starts_with('/'),
    "must not contain '//'" |path: &str| !path.contains("//"),
    "must not contain '/./'" |path: &str| !path.contains("/./"),
    "must not contain '/../'" |path: &str| !path.contains("/../"),
    "must not contain '%2f'" |path: &str| !path.contains("%2f"),
    "must not contain '%2F'" |path: &str| !path.contains("%2F"),
    "must not contain '#'" |path: &str| !path.contains('#'),
    "must not end with '/..'" |path: &str| !path.ends_with("/.."),
    "must not end with '/.'" |path: &str| !path.ends_with("/."),
]);
