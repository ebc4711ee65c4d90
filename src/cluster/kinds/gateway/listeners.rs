//! The forms of a `GatewayClass`, of a `Gateway` with its listeners, and of a `ReferenceGrant`.
//!
//! <https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec>

use serde_json::{Value, json};

use super::parts::{
    GROUP, GROUP_NAME, HOSTNAME, KIND_NAME, NAMESPACE, OBJECT_NAME, PORT, SECTION, all, items, object, pairs,
    text,
};
use crate::cluster::form::{Field, Form, Rule};

pub const GATEWAY_CLASS: Form = object!(Form::fields(&[
    Field::new(
        "controllerName",
        Form::pattern(
            1,
            253,
            r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$"
        )
    )
    .required(),
    Field::new("parametersRef", Form::Free),
    Field::new("description", Form::text(64)),
]));

pub const GATEWAY: Form = object!(Form::fields(&[
    Field::new("gatewayClassName", OBJECT_NAME).required(),
    Field::new("listeners", LISTENERS).required(),
    Field::new("addresses", Form::list(&ADDRESS, 16)),
    Field::new("infrastructure", Form::Free),
    Field::new("allowedListeners", Form::Free),
    Field::new("tls", Form::Free),
]));

pub const REFERENCE_GRANT: Form = object!(Form::fields(&[
    Field::new(
        "from",
        Form::list(
            &Form::fields(&[
                Field::new("group", GROUP_NAME).required(),
                Field::new("kind", KIND_NAME).required(),
                Field::new("namespace", NAMESPACE).required(),
            ]),
            16
        )
        .at_least(1)
    )
    .required(),
    Field::new(
        "to",
        Form::list(
            &Form::fields(&[
                Field::new("group", GROUP_NAME).required(),
                Field::new("kind", KIND_NAME).required(),
                Field::new("name", OBJECT_NAME),
            ]),
            16
        )
        .at_least(1)
    )
    .required(),
]));

const ADDRESS: Form = Form::fields(&[
    Field::new("type", Form::some_text(253)).or(|| "IPAddress".into()),
    Field::new("value", Form::text(253)),
]);

const LISTENERS: Form = Form::list(&LISTENER, 64).at_least(1).keyed("name").ruled(&[
    Rule {
        says: "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
        holds: |list| {
            all(list).iter().all(|one| !speaks(one, &["HTTP", "TCP", "UDP"]) || one.get("tls").is_none())
        },
    },
    Rule {
        says: "tls mode must be Terminate for protocol HTTPS",
        holds: |list| {
            all(list)
                .iter()
                .all(|one| !speaks(one, &["HTTPS"]) || mode(one).is_none_or(|mode| mode == "Terminate"))
        },
    },
    Rule {
        says: "tls mode must be set for protocol TLS",
        holds: |list| all(list).iter().all(|one| !speaks(one, &["TLS"]) || mode(one).is_some()),
    },
    Rule {
        says: "hostname must not be specified for protocols ['TCP', 'UDP']",
        holds: |list| {
            all(list).iter().all(|one| !speaks(one, &["TCP", "UDP"]) || text(one, "hostname").is_empty())
        },
    },
    Rule {
        says: "Listener name must be unique within the Gateway",
        holds: |list| pairs(list).all(|(one, other)| one.get("name") != other.get("name")),
    },
    Rule {
        says: "Combination of port, protocol and hostname must be unique for each listener",
        holds: |list| {
            let alike = |one: &Value, other: &Value| {
                ["port", "protocol", "hostname"].iter().all(|field| one.get(field) == other.get(field))
            };
            pairs(list).all(|(one, other)| !alike(one, other))
        },
    },
]);

fn speaks(listener: &Value, protocols: &[&str]) -> bool {
    protocols.contains(&text(listener, "protocol"))
}

fn mode(listener: &Value) -> Option<&str> {
    Some(text(listener.get("tls")?, "mode"))
}

const LISTENER: Form = Form::fields(&[
    Field::new("name", SECTION).required(),
    Field::new("hostname", HOSTNAME),
    Field::new("port", PORT).required(),
    Field::new("protocol", Form::some_text(255)).required(),
    Field::new("tls", TLS),
    Field::new("allowedRoutes", ALLOWED_ROUTES).or(|| json!({"namespaces": {"from": "Same"}})),
]);

const TLS: Form = Form::fields(&[
    Field::new("mode", Form::one_of(&["Terminate", "Passthrough"])).or(|| "Terminate".into()),
    Field::new("certificateRefs", Form::list(&CERTIFICATE, 64)),
    Field::new("options", Form::Free),
])
.ruled(&[Rule {
    says: "certificateRefs or options must be specified when mode is Terminate",
    holds: |tls| {
        let options =
            tls.get("options").and_then(Value::as_object).is_some_and(|options| !options.is_empty());
        text(tls, "mode") != "Terminate" || !items(tls, "certificateRefs").is_empty() || options
    },
}]);

const CERTIFICATE: Form = Form::fields(&[
    Field::new("group", GROUP_NAME).or(|| "".into()),
    Field::new("kind", KIND_NAME).or(|| "Secret".into()),
    Field::new("name", OBJECT_NAME).required(),
    Field::new("namespace", NAMESPACE),
]);

const ALLOWED_ROUTES: Form = Form::fields(&[
    Field::new(
        "namespaces",
        Form::fields(&[
            Field::new("from", Form::one_of(&["All", "Selector", "Same"])).or(|| "Same".into()),
            Field::new("selector", SELECTOR),
        ]),
    )
    .or(|| json!({"from": "Same"})),
    Field::new(
        "kinds",
        Form::list(
            &Form::fields(&[
                Field::new("group", GROUP_NAME).or(|| GROUP.into()),
                Field::new("kind", KIND_NAME).required(),
            ]),
            8,
        ),
    ),
]);

const SELECTOR: Form = Form::fields(&[
    Field::new("matchLabels", Form::Free),
    Field::new(
        "matchExpressions",
        Form::list(
            &Form::fields(&[
                Field::new("key", Form::text(usize::MAX)).required(),
                Field::new("operator", Form::text(usize::MAX)).required(),
                Field::new("values", Form::list(&Form::text(usize::MAX), usize::MAX)),
            ]),
            usize::MAX,
        ),
    ),
]);
