//! The filters of an `HTTPRoute`, and which of them may stand together.
//!
//! <https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter>

use super::parts::{EXTENSION, HEADER_FILTER, HOSTNAME, MIRROR_FILTER, PORT, all, text};
use crate::cluster::form::{Field, Form, Rule};

/// What a server says of a filter whose type and fields differ: one rule in each direction.
macro_rules! only_with {
    ($($kind:literal $field:literal),+ $(,)?) => {
        &[$(
            Rule {
                says: concat!("filter.", $field, " must be nil if the filter.type is not ", $kind),
                holds: |one| one.get($field).is_none() || text(one, "type") == $kind,
            },
            Rule {
                says: concat!("filter.", $field, " must be specified for ", $kind, " filter.type"),
                holds: |one| one.get($field).is_some() || text(one, "type") != $kind,
            },
        )+]
    };
}
pub(super) use only_with;

pub const FILTERS: Form = Form::list(
    &Form::fields(&[
        Field::new(
            "type",
            Form::one_of(&[
                "RequestHeaderModifier",
                "ResponseHeaderModifier",
                "RequestMirror",
                "RequestRedirect",
                "URLRewrite",
                "ExtensionRef",
                "CORS",
            ]),
        )
        .required(),
        Field::new("requestHeaderModifier", HEADER_FILTER),
        Field::new("responseHeaderModifier", HEADER_FILTER),
        Field::new("requestMirror", MIRROR_FILTER),
        Field::new("requestRedirect", REDIRECT),
        Field::new("urlRewrite", REWRITE),
        Field::new("extensionRef", EXTENSION),
        Field::new("cors", CORS),
    ])
    .ruled(only_with![
        "RequestHeaderModifier" "requestHeaderModifier",
        "ResponseHeaderModifier" "responseHeaderModifier",
        "RequestMirror" "requestMirror",
        "RequestRedirect" "requestRedirect",
        "URLRewrite" "urlRewrite",
        "ExtensionRef" "extensionRef",
        "CORS" "cors",
    ]),
    16,
)
.ruled(&[
    Rule {
        says: "May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both",
        holds: |list| count(list, "RequestRedirect") == 0 || count(list, "URLRewrite") == 0,
    },
    Rule {
        says: "RequestHeaderModifier filter cannot be repeated",
        holds: |list| count(list, "RequestHeaderModifier") <= 1,
    },
    Rule {
        says: "ResponseHeaderModifier filter cannot be repeated",
        holds: |list| count(list, "ResponseHeaderModifier") <= 1,
    },
    Rule {
        says: "RequestRedirect filter cannot be repeated",
        holds: |list| count(list, "RequestRedirect") <= 1,
    },
    Rule { says: "URLRewrite filter cannot be repeated", holds: |list| count(list, "URLRewrite") <= 1 },
]);

fn count(list: &serde_json::Value, kind: &str) -> usize {
    all(list).iter().filter(|one| text(one, "type") == kind).count()
}

const REDIRECT: Form = Form::fields(&[
    Field::new("scheme", Form::one_of(&["http", "https"])),
    Field::new("hostname", HOSTNAME),
    Field::new("path", PATH_MODIFIER),
    Field::new("port", PORT),
    Field::new("statusCode", Form::Whole { least: 0, most: i64::MAX, among: &[301, 302, 303, 307, 308] })
        .or(|| 302.into()),
]);

const REWRITE: Form = Form::fields(&[Field::new("hostname", HOSTNAME), Field::new("path", PATH_MODIFIER)]);

const PATH_MODIFIER: Form = Form::fields(&[
    Field::new("type", Form::one_of(&["ReplaceFullPath", "ReplacePrefixMatch"])).required(),
    Field::new("replaceFullPath", Form::text(1_024)),
    Field::new("replacePrefixMatch", Form::text(1_024)),
])
.ruled(&[
    Rule {
        says: "replaceFullPath must be specified when type is set to 'ReplaceFullPath'",
        holds: |one| text(one, "type") != "ReplaceFullPath" || one.get("replaceFullPath").is_some(),
    },
    Rule {
        says: "type must be 'ReplaceFullPath' when replaceFullPath is set",
        holds: |one| text(one, "type") == "ReplaceFullPath" || one.get("replaceFullPath").is_none(),
    },
    Rule {
        says: "replacePrefixMatch must be specified when type is set to 'ReplacePrefixMatch'",
        holds: |one| text(one, "type") != "ReplacePrefixMatch" || one.get("replacePrefixMatch").is_some(),
    },
    Rule {
        says: "type must be 'ReplacePrefixMatch' when replacePrefixMatch is set",
        holds: |one| text(one, "type") == "ReplacePrefixMatch" || one.get("replacePrefixMatch").is_none(),
    },
]);

const CORS: Form = Form::fields(&[
    Field::new("allowOrigins", Form::list(&Form::some_text(253), 64)),
    Field::new("allowCredentials", Form::Flag),
    Field::new("allowMethods", Form::list(&Form::some_text(16), 9)),
    Field::new("allowHeaders", Form::list(&Form::some_text(256), 64)),
    Field::new("exposeHeaders", Form::list(&Form::some_text(256), 64)),
    Field::new("maxAge", Form::whole(1, i64::MAX)).or(|| 5.into()),
]);
