//! A form fills in, drops and refuses.

use serde_json::{Value, json};

use super::{Field, Form, Rule};
use crate::cluster::api::Faults;

const PORT: Form = Form::fields(&[
    Field::new("name", Form::pattern(1, 5, "^[a-z]+$")).required(),
    Field::new("number", Form::whole(1, 9)).or(|| 5.into()),
    Field::new("kind", Form::one_of(&["A", "B"])),
    Field::new("open", Form::Flag),
]);
const FORM: Form = Form::fields(&[
    Field::new(
        "ports",
        Form::list(&PORT, 2).at_least(1).keyed("name").ruled(&[Rule {
            says: "not all may be B",
            holds: |all| {
                all.as_array().is_none_or(|all| all.is_empty() || all.iter().any(|one| one["kind"] != "B"))
            },
        }]),
    )
    .or(|| json!([{"name": "web"}])),
    Field::new("notes", Form::Free),
]);

fn faults(object: &Value) -> Vec<String> {
    let mut faults = Faults::default();
    FORM.judge(object, &mut faults);
    faults.list().iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_within_a_default_has_its_defaults_and_null_is_absent() {
    let mut object = json!({});
    FORM.fill(&mut object);
    assert_eq!(object, json!({"ports": [{"name": "web", "number": 5}]}));
    let mut object = json!({"ports": [{"name": "a", "number": null}, {"name": "b", "number": 7}]});
    FORM.fill(&mut object);
    assert_eq!(object, json!({"ports": [{"name": "a", "number": 5}, {"name": "b", "number": 7}]}));
    assert!(faults(&object).is_empty());
}

#[test]
fn what_is_not_declared_is_dropped_and_named() {
    let mut object = json!({"ports": [{"name": "a", "nubmer": 3}], "extra": 1, "notes": {"any": "thing"}});
    let mut found = Vec::new();
    FORM.drop_unknown("", &mut object, &mut found);
    assert_eq!(found, ["extra", "ports[0].nubmer"]);
    assert_eq!(object, json!({"ports": [{"name": "a"}], "notes": {"any": "thing"}}));
}

#[test]
fn each_fault_has_its_words() {
    let one = |port: Value| faults(&json!({"ports": [port]})).remove(0);
    for (port, expected) in [
        (json!({}), "ports[0].name: Required value"),
        (
            json!({"name": ""}),
            r#"ports[0].name: Invalid value: "": ports[0].name in body should be at least 1 chars long"#,
        ),
        (json!({"name": "abcdef"}), "ports[0].name: Too long: may not be more than 5 bytes"),
        (
            json!({"name": "A"}),
            r#"ports[0].name: Invalid value: "A": ports[0].name in body should match '^[a-z]+$'"#,
        ),
        (
            json!({"name": "a", "number": 0}),
            "ports[0].number: Invalid value: 0: ports[0].number in body should be greater than or equal to 1",
        ),
        (
            json!({"name": "a", "number": 10}),
            "ports[0].number: Invalid value: 10: ports[0].number in body should be less than or equal to 9",
        ),
        (
            json!({"name": "a", "number": "5"}),
            r#"ports[0].number: Invalid value: "string": ports[0].number in body must be of type integer: "string""#,
        ),
        (
            json!({"name": "a", "kind": "C"}),
            r#"ports[0].kind: Unsupported value: "C": supported values: "A", "B""#,
        ),
        (
            json!("a"),
            r#"ports[0]: Invalid value: "string": ports[0] in body must be of type object: "string""#,
        ),
    ] {
        assert_eq!(one(port), expected);
    }
    assert_eq!(
        faults(&json!({"ports": []})),
        ["ports: Invalid value: 0: ports in body should have at least 1 items"]
    );
    let many = json!({"ports": [{"name": "a"}, {"name": "a"}, {"name": "b"}]});
    assert_eq!(
        faults(&many)[..2],
        ["ports: Too many: 3: must have at most 2 items", r#"ports[1]: Duplicate value: {"name":"a"}"#]
    );
}

#[test]
fn rules_are_looked_at_only_when_the_form_is_right() {
    let all_b = json!({"ports": [{"name": "a", "kind": "B"}]});
    assert_eq!(faults(&all_b), ["ports: Invalid value: not all may be B"]);
    let wrong = json!({"ports": [{"name": "a", "kind": "B"}, {"kind": "B"}]});
    assert_eq!(
        faults(&wrong),
        [
            "ports[1].name: Required value",
            r#"<nil>: Invalid value: "null": some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"#,
        ]
    );
}
